import Coordination
import OnCall
import Responsibility

/// What only shows when all parties are known: a role that somebody is to be told in and that nobody fills, a channel or a
/// schedule that a party's policy names and the party does not have.
struct CrossChecks {
    let log: ProblemLog
    let catalogue: Catalogue
    /// The schedules of each party; nil where no file of schedules is read.
    let schedules: [PartyID: Set<String>]?
    /// Whether every file was read. What an unreadable one would have declared is missed by nobody.
    var knowsAllFiles = true

    /// Escalation: whom a step names can be told. The desks of joint care are the book's to check. Channels are only expected
    /// here; the catalogue reports those that are somebody else's.
    func check(parties: [WrittenParty], policies: [WrittenPolicy]) {
        if schedules == nil, knowsAllFiles { for policy in policies { reportSchedules(of: policy) } }
        let policies = Dictionary(policies.map { ($0.id, $0) }) { first, _ in first }
        // A customer's other side is the provider alone; to look for it among all customers would be for each a walk
        // past all of them.
        let bySide = Dictionary(grouping: parties, by: \.party.side)
        for party in parties {
            let others = Side.allCases.filter { $0 != party.party.side }.flatMap { bySide[$0] ?? [] }
            checkEscalations(of: party, others, policies)
        }
    }

    /// Sockets and tokens: a gateway only reports, and a third party does not even that.
    func check(standings: [WrittenStanding], others: [WrittenOtherParty]) {
        let kinds = Dictionary(others.map { ($0.party.id, $0.party.kind) }) { first, _ in first }
        for standing in standings {
            switch kinds[standing.party] {
            case .thirdParty?:
                log.add(
                    standing.place, "the third party \(standing.party) reports nothing and is told nothing",
                    hint: "name the provider, a customer or a gateway")
            case .external? where standing.role != .gateway:
                log.add(
                    standing.place, "whoever speaks for the gateway \(standing.party) is \(standing.role.rawValue)",
                    hint: PeerRole.gatewayHint)
            case nil where standing.role == .gateway:
                log.add(
                    standing.place, "whoever speaks for \(standing.party), which is no gateway, is gateway",
                    hint: PeerRole.gatewayHint)
            case .external?, .provider?, .customer?, nil: break
            }
        }
    }

    private func checkEscalations(
        of party: WrittenParty, _ others: [WrittenParty], _ policies: [PolicyID: WrittenPolicy]
    ) {
        for id in Set(party.party.escalations.values).sorted() {
            for target in policies[id]?.targets ?? [] {
                switch target.content {
                case .desk(.own, let role): require(role, of: party, neededAt: target.place)
                case .desk(.other, let role):
                    for other in others { require(role, of: other, neededAt: target.place) }
                case .channel(let channel):
                    catalogue.expectChannel(
                        channel.rawValue, ofParty: party.party.id.rawValue, at: target.place, byPolicy: id.rawValue)
                case .schedule(let schedule): require(schedule, of: party.party.id, by: id, at: target.place)
                }
            }
        }
    }

    private func reportSchedules(of policy: WrittenPolicy) {
        for target in policy.targets {
            guard case .schedule(let name) = target.content else { continue }
            log.add(
                target.place, "there is no schedule \(code(name)): this configuration has no schedules",
                hint: "name a file of schedules in tocsin.yaml (schedules: schedules.yaml), or tell a desk or a channel"
            )
        }
    }

    private func require(_ schedule: String, of party: PartyID, by policy: PolicyID, at place: ConfigurationPlace) {
        guard let schedules else { return }
        let own = schedules[party] ?? []
        guard !own.contains(schedule) else { return }
        log.add(
            place,
            "\(party), which escalates by the policy \(code(policy.rawValue)), has no schedule \(code(schedule))",
            hint: SimilarNames.hint(for: schedule, among: own, kind: "schedule of \(party)"))
    }

    private func require(_ role: ContactRole, of party: WrittenParty, neededAt place: ConfigurationPlace) {
        guard party.party.desk(for: role) == nil else { return }
        let fallbacks = role.fallbacks(on: party.party.side).map(\.rawValue).joined(separator: ", ")
        log.add(
            party.contactsPlace, "nobody of \(party.party.id) can be told as \(role.rawValue), which \(place) wants",
            hint: "add \(role.rawValue): [channel], or one of the roles that stand in for it: \(fallbacks)")
    }
}
