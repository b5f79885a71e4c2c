package import CivilTime
import Glibc
import Synchronization

/// The time as the loop sees it: the system's clock, which never goes back within one run nor behind what is on record.
///
/// When the system's clock is behind, because it was set back or the record was written by one that was ahead, time goes on at the
/// pace of the boot-time clock instead: a ledger's times do not decrease, and no deadline waits for the clock to catch up.
package final class WallClock: Sendable {
    private struct Reading {
        var time: Instant
        /// CLOCK_BOOTTIME when it was read, in milliseconds; it counts suspended time and cannot be set.
        var bootMilliseconds: Int64
    }

    private let latest: Mutex<Reading>

    /// - Parameter notBefore: The time of the newest entry on record.
    package init(notBefore: Instant = Instant(milliseconds: 0)) {
        latest = Mutex(Reading(time: notBefore, bootMilliseconds: Self.milliseconds(CLOCK_BOOTTIME)))
    }

    package func now() -> Instant {
        now(wall: Self.milliseconds(CLOCK_REALTIME), boot: Self.milliseconds(CLOCK_BOOTTIME))
    }

    /// The time for these readings of the two clocks.
    func now(wall: Int64, boot: Int64) -> Instant {
        latest.withLock { latest in
            let paced = latest.time + .milliseconds(max(0, boot - latest.bootMilliseconds))
            latest = Reading(time: max(paced, Instant(milliseconds: wall)), bootMilliseconds: boot)
            return latest.time
        }
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// CLOCK_MONOTONIC in microseconds, as systemd wants it.
    package static func monotonicMicroseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }
}
