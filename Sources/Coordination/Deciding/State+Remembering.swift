import CivilTime
import OnCall
import Responsibility
import StrictJSON

// Requests that were asked under a key: what is asked again under the same key is answered and does nothing, and what is asked under a
// key that is used is refused. What is about an incident is remembered there; here is the rest.
extension State {
    /// Remembers what came of a request that is about no incident, where it has a key.
    mutating func remember(
        _ outcome: LoneOutcome, under key: String?, content: UInt64, from actor: Actor, on ledger: LedgerID,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let key else { return }
        while let oldest = loneRequests.excess(of: actor.party, adding: outcome, within: limits) {
            record(.requestForgotten(RequestForgotten()), about: .request(oldest.id), on: oldest.ledger, &turn)
        }
        var id = entropy.identifier(Matter.requestPrefix, at: turn.now, of: RequestKind.self)
        while loneRequests.byID[id] != nil { id = entropy.identifier(Matter.requestPrefix, at: turn.now) }
        record(
            .requestRemembered(
                RequestRemembered(party: actor.party, key: key, content: content, outcome: outcome)),
            about: .request(id), on: ledger, &turn)
    }

    /// The time in which a request is asked again is over.
    mutating func forgetRequest(_ id: RequestID, _ turn: inout Turn) {
        guard let request = loneRequests.byID[id], request.at + limits.keysKeptFor <= turn.now else { return }
        record(.requestForgotten(RequestForgotten()), about: .request(id), on: request.ledger, &turn)
    }

    /// What came of a request that is about no incident, when it was asked before under the same key; nil when it was not.
    ///
    /// - Throws: `Refusal` when something else was asked under it.
    func outcome(
        under key: String?, content: UInt64, for actor: Actor, at now: Instant
    ) throws(Refusal) -> LoneOutcome? {
        guard let key else { return nil }
        let reference = IdempotencyReference(party: actor.party, key: key)
        if incident(withIdempotencyKey: reference) != nil { throw .keyUsed }
        if vainEnd(under: reference, at: now) != nil { throw .keyUsed }
        guard let kept = loneRequests[reference] else { return nil }
        guard kept.content == content else { throw .keyUsed }
        return kept.outcome
    }

    /// An end that was reported under a key of what there was not, as long as that is remembered.
    func vainEnd(under reference: IdempotencyReference, at now: Instant) -> VainEnds.Asked? {
        vainEnds.asked(under: reference, within: limits.keysKeptFor, before: now)
    }

    /// The answer to a report of an end that was made before under the same key, when there was nothing to end.
    ///
    /// - Throws: `Refusal` when something else was asked under it, or what it is about is no longer the reporter's.
    func answerAgain(
        _ report: Report, asVain asked: VainEnds.Asked, for actor: Actor
    ) throws(Refusal) -> PeerAnswer {
        guard asked.content == report.contentMark else { throw .keyUsed }
        return nothingToResolve(try rule(on: report, from: actor, at: asked.at), for: actor)
    }

    /// The answer to a report that was made before under the same key and concerns no incident.
    ///
    /// - Throws: `Refusal` when something else was asked under it, or what it is about is no longer the reporter's.
    func answerAgain(
        _ report: Report, as request: LoneRequest, for actor: Actor
    ) throws(Refusal) -> PeerAnswer {
        guard request.content == report.contentMark else { throw .keyUsed }
        let ruling = try rule(on: report, from: actor, at: request.at)
        switch request.outcome {
        case .tested(let id): return testAnswer(to: report, id, ruling, for: actor, at: request.at)
        case .nothingToResolve: return nothingToResolve(ruling, for: actor)
        case .silence, .override: throw .keyUsed
        }
    }

    /// The answer to a report that only tests whose it is and who would be told.
    func testAnswer(
        to report: Report, _ id: ReportID, _ ruling: Ruling, for actor: Actor, at instant: Instant
    ) -> PeerAnswer {
        let occasion = report.occasion(reporter: actor.party, at: instant)
        return PeerAnswer(
            .ok,
            ReportAnswer(
                disposition: "tested", report: id, ruling: ruling, told: plan(for: ruling, on: occasion).map(\.told),
                care: arrangements.book.care(for: ruling, on: occasion), viewer: Viewer(actor),
                arrangements: arrangements))
    }

    /// The answer to a report of an end, where nothing is to be ended.
    func nothingToResolve(_ ruling: Ruling, for actor: Actor) -> PeerAnswer {
        PeerAnswer(
            .ok,
            ReportAnswer(
                disposition: "nothing_to_resolve", ruling: ruling, viewer: Viewer(actor), arrangements: arrangements))
    }
}

extension Refusal {
    /// An incident remembers as many keys of a party as it can.
    static func tooManyKeys(_ id: IncidentID) -> Refusal {
        Refusal(
            .overloaded,
            "incident \(id.rawValue) remembers as many idempotency keys of yours as it can; send it without one, or look whether it was done already"
        )
    }
}
