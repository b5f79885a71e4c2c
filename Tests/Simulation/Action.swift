import CivilTime
import Coordination
import OnCall
import Responsibility
import StrictJSON

/// What a client can ask of the daemon. A new kind of request is one more case here, one line in `perform`, and somebody in
/// `Clients` who does it.
enum Action {
    case report(Report)
    case act(IncidentID, ActionRequest)
    case silence(SilenceRequest)
    case endSilence(SilenceID)
    case override(OverrideRequest)
    case endOverride(OverrideID)
    case beat(HeartbeatID)
    /// Looks at what there is of its own: silences, heartbeats, who is on call.
    case look

    /// Without a view and without a key.
    static func act(_ action: IncidentAction, on id: IncidentID) -> Action { .act(id, ActionRequest(action)) }

    /// Asks the core, as the daemon's loop does.
    func perform(
        on state: inout State, from actor: Actor, _ entropy: inout Entropy, _ turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        switch self {
        case .report(let report): try state.accept(report, from: actor, entropy: &entropy, turn: &turn)
        case .act(let id, let request): try state.act(request, on: id, from: actor, entropy: &entropy, turn: &turn)
        case .silence(let request): try state.silence(request, from: actor, entropy: &entropy, turn: &turn)
        case .endSilence(let id): try state.endSilence(id, from: actor, entropy: &entropy, turn: &turn)
        case .override(let request): try state.override(request, from: actor, entropy: &entropy, turn: &turn)
        case .endOverride(let id): try state.endOverride(id, from: actor, turn: &turn)
        case .beat(let id): try state.beat(id, from: actor, entropy: &entropy, turn: &turn)
        case .look: look(at: state, from: actor, turn.now)
        }
    }

    private func look(at state: State, from actor: Actor, _ now: Instant) -> PeerAnswer {
        let viewer = Viewer(actor)
        var body = JSONObject()
        body.set("silences", .object(state.silencesAnswer(for: viewer, at: now).body))
        body.set("heartbeats", .object(state.heartbeatsAnswer(for: viewer, at: now).body))
        body.set("on_call", .object(state.arrangements.onCallAnswer(state.rotas, for: viewer, at: now)))
        return PeerAnswer(.ok, body)
    }

    /// The incident that it names.
    var incident: IncidentID? {
        switch self {
        case .report(let report): report.incident
        case .act(let id, _): id
        case .silence, .endSilence, .override, .endOverride, .beat, .look: nil
        }
    }

    /// What is done about an incident.
    var request: ActionRequest? { if case .act(_, let request) = self { request } else { nil } }

    /// Groups retries of it.
    var key: String? {
        switch self {
        case .report(let report): report.idempotencyKey
        case .act(_, let request): request.idempotencyKey
        case .silence(let request): request.idempotencyKey
        case .override(let request): request.idempotencyKey
        case .endSilence, .endOverride, .beat, .look: nil
        }
    }

    /// What a refusal must say to somebody who has no business with what it names; nil where nobody can name what is foreign.
    var codeForForeigners: Refusal.Code? {
        switch self {
        case .report, .act: .unknownIncident
        case .endSilence: .unknownSilence
        case .override: .unknownSchedule
        case .endOverride: .unknownOverride
        case .beat: .unknownHeartbeat
        case .silence, .look: nil
        }
    }

    var name: String {
        switch self {
        case .report(let report): "report \(report.status.rawValue)"
        case .act(_, let request): request.action.verb + (request.asOf.map { " as of \($0)" } ?? "")
        case .silence(let request): "silence \(request.matchers.text)"
        case .endSilence(let id): "end silence \(id)"
        case .override(let request): "override \(request.schedule.text)"
        case .endOverride(let id): "end override \(id.text)"
        case .beat(let id): "beat \(id)"
        case .look: "look"
        }
    }
}

/// What waits for the loop.
enum Work {
    case request(Int, Action, Actor)
    case results([AttemptResult])
    case adopt(version: Int)
}

/// One attempt to send that has left the loop.
struct Outgoing {
    var delivery: DeliveryID
    var attempt: Int
    var channel: ChannelID
    var body: String
}

/// What one turn produced: like the daemon's batch, its answers and attempts wait until its entries are durable.
struct Batch {
    /// One answer to a client.
    struct Answer {
        let request: Int
        let action: Action
        let actor: Actor
        let result: Result<PeerAnswer, Refusal>
        /// Where its entries are among those of the batch.
        let entries: Range<Int>
        /// Of the incident that it names: the last change that matters, before it.
        let materialRevision: Int?
    }

    var entries: [RecordedEntry] = []
    var sends: [Outgoing] = []
    var answers: [Answer] = []

    var isEmpty: Bool { entries.isEmpty && sends.isEmpty && answers.isEmpty }
    /// How many things leave the process after the commit.
    var effectCount: Int { sends.count + answers.count }
}
