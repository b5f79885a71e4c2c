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

    var rules: [RuleID] {
        var rules: [RuleID] = []
        for telling in tellings where !rules.contains(telling.rule) { rules.append(telling.rule) }
        return rules
    }
    var due: Instant? { tellings.compactMap(\.due).min() }
    var acknowledgementExpected: Bool { tellings.contains(where: \.acknowledgementExpected) }
    var told: ReportAnswer.Told { ReportAnswer.Told(desk: desk, rules: rules, due: due) }
}

/// What a rule asks of one party; an incident asks for it once on one occasion.
struct Errand: Hashable {
    let rule: RuleID
    let act: String?
    let party: PartyID

    init(_ telling: Telling) {
        rule = telling.rule
        act = telling.act
        party = telling.recipient
    }

    init(_ owed: OwedAct) {
        rule = owed.rule
        act = owed.act
        party = owed.party
    }

    init(_ obligation: Obligation) {
        rule = obligation.rule
        act = obligation.act
        party = obligation.recipient.party
    }
}

/// Something that happened to an incident, and what of it is news.
struct Change {
    /// What rules ask for that was asked for before.
    enum Repetition {
        /// It is asked for again: the change concerns everybody anew.
        case again
        /// What is still to be done is not asked for a second time.
        case unlessLive
        /// It is not asked for a second time.
        case never
    }

    let event: JointCareRule.Event
    var repetition = Repetition.again
    /// Who said so, where that is not whoever reported it first.
    var reporter: PartyID?
}

extension State {
    /// Who will be told of a new problem from the incident itself, each desk once, with the earliest due. An incident tells the two
    /// sides of its own agreement; whoever else is affected must not learn of it from this ledger. What has no due time yet waits for
    /// its start; only planned work whose beginning nobody gave is told all the same, without a clock.
    func plan(for ruling: Ruling, on occasion: Occasion) -> [PlannedNotice] {
        plan(of: arrangements.book.care(for: ruling, on: occasion).tellings, for: ruling, at: occasion.receivedAt)
    }

    func plan(of tellings: [Telling], for ruling: Ruling, at now: Instant) -> [PlannedNotice] {
        var plan: [PlannedNotice] = []
        for telling in tellings where isOwn(telling.recipient, to: ruling) && telling.isForNow {
            let (desk, channels) = reach(telling.recipient, telling.role)
            if let index = plan.firstIndex(where: { $0.desk == desk }) {
                plan[index].tellings.append(telling)
            } else {
                plan.append(
                    PlannedNotice(
                        desk: desk, meantRole: telling.meantRole, channels: channels, tellings: [telling], now: now))
            }
        }
        return plan
    }

    private func isOwn(_ party: PartyID, to ruling: Ruling) -> Bool {
        party == arrangements.book.provider.id || party == ruling.customer
    }

    /// The desk that fills a role, with its channels. A role that nobody fills, not even along its fallbacks, is a desk without
    /// channels: its notices are undelivered at once, and its obligations become overdue, which others are told.
    func reach(_ party: PartyID, _ role: ContactRole) -> (Desk, [ChannelID]) {
        guard let found = arrangements.book.party(party)?.desk(for: role) else {
            return (Desk(party: party, role: role), [])
        }
        return (Desk(party: party, role: found.role), found.channels)
    }

    /// Does what joint-care rules ask for when something happens to an incident: sets up its obligations, queues the notices that
    /// fulfil them, waits for acknowledgements, and tells whoever else is affected on a ledger of their own.
    ///
    /// - Parameter done: Acts that are not owed any more.
    /// - Returns: What they ask for.
    @discardableResult
    mutating func tell(
        about id: IncidentID, kind: Notice.Kind, on changes: [Change], without done: Set<Errand> = [],
        _ entropy: inout Entropy, _ turn: inout Turn
    ) -> Care {
        guard let incident = incidents[id] else { return Care() }
        var care = news(for: incident, on: changes, at: turn.now)
        if !done.isEmpty { care.owed.removeAll { done.contains(Errand($0)) } }
        let waiting = care.tellings.filter { isOwn($0.recipient, to: incident.ruling) && !$0.isForNow }
        for telling in waiting {
            startObligation(for: reach(telling.recipient, telling.role).0, telling, in: id, &turn)
        }
        let owed = care.owed.map { startObligation($0, in: id, &turn) }
        let plan = plan(of: care.tellings, for: incident.ruling, at: turn.now)
        let obligations = plan.map { planned in
            planned.tellings.compactMap { startObligation(for: planned.desk, $0, in: id, &turn) }
        }
        for (planned, obligations) in zip(plan, obligations) {
            queue(planned, kind: kind, obligations: obligations, about: id, &entropy, &turn)
        }
        let partiesTold = Set(plan.map(\.desk.party))
        remind(owed.filter { !partiesTold.contains($0.desk.party) }, in: id, &entropy, &turn)
        for planned in plan where planned.acknowledgementExpected { startEscalation(for: planned, in: id, &turn) }
        startClocks(in: id, &entropy, &turn)
        let others = care.tellings.filter { !isOwn($0.recipient, to: incident.ruling) }
        if !others.isEmpty { spread(others, from: id, kind: kind, &entropy, &turn) }
        return care
    }

    /// What the rules ask for, without what is no news.
    private func news(for incident: Incident, on changes: [Change], at now: Instant) -> Care {
        // A new incident: everything is news.
        if changes.count == 1, case .again = changes[0].repetition, incident.obligations.isEmpty,
            incident.settled.isEmpty
        {
            return arrangements.book.care(for: incident.ruling, on: occasions(of: changes[0], incident, at: now))
        }
        var news = Care()
        var asked = Set<Errand>()
        let known = Set(incident.settled + incident.obligations.map { Errand($0) })
        let done = Set(incident.obligations.filter { $0.state != .cancelled }.map { Errand($0) })
        let live = Set(incident.obligations.filter { $0.state.isLive }.map { Errand($0) })
        for change in changes {
            let care = arrangements.book.care(for: incident.ruling, on: occasions(of: change, incident, at: now))
            func isNews(_ errand: Errand) -> Bool {
                guard !asked.contains(errand) else { return false }
                return switch change.repetition {
                case .again: true
                case .unlessLive: !live.contains(errand)
                case .never: !known.contains(errand)
                }
            }
            let tellings = care.tellings.filter { isNews(Errand($0)) }
            // An act that is owed is owed once, however often its occasion comes.
            let owed = care.owed.filter { isNews(Errand($0)) && !done.contains(Errand($0)) }
            asked.formUnion(tellings.map { Errand($0) } + owed.map { Errand($0) })
            news.tellings += tellings
            news.owed += owed
            news.rules += care.rules.filter { !news.rules.contains($0) }
        }
        return news
    }

    /// What joint-care rules look at: a classification counts by each of its words.
    func occasions(of change: Change, _ incident: Incident, at now: Instant) -> [Occasion] {
        var occasion = incident.occasion(change.event, at: now)
        occasion.reporter = change.reporter ?? occasion.reporter
        guard incident.classifications.count > 1 else { return [occasion] }
        return incident.classifications.map { classification in
            var other = occasion
            other.classification = classification.word
            return other
        }
    }

    @discardableResult
    mutating func startObligation(
        for desk: Desk, _ telling: Telling, in id: IncidentID, _ turn: inout Turn
    ) -> ObligationID? {
        // Without a beginning of the work there is no clock, and nothing to hold anybody to.
        if telling.due == nil, telling.isForNow { return nil }
        let obligation = nextObligation(in: id)
        record(
            .obligationStarted(
                ObligationStarted(
                    id: obligation, rule: telling.rule, act: telling.act, recipient: desk, owed: nil,
                    terms: telling.terms, start: telling.start, startedAt: telling.startedAt, due: telling.due)),
            in: id, &turn)
        return obligation
    }

    /// The number of the next obligation of an incident.
    func nextObligation(in id: IncidentID) -> ObligationID {
        ObligationID("o\((incidents[id]?.obligationsMade ?? 0) + 1)")
    }

    mutating func queue(
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

    mutating func startEscalation(for planned: PlannedNotice, in id: IncidentID, _ turn: inout Turn) {
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
    func defaultPolicy(within: Elapsed?) -> EscalationPolicy<EscalationTarget> {
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

extension Telling {
    /// Whether its notice goes out at once.
    fileprivate var isForNow: Bool { due != nil || start == .windowStart }
}
