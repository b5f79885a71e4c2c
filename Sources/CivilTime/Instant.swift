// CivilTime: zones, calendars, due times.
//
// What it is for: due times decide who is woken, so the arithmetic lives in one pure room. It imports nothing, reads no
// clock and no file: the bytes of a zone and the text of a table are arguments, so that the operating system's updates
// of the time zone database reach a daemon without a new build, and tests can use any world they like.
//
// The parts, and how they hand over:
// - `Instant` is absolute, `Elapsed` a physical duration. Timers, delays and duty clocks know nothing else.
// - `CivilDate`, `TimeOfDay`, `CivilDateTime` and `Weekday` are what a calendar and a clock on the wall show. They are
//   no instants until a zone resolves them.
// - `ZoneNames` says which zone a name in the settings means; `TimeZoneRules` reads that zone's file and joins the two
//   worlds: what the wall shows at an instant, and which instants a wall time names (one, none, or two).
// - `BusinessCalendar` has a zone, `BusinessHours` and holidays, and counts business time.
// - `Span` is what a rule says ("within 4 business hours"), and turns a start into a due instant by all of the above.

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z without leap seconds (POSIX time).
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The first and the last instant that RFC 3339 can write: of the years 0000 and 9999, in UTC.
    package static let earliest = Instant(milliseconds: -62_167_219_200_000)
    package static let latest = Instant(milliseconds: 253_402_300_799_999)

    /// Never leaves what can be written and read again: beyond `earliest` and `latest` it stays there.
    package static func + (instant: Instant, elapsed: Elapsed) -> Instant {
        let (sum, overflow) = instant.milliseconds.addingReportingOverflow(elapsed.milliseconds)
        let bounded = overflow ? (elapsed.milliseconds < 0 ? Int64.min : .max) : sum
        return Instant(milliseconds: bounded).writable
    }

    /// This instant, or the nearest that can be written.
    package var writable: Instant { min(max(self, .earliest), .latest) }

    package static func - (instant: Instant, elapsed: Elapsed) -> Instant {
        instant + Elapsed(milliseconds: 0 &- elapsed.milliseconds)
    }

    /// The time from `earlier` to this instant. Negative when `earlier` is later.
    package func since(_ earlier: Instant) -> Elapsed {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return Elapsed(milliseconds: overflow ? (milliseconds < 0 ? .min : .max) : difference)
    }

    package var description: String { rfc3339 }
}

extension Instant {
    /// RFC 3339 in UTC, with milliseconds only when there are any: `2026-03-10T02:00:00Z`, `2026-03-10T02:00:00.250Z`.
    package var rfc3339: String {
        let civil = CivilDateTime(naiveMilliseconds: milliseconds)
        guard self == writable else { return "\(civil)Z" }
        // Every entry and notice holds several of these, so it is written digit by digit.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        func append(_ value: Int64, digits: Int64, _ separator: Character?) {
            var unit: Int64 = digits == 4 ? 1000 : digits == 3 ? 100 : 10
            while unit > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(value / unit % 10))
                unit /= 10
            }
            if let separator = separator?.asciiValue { bytes.append(separator) }
        }
        append(civil.date.year, digits: 4, "-")
        append(civil.date.month, digits: 2, "-")
        append(civil.date.day, digits: 2, "T")
        let millisecond = ((milliseconds % 86_400_000) + 86_400_000) % 86_400_000
        append(millisecond / 3_600_000, digits: 2, ":")
        append(millisecond / 60_000 % 60, digits: 2, ":")
        append(millisecond / 1000 % 60, digits: 2, nil)
        if millisecond % 1000 > 0 {
            bytes.append(UInt8(ascii: "."))
            append(millisecond % 1000, digits: 3, nil)
        }
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads RFC 3339 section 5.6: date, `T`, time with seconds, optional fraction, and an offset, which is required.
    /// Fractions beyond milliseconds are cut. A leap second (`:60`) is the first instant of the next minute.
    /// Years 0000 to 9999, before and after the offset is taken off. Anything else, a time without offset included, is
    /// nil.
    package init?(rfc3339 text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), scanner.take("T") || scanner.take("t"),
            let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2), scanner.take(":"),
            let second = scanner.digits(2),
            let date = CivilDate(year: year, month: month, day: day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if scanner.take(".") {
            guard let value = scanner.fractionInMilliseconds() else { return nil }
            fraction = value
        }
        guard let offsetMinutes = scanner.offset(), scanner.isAtEnd else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offsetMinutes * 60
        let instant = Instant(milliseconds: seconds * 1000 + fraction)
        guard instant == instant.writable else { return nil }
        self = instant
    }
}
