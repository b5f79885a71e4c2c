import CivilTime
import CivilTimeFixtures
import Testing

@Suite struct CivilDateTests {
    @Test(
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-01-31", 2, "2026-03-31"),
            ("2026-01-31", 3, "2026-04-30"), ("2026-03-31", -1, "2026-02-28"), ("2026-11-30", 3, "2027-02-28"),
            ("2026-01-15", -1, "2025-12-15"), ("2026-05-31", 12, "2027-05-31"), ("2024-02-29", 12, "2025-02-28"),
            ("2026-01-31", 0, "2026-01-31"), ("2026-12-31", 1, "2027-01-31"), ("0000-01-31", -1, "-0001-12-31"),
        ] as [(String, Int64, String)]) func addsMonths(_ text: String, _ months: Int64, _ expected: String) throws
    {
        #expect(try date(text).adding(months: months).description == expected)
    }

    @Test func addsDays() throws {
        #expect(try date("2026-02-27").adding(days: 2).description == "2026-03-01")
        #expect(try date("2026-03-01").adding(days: -1).description == "2026-02-28")
        for step: Int64 in [.min, .max] {
            let end = try date("2026-03-01").adding(days: step).adding(days: step)
            #expect(end.adding(days: step) == end)
            _ = try date("2026-03-01").adding(months: step).adding(months: step).daysSinceEpoch
        }
    }

    @Test func knowsTheDaysOfTheWeek() throws {
        #expect(try date("1970-01-01").weekday == .thursday)
        #expect(try date("2026-03-29").weekday == .sunday)
        #expect(try date("2026-04-10").weekday == .friday)
        #expect(try date("1969-12-29").weekday == .monday)
        #expect(try date("0000-01-01").weekday == .saturday)
        #expect(Weekday.sunday.next == .monday && Weekday.monday.next == .tuesday)
        #expect(Weekday.allCases.map(\.description) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
        #expect(Weekday(text: "mon") == .monday && Weekday(text: "Sunday") == .sunday)
        for text in ["", "m", "mo", "mond", "Montag", "8"] { #expect(Weekday(text: text) == nil) }
    }

    @Test func refusesDatesThatAreNone() {
        for text in ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-01 ", "20260101", "", "2026-04-31"] {
            #expect(CivilDate(text: text) == nil, "\(text)")
        }
        #expect(CivilDate(year: .max, month: 1, day: 1) == nil)
        #expect(CivilDate(year: .min, month: 1, day: 1) == nil)
    }
}

@Suite struct TimeOfDayTests {
    @Test func readsAndWrites() {
        for text in ["00:00", "09:00", "23:59", "24:00", "09:00:30"] {
            #expect(TimeOfDay(text: text)?.description == text)
        }
        for text in [
            "9:00", "24:01", "25:00", "12:60", "12:00:60", "12", "12:00:", "12:00:00.5", "", "-1:00", "24:00:01",
        ] {
            #expect(TimeOfDay(text: text) == nil, "\(text)")
        }
        #expect(TimeOfDay(milliseconds: 250)?.description == "00:00:00.250")
        #expect(TimeOfDay(milliseconds: 86_400_001) == nil && TimeOfDay(milliseconds: -1) == nil)
    }

    @Test func theEndOfADayIsTheStartOfTheNext() throws {
        #expect(try local("2026-12-31T24:00") == local("2027-01-01T00:00"))
        #expect(try local("2026-03-29T02:30").description == "2026-03-29T02:30:00")
        #expect(try local("2026-03-29T02:30") < local("2026-03-29T02:30:01"))
        for text in [
            "2026-03-29", "2026-03-29T02:30Z", "2026-03-29 02:30", "T02:30", "2026-02-30T00:00", "2026-03-29T25:00",
        ] {
            #expect(CivilDateTime(text: text) == nil, "\(text)")
        }
    }
}
