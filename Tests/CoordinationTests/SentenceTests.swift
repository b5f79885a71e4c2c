import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// What entries and notices say to people.
@Suite struct SentenceTests {
    private typealias Bench = IncidentQuestionTests.Bench

    private static let provider = Viewer(party: "prov", side: .provider)
    private static let instant = Instant(milliseconds: 1_773_108_900_250)

    /// Every time in a sentence reads as the command line writes times.
    @Test(arguments: [
        Entry.clockStarted(
            ClockStarted(id: "o1", start: .received, startedAt: SentenceTests.instant, due: SentenceTests.instant)),
        .factRecorded(
            FactRecorded(
                what: .purged, happenedAt: SentenceTests.instant, by: Signature(party: "prov", name: "Ana"), note: "")),
        .incidentAcknowledged(
            IncidentAcknowledged(party: "prov", by: "Ana", note: "", until: SentenceTests.instant)),
        .ownershipProposed(
            OwnershipProposed(
                kind: .offer, by: Signature(party: "prov", name: "Ana"), answerer: "tern", reason: "yours",
                answerBy: SentenceTests.instant)),
        .escalationPaused(
            EscalationPaused(party: "prov", until: SentenceTests.instant, hold: Hold(.flapping, until: nil))),
        .attemptFinished(
            AttemptFinished(
                notice: "not_1",
                result: AttemptResult(delivery: "dlv_1", attempt: 1, result: .refused, reason: "http_5xx"),
                retryAt: SentenceTests.instant)),
    ])
    func timesReadAlike(_ entry: Entry) {
        let text = entry.sentence(for: Self.provider)
        #expect(text.contains("2026-03-10 02:15 UTC"), "\(text)")
        #expect(!text.contains("T02:15"), "\(text)")
    }

    @Test func anInstantReadsInWords() {
        let rows = [
            ("2026-03-10T02:15:00Z", "2026-03-10 02:15 UTC"), ("2026-03-10T02:15:09Z", "2026-03-10 02:15:09 UTC"),
            ("2026-03-10T02:15:09.999Z", "2026-03-10 02:15:09 UTC"),
            ("1969-12-31T23:59:59.500Z", "1969-12-31 23:59:59 UTC"),
            ("0000-01-01T00:00:00Z", "0000-01-01 00:00 UTC"), ("9999-12-31T23:59:59.999Z", "9999-12-31 23:59:59 UTC"),
        ]
        for (text, words) in rows { #expect(Instant(rfc3339: text)?.inWords == words) }
    }

    /// What nobody wrote is not announced.
    @Test func anEmptyNoteAddsNothing() {
        func reopened(_ note: String?) -> String {
            Entry.incidentReopened(IncidentReopened(party: "prov", by: "Ana", note: note)).sentence(for: Self.provider)
        }
        #expect(reopened(nil) == "reopened by prov (Ana)")
        #expect(reopened("") == "reopened by prov (Ana)")
        #expect(reopened("again") == "reopened by prov (Ana): again")
        let raised = SeverityChanged(from: .low, to: .high, by: Signature(party: "prov", name: "Ana"), reason: "")
        #expect(raised.sentence("raised", for: Self.provider) == "severity raised from low to high by prov (Ana)")
    }

    /// A reason ends with its last word, whether rules stand behind it or not.
    @Test func noReasonEndsInABlank() throws {
        var bench = try Bench()
        let id = try bench.report("tern-vps1", minute: 0)
        try bench.act(.setSeverity(.critical, reason: "root"), on: id, as: "prov", minute: 10)
        try bench.act(.propose(.offer, reason: "yours to do"), on: id, as: "tern", minute: 20)
        try bench.act(.answerProposal(accepted: true, reason: nil), on: id, as: "prov", minute: 30)
        try bench.act(.resolve(note: nil), on: id, as: "prov", minute: 40)
        try bench.act(.reopen(note: ""), on: id, as: "prov", minute: 41)
        let notices = try #require(bench.state.incidents[id]).notices
        #expect(notices.contains { $0.kind == .reopened })
        for notice in notices where !notice.body.isEmpty {
            let reason = try #require(JSON(parsing: notice.body)["data"]?["because_of"]?.string)
            #expect(!reason.isEmpty && reason.last != " ", "\(notice.kind): \(reason)")
        }
    }
}
