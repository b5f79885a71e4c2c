import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// A state with all that came of it, for tests that need more than one turn: time goes on when the test says so, receivers answer
/// at once unless told otherwise, and a restart knows only what was written.
struct Run {
    var state: State
    var entropy = Entropy(seed: 5)
    var now = SmallWorld.start
    private(set) var record: [RecordedEntry] = []
    /// Whether what leaves arrives at once; otherwise it stays on its way.
    var delivers = true

    init(limits: CoordinationLimits = CoordinationLimits(), arrangements: Arrangements? = nil) throws {
        state = State(arrangements: try arrangements ?? SmallWorld.arrangements(), limits: limits)
    }

    /// Runs one turn.
    mutating func turn<Result>(
        _ body: (inout State, inout Entropy, inout Turn) throws -> Result
    ) rethrows -> Result {
        var turn = Turn(at: now)
        defer { take(turn) }
        return try body(&state, &entropy, &turn)
    }

    private mutating func take(_ turn: Turn) {
        record += turn.entries
        guard delivers else { return }
        for send in turn.sends {
            self.turn { state, entropy, turn in
                state.finish(
                    AttemptResult(delivery: send.delivery, attempt: send.attempt, result: .delivered, reason: "ok"),
                    entropy: &entropy, turn: &turn)
            }
        }
    }

    @discardableResult
    mutating func report(_ report: Report, from actor: Actor) throws -> PeerAnswer {
        try turn { state, entropy, turn in
            try state.accept(report, from: actor, entropy: &entropy, turn: &turn)
        }
    }

    @discardableResult
    mutating func act(
        _ action: IncidentAction, on id: IncidentID, from actor: Actor, key: String? = nil
    ) throws -> PeerAnswer {
        try turn { state, entropy, turn in
            try state.act(
                ActionRequest(action, idempotencyKey: key), on: id, from: actor, entropy: &entropy, turn: &turn)
        }
    }

    /// Moves the clock, and stops at everything that is due on the way.
    mutating func advance(to instant: Instant) {
        while let deadline = state.nextDeadline, deadline <= instant {
            now = max(now, deadline)
            turn { state, entropy, turn in state.tick(entropy: &entropy, turn: &turn) }
        }
        now = instant
    }

    mutating func advance(by elapsed: Elapsed) { advance(to: now + elapsed) }

    /// The entries of a type, since the record had so many.
    func entries(_ type: String, since count: Int = 0) -> [RecordedEntry] {
        record.dropFirst(count).filter { $0.entry.type == type }
    }

    /// The notices of a kind that were queued since the record had so many entries.
    func notices(_ kind: Notice.Kind, since count: Int = 0) -> [(incident: IncidentID, notice: NoticeQueued)] {
        record.dropFirst(count).compactMap { recorded in
            guard case .noticeQueued(let queued) = recorded.entry, queued.kind == kind, let id = recorded.incident
            else { return nil }
            return (id, queued)
        }
    }

    /// What start-up makes of the record: the matters that are not closed, each by itself, from their written form.
    func replayed() throws -> State {
        var fresh = State(arrangements: state.arrangements, limits: state.limits)
        var order: [Matter] = []
        var places: [Matter: [RecordedEntry]] = [:]
        for recorded in record {
            guard let matter = recorded.matter else { continue }
            if places[matter] == nil { order.append(matter) }
            places[matter, default: []].append(recorded)
        }
        for matter in order {
            let entries = places[matter] ?? []
            if entries.contains(where: \.closesMatter) { continue }
            for recorded in entries {
                fresh.evolve(
                    RecordedEntry(
                        ledger: recorded.ledger, matter: Matter(matter.text), at: recorded.at,
                        entry: try Self.reread(recorded.entry)))
            }
        }
        return fresh
    }

    /// The process was killed and started again.
    mutating func restart() throws {
        state = try replayed()
        turn { state, entropy, turn in
            state.adopt(state.arrangements, version: "test", entropy: &entropy, turn: &turn)
            state.resume(entropy: &entropy, turn: &turn)
        }
    }

    /// The entry as it comes back from its written form.
    static func reread(_ entry: Entry) throws -> Entry {
        let form = entry.form
        let fields = try #require(JSON(parsing: JSON.object(form.fields).bytes, limits: .ledger).object)
        let parts = Dictionary(form.parts.map { ($0.name, $0.value) }) { first, _ in first }
        return try Entry(reading: EntryForm(type: form.type, fields: fields, parts: parts))
    }
}
