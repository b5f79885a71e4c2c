import CivilTime
import OnCall
import Responsibility
import StrictJSON

extension State {
    /// How long a person may put off being called again.
    private static let acknowledgementMax = Elapsed.hours(24 * 7)

    /// A person of a party took notice. That party's escalation stops; notices still on their way to it are superseded, and what it
    /// was to be told counts as told, since the recipient itself has answered. After `until` it is called anew.
    mutating func acknowledge(
        _ incident: Incident, note: String?, until: Instant?, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        try requireOpen(incident)
        if incident.hasAcknowledged(actor.party) {
            if until == nil { return true }
            try requireRoomForChange(of: incident)
        }
        if let until {
            guard until > turn.now, until <= turn.now + Self.acknowledgementMax else {
                throw Refusal(
                    .invalidFields, "an acknowledgement stands until some time within the next seven days",
                    fields: [
                        .init("until", "later than now, and at most \((turn.now + Self.acknowledgementMax).rfc3339)")
                    ])
            }
        }
        let lasts = incident.escalations.first { $0.party == actor.party }?.policy.acknowledgementLasts
        let byPolicy = lasts.map { turn.now + $0 }
        record(
            .incidentAcknowledged(
                IncidentAcknowledged(party: actor.party, by: actor.name, note: note, until: until ?? byPolicy)),
            in: incident.id, &turn)
        meetObligations(answeredBy: actor.party, in: incident.id, &turn)
        startClocks(in: incident.id, &entropy, &turn)
        return false
    }

    mutating func take(
        _ incident: Incident, note: String?, from actor: Actor, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        try requireOpen(incident)
        if incident.takers.contains(where: { $0.party == actor.party && $0.by == actor.name }) { return true }
        try requireRoomForChange(of: incident)
        record(
            .incidentTaken(IncidentTaken(party: actor.party, by: actor.name, note: note)), in: incident.id, &turn)
        return false
    }

    mutating func comment(
        on incident: Incident, _ text: String, from actor: Actor, _ turn: inout Turn
    ) throws(Refusal) {
        guard incident.commentCount < limits.commentsPerIncidentMax else {
            throw Refusal(.overloaded, "incident \(incident.id.rawValue) holds as many comments as it can")
        }
        record(
            .incidentCommented(IncidentCommented(party: actor.party, by: actor.name, text: text)), in: incident.id,
            &turn)
    }

    // MARK: The end, and the beginning again

    /// The problem is over. Whoever was told of it is told of its end.
    mutating func resolve(
        _ incident: Incident, note: String?, from actor: Actor, _ entropy: inout Entropy, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        guard mayResolve(incident, actor) else {
            throw Refusal(
                .notPermitted,
                "only the owner, the provider or a party that reported it can resolve \(incident.id.rawValue); acknowledge it, or ask them"
            )
        }
        guard incident.phase == .open else { return true }
        finish(incident, note: note, by: Signature(actor), &entropy, &turn)
        return false
    }

    func mayResolve(_ incident: Incident, _ actor: Actor) -> Bool {
        actor.side == .provider || incident.isLookedAfter(by: actor.party) || incident.reporters.contains(actor.party)
    }

    /// A report that something is no longer wrong.
    mutating func resolve(
        _ existing: Incident?, by report: Report, from actor: Actor, ruling: Ruling, entropy: inout Entropy,
        turn: inout Turn
    ) -> PeerAnswer {
        guard let existing, existing.phase == .open else {
            if let key = report.idempotencyKey {
                vainEnds.keep(
                    VainEnds.Asked(content: report.contentMark, at: turn.now),
                    under: IdempotencyReference(party: actor.party, key: key), within: limits)
            }
            return nothingToResolve(ruling, for: actor)
        }
        let reportID = entropy.identifier("rep", at: turn.now, of: ReportKind.self)
        turn.receiptEntry = turn.entries.count
        record(
            .reportAccepted(
                ReportAccepted(id: reportID, report: report, reporter: actor.party, role: actor.role, by: actor.name)),
            in: existing.id, &turn)
        let entriesBefore = turn.entries.count
        finish(incidents[existing.id] ?? existing, note: nil, by: Signature(actor), &entropy, &turn)
        let current = incidents[existing.id] ?? existing
        let answer = reportAnswer(
            .created, "resolved", report: reportID, incident: current.id, ruling: current.ruling, for: actor,
            toldSince: entriesBefore, in: turn)
        settle(existing.id, &turn)
        return answer
    }

    /// Records the end, tells everybody who was told of the problem, and ends its parts in other agreements.
    mutating func finish(
        _ incident: Incident, note: String?, by: Signature, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard incident.phase == .open else { return }
        writeRepeats(of: incident, &turn)
        let replaced = incident.notices.filter { $0.isToCome && $0.kind.tellsOfProblem }
        record(
            .incidentResolved(IncidentResolved(party: by.party, by: by.name, note: note)), in: incident.id, &turn)
        for desk in incident.desksTold {
            // What the desk was still to be told itself, and not what somebody was told about.
            let named = Set(replaced.filter { $0.desk == desk }.flatMap(\.obligations))
            let obligations = incident.obligations.filter {
                named.contains($0.id) && $0.recipient == desk && $0.isOpenTelling
            }
            tellOfEnd(desk, of: incident, fulfilling: obligations, &entropy, &turn)
        }
        oweAfterTheEnd(of: incident.id, &entropy, &turn)
        cancelWhatCannotStart(in: incident.id, &turn)
        releaseWhat(incident.id, explained: &entropy, &turn)
        let provider = arrangements.book.provider.id
        bringPartsAlong(of: incident.id, &entropy, &turn)
        // What went on as this part is over with it.
        if let id = incident.root, let root = incidents[id], root.goesOn,
            !root.facts.contains(where: { $0.start == .resolved })
        {
            record(
                .factRecorded(FactRecorded(what: .resolved, happenedAt: turn.now, by: by, note: nil)), in: id, &turn)
            startClocks(in: id, &entropy, &turn)
            settle(id, &turn)
        }
        // The provider ends the whole of a problem with the part in which it was reported; a customer ends its own part.
        let whole = wholeProblem(of: incident)
        if whole != incident.id, by.party == provider, let root = incidents[whole] {
            finish(root, note: nil, by: by, &entropy, &turn)
            settle(root.id, &turn)
        } else if whole != incident.id, incidents[whole]?.phase == .open {
            callFor(whole, since: incident, &entropy, &turn)
        }
    }

    /// A customer ended its part of a problem that touches others: the provider looks after the rest, and is called for it.
    private mutating func callFor(
        _ whole: IncidentID, since part: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let provider = arrangements.book.provider
        let desk = part.desksTold.first { $0.party == provider.id } ?? reach(provider.id, .noc).0
        let policyID = provider.escalations[desk.role]
        let policy = policyID.flatMap { arrangements.policies[$0] } ?? defaultPolicy(within: .minutes(30))
        queueNotice(
            NoticeDraft(
                desk: desk, meantRole: desk.role, channels: reach(provider.id, desk.role).1, kind: .opened, rules: [],
                urgency: .urgent, acknowledgementExpected: true,
                remark: "\(part.id) is over for who reported it; others are hit by the same, and nobody has ended that."
            ),
            about: whole, &entropy, &turn)
        guard incidents[whole]?.hasAcknowledged(provider.id) == false else { return }
        record(
            .escalationStarted(
                EscalationStarted(party: provider.id, role: desk.role, policyID: policyID, policy: policy)), in: whole,
            &turn)
    }

    private mutating func tellOfEnd(
        _ desk: Desk, of incident: Incident, fulfilling obligations: [Obligation], _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        let occasion = incident.occasion(.resolved, at: turn.now)
        let care = arrangements.book.care(for: incident.ruling, on: occasion)
        let rule = arrangements.book.jointCare.first { rule in
            care.rules.contains(rule.id) && rule.acts.contains { $0.deed == .tell(.everyoneTold, role: nil) }
        }
        var draft = NoticeDraft(
            desk: desk, meantRole: desk.role, channels: reach(desk.party, desk.role).1, kind: .resolved,
            rules: rule.map { [$0.id] } ?? [], obligations: obligations.map(\.id),
            due: obligations.compactMap(\.due).min(),
            urgency: obligations.isEmpty ? .record : .urgent)
        if let rule, let (terms, due) = arrangements.book.termsOfEnd(under: rule, incident.ruling, occasion) {
            let obligation = nextObligation(in: incident.id)
            draft.due = draft.due.map { min($0, due) } ?? due
            draft.obligations.append(obligation)
            record(
                .obligationStarted(
                    ObligationStarted(
                        id: obligation, rule: rule.id, act: nil, recipient: desk, owed: nil, terms: terms,
                        start: .resolved, startedAt: turn.now, due: due)),
                in: incident.id, &turn)
        }
        queueNotice(draft, about: incident.id, &entropy, &turn)
    }

    /// What somebody owes once it is over: the clocks that wait for the end begin to run, and rules about the end are asked.
    private mutating func oweAfterTheEnd(of id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let incident = incidents[id] else { return }
        let care = arrangements.book.care(for: incident.ruling, on: incident.occasion(.resolved, at: turn.now))
        for owed in care.owed {
            let (desk, obligation) = startObligation(owed, in: id, &turn)
            remind(desk, of: obligation, in: id, &entropy, &turn)
        }
        startClocks(in: id, &entropy, &turn)
    }

    /// It is not over after all: everybody is told as at the beginning.
    mutating func reopen(
        _ incident: Incident, note: String?, from actor: Actor, _ entropy: inout Entropy, _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        guard mayResolve(incident, actor) else {
            throw Refusal(
                .notPermitted,
                "only the owner, the provider or a party that reported it can reopen \(incident.id.rawValue); report it anew"
            )
        }
        guard incident.phase == .resolved else { return true }
        guard !incident.isMessage else {
            throw Refusal(.notPossible, "it only told something, and nothing was wrong; report what is wrong")
        }
        if let other = self.incident(withDedupKey: incident.dedupKey, on: incident.ledger), other.id != incident.id,
            other.phase == .open
        {
            throw Refusal(
                .notPossible, "it was reported again since then; act on incident \(other.id.rawValue) instead")
        }
        try requireRoomForChange(of: incident)
        beginAgain(incident, note: note, by: Signature(actor), byReport: false, &entropy, &turn)
        return false
    }

    mutating func beginAgain(
        _ incident: Incident, note: String?, by: Signature, byReport: Bool, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        record(
            .incidentReopened(IncidentReopened(party: by.party, by: byReport ? nil : by.name, note: note)),
            in: incident.id, &turn)
        // The whole begins again with the part in which it was reported.
        let whole = wholeProblem(of: incident)
        if whole != incident.id { beginWholeAgain(whole, with: incident, &entropy, &turn) }
        beginAsBad(as: incident.root, incident.id, byReport: byReport, &turn)
        let entriesBefore = turn.entries.count
        tell(about: incident.id, kind: .reopened, on: [Change(event: .opened)], &entropy, &turn)
        tellTheRest(.reopened, of: incident, since: entriesBefore, &entropy, &turn)
        for escalation in incident.escalations { callAnew(escalation.party, in: incident.id, &turn) }
        bringPartsAlong(of: whole, &entropy, &turn)
    }

    private mutating func beginWholeAgain(
        _ id: IncidentID, with part: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let whole = incidents[id] else { return }
        guard whole.phase == .resolved else {
            if let severity = incidents[part.id]?.severity, severity > whole.severity {
                follow(severity, in: id, &turn)
            }
            return
        }
        record(
            .incidentReopened(IncidentReopened(party: arrangements.book.provider.id, by: nil, note: nil)), in: id, &turn
        )
        tellTheRest(.reopened, of: whole, since: turn.entries.count, &entropy, &turn)
        for escalation in whole.escalations { callAnew(escalation.party, in: id, &turn) }
        if let severity = incidents[part.id]?.severity { follow(severity, in: id, &turn) }
    }

    /// A part that begins again while the whole stands is as bad as the whole. What a report says that is worse, stands.
    private mutating func beginAsBad(as whole: IncidentID?, _ part: IncidentID, byReport: Bool, _ turn: inout Turn) {
        guard let whole = whole.flatMap({ incidents[$0] }), whole.phase == .open, let part = incidents[part],
            !byReport || whole.severity > part.severity
        else { return }
        follow(whole.severity, in: part.id, &turn)
    }

    /// Whoever was told of an incident hears of a change, whether or not a rule asks for it.
    mutating func tellTheRest(
        _ kind: Notice.Kind, of incident: Incident, since count: Int, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let toldNow = Set(turn.told(about: incident.id, since: count).map(\.desk))
        for desk in incident.desksTold where !toldNow.contains(desk) {
            queueNotice(
                NoticeDraft(
                    desk: desk, meantRole: desk.role, channels: reach(desk.party, desk.role).1, kind: kind, rules: [],
                    urgency: .urgent), about: incident.id, &entropy, &turn)
        }
    }

    /// How bad it is, as a person judges it. A rise is told like a beginning; a fall is on record.
    mutating func setSeverity(
        _ severity: Severity, of incident: Incident, reason: String, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        try requireOpen(incident)
        guard actor.side == .provider || incident.isLookedAfter(by: actor.party) || severity > incident.severity else {
            throw Refusal(
                .notPermitted, "only the owner and the provider can lower the severity; comment on it instead")
        }
        guard severity != incident.severity else { return true }
        try requireRoomForChange(of: incident)
        setSeverity(severity, of: incident.id, by: Signature(actor), reason: reason, &entropy, &turn)
        return false
    }

    /// Records a severity, and tells of a rise. The other parts of the same problem follow.
    mutating func setSeverity(
        _ severity: Severity, of id: IncidentID, by: Signature?, reason: String?, reporter: PartyID? = nil,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id], incident.severity != severity else { return }
        let changed = SeverityChanged(from: incident.severity, to: severity, by: by, reason: reason)
        let whole = wholeProblem(of: incident)
        if severity < incident.severity {
            record(.severityLowered(changed), in: id, &turn)
        } else {
            let entriesBefore = turn.entries.count
            record(.severityRaised(changed), in: id, &turn)
            if whole != id { follow(severity, in: whole, &turn) }
            tell(
                about: id, kind: .severityRaised, on: [Change(event: .opened, reporter: reporter)], &entropy, &turn)
            tellTheRest(.severityRaised, of: incident, since: entriesBefore, &entropy, &turn)
            callThoseWhoAnswered(incident, &turn)
        }
        if whole != id { follow(severity, in: whole, &turn) }
        bringPartsAlong(of: whole, &entropy, &turn)
    }

    /// Records a severity that is told with something else.
    mutating func recordSeverity(
        _ severity: Severity, of id: IncidentID, by: Signature?, reason: String?, _ turn: inout Turn
    ) {
        guard let incident = incidents[id], incident.severity != severity else { return }
        let changed = SeverityChanged(from: incident.severity, to: severity, by: by, reason: reason)
        record(severity > incident.severity ? .severityRaised(changed) : .severityLowered(changed), in: id, &turn)
        callThoseWhoAnswered(incident, &turn)
    }

    /// The incident in `house` that was opened because this one touches others; else the incident itself.
    func wholeProblem(of incident: Incident) -> IncidentID {
        guard let root = incident.root, incidents[root]?.dedupKey == Incident.rootKey(of: incident.id) else {
            return incident.id
        }
        return root
    }

    /// A part has the severity of the whole, on record; who is to be told of it was told.
    mutating func follow(_ severity: Severity, in id: IncidentID, _ turn: inout Turn) {
        guard let incident = incidents[id], incident.phase == .open, incident.severity != severity else { return }
        let changed = SeverityChanged(from: incident.severity, to: severity)
        record(severity > incident.severity ? .severityRaised(changed) : .severityLowered(changed), in: id, &turn)
        callThoseWhoAnswered(incident, &turn)
    }

    /// A rise takes back the answers that were given to less.
    mutating func callThoseWhoAnswered(_ before: Incident, _ turn: inout Turn) {
        guard let incident = incidents[before.id], incident.severity > before.severity else { return }
        for acknowledgement in before.acknowledgements { callAnew(acknowledgement.party, in: before.id, &turn) }
    }
}
