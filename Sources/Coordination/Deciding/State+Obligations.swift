import CivilTime
import Responsibility

// Clocks, reminders and what becomes of obligations.
extension State {
    /// Sets up what a party owes.
    mutating func startObligation(
        _ owed: OwedAct, in id: IncidentID, _ turn: inout Turn
    ) -> (desk: Desk, ObligationID) {
        let usual: ContactRole = owed.party == arrangements.book.provider.id ? .noc : .ops
        let desk = reach(owed.party, owed.role ?? usual).0
        let obligation = nextObligation(in: id)
        record(
            .obligationStarted(
                ObligationStarted(
                    id: obligation, rule: owed.rule, act: owed.act, recipient: desk, owed: owed.what, terms: owed.terms,
                    start: owed.start, startedAt: owed.startedAt, due: owed.due)), in: id, &turn)
        return (desk, obligation)
    }

    /// Lets the clocks run whose start has happened by now, and brings those forward that another start made earlier.
    mutating func startClocks(in id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let incident = incidents[id], incident.obligations.contains(where: \.hasOpenClock) else { return }
        for obligation in incident.obligations where obligation.hasOpenClock {
            let actor = obligation.owed == nil ? arrangements.book.provider.id : obligation.recipient.party
            let timing = arrangements.book.due(
                under: obligation.terms, actor: actor, agreement: incident.ruling.agreement,
                revision: incident.ruling.revision
            ) { incident.instant(of: $0, for: obligation) }
            guard let timing, obligation.due.map({ timing.due < $0 }) ?? true else { continue }
            record(
                .clockStarted(
                    ClockStarted(
                        id: obligation.id, start: timing.start, startedAt: timing.at, due: timing.due.writable)),
                in: id, &turn)
            if obligation.state == .waiting { announce(obligation, timing, in: id, &entropy, &turn) }
        }
    }

    /// A clock that begins to run is news for whoever must act, or must be told.
    private mutating func announce(
        _ obligation: Obligation, _ timing: (start: JointCareRule.Start, at: Instant, due: Instant), in id: IncidentID,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        if obligation.owed != nil {
            // Where its clock runs because a notice arrived, the party read in that what it owes.
            if timing.start.isArrival, let told = incident.toldAt(obligation.recipient.party),
                told >= obligation.createdAt
            {
                return
            }
            remind(obligation.recipient, of: obligation.id, in: id, &entropy, &turn)
        } else {
            queueNotice(
                NoticeDraft(
                    desk: obligation.recipient, meantRole: obligation.recipient.role,
                    channels: reach(obligation.recipient.party, obligation.recipient.role).1, kind: .opened,
                    rules: [obligation.rule], obligations: [obligation.id], due: timing.due,
                    urgency: incident.severity >= .medium ? .urgent : .record), about: id, &entropy, &turn)
        }
    }

    /// Tells desks what their parties owe, each once.
    mutating func remind(
        _ owed: [(desk: Desk, ObligationID)], in id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        var desks: [(desk: Desk, obligations: [Obligation])] = []
        for (desk, obligationID) in owed {
            guard let obligation = obligation(obligationID, in: id), obligation.due != nil else { continue }
            if let index = desks.firstIndex(where: { $0.desk == desk }) {
                desks[index].obligations.append(obligation)
            } else {
                desks.append((desk, [obligation]))
            }
        }
        for (desk, obligations) in desks {
            var rules: [RuleID] = []
            for obligation in obligations where !rules.contains(obligation.rule) { rules.append(obligation.rule) }
            queueNotice(
                NoticeDraft(
                    desk: desk, meantRole: desk.role, channels: reach(desk.party, desk.role).1, kind: .reminder,
                    rules: rules, obligations: obligations.map(\.id), due: obligations.compactMap(\.due).min(),
                    urgency: .urgent), about: id, &entropy, &turn)
        }
    }

    /// Tells a desk what its party owes, while the clock of that runs.
    mutating func remind(
        _ desk: Desk, of id: ObligationID, in incidentID: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        remind([(desk, id)], in: incidentID, &entropy, &turn)
    }

    func obligation(_ id: ObligationID, in incident: IncidentID) -> Obligation? {
        incidents[incident]?.obligations.last { $0.id == id }
    }

    /// A share of the time is over, or it is overdue by a number of days.
    mutating func remind(
        of id: ObligationID, in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let obligation = obligation(id, in: incident.id),
            let number = obligation.reminderDue(at: turn.now)
        else { return }
        record(
            .obligationReminded(ObligationReminded(id: id, number: number, recipient: obligation.recipient)),
            in: incident.id, &turn)
        remind(obligation.recipient, of: id, in: incident.id, &entropy, &turn)
    }

    /// Obligations whose instant passed are overdue, and somebody who can act is told: once for all that the same desk missed.
    mutating func miss(
        _ id: ObligationID, in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        func isMissed(_ obligation: Obligation) -> Bool {
            obligation.state == .running && obligation.due.map { $0 <= turn.now } ?? false
        }
        guard let first = incident.obligations.last(where: { $0.id == id }), isMissed(first) else { return }
        let missed = incident.obligations.filter {
            isMissed($0) && $0.recipient == first.recipient && $0.terms.onMiss == first.terms.onMiss
                && ($0.owed == nil) == (first.owed == nil)
        }
        for obligation in missed {
            record(
                .obligationOverdue(
                    ObligationOverdue(id: obligation.id, rule: obligation.rule, recipient: obligation.recipient)),
                in: incident.id, &turn)
        }
        tellOfMiss(missed, &entropy, in: incident.id, &turn)
    }

    private mutating func tellOfMiss(
        _ missed: [Obligation], _ entropy: inout Entropy, in id: IncidentID, _ turn: inout Turn
    ) {
        guard let first = missed.first, let incident = incidents[id] else { return }
        var told: [(Desk, ContactRole, [ChannelID])] = []
        switch first.terms.onMiss {
        case .escalate: told = desksToTell(concerning: first.recipient, in: incident)
        case .record: break
        case .tell(let side, let role):
            let party = side == .provider ? arrangements.book.provider.id : incident.customer
            if let party {
                let (desk, channels) = reach(party, role)
                told = [(desk, role, channels)]
            }
        }
        // Whoever owes it hears it first.
        if first.owed != nil, !told.contains(where: { $0.0 == first.recipient }) {
            let desk = first.recipient
            told.insert((desk, desk.role, reach(desk.party, desk.role).1), at: 0)
        }
        for (desk, role, channels) in told {
            queueNotice(
                NoticeDraft(
                    desk: desk, meantRole: role, channels: channels, kind: .overdue, rules: missed.map(\.rule),
                    obligations: missed.map(\.id), urgency: .urgent, concerning: first.recipient),
                about: id, &entropy, &turn)
        }
    }

    /// While it is open, a desk is told again how it stands.
    mutating func update(
        after id: ObligationID, in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard incident.phase == .open, let obligation = obligation(id, in: incident.id),
            obligation.state != .cancelled, obligation.state != .waived,
            let every = obligation.terms.updateEvery, obligation.createdAt + every <= turn.now,
            incident.obligations.last(where: { $0.isSameCare(as: obligation) })?.id == id,
            asked(of: incident, at: turn.now).contains(where: { $0.covers(obligation) })
                || !arrangements.book.jointCare.contains(where: { $0.id == obligation.rule })
        else { return }
        let next = nextObligation(in: incident.id)
        let within = limits.updateToldWithin
        let terms = ActTerms(
            clocks: [.init(start: .received, within: .elapsed(within))], evidence: [.delivered],
            onMiss: obligation.terms.onMiss, updateEvery: every)
        let due = turn.now + within
        record(
            .obligationStarted(
                ObligationStarted(
                    id: next, rule: obligation.rule, act: Incident.updateAct, recipient: obligation.recipient,
                    owed: nil, terms: terms, start: .received, startedAt: turn.now, due: due)), in: incident.id, &turn)
        let desk = obligation.recipient
        queueNotice(
            NoticeDraft(
                desk: desk, meantRole: desk.role, channels: reach(desk.party, desk.role).1, kind: .update,
                rules: [obligation.rule], obligations: [next], due: due, urgency: .urgent),
            about: incident.id, &entropy, &turn)
    }

    /// Meets what a delivery fulfils.
    mutating func meetObligations(of notice: Notice, by delivery: DeliveryID, in id: IncidentID, _ turn: inout Turn) {
        for obligation in incidents[id]?.obligations ?? []
        where notice.obligations.contains(obligation.id) && obligation.isOpenTelling && obligation.isMetByDelivery
            && notice.kind.isTheTelling
        {
            record(
                .obligationMet(
                    ObligationMet(
                        id: obligation.id, evidence: .delivered, delivery: delivery,
                        late: obligation.isLate(at: turn.now))), in: id, &turn)
        }
    }

    /// Meets what a party's own answer fulfils: it has been told, however it heard.
    mutating func meetObligations(answeredBy party: PartyID, in id: IncidentID, _ turn: inout Turn) {
        for obligation in incidents[id]?.obligations ?? []
        where obligation.recipient.party == party && obligation.isOpenTelling
            && !obligation.recipient.role.answersForItself && !obligation.isAboutProposal
        {
            record(
                .obligationMet(
                    ObligationMet(
                        id: obligation.id, evidence: .acknowledgement, late: obligation.isLate(at: turn.now))),
                in: id, &turn)
        }
    }

    /// Meets what the provider owed until it was clear whose it is.
    mutating func meetObligations(classifiedBy by: Signature, in id: IncidentID, _ turn: inout Turn) {
        for obligation in incidents[id]?.obligations ?? []
        where obligation.owed != nil && obligation.terms.evidence.contains(.classification)
            && (obligation.state.isLive || obligation.state == .overdue)
        {
            record(
                .obligationMet(
                    ObligationMet(
                        id: obligation.id, evidence: .classification, late: obligation.isLate(at: turn.now), by: by)),
                in: id, &turn)
        }
    }

    /// Cancels what no rule asks for any more after the ruling or the owner changed. What was done stays done. A rule that the
    /// configuration no longer has asks for what it asked for.
    mutating func cancelWhatNoLongerApplies(_ reason: String, in id: IncidentID, _ turn: inout Turn) {
        guard let incident = incidents[id] else { return }
        let asked = asked(of: incident, at: turn.now)
        let rules = Set(arrangements.book.jointCare.map(\.id))
        for obligation in incident.obligations
        where (obligation.state.isLive || obligation.state == .overdue && obligation.owed != nil)
            && rules.contains(obligation.rule) && !asked.contains(where: { $0.covers(obligation) })
        {
            record(
                .obligationCancelled(ObligationCancelled(id: obligation.id, reason: reason)), in: id, &turn)
        }
        cancelWhatCannotStart(in: id, &turn)
    }

    /// What the rules ask for of an incident as it is now, whatever made them ask.
    private func asked(of incident: Incident, at now: Instant) -> Set<Errand> {
        var asked = Set<Errand>()
        for event in [JointCareRule.Event.opened, .ownerChanged, .classified] {
            let occasions = occasions(of: Change(event: event), incident, at: now)
            let care = arrangements.book.care(for: incident.ruling, on: occasions)
            asked.formUnion(care.tellings.map { Errand($0) } + care.owed.map { Errand($0) })
        }
        return asked
    }

    /// Cancels what waits for something that cannot happen any more.
    mutating func cancelWhatCannotStart(in id: IncidentID, _ turn: inout Turn) {
        guard let incident = incidents[id] else { return }
        for obligation in incident.obligations where obligation.state == .waiting && !incident.canStart(obligation) {
            record(
                .obligationCancelled(
                    ObligationCancelled(
                        id: obligation.id,
                        reason: "what it waits for (\(obligation.start.inWords)) cannot happen any more")),
                in: id, &turn)
        }
    }
}

extension Obligation {
    /// A desk that is still to be told, or was not told in time.
    var isOpenTelling: Bool { owed == nil && (state.isLive || state == .overdue) }

    /// Both sides must hear of a proposal, whoever of them has looked at the problem.
    fileprivate var isAboutProposal: Bool { Proposal.Kind(rawValue: rule.rawValue) != nil }

    /// Whether it is done too late at an instant. A desk whose own party held the notice is not told late.
    func isLate(at instant: Instant) -> Bool {
        if owed == nil, state == .held { return false }
        return due.map { instant > $0 } ?? false
    }

    /// The same desk is told under the same rule, first or again.
    fileprivate func isSameCare(as other: Obligation) -> Bool {
        owed == nil && rule == other.rule && recipient == other.recipient
            && (act == other.act || act == Incident.updateAct || other.act == Incident.updateAct)
    }
}

extension Errand {
    /// Whether an obligation is what the errand asks for; an update goes on from the first telling of its rule.
    fileprivate func covers(_ obligation: Obligation) -> Bool {
        rule == obligation.rule && party == obligation.recipient.party
            && (act == obligation.act || obligation.act == Incident.updateAct)
    }
}

extension JointCareRule.Start {
    /// It happens when a notice arrives.
    fileprivate var isArrival: Bool {
        switch self {
        case .delivered, .aware: true
        default: false
        }
    }
}

extension ContactRole {
    /// A desk with duties of its own: that somebody else of its party has heard is not enough.
    var answersForItself: Bool { self == .dpo || self == .ict }
}

extension Notice.Kind {
    /// Whether it is the notice that obligations ask for, and not one about them.
    fileprivate var isTheTelling: Bool { self != .overdue && self != .reminder }
}
