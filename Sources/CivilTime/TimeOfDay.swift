/// What the clock on the wall shows: 00:00 to 24:00, in milliseconds since it showed midnight. 24:00 is the end of a
/// day and stands only where something ends (`Fri 18:00-24:00`).
package struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 0 to 86,400,000.
    package let milliseconds: Int64

    package static let midnight = TimeOfDay(valid: 0)
    package static let endOfDay = TimeOfDay(valid: 86_400_000)

    /// Nil beyond a day.
    package init?(milliseconds: Int64) {
        guard (0...86_400_000).contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// Nil for what no clock shows; 24:00:00 is allowed.
    package init?(hour: Int64, minute: Int64, second: Int64 = 0) {
        guard (0...24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        self.init(milliseconds: (hour * 3600 + minute * 60 + second) * 1000)
    }

    /// Reads `09:00`, `09:00:30`, or `24:00`: two digits each.
    package init?(text: String) {
        var scanner = DigitScanner(text)
        guard let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2) else { return nil }
        var second: Int64 = 0
        if scanner.take(":") {
            guard let digits = scanner.digits(2) else { return nil }
            second = digits
        }
        guard scanner.isAtEnd else { return nil }
        self.init(hour: hour, minute: minute, second: second)
    }

    init(valid milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.milliseconds < right.milliseconds }

    package var hour: Int64 { milliseconds / 3_600_000 }
    package var minute: Int64 { milliseconds / 60_000 % 60 }
    package var second: Int64 { milliseconds / 1000 % 60 }

    /// The shortest form that says it all: `09:00`, `09:00:30`, `09:00:30.250`.
    package var description: String {
        milliseconds % 60_000 == 0 ? "\(hour.padded(2)):\(minute.padded(2))" : withSeconds
    }

    /// `09:00:00`, with milliseconds only when there are any, as RFC 3339 writes it.
    var withSeconds: String {
        let fraction = milliseconds % 1000
        return "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))"
            + (fraction == 0 ? "" : "." + fraction.padded(3))
    }
}
