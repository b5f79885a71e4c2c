import CivilTime
import OnCall

/// Reads in which hours of the week a layer counts.
struct RestrictionReader {
    static let keys = ["days", "from", "to"]

    /// One bound of a window: a time, on each of the days or on one day of the week.
    private struct Bound {
        let day: Weekday?
        let time: TimeOfDay
    }

    func restrictions(_ value: Value, in zone: TimeZoneRules) -> Restrictions? {
        let windows = value.list(min: 1, max: OnCallLimits.windowsMax) { window($0) }
        guard let windows, !windows.isEmpty else { return nil }
        do throws(ScheduleError) {
            return try Restrictions(windows, zone: zone)
        } catch {
            value.log.addSentence(value.place, "\(error)")
            return nil
        }
    }

    private func window(_ value: Value) -> Restrictions.Window? {
        guard let fields = Fields(value, "a restriction", keys: Self.keys) else { return nil }
        let daysValue = fields.optional("days")
        let days =
            daysValue.map { $0.list(min: 1, max: WrittenWeekday.allCases.count) { $0.word(WrittenWeekday.self) } }
            ?? WrittenWeekday.allCases
        let start = fields.required("from").flatMap { bound($0) }
        let endValue = fields.required("to")
        let end = endValue.flatMap { bound($0) }
        guard let start, let end, let endValue, let days, !days.isEmpty else { return nil }
        let window: Restrictions.Window
        switch (start.day, end.day) {
        case (nil, nil):
            window = .daily(from: start.time, to: end.time, on: Set(days.map(\.weekday)))
        case (let first?, let last?):
            guard daysValue == nil else {
                daysValue?.problem(
                    "`from` and `to` name days as well", hint: "write either days, or the day with the time")
                return nil
            }
            window = .weekly(from: first, at: start.time, to: last, until: end.time)
        default:
            endValue.problem(
                "only one of `from` and `to` names a day",
                hint: "write both as in \"fri 17:00\", or both as in \"17:00\"")
            return nil
        }
        return isSound(window, value) ? window : nil
    }

    /// By itself, so that what is wrong with it is told where it stands.
    private func isSound(_ window: Restrictions.Window, _ value: Value) -> Bool {
        do throws(ScheduleError) {
            _ = try Restrictions([window], zone: .utc)
            return true
        } catch {
            value.log.addSentence(value.place, "\(error)")
            return false
        }
    }

    /// `17:00`, `fri 17:00`.
    private func bound(_ value: Value) -> Bound? {
        guard let text = value.scalar() else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let day = words.count == 2 ? WrittenWeekday(rawValue: words[0]) : nil
        guard words.count == 1 || day != nil, let time = TimeOfDay(text: words[words.count - 1]) else {
            value.problem(
                "\(code(text)) is no time for \(code(value.name))",
                hint: "write \"17:00\", or with a day \"fri 17:00\"; days: "
                    + WrittenWeekday.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        return Bound(day: day?.weekday, time: time)
    }
}
