import CivilTime
import Coordination
import Responsibility
import StrictJSON

/// Everybody who asks the daemon for something, and what they asked so far.
struct Clients {
    private let world: World
    private var monitors: Entropy
    private var people: Entropy
    private(set) var problems: [Problem] = []
    private(set) var requests: [Request] = []
    /// How often a party's people answer a notice, of a hundred.
    private var diligence: [PartyID: Int] = [:]

    /// One request, with every repeat of it: the same words under the same key.
    struct Request {
        let action: Action
        let actor: Int
        let isForeign: Bool
        var tries = 0
        var isAnswered = false
    }

    /// Longest that a client waits for an answer.
    static let patience = Elapsed.seconds(30)
    private static let triesMax = 8

    init(seed: UInt64, world: World) {
        self.world = world
        monitors = Entropy(seed: seed, .monitors)
        people = Entropy(seed: seed, .people)
        for party in [World.provider] + world.customers.map(\.id) { diligence[party] = people.pick([0, 20, 60, 95]) }
    }

    func actor(of request: Int) -> Actor { world.actors[requests[request].actor] }

    /// Plans what will go wrong with the customers' things, and when it is noticed.
    mutating func plan(into agenda: inout Agenda, from start: Instant, for chaos: Elapsed) {
        for _ in 0..<monitors.number(3...14) {
            let begins = start + monitors.elapsed(0...chaos.milliseconds)
            agenda.plan(.monitor(problems.count), at: begins)
            problems.append(Problem(world, from: begins, &monitors))
        }
    }

    /// A monitor looks: it reports that something is wrong, or that it no longer is.
    mutating func look(at number: Int, now: Instant, _ agenda: inout Agenda) {
        let looks = problems[number].report(at: now, &monitors)
        for report in looks.reports { add(.report(report), by: looks.actor, at: now, &agenda) }
        guard let next = looks.next else { return }
        agenda.plan(.monitor(number), at: now + next)
    }

    mutating func act(_ action: Action, by actor: Int, customer: PartyID?, at now: Instant, _ agenda: inout Agenda) {
        let who = world.actors[actor]
        let isForeign = who.side == .customer && who.party != customer
        add(action, by: actor, isForeign: isForeign, at: now, &agenda)
    }

    private mutating func add(
        _ action: Action, by actor: Int, isForeign: Bool = false, at now: Instant, _ agenda: inout Agenda
    ) {
        requests.append(Request(action: action, actor: actor, isForeign: isForeign))
        agenda.plan(.ask(request: requests.count - 1), at: now)
    }

    /// The request is on its way to the daemon.
    mutating func sent(_ request: Int, at now: Instant, _ agenda: inout Agenda) {
        requests[request].tries += 1
        agenda.plan(.patienceEnds(request: request), at: now + Self.patience)
    }

    /// No answer came: the client asks again, or gives up.
    mutating func losePatience(_ request: Int, at now: Instant, _ agenda: inout Agenda) {
        guard !requests[request].isAnswered, requests[request].tries < Self.triesMax else { return }
        agenda.plan(.ask(request: request), at: now + monitors.elapsed(100...60_000))
    }

    /// The answer is there. Now and then a client asks once more all the same: it has forgotten that it did.
    mutating func answered(_ request: Int, at now: Instant, _ agenda: inout Agenda) {
        let isFirst = !requests[request].isAnswered
        requests[request].isAnswered = true
        guard isFirst, monitors.chance(6) else { return }
        agenda.plan(.ask(request: request), at: now + monitors.spreadElapsed(upTo: .minutes(2)))
    }

    /// A notice is there: a person may do something about it after a while, and somebody else may try to.
    mutating func arrived(
        _ letter: Record.Letter, about incident: IncidentID, of customer: PartyID?, at now: Instant,
        _ agenda: inout Agenda
    ) {
        let party = letter.desk.party
        if letter.kind != .resolved, people.chance(diligence[party] ?? 0) {
            let responder = world.actor(party, .responder)
            let delay = people.spreadElapsed(upTo: .hours(2))
            agenda.plan(.act(.acknowledge(incident), by: responder), at: now + delay)
            if people.chance(50) {
                let later = people.elapsed(0...14_400_000)
                agenda.plan(.act(.resolve(incident), by: responder), at: now + delay + later)
            }
        }
        if people.chance(3) { intrude(on: incident, of: customer, at: now, &agenda) }
    }

    /// A customer that has nothing to do with an incident learned its id, and tries what it can.
    private mutating func intrude(
        on incident: IncidentID, of customer: PartyID?, at now: Instant, _ agenda: inout Agenda
    ) {
        let others = world.customers.filter { $0.id != customer }
        guard !others.isEmpty else { return }
        let intruder = people.pick(others)
        var report = Report(summary: "mine now", asset: intruder.assetNames[0], category: .anomaly)
        report.incident = incident
        let action = people.pick([Action.acknowledge(incident), .resolve(incident), .report(report)])
        agenda.plan(
            .act(action, by: world.actor(intruder.id, .responder)), at: now + people.elapsed(0...3_600_000))
    }
}
