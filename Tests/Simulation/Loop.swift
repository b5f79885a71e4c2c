import CivilTime
import Coordination
import Responsibility

/// The daemon's process as far as it is code of the core: the state and what a turn does with it, in the shape of the daemon's own
/// loop. Everything around it, the disk, the sender, the clock and the end of the process, is the simulator's.
struct Loop {
    private(set) var state: State
    private(set) var entropy: Entropy
    private var clock: LoopClock
    /// What was put in and not yet taken by a turn.
    var inbox: [Work] = []

    init(state: State, entropy: Entropy, clock: LoopClock) {
        self.state = state
        self.entropy = entropy
        self.clock = clock
    }

    /// The time as the loop sees it.
    mutating func now(_ weather: Weather) -> Instant { clock.now(wall: weather.wall, boot: weather.trueTime) }

    /// The first turn after a start.
    mutating func resume(at now: Instant, _ saboteur: inout Saboteur) -> Batch {
        var batch = Batch()
        var turn = Turn(at: now)
        state.adopt(state.arrangements, version: "simulated", entropy: &entropy, turn: &turn)
        if !saboteur.forgetsResume { state.resume(entropy: &entropy, turn: &turn) }
        append(turn, to: &batch)
        tick(at: now, into: &batch, &saboteur)
        return batch
    }

    /// The last turn before a clean end: what is only counted so far is written down.
    mutating func close(at now: Instant) -> Batch {
        var batch = Batch()
        var turn = Turn(at: now)
        state.writeAllRepeats(turn: &turn)
        append(turn, to: &batch)
        return batch
    }

    /// One turn over everything that waits, then over what is due.
    mutating func turn(at now: Instant, _ world: World, _ saboteur: inout Saboteur) -> Batch {
        var batch = Batch()
        let work = inbox
        inbox = []
        for item in work { perform(item, at: now, world, into: &batch, &saboteur) }
        tick(at: now, into: &batch, &saboteur)
        return batch
    }

    private mutating func tick(at now: Instant, into batch: inout Batch, _ saboteur: inout Saboteur) {
        let now = saboteur.tickTime(now, deadline: state.nextDeadline)
        // A turn of the daemon handles a limited number of timers and the rest in the next, which follows at once.
        for _ in 0..<Self.ticksMax {
            guard let deadline = state.nextDeadline, deadline <= now, !saboteur.skipsTick else { return }
            var turn = Turn(at: now)
            state.tick(entropy: &entropy, turn: &turn)
            append(turn, to: &batch)
        }
    }

    /// More than that at one instant is a loop without end, which the auditor sees by what stays due.
    private static let ticksMax = 100_000

    private mutating func perform(
        _ work: Work, at now: Instant, _ world: World, into batch: inout Batch, _ saboteur: inout Saboteur
    ) {
        var turn = Turn(at: now)
        switch work {
        case .request(let number, let action, let actor):
            let material = action.incident.flatMap { state.incidents[$0]?.materialRevision }
            let (spoiled, speaker) = saboteur.request(action, actor, state)
            let answer: Result<PeerAnswer, Refusal>
            do throws(Refusal) {
                answer = .success(try spoiled.perform(on: &state, from: speaker, &entropy, &turn))
            } catch {
                answer = .failure(error)
            }
            let count = batch.entries.count
            batch.answers.append(
                Batch.Answer(
                    request: number, action: action, actor: actor, result: answer,
                    entries: count..<count + turn.entries.count, materialRevision: material))
        case .results(let results):
            for result in results { state.finish(result, entropy: &entropy, turn: &turn) }
        case .adopt(let version):
            state.adopt(world.versions[version], version: "simulated", entropy: &entropy, turn: &turn)
        }
        append(turn, to: &batch)
    }

    private func append(_ turn: Turn, to batch: inout Batch) {
        batch.entries += turn.entries
        batch.sends += turn.sends.map {
            Outgoing(delivery: $0.delivery, attempt: $0.attempt, channel: $0.channel, body: $0.body)
        }
    }
}

/// The daemon's clock: the system's, which never goes back within one run nor behind what is on record; while the system's is
/// behind, time goes on at the pace of the time since boot.
struct LoopClock {
    private var latest: Instant
    private var boot: Instant

    init(notBefore: Instant, boot: Instant) {
        latest = notBefore
        self.boot = boot
    }

    mutating func now(wall: Instant, boot: Instant) -> Instant {
        latest = max(latest + boot.since(self.boot), wall)
        self.boot = boot
        return latest
    }
}
