/// What the engine has done since its start, and what it holds now. A snapshot; the numbers belong to the end of one
/// turn.
package struct DeliveryCounters: Sendable, Hashable {
    /// Outcomes by result.
    package var delivered: UInt64 = 0
    package var refused: UInt64 = 0
    package var notDelivered: UInt64 = 0
    package var ambiguous: UInt64 = 0
    /// Outcomes by reason; reasons that never occurred are not there.
    package var reasons: [AttemptReason: UInt64] = [:]
    /// Attempts that wait in the channels' queues.
    package var queued = 0
    /// Attempts between admission and outcome.
    package var inFlight = 0
    /// Names asked for.
    package var lookups: UInt64 = 0
    /// Answers that mixed permitted and forbidden addresses: the mark of DNS rebinding.
    package var mixedAnswers: UInt64 = 0

    /// Nothing counted.
    package init() {}

    mutating func count(_ outcome: AttemptOutcome) {
        switch outcome.result {
        case .delivered: delivered += 1
        case .refused: refused += 1
        case .notDelivered: notDelivered += 1
        case .ambiguous: ambiguous += 1
        }
        reasons[outcome.reason, default: 0] += 1
    }
}
