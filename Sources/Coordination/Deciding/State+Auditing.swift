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
    /// What it waits for; nil for an orphan: somebody has to answer, has not, and nothing is due.
    package func blocker(at now: Instant) -> Blocker? {
        let next = nextDue
        if let next, next > now { return .due(next) }
        // What is due and was not looked at would never be.
        if next != nil { return nil }
        if let acknowledgement = acknowledgements.first { return .lookedAfter(by: acknowledgement.party) }
        if let unreached = escalations.first(where: { $0.state == .exhausted }) {
            return .nobodyReached(unreached.party)
        }
        if escalations.contains(where: { $0.state == .running }) { return nil }
        if let root { return .endOfWhole(root) }
        return .endToBeReported(by: reporter)
    }
}

extension State {
    /// Looks at every open incident once a period, a slice in each turn. One that waits for nothing goes on record, and is told to
    /// the provider as an incident of its own.
    mutating func audit(_ entropy: inout Entropy, _ turn: inout Turn) {
        guard let due = auditAt else { return }
        if auditQueue.isEmpty {
            guard due <= turn.now else { return }
            auditQueue = incidents.keys.sorted()[...]
        }
        // Whatever else is due comes first, or it would look forgotten.
        if let next = timers.next, next <= turn.now {
            auditAt = turn.now
            return
        }
        for _ in 0..<limits.auditedPerTurnMax {
            guard let id = auditQueue.popFirst() else { break }
            guard let incident = incidents[id], incident.phase == .open, incident.blocker(at: turn.now) == nil else {
                continue
            }
            tellOfOrphan(incident, &entropy, &turn)
        }
        if auditQueue.isEmpty {
            auditAt = incidents.isEmpty ? nil : turn.now + limits.auditEvery
        } else {
            auditAt = turn.now
        }
    }

    private mutating func tellOfOrphan(_ incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn) {
        let key = "audit of \(incident.id)"
        guard self.incident(withDedupKey: key, on: .house) == nil else { return }
        let finding = incident.nextDue.map { "due since \($0.rfc3339) and not looked at" } ?? "waits for nobody"
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
