import CivilTime

/// How pressing a notice is. It chooses the retry schedule.
package enum Urgency: String, CaseIterable, Sendable {
    /// Somebody is to be woken: dense attempts for a quarter of an hour; then the notice counts as undelivered.
    case urgent
    /// For the record: attempts over about three days.
    case record
}

/// When the next attempt of a delivery is due.
enum RetrySchedule {
    /// Delay before attempt 2, 3, …, in seconds. Standard Webhooks' own example waits five minutes after the second attempt,
    /// which is wrong for a page.
    private static let urgent: [Int64] = [2, 5, 10, 20, 30, 60, 60, 120, 120, 300]
    private static let record: [Int64] = [5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    /// An answer that blames the notice itself is not tried more often than this.
    static let attemptsForBadRequestMax = 3
    /// A hint to wait longer is followed up to this.
    private static let urgentHintMax = Elapsed.minutes(2)
    private static let recordHintMax = Elapsed.hours(6)

    /// The delay after `attempt` failed, or nil when the schedule has ended. Up to a tenth is added, at least up to a second for
    /// delays of five seconds and more, so that deliveries that failed together do not return together. A hint of the receiver
    /// only ever delays.
    static func delay(
        after attempt: Int, urgency: Urgency, hint: Elapsed?, entropy: inout Entropy
    ) -> Elapsed? {
        let delays = urgency == .urgent ? urgent : record
        guard delays.indices.contains(attempt - 1) else { return nil }
        let planned = delays[attempt - 1] * 1000
        let spread = planned >= 5000 ? max(1000, planned / 10) : planned / 10
        let jittered = planned + Int64.random(in: 0...spread, using: &entropy)
        let hintMax = urgency == .urgent ? urgentHintMax : recordHintMax
        let hinted = min(hint ?? .zero, hintMax)
        return max(Elapsed(milliseconds: jittered), hinted)
    }
}
