import CivilTime
import CivilTimeFixtures
import Testing

@Suite struct BusinessCalendarTests {
    static let songkran = ["2026-04-06", "2026-04-13", "2026-04-14", "2026-04-15", "2026-05-01"]

    static func calendar(_ hours: String, in zone: String, without holidays: [String] = []) throws -> BusinessCalendar {
        try BusinessCalendar(
            id: "test", zone: Zoneinfo.rules(zone), hours: BusinessHours(text: hours),
            holidays: Set(holidays.map { try date($0) }))
    }

    static func office() throws -> BusinessCalendar {
        try calendar("Mon-Fri 09:00-18:00", in: "Asia/Bangkok", without: songkran)
    }

    @Test(
        arguments: [
            // Half an hour on Friday, then the holidays, and the rest on Thursday.
            ("2026-04-10T17:30:00+07:00", "PT4H", "2026-04-16T12:30:00+07:00"),
            // Due at the closing instant is due then.
            ("2026-04-10T14:00:00+07:00", "PT4H", "2026-04-10T18:00:00+07:00"),
            ("2026-04-10T14:00:00+07:00", "PT4H0.001S", "2026-04-16T09:00:00.001+07:00"),
            ("2026-04-10T18:00:00+07:00", "PT1M", "2026-04-16T09:01:00+07:00"),
            // Before opening, in the night, on a holiday: counted from the opening.
            ("2026-04-16T03:00:00+07:00", "PT1H", "2026-04-16T10:00:00+07:00"),
            ("2026-04-13T12:00:00+07:00", "PT9H", "2026-04-16T18:00:00+07:00"),
            ("2026-04-13T12:00:00+07:00", "PT0S", "2026-04-13T12:00:00+07:00"),
            ("2026-04-16T12:00:00+07:00", "P5D", "2026-05-06T15:00:00+07:00"),
        ]) func adds(_ from: String, _ business: String, _ expected: String) throws
    {
        let calendar = try Self.office()
        let elapsed = try #require(Elapsed(iso8601: business))
        #expect(calendar.add(elapsed, to: try instant(from))?.rfc3339(in: calendar.zone) == expected)
    }

    @Test(
        arguments: [
            ("2026-04-16T12:30:00+07:00", "PT4H", "2026-04-10T17:30:00+07:00"),
            // The latest start: at the opening instant it is still that one.
            ("2026-04-10T13:00:00+07:00", "PT4H", "2026-04-10T09:00:00+07:00"),
            ("2026-04-12T12:00:00+07:00", "PT1H", "2026-04-10T17:00:00+07:00"),
            ("2026-04-12T12:00:00+07:00", "PT0S", "2026-04-12T12:00:00+07:00"),
        ]) func subtracts(_ from: String, _ business: String, _ expected: String) throws
    {
        let calendar = try Self.office()
        let elapsed = try #require(Elapsed(iso8601: business))
        #expect(calendar.subtract(elapsed, from: try instant(from))?.rfc3339(in: calendar.zone) == expected)
        let negative = Elapsed(milliseconds: -elapsed.milliseconds)
        #expect(calendar.add(negative, to: try instant(from)) == calendar.subtract(elapsed, from: try instant(from)))
        #expect(calendar.subtract(negative, from: try instant(from)) == calendar.add(elapsed, to: try instant(from)))
    }

    @Test func windowsAreHalfOpen() throws {
        let calendar = try Self.office()
        let day = "2026-04-10"
        #expect(try !calendar.isOpen(at: instant("\(day)T08:59:59.999+07:00")))
        #expect(try calendar.isOpen(at: instant("\(day)T09:00:00+07:00")))
        #expect(try calendar.isOpen(at: instant("\(day)T17:59:59.999+07:00")))
        #expect(try !calendar.isOpen(at: instant("\(day)T18:00:00+07:00")))
        #expect(try !calendar.isOpen(at: instant("2026-04-13T12:00:00+07:00")))
        #expect(
            try calendar.nextOpening(from: instant("\(day)T18:00:00+07:00")) == instant("2026-04-16T09:00:00+07:00"))
        #expect(try calendar.nextOpening(from: instant("\(day)T12:00:00+07:00")) == instant("\(day)T12:00:00+07:00"))
    }

    @Test func countsWhatHasPassed() throws {
        let calendar = try Self.office()
        let from = try instant("2026-04-10T17:30:00+07:00")
        let to = try instant("2026-04-16T12:30:00+07:00")
        #expect(calendar.elapsed(from: from, to: to) == .hours(4))
        #expect(calendar.elapsed(from: to, to: from) == .hours(-4))
        #expect(calendar.elapsed(from: from, to: from) == .zero)
        // Five weeks have 25 working days, of which four are holidays.
        #expect(
            try calendar.elapsed(from: instant("2026-04-01T00:00:00+07:00"), to: instant("2026-05-06T00:00:00+07:00"))
                == .hours(20 * 9))
        #expect(calendar.elapsed(from: Instant(milliseconds: 0), to: Instant(milliseconds: .max)) == nil)
    }

    /// Where clocks change inside the hours: a skipped bound is the end of the gap, a repeated one widens the window.
    @Test(
        arguments: [
            ("Sun 01:30-02:30", "2026-03-29", "2026-03-29T00:30:00Z", "PT30M"),
            ("Sun 01:00-04:00", "2026-03-29", "2026-03-29T00:00:00Z", "PT2H"),
            ("Sun 02:00-03:00", "2026-03-29", "2026-04-05T00:00:00Z", "PT0S"),
            ("Sun 02:15-02:45", "2026-10-25", "2026-10-25T00:15:00Z", "PT1H30M"),
            ("Sun 01:00-04:00", "2026-10-25", "2026-10-24T23:00:00Z", "PT4H"),
            // The second window begins while the first has not ended; nothing counts twice.
            ("Sun 01:00-02:20 02:40-04:00", "2026-10-25", "2026-10-24T23:00:00Z", "PT4H"),
        ]) func clocksChangeInsideTheHours(_ hours: String, _ day: String, _ opening: String, _ length: String) throws
    {
        let calendar = try Self.calendar(hours, in: "Europe/Berlin")
        let start = calendar.zone.start(of: CivilDateTime(try date(day), .midnight))
        let end = calendar.zone.end(of: CivilDateTime(try date(day), .endOfDay))
        #expect(calendar.nextOpening(from: start)?.rfc3339 == opening)
        #expect(calendar.elapsed(from: start, to: end)?.iso8601 == length)
    }

    /// In Havana clocks go back from 01:00 to 00:00: the end of Saturday and the start of Sunday overlap by an hour.
    @Test func midnightThatComesTwiceCountsOnce() throws {
        let calendar = try Self.calendar("24x7", in: "America/Havana")
        let start = try instant("2026-10-30T00:00:00Z")
        let end = try instant("2026-11-04T00:00:00Z")
        #expect(calendar.elapsed(from: start, to: end) == end.since(start))
        #expect(calendar.add(end.since(start), to: start) == end)
        #expect(calendar.subtract(end.since(start), from: end) == start)
    }

    /// The hours of one date may hold instants that show another: those of a midnight that comes twice.
    @Test func hoursReachIntoTheNeighbouringDate() throws {
        let late = try Self.calendar("Sat 23:00-24:00", in: "America/Havana")
        #expect(try late.isOpen(at: instant("2026-11-01T04:30:00Z")))
        #expect(try late.add(.minutes(30), to: instant("2026-11-01T04:30:00Z")) == instant("2026-11-01T05:00:00Z"))
        #expect(
            try late.subtract(.minutes(90), from: instant("2026-11-01T04:30:00Z")) == instant("2026-11-01T03:00:00Z"))
        // Goose Bay put its clocks back from 00:01 to 23:01, when Sunday had been there for a minute.
        let early = try Self.calendar("Sun 00:00-06:00", in: "America/Goose_Bay")
        let change = try instant("2010-11-07T03:01:00Z")
        #expect(early.zone.civil(at: change) == (try local("2010-11-06T23:01")))
        #expect(early.subtract(.minutes(30), from: change + .minutes(29)) == change - .minutes(1))
        #expect(early.isOpen(at: change + .minutes(29)))
    }

    @Test func whatNeverOpensIsToldApart() throws {
        let hours = try BusinessHours(text: "Mon 09:00-10:00")
        let first = try date("2026-01-05")
        let mondays = (0..<52).map { first.adding(days: 7 * $0) }
        #expect(throws: BusinessCalendarError.closedAllYear(year: 2026)) {
            try BusinessCalendar(id: "shut", zone: .utc, hours: hours, holidays: Set(mondays))
        }
        // Closed from one February to the April after the next is no calendar year, but too long to wait for.
        let long = (5..<70).map { first.adding(days: 7 * $0) }
        let calendar = try BusinessCalendar(id: "away", zone: .utc, hours: hours, holidays: Set(long))
        #expect(try calendar.add(.hours(3), to: instant("2026-01-26T00:00:00Z")) == nil)
        #expect(try calendar.nextOpening(from: instant("2026-02-03T00:00:00Z")) == nil)
        #expect(try !calendar.isOpen(at: instant("2026-02-03T00:00:00Z")))
        #expect(try calendar.subtract(.hours(1), from: instant("2027-05-03T00:00:00Z")) == nil)
        #expect(try calendar.add(.hours(1), to: instant("2026-01-26T00:00:00Z")) == instant("2026-01-26T10:00:00Z"))
        #expect(
            try calendar.elapsed(from: instant("2026-01-01T00:00:00Z"), to: instant("2027-12-31T00:00:00Z"))
                == .hours(5 + 34))
    }

    @Test func farAwayIsToldApart() throws {
        let calendar = try Self.calendar("Mon 09:00-09:01", in: "UTC")
        #expect(try calendar.add(.hours(100), to: instant("2026-01-26T00:00:00Z")) == nil)
        #expect(calendar.add(.hours(1), to: Instant(milliseconds: .max)) == nil)
        #expect(calendar.subtract(.hours(1), from: Instant(milliseconds: .min)) == nil)
    }

    static let examples: [(hours: String, zone: String)] = [
        ("Mon-Fri 09:00-18:00", "Asia/Bangkok"), ("Mon-Fri 09:00-12:00 13:00-17:00, Sat 10:00-14:00", "Europe/Berlin"),
        ("Mon-Sun 01:00-04:00", "Europe/Berlin"), ("24x7", "America/Havana"),
        ("Sat-Sun 00:00-02:10 02:20-24:00", "Europe/Berlin"),
        ("Mon-Sun 22:00-24:00, 00:00-03:00", "America/Nuuk"),
        ("Sun 01:30-02:15, Mon 00:00-24:00", "Australia/Lord_Howe"),
        ("Mon-Sun 00:00-00:45 23:15-24:00", "Africa/Cairo"),
    ]

    /// Adding in two steps is adding at once; what was added is what has passed; later starts end later.
    @Test(arguments: examples) func countingIsConsistent(_ example: (hours: String, zone: String)) throws {
        let calendar = try Self.calendar(example.hours, in: example.zone, without: ["2026-05-01", "2026-10-26"])
        var random = Sequence64(seed: 60)
        // Around both changes of the clocks of a year.
        let centres = try ["2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z", "2026-04-24T00:00:00Z"].map {
            try instant($0)
        }
        for round in 0..<90 {
            let start = centres[round % 3] + .minutes(Int64.random(in: -3000...3000, using: &random))
            let first = Elapsed.minutes(Int64.random(in: 0...900, using: &random))
            let second = Elapsed.minutes(Int64.random(in: 0...900, using: &random))
            let both = Elapsed(milliseconds: first.milliseconds + second.milliseconds)
            let middle = try #require(calendar.add(first, to: start))
            let end = try #require(calendar.add(both, to: start))
            #expect(calendar.add(second, to: middle) == end, "\(start) \(first) \(second)")
            #expect(calendar.elapsed(from: start, to: end) == both, "\(start) \(both)")
            #expect(middle <= end && start <= middle)
            let back = try #require(calendar.subtract(both, from: end))
            #expect(back >= start && calendar.elapsed(from: back, to: end) == both, "\(start) \(both)")
            let later = start + .minutes(Int64.random(in: 0...600, using: &random))
            #expect(try #require(calendar.add(first, to: later)) >= middle, "\(start) \(later) \(first)")
            // The earliest such instant: a moment before, not all of it has passed.
            if both > .zero {
                #expect(try #require(calendar.elapsed(from: start, to: end - .milliseconds(1))) < both)
            }
        }
    }

    /// Against a count of every minute that is open.
    @Test(arguments: examples) func countingAgreesWithEveryMinute(_ example: (hours: String, zone: String)) throws {
        let calendar = try Self.calendar(example.hours, in: example.zone)
        for (from, to) in [
            ("2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z"), ("2026-10-24T00:00:00Z", "2026-10-26T12:00:00Z"),
        ] {
            let start = try instant(from)
            let end = try instant(to)
            var open: Int64 = 0
            var minute = start
            while minute < end {
                if calendar.isOpen(at: minute) { open += 1 }
                minute = minute + .minutes(1)
            }
            #expect(calendar.elapsed(from: start, to: end) == .minutes(open))
        }
    }
}
