import CivilTime
import OnCall
import Responsibility

/// Whom a step of an escalation reaches.
struct EscalationRecipient {
    let desk: Desk
    let meantRole: ContactRole
    let channels: [ChannelID]
    var person: String?
}

extension State {
    /// Takes the step of a party's escalation that is due, or ends it.
    mutating func escalate(
        _ party: PartyID, in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard incident.phase == .open, let escalation = incident.escalations.first(where: { $0.party == party }),
            let (next, due) = escalation.next, due <= turn.now
        else { return }
        if mayPause(party, about: incident), let hold = ownHold(of: party, about: incident, at: turn.now) {
            if case .inhibited = hold.reason, let id = inhibitor(of: incident, for: party) {
                notePause(of: party, in: incident.id, by: id)
            }
            let until = max(hold.until ?? turn.now + limits.heldAgainAfter, turn.now + .seconds(1))
            record(
                .escalationPaused(EscalationPaused(party: party, until: until, hold: hold)), in: incident.id, &turn)
            return
        }
        switch next {
        case .step(let step, let number, _):
            take(step, number: number, of: escalation, in: incident, &entropy, &turn)
        case .end: endOfPolicy(of: escalation, in: incident, &entropy, &turn)
        }
    }

    /// Whether a party may put off being called. The provider cannot, for what a customer reported: that customer waits for an
    /// answer, and learns in time that nobody gives one.
    private func mayPause(_ party: PartyID, about incident: Incident) -> Bool {
        guard party == arrangements.book.provider.id, let customer = incident.customer else { return true }
        return !incident.reporters.contains(customer)
    }

    private mutating func take(
        _ step: EscalationPolicy<EscalationTarget>.Step, number: Int, of escalation: Escalation, in incident: Incident,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        var recipients: [EscalationRecipient] = []
        var skipped: [String] = []
        for target in step.targets {
            let (reached, reason) = resolve(target, of: escalation, in: incident, at: turn.now)
            recipients += reached
            if let reason { skipped.append(reason) }
        }
        let stepped = EscalationStepped(
            party: escalation.party, step: number,
            told: recipients.map(\.desk).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }, skipped: skipped)
        record(.escalationStepped(stepped), in: incident.id, &turn)
        for recipient in recipients {
            queueNotice(
                NoticeDraft(
                    desk: recipient.desk, meantRole: recipient.meantRole, channels: recipient.channels,
                    kind: .escalated, rules: [], urgency: .urgent, acknowledgementExpected: true,
                    person: recipient.person, concerning: Desk(party: escalation.party, role: escalation.role)),
                about: incident.id, &entropy, &turn)
        }
    }

    /// Whom a target reaches now, or why nobody.
    private func resolve(
        _ target: EscalationTarget, of escalation: Escalation, in incident: Incident, at now: Instant
    ) -> ([EscalationRecipient], skipped: String?) {
        switch target {
        case .desk(.own, let role):
            let (desk, channels) = reach(escalation.party, role)
            return desks(target, desk, role, channels)
        case .desk(.other, let role):
            guard let (desk, channels) = otherSide(of: escalation.party, in: incident, role: role) else {
                return ([], "\(target.text): the incident concerns no other party")
            }
            return desks(target, desk, role, channels)
        case .channel(let channel):
            guard arrangements.channels?.contains(channel) ?? true else {
                return ([], "\(target.text): the channel is no longer configured")
            }
            let desk = Desk(party: escalation.party, role: escalation.role)
            return ([EscalationRecipient(desk: desk, meantRole: desk.role, channels: [channel])], nil)
        case .schedule(let name):
            let desk = Desk(party: escalation.party, role: escalation.role)
            let people = onCall(name, of: escalation.party, at: now)
            let reachable = people.filter { !$0.channels.isEmpty }
            guard !reachable.isEmpty else {
                return (
                    [],
                    "\(target.text): " + (people.isEmpty ? "nobody is on call" : "whoever is on call has no channel")
                )
            }
            return (
                reachable.map {
                    EscalationRecipient(
                        desk: desk, meantRole: desk.role, channels: $0.channels, person: $0.person)
                }, nil
            )
        }
    }

    private func desks(
        _ target: EscalationTarget, _ desk: Desk, _ role: ContactRole, _ channels: [ChannelID]
    ) -> ([EscalationRecipient], skipped: String?) {
        if channels.isEmpty { return ([], "\(target.text): nobody fills the role at \(desk.party)") }
        return ([EscalationRecipient(desk: desk, meantRole: role, channels: channels)], nil)
    }

    /// Nobody answered to the end: the record says so, and those who can still act are told: whoever is there for the last resort,
    /// and the other side.
    private mutating func endOfPolicy(
        of escalation: Escalation, in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let desk = Desk(party: escalation.party, role: escalation.role)
        var others = desksToTell(concerning: desk, in: incident)
        if let last = arrangements.book.party(escalation.party)?.desk(for: .breakGlass),
            !others.contains(where: { $0.0 == Desk(party: escalation.party, role: last.role) })
        {
            others.append((Desk(party: escalation.party, role: last.role), .breakGlass, last.channels))
        }
        record(
            .nobodyReached(NobodyReached(party: escalation.party, told: others.map(\.0))), in: incident.id, &turn)
        for (recipient, role, channels) in others {
            queueNotice(
                NoticeDraft(
                    desk: recipient, meantRole: role, channels: channels, kind: .nobodyReached, rules: [],
                    urgency: .urgent, concerning: desk), about: incident.id, &entropy, &turn)
        }
    }

    /// Who is told when a desk was not told in time or not reached: the other side, and the provider's manager when it was the
    /// provider's own desk or the incident concerns no other side.
    func desksToTell(concerning desk: Desk, in incident: Incident) -> [(Desk, ContactRole, [ChannelID])] {
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

    /// The acknowledgement is over and the problem still stands: the party's desk is told, and its escalation begins again.
    mutating func expireAcknowledgement(
        of party: PartyID, in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard incident.phase == .open,
            let acknowledgement = incident.acknowledgements.last(where: { $0.party == party }),
            let until = acknowledgement.until, until <= turn.now
        else { return }
        record(.acknowledgementExpired(AcknowledgementExpired(party: party)), in: incident.id, &turn)
        guard let escalation = incident.escalations.first(where: { $0.party == party }) else {
            let (desk, channels) = reach(party, party == arrangements.book.provider.id ? .noc : .ops)
            record(
                .escalationStarted(
                    EscalationStarted(
                        party: party, role: desk.role, policyID: nil, policy: defaultPolicy(within: .minutes(15)))),
                in: incident.id, &turn)
            return callAgain(desk, channels, in: incident.id, &entropy, &turn)
        }
        record(
            .escalationStarted(
                EscalationStarted(
                    party: party, role: escalation.role, policyID: escalation.policyID, policy: escalation.policy)),
            in: incident.id, &turn)
        let (desk, channels) = reach(party, escalation.role)
        callAgain(desk, channels, in: incident.id, &entropy, &turn)
    }

    /// Waits anew for an answer of a party that had given one.
    mutating func callAnew(_ party: PartyID, in id: IncidentID, _ turn: inout Turn) {
        guard let escalation = incidents[id]?.escalations.first(where: { $0.party == party }),
            escalation.state != .running
        else { return }
        record(
            .escalationStarted(
                EscalationStarted(
                    party: party, role: escalation.role, policyID: escalation.policyID, policy: escalation.policy)),
            in: id, &turn)
    }

    private mutating func callAgain(
        _ desk: Desk, _ channels: [ChannelID], in id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        queueNotice(
            NoticeDraft(
                desk: desk, meantRole: desk.role, channels: channels, kind: .acknowledgementExpired, rules: [],
                urgency: .urgent, acknowledgementExpected: true), about: id, &entropy, &turn)
    }
}
