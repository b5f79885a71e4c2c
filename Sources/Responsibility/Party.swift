package import CivilTime

/// The provider, a customer, or somebody else whom the record names.
package struct Party: Sendable {
    /// What a party is to the agreements.
    package enum Kind: String, CaseIterable, Sendable {
        case provider, customer
        /// A gateway of the provider's through which outsiders report.
        case external
        /// Does work for the provider, which stays accountable. Reports nothing and is told nothing.
        case thirdParty = "third_party"
    }

    package let id: PartyID
    package let name: String
    package let kind: Kind
    /// Channels by role, first is primary. Roles without an entry fall back along `ContactRole.fallbacks`.
    package let contacts: [ContactRole: [ChannelID]]
    /// The escalation policy for a role's desk, where the party has one.
    package let escalations: [ContactRole: PolicyID]
    /// Where it lives: months of a due time are counted, and times are shown, in this zone. Nil: UTC.
    package let zone: TimeZoneRules?
    /// The laws and standards it is under.
    package let regimes: Set<Regime>

    package init(
        id: PartyID, name: String, kind: Kind, contacts: [ContactRole: [ChannelID]] = [:],
        escalations: [ContactRole: PolicyID] = [:], zone: TimeZoneRules? = nil, regimes: Set<Regime> = []
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.contacts = contacts
        self.escalations = escalations
        self.zone = zone
        self.regimes = regimes
    }

    package init(
        id: PartyID, name: String, side: Side, contacts: [ContactRole: [ChannelID]],
        escalations: [ContactRole: PolicyID]
    ) {
        self.init(
            id: id, name: name, kind: side == .provider ? .provider : .customer, contacts: contacts,
            escalations: escalations)
    }

    /// The side it stands on. An outsiders' gateway and whoever works for the provider stand on the provider's.
    package var side: Side { kind == .customer ? .customer : .provider }
}
