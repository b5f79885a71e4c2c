package import CivilTime
import Glibc
import Synchronization

/// The system's clock, read once a turn. It never goes back within one run: a clock that is set back stands still until it has
/// caught up, so that a ledger's times do not decrease.
package final class WallClock: Sendable {
    private let latest: Mutex<Instant>

    /// - Parameter notBefore: The time of the newest entry on record.
    package init(notBefore: Instant = Instant(milliseconds: 0)) { latest = Mutex(notBefore) }

    package func now() -> Instant {
        let read = Self.realTime()
        return latest.withLock { latest in
            latest = max(latest, read)
            return latest
        }
    }

    /// CLOCK_REALTIME in milliseconds.
    private static func realTime() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// CLOCK_MONOTONIC in microseconds, as systemd wants it.
    package static func monotonicMicroseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }
}
