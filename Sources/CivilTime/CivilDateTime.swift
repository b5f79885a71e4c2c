/// A date and a time as calendar and wall clock show them, in no zone. It is no instant: in a zone whose clocks change
/// it may name one instant, none, or two (`TimeZoneRules.resolve`).
package struct CivilDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let date: CivilDate
    /// Before 24:00.
    package let time: TimeOfDay

    /// 24:00 becomes 00:00 of the next date, so that one moment on the wall has one value.
    package init(_ date: CivilDate, _ time: TimeOfDay) {
        self.date = time == .endOfDay ? date.adding(days: 1) : date
        self.time = time == .endOfDay ? .midnight : time
    }

    /// Reads `2026-03-29T02:30` or `2026-03-29T02:30:15`. A text with an offset names an instant and is not read here.
    package init?(text: String) {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let date = CivilDate(text: String(parts[0])),
            let time = TimeOfDay(text: String(parts[1]))
        else { return nil }
        self.init(date, time)
    }

    package static func < (left: CivilDateTime, right: CivilDateTime) -> Bool {
        (left.date, left.time) < (right.date, right.time)
    }

    /// With seconds: `2026-03-29T02:30:00`, with milliseconds only when there are any.
    package var description: String { "\(date)T\(time.withSeconds)" }
}

extension CivilDateTime {
    /// What the wall would show that many milliseconds after 1970-01-01T00:00 if no clock were ever changed.
    init(naiveMilliseconds: Int64) {
        let dayMilliseconds: Int64 = 86_400_000
        let rest = naiveMilliseconds % dayMilliseconds
        let isNegative = rest < 0
        date = CivilDate(daysSinceEpoch: naiveMilliseconds / dayMilliseconds - (isNegative ? 1 : 0))
        time = TimeOfDay(valid: isNegative ? rest + dayMilliseconds : rest)
    }

    /// The inverse; at the ends of the range of instants it stays there.
    var naiveMilliseconds: Int64 {
        let days = date.daysSinceEpoch
        let (product, overflow) = days.multipliedReportingOverflow(by: 86_400_000)
        if overflow { return days < 0 ? .min : .max }
        let (sum, sumOverflow) = product.addingReportingOverflow(time.milliseconds)
        return sumOverflow ? .max : sum
    }
}
