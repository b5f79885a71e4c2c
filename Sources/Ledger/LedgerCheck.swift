import Hashing
import Transparency

/// The check of one ledger, entry by entry.
struct LedgerCheck {
    private let head: VerifiedHead
    private let parts: PartReader
    private let partsUpTo: Int64

    /// The tree of the entries that were in order so far.
    private(set) var frontier = TreeFrontier()
    /// The leaves, kept as long as a second root is to be computed from them.
    private var leaves: [Digest256] = []
    private(set) var partsPresent: Int64 = 0
    private(set) var partsErased: Int64 = 0
    /// Parts present that were there when the run began.
    private(set) var partsSeen: Int64 = 0

    /// One row of `entry`.
    private struct Row {
        let index: Int64
        let incident: String?
        let timestamp: String
        let bytes: [UInt8]
        let leaf: [UInt8]
        let closes: Bool
    }

    init(head: VerifiedHead, parts: PartReader, partsUpTo: Int64) {
        self.head = head
        self.parts = parts
        self.partsUpTo = partsUpTo
    }

    /// Runs the check and returns the first thing wrong, or nil.
    mutating func callAsFunction(_ connection: SQLiteConnection) throws(LedgerFailure) -> VerificationFinding? {
        if let finding = try checkEntries(connection) { return finding }
        if head.nextIndex > head.size {
            return finding(.surplusEntry, head.size, "it is there, but the ledger says it has \(head.size) entries")
        }
        if let finding = checkTree() { return finding }
        return try checkProjection(connection)
    }
}

extension LedgerCheck {
    private mutating func checkEntries(_ connection: SQLiteConnection) throws(LedgerFailure) -> VerificationFinding? {
        let statement: SQLiteStatement
        do throws(SQLiteError) {
            statement = try connection.prepare(
                """
                SELECT idx, incident, ts, bytes, leaf, closes FROM entry
                WHERE ledger = ?1 AND idx >= ?2 AND idx < ?3 ORDER BY idx LIMIT ?4
                """)
        } catch {
            throw error.onRead
        }
        while frontier.size < head.size {
            let rows = try chunk(statement)
            for row in rows {
                if let finding = try check(row) { return finding }
            }
            if rows.isEmpty { return missing }
        }
        return nil
    }

    private func chunk(_ statement: SQLiteStatement) throws(LedgerFailure) -> [Row] {
        var rows: [Row] = []
        do throws(SQLiteError) {
            try statement.bind(1, head.row)
            try statement.bind(2, frontier.size)
            try statement.bind(3, head.size)
            try statement.bind(4, LedgerLimits.readChunk)
            while try statement.step() {
                rows.append(
                    Row(
                        index: statement.integer(0), incident: statement.text(1), timestamp: statement.text(2) ?? "",
                        bytes: statement.blob(3), leaf: statement.blob(4), closes: statement.integer(5) != 0))
            }
        } catch {
            throw error.onRead
        }
        return rows
    }

    private mutating func check(_ row: Row) throws(LedgerFailure) -> VerificationFinding? {
        guard row.index == frontier.size else { return missing }
        let leaf = TreeHash.leaf(row.bytes)
        guard leaf.bytes == row.leaf else {
            return finding(.leafMismatch, row.index, "its bytes do not hash to its leaf; one of them was changed")
        }
        guard let envelope = Envelope(row.bytes, checkingForm: true) else {
            return finding(.notCanonical, row.index, "its bytes are not the canonical form of an envelope")
        }
        guard envelope.incident == row.incident, envelope.timestamp == row.timestamp,
            envelope.closesIncident == row.closes
        else {
            return finding(
                .columnMismatch, row.index, "the columns beside it say other than its bytes about incident, time or end"
            )
        }
        if let finding = try checkParts(of: envelope, index: row.index) { return finding }
        frontier.append(leaf)
        if head.size <= LedgerLimits.secondRootLeavesMax { leaves.append(leaf) }
        return nil
    }

    private mutating func checkParts(
        of envelope: Envelope, index: Int64
    ) throws(LedgerFailure) -> VerificationFinding? {
        for digest in envelope.digests {
            switch try parts.part(digest, at: envelope.timestamp) {
            case .opened(_, let row):
                partsPresent += 1
                if row <= partsUpTo { partsSeen += 1 }
            case .missing: partsErased += 1
            case .damaged: return finding(.damagedPart, index, "its part \(digest) does not open its digest")
            }
        }
        return nil
    }

    private func checkTree() -> VerificationFinding? {
        let root = frontier.root
        if head.size <= LedgerLimits.secondRootLeavesMax, TreeHash.root(of: leaves[...]) != root {
            return finding(
                .rootMismatch, nil, "two ways to compute the root disagree; the memory of this machine may be bad")
        }
        guard root.bytes == head.root else {
            return finding(
                .rootMismatch, nil, "the root of its entries is \(root), it says \(Hexadecimal.encode(head.root))")
        }
        guard TreeFrontier(size: head.size, bytes: head.frontier) == frontier else {
            return finding(.frontierMismatch, nil, "its frontier is not that of its entries")
        }
        return nil
    }

    private var missing: VerificationFinding {
        finding(.missingEntry, frontier.size, "it is missing, the ledger says it has \(head.size) entries")
    }

    private func finding(
        _ code: VerificationFinding.Code, _ index: Int64?, _ detail: String
    ) -> VerificationFinding {
        VerificationFinding(code: code, index: index, detail: detail)
    }
}

extension LedgerCheck {
    /// An incident row whose beginning or last mark is not that of its entries.
    private static let wrongIncident = """
        SELECT i.first_idx FROM incident i
        WHERE i.ledger = ?1 AND (
            (i.ledger, i.first_idx, i.opened) IS NOT
                (SELECT ledger, idx, seq FROM entry WHERE incident = i.id ORDER BY seq LIMIT 1)
            OR i.closed IS NOT (SELECT closes FROM entry WHERE incident = i.id ORDER BY seq DESC LIMIT 1))
        ORDER BY i.first_idx LIMIT 1
        """

    /// An entry whose incident has no row, or one in another ledger.
    private static let unknownIncident = """
        SELECT e.idx FROM entry e
        WHERE e.ledger = ?1 AND e.incident IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM incident WHERE id = e.incident AND ledger = e.ledger)
        ORDER BY e.idx LIMIT 1
        """

    private func checkProjection(_ connection: SQLiteConnection) throws(LedgerFailure) -> VerificationFinding? {
        for query in [Self.wrongIncident, Self.unknownIncident] {
            do throws(SQLiteError) {
                let statement = try connection.prepare(query)
                try statement.bind(1, head.row)
                if try statement.step() {
                    return finding(
                        .projectionMismatch, statement.integer(0),
                        "the list of incidents does not agree with the entries")
                }
            } catch {
                throw error.onRead
            }
        }
        return nil
    }
}
