import Coordination
import Responsibility

/// What the coordinator's thread is asked to do.
enum Work: Sendable {
    case request(PeerRequest, Actor, Responder)
    case results([AttemptResult])
    case adopt(Arrangements, done: @Sendable () -> Void)
    /// A look at one incident, if it is in memory; answered like a request.
    case look(IncidentID, reply: @Sendable (Incident?) -> Void)
    /// The incidents in memory that a filter selects; answered like a request.
    case list(IncidentFilter, Viewer, reply: @Sendable ([Incident]) -> Void)
    /// The ledgers that a viewer may read; nil means all.
    case ledgers(Viewer, reply: @Sendable ([LedgerID]?) -> Void)
}

/// Takes the answer to a request, exactly once.
struct Responder: Sendable {
    let reply: @Sendable (Result<PeerAnswer, Refusal>) -> Void

    func callAsFunction(_ result: Result<PeerAnswer, Refusal>) { reply(result) }
}
