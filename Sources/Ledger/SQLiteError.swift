import CSQLite

/// An error of SQLite with what was being done.
struct SQLiteError: Error, Hashable, CustomStringConvertible {
    /// The extended result code.
    let code: Int32
    let message: String
    /// What was being done: the statement, or the call.
    let operation: String

    /// The primary result code.
    var primary: Int32 { code & 0xFF }

    var description: String { "\(message) (SQLite \(code)) in: \(operation)" }

    /// What a failure before COMMIT means for the entries. Only refusals that SQLite answers by itself are certain;
    /// whatever touched the disk and failed is not.
    var beforeCommit: LedgerFailure {
        switch primary {
        case SQLITE_FULL: .diskFull(detail: description)
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CONSTRAINT, SQLITE_READONLY, SQLITE_AUTH, SQLITE_TOOBIG,
            SQLITE_MISMATCH,
            SQLITE_ERROR:
            .notStored(detail: description)
        default: .outcomeUnknown(detail: description)
        }
    }

    /// What any failure of COMMIT or of a checkpoint means.
    var atCommit: LedgerFailure { .outcomeUnknown(detail: description) }

    /// What a failure of a query means.
    var onRead: LedgerFailure { .cannotRead(detail: description) }
}
