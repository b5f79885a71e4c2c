import CivilTime
import Responsibility

// What people say about obligations: that an act was done, will not be done, or is put off; and what else happened.
extension State {
    private func owed(_ id: ObligationID, of incident: Incident) throws(Refusal) -> Obligation {
        guard let obligation = incident.obligations.last(where: { $0.id == id }) else {
            if let number = Int(id.rawValue.dropFirst()), id.rawValue.hasPrefix("o"), number >= 1,
                number <= incident.obligationsMade
            {
                throw Refusal(.notPossible, "obligation \(id.rawValue) is met or cancelled already")
            }
            throw Refusal(
                .unknownObligation,
                "incident \(incident.id.rawValue) has no obligation \(id.rawValue); see them with `tocsin show \(incident.id.rawValue)`"
            )
        }
        return obligation
    }

    /// Only the party that owes an act says what became of it.
    private func requireOwner(of obligation: Obligation, _ actor: Actor) throws(Refusal) {
        guard obligation.recipient.party == actor.party else {
            throw Refusal(
                .notPermitted, "\(obligation.name) is \(obligation.recipient.party)'s to do, and to say so of")
        }
    }

    private func requireLive(_ obligation: Obligation) throws(Refusal) {
        guard obligation.state.isLive || obligation.state == .overdue else {
            throw Refusal(.notPossible, "obligation \(obligation.id.rawValue) is \(obligation.state.rawValue) already")
        }
    }

    /// A party did what it owes.
    mutating func recordAct(
        _ id: ObligationID, of incident: Incident, note: String, doneAt: Instant?, from actor: Actor,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        let obligation = try owed(id, of: incident)
        try requireOwner(of: obligation, actor)
        guard obligation.owed != nil else {
            throw Refusal(
                .notPossible,
                "obligation \(id.rawValue) is met when its desk is told; acknowledge the incident if you have heard")
        }
        if obligation.state == .met { return true }
        guard obligation.state != .waived else {
            throw Refusal(
                .notPossible,
                "obligation \(id.rawValue) is waived already; if it was done after all, say so in a comment")
        }
        try requireLive(obligation)
        if let doneAt {
            guard doneAt <= turn.now, doneAt >= incident.openedAt else {
                throw Refusal(
                    .invalidFields, "an act is done between the opening of its incident and now",
                    fields: [.init("done_at", "\(incident.openedAt.rfc3339) to \(turn.now.rfc3339)")])
            }
        }
        let at = doneAt ?? turn.now
        let kinds: [JointCareRule.Evidence] = [.manualRecord, .answer, .certificate, .classification]
        let evidence = kinds.first { obligation.terms.evidence.contains($0) } ?? .manualRecord
        record(
            .obligationMet(
                ObligationMet(
                    id: id, evidence: evidence, late: obligation.isLate(at: at), doneAt: doneAt, by: Signature(actor),
                    note: note)), in: incident.id, &turn)
        startClocks(in: incident.id, &entropy, &turn)
        return false
    }

    /// A decision not to do it, with the reason, is itself evidence.
    mutating func waive(
        _ id: ObligationID, of incident: Incident, reason: String, from actor: Actor, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        let obligation = try owed(id, of: incident)
        try requireOwner(of: obligation, actor)
        if obligation.state == .waived { return true }
        try requireLive(obligation)
        guard obligation.owed == nil || obligation.terms.evidence.contains(.waiver) else {
            throw Refusal(
                .notPermitted,
                "\(obligation.name) cannot be waived: the other side relies on it; record what was done, or hold it with a reason"
            )
        }
        record(
            .obligationWaived(ObligationDecided(id: id, by: Signature(actor), reason: reason)), in: incident.id, &turn)
        cancelWhatCannotStart(in: incident.id, &turn)
        return false
    }

    /// It is put off, for example because a law-enforcement authority asked for it; the clock stays on record.
    mutating func hold(
        _ id: ObligationID, of incident: Incident, reason: String, from actor: Actor, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        let obligation = try owed(id, of: incident)
        try requireOwner(of: obligation, actor)
        guard obligation.owed != nil else {
            throw Refusal(.notPossible, "a notice is not put off; silence your own desk if it must not be called")
        }
        guard obligation.terms.evidence.contains(where: { $0 == .waiver || $0 == .manualRecord }) else {
            throw Refusal(
                .notPermitted, "\(obligation.name) cannot be put off: the other side waits for it; record what was done"
            )
        }
        if obligation.state == .held { return true }
        guard obligation.state == .waiting || obligation.state == .running else {
            throw Refusal(.notPossible, "obligation \(id.rawValue) is \(obligation.state.rawValue) already")
        }
        record(
            .obligationHeld(ObligationDecided(id: id, by: Signature(actor), reason: reason)), in: incident.id, &turn)
        return false
    }

    /// What was put off goes on.
    mutating func resumeObligation(
        _ id: ObligationID, of incident: Incident, reason: String, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        let obligation = try owed(id, of: incident)
        try requireOwner(of: obligation, actor)
        guard obligation.state == .held else {
            if obligation.state == .running || obligation.state == .waiting { return true }
            throw Refusal(.notPossible, "obligation \(id.rawValue) is \(obligation.state.rawValue) already")
        }
        record(
            .obligationResumed(ObligationDecided(id: id, by: Signature(actor), reason: reason)), in: incident.id, &turn)
        startClocks(in: incident.id, &entropy, &turn)
        cancelWhatCannotStart(in: incident.id, &turn)
        return false
    }

    /// Something happened that clocks may start from.
    mutating func recordFact(
        _ start: JointCareRule.Start, _ happenedAt: Instant?, of incident: Incident, note: String?, from actor: Actor,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        guard Viewer(actor).seesEverything else {
            throw Refusal(.notPermitted, "the provider records what happened to the service; tell it in a comment")
        }
        guard start == .purged || start == .terminated else {
            throw Refusal(
                .invalidFields, "of that the record speaks for itself",
                fields: [.init("what", "accepted: purged, terminated")])
        }
        if incident.facts.contains(where: { $0.start == start }) { return true }
        if let happenedAt, happenedAt > turn.now {
            throw Refusal(
                .invalidFields, "what is still to come has not happened",
                fields: [.init("at", "at most \(turn.now.rfc3339)")])
        }
        record(
            .factRecorded(
                FactRecorded(what: start, happenedAt: happenedAt ?? turn.now, by: Signature(actor), note: note)),
            in: incident.id, &turn)
        startClocks(in: incident.id, &entropy, &turn)
        return false
    }
}
