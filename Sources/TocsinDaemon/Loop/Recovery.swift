package import CivilTime
package import Coordination
package import Ledger
import Responsibility

/// Start-up: the state is what the ledgers say. After a kill and after a clean stop the same code runs.
package enum Recovery {
    /// Folds the open incidents, and the entries of `house` that are about no incident.
    ///
    /// - Returns: The time of the newest entry on record, so that the clock does not go back behind it; nil when there is none.
    /// - Throws: The reader's errors, or `EntryReadError`.
    package static func fold(into state: inout State, from reader: LedgerReader) throws -> Instant? {
        for stored in try reader.entriesWithoutIncident(ledger: LedgerID.house.rawValue, newestFirst: settingsLookedFor)
        {
            guard case .settingsLoaded = try Journal.read(stored).entry else { continue }
            state.evolve(try Journal.read(stored))
            break
        }
        for open in try reader.openIncidents() {
            for stored in try reader.entries(ofIncident: open.incident) { state.evolve(try Journal.read(stored)) }
        }
        return try newest(in: reader)
    }

    /// How far back the last configuration on record is looked for; beyond, it is simply put on record again.
    private static let settingsLookedFor = 1000

    private static func newest(in reader: LedgerReader) throws -> Instant? {
        var newest: Instant?
        for ledger in try reader.ledgers() where ledger.size > 0 {
            guard let last = try reader.entries(inLedger: ledger.name, from: ledger.size - 1, limit: 1).last else {
                continue
            }
            let at = try Journal.read(last).at
            newest = max(newest ?? at, at)
        }
        return newest
    }
}
