import Hashing
import Transparency

/// One pass over the files of a state directory.
///
/// A head is read before the entries it covers. Entries below a head's size never change, so each query may see a
/// later state than the one before, and no read transaction stays open for long: it would keep the daemon's
/// write-ahead log from shrinking.
final class VerificationRun {
    private let connection: SQLiteConnection
    private let parts: PartReader
    /// Parts with a later row number came after this run began.
    private let lastPart: Int64

    init(_ directory: StateDirectory, mode: SQLiteConnection.Mode) throws(LedgerFailure) {
        connection = try DatabaseFormat.ledger.openAsReader(directory.ledgerDatabase, as: mode)
        parts = try PartReader(path: directory.bodiesDatabase, mode: mode)
        do throws(SQLiteError) {
            lastPart = try parts.connection.integer("SELECT coalesce(max(seq), 0) FROM part") ?? 0
        } catch {
            throw error.onRead
        }
    }

    func report() throws(LedgerFailure) -> VerificationReport {
        var ledgers: [LedgerVerification] = []
        var partsSeen: Int64 = 0
        for head in try readHeads() {
            var check = LedgerCheck(head: head, parts: parts, partsUpTo: lastPart)
            let finding = try check(connection)
            partsSeen += check.partsSeen
            ledgers.append(
                LedgerVerification(
                    name: head.name, size: head.size, root: head.root, entriesChecked: check.frontier.size,
                    partsPresent: check.partsPresent, partsErased: check.partsErased, finding: finding))
        }
        let isSound = ledgers.allSatisfy { $0.finding == nil }
        return VerificationReport(
            ledgers: ledgers, orphanParts: isSound ? try countOrphans(seen: partsSeen) : nil,
            strayEntries: try countStrays())
    }

    private func readHeads() throws(LedgerFailure) -> [VerifiedHead] {
        var heads: [VerifiedHead] = []
        do throws(SQLiteError) {
            let rows = try connection.prepare(
                """
                SELECT l.id, l.name, l.size, l.frontier, l.root,
                    (SELECT coalesce(max(idx) + 1, 0) FROM entry WHERE ledger = l.id)
                FROM ledger l ORDER BY l.name
                """)
            while try rows.step() {
                heads.append(
                    VerifiedHead(
                        row: rows.integer(0), name: rows.text(1) ?? "", size: rows.integer(2), frontier: rows.blob(3),
                        root: rows.blob(4), nextIndex: rows.integer(5)))
            }
        } catch {
            throw error.onRead
        }
        return heads
    }

    /// Parts may be erased while we look; then there are fewer than were seen, and none is an orphan for that.
    private func countOrphans(seen: Int64) throws(LedgerFailure) -> Int64 {
        do throws(SQLiteError) {
            let stored = try parts.connection.integer("SELECT count(*) FROM part WHERE seq <= \(lastPart)") ?? 0
            return max(0, stored - seen)
        } catch {
            throw error.onRead
        }
    }

    private func countStrays() throws(LedgerFailure) -> Int64 {
        do throws(SQLiteError) {
            return try connection.integer(
                "SELECT count(*) FROM entry WHERE ledger NOT IN (SELECT id FROM ledger)") ?? 0
        } catch {
            throw error.onRead
        }
    }
}

/// A row of `ledger`, and the index that would come next by the entries there were at that moment.
struct VerifiedHead {
    let row: Int64
    let name: String
    let size: Int64
    let frontier: [UInt8]
    let root: [UInt8]
    let nextIndex: Int64
}
