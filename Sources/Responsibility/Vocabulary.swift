package import CivilTime

/// How bad it is. The order is from harmless to worst.
package enum Severity: String, CaseIterable, Comparable, Sendable {
    case info, low, medium, high, critical

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What kind of trouble a report is about. A closed list.
package enum Category: String, CaseIterable, Sendable {
    case availability, performance, hardware, network, physical, ddos, vulnerability, malware, intrusion, credential,
        phishing
    case spam
    case illegalContent = "illegal-content"
    case dataBreach = "data-breach"
    case dataLoss = "data-loss"
    case backup, tls, firewall, isolation, resource, maintenance, request, exit, anomaly, other

    /// The security set: whichever side notices one of these tells the other (hosting page, section 3, first item).
    package static let securitySet: Set<Category> = [
        .vulnerability, .malware, .intrusion, .credential, .phishing, .spam, .illegalContent, .dataBreach, .ddos,
        .isolation,
        .firewall,
    ]
}

/// A layer of the stack, or one of the two non-technical fields of duty at the end. A closed list.
package enum Layer: String, CaseIterable, Sendable {
    case physical, network, virtualization, os, runtime, application, data, account, edge, service
    case clientSite = "client_site"
    case people, coordination

    /// The layer as a reader of the published table would say it.
    package var title: String {
        switch self {
        case .physical: "physical infrastructure"
        case .network: "network"
        case .virtualization: "virtualization"
        case .os: "operating system"
        case .runtime: "runtime and database engine"
        case .application: "application"
        case .data: "data and content"
        case .account: "accounts and access rights"
        case .edge: "TLS and firewall settings"
        case .service: "the service as a whole"
        case .clientSite: "the customer's own site"
        case .people: "people"
        case .coordination: "coordination"
        }
    }
}

/// Who answers for a duty.
package enum Owner: String, CaseIterable, Sendable {
    case provider, customer
    /// Both, with one leading; each must tell the other.
    case joint
    /// Each party for itself; nobody has to tell the other.
    case each
    /// Nobody: the duty was not bought. The gap says what is missing.
    case nobody
}

/// How sure the answer is: legible in the published page, reconstructed from it, derived from its lists and notes, or
/// our default that a contract line should confirm.
package enum Confidence: String, CaseIterable, Sendable {
    case stated, reconstructed, derived, assumed
}

/// The two sides of an agreement.
package enum Side: String, CaseIterable, Sendable {
    case provider, customer
}

/// What a contact is there for. A closed list.
package enum ContactRole: String, CaseIterable, Sendable {
    case owner, ops, sec, dpo, ict, abuse, support, noc, mgr
    /// For the last resort: whoever is called when nobody else could be reached.
    case breakGlass = "break_glass"
}

/// Where a service is in its life.
package enum Lifecycle: String, CaseIterable, Sendable {
    case active, suspended, terminated
}

/// Whether personal data is concerned. The order is from none to certain.
package enum PersonalData: String, CaseIterable, Comparable, Sendable {
    case none, suspected, confirmed

    package static func < (left: PersonalData, right: PersonalData) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A law or standard that a party is under, as far as joint-care rules ask for it. A closed list; what each asks for is
/// written in the rules, not here.
package enum Regime: String, CaseIterable, Sendable {
    case gdpr, pdpa, nis2, dora, pci, hipaa, dsa
}

/// How often the package of a service brings a backup of the system.
package enum BackupSchedule: Hashable, Sendable {
    /// The agreement does not say.
    case unstated
    /// The package holds none.
    case none
    /// One is due that long after the last.
    case every(Elapsed)
}
