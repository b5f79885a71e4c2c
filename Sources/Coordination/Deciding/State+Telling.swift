import CivilTime
import OnCall
import Responsibility

/// One notice that is to be queued, before it has an id: the tellings of one desk, merged.
struct PlannedNotice {
    let desk: Desk
    /// The role that was meant, where the party fills it with another.
    let meantRole: ContactRole
    let channels: [ChannelID]
    var tellings: [Telling]
    let now: Instant

    var rules: [RuleID] { tellings.map(\.rule) }
    var due: Instant? { tellings.compactMap(\.due).min() }
    var acknowledgementExpected: Bool { tellings.contains(where: \.acknowledgementExpected) }
}

extension State {
    /// Who will be told of a new problem from the incident itself, each desk once, with the earliest due.
    ///
    /// An incident tells the two sides of its own agreement; whoever else is affected must not learn of it from this
    /// ledger. What has no due time yet waits for its start; only planned work whose beginning nobody gave is told all
    /// the same, without a clock.
    ///
    /// - Parameter known: Rules that are left out.
    func plan(for ruling: Ruling, on occasion: Occasion, without known: Set<RuleID> = []) -> [PlannedNotice] {
        let own = [arrangements.book.provider.id, ruling.customer]
        let tellings = arrangements.book.care(for: ruling, on: occasion).tellings
            .filter {
                ($0.due != nil || $0.start == .windowStart) && own.contains($0.recipient) && !known.contains($0.rule)
            }
        var plan: [PlannedNotice] = []
        for telling in tellings {
            let (desk, channels) = reach(telling.recipient, telling.role)
            if let index = plan.firstIndex(where: { $0.desk == desk }) {
                plan[index].tellings.append(telling)
            } else {
                plan.append(
                    PlannedNotice(
                        desk: desk, meantRole: telling.meantRole, channels: channels, tellings: [telling],
                        now: occasion.receivedAt))
            }
        }
        return plan
    }

    /// The desk that fills a role, with its channels. A role that nobody fills, not even along its fallbacks, is a desk without
    /// channels: its notices are undelivered at once, and its obligations become overdue, which others are told.
    func reach(_ party: PartyID, _ role: ContactRole) -> (Desk, [ChannelID]) {
        guard let found = arrangements.book.party(party)?.desk(for: role) else {
            return (Desk(party: party, role: role), [])
        }
        return (Desk(party: party, role: found.role), found.channels)
    }

    /// Starts the obligations of an incident's joint-care rules, queues the notices that fulfil them, and begins to wait for
    /// acknowledgements.
    ///
    /// - Parameters:
    ///   - event: What happened, for the rules to look at.
    ///   - reporter: Who said so, where that is not whoever reported it first.
    ///   - onlyNewRules: Whether rules that asked for something about the incident before are left out.
    mutating func tell(
        about id: IncidentID, kind: Notice.Kind, event: JointCareRule.Event = .opened,
        reporter: PartyID? = nil, onlyNewRules: Bool = false, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        var occasion = incident.occasion(event, at: turn.now)
        occasion.reporter = reporter ?? occasion.reporter
        let known = onlyNewRules ? Set(incident.obligations.map(\.rule)) : []
        let plan = plan(for: incident.ruling, on: occasion, without: known)
        for planned in plan {
            let obligations = planned.tellings.compactMap { startObligation($0, for: planned.desk, in: id, &turn) }
            queue(planned, kind: kind, obligations: obligations, about: id, &entropy, &turn)
        }
        for planned in plan where planned.acknowledgementExpected { startEscalation(for: planned, in: id, &turn) }
    }

    private mutating func startObligation(
        _ telling: Telling, for desk: Desk, in id: IncidentID, _ turn: inout Turn
    ) -> ObligationID? {
        guard let due = telling.due else { return nil }
        let obligation = ObligationID("o\((incidents[id]?.obligations.count ?? 0) + 1)")
        let started = ObligationStarted(id: obligation, rule: telling.rule, recipient: desk, due: due)
        record(.obligationStarted(started), in: id, &turn)
        return obligation
    }

    private mutating func queue(
        _ planned: PlannedNotice, kind: Notice.Kind, obligations: [ObligationID], about id: IncidentID,
        _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let severity = incidents[id]?.severity else { return }
        queueNotice(
            NoticeDraft(
                desk: planned.desk, meantRole: planned.meantRole, channels: planned.channels, kind: kind,
                rules: planned.rules,
                obligations: obligations, due: planned.due, urgency: severity >= .medium ? .urgent : .record,
                acknowledgementExpected: planned.acknowledgementExpected),
            about: id, &entropy, &turn)
    }

    private mutating func startEscalation(for planned: PlannedNotice, in id: IncidentID, _ turn: inout Turn) {
        guard let incident = incidents[id] else { return }
        let party = planned.desk.party
        let isRunning = incident.escalations.contains { $0.party == party && $0.state == .running }
        guard !isRunning, !incident.hasAcknowledged(party) else { return }
        let policyID =
            arrangements.book.party(party)?.escalations[planned.meantRole]
            ?? arrangements.book.party(party)?.escalations[planned.desk.role]
        let policy =
            policyID.flatMap { arrangements.policies[$0] } ?? defaultPolicy(within: planned.due?.since(planned.now))
        let started = EscalationStarted(
            party: party, role: planned.desk.role, policyID: policyID, policy: policy)
        record(.escalationStarted(started), in: id, &turn)
    }

    /// Where a party has no policy, a person is expected to acknowledge within twice the time in which it was to be told.
    private func defaultPolicy(within: Elapsed?) -> EscalationPolicy<EscalationTarget> {
        EscalationPolicy(steps: [], lastWait: Elapsed(milliseconds: 2 * max(within?.milliseconds ?? 0, 60_000)))
    }

    /// The desk of the other side of the incident's agreement, where there is another side.
    func otherSide(of party: PartyID, in incident: Incident, role: ContactRole? = nil) -> (Desk, [ChannelID])? {
        let provider = arrangements.book.provider.id
        if party == provider {
            guard let customer = incident.customer else { return nil }
            return reach(customer, role ?? .ops)
        }
        return reach(provider, role ?? .noc)
    }
}
