/// Why the ledger could not be written, opened or read.
package enum LedgerFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A commit, a sync or the disk failed, or one failed earlier: the entries may or may not be there after a restart.
    case outcomeUnknown(detail: String)
    /// The store refused before anything was committed; the entries are certainly not there.
    case notStored(detail: String)
    /// There is no room on the disk. Nothing was committed.
    case diskFull(detail: String)
    /// The ledger has another size than its writer knows: somebody else writes it. Nothing was committed.
    case movedOn(ledger: String, expected: Int64)
    /// The file was written by a later version of Tocsin.
    case newerFormat(file: String, found: Int64, known: Int64)
    /// The file is no ledger of ours.
    case foreignFile(file: String)
    /// What the file says about a ledger contradicts itself.
    case inconsistent(ledger: String, detail: String)
    /// SQLite does not give the durability we rely on.
    case notDurable(detail: String)
    /// The file cannot be opened.
    case cannotOpen(file: String, detail: String)
    /// The file cannot be read, or what is in it cannot be understood.
    case cannotRead(detail: String)

    /// A stable code for logs, metrics and answers.
    package var code: String {
        switch self {
        case .outcomeUnknown: "ledger_outcome_unknown"
        case .notStored: "ledger_not_stored"
        case .diskFull: "ledger_disk_full"
        case .movedOn: "ledger_moved_on"
        case .newerFormat: "ledger_newer_format"
        case .foreignFile: "ledger_foreign_file"
        case .inconsistent: "ledger_inconsistent"
        case .notDurable: "ledger_not_durable"
        case .cannotOpen: "ledger_cannot_open"
        case .cannotRead: "ledger_cannot_read"
        }
    }

    package var description: String {
        switch self {
        case .outcomeUnknown(let detail):
            "it is unknown whether the entries were stored (\(detail)); stop without answering anybody, and start again"
        case .notStored(let detail): "the entries were not stored (\(detail)); stop the process and start again"
        case .diskFull(let detail):
            "the disk is full and the entries were not stored (\(detail)); free space, then start again"
        case .movedOn(let ledger, let expected):
            "ledger \"\(ledger)\" has no longer the \(expected) entries known here; another process writes: step down"
        case .newerFormat(let file, let found, let known):
            "\(file) has format \(found), known is \(known); use the version that wrote it or restore a backup"
        case .foreignFile(let file):
            "\(file) is a database, but not one of Tocsin's; choose another state directory or move the file away"
        case .inconsistent(let ledger, let detail):
            "ledger \"\(ledger)\" contradicts itself: \(detail); verify it offline and restore a backup"
        case .notDurable(let detail): "SQLite does not promise durable commits here: \(detail); nothing was written"
        case .cannotOpen(let file, let detail):
            "cannot open \(file): \(detail); check that it exists and belongs to this user"
        case .cannotRead(let detail): "cannot read the ledger: \(detail); verify it offline"
        }
    }
}
