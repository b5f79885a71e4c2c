/// The name of a business calendar in the settings.
package struct CalendarID: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral value: String) { text = value }

    package static func < (left: CalendarID, right: CalendarID) -> Bool { left.text < right.text }
    package var description: String { text }
}

/// When an office is open: weekly hours on the wall of one zone, without holidays.
///
/// A window begins and ends as everything on a wall does: where clocks skip its bound, at the first valid instant after
/// the gap; where its bound comes twice, it begins at the first and ends at the last. A window that a gap swallows
/// whole is none, and one that begins before its neighbour has ended begins when that one ends, so that no time counts
/// twice.
package struct BusinessCalendar: Hashable, Sendable {
    package let id: CalendarID
    package let zone: TimeZoneRules
    package let hours: BusinessHours
    /// Days on which the office is closed, by its own date.
    package let holidays: Set<CivilDate>

    /// - Throws: when the holidays leave a year without a day on which the office is open.
    package init(
        id: CalendarID, zone: TimeZoneRules, hours: BusinessHours, holidays: Set<CivilDate> = []
    ) throws(BusinessCalendarError) {
        self.id = id
        self.zone = zone
        self.hours = hours
        self.holidays = holidays
        if let year = Self.closedYear(hours, holidays) { throw .closedAllYear(year: year) }
    }

    private static func closedYear(_ hours: BusinessHours, _ holidays: Set<CivilDate>) -> Int64? {
        let closed = holidays.filter { !hours.windows(on: $0.weekday).isEmpty }
        let counts = closed.reduce(into: [:]) { counts, date in counts[date.year, default: 0] += 1 }
        // A year has no weekday less than 52 times.
        return counts.filter { $0.value >= 52 }.keys.sorted().first { year in
            let first = CivilDate(firstOf: 1, year: year)
            return (0..<366).map { first.adding(days: $0) }
                .allSatisfy { $0.year != year || closed.contains($0) || hours.windows(on: $0.weekday).isEmpty }
        }
    }

    /// The hours of one date as instants, rising and disjoint. `previousEnd` is the last end of the date before.
    func openings(on date: CivilDate, previousEnd: Instant?) -> [Range<Instant>] {
        var previousEnd = previousEnd
        var openings: [Range<Instant>] = []
        for window in windows(on: date) {
            let start = max(
                zone.start(of: CivilDateTime(date, window.start)), previousEnd ?? Instant(milliseconds: .min))
            let end = zone.end(of: CivilDateTime(date, window.end))
            guard start < end else { continue }
            openings.append(start..<end)
            previousEnd = end
        }
        return openings
    }

    /// The last end of a date's hours; nil when the office is closed.
    func lastEnd(on date: CivilDate) -> Instant? {
        windows(on: date).map { zone.end(of: CivilDateTime(date, $0.end)) }.max()
    }

    private func windows(on date: CivilDate) -> [BusinessHours.Window] {
        holidays.contains(date) ? [] : hours.windows(on: date.weekday)
    }
}

/// Why a business calendar was refused.
package enum BusinessCalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    case closedAllYear(year: Int64)

    /// Stable; for logs and answers.
    package var code: String { "calendar-closed-all-year" }

    package var description: String {
        switch self {
        case .closedAllYear(let year):
            "is closed on every day of \(year), so nothing counted in its hours could ever be due; take out holidays"
        }
    }
}
