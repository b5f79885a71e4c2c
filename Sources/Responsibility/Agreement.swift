package import CivilTime

/// The provider, a customer or another party of the record.
package struct Party: Sendable {
    package let id: PartyID
    package let name: String
    package let side: Side
    /// Channels by role, first is primary. Roles without an entry fall back along `ContactRole.fallbacks`.
    package let contacts: [ContactRole: [ChannelID]]
    /// The escalation policy for a role's desk, where the party has one.
    package let escalations: [ContactRole: PolicyID]

    package init(
        id: PartyID, name: String, side: Side, contacts: [ContactRole: [ChannelID]],
        escalations: [ContactRole: PolicyID]
    ) {
        self.id = id
        self.name = name
        self.side = side
        self.contacts = contacts
        self.escalations = escalations
    }
}

/// One dated revision of the contract between the provider and one customer. Never edited in place: a change is a new
/// revision.
package struct AgreementRevision: Sendable {
    package let id: AgreementID
    /// 1 or more, rising.
    package let revision: Int
    package let customer: PartyID
    /// In force from this instant on.
    package let from: Instant
    /// Until just before this instant; nil while it is the last.
    package let to: Instant?
    /// The models that apply, in order; the first that has a column for a service's type decides for it.
    package let models: [ResponsibilityModel]
    package let overrides: [ResponsibilityRule]
    /// What "immediately" means, for critical, high, medium and low.
    package let immediately: SeverityTable
    /// Within what the owner's desk must be told.
    package let response: SeverityTable
    /// The channel each side agreed to be told on.
    package let designatedChannels: [Side: ChannelID]
    package let breachNotice: Elapsed
    package let retention: Elapsed
    package let services: [Service]

    package init(
        id: AgreementID, revision: Int, customer: PartyID, from: Instant, to: Instant?, models: [ResponsibilityModel],
        overrides: [ResponsibilityRule], immediately: SeverityTable, response: SeverityTable,
        designatedChannels: [Side: ChannelID], breachNotice: Elapsed, retention: Elapsed, services: [Service]
    ) {
        self.id = id
        self.revision = revision
        self.customer = customer
        self.from = from
        self.to = to
        self.models = models
        self.overrides = overrides
        self.immediately = immediately
        self.response = response
        self.designatedChannels = designatedChannels
        self.breachNotice = breachNotice
        self.retention = retention
        self.services = services
    }
}

/// What the customer bought.
package struct Service: Sendable {
    package let id: ServiceID
    /// `web`, `wordpress`, `vps`, `paas`, `iaas`, `managed-infrastructure`, `managed-magento`, `managed-gitlab`,
    /// `managed-aws`.
    package let type: String
    package let managed: Bool
    /// The components the provider looks after, for example `mariadb`.
    package let managedScope: Set<String>
    package let addons: Set<String>
    package let lifecycle: Lifecycle
    /// Who terminates TLS.
    package let tlsTerminator: Side
    package let assets: [Asset]

    package init(
        id: ServiceID, type: String, managed: Bool, managedScope: Set<String>, addons: Set<String>,
        lifecycle: Lifecycle,
        tlsTerminator: Side, assets: [Asset]
    ) {
        self.id = id
        self.type = type
        self.managed = managed
        self.managedScope = managedScope
        self.addons = addons
        self.lifecycle = lifecycle
        self.tlsTerminator = tlsTerminator
        self.assets = assets
    }
}

/// A concrete thing that carries or belongs to a service, and the names by which reports may call it.
package struct Asset: Sendable {
    package let id: AssetID
    /// Exact host names, in lower case.
    package let hostnames: [String]
    /// Domains that also stand for every name below them, in lower case: `orchid.example` matches `www.orchid.example`.
    package let domains: [String]
    /// IPv4 or IPv6 addresses, as written in the configuration.
    package let addresses: [String]
    /// At the customer's own site: always the customer's.
    package let atClientSite: Bool

    package init(
        id: AssetID, hostnames: [String] = [], domains: [String] = [], addresses: [String] = [],
        atClientSite: Bool = false
    ) {
        self.id = id
        self.hostnames = hostnames
        self.domains = domains
        self.addresses = addresses
        self.atClientSite = atClientSite
    }
}
