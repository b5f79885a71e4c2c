import CivilTime
import Coordination
import Responsibility
import StrictJSON

/// Something that is wrong for a while, and how one reporter tells of it: once or again and again, getting worse or not, in floods, with
/// keys or without.
struct Problem {
    private let actor: Int
    private let summary: String
    private let asset: String?
    private let category: Category?
    private let layer: Layer?
    private let key: String?
    private let ends: Instant
    private let interval: Elapsed
    private let sendsKeys: Bool
    private let reportsTheEnd: Bool
    private let floods: Bool
    private let light: Report.TrafficLight
    private let isTest: Bool
    private let number: Int
    private var severity: Severity
    private var personalData: PersonalData = .none
    private var looks = 0
    private var reportedEnd = false

    init(_ world: World, from begins: Instant, _ entropy: inout Entropy) {
        let customer = entropy.pick(world.customers)
        switch entropy.number(0...9) {
        case 0...4: actor = world.actor(customer.id, entropy.pick([.agent, .responder]))
        case 5...8: actor = world.actor(World.provider, entropy.pick([.agent, .responder]))
        default: actor = world.actor(World.gateway, .gateway)
        }
        let own = world.actors[actor].side == .customer
        let places = customer.assetNames + ["unknown", World.sharedAddress]
        asset = own ? entropy.pick(places) : entropy.pick(places + ["hv-1", "dc-1", "nowhere.example"])
        summary = own ? "\(customer.word) is in trouble" : "something is in trouble"
        category = entropy.chance(85) ? entropy.pick(Self.categories) : nil
        layer = entropy.chance(30) ? entropy.pick([.application, .os, .network, .physical, .people, .data]) : nil
        number = entropy.number(0...1_000_000)
        key = entropy.chance(60) ? "problem-\(entropy.number(0...5))" : nil
        ends = begins + entropy.spreadElapsed(upTo: .hours(24))
        interval = entropy.elapsed(10_000...7_200_000)
        sendsKeys = entropy.chance(40)
        reportsTheEnd = entropy.chance(60)
        floods = entropy.chance(8)
        light = entropy.chance(8) ? .red : .amber
        isTest = entropy.chance(3)
        severity = entropy.pick(Severity.allCases)
    }

    private static let categories: [Category] = [
        .availability, .hardware, .intrusion, .malware, .phishing, .tls, .request, .resource, .isolation, .maintenance,
        .anomaly, .dataBreach, .ddos, .other,
    ]

    /// What is reported now, by whom, and after how long it looks again.
    mutating func report(
        at now: Instant, _ entropy: inout Entropy
    ) -> (reports: [Report], actor: Int, next: Elapsed?) {
        looks += 1
        guard now < ends || looks == 1 else {
            if !reportsTheEnd || reportedEnd { return ([], actor, nil) }
            reportedEnd = true
            return ([make(.resolved, now, "end", &entropy)], actor, nil)
        }
        if entropy.chance(15), let worse = Severity.allCases.first(where: { $0 > severity }) { severity = worse }
        if entropy.chance(5) { personalData = entropy.pick(PersonalData.allCases) }
        let count = floods && entropy.chance(20) ? entropy.number(20...150) : 1
        let reports = (0..<count).map { make(isTest ? .test : .firing, now, "\(looks)-\($0)", &entropy) }
        return (
            reports, actor, max(.seconds(1), min(interval, Elapsed(milliseconds: ends.since(now).milliseconds + 1)))
        )
    }

    private func make(_ status: Report.Status, _ now: Instant, _ look: String, _ entropy: inout Entropy) -> Report {
        var report = Report(summary: summary, asset: asset, category: category, layer: layer, severity: severity)
        report.status = status
        report.dedupKey = key
        report.trafficLight = light
        if sendsKeys { report.idempotencyKey = "\(number)-\(look)" }
        if entropy.chance(20) { report.details = "\(summary), look \(look)" }
        if entropy.chance(10) { report.observedAt = now - entropy.elapsed(0...7_200_000) }
        if personalData != .none { report.attachments.set("personal_data", .string(personalData.rawValue)) }
        if entropy.chance(2) { report.attachments.set("significant", true) }
        if category == .maintenance, entropy.chance(70) {
            let since = now + entropy.elapsed(3_600_000...400_000_000)
            report.attachments.set("impact", ["since": .string(since.rfc3339)])
        }
        return report
    }
}
