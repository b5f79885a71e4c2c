import CivilTime
import Responsibility

/// A party as written, with what belongs to it.
struct WrittenParty {
    let party: Party
    /// Where roles are given to channels.
    let contactsPlace: ConfigurationPlace
    let channels: [ChannelSettings]
    let members: [WrittenMember]
    /// Whether a zone is written; it may have been refused.
    var namesZone = false
}

/// Reads a party: the provider in tocsin.yaml, a customer in its agreement's file.
struct PartyReader {
    let channels: ChannelReader
    let peers: PeerReader
    let catalogue: Catalogue
    let zones: ZoneDirectory

    /// The keys of a customer.
    static let keys = ["id", "name", "zone", "members", "channels", "contacts", "escalation"]
    /// The provider's regimes are its own; a customer's are those that its agreement takes notice of.
    static let providerKeys = keys + ["regimes", "assets"]

    func provider(_ fields: Fields) -> WrittenParty? {
        let regimes = fields.optional("regimes").map { $0.list { $0.word(Regime.self) } } ?? []
        return party(fields, kind: .provider, regimes: Set(regimes ?? []))
    }

    func customer(_ fields: Fields) -> WrittenParty? { party(fields, kind: .customer, regimes: []) }

    private func party(_ fields: Fields, kind: Party.Kind, regimes: Set<Regime>) -> WrittenParty? {
        let id = declaredID(fields)
        let name = fields.required("name")?.text()
        // With a problem filed any zone will do: what falls to it is still checked.
        let zone = fields.optional("zone").map { zones.rules($0) ?? .utc }
        let members = fields.optional("members").map { $0.list { peers.member($0, of: id, kind: kind) } } ?? []
        let channels = fields.required("channels")?.list(min: 1) { self.channels.channel($0, of: id) }
        let contactsValue = fields.required("contacts")
        let contacts = contactsValue.flatMap { self.contacts($0, of: id) }
        let escalations = fields.optional("escalation").map { self.escalations($0) } ?? [:]
        guard let id, let name, let members, let channels, let contactsValue, let contacts, let escalations else {
            return nil
        }
        let party = Party(
            id: id, name: name, kind: kind, contacts: contacts, escalations: escalations, zone: zone,
            regimes: regimes)
        return WrittenParty(
            party: party, contactsPlace: contactsValue.place, channels: channels, members: members,
            namesZone: fields.optional("zone") != nil)
    }

    /// The id of a party, unless it is taken.
    func declaredID(_ fields: Fields) -> PartyID? {
        guard let value = fields.required("id"), let id = value.identifier(PartyID.self) else { return nil }
        return catalogue.declare(.party, id.rawValue, at: value.place) ? id : nil
    }

    /// `role: [channel, …]`, the first channel being primary.
    private func contacts(_ value: Value, of party: PartyID?) -> [ContactRole: [ChannelID]]? {
        guard let entries = value.entries() else { return nil }
        if entries.isEmpty { value.problem("nobody can be reached", hint: "write a line such as ops: [channel]") }
        var contacts: [ContactRole: [ChannelID]] = [:]
        for entry in entries {
            guard let role = entry.key.word(ContactRole.self) else { continue }
            contacts[role] = entry.value.list(min: 1, max: Limits.channelsPerRoleMax) { channel in
                channel.identifier(ChannelID.self).map { id in
                    catalogue.refer(.channel, id.rawValue, at: channel.place)
                    catalogue.expectChannel(id.rawValue, ofParty: party?.rawValue, at: channel.place)
                    return id
                }
            }
        }
        return contacts
    }

    /// `role: policy`.
    private func escalations(_ value: Value) -> [ContactRole: PolicyID]? {
        guard let entries = value.entries() else { return nil }
        var escalations: [ContactRole: PolicyID] = [:]
        for entry in entries {
            guard let role = entry.key.word(ContactRole.self) else { continue }
            guard let policy = entry.value.identifier(PolicyID.self) else { continue }
            catalogue.refer(.policy, policy.rawValue, at: entry.value.place)
            escalations[role] = policy
        }
        return escalations
    }
}
