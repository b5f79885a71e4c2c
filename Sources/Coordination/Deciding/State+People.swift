import CivilTime
package import Responsibility
import StrictJSON

extension State {
    /// A person of a party took notice. That party's escalation stops; notices still on their way to it are superseded, and its
    /// running obligations are met, since the recipient itself has answered. Doing it twice changes nothing.
    package mutating func acknowledge(
        _ id: IncidentID, note: String?, from actor: Actor, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        let incident = try actionable(id, for: actor)
        if let earlier = incident.acknowledgements.first(where: { $0.party == actor.party }) {
            return acknowledgementAnswer(incident, earlier.at, actor, already: true)
        }
        guard incident.phase == .open else { throw .closed(id) }
        turn.receiptEntry = turn.entries.count
        record(
            .incidentAcknowledged(
                IncidentAcknowledged(party: actor.party, by: actor.name, note: note)),
            in: id, &turn)
        for obligation in incident.obligations
        where obligation.recipient.party == actor.party && obligation.state != .met {
            let met = ObligationMet(id: obligation.id, delivery: nil, late: turn.now > obligation.due)
            record(.obligationMet(met), in: id, &turn)
        }
        return acknowledgementAnswer(incidents[id] ?? incident, turn.now, actor, already: false)
    }

    private func acknowledgementAnswer(_ incident: Incident, _ at: Instant, _ actor: Actor, already: Bool) -> PeerAnswer
    {
        PeerAnswer(
            .ok,
            JSONObject([
                .init("incident", .string(incident.id.rawValue)), .init("state", .string(incident.phase.rawValue)),
                .init("acknowledged", ["party": .string(actor.party.rawValue), "at": .string(at.rfc3339)]),
                .init("already", .bool(already)),
            ]))
    }

    /// The problem is over. Whoever was told of it is told of its end. Doing it twice changes nothing.
    package mutating func resolve(
        _ id: IncidentID, note: String?, from actor: Actor, entropy: inout Entropy, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        let incident = try actionable(id, for: actor)
        guard mayResolve(incident, actor) else {
            throw Refusal(
                .notPermitted,
                "only the owner, the provider or a party that reported it can resolve \(id.rawValue); acknowledge it, or ask them"
            )
        }
        let told = finish(incident, note: note, from: actor, &entropy, &turn)
        return resolutionAnswer(incidents[id] ?? incident, told: told, already: incident.phase != .open)
    }

    func mayResolve(_ incident: Incident, _ actor: Actor) -> Bool {
        actor.side == .provider || incident.ruling.ownerParty == actor.party || incident.ruling.lead == actor.party
            || incident.reporters.contains(actor.party)
    }

    /// A report that something is no longer wrong.
    mutating func resolve(
        _ existing: Incident?, by report: Report, from actor: Actor, ruling: Ruling, entropy: inout Entropy,
        turn: inout Turn
    ) -> PeerAnswer {
        guard let existing else {
            return PeerAnswer(
                .ok, reportBody("nothing_to_resolve", report: nil, incident: nil, ruling: ruling, for: actor, plan: []))
        }
        let reportID = entropy.identifier("rep", at: turn.now, of: ReportKind.self)
        turn.receiptEntry = turn.entries.count
        record(
            .reportAccepted(
                ReportAccepted(id: reportID, report: report, reporter: actor.party, role: actor.role, by: actor.name)),
            in: existing.id, &turn)
        let noticesBefore = existing.notices.count
        _ = finish(incidents[existing.id] ?? existing, note: nil, from: actor, &entropy, &turn)
        let current = incidents[existing.id] ?? existing
        return reportAnswer(
            .created, "resolved", report: reportID, incident: current, for: actor,
            notices: Array(current.notices.dropFirst(noticesBefore)))
    }

    /// Records the end and tells everybody who was told of the problem.
    private mutating func finish(
        _ incident: Incident, note: String?, from actor: Actor, _ entropy: inout Entropy, _ turn: inout Turn
    ) -> [Desk] {
        guard incident.phase == .open else { return incident.desksTold }
        if turn.receiptEntry == nil { turn.receiptEntry = turn.entries.count }
        if incident.unwrittenRepeats > 0 {
            let count = incident.reportCount + incident.unwrittenRepeats
            record(.reportsRepeated(ReportsRepeated(count: count, reporter: nil)), in: incident.id, &turn)
        }
        let replaced = incident.noticesTheEndReplaces
        record(
            .incidentResolved(IncidentResolved(party: actor.party, by: actor.name, note: note)), in: incident.id, &turn)
        for desk in incident.desksTold {
            let obligations = replaced.filter { $0.desk == desk }.flatMap(\.obligations)
            tellOfEnd(desk, of: incident, fulfilling: obligations, &entropy, &turn)
        }
        settle(incident.id, &turn)
        return incident.desksTold
    }

    private mutating func tellOfEnd(
        _ desk: Desk, of incident: Incident, fulfilling obligations: [ObligationID], _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        let care = arrangements.book.care(for: incident.ruling, on: incident.occasion(.resolved, at: turn.now))
        let rule = arrangements.book.jointCare.first { rule in
            care.rules.contains(rule.id) && rule.acts.contains { $0.deed == .tell(.everyoneTold, role: nil) }
        }
        var draft = NoticeDraft(
            desk: desk, meantRole: desk.role, channels: reach(desk.party, desk.role).1, kind: .resolved,
            rules: rule.map { [$0.id] } ?? [], obligations: obligations,
            urgency: obligations.isEmpty ? .record : .urgent)
        let occasion = incident.occasion(.resolved, at: turn.now)
        if let rule, let due = arrangements.book.dueOfEnd(under: rule, incident.ruling, occasion) {
            let obligation = ObligationID("o\((incidents[incident.id]?.obligations.count ?? 0) + 1)")
            draft.due = due
            draft.obligations.append(obligation)
            record(
                .obligationStarted(
                    ObligationStarted(id: obligation, rule: rule.id, recipient: desk, due: due)),
                in: incident.id, &turn)
        }
        queueNotice(draft, about: incident.id, &entropy, &turn)
    }

    private func resolutionAnswer(_ incident: Incident, told: [Desk], already: Bool) -> PeerAnswer {
        PeerAnswer(
            .ok,
            JSONObject([
                .init("incident", .string(incident.id.rawValue)), .init("state", .string(incident.phase.rawValue)),
                .init("told", .strings(told.map(\.description))), .init("already", .bool(already)),
            ]))
    }

    /// The incident, if the actor may see it. Unknown and foreign are refused alike.
    private func actionable(_ id: IncidentID, for actor: Actor) throws(Refusal) -> Incident {
        guard let incident = incidents[id], Viewer(actor).sees(incident) else { throw .unknownIncident(id) }
        return incident
    }
}
