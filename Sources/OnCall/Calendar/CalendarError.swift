/// Why a calendar was not read. Nothing of it was taken: half a calendar leaves holes that nobody sees.
package enum CalendarError: Error, Hashable, Sendable {
    case tooLarge(bytes: Int)
    case notUTF8
    /// The range for which recurrences are written out.
    case range(ScheduleError)
    case lineTooLong(line: Int)
    case malformedLine(line: Int)
    /// Components that are not nested properly, or none at all.
    case malformedStructure(line: Int)
    case tooDeep(line: Int)
    case tooManyEvents(line: Int)
    case tooManyValues(line: Int, property: String)
    case propertyTwice(line: Int, property: String)
    case propertyMissing(line: Int, property: String)
    case malformedValue(line: Int, property: String)
    case unknownZone(line: Int, name: String)
    /// Correct by RFC 5545, and not understood here.
    case unsupported(line: Int, what: String)
    /// The event ends when it begins, or before.
    case noLength(line: Int)
    case unknownPerson(line: Int, event: CalendarPerson)
    case tooManyOccurrences(line: Int)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .tooLarge: "calendar-too-large"
        case .notUTF8: "calendar-not-utf8"
        case .range(let error): error.code
        case .lineTooLong: "calendar-line-too-long"
        case .malformedLine: "calendar-line-malformed"
        case .malformedStructure: "calendar-structure-malformed"
        case .tooDeep: "calendar-too-deep"
        case .tooManyEvents: "calendar-too-many-events"
        case .tooManyValues: "calendar-too-many-values"
        case .propertyTwice: "calendar-property-twice"
        case .propertyMissing: "calendar-property-missing"
        case .malformedValue: "calendar-value-malformed"
        case .unknownZone: "calendar-zone-unknown"
        case .unsupported: "calendar-unsupported"
        case .noLength: "calendar-event-without-length"
        case .unknownPerson: "calendar-person-unknown"
        case .tooManyOccurrences: "calendar-too-many-occurrences"
        }
    }
}

extension CalendarError: CustomStringConvertible {
    /// What is wrong, in which line, and what to do. Lines count from 1, as the file has them.
    package var description: String {
        switch self {
        case .tooLarge(let bytes):
            "the calendar has \(bytes) bytes, and \(OnCallLimits.calendarBytesMax) are the most; export a shorter time"
        case .notUTF8: "the calendar is not UTF-8; save it as UTF-8"
        case .range(let error): "\(error)"
        case .lineTooLong(let line):
            "line \(line) is longer than \(OnCallLimits.calendarLineBytesMax) bytes; shorten its text"
        case .malformedLine(let line): "line \(line) is not of the form NAME;PARAMETER=value:value"
        case .malformedStructure(let line):
            "line \(line) does not fit: a calendar is BEGIN:VCALENDAR, components each with BEGIN and END, END:VCALENDAR"
        case .tooDeep(let line):
            "line \(line) begins a component more than \(OnCallLimits.calendarDepthMax) deep; flatten the calendar"
        case .tooManyEvents(let line):
            "line \(line) begins one event more than \(OnCallLimits.calendarEventsMax); export a shorter time"
        case .tooManyValues(let line, let property): "line \(line) has too many values of \(property); take some out"
        default: descriptionOfEvent
        }
    }

    private var descriptionOfEvent: String {
        switch self {
        case .propertyTwice(let line, let property): "line \(line) says \(property) a second time; keep one"
        case .propertyMissing(let line, let property): "the event in line \(line) has no \(property); add it"
        case .malformedValue(let line, let property): "the \(property) in line \(line) is not as RFC 5545 writes it"
        case .unknownZone(let line, let name):
            "line \(line) is in the zone \"\(name)\", which is unknown; write a region and city such as Europe/Berlin"
        case .unsupported(let line, let what):
            "line \(line) has \(what), which is not understood here; write the events out one by one"
        case .noLength(let line): "the event in line \(line) must end after it begins; correct its DTEND or DURATION"
        case .unknownPerson(let line, let event):
            "the event in line \(line), \"\(event.summary)\", names nobody who is known; put a known name into SUMMARY or "
                + "ATTENDEE"
        case .tooManyOccurrences(let line):
            "up to the event in line \(line), the calendar makes more than \(OnCallLimits.customShiftsMax) shifts or takes "
                + "more than \(OnCallLimits.recurrenceStepsMax) steps to write out; ask for a shorter time"
        default: code
        }
    }
}

/// What an event says about who is meant, for the caller to look up.
package struct CalendarPerson: Hashable, Sendable {
    /// Unescaped; empty when there is none.
    package let summary: String
    /// As written, `mailto:ana@example.org`, in order.
    package let attendees: [String]

    package init(summary: String, attendees: [String]) {
        self.summary = summary
        self.attendees = attendees
    }
}
