import CivilTime
package import Coordination
package import Ledger
import Responsibility
import StrictJSON

/// Between facts and bytes: entries to sealed bytes, ledger bytes back to entries.
package enum Journal {
    /// Seals one entry.
    ///
    /// - Precondition: It fits an envelope. Every field is bounded where it enters, so a larger one is a mistake of ours.
    static func seal(_ recorded: RecordedEntry, salts: inout some SaltSource) -> SealedEntry {
        let form = recorded.entry.form
        let draft = EntryDraft(
            ledger: recorded.ledger.rawValue, type: form.type, timestamp: recorded.at.rfc3339,
            incident: recorded.matter?.text, closesIncident: recorded.closesMatter, fields: form.fields,
            parts: form.parts.map { EntryPart(name: $0.name, value: $0.value) })
        do {
            return try EntrySealer.seal(draft, using: &salts)
        } catch {
            preconditionFailure("an entry of type \(form.type) cannot be sealed: \(error)")
        }
    }

    /// Reads an entry back.
    ///
    /// - Throws: `EntryReadError` when its form is not known to this version.
    package static func read(_ stored: StoredEntry) throws(EntryReadError) -> RecordedEntry {
        guard let at = Instant(rfc3339: stored.timestamp) else {
            throw EntryReadError(type: stored.type, field: "ts", problem: "not a time: \(stored.timestamp)")
        }
        let entry = try Entry(reading: EntryForm(type: stored.type, fields: stored.fields, parts: stored.parts))
        return RecordedEntry(
            ledger: LedgerID(stored.ledger), matter: stored.incident.map { Matter($0) }, at: at, entry: entry)
    }
}
