import CivilTime
import CivilTimeFixtures
import Testing

@testable import OnCall

@Suite struct CalendarExportTests {
    static let stamp = Instant(milliseconds: 1_767_225_600_000)

    @Test func aShiftIsAnEvent() throws {
        let schedule = try Schedule(Rotation(.daily(every: 1), at: "2026-03-28T02:30", in: "Europe/Zagreb"))
        let text = try schedule.iCalendar(
            from: instant("2026-03-29T02:00:00Z"), to: instant("2026-03-29T03:00:00Z"), stampedAt: Self.stamp,
            name: { "Person \($0)" })
        let expected = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tocsin//On-call schedule//EN", "CALSCALE:GREGORIAN",
            "NAME:desk", "BEGIN:VEVENT", "UID:desk/base/1/1/20260329T010000Z@tocsin", "DTSTAMP:20260101T000000Z",
            "DTSTART:20260329T010000Z", "DTEND:20260330T003000Z", "SUMMARY:Person B",
            "DESCRIPTION:On call for desk: layer base@1\\, turn 1", "X-TOCSIN-PERSON:B", "END:VEVENT", "END:VCALENDAR",
            "",
        ]
        #expect(text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init) == expected)
    }

    /// RFC 5545 section 3.1: 75 octets, and no character is torn apart.
    @Test func linesAreFoldedAndEscaped() throws {
        let schedule = try Schedule(Rotation(.daily(every: 1), at: "2026-03-28T02:30", in: "Europe/Zagreb"))
        for length in 20...40 {
            let name = String(repeating: "ž", count: length) + "\\a,b;c\nd\u{0}\re👩‍🚒" + String(repeating: "Ω", count: 90)
            let text = try schedule.iCalendar(
                from: instant("2026-03-29T02:00:00Z"), to: instant("2026-03-29T03:00:00Z"), stampedAt: Self.stamp,
                name: { _ in name })
            for line in text.utf8.split(separator: 0x0A) {
                #expect(line.last == 0x0D && line.count - 1 <= 75)
                #expect(String(validating: line, as: UTF8.self) != nil)
            }
            let lines = try ContentLine.lines(of: Array(text.utf8))
            let summary = try #require(lines.first { $0.name == "SUMMARY" })
            #expect(
                summary.text.unicodeScalars.elementsEqual(name.unicodeScalars.filter { $0 != "\u{0}" && $0 != "\r" }))
        }
    }

    /// An event keeps its UID and its bounds, wherever the range of the export begins.
    @Test(arguments: UInt64(1)...30) func eventsAreTheSameInEveryExport(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 8191)
        let (schedule, change) = try random.schedule()
        func events(_ from: Instant, _ to: Instant) throws -> Set<String> {
            let text = try schedule.iCalendar(from: from, to: to, stampedAt: Self.stamp)
            let parts = text.split(separator: "BEGIN:VEVENT").dropFirst()
            let uids = parts.compactMap { part in
                part.split(separator: "\r\n").drop { !$0.hasPrefix("UID") }.prefix { !$0.hasPrefix("DTSTAMP") }.joined()
            }
            #expect(Set(uids).count == uids.count, "seed \(seed): a UID is there twice")
            return Set(parts.map { String($0).replacing("END:VCALENDAR\r\n", with: "") })
        }
        let whole = try events(change - .hours(24 * 60), change + .hours(24 * 60))
        for _ in 0..<6 {
            let from = random.instant(near: change, days: 4)
            let some = try events(from, from + .milliseconds(random.number(1...400_000_000)))
            #expect(some.subtracting(whole).isEmpty, "seed \(seed): \(some.subtracting(whole).sorted())")
        }
    }

    /// What is written is read as the same shifts.
    @Test(arguments: UInt64(1)...20) func whatIsWrittenIsReadAgain(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 127)
        let (schedule, change) = try random.schedule()
        let (from, to) = (change - .hours(200), change + .hours(200))
        let text = try schedule.iCalendar(from: from, to: to, stampedAt: Self.stamp)
        let read = try CalendarImport(
            reading: Array(text.utf8), from: from, to: to, floatingZone: .utc, zone: { _ in nil },
            person: { PersonID($0.summary) })
        let shifts = try schedule.wholeShifts(from: from, to: to)
        #expect(
            Set(read.shifts.map { "\($0.start) \($0.end) \($0.person)" })
                == Set(shifts.map { "\($0.start) \($0.end) \($0.person)" }))
    }
}
