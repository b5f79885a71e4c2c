import CivilTime
import Responsibility
import Testing

@testable import Coordination

/// What a product says of a notice decides whether it is tried there again.
@Suite struct AnswerOfAProductTests {
    @Test(arguments: [
        ("rejected", 200, 3), ("channel_gone", 404, 3), ("http_410", 410, 1), ("http_4xx", 400, 3),
        ("http_5xx", 503, 11), ("http_4xx", 404, 11), ("http_429", 429, 11), ("product_busy", 200, 11),
    ])
    func isTriedAgainOnlyWhereThatHelps(_ reason: String, _ status: Int, _ attempts: Int) throws {
        var run = try Run()
        run.delivers = false
        try run.report(
            Report(
                summary: "x", asset: "tern-vps1", category: .availability, layer: .os, severity: .high, dedupKey: "k"),
            from: SmallWorld.actor("prov", .agent))
        let id = try #require(run.state.incidents.keys.first)
        let notice = try #require(run.state.incidents[id]?.notices.first)
        let delivery = try #require(notice.deliveries.first)
        func refuse(_ attempt: Int) {
            run.turn { state, entropy, turn in
                state.finish(
                    AttemptResult(
                        delivery: delivery.id, attempt: attempt, result: .refused, reason: reason, status: status),
                    entropy: &entropy, turn: &turn)
            }
        }
        func attemptsFinished() -> [AttemptFinished] {
            run.record.compactMap {
                if case .attemptFinished(let finished) = $0.entry, finished.result.delivery == delivery.id {
                    finished
                } else {
                    nil
                }
            }
        }
        refuse(1)
        let channelsAtOnce = channels(in: run)
        while let retryAt = attemptsFinished().last?.retryAt {
            run.advance(to: retryAt)
            refuse(attemptsFinished().count + 1)
        }
        #expect(attemptsFinished().count == attempts)
        // Somebody said no: the next channel is tried at once, whatever becomes of this one.
        #expect(channelsAtOnce == Array(notice.channels.prefix(2)) && channelsAtOnce.count == 2)
    }

    private func channels(in run: Run) -> [ChannelID] {
        run.record.compactMap { if case .attemptStarted(let started) = $0.entry { started.channel } else { nil } }
    }
}
