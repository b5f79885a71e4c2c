import CivilTime
import OnCall
import Responsibility

extension State {
    /// Does what is due at the turn's instant, at most `limits.timersPerTurnMax` timers of it.
    package mutating func tick(entropy: inout Entropy, turn: inout Turn) {
        for _ in 0..<limits.timersPerTurnMax {
            guard let timer = timers.takeDue(at: turn.now) else { return }
            guard let incident = incidents[timer.incident] else { continue }
            switch timer.cause {
            case .retry(let delivery): retry(delivery, in: incident, &turn)
            case .obligation(let obligation): miss(obligation, in: incident, &entropy, &turn)
            case .escalation(let party): escalate(party, in: incident, &entropy, &turn)
            case .repeats: writeRepeats(of: incident, &turn)
            }
            settle(timer.incident, &turn)
        }
    }

    private mutating func retry(_ id: DeliveryID, in incident: Incident, _ turn: inout Turn) {
        for notice in incident.notices {
            guard let delivery = notice.deliveries.first(where: { $0.id == id }) else { continue }
            guard case .waiting(let until) = delivery.state, until <= turn.now, notice.state == .pending else { return }
            startAttempt(delivery.attempts + 1, of: id, on: delivery.channel, notice: notice, in: incident.id, &turn)
            return
        }
    }

    /// An obligation whose instant passed is overdue, and somebody who can act is told: once for all that the same desk missed.
    private mutating func miss(
        _ id: ObligationID, in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        func isMissed(_ obligation: Obligation) -> Bool { obligation.state == .running && obligation.due <= turn.now }
        guard let first = incident.obligations.first(where: { $0.id == id }), isMissed(first) else { return }
        let missed = incident.obligations.filter { isMissed($0) && $0.recipient == first.recipient }
        for obligation in missed {
            record(
                .obligationOverdue(
                    ObligationOverdue(id: obligation.id, rule: obligation.rule, recipient: obligation.recipient)),
                in: incident.id, &turn)
        }
        tellOthers(.overdue, concerning: first.recipient, rules: missed.map(\.rule), in: incident.id, &entropy, &turn)
    }

    private mutating func escalate(
        _ party: PartyID, in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let escalation = incident.escalations.first(where: { $0.party == party }) else { return }
        switch escalation.next {
        case .step(let step, let due) where due <= turn.now:
            take(step, number: escalation.stepsTaken + 1, of: escalation, in: incident.id, &entropy, &turn)
        case .end(let due) where due <= turn.now:
            let desk = Desk(party: party, role: escalation.role)
            let told = desksToTell(concerning: desk, in: incident).map(\.0)
            record(.nobodyReached(NobodyReached(party: party, told: told)), in: incident.id, &turn)
            tellOthers(.nobodyReached, concerning: desk, rules: [], in: incident.id, &entropy, &turn)
        default: return
        }
    }

    private mutating func take(
        _ step: EscalationPolicy<EscalationTarget>.Step, number: Int, of escalation: Escalation, in id: IncidentID,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        var told: [(Desk, ContactRole, [ChannelID])] = []
        var skipped: [String] = []
        for target in step.targets {
            switch target.whose {
            case .own:
                let (desk, channels) = reach(escalation.party, target.role)
                told.append((desk, target.role, channels))
            case .other:
                guard let (desk, channels) = otherSide(of: escalation.party, in: incident, role: target.role) else {
                    skipped.append("other.\(target.role.rawValue): the incident concerns no other party")
                    continue
                }
                told.append((desk, target.role, channels))
            }
        }
        let stepped = EscalationStepped(party: escalation.party, step: number, told: told.map(\.0), skipped: skipped)
        record(.escalationStepped(stepped), in: id, &turn)
        for (desk, role, channels) in told {
            queueNotice(
                NoticeDraft(
                    desk: desk, meantRole: role, channels: channels, kind: .escalated, rules: [], urgency: .urgent,
                    acknowledgementExpected: true, concerning: Desk(party: escalation.party, role: escalation.role)),
                about: id, &entropy, &turn)
        }
    }

    /// Who is told when a desk was not told in time or not reached: the other side, and the provider's manager when it was the
    /// provider's own desk or the incident concerns no other side.
    private func desksToTell(concerning desk: Desk, in incident: Incident) -> [(Desk, ContactRole, [ChannelID])] {
        var desks: [(Desk, ContactRole, [ChannelID])] = []
        if let (other, channels) = otherSide(of: desk.party, in: incident) {
            desks.append((other, other.role, channels))
        }
        let provider = arrangements.book.provider.id
        if desk.party == provider {
            let (manager, channels) = reach(provider, .mgr)
            desks.append((manager, .mgr, channels))
        }
        return desks
    }

    private mutating func tellOthers(
        _ kind: Notice.Kind, concerning desk: Desk, rules: [RuleID], in id: IncidentID, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        for (recipient, role, channels) in desksToTell(concerning: desk, in: incident) {
            queueNotice(
                NoticeDraft(
                    desk: recipient, meantRole: role, channels: channels, kind: kind, rules: rules, urgency: .urgent,
                    concerning: desk),
                about: id, &entropy, &turn)
        }
    }

    private mutating func writeRepeats(of incident: Incident, _ turn: inout Turn) {
        guard incident.unwrittenRepeats > 0 else { return }
        let count = incident.reportCount + incident.unwrittenRepeats
        record(.reportsRepeated(ReportsRepeated(count: count, reporter: nil)), in: incident.id, &turn)
    }

    /// Writes down every repeat that is only counted so far; for the last turn before an end.
    package mutating func writeAllRepeats(turn: inout Turn) {
        for id in incidents.keys.sorted() {
            guard let incident = incidents[id], incident.unwrittenRepeats > 0 else { continue }
            writeRepeats(of: incident, &turn)
            settle(id, &turn)
        }
    }
}
