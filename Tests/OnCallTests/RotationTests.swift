import CivilTime
import CivilTimeFixtures
import Testing

@testable import OnCall

/// Handoffs by the clock on the wall, where clocks change.
@Suite struct RotationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let cadence: Rotation.Cadence
        let zone: String
        let anchor: String
        /// Consecutive handoffs, some of them not the first.
        let handoffs: [String]
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "T01 gap", cadence: .daily(every: 1), zone: "Europe/Zagreb", anchor: "2026-03-28T02:30",
            handoffs: ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]),
        Case(
            name: "T02 fold", cadence: .daily(every: 1), zone: "Europe/Zagreb", anchor: "2026-10-24T02:30",
            handoffs: ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
        Case(
            name: "T03 23 hours", cadence: .daily(every: 1), zone: "Europe/Zagreb", anchor: "2026-03-28T09:00",
            handoffs: ["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"]),
        Case(
            name: "T04 25 hours", cadence: .daily(every: 1), zone: "Europe/Zagreb", anchor: "2026-10-24T09:00",
            handoffs: ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z"]),
        Case(
            name: "T15 hourly", cadence: .hourly(every: 1), zone: "Europe/Zagreb", anchor: "2026-03-29T00:00",
            handoffs: [
                "2026-03-28T23:00:00Z", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z",
                "2026-03-29T02:00:00Z",
            ]),
        Case(
            name: "T20 half an hour", cadence: .daily(every: 1), zone: "Australia/Lord_Howe",
            anchor: "2026-10-03T02:15",
            handoffs: ["2026-10-02T15:45:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"]),
        Case(
            name: "T24 midnight", cadence: .daily(every: 1), zone: "Africa/Cairo", anchor: "2026-04-23T00:00",
            handoffs: ["2026-04-22T22:00:00Z", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"]),
        Case(
            name: "T33 across midnight", cadence: .weekly(every: 1), zone: "America/Nuuk", anchor: "2026-03-21T23:30",
            handoffs: ["2026-03-22T01:30:00Z", "2026-03-29T01:00:00Z", "2026-04-05T00:30:00Z"]),
        Case(
            name: "T39 the 31st", cadence: .monthly(every: 1), zone: "Europe/Zagreb", anchor: "2026-01-31T09:00",
            handoffs: [
                "2026-01-31T08:00:00Z", "2026-02-28T08:00:00Z", "2026-03-31T07:00:00Z", "2026-04-30T07:00:00Z",
                "2026-05-31T07:00:00Z",
            ]),
    ]

    @Test(arguments: cases) func handsOver(_ row: Case) throws {
        let rotation = try Rotation(row.cadence, at: row.anchor, in: row.zone)
        let found = (0..<row.handoffs.count).map { rotation.handoff(Int64($0)).rfc3339 }
        #expect(found == row.handoffs)
    }

    /// The same instants, by way of what a schedule says of a few days.
    @Test(arguments: cases) func shiftsLieBetweenHandoffs(_ row: Case) throws {
        let schedule = try Schedule(Rotation(row.cadence, at: row.anchor, in: row.zone))
        let handoffs = try row.handoffs.map(instant)
        let shifts = try schedule.shifts(from: handoffs[0], to: handoffs[handoffs.count - 1])
        let expected = zip(handoffs, handoffs.dropFirst()).enumerated().filter { $0.element.0 < $0.element.1 }
        #expect(shifts.map(\.start) == expected.map(\.element.0))
        #expect(shifts.map(\.end) == expected.map(\.element.1))
        // A turn without length is taken all the same (T15).
        #expect(shifts.map(\.person.text) == expected.map { ["A", "B", "C"][$0.offset % 3] })
    }

    struct WallRow: Sendable, CustomTestStringConvertible {
        let zone, local, kind, first, last, rfc5545: String
        var testDescription: String { "\(zone) \(local)" }
    }

    /// Local times and the instants at which something begins at them, ends at them, or is read from a calendar.
    static let wallRows: [WallRow] = """
        Europe/Zagreb 2026-10-25T02:00 fold 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T00:00:00Z
        America/New_York 2026-11-01T01:30 fold 2026-11-01T05:30:00Z 2026-11-01T06:30:00Z 2026-11-01T05:30:00Z
        Australia/Lord_Howe 2026-04-05T01:45 fold 2026-04-04T14:45:00Z 2026-04-04T15:15:00Z 2026-04-04T14:45:00Z
        Africa/Cairo 2026-04-24T00:00 gap 2026-04-23T22:00:00Z 2026-04-23T22:00:00Z 2026-04-23T22:00:00Z
        America/Santiago 2026-09-06T00:00 gap 2026-09-06T04:00:00Z 2026-09-06T04:00:00Z 2026-09-06T04:00:00Z
        America/Havana 2026-11-01T00:30 fold 2026-11-01T04:30:00Z 2026-11-01T05:30:00Z 2026-11-01T04:30:00Z
        Africa/Casablanca 2026-03-22T02:30 gap 2026-03-22T02:00:00Z 2026-03-22T02:00:00Z 2026-03-22T02:30:00Z
        Pacific/Chatham 2026-09-27T03:00 gap 2026-09-26T14:00:00Z 2026-09-26T14:00:00Z 2026-09-26T14:15:00Z
        America/Nuuk 2026-10-24T23:30 fold 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T00:30:00Z
        Pacific/Apia 2011-12-30T09:00 gap 2011-12-30T10:00:00Z 2011-12-30T10:00:00Z 2011-12-30T19:00:00Z
        """.split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return WallRow(
                zone: words[0], local: words[1], kind: words[2], first: words[3], last: words[4], rfc5545: words[5])
        }

    @Test(arguments: wallRows) func handsOverAtTheFirst(_ row: WallRow) throws {
        let local = try local(row.local)
        let rotation = try Rotation(
            .daily(every: 1), startingOn: local.date.adding(days: -5), handoff: local.time, zone: .named(row.zone),
            members: ["A", "B"])
        let first = try instant(row.first)
        #expect(rotation.handoff(5) == first)
        let schedule = try Schedule(rotation)
        #expect(schedule.onCall(at: first - .milliseconds(1)) != schedule.onCall(at: first))
        #expect(schedule.nextHandoff(after: first - .milliseconds(1)) == first)
    }

    @Test(arguments: wallRows) func windowsEndAtTheLast(_ row: WallRow) throws {
        let local = try local(row.local)
        let zone = try TimeZoneRules.named(row.zone)
        let dayBefore = local.date.adding(days: -1)
        let noon = try time("12:00")
        let rotation = try Rotation(
            .weekly(every: 1), startingOn: dayBefore.adding(days: -5), handoff: noon, zone: zone, members: ["A"])
        let window = Restrictions.Window.weekly(
            from: dayBefore.weekday, at: noon, to: local.date.weekday, until: local.time)
        let schedule = try Schedule(rotation, [window])
        let last = try instant(row.last)
        let shifts = try schedule.shifts(from: last - .hours(48), to: last + .hours(48))
        #expect(shifts.map(\.end) == [last])
        #expect(schedule.onCall(at: last - .milliseconds(1)) == ["A"])
        #expect(schedule.onCall(at: last).isEmpty)
    }

    /// T42: by the calendar, not by counting hours.
    @Test func weeksFollowTheWall() throws {
        let schedule = try Schedule(Rotation(.weekly(every: 1), at: "2026-01-05T09:00", in: "Europe/Zagreb"))
        #expect(try schedule.names("2026-03-30T06:59:59.999Z") == "C")
        #expect(try schedule.names("2026-03-30T07:00:00Z") == "A")
        #expect(try schedule.names("2026-03-30T08:00:00Z") == "A")
    }

    /// T45: nobody twice, nobody missing, to the millisecond.
    @Test func aHandoffIsHalfOpen() throws {
        let schedule = try Schedule(Rotation(.daily(every: 1), at: "2026-01-05T09:00", in: "Asia/Bangkok"))
        #expect(try schedule.names("2026-01-06T01:59:59.999Z") == "A")
        #expect(try schedule.names("2026-01-06T02:00:00Z") == "B")
    }

    @Test func nobodyIsOnCallBeforeTheFirstHandoff() throws {
        let schedule = try Schedule(Rotation(.monthly(every: 2), at: "2026-01-31T09:00", in: "Europe/Zagreb"))
        #expect(try schedule.names("2026-01-31T07:59:59.999Z") == "")
        #expect(try schedule.names("2026-01-31T08:00:00Z") == "A")
        #expect(schedule.onCall(at: Instant(milliseconds: .min)).isEmpty)
        #expect(schedule.onCall(at: Instant(milliseconds: .max)).count == 1)
    }

    /// T44: a weekend that nobody works uses up a turn, or does not.
    @Test(arguments: [(Rotation.Advance.calendar, "A", "B"), (.covered, "B", "C")])
    func advances(_ advance: Rotation.Advance, monday: String, tuesday: String) throws {
        for zone in ["Europe/Zagreb", "Asia/Bangkok", "America/New_York"] {
            let rotation = try Rotation(.daily(every: 1), at: "2026-05-01T09:00", in: zone, advance: advance)
            let schedule = try Schedule(rotation, [.every("09:00", "17:00", on: workdays)])
            let noon = try time("12:00")
            func name(_ day: String) throws -> String {
                let instant = rotation.zone.start(of: CivilDateTime(try date(day), noon))
                return schedule.onCall(at: instant).map(\.text).joined()
            }
            #expect(try name("2026-05-01") == "A")
            #expect(try name("2026-05-02") == "" && name("2026-05-03") == "")
            #expect(try name("2026-05-04") == monday)
            #expect(try name("2026-05-05") == tuesday)
        }
    }

    @Test func refusesWhatMakesNoRotation() throws {
        let zone = TimeZoneRules.utc
        let day = try date("2026-01-01")
        func code(_ make: () throws(ScheduleError) -> Rotation) -> String {
            do throws(ScheduleError) {
                _ = try make()
                return "accepted"
            } catch {
                #expect(error.description.count > 20)
                return error.code
            }
        }
        let midnight = TimeOfDay.midnight
        #expect(
            code { () throws(ScheduleError) in
                try Rotation(.daily(every: 1), startingOn: day, handoff: midnight, zone: zone, members: [])
            } == "schedule-no-members")
        #expect(
            code { () throws(ScheduleError) in
                try Rotation(
                    .daily(every: 1), startingOn: day, handoff: midnight, zone: zone,
                    members: Array(repeating: "A", count: OnCallLimits.membersMax + 1))
            } == "schedule-too-many")
        for cadence in [
            Rotation.Cadence.hourly(every: 0), .daily(every: 367), .weekly(every: -1), .monthly(every: .max),
        ] {
            #expect(
                code { () throws(ScheduleError) in
                    try Rotation(cadence, startingOn: day, handoff: midnight, zone: zone, members: ["A"])
                } == "schedule-period-out-of-range")
        }
        #expect(
            code { () throws(ScheduleError) in
                try Rotation(
                    .daily(every: 1), startingOn: day.adding(months: 12 * 20_000), handoff: midnight, zone: zone,
                    members: ["A"])
            } == "schedule-anchor-out-of-range")
        #expect(
            code { () throws(ScheduleError) in
                try Rotation(.daily(every: 1), startingOn: day, handoff: .endOfDay, zone: zone, members: ["A"])
            } == "schedule-handoff-at-end-of-day")
    }
}
