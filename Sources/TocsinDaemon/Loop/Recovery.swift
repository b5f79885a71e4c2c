package import CivilTime
package import Coordination
package import Ledger
import Responsibility

/// Start-up: the state is what the ledgers say. After a kill and after a clean stop the same code runs.
package enum Recovery {
    /// Folds the open incidents, and the entries of `house` that are about no incident.
    ///
    /// - Returns: The time of the newest entry that was read, so that the clock does not go back behind it.
    /// - Throws: The reader's errors, or `EntryReadError`.
    package static func fold(into state: inout State, from reader: LedgerReader) throws -> Instant {
        var newest = Instant(milliseconds: 0)
        for stored in try reader.entriesWithoutIncident(ledger: LedgerID.house.rawValue) {
            let recorded = try Journal.read(stored)
            newest = max(newest, recorded.at)
            state.evolve(recorded)
        }
        for open in try reader.openIncidents() {
            for stored in try reader.entries(ofIncident: open.incident) {
                let recorded = try Journal.read(stored)
                newest = max(newest, recorded.at)
                state.evolve(recorded)
            }
        }
        return newest
    }
}
