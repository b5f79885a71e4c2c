import CivilTime
import Coordination
import Hashing
import Ledger
import Responsibility
import StrictJSON

/// The state and what a turn does with it. No thread, no clock: the coordinator calls it, and so may a simulator.
struct CoordinatorTurns {
    private(set) var state: State
    private var entropy: Entropy
    private let version: String
    private var salts = SystemSaltSource()

    init(state: State, entropy: Entropy, version: String) {
        self.state = state
        self.entropy = entropy
        self.version = version
    }

    /// The first turn after a start: the configuration goes on record, and interrupted attempts are repeated.
    mutating func resume(at now: Instant) -> Batch {
        var batch = Batch()
        var turn = Turn(at: now)
        state.adopt(state.arrangements, version: version, entropy: &entropy, turn: &turn)
        state.resume(entropy: &entropy, turn: &turn)
        append(turn, to: &batch)
        tick(at: now, into: &batch)
        return batch
    }

    /// One turn over everything that was queued, then over what is due.
    mutating func turn(_ work: [Work], at now: Instant) -> Batch {
        var batch = Batch()
        for item in work { perform(item, at: now, into: &batch) }
        tick(at: now, into: &batch)
        return batch
    }

    /// The last turn: what is only counted so far is written down.
    mutating func close(at now: Instant) -> Batch {
        var batch = Batch()
        var turn = Turn(at: now)
        state.writeAllRepeats(turn: &turn)
        append(turn, to: &batch)
        return batch
    }

    private mutating func tick(at now: Instant, into batch: inout Batch) {
        guard let deadline = state.nextDeadline, deadline <= now else { return }
        var turn = Turn(at: now)
        state.tick(entropy: &entropy, turn: &turn)
        append(turn, to: &batch)
    }

    private mutating func perform(_ work: Work, at now: Instant, into batch: inout Batch) {
        switch work {
        case .request(let request, let actor, let responder):
            answer(request, from: actor, responder, at: now, into: &batch)
        case .results(let results):
            var turn = Turn(at: now)
            for result in results { state.finish(result, entropy: &entropy, turn: &turn) }
            append(turn, to: &batch)
        case .adopt(let arrangements, let done):
            var turn = Turn(at: now)
            state.adopt(arrangements, version: version, entropy: &entropy, turn: &turn)
            append(turn, to: &batch)
            batch.releases.append { _ in done() }
        case .look(let id, let reply):
            let incident = state.incidents[id]
            batch.releases.append { _ in reply(incident) }
        case .list(let filter, let viewer, let reply):
            let incidents = state.incidents(filter, for: viewer)
            batch.releases.append { _ in reply(incidents) }
        case .ledgers(let viewer, let reply):
            let ledgers = state.ledgers(for: viewer)
            batch.releases.append { _ in reply(ledgers) }
        }
    }

    private mutating func answer(
        _ request: PeerRequest, from actor: Actor, _ responder: Responder, at now: Instant, into batch: inout Batch
    ) {
        var turn = Turn(at: now)
        do throws(Refusal) {
            let answer = try decide(request, from: actor, &turn)
            let receipt = turn.receiptEntry.map { batch.entries.count + $0 }
            append(turn, to: &batch)
            let shows = !Viewer(actor).isGateway
            batch.releases.append { positions in
                responder(.success(answer.naming(shows ? receipt.map { positions[$0] } : nil)))
            }
        } catch {
            precondition(turn.entries.isEmpty, "a refusal must not record anything")
            batch.releases.append { _ in responder(.failure(error)) }
        }
    }

    private mutating func decide(
        _ request: PeerRequest, from actor: Actor, _ turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        switch request {
        case .report(let report): try state.accept(report, from: actor, entropy: &entropy, turn: &turn)
        case .act(let id, let request): try state.act(request, on: id, from: actor, entropy: &entropy, turn: &turn)
        case .silence(let request): try state.silence(request, from: actor, entropy: &entropy, turn: &turn)
        case .previewSilence(let request):
            try state.previewSilence(request, from: actor, entropy: &entropy, at: turn.now)
        case .endSilence(let id): try state.endSilence(id, from: actor, entropy: &entropy, turn: &turn)
        case .silences: state.silencesAnswer(for: Viewer(actor), at: turn.now)
        case .beat(let id): try state.beat(id, from: actor, entropy: &entropy, turn: &turn)
        case .heartbeats: state.heartbeatsAnswer(for: Viewer(actor), at: turn.now)
        case .override(let request): try state.override(request, from: actor, entropy: &entropy, turn: &turn)
        case .endOverride(let id): try state.endOverride(id, from: actor, turn: &turn)
        case .onCall(let instant):
            PeerAnswer(
                .ok, state.arrangements.onCallAnswer(state.rotas, for: Viewer(actor), at: instant ?? turn.now))
        case .previewSchedule(let asked):
            PeerAnswer(
                .ok, try state.arrangements.previewAnswer(asked, state.rotas, for: Viewer(actor), at: turn.now))
        case .exportSchedule(let asked):
            PeerAnswer(
                .ok, try state.arrangements.calendarAnswer(asked, state.rotas, for: Viewer(actor), at: turn.now))
        case .explain, .agreements, .agreement, .matrix, .contacts:
            PeerAnswer(.ok, try state.arrangements.answer(request, to: Viewer(actor), at: turn.now))
        case .incidents, .incident, .owner, .status, .reload:
            preconditionFailure("this request is answered by the peer desk, not by the coordinator")
        }
    }

    private mutating func append(_ turn: Turn, to batch: inout Batch) {
        for entry in turn.entries {
            batch.entries.append(Journal.seal(entry, salts: &salts))
            if entry.entry.isAlarming { batch.alarms.append(entry) }
        }
        batch.sends.append(contentsOf: turn.sends)
    }
}

extension PeerAnswer {
    /// The answer with the place of its receipt on the ledger.
    func naming(_ position: LedgerPosition?) -> PeerAnswer {
        guard let position else { return self }
        return naming(place: [
            "id": .string(position.ledger), "index": .integer(position.index), "leaf": .string(position.leaf.hex),
        ])
    }
}
