/// A date of the proleptic Gregorian calendar.
package struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let year: Int64
    /// 1 to 12.
    package let month: Int64
    /// 1 to 31, valid for the month.
    package let day: Int64

    /// Years beyond these are refused, so that no arithmetic on dates can overflow.
    package static let yearMax: Int64 = 1_000_000_000

    /// Nil when the month has no such day, or the year is beyond `yearMax` either way.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard (-Self.yearMax...Self.yearMax).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date that many days after 1970-01-01, by the era arithmetic of 400-year cycles of 146,097 days.
    package init(daysSinceEpoch days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    package var daysSinceEpoch: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// `2026-03-29`.
    package var description: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }

    fileprivate static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate {
    /// Reads `2026-03-29`: four, two and two digits, a date that exists.
    package init?(text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), scanner.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var weekday: Weekday { Weekday(daysSinceEpoch: daysSinceEpoch) }

    /// That many days later; earlier when negative. Stays within the representable years.
    package func adding(days: Int64) -> CivilDate {
        let daysMax: Int64 = 365_000_000_000
        let sum = daysSinceEpoch + min(max(days, -daysMax), daysMax)
        return CivilDate(daysSinceEpoch: min(max(sum, -daysMax), daysMax))
    }

    /// The same day that many calendar months later, or the last day of that month when it is shorter: 31 January and
    /// one month is 28 February. Count every step from the first date, never from a result that was already cut.
    package func adding(months: Int64) -> CivilDate {
        let monthsMax = 12 * Self.yearMax
        let step = min(max(months, -monthsMax), monthsMax)
        let sum = min(max(year * 12 + month - 1 + step, -monthsMax), monthsMax)
        let monthIndex = ((sum % 12) + 12) % 12
        let newYear = (sum - monthIndex) / 12
        let newMonth = monthIndex + 1
        let newDay = min(day, Self.days(inMonth: newMonth, of: newYear))
        return CivilDate(valid: newYear, newMonth, newDay)
    }

    /// The first of a month from 1 to 12, in any year that arithmetic on instants reaches.
    init(firstOf month: Int64, year: Int64) { self.init(valid: year, month, 1) }

    private init(valid year: Int64, _ month: Int64, _ day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }
}
