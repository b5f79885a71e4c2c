import CivilTime
import Coordination
import Foundation
import Ledger
import Logging
import Responsibility
import Testing

@testable import TocsinDaemon

@Suite struct ArchiveTests {
    private struct Salts: SaltSource {
        private var counter: UInt8 = 0

        mutating func next(count: Int) -> [UInt8] {
            counter &+= 1
            return Array(repeating: counter, count: count)
        }
    }

    /// What is no incident stands among incidents on a ledger, and must not push them out of a list.
    @Test func closedIncidentsAreFoundBehindManyRequests() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let state = StateDirectory(directory.path)
        let claim = try state.claim()
        let store = try SQLiteLedgerStore(claim: claim)
        let at = Instant(milliseconds: 1_800_000_000_000)
        func recorded(_ matter: Matter, _ entry: Entry) -> RecordedEntry {
            RecordedEntry(ledger: "agr-tern", matter: matter, at: at, entry: entry)
        }
        let ruling = Ruling(
            owner: .provider, ownerParty: "prov", rule: "r", source: "s", confidence: .stated, customer: "tern",
            category: .availability, sentence: "Meridian Hosting owns this.")
        let opened = IncidentOpened(
            severity: .low, ruling: ruling, reporter: "prov", trafficLight: .amber, dedupKey: "k")
        var entries = [
            recorded(.incident("inc_1"), .incidentOpened(opened)),
            recorded(.incident("inc_1"), .incidentClosed(IncidentClosed())),
        ]
        for number in 0..<2500 {
            let matter = Matter("req_\(number)")
            let request = RequestRemembered(party: "tern", key: "key-\(number)", content: 1)
            entries.append(recorded(matter, .requestRemembered(request)))
            entries.append(recorded(matter, .requestForgotten(RequestForgotten())))
        }
        var salts = Salts()
        _ = try store.append(entries.map { Journal.seal($0, salts: &salts) })
        let archive = try Archive(
            open: { try LedgerReader(state) }, logger: Logger(label: "test"), fail: { Issue.record("\($0)") })
        defer { archive.stop() }
        let found = try await archive.closedIncidents(on: ["agr-tern"], limit: 10) { _ in true }
        #expect(found.map(\.id) == ["inc_1"])
        store.close()
    }
}
