package import CivilTime

/// When a maintenance window comes again: on which days, from when to when on the wall of a zone.
///
/// The day is the one on which it begins; an end that is not after the start is on the next day. Where clocks are put
/// forward over a start or an end, it is the first instant after the gap; where a time comes twice, it begins at the
/// first and ends at the last. What is left without length is no window.
package struct WindowRecurrence: Hashable, Sendable {
    /// On which days it begins.
    package enum Days: Hashable, Sendable {
        case weekly(Set<Weekday>)
        /// 1 to 31; in shorter months the last day.
        case monthly(day: Int64)
        case monthlyWeekday(Ordinal, Weekday)
    }

    /// Which of a month's Mondays. A fifth does not come every month and cannot be asked for.
    package enum Ordinal: String, CaseIterable, Sendable {
        case first, second, third, fourth, last
    }

    /// On which days it begins.
    package let days: Days
    /// When it begins on the wall of `zone`; before 24:00, in whole seconds.
    package let from: TimeOfDay
    /// When it ends, on the next day unless it is after `from`. Never the same as `from`.
    package let to: TimeOfDay
    /// Whose wall shows the times.
    package let zone: TimeZoneRules
    /// Never active before.
    package let since: Instant?
    /// Never active from then on.
    package let until: Instant?

    /// Makes a recurrence; see the properties for what is accepted.
    package init(
        _ days: Days, from: TimeOfDay, to: TimeOfDay, zone: TimeZoneRules, since: Instant? = nil,
        until: Instant? = nil
    ) throws(MaintenanceError) {
        switch days {
        case .weekly(let weekdays): if weekdays.isEmpty { throw .noWeekday }
        case .monthly(let day): if !(1...31).contains(day) { throw .noSuchDay(day) }
        case .monthlyWeekday: break
        }
        guard from != to, from != .endOfDay else { throw .noLength }
        guard from.milliseconds % 1000 == 0, to.milliseconds % 1000 == 0 else { throw .fractionOfSecond }
        if let since, let until, since >= until { throw .endsBeforeStart(starts: since, ends: until) }
        self.days = days
        self.from = from
        self.to = to
        self.zone = zone
        self.since = since
        self.until = until
    }

    /// The occurrence that holds the instant; of two that overlap, the one that ends later. Half-open.
    package func span(at instant: Instant) -> Range<Instant>? {
        let today = zone.civil(at: instant).date
        var found: Range<Instant>?
        var date = firstDate(onOrAfter: today.adding(days: -Self.daysBack))
        // A day's time never comes before the day does, but where clocks are put back at midnight the day before comes
        // again.
        while date <= today.adding(days: 1) {
            if let span = span(on: date), span.contains(instant),
                span.upperBound > found?.upperBound ?? .earliest
            {
                found = span
            }
            date = firstDate(onOrAfter: date.adding(days: 1))
        }
        return found
    }

    /// The first occurrence that starts after the instant; nil when none does, or when clocks swallow one after
    /// another.
    package func next(after instant: Instant) -> Range<Instant>? {
        let base = max(instant, since ?? instant)
        var date = firstDate(onOrAfter: zone.civil(at: base).date.adding(days: -Self.daysBack))
        for _ in 0..<NoiseLimits.occurrencesSearchedMax {
            if let span = span(on: date), span.lowerBound > instant { return span }
            date = firstDate(onOrAfter: date.adding(days: 1))
        }
        return nil
    }

    /// One day for midnight, one for the longest gap (Samoa skipped 30 December 2011), and one to spare.
    private static let daysBack: Int64 = 3
}

extension WindowRecurrence {
    /// The occurrence that begins on that day, within `since` and `until`.
    private func span(on date: CivilDate) -> Range<Instant>? {
        let start = max(zone.start(of: CivilDateTime(date, from)), since ?? .earliest)
        let lastDate = to > from ? date : date.adding(days: 1)
        let end = min(zone.end(of: CivilDateTime(lastDate, to)), until ?? .latest)
        return start < end ? start..<end : nil
    }

    private func firstDate(onOrAfter date: CivilDate) -> CivilDate {
        guard case .weekly(let weekdays) = days else {
            let day = monthlyDate(inMonthOf: date)
            return day >= date ? day : monthlyDate(inMonthOf: date.firstOfMonth.adding(months: 1))
        }
        var date = date
        for _ in 1..<7 where !weekdays.contains(date.weekday) { date = date.adding(days: 1) }
        return date
    }

    private func monthlyDate(inMonthOf date: CivilDate) -> CivilDate {
        let first = date.firstOfMonth
        let last = first.adding(months: 1).adding(days: -1)
        switch days {
        case .weekly: return date
        case .monthly(let day): return min(first.adding(days: day - 1), last)
        case .monthlyWeekday(.last, let weekday):
            return last.adding(days: -weekday.days(until: last.weekday))
        case .monthlyWeekday(let ordinal, let weekday):
            return first.adding(days: first.weekday.days(until: weekday) + 7 * ordinal.weeks)
        }
    }
}

extension CivilDate {
    fileprivate var firstOfMonth: CivilDate { adding(days: 1 - day) }
}

extension Weekday {
    /// 0 to 6.
    fileprivate func days(until later: Weekday) -> Int64 { Int64((later.rawValue - rawValue + 7) % 7) }
}

extension WindowRecurrence.Ordinal {
    /// Whole weeks after the first of its kind.
    fileprivate var weeks: Int64 {
        switch self {
        case .first, .last: 0
        case .second: 1
        case .third: 2
        case .fourth: 3
        }
    }
}
