import StrictJSON
import Testing

@testable import Ledger

@Suite struct ReaderTests {
    @Test func onlyWhatIsCommittedIsSeen() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let reader = try LedgerReader(directory.state)
        #expect(try reader.ledgers().isEmpty)
        _ = try store.append(sealed(2))
        #expect(try reader.ledgers().map(\.size) == [2])
        // A transaction that is open on the writing connection, with an entry inserted.
        let connection = try #require(store.connections).ledger
        try connection.execute("BEGIN IMMEDIATE")
        try connection.execute(
            "INSERT INTO entry(ledger, idx, closes, ts, bytes, leaf) "
                + "SELECT ledger, 2, closes, ts, bytes, leaf FROM entry WHERE idx = 1")
        try connection.execute("UPDATE ledger SET size = 3")
        #expect(try reader.ledgers().map(\.size) == [2])
        #expect(try reader.entries(inLedger: "agr-tern", from: 0, limit: 10).count == 2)
        try connection.execute("ROLLBACK")
        _ = try store.append(sealed(1))
        #expect(try reader.entries(inLedger: "agr-tern", from: 0, limit: 10).count == 3)
    }

    @Test func entriesComeByIndex() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append(sealed(10) + sealed(3, in: "house"))
        let reader = try LedgerReader(directory.state)
        #expect(try reader.entries(inLedger: "agr-tern", from: 7, limit: 2).map(\.index) == [7, 8])
        #expect(try reader.entries(inLedger: "agr-tern", from: 8, limit: 99).map(\.fields["n"]) == [8, 9])
        #expect(try reader.entries(inLedger: "house", from: 0, limit: 99).map(\.index) == [0, 1, 2])
        #expect(try reader.entries(inLedger: "house", from: 3, limit: 99).isEmpty)
        #expect(try reader.entries(inLedger: "nowhere", from: 0, limit: 99).isEmpty)
        #expect(try reader.entries(inLedger: "house", from: 0, limit: 0).isEmpty)
    }

    @Test func openIncidentsAreThoseNotClosedByTheirLastEntry() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append([
            sealed("agr-b", incident: "inc_1"), sealed("agr-a", incident: "inc_2"), sealed("agr-a"),
            sealed("agr-b", incident: "inc_3"), sealed("agr-b", incident: "inc_1"),
        ])
        let reader = try LedgerReader(directory.state)
        #expect(try reader.openIncidents().map(\.incident) == ["inc_1", "inc_2", "inc_3"])
        #expect(try reader.openIncidents().map(\.ledger) == ["agr-b", "agr-a", "agr-b"])
        _ = try store.append([sealed("agr-b", incident: "inc_1", closes: true)])
        _ = try store.append([sealed("agr-b", incident: "inc_4", closes: true)])
        #expect(try reader.openIncidents().map(\.incident) == ["inc_2", "inc_3"])
        _ = try store.append([sealed("agr-b", incident: "inc_1")])
        #expect(try reader.openIncidents().map(\.incident) == ["inc_1", "inc_2", "inc_3"])
        #expect(try reader.entries(ofIncident: "inc_1").map(\.index) == [0, 2, 3, 5])
        #expect(try reader.entries(ofIncident: "inc_9").isEmpty)
        #expect(try reader.entriesWithoutIncident(ledger: "agr-a").map(\.index) == [1])
        #expect(try reader.entriesWithoutIncident(ledger: "agr-b").isEmpty)
        #expect(try reader.ledger(ofIncident: "inc_2") == "agr-a")
        #expect(try reader.ledger(ofIncident: "inc_9") == nil)
    }

    @Test func incidentsAreListedNewestFirstInPages() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let ledgers = ["agr-a", "agr-b", "agr-c"]
        _ = try store.append(
            (0..<30).map { try sealed(ledgers[$0 % 3], incident: "inc_\($0)", closes: $0 % 2 == 0) })
        let reader = try LedgerReader(directory.state)
        #expect(try pages(reader, ["agr-b"], of: 4).map(\.incident) == (0..<10).reversed().map { "inc_\($0 * 3 + 1)" })
        let two = try pages(reader, ["agr-a", "agr-c"], of: 7)
        #expect(two.map(\.incident) == (0..<30).reversed().filter { $0 % 3 != 1 }.map { "inc_\($0)" })
        #expect(two.map(\.closed) == (0..<30).reversed().filter { $0 % 3 != 1 }.map { $0 % 2 == 0 })
        #expect(try reader.incidents(inLedgers: [], newestFirst: 10).isEmpty)
        #expect(try reader.incidents(inLedgers: ["nowhere"], newestFirst: 10).isEmpty)
        #expect(try reader.incidents(inLedgers: ledgers, newestFirst: 0).isEmpty)
    }

    private func pages(_ reader: LedgerReader, _ ledgers: [String], of limit: Int) throws -> [IncidentListing] {
        var all: [IncidentListing] = []
        while true {
            let page = try reader.incidents(inLedgers: ledgers, newestFirst: limit, before: all.last?.cursor)
            #expect(page.count <= limit)
            if page.isEmpty { return all }
            all += page
        }
    }

    @Test func aDamagedEntryIsNotHandedOn() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append(sealed(3))
        store.close()
        try tamper(
            directory.state.ledgerDatabase, dropping: ["entry_update"],
            "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"n\":1', '\"n\":7') AS BLOB) WHERE idx = 1")
        let reader = try LedgerReader(directory.state)
        let failure = #expect(throws: LedgerFailure.self) {
            try reader.entries(inLedger: "agr-tern", from: 0, limit: 10)
        }
        #expect(failure?.code == "ledger_inconsistent")
        #expect(try reader.entries(inLedger: "agr-tern", from: 2, limit: 10).count == 1)
    }

    @Test func aDamagedPartIsCountedAndNotHandedOn() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        _ = try store.append([sealed(incident: "inc_1", parts: [EntryPart(name: "text", value: "a")])])
        store.close()
        try tamper(directory.state.bodiesDatabase, dropping: ["part_update"], "UPDATE part SET disclosure = 'x'")
        let entry = try #require(try LedgerReader(directory.state).entries(ofIncident: "inc_1").first)
        #expect(entry.parts.isEmpty && entry.damagedParts == 1 && entry.erasedParts == 0)
    }

    @Test func aReaderThatIsBusyLeavesResidueOfAnErasure() throws {
        let directory = TemporaryDirectory()
        let store = try directory.store()
        let entry = try sealed(parts: [EntryPart(name: "text", value: "a")])
        _ = try store.append([entry])
        let busy = try SQLiteConnection(path: directory.state.bodiesDatabase, mode: .reader)
        try busy.execute("BEGIN; SELECT count(*) FROM part")
        #expect(try store.erase(parts: [entry.parts[0].digest]) == ErasureOutcome(erased: 1, residue: true))
        try busy.execute("COMMIT")
        #expect(try store.erase(parts: [entry.parts[0].digest]) == ErasureOutcome(erased: 0, residue: false))
    }
}
