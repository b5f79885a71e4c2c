package import CivilTime

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
    /// Within what the provider tells the controller of a breach of personal data.
    package let breachNotice: Elapsed
    /// How long data is kept after a service has ended.
    package let retention: Elapsed
    /// Whose business hours count where a span is in business hours. Nil: the agreement counts day and night.
    package let calendar: BusinessCalendar?
    /// The laws and standards that the customer is under and that this agreement takes notice of.
    package let regimes: Set<Regime>
    /// Below this, neither side has to tell the other of what it noticed.
    package let crossNotifyFloor: Severity
    package let services: [Service]

    package init(
        id: AgreementID, revision: Int, customer: PartyID, from: Instant, to: Instant?, models: [ResponsibilityModel],
        overrides: [ResponsibilityRule], immediately: SeverityTable, response: SeverityTable,
        designatedChannels: [Side: ChannelID], breachNotice: Elapsed, retention: Elapsed,
        calendar: BusinessCalendar? = nil, regimes: Set<Regime> = [], crossNotifyFloor: Severity = .low,
        services: [Service]
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
        self.calendar = calendar
        self.regimes = regimes
        self.crossNotifyFloor = crossNotifyFloor
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
    /// When it ended. There for terminated services, and for no others.
    package let endedAt: Instant?
    /// Who terminates TLS.
    package let tlsTerminator: Side
    package let backupSchedule: BackupSchedule
    /// The provider's assets that carry it: trouble there is trouble here.
    package let hosts: [AssetID]
    package let assets: [Asset]

    package init(
        id: ServiceID, type: String, managed: Bool, managedScope: Set<String>, addons: Set<String>,
        lifecycle: Lifecycle, endedAt: Instant? = nil, tlsTerminator: Side,
        backupSchedule: BackupSchedule = .unstated, hosts: [AssetID] = [], assets: [Asset]
    ) {
        self.id = id
        self.type = type
        self.managed = managed
        self.managedScope = managedScope
        self.addons = addons
        self.lifecycle = lifecycle
        self.endedAt = endedAt
        self.tlsTerminator = tlsTerminator
        self.backupSchedule = backupSchedule
        self.hosts = hosts
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
    /// IPv4 or IPv6 addresses and blocks of them, as written in the configuration.
    package let addresses: [String]
    /// What other systems call it, exactly: an instance id, a serial number.
    package let externalIDs: [String]
    /// `key=value`, exactly, as monitoring labels it.
    package let labels: [String]
    /// At the customer's own site: always the customer's.
    package let atClientSite: Bool
    /// For the provider's own assets: it carries every customer's services, as a building does, and not only those that
    /// name it as their host.
    package let carriesAll: Bool

    package init(
        id: AssetID, hostnames: [String] = [], domains: [String] = [], addresses: [String] = [],
        externalIDs: [String] = [], labels: [String] = [], atClientSite: Bool = false, carriesAll: Bool = false
    ) {
        self.id = id
        self.hostnames = hostnames
        self.domains = domains
        self.addresses = addresses
        self.externalIDs = externalIDs
        self.labels = labels
        self.atClientSite = atClientSite
        self.carriesAll = carriesAll
    }
}
