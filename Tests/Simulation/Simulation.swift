import CivilTime
import Coordination
import Responsibility

/// One seed from its first happening to the end: chaos, then quiet until nothing is due, then everything is resolved and must close.
/// It owns all parts and is the only one that knows them all; the parts know nothing of each other.
struct Simulation {
    let seed: UInt64
    let world: World
    private(set) var auditor: Auditor
    private(set) var tally = Tally()
    private(set) var trace: Trace
    var weather: Weather
    var agenda = Agenda()
    var store = Store()
    var clients: Clients
    var receivers: Receivers
    var saboteur: Saboteur
    /// The process that runs; nil while it is down.
    private var process: Process?
    private var processCount = 0
    /// The number of the configuration that a start would read.
    private var version = 0
    /// What a replay made of the disk when the last process died.
    private var replayed: State?
    private var auditorEntropy: Entropy

    /// One life of the daemon.
    private struct Process {
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
    private struct Prepared {
        let stored: [Store.Stored]
        let batch: Batch
    }

    init(seed: UInt64, fault: Fault? = nil, traces: Bool = false) {
        self.seed = seed
        world = World(seed: seed)
        auditor = Auditor(world: world)
        weather = Weather(seed: seed)
        clients = Clients(seed: seed, world: world)
        receivers = Receivers(seed: seed)
        saboteur = Saboteur(fault, seed: seed, world: world)
        trace = Trace(isOn: traces)
        auditorEntropy = Entropy(seed: seed, .auditor)
    }

    /// Longest that anything can be due after the last report: the slowest retries take a good three days, the slowest of the other
    /// clocks as long.
    private static let quietMax = Elapsed.hours(14 * 24)

    /// Runs it all.
    mutating func run() {
        weather.plan(into: &agenda, versions: world.versions.count)
        clients.plan(into: &agenda, from: World.start, for: weather.chaos)
        agenda.plan(.start, at: World.start)
        pass(until: World.start + weather.chaos)
        weather.calmDown()
        receivers.calmDown()
        quieten()
        auditor.rest(process?.loop.state, store: store, isOver: false)
        resolveAll()
        quieten()
        auditor.rest(process?.loop.state, store: store, isOver: true)
        if let process { compareWithReplay(process.loop.state) }
        tally.finish(weather, auditor, store)
    }

    private mutating func pass(until end: Instant) {
        while let next = agenda.next, next <= end, let (at, happening) = agenda.take() {
            weather.pass(to: at)
            happen(happening)
        }
        weather.pass(to: max(end, weather.trueTime))
    }

    /// Goes on until nothing is planned any more, or until what is planned should long be over. Tells where it really ended.
    private mutating func quieten() {
        let end = weather.trueTime + Self.quietMax
        while let next = agenda.next, next <= end, let (at, happening) = agenda.take() {
            weather.pass(to: at)
            happen(happening)
        }
    }

    private mutating func resolveAll() {
        let operatorNumber = world.actor(World.provider, .operator)
        for id in auditor.record.live {
            clients.act(
                .resolve(id), by: operatorNumber, customer: nil, at: weather.trueTime, &agenda)
        }
    }

    private mutating func happen(_ happening: Happening) {
        let now = weather.trueTime
        switch happening {
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
        let customer = action.incident.flatMap { auditor.record.cases[$0]?.customer }
        clients.act(action, by: actor, customer: customer, at: weather.trueTime, &agenda)
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

    private mutating func planTurn(at instant: Instant) {
        guard let current = process, current.nextTurn.map({ instant < $0 }) ?? true else { return }
        process?.nextTurn = instant
        agenda.plan(.turn(process: current.number), at: instant)
    }

    private mutating func arrive(_ outgoing: Outgoing) {
        guard !weather.isCalm, let intent = store.intents[outgoing.delivery], let incident = intent.incident,
            let subject = auditor.record.cases[incident], let letter = subject.letter(intent.notice)
        else { return }
        clients.arrived(letter, about: incident, of: subject.customer, at: weather.trueTime, &agenda)
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
        tally.reloads += 1
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

// The life of a process.
extension Simulation {
    private mutating func start() {
        precondition(process == nil, "a process is there already")
        processCount += 1
        guard let state = recovered() else { return }
        var loop = Loop(
            state: state, entropy: Entropy(seed: seed, .daemon, number: UInt64(processCount)),
            clock: LoopClock(notBefore: store.newest ?? Instant(milliseconds: 0), boot: weather.trueTime))
        let now = loop.now(weather)
        trace.note(weather.trueTime, "process \(processCount) starts; its time is \(now)")
        let batch = loop.resume(at: now, &saboteur)
        process = Process(number: processCount, loop: loop)
        submit(batch, at: now)
    }

    /// The state that a start begins with: what was replayed when the process died, unless it reads another configuration now.
    private mutating func recovered() -> State? {
        defer { replayed = nil }
        if let replayed, replayed.arrangements.digest == world.versions[version].digest { return replayed }
        var state = State(arrangements: world.versions[version], limits: world.limits)
        return fold(into: &state) ? state : nil
    }

    /// What start-up reads. False when it cannot: then the daemon stays down.
    private mutating func fold(into state: inout State) -> Bool {
        do {
            try store.fold(into: &state, saboteur)
            return true
        } catch {
            auditor.note(.everyEntryReadsBack, "\(error)")
            return false
        }
    }

    private mutating func turn(_ number: Int) {
        guard let nextTurn = process?.nextTurn, process?.number == number, nextTurn == weather.trueTime else { return }
        process?.nextTurn = nil
        guard var loop = process?.loop else { return }
        process?.loop.inbox = []
        let now = loop.now(weather)
        let batch = loop.turn(at: now, world, &saboteur)
        process?.loop = loop
        tally.turns += 1
        submit(batch, at: now)
    }

    /// Hands a batch to the disk, and plans the next turn.
    private mutating func submit(_ batch: Batch, at now: Instant) {
        guard let state = process?.loop.state else { return }
        var batch = batch
        saboteur.spoil(&batch)
        let stored = batch.entries.map { Store.Stored(recorded: $0, bytes: saboteur.written($0)) }
        auditor.enter(stored, at: now, state: state)
        for recorded in batch.entries { trace.note(weather.trueTime, recorded) }
        tally.count(batch.entries)
        releaseEarly(&batch)
        if !batch.isEmpty { process?.waiting.append(Prepared(stored: stored, batch: batch)) }
        write()
        guard let deadline = state.nextDeadline else { return }
        // What is due still, and only a fault leaves it so, is looked at again in a second.
        let wait = deadline > now ? deadline.since(now) : .seconds(1)
        planTurn(at: weather.trueTime + wait)
    }

    private mutating func releaseEarly(_ batch: inout Batch) {
        if saboteur.sendsEarly {
            for outgoing in batch.sends { send(outgoing) }
            batch.sends = []
        }
        if saboteur.answersEarly {
            for answer in batch.answers { give(answer) }
            batch.answers = []
        }
    }

    /// The disk takes everything that waits as one transaction, when it is done with the one before.
    private mutating func write() {
        guard let current = process, current.writing.isEmpty, !current.waiting.isEmpty else { return }
        process?.writing = current.waiting
        process?.waiting = []
        agenda.plan(.commit(process: current.number), at: weather.trueTime + weather.commitLatency())
    }

    private mutating func commit(_ number: Int) {
        guard let current = process, current.number == number else { return }
        let group = current.writing
        let effects = group.reduce(0) { $0 + $1.batch.effectCount }
        let isFirst = current.commits == 0
        process?.commits += 1
        let fate = weather.fate(effects: effects, isFirst: isFirst)
        tally.saw(Occurrence(fate, effects: effects))
        if isFirst, !fate.isHarmless { tally.saw(.deathInResume) }
        switch fate {
        case .lives:
            process?.writing = []
            makeDurable(group)
            release(group, atMost: effects)
            write()
            lookAtReplay()
        case .diesBefore: crash(false, "before the commit")
        case .commitFails(let durable): crash(durable, "the commit failed")
        case .diesAfter(let released):
            process?.writing = []
            makeDurable(group)
            release(group, atMost: released)
            crash(false, "after \(released) of \(effects) effects")
        }
    }

    private mutating func makeDurable(_ group: [Prepared]) {
        for prepared in group { store.commit(prepared.stored) }
    }

    /// What rests on a durable batch leaves: its attempts, then its answers.
    private mutating func release(_ group: [Prepared], atMost count: Int) {
        var left = count
        for prepared in group {
            for outgoing in prepared.batch.sends.prefix(left) { send(outgoing) }
            left -= min(left, prepared.batch.sends.count)
            for answer in prepared.batch.answers.prefix(left) { give(answer) }
            left -= min(left, prepared.batch.answers.count)
        }
    }

    private mutating func send(_ outgoing: Outgoing) {
        tally.sends += 1
        auditor.send(outgoing, store: store)
        let now = weather.trueTime
        let fate = receivers.fate(of: outgoing, at: now)
        if let after = fate.arrivesAfter { agenda.plan(.arrival(outgoing), at: now + after) }
        let outcome = Happening.outcome(fate.result, process: process?.number ?? 0, outlives: fate.outlives)
        agenda.plan(outcome, at: now + fate.outcomeAfter)
        if fate.isDoubled {
            tally.saw(.doubledOutcome)
            agenda.plan(outcome, at: now + fate.outcomeAfter + .seconds(2))
        }
    }

    private mutating func give(_ answer: Batch.Answer) {
        let request = clients.requests[answer.request]
        tally.answers += 1
        for occurrence in Occurrence.all(in: answer.result, to: request) { tally.saw(occurrence) }
        auditor.answer(
            Answered(
                action: request.action, actor: clients.actor(of: answer.request), isForeign: request.isForeign,
                result: answer.result), store: store)
        clients.answered(answer.request, at: weather.trueTime, &agenda)
    }

    /// - Parameter durable: Whether what the disk was writing is there after all.
    private mutating func crash(_ durable: Bool, _ why: String) {
        guard let current = process else { return }
        tally.crashes += 1
        if durable { makeDurable(current.writing) }
        let isAllDurable = current.waiting.isEmpty && (durable || current.writing.isEmpty)
        process = nil
        trace.note(weather.trueTime, "process \(current.number) dies: \(why)")
        var replayed = State(arrangements: current.loop.state.arrangements, limits: world.limits)
        if fold(into: &replayed) {
            auditor.restart(from: store, live: isAllDurable ? current.loop.state : nil, replayed: replayed)
            self.replayed = replayed
        }
        agenda.plan(.start, at: weather.trueTime + weather.downtime())
    }

    /// Now and then, when everything is durable, what a start would make of it is compared with what is there.
    private mutating func lookAtReplay() {
        guard let current = process, current.writing.isEmpty, auditorEntropy.rarely(5) else { return }
        compareWithReplay(current.loop.state)
    }

    private mutating func compareWithReplay(_ live: State) {
        var replayed = State(arrangements: live.arrangements, limits: world.limits)
        if fold(into: &replayed) { auditor.compare(live, with: replayed) }
    }
}
