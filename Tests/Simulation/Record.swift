import CivilTime
import Coordination
import OnCall
import Responsibility

/// What the entries say, read by somebody who is not the core: the auditor's own fold, kept apart from `State.evolve` on purpose, so
/// that a mistake there is not made here again. It holds no more than the invariants ask about.
struct Record {
    private(set) var cases: [IncidentID: Case] = [:]
    /// The incidents that are not closed, in the order of their opening.
    private(set) var live: [IncidentID] = []
    private(set) var openByKey: [Key: IncidentID] = [:]
    private(set) var deliveries: [DeliveryID: NoticeID] = [:]
    private(set) var latest: [LedgerID: Instant] = [:]
    private(set) var count = 0

    /// What one open incident has to itself.
    struct Key: Hashable {
        let ledger: LedgerID
        let key: String
    }

    struct Case {
        let ledger: LedgerID
        let customer: PartyID?
        let key: String
        var phase = Incident.Phase.open
        var hasReport = false
        var obligations: [Duty] = []
        var notices: [Letter] = []
        var escalations: [Chase] = []
        var acknowledged: [PartyID] = []
        /// A person was expected to answer at some time.
        var wasChased = false
        /// It is on record that nobody could be reached.
        var isForsaken = false
    }

    struct Duty {
        let id: ObligationID
        let recipient: Desk
        let due: Instant
        var state = Obligation.State.running
    }

    struct Letter {
        let id: NoticeID
        let desk: Desk
        let kind: Notice.Kind
        let channels: [ChannelID]
        let urgency: Urgency
        var state = Notice.State.pending
        var trips: [Trip] = []
    }

    struct Trip {
        let id: DeliveryID
        let channel: ChannelID
        var attempt: Int
        var state = Delivery.State.sending
    }

    struct Chase {
        let party: PartyID
        let policy: EscalationPolicy<EscalationTarget>
        let startedAt: Instant
        var steps = 0
        var state = Escalation.State.running

        /// When the next step or the end is due.
        var due: Instant? {
            guard state == .running else { return nil }
            if policy.steps.indices.contains(steps) { return startedAt + policy.steps[steps].after }
            return startedAt + (policy.steps.last?.after ?? .zero) + policy.lastWait
        }
    }

    mutating func fold(_ recorded: RecordedEntry) {
        count += 1
        latest[recorded.ledger] = max(latest[recorded.ledger] ?? recorded.at, recorded.at)
        guard let id = recorded.incident else { return }
        if case .incidentOpened(let opened) = recorded.entry {
            cases[id] = Case(ledger: recorded.ledger, customer: opened.ruling.customer, key: opened.dedupKey)
            live.append(id)
            openByKey[Key(ledger: recorded.ledger, key: opened.dedupKey)] = id
            return
        }
        guard let found = cases[id] else { return }
        if case .attemptStarted(let started) = recorded.entry { deliveries[started.delivery] = started.notice }
        cases[id]?.fold(recorded.entry, at: recorded.at)
        switch recorded.entry {
        case .incidentResolved:
            let key = Key(ledger: recorded.ledger, key: found.key)
            if openByKey[key] == id { openByKey[key] = nil }
        case .incidentClosed: live.removeAll { $0 == id }
        default: break
        }
    }
}

extension Record.Case {
    mutating func fold(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .reportAccepted: hasReport = true
        case .severityRaised: acknowledged = []
        case .obligationStarted(let started):
            obligations.append(Record.Duty(id: started.id, recipient: started.recipient, due: started.due))
        case .obligationMet(let met): with(met.id) { $0.state = .met }
        case .obligationOverdue(let overdue): with(overdue.id) { $0.state = .overdue }
        case .noticeQueued(let queued):
            notices.append(
                Record.Letter(
                    id: queued.id, desk: queued.desk, kind: queued.kind, channels: queued.channels,
                    urgency: queued.urgency))
        case .noticeUndelivered(let undelivered): with(undelivered.id) { $0.state = .undelivered }
        case .attemptStarted(let started): with(started.notice) { $0.start(started) }
        case .attemptFinished(let finished): with(finished.notice) { $0.finish(finished) }
        case .escalationStarted(let started):
            wasChased = true
            escalations.removeAll { $0.party == started.party }
            escalations.append(Record.Chase(party: started.party, policy: started.policy, startedAt: instant))
        case .escalationStepped(let stepped): with(stepped.party) { $0.steps = stepped.step }
        case .nobodyReached(let end):
            isForsaken = true
            with(end.party) { $0.state = .exhausted }
        case .incidentAcknowledged(let acknowledgement): acknowledge(acknowledgement.party)
        case .incidentResolved: resolve()
        case .incidentClosed: phase = .closed
        case .settingsLoaded, .reportTested, .incidentOpened, .reportsRepeated: break
        }
    }

    private mutating func acknowledge(_ party: PartyID) {
        acknowledged.append(party)
        with(party) { if $0.state == .running { $0.state = .acknowledged } }
        for index in notices.indices
        where notices[index].desk.party == party && notices[index].kind != .resolved {
            notices[index].supersede()
        }
    }

    private mutating func resolve() {
        phase = .resolved
        for index in escalations.indices where escalations[index].state == .running {
            escalations[index].state = .resolved
        }
        // What is on its way at this moment may still arrive, and goes on.
        for index in notices.indices
        where notices[index].kind != .resolved && !notices[index].trips.contains(where: { $0.state == .sending }) {
            notices[index].supersede()
        }
    }

    private mutating func with(_ id: ObligationID, _ change: (inout Record.Duty) -> Void) {
        if let index = obligations.firstIndex(where: { $0.id == id }) { change(&obligations[index]) }
    }

    private mutating func with(_ id: NoticeID, _ change: (inout Record.Letter) -> Void) {
        if let index = notices.firstIndex(where: { $0.id == id }) { change(&notices[index]) }
    }

    private mutating func with(_ party: PartyID, _ change: (inout Record.Chase) -> Void) {
        if let index = escalations.firstIndex(where: { $0.party == party }) { change(&escalations[index]) }
    }
}

extension Record.Letter {
    fileprivate mutating func start(_ started: AttemptStarted) {
        if let index = trips.firstIndex(where: { $0.id == started.delivery }) {
            trips[index].attempt = started.attempt
            trips[index].state = .sending
        } else {
            trips.append(Record.Trip(id: started.delivery, channel: started.channel, attempt: started.attempt))
        }
    }

    fileprivate mutating func finish(_ finished: AttemptFinished) {
        guard let index = trips.firstIndex(where: { $0.id == finished.result.delivery }) else { return }
        if finished.result.result == .delivered {
            trips[index].state = .delivered
            state = .delivered
            dropWaiting()
        } else if let retryAt = finished.retryAt {
            trips[index].state = .waiting(until: retryAt)
        } else {
            trips[index].state = .gaveUp
        }
    }

    fileprivate mutating func supersede() {
        guard state == .pending else { return }
        state = .superseded
        dropWaiting()
    }

    private mutating func dropWaiting() {
        for index in trips.indices {
            if case .waiting = trips[index].state { trips[index].state = .superseded }
        }
    }

    /// When the next attempt is due.
    var due: Instant? {
        guard state == .pending else { return nil }
        return trips.compactMap { if case .waiting(let until) = $0.state { until } else { nil } }.min()
    }
}

// What the record says about what is to come.
extension Record.Case {
    /// The earliest instant at which something must happen.
    var due: Instant? {
        let duties = obligations.lazy.filter { $0.state == .running }.map(\.due).min()
        let chases = escalations.lazy.compactMap(\.due).min()
        let letters = notices.lazy.compactMap(\.due).min()
        return [duties, chases, letters].compactMap { $0 }.min()
    }

    /// An attempt has left, or will: its outcome is what is waited for.
    var isOnTheWay: Bool { notices.contains { $0.trips.contains { $0.state == .sending } } }

    func letter(_ id: NoticeID) -> Record.Letter? { notices.first { $0.id == id } }
    func chase(_ party: PartyID) -> Record.Chase? { escalations.first { $0.party == party } }
    func duty(_ id: ObligationID) -> Record.Duty? { obligations.first { $0.id == id } }
}
