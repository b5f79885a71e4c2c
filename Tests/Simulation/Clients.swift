import CivilTime
import Coordination
import OnCall
import Responsibility
import StrictJSON

/// Everybody who asks the daemon for something, and what they asked so far.
struct Clients {
    private let seed: UInt64
    private let world: World
    private var monitors: Entropy
    private(set) var problems: [Problem] = []
    private(set) var beaters: [Beater] = []
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

    /// A program that promised to call regularly.
    struct Beater {
        let actor: Int
        let id: HeartbeatID
        let every: Elapsed
        /// When it does not call.
        let pause: Range<Instant>
    }

    /// Longest that a client waits for an answer.
    static let patience = Elapsed.seconds(30)
    private static let triesMax = 8

    init(seed: UInt64, world: World) {
        self.seed = seed
        self.world = world
        monitors = Entropy(seed: seed, .monitors)
        var people = Entropy(seed: seed, .people)
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
        for heartbeat in world.versions.flatMap(\.watches.heartbeats)
        where !beaters.contains(where: { $0.id == heartbeat.id }) {
            let stops = start + monitors.elapsed(0...chaos.milliseconds)
            agenda.plan(.beat(beaters.count), at: start + monitors.elapsed(1000...60_000))
            beaters.append(
                Beater(
                    actor: world.actor(heartbeat.party, .agent), id: heartbeat.id,
                    every: Elapsed(milliseconds: heartbeat.every.milliseconds * 4 / 5),
                    pause: stops..<stops + monitors.elapsed(60_000...86_400_000)))
        }
    }

    /// A monitor looks: it reports that something is wrong, or that it no longer is.
    mutating func look(at number: Int, now: Instant, _ agenda: inout Agenda) {
        let looks = problems[number].report(at: now, &monitors)
        for report in looks.reports { add(.report(report), by: looks.actor, at: now, &agenda) }
        guard let next = looks.next else { return }
        agenda.plan(.monitor(number), at: now + next)
    }

    /// A program calls as it promised, or does not.
    mutating func beat(_ number: Int, now: Instant, _ agenda: inout Agenda) {
        let beater = beaters[number]
        if !beater.pause.contains(now) { add(.beat(beater.id), by: beater.actor, at: now, &agenda) }
        agenda.plan(.beat(number), at: now + beater.every)
    }

    mutating func act(_ action: Action, by actor: Int, isForeign: Bool, at now: Instant, _ agenda: inout Agenda) {
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

    /// Somebody waits for an answer.
    var isWaiting: Bool { requests.contains { $0.tries > 0 && !$0.isAnswered && $0.tries < Self.triesMax } }

    /// The answer is there. Now and then a client asks once more all the same: it has forgotten that it did.
    mutating func answered(
        _ request: Int, _ result: Result<PeerAnswer, Refusal>, at now: Instant, _ agenda: inout Agenda
    ) {
        let isFirst = !requests[request].isAnswered
        requests[request].isAnswered = true
        guard isFirst else { return }
        if case .success(let answer) = result { goOn(after: answer, to: request, at: now, &agenda) }
        guard monitors.chance(6) else { return }
        agenda.plan(.ask(request: request), at: now + monitors.spreadElapsed(upTo: .minutes(2)))
    }

    /// What was made may be taken back, and somebody else may try to.
    private mutating func goOn(after answer: PeerAnswer, to request: Int, at now: Instant, _ agenda: inout Agenda) {
        let ending: Action
        switch requests[request].action {
        case .silence:
            guard let id = answer.body["silence"]?.string else { return }
            ending = .endSilence(SilenceID(id))
        case .override:
            guard let id = answer.body["override"]?.string else { return }
            ending = .endOverride(OverrideID(id))
        default: return
        }
        let actor = monitors.chance(20) ? monitors.number(0...world.actors.count - 1) : requests[request].actor
        guard monitors.chance(50) else { return }
        agenda.plan(.act(ending, by: actor), at: now + monitors.spreadElapsed(upTo: .hours(12)))
    }

    /// A notice is there: a person may do something about it after a while, and somebody else may try to.
    func arrived(
        _ letter: Record.Letter, about incident: IncidentID, _ subject: Record.Case, at now: Instant,
        _ agenda: inout Agenda
    ) {
        let party = letter.desk.party
        var entropy = Entropy(
            seed: seed, .people, about: "\(letter.desk) \(letter.kind) \(subject.key)", number: now.milliseconds)
        var person = Person(party: party, world: world, at: now, entropy: entropy)
        if entropy.chance(diligence[party] ?? 0) {
            let responder = world.actor(party, .responder)
            for (action, after) in person.answers(to: letter, about: incident, subject) {
                agenda.plan(.act(action, by: responder), at: now + after)
            }
        }
        if entropy.chance(4) {
            let others = world.customers.filter { $0.id != subject.customer }
            let intruder = entropy.pick(others)
            person = Person(party: intruder.id, world: world, at: now, entropy: entropy)
            agenda.plan(
                .act(person.intrusion(on: incident, of: party), by: world.actor(intruder.id, .responder)),
                at: now + entropy.elapsed(0...3_600_000))
        }
    }
}
