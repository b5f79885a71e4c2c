import CivilTime
import CivilTimeFixtures
import Testing

@Suite struct ResolvingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let zone, local, kind, first, last, rfc5545: String
        var testDescription: String { "\(zone) \(local)" }
    }

    /// Verified by two independent means: Python's zoneinfo, and a scan of every minute.
    static let rows: [Row] = """
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
        Europe/Zagreb 2026-03-29T02:30 gap 2026-03-29T01:00:00Z 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z
        Australia/Lord_Howe 2026-10-04T02:15 gap 2026-10-03T15:30:00Z 2026-10-03T15:30:00Z 2026-10-03T15:45:00Z
        America/Nuuk 2026-03-28T23:30 gap 2026-03-29T01:00:00Z 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z
        Asia/Bangkok 2026-03-29T02:30 unique 2026-03-28T19:30:00Z 2026-03-28T19:30:00Z 2026-03-28T19:30:00Z
        Etc/GMT-7 2026-03-29T02:30 unique 2026-03-28T19:30:00Z 2026-03-28T19:30:00Z 2026-03-28T19:30:00Z
        """.split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return Row(
                zone: words[0], local: words[1], kind: words[2], first: words[3], last: words[4], rfc5545: words[5])
        }

    @Test(arguments: rows) func resolves(_ row: Row) throws {
        let zone = try Zoneinfo.rules(row.zone)
        let local = try local(row.local)
        #expect(zone.start(of: local).rfc3339 == row.first)
        #expect(zone.end(of: local).rfc3339 == row.last)
        #expect(zone.rfc5545(local).rfc3339 == row.rfc5545)
        switch zone.resolve(local) {
        case .unique(let instant):
            #expect(row.kind == "unique")
            #expect(zone.civil(at: instant) == local)
        case .gap(let gap):
            #expect(row.kind == "gap")
            #expect(zone.resolve(local).candidates.isEmpty)
            #expect(gap.byOffsetAfter < gap.end && gap.end <= gap.byOffsetBefore)
            #expect(zone.civil(at: gap.end) > local)
            #expect(zone.civil(at: gap.end - .milliseconds(1)) < local)
        case .fold(let first, let last):
            #expect(row.kind == "fold")
            #expect(zone.civil(at: first) == local && zone.civil(at: last) == local)
            #expect(zone.resolve(local).candidates == [first, last])
        }
    }

    /// A daily time on the wall, over a change of the clocks: the instants, and the lengths of what lies between.
    @Test(
        arguments: [
            (
                "Europe/Zagreb", ["2026-03-28T02:30", "2026-03-29T02:30", "2026-03-30T02:30"],
                ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"], ["PT23H30M", "PT23H30M"]
            ),
            (
                "Europe/Zagreb", ["2026-10-24T02:30", "2026-10-25T02:30", "2026-10-26T02:30"],
                ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"], ["P1D", "P1DT1H"]
            ),
            (
                "Europe/Zagreb", ["2026-03-28T09:00", "2026-03-29T09:00"],
                ["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"], ["PT23H"]
            ),
            (
                "Europe/Zagreb", ["2026-10-24T09:00", "2026-10-25T09:00"],
                ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z"], ["P1DT1H"]
            ),
            (
                "Australia/Lord_Howe", ["2026-10-03T02:15", "2026-10-04T02:15", "2026-10-05T02:15"],
                ["2026-10-02T15:45:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"], ["PT23H45M", "PT23H45M"]
            ),
            (
                "Africa/Cairo", ["2026-04-24T00:00", "2026-04-25T00:00"],
                ["2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"], ["PT23H"]
            ),
        ] as [(String, [String], [String], [String])])
    func dailyTimes(_ zone: String, _ locals: [String], _ expected: [String], _ lengths: [String]) throws {
        let zone = try Zoneinfo.rules(zone)
        let starts = try locals.map { zone.start(of: try local($0)) }
        #expect(starts.map(\.rfc3339) == expected)
        #expect(zip(starts, starts.dropFirst()).map { $1.since($0).iso8601 } == lengths)
    }

    /// A window on the wall, where the clocks change inside it.
    @Test(
        arguments: [
            ("2026-03-29T01:30", "2026-03-29T02:30", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"),
            ("2026-03-29T02:00", "2026-03-29T03:00", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"),
            ("2026-10-25T02:15", "2026-10-25T02:45", "2026-10-25T00:15:00Z", "2026-10-25T01:45:00Z"),
            ("2026-10-25T01:30", "2026-10-25T02:30", "2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z"),
        ]) func windows(_ from: String, _ to: String, _ start: String, _ end: String) throws
    {
        let zone = try Zoneinfo.rules("Europe/Zagreb")
        #expect(zone.start(of: try local(from)).rfc3339 == start)
        #expect(zone.end(of: try local(to)).rfc3339 == end)
    }

    @Test func aGapAcrossMidnightEndsOnTheNextDay() throws {
        let zone = try Zoneinfo.rules("America/Nuuk")
        let start = zone.start(of: try local("2026-03-28T23:30"))
        #expect(start.rfc3339(in: zone) == "2026-03-29T00:00:00-01:00")
        #expect(zone.civil(at: start).date.weekday == .sunday)
    }

    /// Elapsed time knows nothing of the wall: a delay over a gap, and a clock of 72 hours over both changes.
    @Test(
        arguments: [
            ("2026-03-29T01:45", "PT30M", "2026-03-29T03:15:00+02:00"),
            ("2026-03-27T10:00", "PT72H", "2026-03-30T11:00:00+02:00"),
            ("2026-10-23T10:00", "PT72H", "2026-10-26T09:00:00+01:00"),
        ]) func elapsedTimeIsPhysical(_ from: String, _ delay: String, _ expected: String) throws
    {
        let zone = try Zoneinfo.rules("Europe/Zagreb")
        let elapsed = try #require(Elapsed(iso8601: delay))
        #expect((zone.start(of: try local(from)) + elapsed).rfc3339(in: zone) == expected)
    }

    @Test func exactInputIsRefusedWithItsCandidates() throws {
        let zone = try Zoneinfo.rules("Europe/Zagreb")
        let ambiguous = #expect(throws: LocalTimeError.self) {
            try zone.instant(exactly: try local("2026-10-25T02:30"))
        }
        let candidates = [try instant("2026-10-25T00:30:00Z"), try instant("2026-10-25T01:30:00Z")]
        #expect(
            ambiguous
                == .ambiguous(
                    try local("2026-10-25T02:30"), in: zone.name, candidates: candidates,
                    candidateTexts: ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]))
        #expect(
            ambiguous?.description
                == "2026-10-25T02:30:00 comes twice in Europe/Zagreb, because clocks are put back; write "
                + "2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00")
        let missing = #expect(throws: LocalTimeError.self) {
            try zone.instant(exactly: try local("2026-03-29T02:30"))
        }
        #expect(missing?.code == "local-time-nonexistent")
        #expect(missing?.description.contains("2026-03-29T03:00:00+02:00") == true)
        #expect(try zone.instant(exactly: try local("2026-03-29T03:30")) == instant("2026-03-29T01:30:00Z"))
    }

    @Test func instantsAreWrittenWithTheOffsetOfTheZone() throws {
        let berlin = try Zoneinfo.rules("Europe/Berlin")
        #expect(try instant("2026-03-30T11:00:00Z").rfc3339(in: berlin) == "2026-03-30T13:00:00+02:00")
        #expect(try instant("2026-01-30T11:00:00.250Z").rfc3339(in: berlin) == "2026-01-30T12:00:00.250+01:00")
        #expect(
            try instant("2026-03-30T11:00:00Z").rfc3339(in: Zoneinfo.rules("America/St_Johns"))
                == "2026-03-30T08:30:00-02:30")
        #expect(try instant("2026-03-30T11:00:00Z").rfc3339(in: .utc) == "2026-03-30T11:00:00Z")
        #expect(
            try instant("2026-01-30T11:00:00Z").rfc3339(in: Zoneinfo.rules("Europe/London"))
                == "2026-01-30T11:00:00+00:00")
        // Local mean time had seconds; what is written is the same instant all the same.
        for text in ["1880-01-01T00:00:00Z", "1850-06-01T12:34:56Z"] {
            for zone in ["Europe/Berlin", "America/New_York", "Asia/Bangkok"] {
                let written = try instant(text).rfc3339(in: Zoneinfo.rules(zone))
                #expect(Instant(rfc3339: written)?.rfc3339 == text, "\(zone) \(written)")
            }
        }
    }

    @Test func theEndsOfTheRangeTrapNowhere() throws {
        for name in ["Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Bangkok"] {
            let zone = try Zoneinfo.rules(name)
            for milliseconds: Int64 in [.min, .min + 1, .min / 2, 0, .max / 2, .max - 1, .max] {
                let instant = Instant(milliseconds: milliseconds)
                let local = zone.civil(at: instant)
                #expect(zone.start(of: local) <= zone.end(of: local))
                _ = zone.transition(after: instant)
                _ = instant.rfc3339(in: zone)
            }
        }
    }
}
