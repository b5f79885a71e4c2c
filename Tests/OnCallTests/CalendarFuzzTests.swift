import CivilTime
import CivilTimeFixtures
import Testing

@testable import OnCall

/// Whatever the bytes are, they are read or refused; and what is read is in order.
@Suite struct CalendarFuzzTests {
    static let words = [
        "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "\r\n", "\n", "\n ", "DTSTART", "DTEND",
        ";TZID=Europe/Zagreb", ";TZID=UTC", ";VALUE=DATE", ":", ";", "=", ",", "\"", "20260329T023000", "20260329",
        "00000101T000000Z", "99991231T235960Z", "RRULE:FREQ=", "DAILY", "WEEKLY", "MONTHLY", ";COUNT=", ";UNTIL=",
        ";INTERVAL=", ";BYDAY=MO,TU", "999999999", "0", "-1", "DURATION:P", "1W", "T1H", "99999D", "EXDATE:",
        "SUMMARY:", "\\", "\\n", "é", "\u{0}", "ATTENDEE:",
    ]

    static let seedCalendar = CalendarImportTests.calendar([
        [
            "SUMMARY:A", "DTSTART;TZID=Europe/Zagreb:20260321T090000", "DTEND;TZID=Europe/Zagreb:20260322T090000",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=9;BYDAY=SA,SU;WKST=SU", "EXDATE;TZID=Europe/Zagreb:20260404T090000",
        ],
        ["SUMMARY:B", "DTSTART;VALUE=DATE:20260131", "DURATION:P1W", "RRULE:FREQ=MONTHLY;UNTIL=20261231"],
        ["SUMMARY:C", "DTSTART:20260105T080000Z", "DURATION:P1DT2H", "RRULE:FREQ=DAILY"],
    ])

    static func check(_ bytes: [UInt8], seed: UInt64) throws -> Bool {
        let from = try instant("2026-01-01T00:00:00Z")
        let read: CalendarImport
        do {
            read = try CalendarImport(
                reading: bytes, from: from, to: from + OnCallLimits.expansionMax, floatingZone: .named("Europe/Zagreb"),
                zone: { try? TimeZoneRules.named($0) }, person: { PersonID($0.summary) })
        } catch let error as CalendarError {
            #expect(!error.description.isEmpty)
            return false
        }
        for shift in read.shifts where shift.end <= shift.start || shift.end <= from {
            Issue.record("seed \(seed): \(shift)")
        }
        return true
    }

    @Test func changedCalendarsAreReadOrRefused() throws {
        let original = Array(Self.seedCalendar.utf8)
        #expect(try Self.check(original, seed: 0))
        var accepted = 0
        for seed in UInt64(1)...1500 {
            var random = RandomSchedule(seed: seed)
            var bytes = original
            for _ in 0..<random.number(1...3) {
                let index = Int(random.number(0...Int64(bytes.count - 1)))
                switch random.number(0...3) {
                case 0: bytes[index] = UInt8(random.number(0...255))
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(contentsOf: Array(random.pick(Self.words).utf8), at: index)
                default: bytes[index] = UInt8(random.number(0x30...0x39))
                }
            }
            if try Self.check(bytes, seed: seed) { accepted += 1 }
        }
        // Else the changes only ever break the first line.
        #expect(accepted > 100)
    }

    @Test func wordsByChanceAreReadOrRefused() throws {
        for seed in UInt64(1)...1500 {
            var random = RandomSchedule(seed: seed &* 77)
            var text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260329T023000\n"
            for _ in 0..<random.number(1...30) { text += random.pick(Self.words) }
            _ = try Self.check(Array((text + "\nEND:VEVENT\nEND:VCALENDAR").utf8), seed: seed)
        }
    }

    @Test func bytesByChanceAreReadOrRefused() throws {
        for seed in UInt64(1)...500 {
            var random = RandomSchedule(seed: seed &* 13)
            let bytes = (0..<random.number(0...200)).map { _ in UInt8(random.number(0...255)) }
            _ = try Self.check(bytes, seed: seed)
        }
    }
}
