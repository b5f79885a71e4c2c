import Glibc
import Testing

@testable import Ledger

@Suite struct OpeningTests {
    @Test func theDirectoryIsMadePrivate() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append(sealed(1))
        #expect(mode(directory.state.path) == 0o700)
        for file in ["lock", "ledger.db", "ledger.db-wal", "bodies.db", "bodies.db-wal"] {
            #expect(mode(directory.state.path + "/" + file) == 0o600, "\(file)")
        }
    }

    @Test func aSecondInstanceIsRefused() throws {
        let directory = TemporaryDirectory()
        let claim = try directory.state.claim()
        #expect(throws: StateDirectoryError.inUse(path: directory.state.path, process: "\(getpid())")) {
            try directory.state.claim()
        }
        withExtendedLifetime(claim) {}
    }

    @Test func theClaimEndsWithTheStore() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        #expect(throws: StateDirectoryError.self) { try directory.state.claim() }
        store.close()
        _ = try directory.state.claim()
    }

    @Test(arguments: [0o770, 0o707, 0o777]) func aDirectoryOthersMayWriteToIsRefused(_ mode: mode_t) throws {
        let directory = TemporaryDirectory()
        unsafe mkdir(directory.state.path, 0o700)
        unsafe chmod(directory.state.path, mode)
        #expect(throws: StateDirectoryError.writableByOthers(path: directory.state.path, mode: mode)) {
            try directory.state.claim()
        }
    }

    @Test func aFileIsNoStateDirectory() throws {
        let directory = TemporaryDirectory()
        close(unsafe open(directory.state.path, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: StateDirectoryError.notADirectory(path: directory.state.path)) { try directory.state.claim() }
    }

    @Test func aNewerFormatIsRefusedAndLeftAlone() throws {
        let directory = TemporaryDirectory()
        try directory.store().close()
        for file in [directory.state.ledgerDatabase, directory.state.bodiesDatabase] {
            try tamper(file, "PRAGMA user_version = 2")
            let refusal = LedgerFailure.newerFormat(file: file, found: 2, known: 1)
            #expect(throws: refusal) { try directory.store() }
            #expect(throws: refusal) { try LedgerReader(directory.state) }
            #expect(throws: refusal) { try LedgerVerifier.verify(stateDirectory: directory.state) }
            try tamper(file, "PRAGMA user_version = 1")
        }
        try directory.store().close()
    }

    @Test func anotherProgramsDatabaseIsRefusedAndLeftAlone() throws {
        let directory = TemporaryDirectory()
        _ = try directory.state.claim()
        try tamper(directory.state.ledgerDatabase, "CREATE TABLE theirs(x)")
        #expect(throws: LedgerFailure.foreignFile(file: directory.state.ledgerDatabase)) { try directory.store() }
        let connection = try SQLiteConnection(path: directory.state.ledgerDatabase, mode: .owner)
        #expect(try connection.text("PRAGMA journal_mode") == "delete")
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        let directory = TemporaryDirectory()
        _ = try directory.state.claim()
        TemporaryDirectory.run("/bin/cp", "/bin/true", directory.state.ledgerDatabase)
        let failure = #expect(throws: LedgerFailure.self) { try directory.store() }
        #expect(failure?.code == "ledger_cannot_open")
    }

    @Test func missingFilesAreNotMadeByReaders() throws {
        let directory = TemporaryDirectory()
        let failure = #expect(throws: LedgerFailure.self) { try LedgerReader(directory.state) }
        #expect(failure?.code == "ledger_cannot_open")
        #expect(throws: LedgerFailure.self) { try LedgerVerifier.verify(stateDirectory: directory.state) }
        #expect(unsafe access(directory.state.path, F_OK) != 0)
    }

    /// What a head can contradict, and that opening refuses it.
    @Test(arguments: [
        ("UPDATE ledger SET size = 7", "frontier"), ("UPDATE ledger SET size = 6", "last one has index 4"),
        ("UPDATE ledger SET root = zeroblob(32)", "root"),
        ("UPDATE ledger SET frontier = zeroblob(64)", "root"),
        ("DELETE FROM entry WHERE idx = 4", "last one has index 3"), ("DELETE FROM entry", "has none"),
        ("UPDATE entry SET bytes = x'7b7d' WHERE idx = 4", "leaf"),
        (
            """
            UPDATE entry SET (bytes, leaf) = (SELECT bytes, leaf FROM entry WHERE idx = 0) WHERE idx = 4
            """, "not the one its tree ends with"
        ),
    ])
    func aHeadThatContradictsIsRefused(_ damage: (sql: String, says: String)) throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append(sealed(5))
        store.close()
        try tamper(
            directory.state.ledgerDatabase, dropping: ["entry_update", "entry_delete", "ledger_update"], damage.sql)
        let failure = #expect(throws: LedgerFailure.self) { try directory.store() }
        #expect(failure?.code == "ledger_inconsistent")
        #expect(failure?.description.contains(damage.says) == true, "\(failure?.description ?? "")")
    }

    @Test func aConnectionThatDoesNotSyncIsRefused() throws {
        let directory = TemporaryDirectory()
        try directory.store().close()
        let connection = try SQLiteConnection(path: directory.state.ledgerDatabase, mode: .owner)
        try connection.execute("PRAGMA synchronous = FULL")
        try connection.assertDurable()
        try connection.execute("PRAGMA synchronous = NORMAL")
        let failure = #expect(throws: LedgerFailure.self) { try connection.assertDurable() }
        #expect(failure?.code == "ledger_not_durable")
        try connection.execute("PRAGMA synchronous = FULL")
        _ = try connection.text("PRAGMA journal_mode = DELETE")
        #expect(throws: LedgerFailure.self) { try connection.assertDurable() }
    }

    private func mode(_ path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }
}
