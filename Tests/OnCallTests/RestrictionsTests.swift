import CivilTime
import CivilTimeFixtures
import Testing

@testable import OnCall

/// Windows of the week on the wall, where clocks change.
@Suite struct RestrictionsTests {
    static func schedule(_ windows: [Restrictions.Window], zone: String = "Europe/Zagreb") throws -> Schedule {
        try Schedule(Rotation(.weekly(every: 1), at: "2026-01-05T00:00", in: zone, members: "A"), windows)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name, from, to: String
        let day: (String, String)
        let expected: [String]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(
            name: "T10", from: "01:30", to: "02:30", day: ("2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"),
            expected: ["2026-03-29T00:30:00Z 2026-03-29T01:00:00Z"]),
        Case(
            name: "T11", from: "02:00", to: "03:00", day: ("2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"),
            expected: []),
        Case(
            name: "T13", from: "02:15", to: "02:45", day: ("2026-10-24T23:00:00Z", "2026-10-25T23:00:00Z"),
            expected: ["2026-10-25T00:15:00Z 2026-10-25T01:45:00Z"]),
        Case(
            name: "across midnight", from: "22:00", to: "06:00", day: ("2026-03-28T20:00:00Z", "2026-03-29T20:00:00Z"),
            expected: ["2026-03-28T21:00:00Z 2026-03-29T04:00:00Z"]),
        Case(
            name: "to the end of the day", from: "22:00", to: "24:00",
            day: ("2026-06-01T12:00:00Z", "2026-06-02T12:00:00Z"),
            expected: ["2026-06-01T20:00:00Z 2026-06-01T22:00:00Z"]),
    ]) func counts(_ row: Case) throws {
        let schedule = try Self.schedule([.every(row.from, row.to)])
        let shifts = try schedule.shifts(from: instant(row.day.0), to: instant(row.day.1))
        #expect(shifts.map { "\($0.start) \($0.end)" } == row.expected)
    }

    /// T11: what has no length is dropped, and reported.
    @Test func aSwallowedWindowIsReported() throws {
        let schedule = try Self.schedule([.every("02:00", "03:00")])
        let coverage = try schedule.coverage(from: instant("2026-03-28T23:00:00Z"), to: instant("2026-03-29T22:00:00Z"))
        #expect(coverage.gaps == [coverage.start..<coverage.end])
        #expect(coverage.covered == .zero && coverage.percentText == "0.00 %")
        #expect(
            coverage.swallowed == [
                Coverage.Swallowed(
                    layer: "base", kind: .window, at: try instant("2026-03-29T01:00:00Z"),
                    from: try local("2026-03-29T02:00"), to: try local("2026-03-29T03:00"))
            ])
        #expect(!coverage.isComplete)
        let dayBefore = try schedule.coverage(
            from: instant("2026-03-27T23:00:00Z"), to: instant("2026-03-28T23:00:00Z"))
        #expect(dayBefore.swallowed.isEmpty)
        #expect(dayBefore.covered == .hours(1) && dayBefore.percentText == "4.16 %")
    }

    /// T15: the turn between 02:00 and 03:00 has no length, and uses up somebody's turn all the same.
    @Test func aSwallowedTurnIsReported() throws {
        let schedule = try Schedule(Rotation(.hourly(every: 1), at: "2026-03-29T00:00", in: "Europe/Zagreb"))
        let coverage = try schedule.coverage(from: instant("2026-03-28T23:00:00Z"), to: instant("2026-03-29T22:00:00Z"))
        #expect(coverage.gaps.isEmpty && coverage.basisPoints == 10_000 && coverage.percentText == "100.00 %")
        #expect(coverage.swallowed.map(\.kind) == [.turn(2)])
        #expect(coverage.swallowed.map(\.from.description) == ["2026-03-29T02:00:00"])
    }

    /// T33: the window of Saturday night begins on Sunday, and is Saturday's.
    @Test func theWrittenWeekdayDecides() throws {
        let saturday = try Self.schedule([.every("23:30", "00:30", on: [.saturday])], zone: "America/Nuuk")
        let sunday = try Self.schedule([.every("23:30", "00:30", on: [.sunday])], zone: "America/Nuuk")
        let (from, to) = (try instant("2026-03-28T20:00:00Z"), try instant("2026-03-29T20:00:00Z"))
        #expect(
            try saturday.shifts(from: from, to: to).map { "\($0.start) \($0.end)" }
                == ["2026-03-29T01:00:00Z 2026-03-29T01:30:00Z"])
        #expect(try sunday.shifts(from: from, to: to).isEmpty)
    }

    @Test func weekdayWindowsReachAcrossDaysAndTheEndOfTheWeek() throws {
        let weekend = Restrictions.Window.weekly(
            from: .friday, at: try time("18:00"), to: .monday, until: try time("08:00"))
        let schedule = try Self.schedule([weekend], zone: "Asia/Bangkok")
        let shifts = try schedule.shifts(from: instant("2026-06-01T00:00:00Z"), to: instant("2026-06-15T00:00:00Z"))
        // A weekly handoff on Monday at 00:00 cuts each weekend.
        #expect(
            shifts.map { "\($0.start) \($0.end)" } == [
                "2026-06-01T00:00:00Z 2026-06-01T01:00:00Z", "2026-06-05T11:00:00Z 2026-06-07T17:00:00Z",
                "2026-06-07T17:00:00Z 2026-06-08T01:00:00Z", "2026-06-12T11:00:00Z 2026-06-14T17:00:00Z",
                "2026-06-14T17:00:00Z 2026-06-15T00:00:00Z",
            ])
    }

    @Test func windowsThatTouchAreOne() throws {
        let whole = try Restrictions([.every("00:00", "12:00"), .every("12:00", "24:00")], zone: .utc)
        #expect(whole.areAlways)
        let wrapped = try Restrictions(
            [.every("22:00", "08:00", on: [.sunday]), .every("06:00", "09:00", on: [.monday])], zone: .utc)
        #expect(wrapped.windows.count == 1)
        let week = try Restrictions(
            [.weekly(from: .monday, at: .midnight, to: .sunday, until: .endOfDay)], zone: .utc)
        #expect(week.areAlways)
    }

    @Test func refusesWhatMakesNoWindow() throws {
        func code(_ windows: [Restrictions.Window]) -> String {
            do throws(ScheduleError) {
                _ = try Restrictions(windows, zone: .utc)
                return "accepted"
            } catch {
                #expect(error.description.count > 20)
                return error.code
            }
        }
        #expect(code([]) == "schedule-no-windows")
        #expect(try code([.every("09:00", "09:00")]) == "schedule-window-empty")
        #expect(try code([.every("09:00", "10:00", on: [])]) == "schedule-window-without-days")
        #expect(try code([.every("24:00", "10:00")]) == "schedule-window-begins-at-end-of-day")
        #expect(
            code([.weekly(from: .friday, at: .midnight, to: .friday, until: .midnight)]) == "schedule-window-empty")
        let one = try Restrictions.Window.every("09:00", "10:00")
        #expect(code(Array(repeating: one, count: OnCallLimits.windowsMax)) == "accepted")
        #expect(code(Array(repeating: one, count: OnCallLimits.windowsMax + 1)) == "schedule-too-many")
    }
}
