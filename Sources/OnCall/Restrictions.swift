package import CivilTime

/// When in the week a layer counts, by the clock on the wall of one zone. Outside of its windows the layer has nobody.
///
/// A window belongs to the date on which it is written to begin, also when a gap moves its begin to the next date. It
/// begins at the first instant that shows its start and ends at the last that shows its end: where clocks are put back,
/// neighbours overlap rather than leave a hole. A window that a gap swallows whole is none; `Coverage` reports it.
package struct Restrictions: Hashable, Sendable {
    package let zone: TimeZoneRules
    /// As written.
    package let written: [Window]
    /// What is written, on a week of wall time: rising, neither overlapping nor touching, except that the last may
    /// reach into the next week up to the first. Empty when every instant counts.
    let windows: [WeekWindow]

    /// One written window, half-open.
    package enum Window: Hashable, Sendable, CustomStringConvertible {
        /// On each of the days from a time to a time; when the end is not after the start, to that time of the day
        /// after. A whole day is 00:00 to 24:00.
        case daily(from: TimeOfDay, to: TimeOfDay, on: Set<Weekday>)
        /// From one weekday and time to another, across the days between: Friday 18:00 to Monday 08:00.
        case weekly(from: Weekday, at: TimeOfDay, to: Weekday, until: TimeOfDay)

        package var description: String {
            switch self {
            case .daily(let from, let to, let days):
                "\(days.sorted().map(\.description).joined(separator: " ")) \(from)-\(to)"
            case .weekly(let from, let at, let to, let until): "\(from) \(at) to \(to) \(until)"
            }
        }
    }

    /// Milliseconds of wall time since Monday 00:00. The end is after the start and at most a week later.
    struct WeekWindow: Hashable, Sendable {
        var start: Int64
        var end: Int64
    }

    static let week = 7 * CivilDateTime.dayMilliseconds
    /// 1970-01-01 was a Thursday, three days after a Monday.
    static let wallOfFirstMonday = -3 * CivilDateTime.dayMilliseconds

    /// - Throws: without windows, with too many, and for one that ends when it begins, begins at 24:00 or has no days.
    package init(_ windows: [Window], zone: TimeZoneRules) throws(ScheduleError) {
        guard !windows.isEmpty else { throw .noWindows }
        guard windows.count <= OnCallLimits.windowsMax else {
            throw .tooMany(.windows, count: windows.count, max: OnCallLimits.windowsMax)
        }
        var pieces: [WeekWindow] = []
        for window in windows { pieces += try Self.pieces(of: window) }
        self.zone = zone
        written = windows
        self.windows = Self.joined(pieces)
    }

    /// Whether every instant counts.
    package var areAlways: Bool { windows.isEmpty }

    private static func pieces(of window: Window) throws(ScheduleError) -> [WeekWindow] {
        switch window {
        case .daily(let from, let to, let days):
            guard !days.isEmpty else { throw .windowWithoutDays(window) }
            guard from != .endOfDay else { throw .windowBeginsAtEndOfDay(window) }
            guard from != to else { throw .windowEmpty(window) }
            let length =
                to.milliseconds - from.milliseconds + (to < from ? CivilDateTime.dayMilliseconds : 0)
            return days.sorted().map { day in
                let start = wall(day, from)
                return WeekWindow(start: start, end: start + length)
            }
        case .weekly(let from, let at, let to, let until):
            guard at != .endOfDay else { throw .windowBeginsAtEndOfDay(window) }
            let start = wall(from, at)
            let end = wall(to, until)
            guard start != end else { throw .windowEmpty(window) }
            return [WeekWindow(start: start, end: end > start ? end : end + week)]
        }
    }

    private static func wall(_ day: Weekday, _ time: TimeOfDay) -> Int64 {
        Int64(day.rawValue - 1) * CivilDateTime.dayMilliseconds + time.milliseconds
    }

    /// Windows that overlap or touch are one. What reaches into the next week and meets its first windows takes them in.
    private static func joined(_ pieces: [WeekWindow]) -> [WeekWindow] {
        var joined: [WeekWindow] = []
        for piece in pieces.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = joined.last, piece.start <= last.end {
                joined[joined.count - 1].end = max(last.end, piece.end)
            } else {
                joined.append(piece)
            }
        }
        while joined.count > 1, let first = joined.first, let last = joined.last, first.start + week <= last.end {
            joined[joined.count - 1].end = max(last.end, first.end + week)
            joined.removeFirst()
        }
        if joined.count == 1, joined[0].end - joined[0].start >= week { return [] }
        return joined
    }
}

extension Restrictions {
    /// Whether an instant with that reading of the zone's wall lies in a window.
    func contain(_ reading: WallReading) -> Bool {
        guard !windows.isEmpty else { return true }
        let wall = reading.highestSoFar - Self.wallOfFirstMonday
        return windows.contains { window in
            // Of all weeks, the last in which the window has begun is the one that ends last.
            let age = (wall - window.start).flooredRemainder(by: Self.week)
            let start = reading.highestSoFar - age
            return reading.lowestAfter <= start + window.end - window.start
        }
    }

    /// Whether some window meets a stretch of wall time.
    func meet(wall stretch: Range<Int64>) -> Bool {
        guard !windows.isEmpty else { return true }
        return windows.contains { window in
            let last = stretch.upperBound - 1 - Self.wallOfFirstMonday
            let start = stretch.upperBound - 1 - (last - window.start).flooredRemainder(by: Self.week)
            return start + window.end - window.start > stretch.lowerBound
        }
    }

    /// The windows that begin in a stretch of wall time, as stretches of wall time, rising.
    func windows(beginningIn stretch: Range<Int64>) -> [Range<Int64>] {
        var found: [Range<Int64>] = []
        var week = (stretch.lowerBound - Self.wallOfFirstMonday).flooredQuotient(by: Self.week)
        while true {
            let monday = Self.wallOfFirstMonday + week * Self.week
            guard monday < stretch.upperBound else { return found }
            for window in windows where stretch.contains(monday + window.start) {
                found.append(monday + window.start..<monday + window.end)
            }
            week += 1
        }
    }

    /// The stretches of a range in which the layer counts: rising, disjoint, not touching.
    func stretches(from start: Instant, to end: Instant) -> [Range<Instant>] {
        guard !windows.isEmpty else { return [start..<end] }
        // A window lasts a week at most, and no wall is farther than 26 hours from UTC.
        let margin = 2 * CivilDateTime.dayMilliseconds
        let walls = start.milliseconds - Self.week - margin..<end.milliseconds + margin
        var found: [Range<Instant>] = []
        for wall in windows(beginningIn: walls) {
            let first = max(start, zone.start(of: CivilDateTime(wallMilliseconds: wall.lowerBound)))
            let last = min(end, zone.end(of: CivilDateTime(wallMilliseconds: wall.upperBound)))
            guard first < last else { continue }
            if let previous = found.last, first <= previous.upperBound {
                found[found.count - 1] = previous.lowerBound..<max(previous.upperBound, last)
            } else {
                found.append(first..<last)
            }
        }
        return found
    }
}
