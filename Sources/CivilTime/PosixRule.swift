/// A POSIX TZ string: standard time, and where clocks change, daylight saving time with the two dates of each year on
/// which it begins and ends (POSIX.1-2017 section 8.3, with the extensions of RFC 8536 section 3.3.1: a change up to
/// 167 hours before or after its midnight, daylight saving all year). It rules the time after a zone file's last
/// transition.
struct PosixRule: Hashable, Sendable {
    let standard: LocalTimeType
    let daylight: Daylight?

    struct Daylight: Hashable, Sendable {
        let type: LocalTimeType
        let start: Change
        let end: Change
    }

    /// When clocks change, by the clock in force before the change.
    struct Change: Hashable, Sendable {
        let day: Day
        /// Seconds after that day's midnight, which may lie on another day.
        let timeSeconds: Int64
    }

    enum Day: Hashable, Sendable {
        /// `Jn`: 1 to 365; 29 February is never counted.
        case julianWithoutLeapDay(Int64)
        /// `n`: 0 to 365; 29 February is counted.
        case dayOfYear(Int64)
        /// `Mm.w.d`: the w-th such weekday of the month, w = 5 being the last one.
        case weekday(month: Int64, week: Int64, weekday: Weekday)
    }

    /// A stretch of one local time type; nil bounds have no end on that side.
    struct Stretch: Hashable {
        let start: Int64?
        let end: Int64?
        let type: LocalTimeType
    }

    /// The stretch that holds the POSIX time.
    func stretch(at seconds: Int64) -> Stretch {
        guard let daylight else { return Stretch(start: nil, end: nil, type: standard) }
        let year = CivilDate(daysSinceEpoch: seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)).year
        var start: Int64?
        var end: Int64?
        // A change may lie up to a week and a day outside its year, hence two years on both sides.
        for period in (year - 2...year + 2).compactMap({ self.period(of: $0, daylight) }) {
            if period.contains(seconds) {
                return Stretch(start: period.lowerBound, end: period.upperBound, type: daylight.type)
            }
            if period.upperBound <= seconds { start = max(start ?? .min, period.upperBound) }
            if period.lowerBound > seconds { end = min(end ?? .max, period.lowerBound) }
        }
        return Stretch(start: start, end: end, type: standard)
    }

    /// Daylight saving that begins in the year: to its end in the same year, or in the next where summer is at New
    /// Year.
    private func period(of year: Int64, _ daylight: Daylight) -> Range<Int64>? {
        let start = daylight.start.seconds(inYear: year) - standard.offsetSeconds
        var end = daylight.end.seconds(inYear: year) - daylight.type.offsetSeconds
        if end <= start { end = daylight.end.seconds(inYear: year + 1) - daylight.type.offsetSeconds }
        return start < end ? start..<end : nil
    }
}

extension PosixRule.Change {
    /// Seconds from 1970-01-01T00:00 on the wall to the change.
    func seconds(inYear year: Int64) -> Int64 { day.daysSinceEpoch(inYear: year) * 86_400 + timeSeconds }
}

extension PosixRule.Day {
    func daysSinceEpoch(inYear year: Int64) -> Int64 {
        switch self {
        case .julianWithoutLeapDay(let day):
            let newYear = CivilDate.days(toStartOf: 1, of: year)
            let leapDays = CivilDate.days(toStartOf: 3, of: year) - newYear - 59
            return newYear + day - 1 + (day >= 60 ? leapDays : 0)
        case .dayOfYear(let day):
            return CivilDate.days(toStartOf: 1, of: year) + day
        case .weekday(let month, let week, let weekday):
            let first = CivilDate.days(toStartOf: month, of: year)
            let next = month == 12 ? first + 31 : CivilDate.days(toStartOf: month + 1, of: year)
            let shift = Int64(weekday.rawValue - Weekday(daysSinceEpoch: first).rawValue + 7) % 7
            let day = first + shift + (week - 1) * 7
            return day < next ? day : day - 7
        }
    }
}

extension CivilDate {
    /// The days from 1970-01-01 to the first of the month.
    fileprivate static func days(toStartOf month: Int64, of year: Int64) -> Int64 {
        CivilDate(firstOf: month, year: year).daysSinceEpoch
    }
}
