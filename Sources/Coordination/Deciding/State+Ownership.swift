import CivilTime
import Responsibility

// Handover and dispute: the owner changes by consent. Until the other side has answered, the owner stays who it is.
extension State {
    /// The owner disputes that it is its own, or offers it to the other side. Both sides are told, and the other side answers.
    mutating func propose(
        _ kind: Proposal.Kind, about incident: Incident, reason: String, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        try requireOpen(incident)
        guard incident.isLookedAfter(by: actor.party) else {
            throw Refusal(
                .notPermitted,
                "\(actor.party) does not own incident \(incident.id.rawValue), so there is nothing for it to \(kind.rawValue); comment on it instead"
            )
        }
        guard incident.ruling.triage == nil else {
            throw Refusal(
                .notPossible,
                "whose it is has not been found out yet; say what you know with `tocsin classify` or a comment")
        }
        guard let answerer = otherParty(than: actor.party, in: incident) else {
            throw Refusal(.notPossible, "the incident concerns no other party that could take it")
        }
        if let proposal = incident.proposal {
            guard proposal.kind == kind, proposal.party == actor.party else {
                throw Refusal(
                    .notPossible,
                    "\(proposal.party) has made a proposal already, which \(proposal.answerer) answers by \(proposal.answerBy.rfc3339)"
                )
            }
            return true
        }
        try requireRoomForChange(of: incident)
        let proposed = OwnershipProposed(
            kind: kind, by: Signature(actor), answerer: answerer, reason: reason,
            answerBy: turn.now + limits.proposalAnswerWithin)
        record(.ownershipProposed(proposed), in: incident.id, &turn)
        // Who disputes or offers it has looked at it.
        if !incident.hasAcknowledged(actor.party) {
            record(
                .incidentAcknowledged(
                    IncidentAcknowledged(party: actor.party, by: actor.name, note: nil, until: proposed.answerBy)),
                in: incident.id, &turn)
            meetObligations(answeredBy: actor.party, in: incident.id, &turn)
        }
        tellBothSides(
            .proposed, RuleID(kind.rawValue), remark: reason, concerning: actor.party, in: incident.id, &entropy, &turn)
        return false
    }

    private func otherParty(than party: PartyID, in incident: Incident) -> PartyID? {
        let provider = arrangements.book.provider.id
        return party == provider ? incident.customer : provider
    }

    /// The provider's manager and the customer's operations hear of it within a time of its own, so that neither side finds out
    /// afterwards that the matter moved.
    private mutating func tellBothSides(
        _ kind: Notice.Kind, _ rule: RuleID, remark: String?, concerning party: PartyID, except told: Set<Desk> = [],
        in id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        let within = limits.proposalToldWithin
        for (role, (desk, channels)) in desksOfBothSides(of: incident) where !told.contains(desk) {
            let obligation = nextObligation(in: id)
            let due = turn.now + within
            record(
                .obligationStarted(
                    ObligationStarted(
                        id: obligation, rule: rule, act: nil, recipient: desk, owed: nil,
                        terms: ActTerms(
                            clocks: [.init(start: .received, within: .elapsed(within))], evidence: [.delivered]),
                        start: .received, startedAt: turn.now, due: due)), in: id, &turn)
            queueNotice(
                NoticeDraft(
                    desk: desk, meantRole: role, channels: channels, kind: kind, rules: [], obligations: [obligation],
                    due: due, urgency: .urgent, concerning: Desk(party: party, role: desk.role), remark: remark),
                about: id, &entropy, &turn)
        }
    }

    private func desksOfBothSides(of incident: Incident) -> [(ContactRole, (Desk, [ChannelID]))] {
        var desks = [(ContactRole.mgr, reach(arrangements.book.provider.id, .mgr))]
        if let customer = incident.customer { desks.append((.ops, reach(customer, .ops))) }
        return desks
    }

    /// The other side takes it, or does not.
    mutating func answerProposal(
        of incident: Incident, accepted: Bool, reason: String?, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) throws(Refusal) {
        try requireOpen(incident)
        guard let proposal = incident.proposal else {
            throw Refusal(
                .notPossible, "nothing is proposed about incident \(incident.id.rawValue) that could be answered")
        }
        guard proposal.answerer == actor.party else {
            throw Refusal(.notPermitted, "\(proposal.answerer) answers what \(proposal.party) proposed")
        }
        answer(proposal, of: incident, accepted: accepted, by: Signature(actor), reason: reason, &entropy, &turn)
    }

    /// Nobody answered in time: it stays as it is, and both sides are told so.
    mutating func expireProposal(in incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard incident.phase == .open, let proposal = incident.proposal, proposal.answerBy <= turn.now else { return }
        answer(proposal, of: incident, accepted: false, by: nil, reason: nil, &entropy, &turn)
    }

    private mutating func answer(
        _ proposal: Proposal, of incident: Incident, accepted: Bool, by: Signature?, reason: String?,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        record(
            .proposalAnswered(
                ProposalAnswered(kind: proposal.kind, accepted: accepted, by: by, reason: reason)), in: incident.id,
            &turn)
        let entriesBefore = turn.entries.count
        // That it disputed or offered it counted as an answer until there was one; now it is called again.
        if !accepted,
            incident.acknowledgements.contains(where: { $0.party == proposal.party && $0.until == proposal.answerBy })
        {
            record(.acknowledgementExpired(AcknowledgementExpired(party: proposal.party)), in: incident.id, &turn)
            callAnew(proposal.party, in: incident.id, &turn)
        }
        if accepted {
            let side: Owner = proposal.answerer == arrangements.book.provider.id ? .provider : .customer
            let name = arrangements.book.party(proposal.answerer)?.name ?? proposal.answerer.rawValue
            let tenure = Tenure(
                owner: side, party: proposal.answerer, lead: nil, since: turn.now,
                cause: proposal.kind == .dispute ? .dispute : .handover)
            let how = proposal.kind == .dispute ? "disputed it" : "offered it"
            changeOwner(
                of: incident.id, to: tenure,
                sentence:
                    "\(name) took it over after \(proposal.party) \(how). Before: \(incident.ruling.firstSentence)",
                toldNext: Set(desksOfBothSides(of: incident).map(\.1.0)), &entropy, &turn)
        }
        let toldNow = Set(turn.told(about: incident.id, since: entriesBefore).map(\.desk))
        let remark =
            accepted
            ? "\(proposal.answerer) accepted"
            : by == nil ? "nobody answered in time, so it stays as it is" : "\(proposal.answerer) declined"
        tellBothSides(
            .answered, RuleID(proposal.kind.rawValue), remark: remark + (reason.map { ": \($0)" } ?? ""),
            concerning: proposal.party, except: toldNow, in: incident.id, &entropy, &turn)
    }

    /// Another party owns it from now on: its clocks start anew, what was asked of the former owner alone is cancelled, and whoever
    /// was told that it is theirs hears that it no longer is.
    mutating func changeOwner(
        of id: IncidentID, to tenure: Tenure, sentence: String, alsoNews changes: [Change] = [],
        toldNext: Set<Desk> = [], _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        let former = [incident.ruling.ownerParty, incident.ruling.lead].compactMap { $0 }
        record(
            .ownershipChanged(
                OwnershipChanged(
                    owner: tenure.owner, party: tenure.party, lead: tenure.lead, cause: tenure.cause,
                    sentence: sentence)), in: id, &turn)
        cancelWhatNoLongerApplies("the owner changed", in: id, &turn)
        let entriesBefore = turn.entries.count
        tell(
            about: id, kind: .ownerChanged, on: [Change(event: .ownerChanged, repetition: .unlessLive)] + changes,
            &entropy, &turn)
        // Who had answered for another reason answers anew now that it is its own.
        for acknowledgement in incident.acknowledgements
        where incidents[id]?.isLookedAfter(by: acknowledgement.party) ?? false {
            callAnew(acknowledgement.party, in: id, &turn)
        }
        let toldNow = Set(turn.told(about: id, since: entriesBefore).map(\.desk))
        for desk in incident.desksTold
        where former.contains(desk.party) && !toldNow.contains(desk) && !toldNext.contains(desk)
            && incidents[id]?.isLookedAfter(by: desk.party) == false
        {
            queueNotice(
                NoticeDraft(
                    desk: desk, meantRole: desk.role, channels: reach(desk.party, desk.role).1, kind: .ownerChanged,
                    rules: [], urgency: .urgent), about: id, &entropy, &turn)
        }
    }
}

extension Ruling {
    /// The sentence of the ruling itself, without what came of it since: the tenures have that.
    fileprivate var firstSentence: String {
        let mark = " Before: "
        guard let range = sentence.ranges(of: mark).last else { return sentence }
        return String(sentence[range.upperBound...])
    }
}
