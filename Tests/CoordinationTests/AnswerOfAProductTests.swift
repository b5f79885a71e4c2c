import CivilTime
import Responsibility
import Testing

@testable import Coordination

/// What a product says of a notice decides whether it is tried there again.
@Suite struct AnswerOfAProductTests {
    @Test(arguments: [
        ("rejected", 200, false), ("channel_gone", 404, false), ("http_410", 410, false), ("product_busy", 400, true),
        ("http_5xx", 503, true), ("http_4xx", 404, true), ("http_429", 429, true),
    ])
    func isTriedAgainOnlyWhereThatHelps(_ reason: String, _ status: Int, _ isRetried: Bool) throws {
        var run = try Run()
        run.delivers = false
        try run.report(
            Report(
                summary: "x", asset: "tern-vps1", category: .availability, layer: .os, severity: .high, dedupKey: "k"),
            from: SmallWorld.actor("prov", .agent))
        let id = try #require(run.state.incidents.keys.first)
        let notice = try #require(run.state.incidents[id]?.notices.first)
        let delivery = try #require(notice.deliveries.first)
        run.turn { state, entropy, turn in
            state.finish(
                AttemptResult(
                    delivery: delivery.id, attempt: 1, result: .refused, reason: reason, status: status),
                entropy: &entropy, turn: &turn)
        }
        let finished = run.record.compactMap { recorded -> AttemptFinished? in
            if case .attemptFinished(let finished) = recorded.entry { finished } else { nil }
        }
        #expect(finished.count == 1 && (finished[0].retryAt != nil) == isRetried)
        // Somebody said no: the next channel is tried at once, whatever becomes of this one.
        let channels = run.record.compactMap { recorded -> ChannelID? in
            if case .attemptStarted(let started) = recorded.entry { started.channel } else { nil }
        }
        #expect(channels == Array(notice.channels.prefix(2)) && channels.count == 2)
    }
}
