import CivilTime
import CivilTimeFixtures
import Testing

/// The rules that zone files end with, read through files that have nothing else.
@Suite struct PosixRuleTests {
    private func zone(_ footer: String) throws -> TimeZoneRules {
        try TimeZoneRules(name: ZoneName("Etc/GMT"), tzif: TZifFile(version: 0x33, footer: footer).bytes)
    }

    @Test(
        arguments: [
            ("EST5", -18_000, "EST"), ("<+07>-7", 25_200, "+07"), ("<-0330>+3:30", -12_600, "-0330"),
            ("ABC-5:45:30", 20_730, "ABC"), ("UTC0", 0, "UTC"), ("XYZ-24", 86_400, "XYZ"),
        ] as [(String, Int64, String)]) func readsConstantOffsets(_ footer: String, _ offset: Int64, _ name: String)
        throws
    {
        let zone = try zone(footer)
        #expect(zone.offsetSeconds(at: Instant(milliseconds: 0)) == offset)
        #expect(zone.abbreviation(at: Instant(milliseconds: 0)) == name)
        #expect(zone.transition(after: Instant(milliseconds: 0)) == nil)
    }

    /// The first change of a year and what follows it, for every way to write a date. The last ones are of real zones.
    @Test(
        arguments: [
            ("CET-1CEST,M3.5.0,M10.5.0/3", "2026", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"),
            ("AAA0BBB,J60/0,J365/0", "2024", "2024-03-01T00:00:00Z", "2024-12-30T23:00:00Z"),
            ("AAA0BBB,J59/0,J60", "2025", "2025-02-28T00:00:00Z", "2025-03-01T01:00:00Z"),
            ("AAA0BBB,59/0,60/0", "2024", "2024-02-29T00:00:00Z", "2024-02-29T23:00:00Z"),
            ("AAA0BBB,59/0,60/0", "2025", "2025-03-01T00:00:00Z", "2025-03-01T23:00:00Z"),
            ("AAA0BBB-2,M4.1.6/-1:30,M4.2.6/26:15:10", "2026", "2026-04-03T22:30:00Z", "2026-04-12T00:15:10Z"),
            ("EET-2EEST,M4.5.5/0,M10.5.4/24", "2026", "2026-04-23T22:00:00Z", "2026-10-29T21:00:00Z"),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"),
            ("IST-2IDT,M3.4.4/26,M10.5.0", "2026", "2026-03-27T00:00:00Z", "2026-10-24T23:00:00Z"),
            ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026", "2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"),
        ]) func findsTheChanges(_ footer: String, _ year: String, _ first: String, _ second: String) throws
    {
        let zone = try zone(footer)
        let change = try #require(zone.transition(after: instant("\(year)-01-01T00:00:00Z")))
        #expect(change.at.rfc3339 == first)
        #expect(zone.transition(after: change.at)?.at.rfc3339 == second)
        #expect(zone.localTimeType(at: change.at - .milliseconds(1)) == change.before)
        #expect(zone.localTimeType(at: change.at) == change.after)
        #expect(change.before.isDaylightSaving != change.after.isDaylightSaving)
    }

    /// Where daylight saving ends when the next begins, it lasts all year (RFC 8536 section 3.3.1).
    @Test func daylightSavingAllYear() throws {
        let zone = try zone("EST5EDT,0/0,J365/25")
        for text in ["2026-01-01T04:59:59Z", "2026-01-01T05:00:00Z", "2026-07-01T00:00:00Z", "2028-12-31T23:59:59Z"] {
            #expect(try zone.isDaylightSaving(at: instant(text)))
            #expect(try zone.offsetSeconds(at: instant(text)) == -14_400)
        }
        #expect(try zone.transition(after: instant("2026-01-01T00:00:00Z")) == nil)
    }

    /// Changes so far from their year that neighbours overlap: still one answer for every instant.
    @Test func overlappingYearsStayConsistent() throws {
        let zone = try zone("AAA0BBB,M1.1.0/-167,J365/167")
        var shown = try local("2026-12-01T00:00")
        for _ in 0..<90 {
            let start = zone.start(of: shown)
            #expect(zone.civil(at: start) == shown)
            shown = CivilDateTime(shown.date.adding(days: 1), shown.time)
        }
    }

    /// The rule decides after the last transition of the file, the transitions before it.
    @Test func theRuleFollowsTheTransitions() throws {
        let file = TZifFile(
            types: [(0, 0, 0), (7200, 0, 4)], transitions: [(1_767_225_600, 1)], footer: "DEF-2GHI,M3.5.0,M10.5.0")
        let zone = try TimeZoneRules(name: ZoneName("Etc/GMT"), tzif: file.bytes)
        #expect(try zone.abbreviation(at: instant("2025-07-01T00:00:00Z")) == "ABC")
        #expect(try zone.transition(after: instant("2025-07-01T00:00:00Z"))?.at.rfc3339 == "2026-01-01T00:00:00Z")
        #expect(try zone.abbreviation(at: instant("2026-07-01T00:00:00Z")) == "GHI")
    }

    @Test(arguments: [
        "A", "AB5", "EST", "EST25", "EST5:60", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M0.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,J0,J365", "EST5EDT,J1,J366", "EST5EDT,0,366", "EST5EDT,0/168,J365", "EST5EDT,0/-168,J365",
        "EST5EDT,M3.2.0,M11.1.0 ", "EST5EDT,M3.2.0,M11.1.0,", "<+07-7", "<>-7", "<+0\u{7}>-7", "+07-7", "5", "EST5 EDT",
        "EST5EDT4,M3.2,M11.1.0", "EST--5", "EST+-5", "EST5EDT,1e9,3", "EST99999999999999999999",
    ]) func refuses(_ footer: String) {
        #expect(throws: TZifError.self) { try zone(footer) }
    }
}
