import CivilTime
import CivilTimeFixtures
import Testing

@Suite struct TZifReaderTests {
    private func read(_ file: TZifFile) throws -> TimeZoneRules {
        try TimeZoneRules(name: ZoneName("Etc/GMT"), tzif: file.bytes)
    }

    private func refusal(_ file: TZifFile) throws -> TZifError? { try refusal(file.bytes) }

    private func refusal(_ bytes: [UInt8]) throws -> TZifError? {
        do throws(TZifError) {
            _ = try TimeZoneRules(name: .utc, tzif: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func readsEveryVersion() throws {
        for version: UInt8 in [0, 0x32, 0x33, 0x34] {
            let file = TZifFile(
                version: version, types: [(-1800, 0, 0), (7200, 1, 4)], transitions: [(1000, 1)], footer: "DEF-2")
            let zone = try read(file)
            #expect(zone.offsetSeconds(at: Instant(milliseconds: 999_999)) == -1800)
            #expect(zone.abbreviation(at: Instant(milliseconds: 999_999)) == "ABC")
            #expect(zone.abbreviation(at: Instant(milliseconds: -1)) == "ABC")
            #expect(zone.offsetSeconds(at: Instant(milliseconds: 1_000_000)) == 7200)
            #expect(zone.abbreviation(at: Instant(milliseconds: 1_000_000)) == "DEF")
        }
    }

    /// Without a rule the last type stays; an empty footer says that nothing is known.
    @Test func theLastTypeStaysWhereNoRuleFollows() throws {
        let types: [(offset: Int32, isDaylight: UInt8, name: UInt8)] = [(0, 0, 0), (3600, 1, 4)]
        for version: UInt8 in [0, 0x32] {
            let zone = try read(TZifFile(version: version, types: types, transitions: [(10, 1)], footer: ""))
            #expect(zone.isDaylightSaving(at: Instant(milliseconds: .max)))
            #expect(zone.transition(after: Instant(milliseconds: 10_000)) == nil)
            #expect(zone.transition(after: Instant(milliseconds: 9999))?.at == Instant(milliseconds: 10_000))
        }
    }

    @Test func indicatorsAreSteppedOver() throws {
        let zone = try read(TZifFile(indicators: [1, 1]))
        #expect(zone.offsetSeconds(at: Instant(milliseconds: 0)) == 3600)
    }

    @Test func transitionsThatChangeNothingAreNone() throws {
        let zone = try read(
            TZifFile(
                types: [(0, 0, 0), (3600, 0, 4)], transitions: [(0, 0), (10, 0), (20, 1), (30, 1)], footer: "DEF-1"))
        #expect(zone.transition(after: Instant(milliseconds: -1))?.at == Instant(milliseconds: 20_000))
        #expect(zone.transition(after: Instant(milliseconds: 20_000)) == nil)
    }

    @Test func refusesWhatIsNoZoneFile() throws {
        #expect(try refusal([UInt8]()) == .notTZif)
        #expect(try refusal(Array("TZi".utf8)) == .notTZif)
        #expect(try refusal(Array("TZif2".utf8)) == .truncated)
        #expect(try refusal([UInt8](repeating: 0x20, count: 200)) == .notTZif)
        #expect(try refusal([UInt8](repeating: 0, count: (1 << 20) + 1)) == .tooLarge(bytes: (1 << 20) + 1))
        #expect(try refusal(TZifFile(version: 0x35)) == .unknownVersion(0x35))
    }

    @Test func refusesImpossibleContents() throws {
        #expect(try refusal(TZifFile(types: [])) == .badCounts)
        #expect(try refusal(TZifFile(names: [])) == .badCounts)
        #expect(try refusal(TZifFile(indicators: [2, 0])) == .badCounts)
        #expect(try refusal(TZifFile(leapSeconds: 1)) == .leapSeconds)
        #expect(try refusal(TZifFile(transitions: [(5, 0), (5, 0)])) == .unsortedTransitions)
        #expect(try refusal(TZifFile(transitions: [(5, 1)])) == .badTransitionType)
        #expect(try refusal(TZifFile(types: [(90_000_000, 0, 0)])) == .badLocalTimeType)
        #expect(try refusal(TZifFile(types: [(.min, 0, 0)])) == .badLocalTimeType)
        #expect(try refusal(TZifFile(types: [(0, 2, 0)])) == .badLocalTimeType)
        #expect(try refusal(TZifFile(types: [(0, 0, 200)])) == .badLocalTimeType)
        #expect(try refusal(TZifFile(types: [(0, 0, 3)])) == .badLocalTimeType)
        #expect(try refusal(TZifFile(names: Array("ABC".utf8))) == .badLocalTimeType)
        #expect(try refusal(TZifFile(footer: "rubbish\u{1}")) == .badFooter("rubbish?"))
    }

    /// A header that promises four thousand million of anything costs nothing and reads nothing.
    @Test func countsAreCheckedBeforeUse() throws {
        for index in 0..<6 {
            for count in [256, 65_536, 0x7FFF_FFFF, 0xFFFF_FFFF] {
                var counts = [0, 0, 0, 0, 1, 8]
                counts[index] = count
                #expect(try refusal(TZifFile(counts: counts)) != nil, "count \(index) = \(count)")
            }
        }
    }

    @Test func everyTruncationIsRefused() throws {
        for name in ["Europe/Berlin", "Asia/Bangkok", "Etc/GMT-7", "America/New_York"] {
            let bytes = try Zoneinfo.bytes(name)
            for length in 0..<bytes.count {
                #expect(try refusal(Array(bytes.prefix(length))) != nil, "\(name) cut to \(length)")
            }
        }
    }

    /// Whatever is broken, reading ends in rules or in a refusal, and rules answer every question.
    @Test func brokenFilesNeverTrap() throws {
        var random = Sequence64(seed: 8536)
        let originals = try ["Europe/Berlin", "Africa/Casablanca", "Pacific/Apia", "Etc/UTC"].map {
            try Zoneinfo.bytes($0)
        }
        var read = 0
        for round in 0..<1500 {
            var bytes = originals[round % originals.count]
            for _ in 0...Int.random(in: 0...3, using: &random) {
                // The first bytes decide the shape, the last ones the rule: there is more to break there.
                let places = [0..<min(160, bytes.count), 0..<bytes.count, max(0, bytes.count - 40)..<bytes.count]
                let place = Int.random(in: places[Int.random(in: 0...2, using: &random)], using: &random)
                bytes[place] =
                    Bool.random(using: &random)
                    ? bytes[place] ^ 1 << UInt8.random(in: 0...7, using: &random)
                    : UInt8.random(in: 0...255, using: &random)
            }
            guard let zone = try? TimeZoneRules(name: .utc, tzif: bytes) else { continue }
            read += 1
            Self.ask(zone, using: &random)
        }
        #expect(read > 200)
    }

    private static func ask(_ zone: TimeZoneRules, using random: inout Sequence64) {
        for _ in 0..<4 {
            let instant = Instant(
                milliseconds: Int64.random(in: -4_000_000_000_000...8_000_000_000_000, using: &random))
            let shown = zone.civil(at: instant)
            #expect(zone.resolve(shown).candidates.contains(instant))
            #expect(zone.start(of: shown) <= zone.end(of: shown))
            if let next = zone.transition(after: instant) { #expect(next.at > instant && next.before != next.after) }
        }
        let ends: [Int64] = [.min, .max]
        for end in ends { _ = zone.resolve(zone.civil(at: Instant(milliseconds: end))) }
    }

    @Test func refusalsSayWhatToDo() {
        let errors: [TZifError] = [
            .tooLarge(bytes: 2_000_000), .notTZif, .unknownVersion(0x35), .truncated, .badCounts, .leapSeconds,
            .unsortedTransitions, .badTransitionType, .badLocalTimeType, .badFooter("x"),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        for error in errors { #expect(error.description.contains("; ")) }
    }
}
