/// `bodies.db` as its one writer sees it: the parts of entries, each under its digest.
final class BodiesDatabase {
    let connection: SQLiteConnection
    private let begin: SQLiteStatement
    private let commit: SQLiteStatement
    private let insertPart: SQLiteStatement
    private let deletePart: SQLiteStatement

    init(path: String) throws(LedgerFailure) {
        connection = try DatabaseFormat.bodies.openAsOwner(path, permitting: .bodies)
        do throws(SQLiteError) {
            begin = try connection.prepare("BEGIN IMMEDIATE")
            commit = try connection.prepare("COMMIT")
            insertPart = try connection.prepare(
                "INSERT INTO part(digest, ledger, ts, disclosure) VALUES (?1, ?2, ?3, ?4)")
            deletePart = try connection.prepare("DELETE FROM part WHERE digest = ?1")
        } catch {
            throw .cannotOpen(file: path, detail: error.description)
        }
    }

    /// Stores the parts of the entries in one transaction. Nothing happens when there are none.
    func insert(partsOf entries: [SealedEntry]) throws(LedgerFailure) {
        guard entries.contains(where: { !$0.parts.isEmpty }) else { return }
        try transaction { () throws(SQLiteError) in
            for entry in entries {
                for part in entry.parts {
                    try insertPart.bind(1, part.digest)
                    try insertPart.bind(2, entry.ledger)
                    try insertPart.bind(3, entry.timestamp)
                    try insertPart.bind(4, part.disclosure)
                    try insertPart.run()
                }
            }
        }
    }

    /// Deletes parts, each found by a look at all of them: erasing is rare. Then empties the write-ahead log so that no copy stays behind there. Deleted content is
    /// overwritten in the file (`secure_delete`); copies an SSD keeps below the file system are out of reach.
    func erase(_ digests: [String]) throws(LedgerFailure) -> ErasureOutcome {
        var erased = 0
        try transaction { () throws(SQLiteError) in
            for digest in digests {
                try deletePart.bind(1, digest)
                try deletePart.run()
                erased += connection.changes
            }
        }
        do throws(SQLiteError) {
            return ErasureOutcome(erased: erased, residue: !(try connection.checkpoint(truncating: true)))
        } catch {
            throw error.atCommit
        }
    }

    private func transaction(_ body: () throws(SQLiteError) -> Void) throws(LedgerFailure) {
        do throws(SQLiteError) {
            try begin.run()
            try body()
        } catch {
            try undo(after: error)
            throw error.beforeCommit
        }
        do throws(SQLiteError) { try commit.run() } catch { throw error.atCommit }
    }

    private func undo(after failure: SQLiteError) throws(LedgerFailure) {
        guard !connection.isOutsideTransaction else { return }
        do throws(SQLiteError) {
            try connection.execute("ROLLBACK")
        } catch {
            throw .outcomeUnknown(detail: "\(failure); then \(error)")
        }
    }
}
