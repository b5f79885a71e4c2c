/// The distance from a start to a due time, as a rule states it. Negative spans lie before their start ("two days
/// before the window").
package enum Span: Hashable, Sendable, CustomStringConvertible {
    /// Physical time, whatever the calendar does: `PT72H`, `P30D` (days of 24 hours).
    case elapsed(Elapsed)
    /// Calendar months: the same day and time on the wall of a zone, or the last day of a shorter month: `P1M`, `P1Y`.
    case months(Int)
    /// Time in which an office is open, in whole minutes: `4bh`, `90bm`.
    case business(Elapsed)

    /// The most months a text may state: 100 years, as for elapsed time.
    package static let monthsMax: Int64 = 1200
    /// The most business time a text may state: five years of office hours.
    package static let businessHoursMax: Int64 = 10_000

    /// Reads `PT15M`, `P2D`, `P1M`, `P1Y6M`, `4bh`, `90bm`, each with `-` in front for "before". Months and days do not
    /// mix.
    package init?(text: String) {
        let isNegative = text.hasPrefix("-")
        let rest = isNegative ? String(text.dropFirst()) : text
        guard
            let span = Self.months(text: rest) ?? Self.business(text: rest) ?? Elapsed(iso8601: rest).map(Span.elapsed)
        else { return nil }
        self = isNegative ? span.negated : span
    }

    /// Reads as the same span.
    package var text: String {
        switch self {
        case .elapsed(let elapsed):
            return elapsed.iso8601
        case .months(let count):
            let years = count.magnitude / 12
            let months = count.magnitude % 12
            return (count < 0 ? "-P" : "P") + (years > 0 ? "\(years)Y" : "")
                + (months > 0 || years == 0 ? "\(months)M" : "")
        case .business(let elapsed):
            let minutes = elapsed.wholeMinutes
            let size = minutes % 60 == 0 ? "\(minutes / 60)bh" : "\(minutes)bm"
            return (elapsed < .zero ? "-" : "") + size
        }
    }

    package var description: String { text }

    /// For people: `4 business hours`, `1 month`, `72 h`, `2 d before`.
    package var inWords: String {
        if isBefore { return negated.inWords(hoursMax: 0) + " before" }
        // Laws and agreements count hours up to three days (24 h, 48 h, 72 h), so those are not turned into days.
        return inWords(hoursMax: 72)
    }

    /// Whether the span leads to the time before its start.
    package var isBefore: Bool {
        switch self {
        case .elapsed(let elapsed), .business(let elapsed): elapsed < .zero
        case .months(let count): count < 0
        }
    }

    /// Twice as long, for "within twice its response time".
    package var doubled: Span {
        switch self {
        case .elapsed(let elapsed): .elapsed(elapsed.doubled)
        case .business(let elapsed): .business(elapsed.doubled)
        case .months(let count): .months(count.multipliedReportingOverflow(by: 2).overflow ? count : count * 2)
        }
    }

    /// The due instant. Nil only for business time without a calendar, or with one that stays closed (see
    /// `BusinessCalendar.add`). Months are counted on the wall of `zone`; where clocks skip the result, it is due at
    /// the first instant after the gap, and where it comes twice, at the first.
    package func due(from start: Instant, zone: TimeZoneRules, calendar: BusinessCalendar?) -> Instant? {
        switch self {
        case .elapsed(let elapsed): return start + elapsed
        case .business(let elapsed): return calendar?.add(elapsed, to: start)?.writable
        case .months(let count):
            let local = zone.civil(at: start)
            return zone.start(of: CivilDateTime(local.date.adding(months: Int64(count)), local.time)).writable
        }
    }
}

extension Span {
    private var negated: Span {
        switch self {
        case .elapsed(let elapsed): .elapsed(elapsed.negated)
        case .business(let elapsed): .business(elapsed.negated)
        case .months(let count): .months(count == .min ? .max : -count)
        }
    }

    /// `P1M`, `P1Y`, `P1Y6M`; nil for nothing at all and for what has days.
    private static func months(text: String) -> Span? {
        var scanner = DigitScanner(text)
        guard scanner.take("P"), var count = scanner.digits(upTo: 4) else { return nil }
        var isComplete = scanner.take("M")
        if !isComplete, scanner.take("Y") {
            count *= 12
            isComplete = true
            if !scanner.isAtEnd {
                guard let months = scanner.digits(upTo: 4), scanner.take("M") else { return nil }
                count += months
            }
        }
        guard isComplete, scanner.isAtEnd, (1...monthsMax).contains(count) else { return nil }
        return .months(Int(count))
    }

    private static func business(text: String) -> Span? {
        var scanner = DigitScanner(text)
        guard let count = scanner.digits(upTo: 6), scanner.take("b") else { return nil }
        let minutes = scanner.take("h") ? count * 60 : scanner.take("m") ? count : 0
        guard scanner.isAtEnd, (1...businessHoursMax * 60).contains(minutes) else { return nil }
        return .business(.minutes(minutes))
    }

    private func inWords(hoursMax: Int64) -> String {
        switch self {
        case .elapsed(let elapsed):
            let hours = elapsed.milliseconds / 3_600_000
            let isWhole = elapsed.milliseconds % 3_600_000 == 0
            return isWhole && (1...max(1, hoursMax)).contains(hours) ? "\(hours) h" : elapsed.inWords
        case .months(let count):
            let (size, unit) = count % 12 == 0 && count != 0 ? (count / 12, "year") : (count, "month")
            return Self.counted(UInt64(size.magnitude), unit)
        case .business(let elapsed):
            let minutes = elapsed.wholeMinutes
            let parts = [(minutes / 60, "business hour"), (minutes % 60, minutes < 60 ? "business minute" : "minute")]
            let words = parts.filter { $0.0 > 0 }.map { Self.counted($0.0, $0.1) }
            return words.isEmpty ? "0 business hours" : words.joined(separator: " ")
        }
    }

    private static func counted(_ count: UInt64, _ unit: String) -> String {
        "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
}

extension Elapsed {
    fileprivate var doubled: Elapsed {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 2)
        return Elapsed(milliseconds: overflow ? (milliseconds < 0 ? .min : .max) : product)
    }

    /// The size in minutes; a begun minute counts, so that a written span is never shorter than the real one.
    fileprivate var wholeMinutes: UInt64 { (milliseconds.magnitude + 59_999) / 60_000 }
}
