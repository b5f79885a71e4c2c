/// A physical duration in milliseconds: timers, delays and duty clocks run in elapsed time, whatever the calendar does.
package struct Elapsed: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static let zero = Elapsed(milliseconds: 0)
    package static func milliseconds(_ count: Int64) -> Elapsed { Elapsed(milliseconds: count) }
    package static func seconds(_ count: Int64) -> Elapsed { Elapsed(milliseconds: count * 1000) }
    package static func minutes(_ count: Int64) -> Elapsed { seconds(count * 60) }
    package static func hours(_ count: Int64) -> Elapsed { minutes(count * 60) }

    package static func < (left: Elapsed, right: Elapsed) -> Bool { left.milliseconds < right.milliseconds }

    package var description: String { iso8601 }
}

extension Elapsed {
    /// Reads an ISO 8601 duration of weeks, days (of 24 hours), hours, minutes and seconds: `PT15M`, `PT1H30M`, `P30D`,
    /// `P1W`, `PT0.5S`. Years and months have no fixed length and are refused, as are empty designators. At most 100
    /// years.
    package init?(iso8601 text: String) {
        var scanner = DigitScanner(text)
        guard scanner.take("P") else { return nil }
        var total: Int64 = 0
        var isTime = scanner.take("T")
        var lastRank = isTime ? 1 : -1
        var count = 0
        while !scanner.isAtEnd {
            if !isTime, scanner.take("T") {
                isTime = true
                lastRank = max(lastRank, 1)
                if scanner.isAtEnd { return nil }
            }
            guard let value = scanner.digits(upTo: 9) else { return nil }
            if isTime, scanner.take(".") {
                guard let fraction = scanner.fractionInMilliseconds(), scanner.take("S"), scanner.isAtEnd else {
                    return nil
                }
                total += value * 1000 + fraction
                count += 1
                break
            }
            guard let (rank, unit) = scanner.unit(isTime: isTime), rank > lastRank else { return nil }
            lastRank = rank
            total += value * unit
            count += 1
        }
        guard count > 0, total <= 36_525 * 86_400_000 else { return nil }
        self.init(milliseconds: total)
    }

    /// The shortest ISO 8601 form: `PT15M`, `P1DT2H`, `PT0.25S`.
    package var iso8601: String {
        var rest = milliseconds.magnitude
        func take(_ unit: UInt64) -> UInt64 {
            defer { rest %= unit }
            return rest / unit
        }
        let days = take(86_400_000)
        let hours = take(3_600_000)
        let minutes = take(60_000)
        let seconds = rest / 1000
        let fraction = rest % 1000
        var time = ""
        if hours > 0 { time += "\(hours)H" }
        if minutes > 0 { time += "\(minutes)M" }
        if fraction > 0 {
            var digits = String(fraction)
            digits = String(repeating: "0", count: 3 - digits.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
            time += "\(seconds).\(digits)S"
        } else if seconds > 0 {
            time += "\(seconds)S"
        }
        let sign = milliseconds < 0 ? "-" : ""
        if days == 0, time.isEmpty { return "PT0S" }
        return sign + "P" + (days > 0 ? "\(days)D" : "") + (time.isEmpty ? "" : "T" + time)
    }

    /// The duration in words, with at most two units: `15 min`, `1 h 30 min`, `2 d`, `1.5 s`.
    package var inWords: String {
        let total = milliseconds.magnitude
        let seconds = total / 1000
        let units: [(UInt64, String)] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")]
        guard seconds >= 10 else {
            return total % 1000 == 0 ? "\(seconds) s" : "\(Double(total / 100) / 10) s"
        }
        var rest = seconds
        var words: [String] = []
        for (size, name) in units where rest >= size && words.count < 2 {
            words.append("\(rest / size) \(name)")
            rest %= size
        }
        return words.joined(separator: " ")
    }
}

extension DigitScanner {
    /// A designator with its rank, so that the order can be checked, and its length in milliseconds.
    fileprivate mutating func unit(isTime: Bool) -> (rank: Int, milliseconds: Int64)? {
        if isTime {
            if take("H") { return (2, 3_600_000) }
            if take("M") { return (3, 60_000) }
            if take("S") { return (4, 1000) }
        } else {
            if take("W") { return (0, 7 * 86_400_000) }
            if take("D") { return (1, 86_400_000) }
        }
        return nil
    }
}
