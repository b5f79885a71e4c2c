import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// What is told again and again while a problem stands.
@Suite struct UpdateTests {
    private let provider = SmallWorld.actor("prov", .responder)

    /// A run with an incident of which the customer is told every hour since it was found out to be significant.
    private func informed() throws -> (Run, IncidentID) {
        let rule = JointCareRule(
            id: "JC-90", title: "kept informed", when: [.init(events: [.classified], significant: true)],
            acts: [
                .init(
                    deed: .tell(.customerDesk, role: nil),
                    clocks: [.init(start: .received, within: .elapsed(.minutes(30)))], updateEvery: .minutes(60))
            ], basis: "test")
        var limits = CoordinationLimits()
        limits.reopenWithin = .hours(24)
        var run = try Run(limits: limits, arrangements: try SmallWorld.arrangements(moreRules: [rule]))
        try run.report(
            Report(
                summary: "x", asset: "tern-vps1", category: .availability, layer: .network, severity: .high,
                dedupKey: "k"), from: provider)
        let id = try #require(run.state.incidents.keys.first)
        var classification = Classification()
        classification.significant = true
        try run.act(.classify(classification), on: id, from: provider)
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider)
        return (run, id)
    }

    private func updates(of run: Run, after instant: Instant) -> [Instant] {
        run.entries("notice.queued").filter {
            if case .noticeQueued(let queued) = $0.entry { queued.kind == .update && $0.at > instant } else { false }
        }.map(\.at)
    }

    @Test(arguments: [false, true]) func updatesGoOnWhenItBeginsAgain(_ restarts: Bool) throws {
        var (run, id) = try informed()
        run.advance(by: .minutes(90))
        #expect(updates(of: run, after: SmallWorld.start) == [SmallWorld.start + .minutes(60)])
        try run.act(.resolve(note: nil), on: id, from: provider)
        run.advance(by: .hours(3))
        #expect(updates(of: run, after: SmallWorld.start + .minutes(60)).isEmpty)
        let again = run.now
        try run.act(.reopen(note: nil), on: id, from: provider)
        #expect(run.notices(.reopened).contains { $0.notice.desk.party == "tern" })
        if restarts { try run.restart() }
        run.advance(by: .minutes(125))
        #expect(updates(of: run, after: again) == [again + .minutes(60), again + .minutes(120)])
    }

    /// What was not due before the end comes when it would have come, once.
    @Test func aShortEndMovesNothing() throws {
        var (run, id) = try informed()
        run.advance(by: .minutes(10))
        try run.act(.resolve(note: nil), on: id, from: provider)
        run.advance(by: .minutes(10))
        try run.act(.reopen(note: nil), on: id, from: provider)
        run.advance(by: .minutes(115))
        #expect(
            updates(of: run, after: SmallWorld.start)
                == [SmallWorld.start + .minutes(60), SmallWorld.start + .minutes(120)])
    }
}
