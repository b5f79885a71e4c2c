import CivilTime
import Responsibility

/// Which incidents to list, and in which order.
package struct IncidentFilter: Sendable {
    package enum Selection: String, CaseIterable, Sendable {
        case open, resolved, closed, all
    }

    package var selection: Selection
    /// Only those whose owner is still to be found out, the earliest due first; or only the others. Nil: both.
    package var inTriage: Bool?
    /// 1 to 500.
    package var limit: Int

    package init(selection: Selection = .open, inTriage: Bool? = nil, limit: Int = 100) {
        self.selection = selection
        self.inTriage = inTriage
        self.limit = limit
    }
}

extension IncidentFilter {
    /// Whether an incident is to be listed.
    package func selects(_ incident: Incident) -> Bool {
        if let inTriage, (incident.ruling.triage != nil) != inTriage { return false }
        switch selection {
        case .open: return incident.phase == .open
        case .resolved: return incident.phase == .resolved
        case .closed: return incident.phase == .closed
        case .all: return true
        }
    }

    /// As they are listed: newest first; the triage queue by what is due first, then oldest first.
    package func ordered(_ incidents: [Incident]) -> [Incident] {
        incidents.sorted { inTriage == true ? Self.isDue($0, before: $1) : Self.isNewer($0, than: $1) }
    }

    private static func isNewer(_ one: Incident, than other: Incident) -> Bool {
        (one.openedAt, one.id) > (other.openedAt, other.id)
    }

    private static func isDue(_ one: Incident, before other: Incident) -> Bool {
        switch (one.nextDue, other.nextDue) {
        case (let due?, let otherDue?) where due != otherDue: due < otherDue
        case (_?, nil): true
        case (nil, _?): false
        default: (one.openedAt, one.id) < (other.openedAt, other.id)
        }
    }
}
