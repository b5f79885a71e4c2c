import CivilTime
import Coordination
import Responsibility

/// What a configuration says about noise, and what it wants watched.
enum Noise {
    static func some(_ customers: [World.Customer], _ entropy: inout Entropy) -> NoiseRules {
        var rules = NoiseRules()
        do {
            if entropy.chance(40) {
                rules.flap = try FlapRule(
                    changes: entropy.number(2...4), within: entropy.pick([.minutes(10), .hours(2)]),
                    quiet: entropy.pick([.minutes(5), .minutes(30)]))
            }
            if entropy.chance(40) {
                rules.storm = try StormRule(
                    notices: entropy.number(1...4), within: entropy.pick([.minutes(2), .hours(1)]),
                    digestEvery: entropy.pick([.minutes(1), .minutes(10)]))
            }
            if entropy.chance(40) { rules.inhibitions = try inhibitions(&entropy) }
            if entropy.chance(40) { rules.windows = try windows(customers, &entropy) }
        } catch {
            preconditionFailure("the simulator made noise rules that are none: \(error)")
        }
        return rules
    }

    private static func inhibitions(_ entropy: inout Entropy) throws -> [Inhibition] {
        let some = [
            try Inhibition(
                id: "worse", source: MatcherSet(text: "severity=\"critical\""),
                target: MatcherSet(text: "severity=~\"low|medium\""), equal: [.agreement]),
            try Inhibition(
                id: "host", source: MatcherSet(text: "category=\"hardware\""),
                target: MatcherSet(text: "category=~\"availability|resource\""), equal: []),
            try Inhibition(
                id: "layer", source: MatcherSet(text: "layer=\"physical\""),
                target: MatcherSet(text: "layer=~\"os|application\""), equal: [.customer]),
        ]
        return entropy.some(some, percent: 60)
    }

    private static func windows(_ customers: [World.Customer], _ entropy: inout Entropy) throws -> [MaintenanceWindow] {
        var windows: [MaintenanceWindow] = []
        for party in entropy.some([World.provider] + customers.map(\.id), percent: 30) {
            let matchers = try MatcherSet(text: entropy.pick(["category!=\"intrusion\"", "severity=~\"low|medium\""]))
            let begins = World.start + entropy.elapsed(0...86_400_000)
            windows.append(
                try MaintenanceWindow(
                    id: MaintenanceWindowID("window-\(party)"), party: party, matchers: matchers, from: begins,
                    to: begins + entropy.elapsed(60_000...43_200_000)))
        }
        return windows
    }

    static func watches(_ customers: [World.Customer], _ entropy: inout Entropy) -> Watches {
        var watches = Watches()
        for party in entropy.some([World.provider] + customers.map(\.id), percent: 25) {
            let asset = party == World.provider ? "hv-1" : "\(party)-vps1"
            watches.heartbeats.append(
                Heartbeat(
                    id: HeartbeatID("beat-\(party)"), party: party, every: entropy.elapsed(600_000...14_400_000),
                    asset: entropy.chance(70) ? asset : nil, severity: entropy.pick([.low, .medium, .high])))
        }
        if entropy.chance(30) {
            watches.deadMan = Watches.DeadMan(
                channel: World.deadMan, every: entropy.pick([.minutes(5), .hours(1)]))
        }
        if entropy.chance(30) { watches.canaryEvery = entropy.pick([.hours(6), .hours(24)]) }
        return watches
    }
}
