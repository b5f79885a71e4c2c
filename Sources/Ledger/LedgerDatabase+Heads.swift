import Hashing
import Transparency

/// One row of `ledger` with the last entry it should agree with.
private struct HeadRow {
    let row: Int64
    let name: String
    let size: Int64
    let frontier: [UInt8]
    let root: [UInt8]
    /// Nil when the ledger has no entry.
    let lastIndex: Int64?
    let lastBytes: [UInt8]
    let lastLeaf: [UInt8]
}

extension LedgerDatabase {
    /// Reads all heads and refuses one that contradicts itself or the last entry. What this cannot see,
    /// `LedgerVerifier` does.
    func loadHeads() throws(LedgerFailure) -> [String: LedgerHead] {
        let rows: [HeadRow]
        do throws(SQLiteError) { rows = try readHeadRows() } catch { throw error.onRead }
        var heads: [String: LedgerHead] = [:]
        for row in rows { heads[row.name] = try row.checked() }
        return heads
    }

    private func readHeadRows() throws(SQLiteError) -> [HeadRow] {
        let statement = try connection.prepare(
            """
            SELECT l.id, l.name, l.size, l.frontier, l.root, coalesce(e.idx, -1), e.bytes, e.leaf
            FROM ledger l LEFT JOIN entry e
                ON e.ledger = l.id AND e.idx = (SELECT max(idx) FROM entry WHERE ledger = l.id)
            """)
        var rows: [HeadRow] = []
        while try statement.step() {
            let last = statement.integer(5)
            rows.append(
                HeadRow(
                    row: statement.integer(0), name: statement.text(1) ?? "", size: statement.integer(2),
                    frontier: statement.blob(3), root: statement.blob(4), lastIndex: last < 0 ? nil : last,
                    lastBytes: statement.blob(6), lastLeaf: statement.blob(7)))
        }
        return rows
    }
}

extension HeadRow {
    func checked() throws(LedgerFailure) -> LedgerHead {
        guard let frontier = TreeFrontier(size: size, bytes: frontier) else {
            throw contradiction("its frontier does not fit its size \(size)")
        }
        guard frontier.root.bytes == root else { throw contradiction("its root is not that of its frontier") }
        guard let lastIndex else {
            guard size == 0 else { throw contradiction("it says \(size) entries and has none") }
            return LedgerHead(row: row, frontier: frontier)
        }
        guard lastIndex + 1 == size else {
            throw contradiction("it says \(size) entries and the last one has index \(lastIndex)")
        }
        guard TreeHash.leaf(lastBytes).bytes == lastLeaf else {
            throw contradiction("entry \(lastIndex) does not hash to its leaf")
        }
        // With an odd size the last leaf is itself the smallest complete subtree.
        if size & 1 == 1, frontier.subtrees.last?.bytes != lastLeaf {
            throw contradiction("entry \(lastIndex) is not the one its tree ends with")
        }
        return LedgerHead(row: row, frontier: frontier)
    }

    private func contradiction(_ detail: String) -> LedgerFailure { .inconsistent(ledger: name, detail: detail) }
}
