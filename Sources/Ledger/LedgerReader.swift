import Hashing
import StrictJSON
import Transparency

/// An incident that start-up has to fold.
package struct OpenIncident: Sendable, Hashable {
    package let ledger: String
    package let incident: String

    package init(ledger: String, incident: String) {
        self.ledger = ledger
        self.incident = incident
    }
}

/// One line of a listing of incidents.
package struct IncidentListing: Sendable, Hashable {
    package let incident: String
    package let ledger: String
    /// Whether its last entry closed it.
    package let closed: Bool
    /// Continues the listing after this incident. Says nothing to people, and must not be shown to parties: it counts
    /// the entries of all ledgers.
    package let cursor: Int64

    package init(incident: String, ledger: String, closed: Bool, cursor: Int64) {
        self.incident = incident
        self.ledger = ledger
        self.closed = closed
        self.cursor = cursor
    }
}

/// Reads what is committed, beside a running writer, over connections of its own.
///
/// Calls block on the disk. One thread uses a reader at a time. Each call sees one state of `ledger.db`; parts erased
/// while it runs count as erased. Entries are re-hashed as they are read, so nothing damaged is ever handed on.
package final class LedgerReader {
    private let connection: SQLiteConnection
    private let partReader: PartReader
    private let summaries: SQLiteStatement
    private let open: SQLiteStatement
    private let ofIncident: SQLiteStatement
    private let inLedger: SQLiteStatement
    private let withoutIncident: SQLiteStatement
    private let newestWithoutIncident: SQLiteStatement
    private let home: SQLiteStatement
    private let listingOfLedger: SQLiteStatement
    private let listingOfAll: SQLiteStatement

    /// Opens the files of a directory that a store has opened before.
    ///
    /// - Throws: `cannotOpen`, `foreignFile` or `newerFormat`.
    package init(_ directory: StateDirectory) throws(LedgerFailure) {
        connection = try DatabaseFormat.ledger.openAsReader(directory.ledgerDatabase)
        partReader = try PartReader(path: directory.bodiesDatabase)
        let entry = "SELECT l.name, e.idx, e.bytes, e.leaf FROM entry e JOIN ledger l ON l.id = e.ledger"
        let listing = "SELECT i.id, l.name, i.closed, i.opened FROM incident i JOIN ledger l ON l.id = i.ledger"
        do throws(SQLiteError) {
            summaries = try connection.prepare("SELECT name, size, root FROM ledger ORDER BY name")
            open = try connection.prepare("\(listing) WHERE i.closed = 0 ORDER BY i.opened")
            ofIncident = try connection.prepare("\(entry) WHERE e.incident = ?1 ORDER BY e.seq")
            inLedger = try connection.prepare("\(entry) WHERE l.name = ?1 AND e.idx >= ?2 ORDER BY e.idx LIMIT ?3")
            withoutIncident = try connection.prepare("\(entry) WHERE l.name = ?1 AND e.incident IS NULL ORDER BY e.idx")
            newestWithoutIncident = try connection.prepare(
                "\(entry) WHERE l.name = ?1 AND e.incident IS NULL ORDER BY e.idx DESC LIMIT ?2")
            home = try connection.prepare(
                "SELECT l.name FROM incident i JOIN ledger l ON l.id = i.ledger WHERE i.id = ?1")
            listingOfLedger = try connection.prepare(
                "\(listing) WHERE l.name = ?3 AND i.opened < ?1 ORDER BY i.opened DESC LIMIT ?2")
            listingOfAll = try connection.prepare("\(listing) WHERE i.opened < ?1 ORDER BY i.opened DESC LIMIT ?2")
        } catch {
            throw .cannotOpen(file: directory.ledgerDatabase, detail: error.description)
        }
    }

    /// All ledgers, by name.
    package func ledgers() throws(LedgerFailure) -> [LedgerSummary] {
        try query(summaries) { row throws(LedgerFailure) in
            guard let root = Digest256(bytes: row.blob(2)) else {
                throw Self.unreadable(row.text(0), "its root has not 32 bytes")
            }
            return LedgerSummary(name: row.text(0) ?? "", size: row.integer(1), root: root)
        }
    }

    /// The incidents whose last entry did not close them, in the order in which they began.
    package func openIncidents() throws(LedgerFailure) -> [OpenIncident] {
        try query(open) { row in OpenIncident(ledger: row.text(1) ?? "", incident: row.text(0) ?? "") }
    }

    /// All entries of an incident in their order; empty when it is unknown.
    package func entries(ofIncident incident: String) throws(LedgerFailure) -> [StoredEntry] {
        try entries(ofIncident) { row throws(SQLiteError) in try row.bind(1, incident) }
    }

    /// Entries of a ledger from an index on, at most `limit`; empty when there are none.
    package func entries(
        inLedger ledger: String, from index: Int64, limit: Int
    ) throws(LedgerFailure) -> [StoredEntry] {
        try entries(inLedger) { row throws(SQLiteError) in
            try row.bind(1, ledger)
            try row.bind(2, index)
            try row.bind(3, Int64(max(0, limit)))
        }
    }

    /// The entries of a ledger that are not about an incident, in their order.
    package func entriesWithoutIncident(ledger: String) throws(LedgerFailure) -> [StoredEntry] {
        try entries(withoutIncident) { row throws(SQLiteError) in try row.bind(1, ledger) }
    }

    /// The newest entries of a ledger that are not about an incident, newest first, at most `limit`.
    package func entriesWithoutIncident(
        ledger: String, newestFirst limit: Int
    ) throws(LedgerFailure) -> [StoredEntry] {
        try entries(newestWithoutIncident) { row throws(SQLiteError) in
            try row.bind(1, ledger)
            try row.bind(2, Int64(max(0, limit)))
        }
    }

    /// The ledger an incident belongs to; nil when it is unknown.
    package func ledger(ofIncident incident: String) throws(LedgerFailure) -> String? {
        try bind(home) { row throws(SQLiteError) in try row.bind(1, incident) }
        return try query(home) { row in row.text(0) ?? "" }.first
    }

    /// Incidents of the given ledgers, the one that began last first.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - cursor: the cursor of the last incident of the listing before; nil begins with the newest.
    package func incidents(
        inLedgers ledgers: [String], newestFirst limit: Int, before cursor: Int64? = nil
    ) throws(LedgerFailure) -> [IncidentListing] {
        // One ledger's own index serves a party that has one; whoever sees many ledgers sees nearly all incidents.
        if ledgers.count == 1, let ledger = ledgers.first {
            try bind(listingOfLedger) { row throws(SQLiteError) in try row.bind(3, ledger) }
            return try listing(listingOfLedger, limit: limit, before: cursor)
        }
        let wanted = Set(ledgers)
        var found: [IncidentListing] = []
        var next = cursor
        while found.count < limit, !wanted.isEmpty {
            let page = try listing(listingOfAll, limit: Int(LedgerLimits.readChunk), before: next)
            found += page.filter { wanted.contains($0.ledger) }.prefix(limit - found.count)
            guard page.count == Int(LedgerLimits.readChunk), let last = page.last else { break }
            next = last.cursor
        }
        return found
    }
}

extension LedgerReader {
    private func listing(
        _ statement: SQLiteStatement, limit: Int, before cursor: Int64?
    ) throws(LedgerFailure) -> [IncidentListing] {
        try bind(statement) { row throws(SQLiteError) in
            try row.bind(1, cursor ?? .max)
            try row.bind(2, Int64(max(0, limit)))
        }
        return try query(statement) { row in
            IncidentListing(
                incident: row.text(0) ?? "", ledger: row.text(1) ?? "", closed: row.integer(2) != 0,
                cursor: row.integer(3))
        }
    }

    private func entries(
        _ statement: SQLiteStatement, binding: (SQLiteStatement) throws(SQLiteError) -> Void
    ) throws(LedgerFailure) -> [StoredEntry] {
        try bind(statement, binding)
        return try query(statement) { row throws(LedgerFailure) in try entry(in: row) }
    }

    private func entry(in row: SQLiteStatement) throws(LedgerFailure) -> StoredEntry {
        let index = row.integer(1)
        let bytes = row.blob(2)
        let leaf = TreeHash.leaf(bytes)
        guard leaf.bytes == row.blob(3) else {
            throw Self.unreadable(row.text(0), "entry \(index) does not hash to its leaf")
        }
        guard let envelope = Envelope(bytes, checkingForm: false) else {
            throw Self.unreadable(row.text(0), "entry \(index) is no envelope")
        }
        var parts: [String: JSON] = [:]
        var erased = 0
        var damaged = 0
        for digest in envelope.digests {
            switch try partReader.part(digest, at: envelope.timestamp) {
            case .opened(let disclosure, _): parts[disclosure.name] = disclosure.value
            case .missing: erased += 1
            case .damaged: damaged += 1
            }
        }
        return StoredEntry(
            ledger: row.text(0) ?? "", index: index, bytes: bytes, leaf: leaf, type: envelope.type, id: envelope.id,
            timestamp: envelope.timestamp, incident: envelope.incident, fields: envelope.fields, parts: parts,
            erasedParts: erased, damagedParts: damaged)
    }

    private func bind(
        _ statement: SQLiteStatement, _ binding: (SQLiteStatement) throws(SQLiteError) -> Void
    ) throws(LedgerFailure) {
        do throws(SQLiteError) { try binding(statement) } catch { throw error.onRead }
    }

    /// Steps through all rows. The statement is reset whatever happens: one left in the middle would pin the
    /// write-ahead log.
    private func query<Element>(
        _ statement: SQLiteStatement, _ element: (SQLiteStatement) throws(LedgerFailure) -> Element
    ) throws(LedgerFailure) -> [Element] {
        defer { statement.reset() }
        var elements: [Element] = []
        while try step(statement) { elements.append(try element(statement)) }
        return elements
    }

    private func step(_ statement: SQLiteStatement) throws(LedgerFailure) -> Bool {
        do throws(SQLiteError) { return try statement.step() } catch { throw error.onRead }
    }

    private static func unreadable(_ ledger: String?, _ detail: String) -> LedgerFailure {
        .inconsistent(ledger: ledger ?? "", detail: detail)
    }
}
