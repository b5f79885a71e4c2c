import CivilTime
import Responsibility

extension Incident {
    /// The incident that the opening entry begins.
    init(_ opened: IncidentOpened, id: IncidentID, ledger: LedgerID, at instant: Instant) {
        self.id = id
        self.ledger = ledger
        openedAt = instant
        severity = opened.severity
        ruling = opened.ruling
        dedupKey = opened.dedupKey
        trafficLight = opened.trafficLight
        reporter = opened.reporter
    }

    /// The fold of an incident's entries. Nil when they do not begin with an opening.
    package init?(folding entries: some Sequence<RecordedEntry>) {
        var incident: Incident?
        for recorded in entries {
            if case .incidentOpened(let opened) = recorded.entry, let id = recorded.incident {
                incident = Incident(opened, id: id, ledger: recorded.ledger, at: recorded.at)
            } else {
                incident?.apply(recorded.entry, at: recorded.at)
            }
        }
        guard let incident else { return nil }
        self = incident
    }

    /// Applies one entry. It cannot fail: what an entry says has happened.
    mutating func apply(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .reportAccepted(let accepted): apply(accepted)
        case .reportsRepeated(let repeated):
            reportCount = repeated.count
            unwrittenRepeats = 0
            repeatsWrittenAt = instant
        case .severityRaised(let raised):
            severity = raised.to
            acknowledgements = []
        case .obligationStarted(let started):
            obligations.append(
                Obligation(
                    id: started.id, rule: started.rule, recipient: started.recipient, startedAt: instant,
                    due: started.due))
        case .obligationMet(let met): setObligation(met.id, .met, at: instant)
        case .obligationOverdue(let overdue): setObligation(overdue.id, .overdue, at: nil)
        case .noticeQueued(let queued): notices.append(Notice(queued, at: instant))
        case .noticeUndelivered(let undelivered): withNotice(undelivered.id) { $0.state = .undelivered }
        case .attemptStarted(let started): withNotice(started.notice) { $0.apply(started) }
        case .attemptFinished(let finished): withNotice(finished.notice) { $0.apply(finished) }
        case .escalationStarted(let started):
            escalations.removeAll { $0.party == started.party }
            escalations.append(
                Escalation(
                    party: started.party, role: started.role, policyID: started.policyID, policy: started.policy,
                    startedAt: instant))
        case .escalationStepped(let stepped): withEscalation(stepped.party) { $0.stepsTaken = stepped.step }
        case .nobodyReached(let end): withEscalation(end.party) { $0.state = .exhausted }
        case .incidentAcknowledged(let acknowledged): apply(acknowledged, at: instant)
        case .incidentResolved:
            phase = .resolved
            resolvedAt = instant
            for notice in noticesTheEndReplaces { supersede(notice.id) }
            for index in escalations.indices where escalations[index].state == .running {
                escalations[index].state = .resolved
            }
        case .incidentClosed: phase = .closed
        case .settingsLoaded, .reportTested, .incidentOpened: break
        }
    }

    private mutating func apply(_ accepted: ReportAccepted) {
        if reportsKept == 0 {
            summary = accepted.report.summary
            namedAsset = accepted.report.asset
            observedAt = accepted.report.observedAt
        }
        personalData = max(personalData, accepted.report.personalData)
        significant = significant || accepted.report.isSignificant
        windowStart = windowStart ?? accepted.report.windowStart
        reportCount += 1
        reportsKept += 1
        lastContent = accepted.report.contentMark
        if accepted.report.status == .firing, !reporters.contains(accepted.reporter) {
            reporters.append(accepted.reporter)
        }
        if let key = accepted.report.idempotencyKey {
            idempotencyKeys[IdempotencyReference(party: accepted.reporter, key: key).text] = (
                accepted.id, accepted.report.contentMark
            )
        }
    }

    private mutating func apply(_ acknowledged: IncidentAcknowledged, at instant: Instant) {
        acknowledgements.append(
            Acknowledgement(party: acknowledged.party, by: acknowledged.by, at: instant, note: acknowledged.note))
        withEscalation(acknowledged.party) { if $0.state == .running { $0.state = .acknowledged } }
        // The recipient has answered: what is still on its way to it is no longer needed.
        for notice in notices
        where notice.desk.party == acknowledged.party && notice.state == .pending && notice.kind.tellsOfProblem {
            supersede(notice.id)
        }
    }

    /// Notices of the problem that wait for another attempt when it ends. They would arrive after the end, or not at all: the notice
    /// of the end tells their desks both.
    var noticesTheEndReplaces: [Notice] {
        notices.filter { notice in
            notice.state == .pending && notice.kind.tellsOfProblem
                && !notice.deliveries.contains { $0.state == .sending }
        }
    }

    private mutating func supersede(_ id: NoticeID) {
        withNotice(id) { notice in
            notice.state = .superseded
            for index in notice.deliveries.indices {
                if case .waiting = notice.deliveries[index].state { notice.deliveries[index].state = .superseded }
            }
        }
    }

    private mutating func setObligation(_ id: ObligationID, _ state: Obligation.State, at instant: Instant?) {
        guard let index = obligations.firstIndex(where: { $0.id == id }) else { return }
        obligations[index].state = state
        obligations[index].metAt = instant
    }

    private mutating func withNotice(_ id: NoticeID, _ change: (inout Notice) -> Void) {
        guard let index = notices.firstIndex(where: { $0.id == id }) else { return }
        change(&notices[index])
    }

    private mutating func withEscalation(_ party: PartyID, _ change: (inout Escalation) -> Void) {
        guard let index = escalations.firstIndex(where: { $0.party == party }) else { return }
        change(&escalations[index])
    }
}

extension Notice {
    init(_ queued: NoticeQueued, at instant: Instant) {
        id = queued.id
        desk = queued.desk
        kind = queued.kind
        rules = queued.rules
        obligations = queued.obligations
        due = queued.due
        channels = queued.channels
        urgency = queued.urgency
        body = queued.body
        queuedAt = instant
    }

    mutating func apply(_ started: AttemptStarted) {
        if let index = deliveries.firstIndex(where: { $0.id == started.delivery }) {
            deliveries[index].attempts = started.attempt
            deliveries[index].state = .sending
        } else {
            deliveries.append(Delivery(id: started.delivery, channel: started.channel, attempts: started.attempt))
        }
    }

    mutating func apply(_ finished: AttemptFinished) {
        guard let index = deliveries.firstIndex(where: { $0.id == finished.result.delivery }) else { return }
        deliveries[index].lastReason = finished.result.reason
        deliveries[index].lastStatus = finished.result.status
        if finished.result.result == .delivered {
            deliveries[index].state = .delivered
            state = .delivered
            for other in deliveries.indices {
                if case .waiting = deliveries[other].state { deliveries[other].state = .superseded }
            }
        } else if let retryAt = finished.retryAt {
            deliveries[index].state = .waiting(until: retryAt)
        } else {
            deliveries[index].state = .gaveUp
        }
    }
}
