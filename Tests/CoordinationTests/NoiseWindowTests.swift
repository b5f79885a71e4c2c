import CivilTime
import Foundation
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// Maintenance windows through the changes of the clocks. Expected instants were checked against Python's zoneinfo.
@Suite struct NoiseWindowTests {
    static func zone(_ name: String) throws -> TimeZoneRules {
        let data = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))
        return try TimeZoneRules(name: ZoneName(name), tzif: Array(data))
    }

    static func time(_ text: String) throws -> TimeOfDay { try #require(TimeOfDay(text: text)) }

    static func recurrence(
        _ days: WindowRecurrence.Days, _ from: String, _ to: String, _ zoneName: String, since: String? = nil,
        until: String? = nil
    ) throws -> WindowRecurrence {
        try WindowRecurrence(
            days, from: time(from), to: time(to), zone: zone(zoneName), since: since.map { try noiseInstant($0) },
            until: until.map { try noiseInstant($0) })
    }

    static func window(_ recurrence: WindowRecurrence) throws -> MaintenanceWindow {
        MaintenanceWindow(
            id: "win_1", party: "tern", matchers: try MatcherSet(text: "asset=web-1"), recurring: recurrence)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let zone: String
        let days: WindowRecurrence.Days
        let from: String
        let to: String
        /// Before all of the spans.
        let after: String
        let spans: [(String, String)]
        var testDescription: String { "\(zone) \(from)-\(to) after \(after)" }

        init(
            _ zone: String, _ days: WindowRecurrence.Days, _ from: String, _ to: String, after: String,
            _ spans: [(String, String)]
        ) {
            self.zone = zone
            self.days = days
            self.from = from
            self.to = to
            self.after = after
            self.spans = spans
        }
    }

    @Test(arguments: [
        // Clocks are put forward from 02:00 to 03:00 on 29 March, and back from 03:00 to 02:00 on 25 October.
        Row(
            "Europe/Berlin", .weekly([.sunday]), "01:30", "02:30", after: "2026-03-23T00:00:00Z",
            [("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"), ("2026-04-04T23:30:00Z", "2026-04-05T00:30:00Z")]),
        // Swallowed whole: the next is a week later.
        Row(
            "Europe/Berlin", .weekly([.sunday]), "02:00", "03:00", after: "2026-03-23T00:00:00Z",
            [("2026-04-05T00:00:00Z", "2026-04-05T01:00:00Z")]),
        Row(
            "Europe/Berlin", .weekly([.sunday]), "02:15", "02:45", after: "2026-10-20T00:00:00Z",
            [("2026-10-25T00:15:00Z", "2026-10-25T01:45:00Z"), ("2026-11-01T01:15:00Z", "2026-11-01T01:45:00Z")]),
        Row(
            "Europe/Berlin", .weekly([.saturday]), "22:00", "06:00", after: "2026-03-23T00:00:00Z",
            [("2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z"), ("2026-04-04T20:00:00Z", "2026-04-05T04:00:00Z")]),
        Row(
            "Europe/Berlin", .weekly([.saturday]), "22:00", "06:00", after: "2026-10-20T00:00:00Z",
            [("2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z")]),
        Row(
            "Europe/Berlin", .weekly([.monday, .wednesday]), "00:00", "24:00", after: "2026-06-01T00:00:00Z",
            [("2026-06-02T22:00:00Z", "2026-06-03T22:00:00Z"), ("2026-06-07T22:00:00Z", "2026-06-08T22:00:00Z")]),
        Row(
            "Europe/Berlin", .monthly(day: 31), "23:00", "01:00", after: "2026-01-01T00:00:00Z",
            [
                ("2026-01-31T22:00:00Z", "2026-02-01T00:00:00Z"), ("2026-02-28T22:00:00Z", "2026-03-01T00:00:00Z"),
                ("2026-03-31T21:00:00Z", "2026-03-31T23:00:00Z"), ("2026-04-30T21:00:00Z", "2026-04-30T23:00:00Z"),
            ]),
        Row(
            "Europe/Berlin", .monthly(day: 29), "12:00", "13:00", after: "2028-01-31T00:00:00Z",
            [("2028-02-29T11:00:00Z", "2028-02-29T12:00:00Z"), ("2028-03-29T10:00:00Z", "2028-03-29T11:00:00Z")]),
        Row(
            "Europe/Berlin", .monthlyWeekday(.last, .sunday), "01:00", "04:00", after: "2026-02-28T00:00:00Z",
            [("2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"), ("2026-04-25T23:00:00Z", "2026-04-26T02:00:00Z")]),
        Row(
            "Europe/Berlin", .monthlyWeekday(.second, .tuesday), "20:00", "23:00", after: "2026-09-01T00:00:00Z",
            [("2026-09-08T18:00:00Z", "2026-09-08T21:00:00Z"), ("2026-10-13T18:00:00Z", "2026-10-13T21:00:00Z")]),
        Row(
            "America/New_York", .weekly([.saturday]), "22:00", "06:00", after: "2026-03-02T00:00:00Z",
            [("2026-03-08T03:00:00Z", "2026-03-08T10:00:00Z")]),
        Row(
            "America/New_York", .weekly([.saturday]), "22:00", "06:00", after: "2026-10-26T00:00:00Z",
            [("2026-11-01T02:00:00Z", "2026-11-01T11:00:00Z")]),
        Row(
            "America/New_York", .weekly([.sunday]), "01:30", "01:45", after: "2026-10-26T00:00:00Z",
            [("2026-11-01T05:30:00Z", "2026-11-01T06:45:00Z"), ("2026-11-08T06:30:00Z", "2026-11-08T06:45:00Z")]),
        Row(
            "America/New_York", .monthlyWeekday(.first, .sunday), "00:00", "24:00", after: "2026-10-15T00:00:00Z",
            [("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]),
        // Clocks change by half an hour.
        Row(
            "Australia/Lord_Howe", .weekly([.sunday]), "02:15", "02:45", after: "2026-09-28T00:00:00Z",
            [("2026-10-03T15:30:00Z", "2026-10-03T15:45:00Z"), ("2026-10-10T15:15:00Z", "2026-10-10T15:45:00Z")]),
        Row(
            "Australia/Lord_Howe", .weekly([.sunday]), "02:00", "02:20", after: "2026-09-28T00:00:00Z",
            [("2026-10-10T15:00:00Z", "2026-10-10T15:20:00Z")]),
        Row(
            "Australia/Lord_Howe", .weekly([.sunday]), "01:45", "01:50", after: "2026-03-30T00:00:00Z",
            [("2026-04-04T14:45:00Z", "2026-04-04T15:20:00Z"), ("2026-04-11T15:15:00Z", "2026-04-11T15:20:00Z")]),
        Row(
            "Asia/Bangkok", .weekly([.friday]), "22:00", "06:00", after: "2026-03-23T00:00:00Z",
            [("2026-03-27T15:00:00Z", "2026-03-27T23:00:00Z"), ("2026-04-03T15:00:00Z", "2026-04-03T23:00:00Z")]),
        // The gap reaches over midnight; the day that is meant is the Saturday.
        Row(
            "America/Nuuk", .weekly([.saturday]), "23:30", "00:30", after: "2026-03-24T00:00:00Z",
            [("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")]),
        // There was no 30 December in Samoa.
        Row(
            "Pacific/Apia", .weekly([.friday]), "09:00", "17:00", after: "2011-12-24T12:00:00Z",
            [("2012-01-05T19:00:00Z", "2012-01-06T03:00:00Z")]),
        Row(
            "Pacific/Apia", .weekly([.thursday]), "22:00", "06:00", after: "2011-12-24T12:00:00Z",
            [("2011-12-30T08:00:00Z", "2011-12-30T10:00:00Z")]),
    ])
    func comesWhenTheWallSaysSo(_ row: Row) throws {
        let window = try Self.window(Self.recurrence(row.days, row.from, row.to, row.zone))
        var instant = try noiseInstant(row.after)
        for (from, to) in row.spans {
            let expected = try noiseInstant(from)..<noiseInstant(to)
            let next = try #require(window.next(after: instant))
            #expect(next == expected)
            #expect(window.activeSpan(at: expected.lowerBound) == expected)
            #expect(window.activeSpan(at: expected.upperBound - .milliseconds(1)) == expected)
            #expect(!window.isActive(at: expected.lowerBound - .milliseconds(1)))
            #expect(!window.isActive(at: expected.upperBound))
            #expect(window.next(after: expected.lowerBound - .milliseconds(1)) == expected)
            instant = next.lowerBound
        }
    }

    @Test func onceIsOnce() throws {
        let (from, to) = (try noiseInstant("2026-03-10T22:00:00Z"), try noiseInstant("2026-03-11T02:00:00Z"))
        let window = try MaintenanceWindow(
            id: "win_1", party: "tern", matchers: MatcherSet(text: "asset=web-1"), from: from, to: to)
        #expect(!window.isActive(at: from - .milliseconds(1)))
        #expect(window.activeSpan(at: from) == from..<to)
        #expect(!window.isActive(at: to))
        #expect(window.next(after: from - .milliseconds(1)) == from..<to)
        #expect(window.next(after: from) == nil)
        #expect(window.holds(party: "tern", fields: Matchable([.asset: "web-1"]), at: from))
        #expect(!window.holds(party: "provider", fields: Matchable([.asset: "web-1"]), at: from))
        #expect(!window.holds(party: "tern", fields: Matchable([.asset: "web-2"]), at: from))
        #expect(!window.holds(party: "tern", fields: Matchable([.asset: "web-1"]), at: to))
    }

    @Test func isCutToItsBounds() throws {
        let window = try Self.window(
            Self.recurrence(
                .weekly(Set(Weekday.allCases)), "22:00", "06:00", "Asia/Bangkok", since: "2026-03-10T17:00:00Z",
                until: "2026-03-12T16:00:00Z"))
        var spans: [Range<Instant>] = []
        var instant = try noiseInstant("2020-01-01T00:00:00Z")
        while let next = window.next(after: instant) {
            spans.append(next)
            instant = next.lowerBound
        }
        let expected = [
            ("2026-03-10T17:00:00Z", "2026-03-10T23:00:00Z"), ("2026-03-11T15:00:00Z", "2026-03-11T23:00:00Z"),
            ("2026-03-12T15:00:00Z", "2026-03-12T16:00:00Z"),
        ]
        #expect(spans == (try expected.map { try noiseInstant($0.0)..<noiseInstant($0.1) }))
        #expect(!window.isActive(at: try noiseInstant("2026-03-10T16:59:59Z")))
        #expect(!window.isActive(at: try noiseInstant("2026-03-12T16:00:00Z")))
    }

    @Test func theEndsOfTimeAreSafe() throws {
        let window = try Self.window(Self.recurrence(.monthly(day: 31), "22:00", "06:00", "Europe/Berlin"))
        for instant in [Instant.earliest, .latest, Instant(milliseconds: .min), Instant(milliseconds: .max)] {
            _ = window.activeSpan(at: instant)
            if let next = window.next(after: instant) { #expect(next.lowerBound > instant) }
        }
    }

    @Test func refusesWhatIsNoWindow() throws {
        let cases: [(MaintenanceError, () throws -> WindowRecurrence)] = [
            (.noWeekday, { try Self.recurrence(.weekly([]), "22:00", "06:00", "Asia/Bangkok") }),
            (.noSuchDay(0), { try Self.recurrence(.monthly(day: 0), "22:00", "06:00", "Asia/Bangkok") }),
            (.noSuchDay(32), { try Self.recurrence(.monthly(day: 32), "22:00", "06:00", "Asia/Bangkok") }),
            (.noLength, { try Self.recurrence(.monthly(day: 1), "22:00", "22:00", "Asia/Bangkok") }),
            (.noLength, { try Self.recurrence(.monthly(day: 1), "24:00", "06:00", "Asia/Bangkok") }),
            (
                .fractionOfSecond,
                {
                    try WindowRecurrence(
                        .monthly(day: 1), from: #require(TimeOfDay(milliseconds: 1)), to: .endOfDay, zone: .utc)
                }
            ),
        ]
        for (error, make) in cases {
            #expect(throws: error) { _ = try make() }
            #expect(error.code.hasPrefix("maintenance-"))
            #expect(!error.description.isEmpty)
        }
        let time = try noiseInstant("2026-03-10T22:00:00Z")
        #expect(throws: MaintenanceError.endsBeforeStart(starts: time, ends: time)) {
            _ = try Self.recurrence(
                .monthly(day: 1), "22:00", "06:00", "Asia/Bangkok", since: time.rfc3339, until: time.rfc3339)
        }
        #expect(throws: MaintenanceError.endsBeforeStart(starts: time, ends: time)) {
            _ = try MaintenanceWindow(
                id: "win_1", party: "tern", matchers: MatcherSet(text: "asset=a"), from: time, to: time)
        }
    }

    @Test func isWrittenAndReadBack() throws {
        let zones: (String) -> TimeZoneRules? = { try? Self.zone($0) }
        let recurrences = [
            try Self.recurrence(.weekly([.sunday, .monday]), "22:00", "06:00", "Europe/Berlin"),
            try Self.recurrence(.monthly(day: 31), "00:00", "24:00", "America/New_York", since: "2026-01-01T00:00:00Z"),
            try Self.recurrence(
                .monthlyWeekday(.last, .friday), "22:00:30", "23:00", "Asia/Bangkok", until: "2026-01-01T00:00:00Z"),
        ]
        for recurrence in recurrences {
            let window = try Self.window(recurrence)
            #expect(try MaintenanceWindow(written: window.written, zones: zones) == window)
            #expect(throws: NoiseFormError.self) {
                _ = try MaintenanceWindow(written: window.written, zones: { _ in nil })
            }
        }
        let now = try noiseInstant("2026-01-01T00:00:00Z")
        let once = try MaintenanceWindow(
            id: "win_1", party: "tern", matchers: MatcherSet(text: "asset=a"), from: now, to: now + .hours(1))
        #expect(try MaintenanceWindow(written: once.written, zones: zones) == once)
        for (name, value) in [("to", JSON.string(now.rfc3339)), ("from", .null), ("party", 1), ("matchers", [])] {
            var bad = once.written
            bad.set(name, value)
            #expect(throws: NoiseFormError.self) { _ = try MaintenanceWindow(written: bad, zones: zones) }
        }
    }
}
