import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// That a silence is over is told by an incident that is over when it begins: it takes a place, has a key, and is no problem.
@Suite struct SilenceEndTests {
    private let provider = SmallWorld.actor("prov", .responder)
    private let agent = SmallWorld.actor("prov", .agent)
    private let tern = SmallWorld.actor("tern", .responder)

    private func limits(_ incidentsMax: Int = 2500) -> CoordinationLimits {
        var limits = CoordinationLimits()
        limits.incidentsPerAgreementMax = incidentsMax
        limits.reopenWithin = .hours(4)
        return limits
    }

    private func report(_ key: String) -> Report {
        Report(summary: "x", asset: "tern-vps1", category: .availability, severity: .high, dedupKey: key)
    }

    /// An hour's silence on what there is not.
    private func silence(_ run: inout Run) throws -> String {
        let answer = try run.turn { state, entropy, turn in
            try state.silence(
                SilenceRequest(
                    matchers: try MatcherSet(text: "asset=\"other\""), ends: SmallWorld.start + .hours(1),
                    comment: "works"), from: tern, entropy: &entropy, turn: &turn)
        }
        return try #require(answer.body["silence"]?.string)
    }

    private func isUntold(_ run: Run) throws -> Bool {
        let entry = try #require(run.entries("silence.ended").first?.entry)
        guard case .silenceEnded(let ended) = try Run.reread(entry) else { return false }
        return ended.isUntold
    }

    /// Where only what lingers is in the way, that goes.
    @Test func itIsToldWhereRoomCanBeMade() throws {
        var run = try Run(limits: limits(1))
        _ = try silence(&run)
        try run.report(report("k"), from: agent)
        let id = try #require(run.state.incidents.keys.first)
        try run.act(.resolve(note: nil), on: id, from: provider)
        #expect(run.state.incidents[id]?.phase == .resolved)
        run.advance(by: .hours(2))
        #expect(try !isUntold(run))
        #expect(run.notices(.silenceEnded).count == 1)
        #expect(run.state.incidents[id] == nil)
    }

    /// Where there is no room, that it is over stands on record with that nobody was told.
    @Test func itIsOnRecordWhereThereIsNoRoom() throws {
        var run = try Run(limits: limits(1))
        _ = try silence(&run)
        try run.report(report("k"), from: agent)
        run.advance(by: .hours(2))
        #expect(run.notices(.silenceEnded).isEmpty)
        #expect(try isUntold(run))
        let entry = try #require(run.entries("silence.ended").first)
        let line = entry.timelineJSON(index: 0, for: Viewer(tern))["text"]?.string
        #expect(line?.hasSuffix("there was no room to tell of its end") == true)
    }

    @Test func itDoesNotBeginAgain() throws {
        var run = try Run(limits: limits())
        _ = try silence(&run)
        run.advance(by: .hours(2))
        let id = try #require(run.notices(.silenceEnded).first?.incident)
        let message = try #require(run.state.incidents[id])
        #expect { try run.act(.reopen(note: nil), on: id, from: provider) } throws: {
            ($0 as? Refusal)?.code == .notPossible
        }
        // Nor by a report under its key, which is another problem.
        let answer = try run.report(report(message.dedupKey), from: agent)
        #expect(answer.body["disposition"]?.string == "opened")
        #expect(answer.body["incident"]?.string != id.rawValue)
        #expect(run.state.incidents[id]?.phase == .resolved)
    }

    /// What is open stays what its key means, whatever key that is.
    @Test func itTakesNobodysKey() throws {
        var run = try Run(limits: limits())
        let key = "end of \(try silence(&run))"
        let first = try run.report(report(key), from: agent).body["incident"]?.string
        run.advance(by: .hours(2))
        #expect(run.notices(.silenceEnded).count == 1)
        let again = try run.report(report(key), from: agent)
        #expect(again.body["incident"]?.string == first)
        #expect(again.body["disposition"]?.string == "repeated")
    }
}
