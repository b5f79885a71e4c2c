import Hashing
import Transparency

/// `ledger.db` as its one writer sees it: statements kept ready, and the checks at open.
final class LedgerDatabase {
    let connection: SQLiteConnection
    private let begin: SQLiteStatement
    private let commit: SQLiteStatement
    private let insertLedger: SQLiteStatement
    private let moveHead: SQLiteStatement
    private let insertEntry: SQLiteStatement
    private let noteIncident: SQLiteStatement

    init(path: String) throws(LedgerFailure) {
        connection = try DatabaseFormat.ledger.openAsOwner(path, permitting: .ledger)
        do throws(SQLiteError) {
            begin = try connection.prepare("BEGIN IMMEDIATE")
            commit = try connection.prepare("COMMIT")
            insertLedger = try connection.prepare(
                "INSERT INTO ledger(name, size, frontier, root) VALUES (?1, 0, x'', ?2)")
            moveHead = try connection.prepare(
                "UPDATE ledger SET size = ?2, frontier = ?3, root = ?4 WHERE id = ?1 AND size = ?5")
            insertEntry = try connection.prepare(
                "INSERT INTO entry(ledger, idx, incident, closes, ts, bytes, leaf) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            noteIncident = try connection.prepare(
                """
                INSERT INTO incident(id, ledger, first_idx, opened, closed) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT(id) DO UPDATE SET closed = excluded.closed WHERE ledger = excluded.ledger
                """)
        } catch {
            throw .cannotOpen(file: path, detail: error.description)
        }
    }

    /// Appends in one transaction and changes `heads` only when it is durable.
    func append(
        _ entries: [SealedEntry], heads: inout [String: LedgerHead]
    ) throws(LedgerFailure) -> [LedgerPosition] {
        var changed: [String: LedgerHead] = [:]
        let positions: [LedgerPosition]
        do throws(LedgerFailure) {
            try step(begin)
            changed = try grow(heads, by: entries)
            positions = try insert(entries, heads: heads, changed: changed)
        } catch {
            try undo(after: error)
            throw error
        }
        do throws(SQLiteError) { try commit.run() } catch { throw error.atCommit }
        heads.merge(changed) { _, new in new }
        return positions
    }

    /// Moves the heads of the ledgers concerned to their new size, each only from the size we know. New ledgers get a
    /// row.
    private func grow(
        _ heads: [String: LedgerHead], by entries: [SealedEntry]
    ) throws(LedgerFailure) -> [String: LedgerHead] {
        var changed: [String: LedgerHead] = [:]
        var order: [String] = []
        for entry in entries {
            if changed[entry.ledger] == nil {
                order.append(entry.ledger)
                if let head = heads[entry.ledger] {
                    changed[entry.ledger] = head
                } else {
                    changed[entry.ledger] = try create(entry.ledger)
                }
            }
            changed[entry.ledger]?.frontier.append(entry.leaf)
        }
        for name in order {
            guard let head = changed[name] else { continue }
            try move(name, to: head, from: heads[name]?.size ?? 0)
        }
        return changed
    }

    private func create(_ name: String) throws(LedgerFailure) -> LedgerHead {
        do throws(SQLiteError) {
            try insertLedger.bind(1, name)
            try insertLedger.bind(2, TreeHash.empty.bytes)
            try insertLedger.run()
            return LedgerHead(row: connection.lastInsertedRow)
        } catch {
            throw error.beforeCommit
        }
    }

    private func move(_ name: String, to head: LedgerHead, from size: Int64) throws(LedgerFailure) {
        do throws(SQLiteError) {
            try moveHead.bind(1, head.row)
            try moveHead.bind(2, head.size)
            try moveHead.bind(3, head.frontierBytes)
            try moveHead.bind(4, head.frontier.root.bytes)
            try moveHead.bind(5, size)
            try moveHead.run()
        } catch {
            throw error.beforeCommit
        }
        if connection.changes != 1 { throw .movedOn(ledger: name, expected: size) }
    }

    private func insert(
        _ entries: [SealedEntry], heads: [String: LedgerHead], changed: [String: LedgerHead]
    ) throws(LedgerFailure) -> [LedgerPosition] {
        var next: [String: Int64] = [:]
        var positions: [LedgerPosition] = []
        positions.reserveCapacity(entries.count)
        // The incident that the entry before left open in this transaction; its row says so already.
        var noted: (incident: String, row: Int64)?
        for entry in entries {
            guard let row = changed[entry.ledger]?.row else { preconditionFailure("a ledger without a head") }
            let index = next[entry.ledger] ?? heads[entry.ledger]?.size ?? 0
            next[entry.ledger] = index + 1
            let isNoted = !entry.closesIncident && noted.map { $0.incident == entry.incident && $0.row == row } ?? false
            try insert(entry, row: row, index: index, notingIncident: !isNoted)
            noted = entry.closesIncident ? nil : entry.incident.map { ($0, row) }
            positions.append(LedgerPosition(ledger: entry.ledger, index: index, leaf: entry.leaf))
        }
        return positions
    }

    private func insert(
        _ entry: SealedEntry, row: Int64, index: Int64, notingIncident: Bool
    ) throws(LedgerFailure) {
        // The leaf enters the tree for ever. One more hash makes sure that memory did not change the bytes since
        // sealing.
        guard TreeHash.leaf(entry.bytes) == entry.leaf else {
            throw .notStored(
                detail: "the bytes of an entry changed after it was sealed; the memory of this machine may be bad")
        }
        do throws(SQLiteError) {
            try insertEntry.bind(1, row)
            try insertEntry.bind(2, index)
            try insertEntry.bind(3, entry.incident)
            try insertEntry.bind(4, entry.closesIncident ? 1 : 0)
            try insertEntry.bind(5, entry.timestamp)
            try insertEntry.bind(6, entry.bytes)
            try insertEntry.bind(7, entry.leaf.bytes)
            try insertEntry.run()
            guard notingIncident, let incident = entry.incident else { return }
            try noteIncident.bind(1, incident)
            try noteIncident.bind(2, row)
            try noteIncident.bind(3, index)
            try noteIncident.bind(4, connection.lastInsertedRow)
            try noteIncident.bind(5, entry.closesIncident ? 1 : 0)
            try noteIncident.run()
        } catch {
            throw error.beforeCommit
        }
        if connection.changes != 1, let incident = entry.incident {
            throw .notStored(detail: "incident \(incident) has entries in another ledger than \(entry.ledger)")
        }
    }

    private func step(_ statement: SQLiteStatement) throws(LedgerFailure) {
        do throws(SQLiteError) { try statement.run() } catch { throw error.beforeCommit }
    }

    /// Leaves the transaction. SQLite may have done so by itself; a rollback that fails makes the outcome unknown.
    private func undo(after failure: LedgerFailure) throws(LedgerFailure) {
        guard !connection.isOutsideTransaction else { return }
        do throws(SQLiteError) {
            try connection.execute("ROLLBACK")
        } catch {
            throw .outcomeUnknown(detail: "\(failure); then \(error)")
        }
    }
}
