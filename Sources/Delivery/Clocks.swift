internal import Glibc

/// Readings of the system's clocks, as the delivery thread uses them.
enum Clocks {
    /// Nanoseconds of the monotonic clock: for waiting and measuring.
    static func monotonicNanoseconds() -> UInt64 {
        var reading = timespec()
        let result = unsafe clock_gettime(CLOCK_MONOTONIC, &reading)
        precondition(result == 0, "the monotonic clock can be read")
        return UInt64(reading.tv_sec) * 1_000_000_000 + UInt64(reading.tv_nsec)
    }

    /// Seconds since 1970 by the wall clock: for `webhook-timestamp`.
    static func wallSeconds() -> Int64 {
        var reading = timespec()
        let result = unsafe clock_gettime(CLOCK_REALTIME, &reading)
        precondition(result == 0, "the wall clock can be read")
        return Int64(reading.tv_sec)
    }
}

/// A point on the monotonic clock.
struct MonotonicTime: Comparable, Hashable, Sendable {
    let nanoseconds: UInt64

    /// Reads the clock.
    static func now() -> MonotonicTime { MonotonicTime(nanoseconds: Clocks.monotonicNanoseconds()) }

    /// Later by that much; a wait beyond the clock's range is the end of the range.
    func adding(milliseconds: Int) -> MonotonicTime {
        let (length, tooLong) = UInt64(max(0, milliseconds)).multipliedReportingOverflow(by: 1_000_000)
        let (sum, tooLate) = nanoseconds.addingReportingOverflow(length)
        return MonotonicTime(nanoseconds: tooLong || tooLate ? .max : sum)
    }

    /// Whole milliseconds from an earlier point to this one; zero if it is not earlier.
    func milliseconds(since earlier: MonotonicTime) -> Int64 {
        nanoseconds <= earlier.nanoseconds ? 0 : Int64((nanoseconds - earlier.nanoseconds) / 1_000_000)
    }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }
}
