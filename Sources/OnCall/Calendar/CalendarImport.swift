package import CivilTime

/// Shifts read from somebody's calendar (RFC 5545), with recurrences written out over a range.
///
/// Wall times are read as the standard says and not as a rotation's are: one that clocks skip is read by the offset in
/// force before the gap. Each shift records where that happened.
package struct CalendarImport: Hashable, Sendable {
    /// By start, then by person; those that meet the range, not cut at its ends.
    package let shifts: [CustomShift]
    /// Events that are cancelled. They were passed over.
    package let cancelledCount: Int
    /// Events that do not meet the range.
    package let outsideCount: Int

    /// Reads all or nothing. The time taken is bounded by the limits, whatever the bytes are.
    /// - Parameters:
    ///   - bytes: UTF-8, at most `OnCallLimits.calendarBytesMax`.
    ///   - start: where recurrences begin to be written out; at most `OnCallLimits.expansionMax` before `end`.
    ///   - floatingZone: of times without a zone, and of dates.
    ///   - zone: the rules by the name that a TZID has; the calendar's own VTIMEZONE is not read.
    ///   - person: whom an event means; nil when nobody is known by what it says.
    package init(
        reading bytes: [UInt8], from start: Instant, to end: Instant, floatingZone: TimeZoneRules,
        zone: (String) -> TimeZoneRules?, person: (CalendarPerson) -> PersonID?
    ) throws(CalendarError) {
        do throws(ScheduleError) {
            try Schedule.checkRange(start, end)
        } catch {
            throw .range(error)
        }
        self = try withoutActuallyEscaping(zone) { (zone) throws(CalendarError) -> CalendarImport in
            try CalendarImport(
                events: CalendarEvent.events(of: ContentLine.lines(of: bytes)), range: start..<end,
                zones: CalendarZones(floating: floatingZone, named: zone), person: person)
        }
    }

    private init(
        events: [CalendarEvent], range: Range<Instant>, zones: CalendarZones, person: (CalendarPerson) -> PersonID?
    ) throws(CalendarError) {
        var shifts: [CustomShift] = []
        var cancelledCount = 0
        var outsideCount = 0
        var steps = 0
        for event in events {
            if event.isCancelled {
                cancelledCount += 1
                continue
            }
            guard let who = person(event.person) else { throw .unknownPerson(line: event.line, event: event.person) }
            let occurrences = try event.occurrences(meeting: range, zones, steps: &steps)
            if occurrences.isEmpty { outsideCount += 1 }
            shifts += occurrences.map { occurrence in
                CustomShift(
                    start: occurrence.start, end: occurrence.end, person: who,
                    origin: .calendar(uid: event.uid, skippedTimes: occurrence.skippedTimes))
            }
            guard shifts.count <= OnCallLimits.customShiftsMax else { throw .tooManyOccurrences(line: event.line) }
        }
        self.shifts = shifts.sorted { ($0.start, $0.person, $0.end) < ($1.start, $1.person, $1.end) }
        self.cancelledCount = cancelledCount
        self.outsideCount = outsideCount
    }

    /// The shifts as a layer's plan.
    /// - Throws: when there are none, and when two overlap.
    package func customShifts() throws(ScheduleError) -> CustomShifts { try CustomShifts(shifts) }

    /// The shifts as overrides, named after the event and the start.
    /// - Parameter change: what the shift of a person means; by itself, that they are on call beside the others.
    package func overrides(
        madeBy: PersonID, reason: String, change: (CustomShift) -> Override.Change = { .add($0.person) }
    ) throws(ScheduleError) -> [Override] {
        var overrides: [Override] = []
        for shift in shifts {
            guard case .calendar(let uid, _) = shift.origin else { continue }
            overrides.append(
                try Override(
                    id: OverrideID("\(uid)/\(shift.start)/\(shift.person)"), start: shift.start, end: shift.end,
                    change: change(shift), madeBy: madeBy, reason: reason))
        }
        return overrides
    }
}

/// One time at which an event takes place.
private struct Occurrence {
    let start: Instant
    let end: Instant
    let skippedTimes: [CivilDateTime]

    /// Nil when clocks leave nothing of it.
    init?(_ start: CalendarTime, _ length: EventLength) {
        var skipped = start.isSkipped ? [start.local] : []
        self.start = start.instant
        switch length {
        case .exact(let elapsed): end = start.instant + elapsed
        case .days(let days):
            let last = start.moved(to: start.local.date.adding(days: days))
            if last.isSkipped { skipped.append(last.local) }
            end = last.instant
        case .nominal(let duration):
            let last = start.moved(to: start.local.date.adding(days: duration.days))
            if duration.days > 0, last.isSkipped { skipped.append(last.local) }
            end = last.instant + duration.exact
        }
        guard self.start < end else { return nil }
        skippedTimes = skipped
    }

    func meets(_ range: Range<Instant>) -> Bool { start < range.upperBound && range.lowerBound < end }
}

extension CalendarEvent {
    fileprivate func occurrences(
        meeting range: Range<Instant>, _ zones: CalendarZones, steps: inout Int
    ) throws(CalendarError) -> [Occurrence] {
        let start = try start(zones)
        let length = try length(from: start, zones)
        guard let ruleLine = single["RRULE"] else {
            guard exceptions.isEmpty else {
                throw .unsupported(line: exceptions[0].number, what: "EXDATE without RRULE")
            }
            return Occurrence(start, length).map { $0.meets(range) ? [$0] : [] } ?? []
        }
        let rule = try RecurrenceRule(ruleLine, zone: start.zone)
        guard rule.days.isEmpty || rule.days.contains(start.local.date.weekday) else {
            throw .unsupported(line: ruleLine.number, what: "a first event that its own RRULE leaves out")
        }
        return try occurrences(
            of: rule, from: start, length, meeting: range, without: try exceptions(zones), steps: &steps)
    }

    private func occurrences(
        of rule: RecurrenceRule, from start: CalendarTime, _ length: EventLength, meeting range: Range<Instant>,
        without exceptions: Exceptions, steps: inout Int
    ) throws(CalendarError) -> [Occurrence] {
        var found: [Occurrence] = []
        var count = 0
        // An occurrence that began so long before the range may last into it; the wall differs from UTC by a day or so.
        let reach = length.nominal + .hours(48)
        let earliest = start.zone.civil(at: range.lowerBound - reach).date
        for date in RecurrenceRule.Dates(rule, from: start.local.date, earliest: earliest) {
            let time = start.moved(to: date)
            switch rule.end {
            case .count(let max): if count >= max { return found }
            case .until(let last):
                if last.isDate ? date > last.local.date : time.instant > last.instant { return found }
            case .never: break
            }
            count += 1
            steps += 1
            guard steps <= OnCallLimits.recurrenceStepsMax else { throw .tooManyOccurrences(line: line) }
            if time.instant >= range.upperBound { return found }
            guard let occurrence = Occurrence(time, length), occurrence.meets(range), !exceptions.contain(time) else {
                continue
            }
            guard found.count < OnCallLimits.customShiftsMax else { throw .tooManyOccurrences(line: line) }
            found.append(occurrence)
        }
        return found
    }

    /// The occurrences that EXDATE leaves out: by their instants, or whole dates.
    private struct Exceptions {
        var instants: Set<Instant> = []
        var dates: Set<CivilDate> = []

        func contain(_ time: CalendarTime) -> Bool {
            instants.contains(time.instant) || dates.contains(time.local.date)
        }
    }

    private func exceptions(_ zones: CalendarZones) throws(CalendarError) -> Exceptions {
        var found = Exceptions()
        for line in exceptions {
            for time in try line.times(zones) {
                if time.isDate { found.dates.insert(time.local.date) } else { found.instants.insert(time.instant) }
            }
            guard found.instants.count + found.dates.count <= OnCallLimits.calendarExceptionsMax else {
                throw .tooManyValues(line: line.number, property: "EXDATE")
            }
        }
        return found
    }
}
