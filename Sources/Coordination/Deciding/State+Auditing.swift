package import CivilTime
package import Responsibility

/// What an open incident waits for. An incident that waits for nothing would be forgotten.
package enum Blocker: Hashable, Sendable {
    /// Something is due then.
    case due(Instant)
    /// A person of the party that looks after it has answered, and brings it to its end.
    case lookedAfter(by: PartyID)
    /// It is on record that nobody of the party could be reached, and others were told.
    case nobodyReached(PartyID)
    /// Nobody has to answer: its end is reported by whoever reported it.
    case endToBeReported(by: PartyID)
    /// Its end is the end of the problem that it is a part of.
    case endOfWhole(IncidentID)
}

extension Incident {
    /// What it waits for while it is open; nil for an orphan: somebody has to answer, has not, and nothing is due.
    ///
    /// - Parameter provider: The provider, which looks after what is in triage.
    package func blocker(at now: Instant, provider: PartyID) -> Blocker? {
        // What is due and was not looked at would never be.
        if let next = nextDue { return next > now ? .due(next) : nil }
        return blockerWithoutTime(provider: provider)
    }

    /// What it waits for while it is open and nothing of it is due at any time; nil for an orphan.
    func blockerWithoutTime(provider: PartyID) -> Blocker? {
        if let answer = acknowledgements.first(where: { mayBeLeft(to: $0.party, provider: provider) }) {
            return .lookedAfter(by: answer.party)
        }
        // Who was called, answered and has no answer any more would have to be called anew.
        let isWaitedFor = escalations.contains {
            $0.state == .running || $0.state == .acknowledged && mayBeLeft(to: $0.party, provider: provider)
        }
        if isWaitedFor { return nil }
        if let unreached = escalations.first(where: { $0.state == .exhausted }) {
            return .nobodyReached(unreached.party)
        }
        if let root { return .endOfWhole(root) }
        return .endToBeReported(by: reporter)
    }

    /// Whether the answer of a party means that somebody is on it: the owner's; that of either side where both are asked, or nobody
    /// is; and in triage the provider's.
    private func mayBeLeft(to party: PartyID, provider: PartyID) -> Bool {
        if ruling.triage != nil { return party == provider }
        switch ruling.owner {
        case .provider, .customer: return isLookedAfter(by: party)
        case .joint, .each, .nobody: return party == provider || party == customer
        }
    }

    /// When an attempt should have been made again and was not.
    fileprivate func missedAttempt(at now: Instant) -> Instant? {
        let waiting = notices.lazy.filter { $0.state == .pending }.flatMap(\.deliveries).compactMap { delivery in
            if case .waiting(let until) = delivery.state { until } else { nil }
        }
        return waiting.min().flatMap { $0 <= now ? $0 : nil }
    }

    /// Whether something that is over goes on by itself or by what somebody does: an attempt, a notice that is held or bundled, a
    /// clock, or an act that waits for a fact.
    fileprivate func isUnderWay(at now: Instant) -> Bool {
        notices.contains { !$0.isOver }
            || obligations.contains { $0.state == .running || $0.state == .waiting && canStart($0, at: now) }
    }
}

extension State {
    /// Looks at every incident in memory once a period, a slice in each turn, in the order in which they came into memory. One that
    /// waits for nothing goes on record when all were looked at, by id, and is told to the provider as an incident of its own.
    mutating func audit(_ entropy: inout Entropy, _ turn: inout Turn) {
        guard let due = auditAt else { return }
        if auditQueue.isEmpty, orphans.isEmpty {
            guard due <= turn.now else { return }
            auditQueue = Array(incidents.keys)[...]
        }
        // Whatever else is due comes first, or it would look forgotten.
        if let next = timers.next, next <= turn.now {
            auditAt = turn.now
            return
        }
        if auditQueue.isEmpty {
            tellOfOrphans(&entropy, &turn)
        } else {
            let slice = auditQueue.prefix(limits.auditedPerTurnMax)
            auditQueue = auditQueue.dropFirst(slice.count)
            let found = findings(about: slice, at: turn.now)
            orphans += found.map(\.incident)
            if auditQueue.isEmpty {
                orphans.sort()
                tellOfOrphans(&entropy, &turn)
            }
        }
        let isDone = auditQueue.isEmpty && orphans.isEmpty
        auditAt = !isDone ? turn.now : incidents.isEmpty ? nil : turn.now + limits.auditEvery
    }

    /// Tells of what was found, as far as it is still so.
    private mutating func tellOfOrphans(_ entropy: inout Entropy, _ turn: inout Turn) {
        let slice = orphans.prefix(limits.orphansToldPerTurnMax)
        orphans.removeFirst(slice.count)
        guard !slice.isEmpty else { return }
        for (id, finding) in findings(about: slice, at: turn.now) {
            guard let incident = incidents[id] else { continue }
            tellOfOrphan(incident, finding, &entropy, &turn)
        }
    }

    /// What is wrong with incidents, in the order in which they are given. Linear in them and their parts; where something is held,
    /// over and not closed, or has parts that are behind, also in the timers.
    private func findings(
        about ids: some Sequence<IncidentID>, at now: Instant
    ) -> [(incident: IncidentID, finding: String)] {
        let looked = ids.compactMap { incidents[$0] }
        let timed = looked.filter {
            $0.phase == .resolved || $0.notices.contains { $0.state == .held } || hasPartsBehind($0)
        }
        let causes = timed.isEmpty ? [:] : timers.causes(about: Set(timed.map(\.id)))
        return looked.compactMap { incident in
            finding(about: incident, causes[incident.id] ?? [], at: now).map { (incident.id, $0) }
        }
    }

    /// What is wrong with an incident, in words that go on from its name; nil when it waits for something.
    private func finding(about incident: Incident, _ causes: [Timer.Cause], at now: Instant) -> String? {
        if incident.phase == .open, incident.blocker(at: now, provider: arrangements.book.provider.id) == nil {
            return incident.nextDue.map { "due since \($0.rfc3339) and not looked at" } ?? "waits for nobody"
        }
        if incident.phase == .resolved, let due = incident.nextObligationDue, due <= now {
            return "due since \(due.rfc3339) and not looked at"
        }
        if let missed = incident.missedAttempt(at: now) {
            return "to be told since \(missed.rfc3339) and not tried again"
        }
        if let notice = incident.notices.first(where: { $0.state == .held && !isHeldBySomething($0, causes, at: now) })
        {
            return "holds notice \(notice.id) to \(notice.desk), and nothing lets it go"
        }
        if hasPartsBehind(incident), !causes.contains(.spread) {
            return "has parts that are not what it is, and nothing brings them along"
        }
        if incident.phase == .resolved, causes.isEmpty, !incident.isUnderWay(at: now) {
            return "is over, and nothing closes it"
        }
        return nil
    }

    /// Whether something will let go of a notice that is held: a timer, or the end of what holds it.
    private func isHeldBySomething(_ notice: Notice, _ causes: [Timer.Cause], at now: Instant) -> Bool {
        if causes.contains(.release(notice.id)) { return true }
        switch notice.hold?.reason {
        case .silence(let id)?: return silences[id].map { $0.silence.ends > now } ?? false
        case .inhibited(let other?)?: return incidents[other]?.phase == .open
        case .inhibited(nil)?, .window?, .flapping?, .storm?, nil: return false
        }
    }

    private mutating func tellOfOrphan(
        _ incident: Incident, _ finding: String, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let key = "audit of \(incident.id)"
        guard self.incident(withDedupKey: key, on: .house) == nil else { return }
        let provider = arrangements.book.provider
        var ruling = Ruling(
            owner: .provider, ownerParty: provider.id, rule: "audit", source: "the daemon's own audit",
            confidence: .stated, category: .other,
            sentence: "\(provider.name) owns this: the daemon lost track of an incident, and says so.")
        ruling.configuration = arrangements.digest
        let id = newIncidentID(&entropy, at: turn.now)
        record(
            .incidentOpened(
                IncidentOpened(
                    severity: .high, ruling: ruling, reporter: provider.id, trafficLight: .amber, dedupKey: key,
                    summary: "Incident \(incident.id) on \(incident.ledger) \(finding)")), in: id, on: .house, &turn)
        record(
            .auditFailed(AuditFailed(incident: incident.id, ledger: incident.ledger, finding: finding)), in: id, &turn)
        tell(about: id, kind: .opened, on: [Change(event: .opened)], &entropy, &turn)
        settle(id, &turn)
    }
}
