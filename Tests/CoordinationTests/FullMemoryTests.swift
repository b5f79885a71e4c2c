import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// What must not happen at the limits of memory and between agreements.
@Suite struct FullMemoryTests {
    private let provider = SmallWorld.actor("prov", .responder)

    private func report(_ number: Int, asset: String) -> Report {
        Report(summary: "\(number)", asset: asset, category: .availability, severity: .medium, dedupKey: "k\(number)")
    }

    private func deliverAll(_ state: inout State, _ entropy: inout Entropy) {
        while let delivery = state.incidents.values.flatMap(\.notices).flatMap(\.deliveries).first(where: {
            $0.state == .sending
        }) {
            var turn = Turn(at: SmallWorld.start)
            state.finish(
                AttemptResult(delivery: delivery.id, attempt: delivery.attempts, result: .delivered, reason: "ok"),
                entropy: &entropy, turn: &turn)
        }
    }

    /// Closing what lingers on other ledgers cannot make room on one that is full, and a refusal records nothing.
    @Test func aFullAgreementIsRefusedAndNothingIsClosedForIt() throws {
        var limits = CoordinationLimits()
        limits.incidentsPerAgreementMax = 2
        limits.reopenWithin = .hours(1)
        var state = State(arrangements: try SmallWorld.arrangements(), limits: limits)
        var entropy = Entropy(seed: 5)
        var turn = Turn(at: SmallWorld.start)
        _ = try state.accept(report(0, asset: "banyan-vps1"), from: provider, entropy: &entropy, turn: &turn)
        let lingering = try #require(state.incidents.keys.first)
        _ = try state.act(
            ActionRequest(.resolve(note: nil)), on: lingering, from: provider, entropy: &entropy, turn: &turn)
        deliverAll(&state, &entropy)
        for number in 1...2 {
            _ = try state.accept(report(number, asset: "tern-vps1"), from: provider, entropy: &entropy, turn: &turn)
        }
        var refused = Turn(at: SmallWorld.start)
        #expect {
            try state.accept(report(3, asset: "tern-vps1"), from: provider, entropy: &entropy, turn: &refused)
        } throws: {
            ($0 as? Refusal)?.code == .overloaded
        }
        #expect(refused.entries.isEmpty)
        #expect(state.incidents[lingering]?.phase == .resolved)
    }

    /// What lingers of the agreement itself gives way.
    @Test func whatOnlyMightBeginAgainGivesWay() throws {
        var limits = CoordinationLimits()
        limits.incidentsPerAgreementMax = 1
        limits.reopenWithin = .hours(1)
        var state = State(arrangements: try SmallWorld.arrangements(), limits: limits)
        var entropy = Entropy(seed: 5)
        var turn = Turn(at: SmallWorld.start)
        _ = try state.accept(report(1, asset: "tern-vps1"), from: provider, entropy: &entropy, turn: &turn)
        let first = try #require(state.incidents.keys.first)
        _ = try state.act(ActionRequest(.resolve(note: nil)), on: first, from: provider, entropy: &entropy, turn: &turn)
        deliverAll(&state, &entropy)
        _ = try state.accept(report(2, asset: "tern-vps1"), from: provider, entropy: &entropy, turn: &turn)
        #expect(state.incidents[first] == nil)
        #expect(state.openCount == 1)
    }

    @Test func thatItIsOverNeverOpensAnything() throws {
        var limits = CoordinationLimits()
        limits.reopenWithin = .hours(1)
        var state = State(arrangements: try SmallWorld.arrangements(), limits: limits)
        var entropy = Entropy(seed: 5)
        var turn = Turn(at: SmallWorld.start)
        _ = try state.accept(report(1, asset: "tern-vps1"), from: provider, entropy: &entropy, turn: &turn)
        let id = try #require(state.incidents.keys.first)
        _ = try state.act(ActionRequest(.resolve(note: nil)), on: id, from: provider, entropy: &entropy, turn: &turn)
        var over = report(1, asset: "tern-vps1")
        over.status = .resolved
        let answer = try state.accept(over, from: provider, entropy: &entropy, turn: &turn)
        #expect(answer.body["disposition"]?.string == "nothing_to_resolve")
        #expect(state.openCount == 0)
    }

    @Test func aReportIsNotAttachedAcrossAgreements() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 5)
        var turn = Turn(at: SmallWorld.start)
        _ = try state.accept(report(1, asset: "tern-vps1"), from: provider, entropy: &entropy, turn: &turn)
        var other = report(2, asset: "banyan-vps1")
        other.incident = state.incidents.keys.first
        #expect { try state.accept(other, from: provider, entropy: &entropy, turn: &turn) } throws: {
            ($0 as? Refusal)?.fields.first?.name == "incident"
        }
    }

    @Test func aSilenceIsMadeOnceUnderAKey() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 5)
        var turn = Turn(at: SmallWorld.start)
        var request = SilenceRequest(
            matchers: try MatcherSet(text: "asset=\"tern-vps1\""), ends: SmallWorld.start + .hours(1), comment: "works")
        request.idempotencyKey = "once"
        let tern = SmallWorld.actor("tern", .responder)
        let first = try state.silence(request, from: tern, entropy: &entropy, turn: &turn)
        let again = try state.silence(request, from: tern, entropy: &entropy, turn: &turn)
        #expect(first.body["silence"] == again.body["silence"])
        #expect(state.silences.count == 1)
        request = SilenceRequest(
            matchers: try MatcherSet(text: "asset=\"other\""), ends: SmallWorld.start + .hours(1), comment: "works")
        request.idempotencyKey = "once"
        #expect { try state.silence(request, from: tern, entropy: &entropy, turn: &turn) } throws: {
            ($0 as? Refusal)?.fields.first?.name == "idempotency_key"
        }
    }

    /// A customer that acknowledges again and again is one that has acknowledged.
    @Test func anAnswerReplacesTheOneBefore() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 5)
        var turn = Turn(at: SmallWorld.start)
        _ = try state.accept(report(1, asset: "tern-vps1"), from: provider, entropy: &entropy, turn: &turn)
        let id = try #require(state.incidents.keys.first)
        for hours in 1...4 as ClosedRange<Int64> {
            _ = try state.act(
                ActionRequest(.acknowledge(note: nil, until: SmallWorld.start + .hours(hours))), on: id, from: provider,
                entropy: &entropy, turn: &turn)
        }
        #expect(state.incidents[id]?.acknowledgements.map(\.until) == [SmallWorld.start + .hours(4)])
    }
}
