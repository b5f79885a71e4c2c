import CivilTime
import Coordination
import OnCall
import Responsibility

/// One seed from its first happening to the end: chaos, then quiet until nothing is due, then everything is resolved and must close.
/// It owns all parts and is the only one that knows them all; the parts know nothing of each other.
struct Simulation {
    let seed: UInt64
    let world: World
    var auditor: Auditor
    var tally = Tally()
    var trace: Trace
    var weather: Weather
    var agenda = Agenda()
    var store = Store()
    var clients: Clients
    var receivers: Receivers
    var saboteur: Saboteur
    /// The process that runs; nil while it is down.
    var process: Process?
    var processCount = 0
    /// The number of the configuration that a start would read.
    var version = 0
    /// What a replay made of the disk when the last process died.
    var replayed: State?
    var auditorEntropy: Entropy
    let kind: Kind
    /// A restart is wanted as soon as nothing is on its way.
    var wantsRestart = false

    /// What is done to the daemon.
    enum Kind {
        /// Everything that can go wrong.
        case chaos
        /// Nothing goes wrong, and whatever is not on record is not asked for.
        case memorable
        /// The same, and now and then, when nothing is on its way, it ends and starts again.
        case memorableWithRestarts
    }

    /// One life of the daemon.
    struct Process {
        let number: Int
        var loop: Loop
        /// Batches that wait for the disk, in order.
        var waiting: [Prepared] = []
        /// What the disk is writing, as one transaction.
        var writing: [Prepared] = []
        var commits = 0
        /// The turn that is planned; others are out of date.
        var nextTurn: Instant?
    }

    /// A batch with its entries as bytes.
    struct Prepared {
        let stored: [Store.Stored]
        let batch: Batch
    }

    init(seed: UInt64, kind: Kind = .chaos, fault: Fault? = nil, traces: Bool = false) {
        self.seed = seed
        self.kind = kind
        let isFair = if case .chaos = kind { false } else { true }
        world = World(seed: seed, memorable: isFair)
        auditor = Auditor(world: world)
        weather = Weather(seed: seed, fair: isFair)
        clients = Clients(seed: seed, world: world)
        receivers = Receivers(seed: seed)
        saboteur = Saboteur(fault, seed: seed, world: world)
        trace = Trace(isOn: traces)
        auditorEntropy = Entropy(seed: seed, .auditor)
    }

    /// The slowest retries take a good three days.
    private static let quietAtLeast = Elapsed.hours(4 * 24)
    /// Longest that anything can be due after everything is resolved: a month for what is owed, a week in which it is still asked
    /// for, and a day for keys.
    private static let endMax = Elapsed.hours(45 * 24)

    /// Runs it all.
    mutating func run() {
        weather.plan(into: &agenda, versions: world.versions.count - 1)
        clients.plan(into: &agenda, from: World.start, for: weather.chaos)
        planRestarts()
        agenda.plan(.start, at: World.start)
        pass(until: World.start + weather.chaos)
        weather.calmDown()
        receivers.calmDown()
        pass(until: weather.trueTime + Self.quietAtLeast)
        auditor.pause(process?.loop.state, store: store, at: loopTime)
        reload(world.versions.count - 1)
        resolveAll()
        quieten()
        auditor.rest(process?.loop.state, store: store, saboteur)
        if let process { compareWithReplay(process.loop.state) }
        tally.finish(weather, auditor, store)
    }

    /// What the daemon takes for the time.
    private var loopTime: Instant {
        guard var loop = process?.loop else { return weather.trueTime }
        return loop.now(weather)
    }

    private mutating func planRestarts() {
        guard case .memorableWithRestarts = kind else { return }
        for _ in 0..<auditorEntropy.number(1...6) {
            let hours = weather.chaos.milliseconds + Self.quietAtLeast.milliseconds
            agenda.plan(.restart, at: World.start + auditorEntropy.elapsed(0...hours))
        }
    }

    /// A mistake made on purpose was found; what comes after it is of no interest.
    private var isFound: Bool {
        guard let wanted = saboteur.fault?.caughtBy else { return false }
        return auditor.violations.contains { $0.invariant == wanted }
    }

    private mutating func pass(until end: Instant) {
        while !isFound, let next = agenda.next, next <= end, let (at, happening) = agenda.take() {
            weather.pass(to: at)
            happen(happening)
            restartIfQuiet()
        }
        weather.pass(to: max(end, weather.trueTime))
    }

    /// Goes on until nothing is planned any more, or until what is planned should long be over. Tells where it really ended.
    private mutating func quieten() {
        let end = weather.trueTime + Self.endMax
        while !isFound, let next = agenda.next, next <= end, let (at, happening) = agenda.take() {
            weather.pass(to: at)
            happen(happening)
        }
    }

    private mutating func resolveAll() {
        let operatorNumber = world.actor(World.provider, .operator)
        for id in auditor.record.live {
            // What waits for these would wait for ever.
            for fact in [JointCareRule.Start.purged, .terminated] {
                clients.act(
                    .act(.recordFact(fact, happenedAt: nil, note: nil), on: id), by: operatorNumber, isForeign: false,
                    at: weather.trueTime, &agenda)
            }
            clients.act(
                .act(.resolve(note: "the end"), on: id), by: operatorNumber, isForeign: false, at: weather.trueTime,
                &agenda)
        }
    }

    private mutating func happen(_ happening: Happening) {
        let now = weather.trueTime
        switch happening {
        case .beat(let number): if !weather.isCalm { clients.beat(number, now: now, &agenda) }
        case .restart: wantsRestart = true
        case .monitor(let number): if !weather.isCalm { clients.look(at: number, now: now, &agenda) }
        case .act(let action, let actor): act(action, by: actor)
        case .patienceEnds(let request): clients.losePatience(request, at: now, &agenda)
        case .ask(let request): ask(request)
        case .turn(let number): turn(number)
        case .commit(let number): commit(number)
        case .arrival(let outgoing): arrive(outgoing)
        case .outcome(let result, let number, let outlives): finish(result, number, outlives)
        case .reload(let version): reload(version)
        case .clockSet(let elapsed): setClock(by: elapsed)
        case .crash: if !weather.isCalm { crash(weather.survives(), "killed") }
        case .start: start()
        }
    }
}

// What comes from outside.
extension Simulation {
    private mutating func act(_ action: Action, by actor: Int) {
        clients.act(
            action, by: actor, isForeign: isForeign(action, to: world.actors[actor]), at: weather.trueTime, &agenda)
    }

    /// Whether somebody has no business with what a request names.
    private func isForeign(_ action: Action, to actor: Actor) -> Bool {
        switch action {
        case .report, .act:
            guard let id = action.incident, actor.side == .customer else { return false }
            return auditor.record.cases[id]?.customer != actor.party
        case .endSilence(let id): return auditor.record.silences[id]?.party != actor.party
        case .endOverride(let id):
            return auditor.record.overrides[id]?.schedule != ScheduleID("rota-\(actor.party)")
        case .override(let request): return request.schedule != ScheduleID("rota-\(actor.party)")
        case .beat(let id): return id != HeartbeatID("beat-\(actor.party)")
        case .silence, .look: return false
        }
    }

    private mutating func ask(_ request: Int) {
        let now = weather.trueTime
        clients.sent(request, at: now, &agenda)
        // While the process is down nobody takes the request, and the client's patience ends.
        guard process != nil else { return }
        let actor = clients.actor(of: request)
        let action = clients.requests[request].action
        auditor.ask(action, from: actor)
        trace.note(now, "\(actor.party) \(actor.role.rawValue) asks: \(action.name) \(action.incident?.rawValue ?? "")")
        put(.request(request, action, actor))
    }

    private mutating func put(_ work: Work) {
        process?.loop.inbox.append(work)
        planTurn(at: weather.trueTime)
    }

    mutating func planTurn(at instant: Instant) {
        guard let current = process, current.nextTurn.map({ instant < $0 }) ?? true else { return }
        process?.nextTurn = instant
        agenda.plan(.turn(process: current.number), at: instant)
    }

    private mutating func arrive(_ outgoing: Outgoing) {
        guard !weather.isCalm, let intent = store.intents[outgoing.delivery], let incident = intent.incident,
            let subject = auditor.record.cases[incident], let letter = subject.letter(intent.notice)
        else { return }
        clients.arrived(letter, about: incident, subject, at: weather.trueTime, &agenda)
    }

    /// - Parameters:
    ///   - number: The process that made the attempt.
    ///   - outlives: The next process hears of it as well.
    private mutating func finish(_ result: AttemptResult, _ number: Int, _ outlives: Bool) {
        guard let process, number == process.number || outlives else { return }
        if number != process.number { tally.saw(.outcomeAfterDeath) }
        put(.results([result]))
    }

    private mutating func reload(_ version: Int) {
        self.version = version
        if !weather.isCalm { tally.reloads += 1 }
        if !auditor.record.live.isEmpty { tally.saw(.reloadWithOpenIncidents) }
        trace.note(weather.trueTime, "configuration \(version) is read")
        if process != nil { put(.adopt(version: version)) }
    }

    private mutating func setClock(by elapsed: Elapsed) {
        guard !weather.isCalm else { return }
        weather.setClock(by: elapsed)
        tally.clockJumps += 1
        if auditor.earliestDue != nil { tally.saw(elapsed < .zero ? .clockBackInWait : .clockForwardInWait) }
        trace.note(weather.trueTime, "the clock is set by \(elapsed.milliseconds) ms")
        // The loop never sleeps longer than a second, so it sees the new time soon.
        planTurn(at: weather.trueTime + .seconds(1))
    }
}
