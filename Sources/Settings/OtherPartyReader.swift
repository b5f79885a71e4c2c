import Responsibility

/// A party that is neither the provider nor a customer.
struct WrittenOtherParty {
    let party: Party
    let members: [WrittenMember]
}

/// Reads who else appears in the record: companies that do work for the provider, and the gateways through which
/// outsiders report. Neither is told anything, so they have no channels.
struct OtherPartyReader {
    let parties: PartyReader

    static let keys = ["third_parties", "gateways"]
    static let thirdPartyKeys = ["id", "name"]
    static let gatewayKeys = thirdPartyKeys + ["members"]

    func others(_ fields: Fields) -> [WrittenOtherParty] {
        let thirdParties = fields.optional("third_parties")?.list { party($0, kind: .thirdParty) } ?? []
        let gateways = fields.optional("gateways")?.list { party($0, kind: .external) } ?? []
        return thirdParties + gateways
    }

    private func party(_ value: Value, kind: Party.Kind) -> WrittenOtherParty? {
        let isGateway = kind == .external
        let keys = isGateway ? Self.gatewayKeys : Self.thirdPartyKeys
        let advice = ["members": "a third party reports nothing; outsiders report through a gateway"]
        guard let fields = Fields(value, isGateway ? "a gateway" : "a third party", keys: keys, advice: advice) else {
            return nil
        }
        let id = parties.declaredID(fields)
        let name = fields.required("name")?.text()
        let members =
            isGateway
            ? fields.optional("members").map { $0.list { parties.peers.member($0, of: id, kind: kind) } } ?? [] : []
        // Whatever is wrong with it, whoever names it names somebody.
        guard let id else { return nil }
        return WrittenOtherParty(party: Party(id: id, name: name ?? id.rawValue, kind: kind), members: members ?? [])
    }
}
