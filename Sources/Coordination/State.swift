package import CivilTime
package import Responsibility

/// All that coordination knows: the open incidents and the indexes over them. A value; the daemon and the simulator each own one.
package struct State: Sendable {
    package internal(set) var arrangements: Arrangements
    package let limits: CoordinationLimits
    /// Open and resolved incidents. Closed ones are only on their ledgers.
    package private(set) var incidents: [IncidentID: Incident] = [:]
    /// The digest of the last configuration that is on record in `house`.
    package private(set) var settingsDigest: String?

    var timers = TimerHeap()
    private var byDedupKey: [DedupReference: IncidentID] = [:]
    private var byDelivery: [DeliveryID: IncidentID] = [:]
    private var byIdempotencyKey: [String: IncidentID] = [:]
    /// Incidents in memory by ledger: open ones, and resolved ones of which somebody is still to be told.
    private var residentCounts: [LedgerID: Int] = [:]

    package init(arrangements: Arrangements, limits: CoordinationLimits = CoordinationLimits()) {
        self.arrangements = arrangements
        self.limits = limits
    }

    /// When `tick` has something to do next; nil when nothing is ever due.
    package var nextDeadline: Instant? { timers.next }

    /// How many incidents are open.
    package var openCount: Int { byDedupKey.count }

    /// Whether one more incident fits. An agreement may fill its share; only `house` may use the last tenth of the whole, so that no
    /// customer can keep the provider from reporting.
    func hasRoom(on ledger: LedgerID) -> Bool {
        if ledger == .house { return incidents.count < limits.incidentsMax }
        return residentCounts[ledger, default: 0] < limits.incidentsPerAgreementMax
            && incidents.count < limits.incidentsMax - limits.incidentsMax / 10
    }

    func incident(withDedupKey key: String, on ledger: LedgerID) -> Incident? {
        byDedupKey[DedupReference(ledger: ledger, key: key)].flatMap { incidents[$0] }
    }

    func incident(ofDelivery delivery: DeliveryID) -> Incident? { byDelivery[delivery].flatMap { incidents[$0] } }

    func incident(withIdempotencyKey reference: IdempotencyReference) -> Incident? {
        byIdempotencyKey[reference.text].flatMap { incidents[$0] }
    }

    /// Counts a repeat that is not written down yet, and makes sure it will be.
    mutating func countUnwrittenRepeat(of id: IncidentID, writeBy instant: Instant) {
        guard let incident = incidents[id] else { return }
        if incident.unwrittenRepeats == 0 { timers.add(at: instant, incident: id, cause: .repeats) }
        incidents[id]?.unwrittenRepeats += 1
    }
}

/// What a dedup key is unique within.
struct DedupReference: Hashable, Sendable {
    let ledger: LedgerID
    let key: String
}

/// What an idempotency key is unique within: two parties' keys never meet.
struct IdempotencyReference: Hashable, Sendable {
    let party: PartyID
    let key: String

    var text: String { "\(party)\u{0}\(key)" }
}

extension State {
    /// Applies one entry. It cannot fail; replaying a ledger is this over its entries in order.
    package mutating func evolve(_ recorded: RecordedEntry) {
        switch recorded.entry {
        case .settingsLoaded(let loaded): settingsDigest = loaded.digest
        case .reportTested: break
        case .incidentOpened(let opened):
            guard let id = recorded.incident else { return }
            let incident = Incident(opened, id: id, ledger: recorded.ledger, at: recorded.at)
            incidents[id] = incident
            byDedupKey[DedupReference(ledger: recorded.ledger, key: incident.dedupKey)] = id
            residentCounts[recorded.ledger, default: 0] += 1
        default:
            guard let id = recorded.incident, incidents[id] != nil else { return }
            incidents[id]?.apply(recorded.entry, at: recorded.at)
            index(recorded.entry, of: id)
        }
    }

    private mutating func index(_ entry: Entry, of id: IncidentID) {
        switch entry {
        case .reportAccepted(let accepted):
            if let key = accepted.report.idempotencyKey {
                byIdempotencyKey[IdempotencyReference(party: accepted.reporter, key: key).text] = id
            }
        case .obligationStarted(let started): timers.add(at: started.due, incident: id, cause: .obligation(started.id))
        case .attemptStarted(let started): byDelivery[started.delivery] = id
        case .attemptFinished(let finished):
            if let retryAt = finished.retryAt {
                timers.add(at: retryAt, incident: id, cause: .retry(finished.result.delivery))
            }
        case .escalationStarted(let started): scheduleEscalation(of: started.party, in: id)
        case .escalationStepped(let stepped): scheduleEscalation(of: stepped.party, in: id)
        case .incidentResolved: forgetDedupKey(of: id)
        case .incidentClosed: forget(id)
        default: break
        }
    }

    private mutating func scheduleEscalation(of party: PartyID, in id: IncidentID) {
        guard let due = incidents[id]?.escalations.first(where: { $0.party == party })?.nextDue else { return }
        timers.add(at: due, incident: id, cause: .escalation(party))
    }

    /// From now on a report with the same key opens a new incident.
    private mutating func forgetDedupKey(of id: IncidentID) {
        guard let incident = incidents[id] else { return }
        let reference = DedupReference(ledger: incident.ledger, key: incident.dedupKey)
        guard byDedupKey[reference] == id else { return }
        byDedupKey[reference] = nil
    }

    private mutating func forget(_ id: IncidentID) {
        guard let incident = incidents.removeValue(forKey: id) else { return }
        residentCounts[incident.ledger, default: 1] -= 1
        for notice in incident.notices {
            for delivery in notice.deliveries { byDelivery[delivery.id] = nil }
        }
        for key in incident.idempotencyKeys.keys where byIdempotencyKey[key] == id { byIdempotencyKey[key] = nil }
    }
}
