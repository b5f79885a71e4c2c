import Glibc
import StrictJSON
import Testing
import Threads

@testable import Ledger

@Suite struct VerifierTests {
    /// A ledger `agr-a` that is left alone, and `agr-tern` with nine entries; each with a part and in incident 1 or 2.
    private func prepared() throws -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        for number in 0..<9 {
            let parts = [EntryPart(name: "text", value: .string("words \(number)"))]
            let fields = JSONObject([.init("n", .integer(Int64(number)))])
            _ = try store.append([
                sealed("agr-a"),
                sealed("agr-tern", incident: "inc_\(number % 2)", closes: number > 6, fields: fields, parts: parts),
            ])
        }
        store.close()
        return directory
    }

    private static let triggers = [
        "entry_update", "entry_delete", "entry_insert", "ledger_update", "incident_update", "incident_delete",
    ]

    @Test func anUntouchedStateIsSound() throws {
        let directory = try prepared()
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(report.isSound, "\(report)")
        #expect(report.ledgers.map(\.name) == ["agr-a", "agr-tern"])
        #expect(report.ledgers.map(\.entriesChecked) == [9, 9])
        #expect(report.ledgers.map(\.partsPresent) == [0, 9])
        #expect(report.orphanParts == 0)
    }

    /// One kind of damage, and how it must be found. `TERN` in the statement stands for the ledger's row.
    struct Damage: Sendable {
        let code: VerificationFinding.Code
        let index: Int64?
        let sql: String

        init(_ code: VerificationFinding.Code, _ index: Int64?, _ sql: String) {
            self.code = code
            self.index = index
            self.sql = sql.replacing("TERN", with: "(SELECT id FROM ledger WHERE name = 'agr-tern')")
        }
    }

    /// The column with its first byte changed, whatever it was: salts are random, so it may be any.
    private static func otherFirstByte(of column: String) -> String {
        "CAST(CASE WHEN substr(\(column), 1, 1) = x'00' THEN x'01' ELSE x'00' END || substr(\(column), 2) AS BLOB)"
    }

    static let damages = [
        // One byte of an entry, of a leaf, of a root, of a frontier.
        Damage(
            .leafMismatch, 4,
            """
            UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '"n":4', '"n":5') AS BLOB)
            WHERE ledger = TERN AND idx = 4
            """),
        Damage(
            .leafMismatch, 0,
            "UPDATE entry SET leaf = \(otherFirstByte(of: "leaf")) WHERE ledger = TERN AND idx = 0"),
        Damage(.rootMismatch, nil, "UPDATE ledger SET root = \(otherFirstByte(of: "root")) WHERE id = TERN"),
        Damage(
            .frontierMismatch, nil,
            "UPDATE ledger SET frontier = \(otherFirstByte(of: "frontier")) WHERE id = TERN"),
        // Entries removed, moved away, or left over.
        Damage(.missingEntry, 0, "DELETE FROM entry WHERE ledger = TERN AND idx = 0"),
        Damage(.missingEntry, 6, "DELETE FROM entry WHERE ledger = TERN AND idx = 6"),
        Damage(.missingEntry, 8, "DELETE FROM entry WHERE ledger = TERN AND idx = 8"),
        Damage(.missingEntry, 3, "UPDATE entry SET idx = idx + 1000 WHERE ledger = TERN AND idx IN (3, 5)"),
        Damage(.surplusEntry, 8, "UPDATE ledger SET size = 8 WHERE id = TERN"),
        Damage(.missingEntry, 9, "UPDATE ledger SET size = 10 WHERE id = TERN"),
        // Columns and the list of incidents.
        Damage(.columnMismatch, 2, "UPDATE entry SET incident = 'inc_1' WHERE ledger = TERN AND idx = 2"),
        Damage(.columnMismatch, 7, "UPDATE entry SET ts = '2026-03-10T02:00:01Z' WHERE ledger = TERN AND idx = 7"),
        Damage(.projectionMismatch, 1, "UPDATE incident SET closed = 1 - closed WHERE id = 'inc_1'"),
        Damage(.projectionMismatch, 3, "UPDATE incident SET first_idx = 3 WHERE id = 'inc_1'"),
        Damage(.projectionMismatch, 0, "DELETE FROM incident WHERE id = 'inc_0'"),
    ]

    @Test(arguments: damages)
    func damageIsFoundAndNamed(_ damage: Damage) throws {
        let directory = try prepared()
        try tamper(directory.state.ledgerDatabase, dropping: Self.triggers, damage.sql)
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(!report.isSound)
        #expect(report.ledgers.first?.finding == nil, "the other ledger is sound")
        #expect(report.ledgers.last?.finding?.code == damage.code, "\(report)")
        #expect(report.ledgers.last?.finding?.index == damage.index, "\(report)")
        #expect(report.orphanParts == nil)
    }

    /// Whoever changes an entry together with its leaf is found by the tree.
    @Test func entriesExchangedWithTheirLeavesAreFoundByTheRoot() throws {
        let directory = try prepared()
        let tern = "ledger = (SELECT id FROM ledger WHERE name = 'agr-tern')"
        try tamper(
            directory.state.ledgerDatabase, dropping: Self.triggers,
            """
            UPDATE entry SET idx = 1000 WHERE \(tern) AND idx = 2;
            UPDATE entry SET idx = 2 WHERE \(tern) AND idx = 4;
            UPDATE entry SET idx = 4 WHERE \(tern) AND idx = 1000;
            """)
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(report.ledgers.last?.finding?.code == .rootMismatch)
    }

    /// Bytes that hash right but are not what the sealer writes.
    @Test(arguments: [#"{"v":1, "type":"t","id":"i","ts":"s"}"#, #"{"v":2,"type":"t","id":"i","ts":"s"}"#, "[]", "x"])
    func formsThatAreNotCanonicalAreFound(_ text: String) throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let bytes = Array(text.utf8)
        let odd = SealedEntry(
            ledger: "agr-tern", type: "t", timestamp: "s", incident: nil, closesIncident: false, bytes: bytes,
            leaf: .ofLeaf(bytes), parts: [])
        _ = try store.append([sealed(), odd])
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(report.ledgers.first?.finding?.code == .notCanonical)
        #expect(report.ledgers.first?.finding?.index == 1)
    }

    @Test func aPartThatDoesNotOpenItsDigestIsFound() throws {
        let directory = try prepared()
        try tamper(
            directory.state.bodiesDatabase, dropping: ["part_update"],
            "UPDATE part SET disclosure = substr(disclosure, 1, 70) || 'A' || substr(disclosure, 72) WHERE seq = 6")
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(report.ledgers.last?.finding?.code == .damagedPart)
        #expect(report.ledgers.last?.finding?.index == 5)
    }

    @Test func orphansAndStraysAreCounted() throws {
        let directory = try prepared()
        // What a crash between the two commits leaves behind.
        let bodies = try BodiesDatabase(path: directory.state.bodiesDatabase)
        try bodies.insert(partsOf: [
            sealed(parts: [EntryPart(name: "text", value: "a"), EntryPart(name: "b", value: 1)])
        ])
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(report.isSound)
        #expect(report.orphanParts == 2)
        try tamper(
            directory.state.ledgerDatabase, dropping: ["entry_insert"],
            "INSERT INTO entry(ledger, idx, closes, ts, bytes, leaf) VALUES (99, 0, 0, '', x'', zeroblob(32))")
        let second = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(second.strayEntries == 1)
        #expect(!second.isSound)
    }

    @Test func verifyingBesideAWriterIsSoundAtEveryMoment() throws {
        let directory = TemporaryDirectory()
        let writer = LedgerWriter(store: try directory.store())
        let producer = try OwnedThread(name: "producer") {
            for number in 0..<300 {
                let parts = [EntryPart(name: "text", value: .integer(Int64(number)))]
                guard let entry = try? sealed(incident: "inc_\(number % 7)", closes: number % 3 == 0, parts: parts)
                else { return }
                let done = Gate()
                if writer.submit([entry], completion: { _ in done.open() }) == .accepted { done.wait() }
            }
        }
        for _ in 0..<20 {
            let report = try LedgerVerifier.verify(stateDirectory: directory.state)
            #expect(report.isSound, "\(report)")
        }
        producer.join()
        writer.stop()
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(report.ledgers.map(\.entriesChecked) == [300])
        #expect(report.orphanParts == 0)
    }

    /// A backup without write-ahead logs in a directory of its own: verified, and nothing is added to it.
    @Test func aBackupIsVerifiedWithoutAddingFiles() throws {
        let directory = try prepared()
        let backup = StateDirectory(directory.path + "/back up?#%")
        unsafe mkdir(backup.path, 0o700)
        TemporaryDirectory.run("/bin/cp", directory.state.ledgerDatabase, directory.state.bodiesDatabase, backup.path)
        #expect(try LedgerVerifier.verify(stateDirectory: backup).ledgers.map(\.size) == [9, 9])
        for file in ["ledger.db-wal", "ledger.db-shm", "bodies.db-wal", "bodies.db-shm", "lock"] {
            #expect(unsafe access(backup.path + "/" + file, F_OK) != 0, "\(file)")
        }
    }

    @Test func aFileDamagedBelowTheRowsIsAnError() throws {
        let directory = try prepared()
        let size = try contents(directory.state.ledgerDatabase).count
        let descriptor = unsafe open(directory.state.ledgerDatabase, O_WRONLY)
        let noise = [UInt8](repeating: 0xA5, count: size - 4096)
        _ = unsafe noise.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 4096) }
        close(descriptor)
        #expect(throws: LedgerFailure.self) { try LedgerVerifier.verify(stateDirectory: directory.state) }
    }
}
