import CivilTime
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// Flapping and storms.
@Suite struct NoiseMeterTests {
    let start: Instant

    init() throws { start = try noiseInstant("2026-03-10T12:00:00Z") }

    func at(_ seconds: Int64) -> Instant { start + .seconds(seconds) }

    // Flapping.

    func flapMeter(changes: Int = 3, within: Int64 = 60, quiet: Int64 = 30) throws -> FlapMeter {
        FlapMeter(try FlapRule(changes: changes, within: .seconds(within), quiet: .seconds(quiet)))
    }

    @Test func flappingBeginsAtTheNthChangeAndEndsWhenQuiet() throws {
        var meter = try flapMeter()
        #expect(meter.note(changeAt: at(0)) == .steady)
        #expect(meter.note(changeAt: at(20)) == .steady)
        #expect(!meter.isFlapping(at: at(39)))
        #expect(meter.endsAt == nil)
        #expect(meter.note(changeAt: at(40)) == .begins)
        #expect(!meter.isFlapping(at: at(39)))
        #expect(meter.isFlapping(at: at(40)))
        #expect(meter.endsAt == at(70))
        #expect(meter.note(changeAt: at(69)) == .goesOn)
        #expect(meter.endsAt == at(99))
        #expect(meter.isFlapping(at: at(99) - .milliseconds(1)))
        #expect(!meter.isFlapping(at: at(99)))
        // It begins anew, although the window still holds three changes.
        #expect(meter.note(changeAt: at(99)) == .steady)
        #expect(meter.endsAt == nil)
        #expect(meter.note(changeAt: at(100)) == .steady)
        #expect(meter.note(changeAt: at(101)) == .begins)
    }

    @Test func theWindowSlidesAndIsHalfOpen() throws {
        var meter = try flapMeter()
        for second: Int64 in [0, 30, 60, 90, 120, 150] { #expect(meter.note(changeAt: at(second)) == .steady) }
        var other = try flapMeter()
        other.note(changeAt: at(0))
        other.note(changeAt: at(30))
        #expect(other.note(changeAt: at(60) - .milliseconds(1)) == .begins)
    }

    @Test func aClockThatIsPutBackNeitherStopsNorPutsOff() throws {
        var meter = try flapMeter()
        for second: Int64 in [1000, 1001, 1002] { meter.note(changeAt: at(second)) }
        #expect(meter.note(changeAt: at(10)) == .goesOn)
        #expect(meter.isFlapping(at: at(10)))
        #expect(meter.endsAt == at(40))
    }

    /// Flapping holds no more than its rule says, begins only after enough changes, and is the same when read back.
    @Test(arguments: 0..<8) func flappingKeepsItsRule(_ seed: UInt64) throws {
        var entropy = Entropy(seed: seed)
        let rule = try FlapRule(
            changes: Int.random(in: 2...6, using: &entropy), within: .seconds(60), quiet: .seconds(45))
        var meter = FlapMeter(rule)
        var changes: [Instant] = []
        var now = start
        for _ in 0..<200 {
            now = now + .seconds(Int64.random(in: 0...40, using: &entropy))
            let wasFlapping = meter.isFlapping(at: now)
            changes.append(now)
            let effect = meter.note(changeAt: now)
            let counted = changes.filter { now.since($0) < .seconds(60) }.count
            #expect(wasFlapping == (effect == .goesOn))
            if effect == .begins { #expect(counted >= rule.changes) }
            if counted < rule.changes { #expect(effect != .begins) }
            #expect(meter.isFlapping(at: now) == (effect != .steady))
            #expect(meter.written["changes"]?.array.map { $0.count <= rule.changes } == true)
            #expect(try FlapMeter(written: meter.written, rule: rule) == meter)
        }
    }

    @Test func aNewRuleAppliesToWhatWasWritten() throws {
        var meter = try flapMeter()
        for second: Int64 in [0, 1, 2] { meter.note(changeAt: at(second)) }
        let rule = try FlapRule(changes: 2, within: .seconds(10), quiet: .seconds(5))
        let read = try FlapMeter(written: meter.written, rule: rule)
        #expect(read.endsAt == at(7))
        var bad = meter.written
        bad.set("changes", ["yesterday"])
        #expect(throws: NoiseFormError.self) { _ = try FlapMeter(written: bad, rule: rule) }
    }

    // Storms.

    func stormMeter(notices: Int = 3, within: Int64 = 60, digest: Int64 = 300) throws -> StormMeter {
        StormMeter(
            party: "tern",
            rule: try StormRule(notices: notices, within: .seconds(within), digestEvery: .seconds(digest)))
    }

    @Test func beyondItsNumberTheRestIsBundled() throws {
        var meter = try stormMeter()
        for second: Int64 in [0, 1, 2] { #expect(meter.admit(layer: .os, at: at(second)) == .now) }
        #expect(meter.isStorm(at: at(2)))
        #expect(meter.admit(layer: .os, at: at(3)) == .bundle(flushAt: at(303)))
        // Few enough by now, but nothing overtakes the digest.
        for second: Int64 in [50, 100, 150, 200, 250, 300] {
            #expect(meter.admit(layer: .os, at: at(second)) == .bundle(flushAt: at(303)))
        }
        #expect(meter.nextFlush(after: at(302)) == at(303))
        #expect(meter.nextFlush(after: at(303)) == nil)
        #expect(meter.endsAt == at(303))
        #expect(!meter.isStorm(at: at(303)))
        #expect(meter.admit(layer: .os, at: at(303)) == .now)
    }

    @Test func theFirstAboutALayerIsNeverDelayed() throws {
        var meter = try stormMeter(notices: 1)
        #expect(meter.admit(layer: .os, at: at(0)) == .now)
        #expect(meter.admit(layer: .os, at: at(1)) == .bundle(flushAt: at(301)))
        #expect(meter.admit(layer: .network, at: at(2)) == .now)
        #expect(meter.admit(layer: nil, at: at(3)) == .now)
        #expect(meter.admit(layer: .network, at: at(4)) == .bundle(flushAt: at(301)))
        #expect(meter.admit(layer: nil, at: at(5)) == .bundle(flushAt: at(301)))
        // After a window without one it is the first again, though a digest is being gathered.
        #expect(meter.admit(layer: .os, at: at(61)) == .now)
        #expect(meter.admit(layer: .os, at: at(62)) == .bundle(flushAt: at(301)))
    }

    @Test func aLongStormHasDigestsApart() throws {
        var meter = try stormMeter(digest: 30)
        var flushes: [Instant] = []
        for second: Int64 in 0..<200 {
            if case .bundle(let flush) = meter.admit(layer: .os, at: at(second)), flushes.last != flush {
                flushes.append(flush)
            }
        }
        #expect(flushes == [at(33), at(63), at(93), at(123), at(153), at(183), at(213)])
        #expect(meter.endsAt == at(197 + 60))
    }

    @Test func aClockThatIsPutBackDelaysNothing() throws {
        var meter = try stormMeter()
        for second: Int64 in 0..<10 { _ = meter.admit(layer: .os, at: at(31_536_000 + second)) }
        #expect(meter.admit(layer: .os, at: at(0)) == .bundle(flushAt: at(300)))
        #expect(meter.admit(layer: .edge, at: at(1)) == .now)
    }

    /// Whatever comes: the first about a layer goes out, digests are not late and not too many, and memory is bounded.
    @Test(arguments: 0..<8) func stormsKeepTheirRule(_ seed: UInt64) throws {
        var entropy = Entropy(seed: seed)
        let rule = try StormRule(
            notices: Int.random(in: 1...5, using: &entropy), within: .seconds(60), digestEvery: .seconds(45))
        var meter = StormMeter(party: "tern", rule: rule)
        var seen: [(layer: Layer?, at: Instant)] = []
        var flushes: [Instant] = []
        var now = start
        for _ in 0..<300 {
            now = now + .seconds(Int64.random(in: 0...(Bool.random(using: &entropy) ? 5 : 60), using: &entropy))
            let layer = [Layer.os, .network, .data, nil].randomElement(using: &entropy) ?? nil
            let recent = seen.filter { now.since($0.at) < .seconds(60) }
            let isFirst = !recent.contains { $0.layer == layer }
            let isCalm = recent.count < rule.notices && flushes.last.map { $0 <= now } ?? true
            let admission = meter.admit(layer: layer, at: now)
            #expect((admission == .now) == (isFirst || isCalm))
            if case .bundle(let flush) = admission {
                #expect(now < flush && flush <= now + rule.digestEvery)
                if let last = flushes.last, last != flush { #expect(flush.since(last) >= rule.digestEvery) }
                flushes.append(flush)
            }
            seen.append((layer, now))
            #expect(meter.recent.count <= rule.notices)
            #expect(meter.latestByLayer.count <= Layer.allCases.count + 1)
            #expect(try StormMeter(written: meter.written, rule: rule) == meter)
        }
        #expect(!flushes.isEmpty)
    }

    @Test func aStormIsWrittenInTheOrderOfLayers() throws {
        var meter = try stormMeter(notices: 1)
        for layer in [nil, Layer.data, .physical, .os] { _ = meter.admit(layer: layer, at: at(0)) }
        #expect(meter.written["layers"]?.object?.names == ["physical", "os", "data", "unknown"])
        var bad = meter.written
        bad.set("layers", ["nonsense": .string(start.rfc3339)])
        #expect(throws: NoiseFormError.self) { _ = try StormMeter(written: bad, rule: meter.rule) }
    }

    @Test func rulesHaveBounds() throws {
        let hour = Elapsed.hours(1)
        let tooLong = NoiseLimits.meterSpanMax + .milliseconds(1)
        func flap(_ changes: Int, _ within: Elapsed, _ quiet: Elapsed) throws(MeterError) {
            _ = try FlapRule(changes: changes, within: within, quiet: quiet)
        }
        func storm(_ notices: Int, _ within: Elapsed, _ digest: Elapsed) throws(MeterError) {
            _ = try StormRule(notices: notices, within: within, digestEvery: digest)
        }
        #expect(throws: MeterError.badCount(field: "changes", count: 1, least: 2, most: 100)) {
            try flap(1, hour, hour)
        }
        #expect(throws: MeterError.badCount(field: "changes", count: 101, least: 2, most: 100)) {
            try flap(101, hour, hour)
        }
        #expect(throws: MeterError.badSpan(field: "within", .zero)) { try flap(2, .zero, hour) }
        #expect(throws: MeterError.badSpan(field: "quiet", tooLong)) { try flap(2, hour, tooLong) }
        #expect(throws: MeterError.badCount(field: "notices", count: 0, least: 1, most: 1000)) {
            try storm(0, hour, hour)
        }
        #expect(throws: MeterError.badCount(field: "notices", count: 1001, least: 1, most: 1000)) {
            try storm(1001, hour, hour)
        }
        #expect(throws: MeterError.badSpan(field: "within", tooLong)) { try storm(1, tooLong, hour) }
        #expect(throws: MeterError.badSpan(field: "digest_every", .zero)) { try storm(1, hour, .zero) }
        try flap(100, NoiseLimits.meterSpanMax, .milliseconds(1))
        try storm(1000, .milliseconds(1), NoiseLimits.meterSpanMax)
    }
}

extension Elapsed {
    fileprivate static func + (left: Elapsed, right: Elapsed) -> Elapsed {
        .milliseconds(left.milliseconds + right.milliseconds)
    }
}
