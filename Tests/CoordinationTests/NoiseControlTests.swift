import CivilTime
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// What holds which notice, and which incident mutes which.
@Suite struct NoiseControlTests {
    let now: Instant

    init() throws { now = try noiseInstant("2026-03-10T12:00:00Z") }

    func silence(_ id: SilenceID, _ party: PartyID, _ matchers: String, hours: Int64 = 1) throws -> Silence {
        try Silence(
            id: id, party: party, author: "Ana", comment: "planned", matchers: MatcherSet(text: matchers), starts: now,
            ends: now + .hours(hours), now: now)
    }

    func window(_ id: MaintenanceWindowID, _ party: PartyID, _ matchers: String) throws -> MaintenanceWindow {
        try MaintenanceWindow(
            id: id, party: party, matchers: MatcherSet(text: matchers), from: now - .hours(1), to: now + .hours(3))
    }

    @Test func namesAllThatHoldANotice() throws {
        let silences = [
            try silence("sil_2", "tern", "asset=~\"web-.*\""), try silence("sil_1", "tern", "asset=web-1", hours: 2),
            try silence("sil_3", "provider", "asset=db-1"),
        ]
        let windows = [try window("win_b", "tern", "severity!=critical"), try window("win_a", "tern", "asset=web-1")]
        let control = NoiseControl(silences: silences, windows: windows)
        let reversed = NoiseControl(silences: silences.reversed(), windows: windows.reversed())
        func holders(_ asset: String, _ severity: String, to party: PartyID, hours: Int64 = 0) -> [NoiseHolder] {
            let fields = Matchable([.asset: asset, .severity: severity])
            let holders = control.holders(party: party, fields: fields, at: now + .hours(hours))
            #expect(reversed.holders(party: party, fields: fields, at: now + .hours(hours)) == holders)
            return holders
        }
        #expect(
            holders("db-1", "critical", to: "provider") == [
                NoiseHolder(cause: .silence("sil_3"), until: now + .hours(1))
            ])
        #expect(
            holders("web-1", "high", to: "tern") == [
                NoiseHolder(cause: .silence("sil_1"), until: now + .hours(2)),
                NoiseHolder(cause: .silence("sil_2"), until: now + .hours(1)),
                NoiseHolder(cause: .window("win_a"), until: now + .hours(3)),
                NoiseHolder(cause: .window("win_b"), until: now + .hours(3)),
            ])
        #expect(holders("web-1", "high", to: "provider") == [])
        #expect(
            holders("web-2", "critical", to: "tern") == [
                NoiseHolder(cause: .silence("sil_2"), until: now + .hours(1))
            ])
        #expect(holders("db-1", "critical", to: "tern") == [])
        #expect(holders("web-1", "high", to: "tern", hours: 3) == [])
    }

    // Alertmanager's own cases for its inhibit package, in our words.

    func rule(_ source: String, _ target: String, equal: [MatchField] = []) throws -> Inhibition {
        try Inhibition(
            id: "inh_1", source: MatcherSet(text: source), target: MatcherSet(text: target), equal: equal)
    }

    func subject(_ id: IncidentID, _ fields: KeyValuePairs<MatchField, String>) -> MatchSubject {
        MatchSubject(incident: id, fields: Matchable(fields))
    }

    @Test func aSourceMutesWhatFollowsFromIt() throws {
        let rule = try rule("layer=physical", "layer=os", equal: [.label("site")])
        let site = subject("i1", [.layer: "physical", .label("site"): "zg1"])
        #expect(rule.mutes(source: site, target: subject("i2", [.layer: "os", .label("site"): "zg1"])))
        #expect(!rule.mutes(source: site, target: subject("i2", [.layer: "os", .label("site"): "zg2"])))
        #expect(!rule.mutes(source: site, target: subject("i2", [.layer: "os"])))
        #expect(!rule.mutes(source: site, target: subject("i2", [.layer: "data", .label("site"): "zg1"])))
        #expect(!rule.mutes(source: subject("i3", [.layer: "edge", .label("site"): "zg1"]), target: site))
    }

    @Test func missingFieldsAreAlike() throws {
        let rule = try rule("layer=physical", "layer=os", equal: [.label("site")])
        #expect(rule.mutes(source: subject("i1", [.layer: "physical"]), target: subject("i2", [.layer: "os"])))
        #expect(
            rule.mutes(
                source: subject("i1", [.layer: "physical", .label("site"): ""]), target: subject("i2", [.layer: "os"])))
    }

    @Test func nothingMutesItself() throws {
        let rule = try rule("severity=critical", "asset=web-1")
        let both = subject("i1", [.severity: "critical", .asset: "web-1"])
        #expect(!rule.mutes(source: both, target: both))
        // The same incident as it was before it matched both.
        #expect(!rule.mutes(source: both, target: subject("i1", [.asset: "web-1"])))
    }

    @Test func ofTwoThatMatchBothSidesNeitherMutesTheOther() throws {
        let rule = try rule("severity=critical", "asset=web-1")
        let both = subject("i1", [.severity: "critical", .asset: "web-1"])
        let other = subject("i2", [.severity: "critical", .asset: "web-1"])
        let onlySource = subject("i3", [.severity: "critical", .asset: "db"])
        let onlyTarget = subject("i4", [.severity: "low", .asset: "web-1"])
        #expect(!rule.mutes(source: both, target: other))
        #expect(!rule.mutes(source: other, target: both))
        #expect(rule.mutes(source: onlySource, target: both))
        #expect(rule.mutes(source: both, target: onlyTarget))
        #expect(!rule.mutes(source: onlyTarget, target: both))
    }

    /// Whatever two incidents are, one rule never mutes each by the other.
    @Test(arguments: 0..<4) func noRuleMutesBoth(_ seed: UInt64) throws {
        var entropy = Entropy(seed: seed)
        let texts = ["asset=a", "asset!=a", "severity=x", "severity!=x", "asset=~\"a|b\"", "asset=~\".*\""]
        for _ in 0..<300 {
            let rule = try rule(
                texts.randomElement(using: &entropy) ?? "", texts.randomElement(using: &entropy) ?? "",
                equal: Bool.random(using: &entropy) ? [.service] : [])
            func random(_ id: IncidentID) -> MatchSubject {
                var fields = Matchable()
                fields[.asset] = ["a", "b", nil].randomElement(using: &entropy) ?? nil
                fields[.severity] = ["x", "y", nil].randomElement(using: &entropy) ?? nil
                fields[.service] = ["s", nil].randomElement(using: &entropy) ?? nil
                return MatchSubject(incident: id, fields: fields)
            }
            let (one, two) = (random("i1"), random("i2"))
            #expect(!(rule.mutes(source: one, target: two) && rule.mutes(source: two, target: one)))
        }
    }

    @Test func anInhibitionIsWrittenAndReadBack() throws {
        let rule = try rule("layer=physical", "layer=~\"os|runtime\"", equal: [.service, .agreement, .service])
        #expect(rule.equal == [.agreement, .service])
        #expect(try Inhibition(written: rule.written) == rule)
        var unknown = rule.written
        unknown.set("equal", ["nonsense"])
        #expect(throws: NoiseFormError.self) { _ = try Inhibition(written: unknown) }
        let many = (0...NoiseLimits.equalFieldsMax).map { MatchField.label("l\($0)") }
        #expect(throws: InhibitionError.tooManyFields(17)) { _ = try self.rule("asset=a", "asset=b", equal: many) }
    }
}
