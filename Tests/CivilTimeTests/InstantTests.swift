import CivilTime
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-03-10T02:00:00Z", 1_773_108_000_000),
            ("2026-03-10T09:00:00+07:00", 1_773_108_000_000),
            ("2026-03-09T20:30:00-05:30", 1_773_108_000_000), ("2026-03-10t02:00:00.25z", 1_773_108_000_250),
            ("2026-03-10T02:00:00.123456789Z", 1_773_108_000_123), ("1969-12-31T23:59:59.999Z", -1),
            ("2000-02-29T12:00:00Z", 951_825_600_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ] as [(String, Int64)]) func reads(_ text: String, _ milliseconds: Int64)
    {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-03-10", "2026-03-10T02:00:00", "2026-03-10T02:00Z", "2026-03-10 02:00:00Z", "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-03-10T24:00:00Z",
        "2026-03-10T02:60:00Z", "2026-03-10T02:00:61Z", "2026-03-10T02:00:00.Z", "2026-03-10T02:00:00.1234567890Z",
        "2026-03-10T02:00:00+0700", "2026-03-10T02:00:00+07", "2026-03-10T02:00:00+24:00", "2026-03-10T02:00:00Zx",
        " 2026-03-10T02:00:00Z", "2026-3-10T02:00:00Z", "+2026-03-10T02:00:00Z", "٢٠٢٦-03-10T02:00:00Z",
    ]) func refuses(_ text: String) { #expect(Instant(rfc3339: text) == nil) }

    @Test func writesWhatItReads() {
        for text in [
            "2026-03-10T02:00:00Z", "2026-03-10T02:00:00.005Z", "1969-12-31T23:59:59.999Z", "2024-02-29T00:00:00Z",
        ] {
            #expect(Instant(rfc3339: text)?.rfc3339 == text)
        }
    }

    @Test func datesAreInverse() {
        for days in stride(from: Int64(-800_000), through: 800_000, by: 37) {
            #expect(CivilDate(daysSinceEpoch: days).daysSinceEpoch == days)
        }
        #expect(CivilDate(daysSinceEpoch: 19_782) == CivilDate(year: 2024, month: 2, day: 29))
    }

    @Test func arithmeticStaysInRange() {
        let start = Instant(milliseconds: 1000)
        #expect((start + .minutes(15)).milliseconds == 901_000)
        #expect((start - .seconds(2)).milliseconds == -1000)
        #expect((start + .seconds(1)).since(start) == .seconds(1))
        #expect(Instant(milliseconds: .max) + .hours(1) == .latest)
        #expect(Instant(milliseconds: .max).since(Instant(milliseconds: .min)).milliseconds == .max)
    }
}

@Suite struct ElapsedTests {
    @Test(
        arguments: [
            ("PT15M", 900_000), ("PT1H30M", 5_400_000), ("P30D", 2_592_000_000), ("P1W", 604_800_000),
            ("P1DT2H3M4S", 93_784_000),
            ("PT0.25S", 250), ("PT1.5S", 1500), ("PT0S", 0), ("PT90M", 5_400_000),
        ] as [(String, Int64)]) func reads(_ text: String, _ milliseconds: Int64)
    {
        #expect(Elapsed(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "P", "PT", "15M", "P1Y", "P1M", "PT1D", "P1H", "P1DT", "PT1M1H", "PT1.5M", "PT-1S", "-PT1S", "PT1S ",
        "PT1234567890S",
        "P99999999D", "pt1s",
    ]) func refuses(_ text: String) { #expect(Elapsed(iso8601: text) == nil) }

    @Test func writesTheShortestForm() {
        for text in ["PT15M", "PT1H30M", "P30D", "P1DT2H3M4S", "PT0.25S", "PT0S", "PT1.5S"] {
            #expect(Elapsed(iso8601: text)?.iso8601 == text)
        }
        #expect(Elapsed.minutes(90).iso8601 == "PT1H30M")
        #expect(Elapsed.milliseconds(-1500).iso8601 == "-PT1.5S")
    }

    @Test func speaksToPeople() {
        #expect(Elapsed.minutes(15).inWords == "15 min")
        #expect(Elapsed.minutes(90).inWords == "1 h 30 min")
        #expect(Elapsed.hours(49).inWords == "2 d 1 h")
        #expect(Elapsed.milliseconds(1500).inWords == "1.5 s")
        #expect(Elapsed.zero.inWords == "0 s")
    }

    /// Whatever is added to whatever can be read, the result can be written and read again.
    @Test func sumsStayWritable() {
        let instants = [
            Instant.earliest, .latest, Instant(milliseconds: 0), Instant.earliest + .hours(1),
            Instant.latest - .hours(1),
        ]
        let spans: [Elapsed] = [
            .zero, .hours(48), .hours(-48), .hours(876_600), .hours(-876_600), Elapsed(milliseconds: .max),
            Elapsed(milliseconds: .min),
        ]
        for instant in instants {
            for span in spans {
                let sum = instant + span
                #expect(Instant(rfc3339: sum.rfc3339) == sum)
            }
        }
        #expect(Instant.earliest.rfc3339 == "0000-01-01T00:00:00Z")
        #expect(Instant.latest.rfc3339 == "9999-12-31T23:59:59.999Z")
    }

    @Test(arguments: ["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"])
    func whatIsOutsideInUTCIsRefused(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }
}
