package import CivilTime
package import OnCall
package import Responsibility

/// What an entry is about, where it is not about the ledger as a whole. Start-up folds what is not closed.
package enum Matter: Hashable, Sendable {
    case incident(IncidentID)
    case silence(SilenceID)
    case override(OverrideID)
    /// A request under a key that is about no incident, while it is remembered.
    case request(RequestID)

    /// The name on the ledger.
    package var text: String {
        switch self {
        case .incident(let id): id.rawValue
        case .silence(let id): id.rawValue
        case .override(let id): id.text
        case .request(let id): id.rawValue
        }
    }

    /// Reads what `text` writes.
    package init(_ text: String) {
        if text.hasPrefix(Self.silencePrefix + "_") {
            self = .silence(SilenceID(text))
        } else if text.hasPrefix(Self.overridePrefix + "_") {
            self = .override(OverrideID(text))
        } else if text.hasPrefix(Self.requestPrefix + "_") {
            self = .request(RequestID(text))
        } else {
            self = .incident(IncidentID(text))
        }
    }

    package var isIncident: Bool { if case .incident = self { true } else { false } }

    static let silencePrefix = "sil"
    static let overridePrefix = "ovr"
    static let requestPrefix = "req"
}

/// An entry with where and when it belongs.
package struct RecordedEntry: Sendable {
    package let ledger: LedgerID
    package let matter: Matter?
    package let at: Instant
    package let entry: Entry

    package init(ledger: LedgerID, matter: Matter?, at: Instant, entry: Entry) {
        self.ledger = ledger
        self.matter = matter
        self.at = at
        self.entry = entry
    }

    package init(ledger: LedgerID, incident: IncidentID?, at: Instant, entry: Entry) {
        self.init(ledger: ledger, matter: incident.map { .incident($0) }, at: at, entry: entry)
    }

    package var incident: IncidentID? { if case .incident(let id) = matter { id } else { nil } }

    /// The request that it is about, where that is about no incident.
    var request: RequestID? { if case .request(let id) = matter { id } else { nil } }

    /// After this entry start-up need not fold its matter again.
    package var closesMatter: Bool {
        switch entry {
        case .incidentClosed, .silenceEnded, .overrideEnded, .requestForgotten: true
        default: false
        }
    }
}

extension LedgerID {
    /// The provider's own ledger, for what concerns no single customer.
    package static let house: LedgerID = "house"
}
