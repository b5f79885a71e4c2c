internal import Presets

/// Lets so many messages through at once, and then one every so often (the generic cell rate algorithm, as in ITU-T I.371): one
/// instant stands for all that was let through.
struct Pacer {
    private let pace: PresetPace
    /// When everything that was let through would be through at the steady rate.
    private var clearAt = MonotonicTime(nanoseconds: 0)

    init(_ pace: PresetPace) { self.pace = pace }

    /// When the next message may start; not later than `now` when it may at once.
    func readyAt(now: MonotonicTime) -> MonotonicTime {
        let credit = UInt64(pace.burst - 1) * UInt64(pace.millisecondsPerMessage) * 1_000_000
        return MonotonicTime(nanoseconds: clearAt.nanoseconds > credit ? clearAt.nanoseconds - credit : 0)
    }

    /// One message starts.
    mutating func take(now: MonotonicTime) {
        clearAt = max(clearAt, now).adding(milliseconds: pace.millisecondsPerMessage)
    }
}
