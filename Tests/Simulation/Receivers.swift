import CivilTime
import Coordination
import Responsibility

/// The other end of every channel, with moods that change: what a receiver did yesterday says little about today. What becomes of an
/// attempt depends on the channel and the time alone, so that two runs can be compared in which attempts leave in another order.
struct Receivers {
    private let seed: UInt64
    /// Percent of spells that are bad.
    private let trouble: Int
    private var isCalm = false

    enum Mood: CaseIterable {
        case fine, slow, failing, busy, gone, choosy, silent, unreachable
        /// Never answers again.
        case dead
    }

    /// What becomes of one attempt.
    struct Fate {
        let result: AttemptResult
        /// When the notice is there, whatever the sender learns of it; nil when it never arrives.
        let arrivesAfter: Elapsed?
        let outcomeAfter: Elapsed
        /// The outcome is reported once more.
        let isDoubled: Bool
        /// The outcome outlives the process that sent it.
        let outlives: Bool
    }

    init(seed: UInt64) {
        self.seed = seed
        var entropy = Entropy(seed: seed, .receivers)
        trouble = entropy.pick([0, 20, 50, 80])
    }

    /// From now on those that still live are fine.
    mutating func calmDown() { isCalm = true }

    func fate(of outgoing: Outgoing, at now: Instant) -> Fate {
        let mood = mood(of: outgoing.channel, at: now)
        var entropy = Entropy(
            seed: seed, .receivers, about: outgoing.channel.rawValue, number: now.milliseconds + Int64(outgoing.attempt)
        )
        let latency: Elapsed = mood == .slow ? entropy.elapsed(1000...14_000) : entropy.elapsed(5...400)
        let isDoubled = entropy.chance(5)
        let outlives = entropy.chance(20)
        func fate(
            _ kind: AttemptResult.Class, _ reason: String, _ status: Int? = nil, after: Elapsed,
            retryAfter: Elapsed? = nil, arrives: Bool
        ) -> Fate {
            Fate(
                result: AttemptResult(
                    delivery: outgoing.delivery, attempt: outgoing.attempt, result: kind, reason: reason,
                    status: status, retryAfter: retryAfter, latencyMilliseconds: after.milliseconds,
                    detail: status.map { "answered \($0)" }),
                arrivesAfter: arrives ? Elapsed(milliseconds: after.milliseconds / 2) : nil, outcomeAfter: after,
                isDoubled: isDoubled, outlives: outlives)
        }
        switch mood {
        case .fine, .slow: return fate(.delivered, "ok", 200, after: latency, arrives: true)
        case .failing: return fate(.refused, "http_5xx", 503, after: latency, arrives: false)
        case .busy:
            let hint = entropy.elapsed(1000...600_000)
            return fate(.refused, "http_429", 429, after: latency, retryAfter: hint, arrives: false)
        case .gone: return fate(.refused, "http_410", 410, after: latency, arrives: false)
        case .choosy: return fate(.refused, "http_4xx", 400, after: latency, arrives: false)
        case .silent: return fate(.ambiguous, "timeout", after: .seconds(15), arrives: entropy.chance(50))
        case .unreachable, .dead: return fate(.notDelivered, "connect_failed", after: latency, arrives: false)
        }
    }

    private func mood(of channel: ChannelID, at now: Instant) -> Mood {
        var life = Entropy(seed: seed, .receivers, about: channel.rawValue)
        if life.chance(trouble / 6), now >= World.start + life.elapsed(0...172_800_000) { return .dead }
        if isCalm { return .fine }
        let spell = Int64(life.number(300_000...14_400_000))
        var entropy = Entropy(seed: seed, .receivers, about: channel.rawValue, number: 1 + now.milliseconds / spell)
        let bad: [Mood] = [.slow, .failing, .busy, .gone, .choosy, .silent, .unreachable, .silent]
        return entropy.chance(trouble) ? entropy.pick(bad) : .fine
    }
}
