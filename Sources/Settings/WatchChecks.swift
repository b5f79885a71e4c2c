import Coordination
import Responsibility

/// What of noise and watches only shows when all parties and assets are known.
struct WatchChecks {
    let log: ProblemLog
    let provider: WrittenParty?
    let providerAssets: [Asset]
    let agreements: [WrittenAgreement]
    let others: [WrittenOtherParty]

    func check(_ noise: WrittenNoise) {
        for party in noise.windowParties where isOther(party.content) {
            log.add(
                party.place, "\(party.content) is told nothing, so nothing is held for it",
                hint: "name the provider or a customer")
        }
    }

    func check(_ written: WrittenWatches) {
        for heartbeat in written.heartbeats {
            guard !isOther(heartbeat.party.content) else {
                log.add(
                    heartbeat.party.place, "\(heartbeat.party.content) is neither the provider nor a customer",
                    hint: "name the provider or a customer; whoever speaks for it may call")
                continue
            }
            if let asset = heartbeat.asset { check(asset, of: heartbeat.party.content) }
        }
        if let channel = written.deadManChannel { checkIsApart(channel) }
    }

    private func isOther(_ party: PartyID) -> Bool { others.contains { $0.party.id == party } }

    /// A customer watches its own assets; the provider its own and those of its customers, which it looks after.
    private func check(_ asset: Located<AssetID>, of party: PartyID) {
        let customers = agreements.filter { $0.customer != nil }
        let isProvider = party == provider?.party.id
        let own = customers.filter { isProvider || $0.customer?.party.id == party }
        // Of a party that could not be read, nothing is known.
        guard isProvider || !own.isEmpty else { return }
        var names: Set<AssetID> = isProvider ? Set(providerAssets.map(\.id)) : []
        for agreement in own {
            for service in agreement.revisions.flatMap(\.services) { names.formUnion(service.assets.map(\.id)) }
        }
        guard !names.contains(asset.content) else { return }
        log.add(
            asset.place, "\(party) has no asset \(code(asset.content.rawValue))",
            hint: SimilarNames.hint(for: asset.content.rawValue, among: names.map(\.rawValue), kind: "asset"))
    }

    /// People who are told of trouble would be called every minute by a daemon that is well.
    private func checkIsApart(_ channel: Located<ChannelID>) {
        let roles = (provider?.party.contacts ?? [:]).filter { $0.value.contains(channel.content) }.keys
        guard let role = roles.map(\.rawValue).min() else { return }
        log.warn(
            channel.place, "the sign of life goes where people are told: \(code(channel.content.rawValue)) is \(role)",
            hint: "give it a channel of its own, to a receiver that raises the alarm when nothing comes")
    }
}
