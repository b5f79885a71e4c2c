import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// What the shipped files say of noise and watches, read back.
@Suite("Noise and watches")
struct NoiseSettingsTests {
    private func shipped() throws -> Arrangements { try World().load().arrangements }

    /// An incident of the provider's own assets, as conditions see it.
    private func fields(_ asset: String, _ category: String = "availability", _ severity: String = "high") -> Matchable
    {
        Matchable([.asset: asset, .category: category, .severity: severity])
    }

    private func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    @Test(
        "a window is active on the wall of its zone, else of its party's",
        arguments: [
            // The provider lives in Bangkok, seven hours ahead. 8 March 2026 is a Sunday.
            ("bkp-01", "2026-03-08T15:59:59Z", false), ("bkp-01", "2026-03-08T16:00:00Z", true),
            ("bkp-01", "2026-03-08T19:59:59Z", true), ("bkp-01", "2026-03-08T20:00:00Z", false),
            ("bkp-01", "2026-03-09T16:30:00Z", false), ("hv-07", "2026-03-08T16:30:00Z", false),
            // The last Sunday of March is the 29th.
            ("sw-core-1", "2026-03-28T21:00:00Z", true), ("sw-core-1", "2026-03-28T22:30:00Z", false),
            ("sw-core-1", "2026-03-21T21:00:00Z", false), ("sw-core-1", "2025-12-27T21:30:00Z", false),
            ("ups-a", "2026-03-14T12:59:59Z", false), ("ups-a", "2026-03-14T13:00:00Z", true),
            ("ups-a", "2026-03-14T18:59:59Z", true), ("ups-a", "2026-03-14T19:00:00Z", false),
        ])
    func windows(_ asset: String, _ at: String, _ isHeld: Bool) throws {
        let control = NoiseControl(silences: [], windows: try shipped().noise.windows)
        let category = asset == "sw-core-1" ? "network" : "availability"
        let holders = control.holders(party: "prov", fields: fields(asset, category), at: try instant(at))
        #expect(holders.isEmpty == !isHeld)
        #expect(control.holders(party: "tern", fields: fields(asset, category), at: try instant(at)).isEmpty)
    }

    @Test("a window of a customer's falls to the customer's zone")
    func customersZone() throws {
        let world = try World()
        try world.edit("noise.yaml", "    party: prov\n", "    party: tern\n")
        let windows = try world.load().arrangements.noise.windows
        let window = try #require(windows.first { $0.id == "bkp-01-scrub" })
        // Berlin is one hour ahead in winter.
        #expect(
            window.activeSpan(at: try instant("2026-03-08T22:30:00Z"))?.lowerBound.rfc3339 == "2026-03-08T22:00:00Z")
    }

    @Test("what is down mutes what is slow about the same asset, and nothing else")
    func inhibition() throws {
        let rules = try shipped().noise.inhibitions
        #expect(rules.map(\.id) == ["down-is-slow"])
        let rule = try #require(rules.first)
        func mutes(_ source: Matchable, _ target: Matchable) -> Bool {
            rule.mutes(
                source: MatchSubject(incident: "inc_1", fields: source),
                target: MatchSubject(incident: "inc_2", fields: target))
        }
        #expect(mutes(fields("web-12"), fields("web-12", "performance")))
        #expect(mutes(fields("web-12", "availability", "critical"), fields("web-12", "backup", "low")))
        #expect(!mutes(fields("web-12"), fields("web-13", "performance")))
        #expect(!mutes(fields("web-12"), fields("web-12", "intrusion")))
        #expect(!mutes(fields("web-12"), fields("web-12", "tls", "critical")))
        #expect(!mutes(fields("web-12", "availability", "medium"), fields("web-12", "performance")))
        #expect(!mutes(fields("unknown"), fields("unknown", "performance")))
        #expect(!mutes(fields("web-12", "performance"), fields("web-12")))
    }

    @Test("flapping, storms and canaries are as written; nobody has to call")
    func numbers() throws {
        let arrangements = try shipped()
        #expect(arrangements.noise.flap == (try FlapRule(changes: 4, within: .hours(1), quiet: .minutes(10))))
        #expect(arrangements.noise.storm == (try StormRule(notices: 10, within: .minutes(1), digestEvery: .minutes(1))))
        #expect(arrangements.watches.canaryEvery == .hours(24 * 7))
        #expect(arrangements.watches.heartbeats.isEmpty)
        #expect(arrangements.watches.deadMan == nil)
    }

    @Test("heartbeats and a sign of life are as written")
    func watches() throws {
        let world = try World()
        try world.edit(
            "watches.yaml", "canaries: {every: P7D}",
            """
            heartbeats:
              - {id: agent, party: tern, every: PT10S, asset: tern-vps1, severity: critical}
              - {id: prometheus, party: prov, every: P7D, asset: banyan-vps1, severity: info}
              - {id: hypervisors, party: prov, every: PT5M, asset: hv-07, severity: high}
              - {id: cron, party: prov, every: PT5M, severity: low}
            dead_man: {channel: prov-mgr, every: PT10S}
            """)
        let settings = try world.load()
        let watches = settings.arrangements.watches
        #expect(
            watches.heartbeats == [
                Heartbeat(id: "agent", party: "tern", every: .seconds(10), asset: "tern-vps1", severity: .critical),
                Heartbeat(id: "prometheus", party: "prov", every: .hours(168), asset: "banyan-vps1", severity: .info),
                Heartbeat(id: "hypervisors", party: "prov", every: .minutes(5), asset: "hv-07", severity: .high),
                Heartbeat(id: "cron", party: "prov", every: .minutes(5), asset: nil, severity: .low),
            ])
        #expect(watches.deadMan == Watches.DeadMan(channel: "prov-mgr", every: .seconds(10)))
        #expect(watches.canaryEvery == nil)
        // Where people are told, a sign of life every few seconds is hardly meant.
        #expect(settings.warnings.map(\.what) == ["the sign of life goes where people are told: `prov-mgr` is mgr"])
    }

    @Test("an inhibition whose two sides are the same is hardly meant")
    func sameSides() throws {
        let world = try World()
        try world.edit(
            "noise.yaml", "inhibitions:\n",
            "inhibitions:\n  - {id: a, source: layer=os, target: 'layer=\"os\"', equal: []}\n")
        let warning = try #require(try world.load().warnings.first)
        #expect(warning.what == "`target` is what `source` is, so neither incident ever mutes the other")
        #expect(warning.file.hasSuffix("Config/noise.yaml"))
    }

    @Test("a configuration without either file is one, and holds and watches nothing")
    func without() throws {
        let world = try World()
        try world.edit("tocsin.yaml", "noise: noise.yaml\nwatches: watches.yaml\n", "")
        let settings = try world.load()
        #expect(Set(settings.files).isDisjoint(with: ["noise.yaml", "watches.yaml"]))
        let noise = settings.arrangements.noise
        #expect(noise.windows.isEmpty && noise.inhibitions.isEmpty && noise.flap == nil && noise.storm == nil)
        #expect(settings.arrangements.watches.canaryEvery == nil)
    }

    @Test("files that say nothing are good")
    func empty() throws {
        let world = try World()
        world.write(Array("maintenance_windows: []\n".utf8), to: "Config/noise.yaml")
        world.write(Array("heartbeats: []\n".utf8), to: "Config/watches.yaml")
        #expect(try world.load().arrangements.noise.windows.isEmpty)
    }
}
