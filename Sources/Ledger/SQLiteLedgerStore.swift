import Transparency

/// The ledger in two SQLite files of one state directory. The embedded default.
package final class SQLiteLedgerStore: LedgerStore {
    /// Held for as long as the files are open: no second process writes them.
    private var claim: StateClaim?
    private var files: Files?
    private var heads: [String: LedgerHead]
    /// The first failure whose outcome is unknown. Set once, and then nothing is touched any more.
    private var failure: LedgerFailure?
    /// Durability is read back once more before the first write.
    private var hasWritten = false

    /// The open databases.
    struct Files {
        let ledger: LedgerDatabase
        let bodies: BodiesDatabase
    }

    /// Opens the files of the claimed directory, creating them when they are new, and checks every head.
    ///
    /// - Throws: `newerFormat`, `foreignFile`, `notDurable`, `inconsistent`, `cannotOpen` or `cannotRead`; the files
    ///   are as before.
    package init(claim: StateClaim) throws(LedgerFailure) {
        let directory = claim.directory
        let ledger = try LedgerDatabase(path: directory.ledgerDatabase)
        let bodies = try BodiesDatabase(path: directory.bodiesDatabase)
        heads = try ledger.loadHeads()
        // By now the write-ahead logs exist.
        do throws(StateDirectoryError) {
            try directory.synchronize()
        } catch {
            throw .notDurable(detail: error.description)
        }
        files = Files(ledger: ledger, bodies: bodies)
        self.claim = claim
    }

    package func append(_ entries: [SealedEntry]) throws(LedgerFailure) -> [LedgerPosition] {
        try guarded { (files) throws(LedgerFailure) in
            guard !entries.isEmpty else { return [] }
            try assertDurableOnce(files)
            try files.bodies.insert(partsOf: entries)
            return try files.ledger.append(entries, heads: &heads)
        }
    }

    package func erase(parts digests: [String]) throws(LedgerFailure) -> ErasureOutcome {
        try guarded { (files) throws(LedgerFailure) in
            try assertDurableOnce(files)
            return try files.bodies.erase(digests)
        }
    }

    package func ledgers() throws(LedgerFailure) -> [LedgerSummary] {
        heads.sorted { $0.key < $1.key }
            .map { LedgerSummary(name: $0.key, size: $0.value.size, root: $0.value.frontier.root) }
    }

    /// Copies the write-ahead logs into the databases once they are long enough. Readers may hold parts of it back;
    /// the next call continues.
    package func maintain() throws(LedgerFailure) {
        try guarded { (files) throws(LedgerFailure) in
            for connection in [files.ledger.connection, files.bodies.connection]
            where connection.writeAheadPages >= LedgerLimits.checkpointPages {
                do throws(SQLiteError) { _ = try connection.checkpoint(truncating: false) } catch {
                    throw error.atCommit
                }
            }
        }
    }

    /// Copies what is left in the write-ahead logs first, so that a stopped daemon's databases are whole by themselves. If that
    /// fails nothing is lost: the logs stay, and the next opening reads them.
    package func close() {
        if failure == nil, let files {
            for connection in [files.ledger.connection, files.bodies.connection] {
                do throws(SQLiteError) { _ = try connection.checkpoint(truncating: true) } catch { break }
            }
        }
        files = nil
        claim = nil
    }

    /// Runs a call unless an earlier one left an unknown outcome, and remembers when this one does.
    private func guarded<Result>(_ body: (Files) throws(LedgerFailure) -> Result) throws(LedgerFailure) -> Result {
        if let failure { throw .outcomeUnknown(detail: "an earlier write failed with \(failure.code)") }
        guard let files else { preconditionFailure("the store is closed") }
        do throws(LedgerFailure) {
            return try body(files)
        } catch {
            if case .outcomeUnknown = error { failure = error }
            throw error
        }
    }

    private func assertDurableOnce(_ files: Files) throws(LedgerFailure) {
        guard !hasWritten else { return }
        try files.ledger.connection.assertDurable()
        try files.bodies.connection.assertDurable()
        hasWritten = true
    }
}

extension SQLiteLedgerStore {
    /// The connections, for tests that try to get around the rules.
    var connections: (ledger: SQLiteConnection, bodies: SQLiteConnection)? {
        files.map { ($0.ledger.connection, $0.bodies.connection) }
    }
}
