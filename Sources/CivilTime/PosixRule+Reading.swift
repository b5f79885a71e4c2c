extension PosixRule {
    /// Reads `CET-1CEST,M3.5.0,M10.5.0/3`, `<+07>-7`, `EST5EDT,0/0,J365/25`. Nil for anything else, daylight saving
    /// without dates included: POSIX leaves those to the system, and a compiled file always states them.
    init?(bytes: [UInt8]) {
        var scanner = DigitScanner(bytes: bytes)
        guard let name = scanner.zoneAbbreviation(), let offset = scanner.zoneOffset() else { return nil }
        standard = LocalTimeType(offsetSeconds: offset, isDaylightSaving: false, abbreviation: name)
        if scanner.isAtEnd {
            daylight = nil
            return
        }
        guard let daylight = scanner.daylight(standardOffset: offset), scanner.isAtEnd else { return nil }
        self.daylight = daylight
    }
}

extension DigitScanner {
    fileprivate mutating func daylight(standardOffset: Int64) -> PosixRule.Daylight? {
        guard let name = zoneAbbreviation() else { return nil }
        var offset = standardOffset + 3600
        if peeked != UInt8(ascii: ",") {
            guard let stated = zoneOffset() else { return nil }
            offset = stated
        }
        guard take(","), let start = change(), take(","), let end = change() else { return nil }
        let type = LocalTimeType(offsetSeconds: offset, isDaylightSaving: true, abbreviation: name)
        return PosixRule.Daylight(type: type, start: start, end: end)
    }

    /// Three letters or more, or letters, digits and signs between angle brackets.
    fileprivate mutating func zoneAbbreviation() -> String? {
        let isQuoted = take("<")
        let name = take(while: { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
            default: false
            }
        })
        guard (3...16).contains(name.count), !isQuoted || take(">") else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    /// `[+-]hh[:mm[:ss]]`, up to 24 hours. POSIX counts west of Greenwich; the result counts east.
    fileprivate mutating func zoneOffset() -> Int64? {
        guard let west = signedTime(hoursMax: 24) else { return nil }
        return -west
    }

    /// A date and the time on the wall, which is 02:00 unless stated.
    fileprivate mutating func change() -> PosixRule.Change? {
        guard let day = day() else { return nil }
        guard take("/") else { return PosixRule.Change(day: day, timeSeconds: 7200) }
        guard let time = signedTime(hoursMax: 167) else { return nil }
        return PosixRule.Change(day: day, timeSeconds: time)
    }

    private mutating func day() -> PosixRule.Day? {
        if take("J") {
            guard let day = digits(upTo: 3), (1...365).contains(day) else { return nil }
            return .julianWithoutLeapDay(day)
        }
        if take("M") {
            guard let month = digits(upTo: 2), (1...12).contains(month), take("."),
                let week = digits(upTo: 1), (1...5).contains(week), take("."),
                let day = digits(upTo: 1), (0...6).contains(day)
            else { return nil }
            // POSIX counts from Sunday = 0; 1970-01-04 was one.
            return .weekday(month: month, week: week, weekday: Weekday(daysSinceEpoch: 3 + day))
        }
        guard let day = digits(upTo: 3), (0...365).contains(day) else { return nil }
        return .dayOfYear(day)
    }

    private mutating func signedTime(hoursMax: Int64) -> Int64? {
        let sign: Int64 = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = digits(upTo: 3), hours <= hoursMax else { return nil }
        var seconds = hours * 3600
        for unit: Int64 in [60, 1] where take(":") {
            guard let count = digits(upTo: 2), count < 60 else { return nil }
            seconds += count * unit
        }
        return sign * seconds
    }
}
