import Hashing
import StrictJSON
import Testing
import Transparency

@testable import Ledger

@Suite struct StoreTests {
    @Test func entriesOfSeveralLedgersGetGaplessIndexes() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let first = try [sealed("agr-a"), sealed("agr-b"), sealed("agr-a")]
        let positions = try store.append(first)
        #expect(positions.map(\.ledger) == ["agr-a", "agr-b", "agr-a"])
        #expect(positions.map(\.index) == [0, 0, 1])
        #expect(positions.map(\.leaf) == first.map(\.leaf))
        #expect(try store.append([sealed("agr-a"), sealed("house")]).map(\.index) == [2, 0])
        #expect(try store.ledgers().map(\.name) == ["agr-a", "agr-b", "house"])
        #expect(try store.append([]).isEmpty)
    }

    @Test func reopeningGivesTheSameHeads() throws {
        let directory = TemporaryDirectory()
        var frontier = TreeFrontier()
        var before: [LedgerSummary] = []
        for count in [1, 2, 5, 300] {
            let store = try directory.store()
            #expect(try store.ledgers() == before)
            let entries = try sealed(count)
            for entry in entries { frontier.append(entry.leaf) }
            _ = try store.append(entries)
            before = try store.ledgers()
            #expect(before == [LedgerSummary(name: "agr-tern", size: frontier.size, root: frontier.root)])
            store.close()
        }
    }

    @Test func storedIsWhatWasSealed() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let fields = JSONObject([.init("severity", "high"), .init("count", 3), .init("nested", ["a": [1, nil]])])
        let parts = [
            EntryPart(name: "text", value: "Grüße \u{0}\u{1F6A8}"), EntryPart(name: "who", value: ["mail": "a@b"]),
        ]
        let entry = try sealed("agr-tern", "report.accepted", incident: "inc_1", fields: fields, parts: parts)
        _ = try store.append([entry])
        let read = try #require(try LedgerReader(directory.state).entries(ofIncident: "inc_1").first)
        #expect(read.bytes == entry.bytes)
        #expect(read.leaf == entry.leaf)
        #expect(read.ledger == "agr-tern" && read.index == 0 && read.incident == "inc_1")
        #expect(read.type == "report.accepted" && read.timestamp == "2026-03-10T02:00:00Z" && read.id.utf8.count == 22)
        #expect(read.fields == fields)
        #expect(read.parts == ["text": parts[0].value, "who": parts[1].value])
        #expect(read.erasedParts == 0 && read.damagedParts == 0)
    }

    @Test func erasingAPartLeavesTheTreeIntact() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let secret = "Jane Roe has called, number 5550100"
        let entry = try sealed(
            incident: "inc_1",
            parts: [EntryPart(name: "text", value: .string(secret)), EntryPart(name: "host", value: "vps1")])
        _ = try store.append([entry])
        let before = try store.ledgers()
        let text = entry.parts[0]
        #expect(try store.erase(parts: [text.digest]) == ErasureOutcome(erased: 1, residue: false))
        #expect(try store.erase(parts: [text.digest]) == ErasureOutcome(erased: 0, residue: false))
        #expect(try store.ledgers() == before)
        let read = try #require(try LedgerReader(directory.state).entries(ofIncident: "inc_1").first)
        #expect(read.parts == ["host": "vps1"])
        #expect(read.erasedParts == 1)
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(report.isSound)
        #expect(report.ledgers.map(\.partsErased) == [1])
        #expect(report.ledgers.map(\.partsPresent) == [1])
        // No copy of it is left in the files, neither in the database nor in its write-ahead log.
        for file in ["bodies.db", "bodies.db-wal", "ledger.db", "ledger.db-wal"] {
            let bytes = try contents(directory.state.path + "/" + file)
            #expect(!contains(bytes, Array(text.disclosure.utf8.dropFirst(60))), "\(file)")
        }
    }

    @Test func theWritingConnectionCannotChangeHistory() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append(sealed(3))
        let (ledger, bodies) = try #require(store.connections)
        let forbidden = [
            "UPDATE entry SET bytes = x'00' WHERE idx = 1", "DELETE FROM entry", "DROP TABLE entry",
            "ALTER TABLE entry ADD COLUMN x", "ATTACH '/tmp/x.db' AS x", "PRAGMA writable_schema = ON",
            "PRAGMA synchronous = NORMAL", "PRAGMA journal_mode = DELETE", "DROP TRIGGER entry_update",
            "CREATE TABLE x(y)", "DELETE FROM ledger", "UPDATE ledger SET name = 'x'", "DELETE FROM incident",
            "UPDATE sqlite_schema SET sql = ''", "VACUUM",
            "REPLACE INTO entry SELECT 1, ledger, 3, incident, closes, ts, bytes, leaf FROM entry WHERE seq = 2",
            "INSERT INTO entry SELECT 9, ledger, 9, incident, closes, ts, bytes, leaf FROM entry WHERE seq = 2",
        ]
        for sql in forbidden {
            #expect(throws: SQLiteError.self, "\(sql)") { try ledger.execute(sql) }
        }
        for sql in ["UPDATE part SET disclosure = ''", "DROP TABLE part", "PRAGMA secure_delete = OFF"] {
            #expect(throws: SQLiteError.self, "\(sql)") { try bodies.execute(sql) }
        }
        #expect(try store.append(sealed(1)).map(\.index) == [3])
        #expect(try LedgerVerifier.verify(stateDirectory: directory.state).isSound)
    }

    @Test func triggersRefuseForAnyConnection() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append([sealed(incident: "inc_1"), sealed(), sealed()])
        store.close()
        let forbidden = [
            "UPDATE entry SET ts = 'x' WHERE idx = 1", "DELETE FROM entry WHERE idx = 2", "DELETE FROM ledger",
            "UPDATE ledger SET size = 1", "UPDATE ledger SET name = 'x'", "DELETE FROM incident",
            "UPDATE incident SET first_idx = 1",
            "REPLACE INTO entry SELECT 1, ledger, 3, incident, closes, ts, bytes, leaf FROM entry WHERE seq = 2",
            "INSERT INTO entry SELECT 9, ledger, 4, incident, closes, ts, bytes, leaf FROM entry WHERE seq = 2",
        ]
        for sql in forbidden {
            #expect(throws: SQLiteError.self, "\(sql)") { try tamper(directory.state.ledgerDatabase, sql) }
        }
        #expect(try LedgerVerifier.verify(stateDirectory: directory.state).isSound)
    }

    @Test func anIncidentStaysInItsLedger() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append([sealed("agr-a", incident: "inc_1")])
        let foreign = try [sealed("agr-b"), sealed("agr-b", incident: "inc_1")]
        let failure = #expect(throws: LedgerFailure.self) { try store.append(foreign) }
        #expect(failure?.code == "ledger_not_stored")
        // Refused as a whole, and the store goes on.
        #expect(try store.ledgers().map(\.name) == ["agr-a"])
        #expect(try store.append([sealed("agr-b")]).map(\.index) == [0])
        #expect(try LedgerVerifier.verify(stateDirectory: directory.state).isSound)
    }

    @Test func aSecondWriterIsNoticed() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append(sealed(2))
        // Somebody else adds an entry properly, past the lock.
        let other = try LedgerDatabase(path: directory.state.ledgerDatabase)
        var heads = try other.loadHeads()
        _ = try other.append(sealed(1), heads: &heads)
        #expect(throws: LedgerFailure.movedOn(ledger: "agr-tern", expected: 2)) { try store.append(sealed(1)) }
    }

    @Test func longWriteAheadLogsAreCopiedBetweenBatches() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let pages = try #require(store.connections).ledger
        while pages.writeAheadPages < LedgerLimits.checkpointPages { _ = try store.append(sealed(500)) }
        try store.maintain()
        #expect(pages.writeAheadPages == 0)
        _ = try store.append(sealed(1))
        #expect(pages.writeAheadPages < 50)
        #expect(try LedgerVerifier.verify(stateDirectory: directory.state).isSound)
    }

    @Test func anEntryChangedAfterSealingIsNotStored() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let good = try sealed()
        let bad = SealedEntry(
            ledger: good.ledger, type: good.type, timestamp: good.timestamp, incident: nil, closesIncident: false,
            bytes: good.bytes.dropLast() + [0x20], leaf: good.leaf, parts: [])
        let failure = #expect(throws: LedgerFailure.self) { try store.append([bad]) }
        #expect(failure?.code == "ledger_not_stored")
        #expect(try store.ledgers().isEmpty)
    }
}
