internal import CivilTime

/// The properties of one VEVENT that matter here, each with the line it stands in.
struct CalendarEvent: Sendable {
    /// Of its BEGIN.
    let line: Int
    private(set) var single: [String: ContentLine] = [:]
    private(set) var attendees: [String] = []
    private(set) var exceptions: [ContentLine] = []

    init(line: Int) { self.line = line }

    private static let understood: Set<String> = [
        "DTSTART", "DTEND", "DURATION", "SUMMARY", "RRULE", "UID", "STATUS",
    ]
    /// What changes when an event takes place and is not understood; to pass it over would be a wrong schedule.
    private static let refused: Set<String> = ["RDATE", "EXRULE", "RECURRENCE-ID"]

    mutating func take(_ line: ContentLine) throws(CalendarError) {
        if Self.refused.contains(line.name) { throw .unsupported(line: line.number, what: line.name) }
        if line.name == "ATTENDEE" {
            guard attendees.count < OnCallLimits.calendarAttendeesMax else {
                throw .tooManyValues(line: line.number, property: line.name)
            }
            attendees.append(line.value)
        } else if line.name == "EXDATE" {
            guard exceptions.count < OnCallLimits.calendarExceptionsMax else {
                throw .tooManyValues(line: line.number, property: line.name)
            }
            exceptions.append(line)
        } else if Self.understood.contains(line.name) {
            guard single.updateValue(line, forKey: line.name) == nil else {
                throw .propertyTwice(line: line.number, property: line.name)
            }
        }
    }

    var isCancelled: Bool { single["STATUS"]?.value.uppercased() == "CANCELLED" }

    var person: CalendarPerson { CalendarPerson(summary: single["SUMMARY"]?.text ?? "", attendees: attendees) }

    var uid: String { single["UID"]?.text ?? "" }
}

extension CalendarEvent {
    /// The events of a calendar, in its order. What else it holds (zones, alarms, tasks) is passed over.
    static func events(of lines: [ContentLine]) throws(CalendarError) -> [CalendarEvent] {
        var events: [CalendarEvent] = []
        var open: [String] = []
        for line in lines {
            switch line.name {
            case "BEGIN":
                let component = line.value.uppercased()
                guard open.isEmpty == (component == "VCALENDAR") else { throw .malformedStructure(line: line.number) }
                guard open.count < OnCallLimits.calendarDepthMax else { throw .tooDeep(line: line.number) }
                open.append(component)
                guard open == ["VCALENDAR", "VEVENT"] else { continue }
                guard events.count < OnCallLimits.calendarEventsMax else { throw .tooManyEvents(line: line.number) }
                events.append(CalendarEvent(line: line.number))
            case "END":
                guard open.popLast() == line.value.uppercased() else { throw .malformedStructure(line: line.number) }
            default:
                guard !open.isEmpty else { throw .malformedStructure(line: line.number) }
                if open == ["VCALENDAR", "VEVENT"] { try events[events.count - 1].take(line) }
            }
        }
        guard open.isEmpty, !lines.isEmpty else { throw .malformedStructure(line: lines.last?.number ?? 1) }
        return events
    }
}

/// How long an event lasts. By DTEND every occurrence lasts the same elapsed time, by DURATION, or between dates, it lasts
/// so many days on the wall and then some time (RFC 5545 section 3.8.5.3).
enum EventLength {
    case exact(Elapsed)
    case nominal(CalendarDuration)
    case days(Int64)

    /// Where clocks do not change. For absurd ends more or less than may be, but no overflow.
    var nominal: Elapsed {
        switch self {
        case .exact(let elapsed): elapsed
        case .nominal(let duration): .hours(24 * duration.days) + duration.exact
        case .days(let days): .hours(24 * min(max(days, -1000), 1000))
        }
    }
}

extension CalendarEvent {
    func start(_ zones: CalendarZones) throws(CalendarError) -> CalendarTime {
        guard let line = single["DTSTART"] else { throw .propertyMissing(line: line, property: "DTSTART") }
        return try line.time(zones)
    }

    func length(from start: CalendarTime, _ zones: CalendarZones) throws(CalendarError) -> EventLength {
        if let endLine = single["DTEND"] {
            guard single["DURATION"] == nil else { throw .propertyTwice(line: endLine.number, property: "DURATION") }
            let end = try endLine.time(zones)
            guard end.isDate == start.isDate else { throw .malformedValue(line: endLine.number, property: "DTEND") }
            let days = end.local.date.daysSinceEpoch - start.local.date.daysSinceEpoch
            return try checked(start.isDate ? .days(days) : .exact(end.instant.since(start.instant)))
        }
        if let durationLine = single["DURATION"] {
            guard let duration = CalendarDuration(durationLine.value), !start.isDate || duration.exact == .zero else {
                throw .malformedValue(line: durationLine.number, property: "DURATION")
            }
            return try checked(.nominal(duration))
        }
        // A date alone is a whole day; a time alone has no length.
        guard start.isDate else { throw .propertyMissing(line: line, property: "DTEND") }
        return .days(1)
    }

    private func checked(_ length: EventLength) throws(CalendarError) -> EventLength {
        guard length.nominal > .zero else { throw .noLength(line: line) }
        guard length.nominal <= OnCallLimits.shiftLengthMax else {
            throw .unsupported(line: line, what: "an event longer than \(OnCallLimits.shiftLengthMax.inWords)")
        }
        return length
    }
}

extension Elapsed {
    static func + (left: Elapsed, right: Elapsed) -> Elapsed {
        .milliseconds(left.milliseconds + right.milliseconds)
    }
}
