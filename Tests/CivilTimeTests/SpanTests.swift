import CivilTime
import CivilTimeFixtures
import Testing

@Suite struct SpanTests {
    @Test(
        arguments: [
            ("PT15M", .elapsed(.minutes(15)), "PT15M"), ("PT72H", .elapsed(.hours(72)), "P3D"),
            ("-P2D", .elapsed(.hours(-48)), "-P2D"), ("P1M", .months(1), "P1M"), ("P2M", .months(2), "P2M"),
            ("P1Y", .months(12), "P1Y"), ("P18M", .months(18), "P1Y6M"), ("P1Y6M", .months(18), "P1Y6M"),
            ("-P1M", .months(-1), "-P1M"), ("4bh", .business(.hours(4)), "4bh"),
            ("90bm", .business(.minutes(90)), "90bm"),
            ("120bm", .business(.hours(2)), "2bh"), ("-4bh", .business(.hours(-4)), "-4bh"),
            ("PT0S", .elapsed(.zero), "PT0S"),
            ("P100Y", .months(1200), "P100Y"), ("10000bh", .business(.hours(10_000)), "10000bh"),
        ] as [(String, Span, String)]) func reads(_ text: String, _ expected: Span, _ written: String)
    {
        let span = Span(text: text)
        #expect(span == expected)
        #expect(span?.text == written)
        #expect(Span(text: written) == expected)
    }

    @Test(arguments: [
        "", "-", "--P2D", "+P2D", "P", "P0M", "0bh", "P1M2D", "P1MT1H", "P1Y1D", "1M", "4b", "4bd", "bh", "4 bh", "4BH",
        "4.5bh",
        "1h", "PT1M1M", "P1M1Y", "P1201M", "P101Y", "10001bh", "600001bm", "P99999M", "4bh ", "b4h", "P-1M", "4bh30bm",
    ]) func refuses(_ text: String) { #expect(Span(text: text) == nil) }

    @Test(
        arguments: [
            ("4bh", "4 business hours"), ("1bh", "1 business hour"), ("90bm", "1 business hour 30 minutes"),
            ("45bm", "45 business minutes"), ("P1M", "1 month"), ("P2M", "2 months"), ("P1Y", "1 year"),
            ("P18M", "18 months"),
            ("PT72H", "72 h"), ("PT24H", "24 h"), ("PT15M", "15 min"), ("PT90M", "1 h 30 min"), ("P30D", "30 d"),
            ("-P2D", "2 d before"), ("-4bh", "4 business hours before"), ("-P1M", "1 month before"),
            ("-PT1H", "1 h before"),
            ("PT0S", "0 s"),
        ]) func speaksToPeople(_ text: String, _ words: String)
    {
        #expect(Span(text: text)?.inWords == words)
    }

    @Test func doubles() {
        #expect(Span.elapsed(.minutes(30)).doubled == .elapsed(.hours(1)))
        #expect(Span.business(.hours(4)).doubled == .business(.hours(8)))
        #expect(Span.months(1).doubled == .months(2))
        #expect(Span.elapsed(Elapsed(milliseconds: .max)).doubled == .elapsed(Elapsed(milliseconds: .max)))
        #expect(Span.months(.max).doubled == .months(.max))
    }

    /// Three days of elapsed time over a change of the clocks, a month that has no 31st, a gap, a repeated hour.
    @Test(
        arguments: [
            ("Europe/Berlin", "PT72H", "2026-03-27T12:00:00+01:00", "2026-03-30T13:00:00+02:00"),
            ("UTC", "P1M", "2026-01-31T10:00:00Z", "2026-02-28T10:00:00Z"),
            ("Europe/Zagreb", "P1M", "2026-02-28T12:00:00+01:00", "2026-03-28T12:00:00+01:00"),
            ("Europe/Zagreb", "P1M", "2026-03-01T12:00:00+01:00", "2026-04-01T12:00:00+02:00"),
            ("Europe/Zagreb", "P1M", "2026-02-28T02:30:00.250+01:00", "2026-03-28T02:30:00.250+01:00"),
            ("Europe/Zagreb", "P1M", "2026-02-28T23:30:00Z", "2026-04-01T00:30:00+02:00"),
            ("Europe/Zagreb", "P1M", "2026-01-29T02:30:00+01:00", "2026-02-28T02:30:00+01:00"),
            ("Europe/Zagreb", "P2M", "2026-01-29T02:30:00+01:00", "2026-03-29T03:00:00+02:00"),
            ("Europe/Zagreb", "-P1M", "2026-04-29T02:30:00+02:00", "2026-03-29T03:00:00+02:00"),
            ("Europe/Zagreb", "P1M", "2026-09-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00"),
            ("Europe/Zagreb", "P1Y", "2028-02-29T09:00:00+01:00", "2029-02-28T09:00:00+01:00"),
            ("Europe/Berlin", "-P2D", "2026-03-30T12:00:00+02:00", "2026-03-28T11:00:00+01:00"),
            ("Europe/Stockholm", "PT24H", "2026-03-09T08:00:00Z", "2026-03-10T09:00:00+01:00"),
        ]) func isDue(_ zone: String, _ span: String, _ start: String, _ expected: String) throws
    {
        let rules = zone == "UTC" ? .utc : try Zoneinfo.rules(zone)
        let due = try #require(Span(text: span)).due(from: instant(start), zone: rules, calendar: nil)
        #expect(due?.rfc3339(in: rules) == expected)
    }

    /// A monthly date on the 31st counts every month from the first, and so comes back to the 31st.
    @Test func monthsCountFromTheAnchor() throws {
        let zone = try Zoneinfo.rules("Europe/Zagreb")
        let anchor = zone.start(of: try local("2026-01-31T09:00"))
        let dates = (0...4).map { Span.months($0).due(from: anchor, zone: zone, calendar: nil)?.rfc3339 }
        #expect(
            dates == [
                "2026-01-31T08:00:00Z", "2026-02-28T08:00:00Z", "2026-03-31T07:00:00Z", "2026-04-30T07:00:00Z",
                "2026-05-31T07:00:00Z",
            ])
    }

    /// The earlier of two clocks: 24 hours from awareness beat four from a classification a day later.
    @Test func theEarlierOfTwoClocks() throws {
        let zone = try Zoneinfo.rules("Europe/Stockholm")
        let aware = Span.elapsed(.hours(24)).due(from: try instant("2026-03-09T08:00:00Z"), zone: zone, calendar: nil)
        let classified = Span.elapsed(.hours(4)).due(
            from: try instant("2026-03-10T07:00:00Z"), zone: zone, calendar: nil)
        #expect(try [aware, classified].compactMap { $0 }.min() == instant("2026-03-10T08:00:00Z"))
    }

    @Test func businessTimeNeedsACalendar() throws {
        let calendar = try BusinessCalendarTests.office()
        let start = try instant("2026-04-10T17:30:00+07:00")
        let span = try #require(Span(text: "4bh"))
        #expect(try span.due(from: start, zone: .utc, calendar: calendar) == instant("2026-04-16T12:30:00+07:00"))
        #expect(span.due(from: start, zone: calendar.zone, calendar: nil) == nil)
        #expect(
            try Span(text: "-4bh")?.due(from: instant("2026-04-16T12:30:00+07:00"), zone: .utc, calendar: calendar)
                == start)
    }
}
