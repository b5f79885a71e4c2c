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

    @Test func previewsWhatWouldBeHeldAndByWhat() throws {
        let silences = [
            try silence("sil_2", "tern", "asset=~\"web-.*\""), try silence("sil_1", "tern", "asset=web-1", hours: 2),
            try silence("sil_3", "provider", "asset=db-1"),
        ]
        let windows = [try window("win_b", "tern", "severity!=critical"), try window("win_a", "tern", "asset=web-1")]
        let control = NoiseControl(silences: silences, windows: windows)
        func notice(_ id: IncidentID, _ asset: String, _ severity: String, to party: PartyID) -> NoiseControl.Notice {
            let fields = Matchable([.asset: asset, .severity: severity])
            return NoiseControl.Notice(subject: MatchSubject(incident: id, fields: fields), party: party)
        }
        let notices = [
            notice("i3", "db-1", "critical", to: "provider"), notice("i1", "web-1", "high", to: "tern"),
            notice("i1", "web-1", "high", to: "provider"), notice("i2", "web-2", "critical", to: "tern"),
            notice("i4", "db-1", "critical", to: "tern"),
        ]
        let held = control.preview(notices, at: now)
        #expect(held.map(\.notice) == [notices[0], notices[1], notices[3]])
        #expect(
            held.map(\.holders) == [
                [NoiseHolder(cause: .silence("sil_3"), until: now + .hours(1))],
                [
                    NoiseHolder(cause: .silence("sil_1"), until: now + .hours(2)),
                    NoiseHolder(cause: .silence("sil_2"), until: now + .hours(1)),
                    NoiseHolder(cause: .window("win_a"), until: now + .hours(3)),
                    NoiseHolder(cause: .window("win_b"), until: now + .hours(3)),
                ],
                [NoiseHolder(cause: .silence("sil_2"), until: now + .hours(1))],
            ])
        let reversed = NoiseControl(silences: silences.reversed(), windows: windows.reversed())
        #expect(reversed.preview(notices, at: now) == held)
        #expect(control.preview(notices, at: now + .hours(3)) == [])
        for holder in held.flatMap(\.holders) { #expect(try NoiseHolder(written: holder.written) == holder) }
        #expect(throws: NoiseFormError.self) { _ = try NoiseHolder(written: JSONObject()) }
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
