import CivilTime
import Coordination
import Responsibility
import StrictJSON

/// What a client can ask of the daemon. A new kind of request is one more case here, one line in `perform`, and somebody in
/// `Clients` who does it.
enum Action {
    case report(Report)
    case acknowledge(IncidentID)
    case resolve(IncidentID)

    /// Asks the core, as the daemon's loop does.
    func perform(
        on state: inout State, from actor: Actor, _ entropy: inout Entropy, _ turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        switch self {
        case .report(let report): try state.accept(report, from: actor, entropy: &entropy, turn: &turn)
        case .acknowledge(let id): try state.acknowledge(id, note: nil, from: actor, turn: &turn)
        case .resolve(let id): try state.resolve(id, note: nil, from: actor, entropy: &entropy, turn: &turn)
        }
    }

    /// The incident that it names.
    var incident: IncidentID? {
        switch self {
        case .report(let report): report.incident
        case .acknowledge(let id), .resolve(let id): id
        }
    }

    var name: String {
        switch self {
        case .report(let report): "report \(report.status.rawValue)"
        case .acknowledge: "acknowledge"
        case .resolve: "resolve"
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
        let result: Result<PeerAnswer, Refusal>
    }

    var entries: [RecordedEntry] = []
    var sends: [Outgoing] = []
    var answers: [Answer] = []

    var isEmpty: Bool { entries.isEmpty && sends.isEmpty && answers.isEmpty }
    /// How many things leave the process after the commit.
    var effectCount: Int { sends.count + answers.count }
}
