import Glibc
import StrictJSON
import Testing

@testable import Ledger

/// What is on disk at some moment is what a kill at that moment leaves.
@Suite struct CrashTests {
    /// Copies the files as they are, without asking SQLite. By another process: closing a descriptor of a database in
    /// this one would drop the locks SQLite holds on it.
    private func snapshot(_ directory: TemporaryDirectory, as name: String) -> StateDirectory {
        let copy = StateDirectory(directory.path + "/" + name)
        unsafe mkdir(copy.path, 0o700)
        for file in ["ledger.db", "ledger.db-wal", "bodies.db", "bodies.db-wal"] {
            TemporaryDirectory.run("/bin/cp", directory.state.path + "/" + file, copy.path)
        }
        return copy
    }

    @Test func filesCopiedBetweenCommitsOpenWithAllThatWasAcknowledged() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        for turn in 1...6 {
            _ = try store.append(sealed(400) + [sealed("house", parts: [EntryPart(name: "text", value: "a")])])
            if turn == 4 { try store.maintain() }
            let copy = snapshot(directory, as: "copy\(turn)")
            let recovered = try SQLiteLedgerStore(claim: copy.claim())
            #expect(try recovered.ledgers() == store.ledgers())
            #expect(try recovered.append(sealed(1)).map(\.index) == [Int64(turn * 400)])
            recovered.close()
            let report = try LedgerVerifier.verify(stateDirectory: copy)
            #expect(report.isSound && report.orphanParts == 0, "\(report)")
        }
    }

    @Test func aTransactionCutOffIsAsIfItNeverBegan() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append(sealed(5))
        let before = try store.ledgers()
        let connection = try #require(store.connections).ledger
        try connection.execute("BEGIN IMMEDIATE")
        try connection.execute("UPDATE ledger SET size = 6")
        let recovered = try SQLiteLedgerStore(claim: snapshot(directory, as: "copy").claim())
        #expect(try recovered.ledgers() == before)
        try connection.execute("ROLLBACK")
    }

    @Test func aCrashBetweenTheTwoCommitsLeavesOrphansOnly() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append(sealed(5))
        let bodies = try #require(store.connections).bodies
        try bodies.execute(
            "INSERT INTO part(digest, ledger, ts, disclosure) VALUES (hex(zeroblob(21)) || 'x', 'a', '', '')")
        let copy = snapshot(directory, as: "copy")
        let recovered = try SQLiteLedgerStore(claim: copy.claim())
        #expect(try recovered.append(sealed(1)).map(\.index) == [5])
        let report = try LedgerVerifier.verify(stateDirectory: copy)
        #expect(report.isSound && report.orphanParts == 1)
    }

    /// The write-ahead log cut off at many lengths: each time the ledger is one of the states that were committed,
    /// and the longer the log, the later the state.
    @Test func aTornLogGivesACommittedState() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        var committed: [Int64: LedgerSummary] = [:]
        for _ in 0..<12 {
            _ = try store.append(sealed(7))
            for summary in try store.ledgers() { committed[summary.size] = summary }
        }
        let length = try contents(directory.state.path + "/ledger.db-wal").count
        var last: Int64 = 0
        for kept in stride(from: 0, through: length, by: length / 40) {
            let copy = snapshot(directory, as: "cut\(kept)")
            unsafe truncate(copy.path + "/ledger.db-wal", kept)
            let recovered = try SQLiteLedgerStore(claim: copy.claim())
            let summary = try recovered.ledgers().first
            #expect(summary == summary.flatMap { committed[$0.size] })
            #expect((summary?.size ?? 0) >= last)
            last = summary?.size ?? 0
            recovered.close()
        }
        #expect(last > 0)
    }
}
