internal import CivilTime

/// The part of RRULE (RFC 5545 section 3.3.10) that rosters use: every so many days, weeks or months, in weeks on given
/// days, for a number of times or until a time.
struct RecurrenceRule: Hashable, Sendable {
    let frequency: Frequency
    let interval: Int64
    let end: End
    /// For weeks only; empty for the weekday of the start.
    let days: Set<Weekday>
    /// Weeks begin on it, which matters when only every second week counts.
    let weekStart: Weekday

    enum Frequency: String, Hashable, Sendable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
    }

    enum End: Hashable, Sendable {
        case never
        case count(Int)
        /// Itself included.
        case until(CalendarTime)
    }

    /// - Throws: `unsupported` for the parts of the standard that are not understood, by their names.
    init(_ line: ContentLine, zone: TimeZoneRules) throws(CalendarError) {
        var parts: [String: String] = [:]
        for part in line.value.split(separator: ";", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = sides[0].uppercased()
            guard sides.count == 2, parts.updateValue(String(sides[1]).uppercased(), forKey: key) == nil else {
                throw .malformedValue(line: line.number, property: "RRULE")
            }
            guard ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"].contains(key) else {
                throw .unsupported(line: line.number, what: "RRULE with \(key)")
            }
        }
        guard let word = parts["FREQ"] else { throw .malformedValue(line: line.number, property: "RRULE") }
        guard let frequency = Frequency(rawValue: word) else {
            throw .unsupported(line: line.number, what: "RRULE with FREQ=\(word)")
        }
        guard frequency == .weekly || parts["BYDAY"] == nil else {
            throw .unsupported(line: line.number, what: "BYDAY with FREQ=\(word)")
        }
        self.frequency = frequency
        interval = Int64(try Self.number(parts["INTERVAL"], upTo: OnCallLimits.recurrenceIntervalMax, line) ?? 1)
        end = try Self.end(count: parts["COUNT"], until: parts["UNTIL"], line, zone)
        days = try Self.days(parts["BYDAY"], line)
        weekStart =
            try parts["WKST"].map { (text: String) throws(CalendarError) in try Self.day(text[...], line) } ?? .monday
    }

    private static func number(_ text: String?, upTo max: Int, _ line: ContentLine) throws(CalendarError) -> Int? {
        guard let text else { return nil }
        guard (1...9).contains(text.utf8.count), let value = CalendarTime.digits(text.utf8), value >= 1 else {
            throw .malformedValue(line: line.number, property: "RRULE")
        }
        guard value <= max else { throw .tooManyValues(line: line.number, property: "RRULE") }
        return Int(value)
    }

    private static func end(
        count: String?, until: String?, _ line: ContentLine, _ zone: TimeZoneRules
    ) throws(CalendarError) -> End {
        guard count == nil || until == nil else { throw .malformedValue(line: line.number, property: "RRULE") }
        if let count = try number(count, upTo: OnCallLimits.recurrenceCountMax, line) { return .count(count) }
        guard let until else { return .never }
        guard let time = CalendarTime(until[...], isDate: until.utf8.count == 8, zone: zone) else {
            throw .malformedValue(line: line.number, property: "RRULE")
        }
        return .until(time)
    }

    private static func days(_ text: String?, _ line: ContentLine) throws(CalendarError) -> Set<Weekday> {
        guard let text else { return [] }
        var days: Set<Weekday> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if part.utf8.count > 2 { throw .unsupported(line: line.number, what: "BYDAY=\(part)") }
            days.insert(try day(part, line))
        }
        return days
    }

    private static func day(_ text: Substring, _ line: ContentLine) throws(CalendarError) -> Weekday {
        guard let index = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].firstIndex(of: text) else {
            throw .malformedValue(line: line.number, property: "RRULE")
        }
        return Weekday.allCases[index]
    }
}

extension RecurrenceRule {
    /// The dates on which events begin, from the first one on, rising, without end: bounds are the caller's business. A
    /// rule without a count may leave out dates long before `earliest`.
    struct Dates: Sequence, IteratorProtocol {
        private let rule: RecurrenceRule
        private let first: CivilDate
        /// The period that is next, from that of the first date.
        private var period: Int64
        private var pending: [CivilDate] = []

        init(_ rule: RecurrenceRule, from first: CivilDate, earliest: CivilDate) {
            self.rule = rule
            self.first = first
            // Where nothing is counted, what is long past need not be walked through.
            if case .count = rule.end {
                period = 0
            } else {
                let days = Swift.max(0, earliest.daysSinceEpoch - first.daysSinceEpoch)
                period = Swift.max(0, days / (rule.longestStepDays * rule.interval) - 1)
            }
        }

        mutating func next() -> CivilDate? {
            // No month is missing in all of eight years; a week has a day left in at most two steps.
            for _ in 0..<100 where pending.isEmpty {
                pending = datesOfPeriod()
                period += 1
            }
            return pending.isEmpty ? nil : pending.removeFirst()
        }

        private func datesOfPeriod() -> [CivilDate] {
            let step = period * rule.interval
            switch rule.frequency {
            case .daily: return [first.adding(days: step)]
            case .weekly:
                let days = rule.days.isEmpty ? [first.weekday] : rule.days
                let week = first.adding(days: -rule.daysIntoWeek(first.weekday) + 7 * step)
                return days.map { week.adding(days: rule.daysIntoWeek($0)) }.filter { $0 >= first }.sorted()
            case .monthly:
                // A month without that day has no event (section 3.3.10), unlike a rotation, which takes its last day.
                let date = first.adding(months: step)
                return date.day == first.day ? [date] : []
            }
        }
    }

    /// At least as long as any one step, in days.
    private var longestStepDays: Int64 {
        switch frequency {
        case .daily: 1
        case .weekly: 7
        case .monthly: 31
        }
    }

    private func daysIntoWeek(_ day: Weekday) -> Int64 { Int64(day.rawValue - weekStart.rawValue + 7) % 7 }
}
