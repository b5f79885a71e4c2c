import CivilTime
package import Responsibility
import StrictJSON

// What people do. Each action is refused with a reason, or recorded and answered; doing it twice changes nothing.
extension State {
    /// Does what a person asks about an incident.
    ///
    /// - Throws: `Refusal`; then nothing was recorded.
    package mutating func act(
        _ request: ActionRequest, on id: IncidentID, from actor: Actor, entropy: inout Entropy, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        let incident = try actionable(id, for: actor)
        if try wasDone(request, on: incident, by: actor, at: turn.now) {
            return answer(request.action, id, actor, already: true)
        }
        try check(request.asOf, of: incident)
        try requireRoomForKey(of: request, from: actor, in: incident, atMost: limits.keysPerIncidentMax)
        let entriesBefore = turn.entries.count
        let already = try perform(request.action, on: incident, from: actor, &entropy, &turn)
        if turn.entries.count > entriesBefore {
            turn.receiptEntry = turn.receiptEntry ?? entriesBefore
            remember(request, on: id, from: actor, &turn)
            releaseWhat(id, explained: &entropy, &turn)
            if request.action.changesWhatItIs { judgeHeldNotices(of: id, &entropy, &turn) }
            settle(id, &turn)
        } else {
            // It is so already; under its key nothing else can be asked all the same.
            try requireRoomForKey(of: request, from: actor, in: incident, atMost: limits.repeatKeysPerIncidentMax)
            remember(request, on: id, from: actor, &turn)
        }
        return answer(request.action, id, actor, already: already)
    }

    /// The incident, if the actor may see it. Unknown and foreign are refused alike.
    private func actionable(_ id: IncidentID, for actor: Actor) throws(Refusal) -> Incident {
        guard let incident = incidents[id], Viewer(actor).sees(incident) else { throw .unknownIncident(id) }
        return incident
    }

    /// Whether the same request came before under its key.
    private func wasDone(
        _ request: ActionRequest, on incident: Incident, by actor: Actor, at now: Instant
    ) throws(Refusal) -> Bool {
        guard let key = request.idempotencyKey else { return false }
        let reference = IdempotencyReference(party: actor.party, key: key)
        if loneRequests[reference] != nil || vainEnd(under: reference, at: now) != nil { throw .keyUsed }
        guard let other = self.incident(withIdempotencyKey: reference) else { return false }
        guard other.id == incident.id, incident.idempotencyKeys[reference.text]?.content == request.action.contentMark
        else { throw .keyUsed }
        return true
    }

    private func requireRoomForKey(
        of request: ActionRequest, from actor: Actor, in incident: Incident, atMost max: Int
    ) throws(Refusal) {
        guard request.idempotencyKey == nil || incident.keyCount(of: actor.party) < max else {
            throw .tooManyKeys(incident.id)
        }
    }

    private mutating func remember(
        _ request: ActionRequest, on id: IncidentID, from actor: Actor, _ turn: inout Turn
    ) {
        guard let key = request.idempotencyKey, incidents[id] != nil else { return }
        record(
            .requestRemembered(
                RequestRemembered(party: actor.party, key: key, content: request.action.contentMark)), in: id, &turn)
    }

    /// Who acts on an old view is told what it is now, instead of deciding by what is no longer so.
    private func check(_ asOf: Int?, of incident: Incident) throws(Refusal) {
        guard let asOf else { return }
        guard asOf <= incident.revision else {
            throw Refusal(
                .invalidFields, "the incident has no such revision yet",
                fields: [.init("as_of", "at most \(incident.revision); leave it out to act on whatever it is now")])
        }
        guard asOf >= incident.materialRevision else {
            throw Refusal(
                .staleView,
                "the incident changed since then: it is \(incident.phase.rawValue), \(incident.severity.rawValue), and "
                    + "the owner is \(incident.ruling.ownerParty?.rawValue ?? incident.ruling.owner.rawValue); look at it "
                    + "again, and send as_of=\(incident.revision)")
        }
    }

    /// - Returns: Whether it was so already.
    private mutating func perform(
        _ action: IncidentAction, on incident: Incident, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        switch action {
        case .acknowledge(let note, let until):
            return try acknowledge(incident, note: note, until: until, from: actor, &entropy, &turn)
        case .take(let note): return try take(incident, note: note, from: actor, &turn)
        case .comment(let text): try comment(on: incident, text, from: actor, &turn)
        case .resolve(let note): return try resolve(incident, note: note, from: actor, &entropy, &turn)
        case .reopen(let note): return try reopen(incident, note: note, from: actor, &entropy, &turn)
        case .setSeverity(let severity, let reason):
            return try setSeverity(severity, of: incident, reason: reason, from: actor, &entropy, &turn)
        case .propose(let kind, let reason):
            return try propose(kind, about: incident, reason: reason, from: actor, &entropy, &turn)
        case .answerProposal(let accepted, let reason):
            try answerProposal(of: incident, accepted: accepted, reason: reason, from: actor, &entropy, &turn)
        case .classify(let classification):
            return try classify(incident, classification, from: actor, &entropy, &turn)
        case .recordAct(let id, let note, let doneAt):
            return try recordAct(id, of: incident, note: note, doneAt: doneAt, from: actor, &entropy, &turn)
        case .waive(let id, let reason): return try waive(id, of: incident, reason: reason, from: actor, &turn)
        case .hold(let id, let reason): return try hold(id, of: incident, reason: reason, from: actor, &turn)
        case .resume(let id, let reason):
            return try resumeObligation(id, of: incident, reason: reason, from: actor, &entropy, &turn)
        case .recordFact(let start, let happenedAt, let note):
            return try recordFact(start, happenedAt, of: incident, note: note, from: actor, &entropy, &turn)
        }
        return false
    }

    private func answer(_ action: IncidentAction, _ id: IncidentID, _ actor: Actor, already: Bool) -> PeerAnswer {
        guard let incident = incidents[id] else {
            // It was closed by what was done.
            return PeerAnswer(
                .ok,
                JSONObject([
                    .init("incident", .string(id.rawValue)), .init("state", .string(Incident.Phase.closed.rawValue)),
                    .init("did", .string(action.verb)), .init("already", .bool(already)),
                ]))
        }
        var body = JSONObject([
            .init("incident", .string(id.rawValue)), .init("state", .string(incident.phase.rawValue)),
            .init("did", .string(action.verb)), .init("already", .bool(already)),
            .init("as_of", .integer(Int64(incident.revision))),
        ])
        let goesOn = incident.goesOn ? incident.parts.last.flatMap { incidents[$0.incident] } : nil
        body.append(action, of: incident, shown: goesOn ?? incident, for: actor)
        return PeerAnswer(.ok, body)
    }

    /// For what can only be done while the problem stands.
    func requireOpen(_ incident: Incident) throws(Refusal) {
        guard incident.phase == .open else { throw .over(incident.id) }
    }

    /// People change their minds; a program that does so without end is stopped.
    func requireRoomForChange(of incident: Incident) throws(Refusal) {
        let changes = incident.pastTenures.count + incident.reopenings + incident.changeCount
        guard changes < limits.changesPerIncidentMax else {
            throw Refusal(
                .notPossible,
                "incident \(incident.id.rawValue) was changed \(changes) times already; resolve it, and report anew what is left"
            )
        }
    }
}

extension JSONObject {
    /// What came of an action, beside the state.
    fileprivate mutating func append(
        _ action: IncidentAction, of incident: Incident, shown: Incident, for actor: Actor
    ) {
        switch action {
        case .acknowledge:
            guard let acknowledgement = incident.acknowledgements.last(where: { $0.party == actor.party }) else {
                return
            }
            set(
                "acknowledged",
                [
                    "party": .string(actor.party.rawValue), "by": .text(acknowledgement.by),
                    "at": .string(acknowledgement.at.rfc3339), "until": .text(acknowledgement.until?.rfc3339),
                ])
        case .resolve:
            set("told", .strings(incident.desksTold.map(\.description)))
            // Whoever was told in a part is told there.
            if !incident.parts.isEmpty { set("parts", incident.partsJSON) }
        case .propose, .answerProposal, .classify:
            let goesOn = shown.id != incident.id
            let incident = shown
            set("owner", .string(incident.ruling.owner.rawValue))
            set("owner_party", .text(incident.ruling.ownerParty?.rawValue))
            set("sentence", .string(incident.ruling.sentence))
            set("answer_by", .text(incident.proposal?.answerBy.rfc3339))
            // Where an incident of an agreement took its place, that is the answer.
            if goesOn { set("goes_on_as", .string(incident.id.rawValue)) }
        case .setSeverity: set("severity", .string(incident.severity.rawValue))
        case .recordAct(let id, _, _), .waive(let id, _), .hold(let id, _), .resume(let id, _):
            set("obligation", incident.obligations.last { $0.id == id }?.json ?? .null)
        case .take, .comment, .reopen, .recordFact: return
        }
    }
}

extension Refusal {
    static func over(_ id: IncidentID) -> Refusal {
        Refusal(
            .incidentClosed,
            "incident \(id.rawValue) is over; reopen it if it was resolved too early, or report anew what is wrong again"
        )
    }
}
