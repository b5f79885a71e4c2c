import CivilTime
import Coordination
import Responsibility

// The life of a process.
extension Simulation {
    mutating func start() {
        precondition(process == nil, "a process is there already")
        processCount += 1
        guard let state = recovered() else { return }
        var loop = Loop(
            state: state, entropy: Entropy(seed: seed, .daemon, number: UInt64(processCount)),
            clock: LoopClock(notBefore: store.newest ?? Instant(milliseconds: 0), boot: weather.trueTime))
        let now = loop.now(weather)
        trace.note(weather.trueTime, "process \(processCount) starts; its time is \(now)")
        auditor.begin(state, at: now)
        let batch = loop.resume(at: now, &saboteur)
        process = Process(number: processCount, loop: loop)
        submit(batch, at: now)
    }

    /// Ends the process as it should be ended, and starts it again at once, when nothing is on its way.
    mutating func restartIfQuiet() {
        guard wantsRestart, let current = process, current.loop.inbox.isEmpty, current.writing.isEmpty,
            current.waiting.isEmpty, !clients.isWaiting, !auditor.hasAttemptsOnTheWay
        else { return }
        wantsRestart = false
        tally.saw(.quietRestart)
        var loop = current.loop
        let now = loop.now(weather)
        let last = loop.close(at: now)
        let stored = last.entries.map { Store.Stored(recorded: $0, bytes: saboteur.written($0)) }
        auditor.enter(stored, last, at: now, state: loop.state)
        makeDurable([Prepared(stored: stored, batch: last)])
        var state = State(arrangements: loop.state.arrangements, limits: world.limits)
        process = nil
        guard fold(into: &state) else { return }
        auditor.restart(from: store, live: loop.state, replayed: state)
        processCount += 1
        var next = Loop(
            state: state, entropy: loop.entropy,
            clock: LoopClock(notBefore: store.newest ?? now, boot: weather.trueTime))
        let begins = next.now(weather)
        trace.note(weather.trueTime, "process \(current.number) ends, and process \(processCount) starts")
        auditor.begin(state, at: begins)
        let batch = next.resume(at: begins, &saboteur)
        process = Process(number: processCount, loop: next)
        submit(batch, at: begins)
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

    mutating func turn(_ number: Int) {
        guard var current = process, let nextTurn = current.nextTurn, current.number == number,
            nextTurn == weather.trueTime
        else { return }
        // Nobody else holds the state while it changes, or all of it would be copied.
        process = nil
        current.nextTurn = nil
        let now = current.loop.now(weather)
        let batch = current.loop.turn(at: now, world, &saboteur)
        process = current
        tally.turns += 1
        submit(batch, at: now)
    }

    /// Hands a batch to the disk, and plans the next turn.
    private mutating func submit(_ batch: Batch, at now: Instant) {
        guard let state = process?.loop.state else { return }
        var batch = batch
        saboteur.spoil(&batch)
        let stored = batch.entries.map { Store.Stored(recorded: $0, bytes: saboteur.written($0)) }
        auditor.enter(stored, batch, at: now, state: state)
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

    mutating func commit(_ number: Int) {
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
        clients.answered(answer.request, answer.result, at: weather.trueTime, &agenda)
    }

    /// - Parameter durable: Whether what the disk was writing is there after all.
    mutating func crash(_ durable: Bool, _ why: String) {
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

    mutating func compareWithReplay(_ live: State) {
        var replayed = State(arrangements: live.arrangements, limits: world.limits)
        if fold(into: &replayed) { auditor.compare(live, with: replayed) }
    }
}
