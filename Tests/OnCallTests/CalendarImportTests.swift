import CivilTime
import CivilTimeFixtures
import Testing

@testable import OnCall

@Suite struct CalendarImportTests {
    static func calendar(_ events: [[String]]) -> String {
        (["BEGIN:VCALENDAR", "VERSION:2.0"] + events.flatMap { ["BEGIN:VEVENT", "UID:u1"] + $0 + ["END:VEVENT"] }
            + ["END:VCALENDAR", ""]).joined(separator: "\r\n")
    }

    static func read(
        _ text: String, from: String = "2026-01-01T00:00:00Z", to: String = "2026-12-31T00:00:00Z",
        zone: String = "Europe/Zagreb", person: (CalendarPerson) -> PersonID? = { PersonID($0.summary) }
    ) throws -> CalendarImport {
        try CalendarImport(
            reading: Array(text.utf8), from: instant(from), to: instant(to), floatingZone: .named(zone),
            zone: { try? TimeZoneRules.named($0) }, person: person)
    }

    static func spans(_ lines: [String], from: String = "2026-01-01T00:00:00Z") throws -> [String] {
        try read(calendar([["SUMMARY:A"] + lines]), from: from).shifts.map { "\($0.start)/\($0.end)" }
    }

    /// T58: as the standard says, not as a rotation would; and the event records it.
    @Test func aSkippedTimeIsReadByTheOffsetBefore() throws {
        let read = try Self.read(
            Self.calendar([["SUMMARY:A", "DTSTART;TZID=Europe/Zagreb:20260329T023000", "DURATION:PT1H"]]))
        let shift = try #require(read.shifts.first)
        #expect(shift.start.rfc3339 == "2026-03-29T01:30:00Z")
        #expect(shift.origin == .calendar(uid: "u1", skippedTimes: [try local("2026-03-29T02:30")]))
        let other = try Self.read(
            Self.calendar([["SUMMARY:A", "DTSTART;TZID=Europe/Zagreb:20260329T013000", "DURATION:PT1H"]]))
        #expect(other.shifts.first?.origin == .calendar(uid: "u1", skippedTimes: []))
    }

    @Test(arguments: RotationTests.wallRows) func readsWallTimesByTheStandard(_ row: RotationTests.WallRow) throws {
        let digits = row.local.filter { $0 != "-" && $0 != ":" } + "00"
        let text = Self.calendar([["SUMMARY:A", "DTSTART;TZID=\(row.zone):\(digits)", "DURATION:PT1H"]])
        let expected = try instant(row.rfc5545)
        let read = try CalendarImport(
            reading: Array(text.utf8), from: expected - .hours(48), to: expected + .hours(48), floatingZone: .utc,
            zone: { try? TimeZoneRules.named($0) }, person: { _ in "A" })
        #expect(read.shifts.map(\.start) == [expected])
        #expect(
            read.shifts.map(\.origin) == [
                .calendar(uid: "u1", skippedTimes: row.kind == "gap" ? [try local(row.local)] : [])
            ])
    }

    @Test func readsDatesTimesAndDurations() throws {
        #expect(
            try Self.spans(["DTSTART:20260105T080000Z", "DTEND:20260105T160000Z"])
                == ["2026-01-05T08:00:00Z/2026-01-05T16:00:00Z"])
        #expect(
            try Self.spans(["DTSTART:20260105T080000", "DTEND:20260105T160000"])
                == ["2026-01-05T07:00:00Z/2026-01-05T15:00:00Z"])
        // A whole day of 23 hours, and two of them.
        #expect(
            try Self.spans(["DTSTART;VALUE=DATE:20260329"]) == ["2026-03-28T23:00:00Z/2026-03-29T22:00:00Z"])
        #expect(
            try Self.spans(["DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330"])
                == ["2026-03-27T23:00:00Z/2026-03-29T22:00:00Z"])
        // Days by the calendar, hours by the clock that only runs.
        #expect(
            try Self.spans(["DTSTART;TZID=Europe/Zagreb:20260328T120000", "DURATION:P1DT2H"])
                == ["2026-03-28T11:00:00Z/2026-03-29T12:00:00Z"])
        #expect(
            try Self.spans(["DTSTART;TZID=Europe/Zagreb:20260328T120000", "DURATION:PT26H"])
                == ["2026-03-28T11:00:00Z/2026-03-29T13:00:00Z"])
        #expect(
            try Self.spans(["DTSTART;TZID=\"Europe/Zagreb\":20260328T120000", "DURATION:P1W"])
                == ["2026-03-28T11:00:00Z/2026-04-04T10:00:00Z"])
    }

    @Test func writesRecurrencesOut() throws {
        let daily = try Self.spans([
            "DTSTART;TZID=Europe/Zagreb:20260328T023000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3",
        ])
        #expect(
            daily.map { $0.prefix(20) } == ["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"])
        // By DTEND every one lasts as long as the first, by DURATION to the same wall time.
        let weekend = "DTSTART;TZID=Europe/Zagreb:20260321T090000"
        #expect(
            try Self.spans([weekend, "DTEND;TZID=Europe/Zagreb:20260322T090000", "RRULE:FREQ=WEEKLY;COUNT=2"])
                == ["2026-03-21T08:00:00Z/2026-03-22T08:00:00Z", "2026-03-28T08:00:00Z/2026-03-29T08:00:00Z"])
        #expect(
            try Self.spans([weekend, "DURATION:P1D", "RRULE:FREQ=WEEKLY;COUNT=2"])
                == ["2026-03-21T08:00:00Z/2026-03-22T08:00:00Z", "2026-03-28T08:00:00Z/2026-03-29T07:00:00Z"])
    }

    static func days(_ lines: [String], from: String = "2026-01-01T00:00:00Z") throws -> [String] {
        try spans(lines, from: from).map { String($0.prefix(10)) }
    }

    @Test func followsTheRule() throws {
        // RFC 5545 section 3.8.5.3: every other week on Tuesday and Sunday, which depends on where weeks begin.
        let start = ["DTSTART:20260804T090000Z", "DURATION:PT1H"]
        #expect(
            try Self.days(start + ["RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO"])
                == ["2026-08-04", "2026-08-09", "2026-08-18", "2026-08-23"])
        #expect(
            try Self.days(start + ["RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=SU,TU;WKST=SU"])
                == ["2026-08-04", "2026-08-16", "2026-08-18", "2026-08-30"])
        // A month without the day has no event.
        #expect(
            try Self.days(["DTSTART:20260131T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;COUNT=4"])
                == ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"])
        // The end is itself included.
        let until = ["RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260808T090000Z"]
        #expect(try Self.days(start + until) == ["2026-08-04", "2026-08-06", "2026-08-08"])
        #expect(try Self.days(start + ["RRULE:FREQ=DAILY;UNTIL=20260805"]) == ["2026-08-04", "2026-08-05"])
        // What is left out counts.
        #expect(
            try Self.days(start + ["RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20260805T090000Z,20260806T090000Z"])
                == ["2026-08-04", "2026-08-07"])
        #expect(
            try Self.days(start + ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260804"])
                == ["2026-08-05", "2026-08-06"])
    }

    /// A rule that began long ago is not walked through, and says the same as one that is.
    @Test func anOldRuleIsReadFromTheRange() throws {
        for (rule, count) in [("DAILY;INTERVAL=3", 10_000), ("WEEKLY;INTERVAL=3;BYDAY=MO,FR", 6000), ("MONTHLY", 1000)]
        {
            let lines = ["DTSTART;TZID=Europe/Zagreb:19700105T220000", "DURATION:PT20H"]
            let jumped = try Self.spans(lines + ["RRULE:FREQ=\(rule)"])
            let walked = try Self.spans(lines + ["RRULE:FREQ=\(rule);COUNT=\(count)"])
            #expect(jumped == walked && jumped.count >= 12, "\(rule)")
        }
        #expect(
            try Self.days(["DTSTART:00010101T000000Z", "DURATION:P1D", "RRULE:FREQ=DAILY"]).prefix(2)
                == ["2026-01-01", "2026-01-02"])
    }

    @Test func findsThePersonAndPassesOverWhatIsCancelled() throws {
        let text = Self.calendar([
            [
                "DTSTART:20260105T080000Z", "DURATION:PT8H", "SUMMARY:On call\\, first line",
                "ATTENDEE;CN=Ana:mailto:a@x",
            ],
            ["DTSTART:20260106T080000Z", "DURATION:PT8H", "STATUS:CANCELLED"],
            [
                "DTSTART:20200106T080000Z", "DURATION:PT8H", "SUMMARY:long ago", "BEGIN:VALARM", "SUMMARY:x",
                "END:VALARM",
            ],
        ])
        var asked: [CalendarPerson] = []
        let read = try Self.read(text) { event in
            asked.append(event)
            return "ana"
        }
        #expect(asked.map(\.summary) == ["On call, first line", "long ago"])
        #expect(asked.first?.attendees == ["mailto:a@x"])
        #expect(read.shifts.map(\.person) == ["ana"])
        #expect(read.cancelledCount == 1 && read.outsideCount == 1)
    }

    @Test func shiftsBecomeALayerOrOverrides() throws {
        let text = Self.calendar([
            ["DTSTART:20260105T080000Z", "DURATION:PT8H", "SUMMARY:A"],
            ["DTSTART:20260105T160000Z", "DURATION:PT8H", "SUMMARY:B"],
        ])
        let read = try Self.read(text)
        let schedule = try Schedule(id: "s", zone: .utc, layers: [Layer(id: "l", plan: .custom(read.customShifts()))])
        #expect(try schedule.names("2026-01-05T15:59:59Z") == "A")
        #expect(try schedule.names("2026-01-05T16:00:00Z") == "B")
        let base = try Schedule(Rotation(.daily(every: 1), at: "2026-01-05T00:00", in: "Etc/GMT", members: "C"))
        let overridden = try Schedule(
            id: "s", zone: .utc, layers: base.layers,
            overrides: read.overrides(madeBy: "boss", reason: "import") { .replace("C", with: $0.person) })
        #expect(try overridden.names("2026-01-05T07:00:00Z") == "C")
        #expect(try overridden.names("2026-01-05T08:00:00Z") == "A")
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let code: String
        let lines: [String]
        var testDescription: String { "\(code) \(lines.joined(separator: " "))" }
    }

    static let good = ["SUMMARY:A", "DTSTART:20260105T080000Z", "DURATION:PT8H"]

    @Test(arguments: [
        Refusal(code: "calendar-property-missing", lines: ["SUMMARY:A", "DURATION:PT8H"]),
        Refusal(code: "calendar-property-missing", lines: ["SUMMARY:A", "DTSTART:20260105T080000Z"]),
        Refusal(code: "calendar-property-twice", lines: good + ["DTSTART:20260105T080000Z"]),
        Refusal(code: "calendar-property-twice", lines: good + ["DTEND:20260106T080000Z"]),
        Refusal(code: "calendar-value-malformed", lines: ["SUMMARY:A", "DTSTART:20260229T080000Z", "DURATION:PT8H"]),
        Refusal(code: "calendar-value-malformed", lines: ["SUMMARY:A", "DTSTART:20260105T0800Z", "DURATION:PT8H"]),
        Refusal(code: "calendar-value-malformed", lines: ["SUMMARY:A", "DTSTART:20260105T080000Z", "DURATION:PT"]),
        Refusal(code: "calendar-value-malformed", lines: ["SUMMARY:A", "DTSTART:20260105T080000Z", "DURATION:-PT1H"]),
        Refusal(code: "calendar-value-malformed", lines: ["SUMMARY:A", "DTSTART:20260105T080000Z", "DURATION:P1W2D"]),
        Refusal(
            code: "calendar-value-malformed",
            lines: ["SUMMARY:A", "DTSTART;TZID=Europe/Zagreb:20260105T080000Z", "DURATION:PT8H"]),
        Refusal(
            code: "calendar-value-malformed",
            lines: ["SUMMARY:A", "DTSTART;VALUE=DATE:20260105", "DTEND:20260106T080000Z"]),
        Refusal(
            code: "calendar-event-without-length", lines: ["SUMMARY:A", "DTSTART:20260105T080000Z", "DURATION:PT0S"]),
        Refusal(
            code: "calendar-event-without-length",
            lines: ["SUMMARY:A", "DTSTART:20260105T080000Z", "DTEND:20260105T070000Z"]),
        Refusal(
            code: "calendar-unsupported", lines: ["SUMMARY:A", "DTSTART:20260105T080000Z", "DTEND:20280105T070000Z"]),
        Refusal(
            code: "calendar-zone-unknown",
            lines: ["SUMMARY:A", "DTSTART;TZID=Mars/Phobos:20260105T080000", "DURATION:PT8H"]),
        Refusal(code: "calendar-unsupported", lines: good + ["RRULE:FREQ=YEARLY"]),
        Refusal(code: "calendar-unsupported", lines: good + ["RRULE:FREQ=MONTHLY;BYMONTHDAY=5"]),
        Refusal(code: "calendar-unsupported", lines: good + ["RRULE:FREQ=MONTHLY;BYDAY=1MO"]),
        Refusal(code: "calendar-unsupported", lines: good + ["RRULE:FREQ=WEEKLY;BYDAY=1MO"]),
        Refusal(code: "calendar-unsupported", lines: good + ["RRULE:FREQ=WEEKLY;BYDAY=TU"]),
        Refusal(code: "calendar-unsupported", lines: good + ["RRULE:FREQ=DAILY;BYSETPOS=1"]),
        Refusal(code: "calendar-unsupported", lines: good + ["RDATE:20260106T080000Z"]),
        Refusal(code: "calendar-unsupported", lines: good + ["RECURRENCE-ID:20260106T080000Z"]),
        Refusal(code: "calendar-unsupported", lines: good + ["EXDATE:20260106T080000Z"]),
        Refusal(
            code: "calendar-unsupported",
            lines: ["SUMMARY:A", "DTSTART;VALUE=PERIOD:20260105T080000Z/PT8H", "DURATION:PT8H"]),
        Refusal(code: "calendar-value-malformed", lines: good + ["RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260108"]),
        Refusal(code: "calendar-value-malformed", lines: good + ["RRULE:FREQ=DAILY;INTERVAL=0"]),
        Refusal(code: "calendar-value-malformed", lines: good + ["RRULE:FREQ=DAILY;FREQ=DAILY"]),
        Refusal(code: "calendar-value-malformed", lines: good + ["RRULE:COUNT"]),
        Refusal(code: "calendar-too-many-values", lines: good + ["RRULE:FREQ=DAILY;COUNT=10001"]),
        Refusal(
            code: "calendar-too-many-values",
            lines: good + Array(repeating: "ATTENDEE:mailto:a@x", count: OnCallLimits.calendarAttendeesMax + 1)),
        Refusal(code: "calendar-line-malformed", lines: good + ["no colon"]),
        Refusal(code: "calendar-line-malformed", lines: good + ["X-A;B:c"]),
        Refusal(code: "calendar-line-malformed", lines: good + ["X-A;B=\"c:d"]),
        Refusal(code: "calendar-line-too-long", lines: good + ["X-A:" + String(repeating: "x", count: 8190)]),
        Refusal(code: "calendar-structure-malformed", lines: good + ["END:VALARM"]),
        Refusal(code: "calendar-structure-malformed", lines: good + ["BEGIN:VCALENDAR", "END:VCALENDAR"]),
        Refusal(
            code: "calendar-too-deep", lines: good + Array(repeating: "BEGIN:X", count: OnCallLimits.calendarDepthMax)),
        Refusal(code: "calendar-person-unknown", lines: ["DTSTART:20260105T080000Z", "DURATION:PT8H"]),
    ]) func refuses(_ row: Refusal) throws {
        #expect(try Self.code(Self.calendar([row.lines])) == row.code)
    }

    static func code(_ text: String) throws -> String {
        do {
            _ = try read(text) { $0.summary.isEmpty ? nil : PersonID($0.summary) }
            return "accepted"
        } catch let error as CalendarError {
            #expect(error.description.count > 20 && error.description != error.code)
            return error.code
        }
    }

    @Test func refusesWhatIsTooMuch() throws {
        #expect(try Self.code("") == "calendar-structure-malformed")
        #expect(try Self.code("SUMMARY:x") == "calendar-structure-malformed")
        #expect(try Self.code(Self.calendar([Self.good]) + "BEGIN:VCALENDAR") == "calendar-structure-malformed")
        #expect(
            try Self.code(String(repeating: "\n", count: OnCallLimits.calendarBytesMax + 1)) == "calendar-too-large")
        let events = Array(repeating: Self.good, count: OnCallLimits.calendarEventsMax)
        #expect(try Self.code(Self.calendar(events)) == "accepted")
        #expect(try Self.code(Self.calendar(events + [Self.good])) == "calendar-too-many-events")
        let recurring = Array(repeating: Self.good + ["RRULE:FREQ=DAILY"], count: 40)
        #expect(try Self.code(Self.calendar(recurring)) == "calendar-too-many-occurrences")
        let counted = ["SUMMARY:A", "DTSTART:19000105T080000Z", "DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=10000"]
        #expect(
            try Self.code(Self.calendar(Array(repeating: counted, count: 21))) == "calendar-too-many-occurrences")
        #expect(throws: CalendarError.notUTF8) {
            try CalendarImport(
                reading: [0xFF], from: CalendarExportTests.stamp, to: CalendarExportTests.stamp + .hours(1),
                floatingZone: .utc, zone: { _ in nil }, person: { _ in nil })
        }
        #expect(throws: CalendarError.self) { try Self.read("", to: "2025-01-01T00:00:00Z") }
    }
}
