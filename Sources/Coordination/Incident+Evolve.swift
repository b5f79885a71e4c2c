import CivilTime
import Responsibility
import StrictJSON

extension Incident {
    /// The incident that the opening entry begins.
    init(
        _ opened: IncidentOpened, ruling: SharedRuling, id: IncidentID, ledger: LedgerID, at instant: Instant
    ) {
        self.id = id
        self.ledger = ledger
        openedAt = instant
        severity = opened.severity
        rulingBox = ruling
        dedupKey = opened.dedupKey
        trafficLight = opened.trafficLight
        reporter = opened.reporter
        root = opened.root
        summary = opened.summary ?? ""
        observedAt = opened.observedAt
    }

    /// The fold of an incident's entries, with all that is over. Nil when they do not begin with an opening.
    package init?(folding entries: some Sequence<RecordedEntry>) {
        var incident: Incident?
        for recorded in entries {
            if case .incidentOpened(let opened) = recorded.entry, let id = recorded.incident {
                incident = Incident(
                    opened, ruling: SharedRuling(opened.ruling), id: id, ledger: recorded.ledger, at: recorded.at)
                incident?.keepsAll = true
            } else {
                incident?.apply(recorded.entry, at: recorded.at)
            }
        }
        guard let incident else { return nil }
        self = incident
    }

    /// Applies one entry. It cannot fail: what an entry says has happened.
    mutating func apply(_ entry: Entry, at instant: Instant) {
        revision += 1
        if entry.isMaterial { materialRevision = revision }
        switch entry {
        case .reportAccepted, .reportsRepeated, .requestRemembered, .severityRaised, .severityLowered,
            .incidentClassified, .incidentReruled, .incidentLinked, .factRecorded:
            applyKnowledge(entry, at: instant)
        case .ownershipChanged, .ownershipProposed, .proposalAnswered: applyOwnership(entry, at: instant)
        case .obligationStarted, .clockStarted, .obligationReminded, .obligationMet, .obligationOverdue,
            .obligationWaived, .obligationHeld, .obligationResumed, .obligationCancelled:
            applyObligation(entry, at: instant)
        case .noticeQueued(let queued): apply(queued, at: instant)
        case .noticeRedirected(let redirected): withNotice(redirected.id) { $0.apply(redirected) }
        case .noticeReleased(let released):
            withNotice(released.id) { $0.state = .pending }
            noteReached(released.desk)
            takeUpObligations(of: released.id, at: instant)
        case .noticeBundled(let bundled):
            withNotice(bundled.id) { $0.state = .bundled }
            noteReached(bundled.desk)
        case .noticeTold(let told): withNotice(told.id) { $0.finish(as: .delivered) }
        case .noticeUndelivered(let undelivered): withNotice(undelivered.id) { $0.finish(as: .undelivered) }
        case .attemptStarted(let started): withNotice(started.notice) { $0.apply(started) }
        case .attemptFinished(let finished): apply(finished, at: instant)
        case .escalationStarted, .escalationStepped, .escalationPaused, .nobodyReached:
            applyEscalation(entry, at: instant)
        case .incidentAcknowledged, .acknowledgementExpired, .incidentTaken, .incidentCommented:
            applyPeople(entry, at: instant)
        case .incidentResolved, .incidentReopened, .incidentClosed: applyLife(entry, at: instant)
        case .settingsLoaded, .reportTested, .incidentOpened, .requestForgotten, .auditFailed, .silenceCreated,
            .silenceEnded, .overrideCreated, .overrideEnded:
            break
        }
    }

    private mutating func applyEscalation(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .escalationStarted(let started):
            escalations.removeAll { $0.party == started.party }
            escalations.append(
                Escalation(
                    party: started.party, role: started.role, policyID: started.policyID, policy: started.policy,
                    startedAt: instant))
        case .escalationStepped(let stepped):
            withEscalation(stepped.party) {
                $0.take(step: stepped.step, reachedSomebody: !stepped.told.isEmpty, at: instant)
            }
        case .escalationPaused(let paused):
            let wasCalled = desksTold.contains { $0.party == paused.party && wasTold($0) }
            withEscalation(paused.party) {
                $0.pause(until: paused.until, for: paused.hold.reason, wasCalled: wasCalled)
            }
        case .nobodyReached(let end): withEscalation(end.party) { $0.state = .exhausted }
        default: break
        }
    }

    private mutating func applyLife(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .incidentResolved(let resolved):
            turn(at: instant, wholeAsOf: resolved.wholeAsOf)
            if !parts.isEmpty { seldom.change { $0.endedBy = resolved.by } }
            phase = .resolved
            resolvedAt = instant
            if proposal != nil { seldom.change { $0.proposal = nil } }
            for notice in noticesTheEndReplaces { supersede(notice.id) }
            for index in escalations.indices where escalations[index].next != nil {
                escalations[index].state = .resolved
            }
        case .incidentReopened(let reopened):
            turn(at: instant, wholeAsOf: reopened.wholeAsOf)
            phase = .open
            resolvedAt = nil
            seldom.change { $0.reopenings += 1 }
            acknowledgements = []
        case .incidentClosed: phase = .closed
        default: break
        }
    }

    private mutating func turn(at instant: Instant, wholeAsOf: Int?) {
        seldom.change {
            $0.turns = $0.turns.suffix(Self.turnsKept - 1) + [instant]
            $0.turnCount += 1
            $0.wholeTurns = wholeAsOf
        }
    }

    /// How many ends and beginnings are kept, to tell whether it flaps.
    private static let turnsKept = 16

    mutating func apply(_ accepted: ReportAccepted, at instant: Instant) {
        if reportsKept == 0 {
            if let labels = accepted.report.attachments["labels"]?.object { seldom.change { $0.labels = labels } }
            summary = accepted.report.summary
            namedAsset = accepted.report.asset
            observedAt = observedAt ?? accepted.report.observedAt
            if let component = accepted.report.component { seldom.change { $0.component = component } }
        }
        personalData = max(personalData, accepted.report.personalData)
        if accepted.report.isSignificant { classify(as: Self.significantWord, at: instant) }
        // A report of either side comes to the provider's knowledge when it is accepted.
        providerAware = providerAware ?? Awareness(at: instant, how: .reported)
        if accepted.reporter == customer { customerAware = customerAware ?? Awareness(at: instant, how: .reported) }
        if windowStart == nil, let start = accepted.report.windowStart { seldom.change { $0.windowStart = start } }
        reportCount += 1
        reportsKept += 1
        lastContent = accepted.report.contentMark
        if accepted.report.status == .firing, !reporters.contains(accepted.reporter) {
            reporters.append(accepted.reporter)
        }
        if let key = accepted.report.idempotencyKey {
            remember(key, of: accepted.reporter, report: accepted.id, content: accepted.report.contentMark)
        }
    }

    /// Notices of the problem that wait for another attempt when it ends. They would arrive after the end, or not at all: the notice
    /// of the end tells their desks both.
    var noticesTheEndReplaces: [Notice] {
        notices.filter { notice in
            notice.isToCome && notice.kind.tellsOfProblem
                && !notice.deliveries.contains { $0.state == .sending }
        }
    }

    mutating func supersede(_ id: NoticeID) { withNotice(id) { $0.finish(as: .superseded) } }

    mutating func withNotice(_ id: NoticeID, _ change: (inout Notice) -> Void) {
        guard let index = notices.lastIndex(where: { $0.id == id }) else { return }
        change(&notices[index])
    }

    mutating func withEscalation(_ party: PartyID, _ change: (inout Escalation) -> Void) {
        guard let index = escalations.firstIndex(where: { $0.party == party }) else { return }
        change(&escalations[index])
    }

    private mutating func apply(_ finished: AttemptFinished, at instant: Instant) {
        let isOver = phase == .resolved
        withNotice(finished.notice) {
            $0.apply(finished)
            // It was on its way when the problem ended, and failed: the notice of the end tells both.
            if isOver, $0.state == .pending, $0.kind.tellsOfProblem { $0.finish(as: .superseded) }
        }
        guard finished.result.result == .delivered,
            let notice = notices.last(where: { $0.id == finished.notice }), notice.desk.party == customer
        else { return }
        customerAware = customerAware ?? Awareness(at: instant, how: .delivered)
    }

    private mutating func apply(_ queued: NoticeQueued, at instant: Instant) {
        // Of what is told again and again, the last is enough to know; all are on the ledger.
        if queued.kind == .update {
            notices.removeAll { $0.kind == .update && $0.desk == queued.desk && $0.isOver }
        }
        // It tells what those that were held would have told.
        if queued.person == nil, queued.kind.tellsOfProblem || queued.kind == .resolved {
            for other in notices where other.desk == queued.desk && other.state == .held { supersede(other.id) }
        }
        note(queued)
        if queued.desk.party == customer { customerToldAt = instant } else { providerToldAt = instant }
        notices.append(Notice(queued, at: instant))
        if let hold = queued.hold, hold.isOwnWish { holdObligations(of: queued, hold) }
    }
}

extension Incident {
    /// Remembers who was told, and to whom everything was held so far.
    private mutating func note(_ queued: NoticeQueued) {
        guard queued.kind.tellsOfProblem else { return }
        let isNew = !desksTold.contains(queued.desk)
        if isNew { desksTold.append(queued.desk) }
        if queued.hold != nil {
            if isNew { seldom.change { $0.heldDesks.append(queued.desk) } }
        } else {
            noteReached(queued.desk)
        }
    }

    mutating func noteReached(_ desk: Desk) {
        if heldDesks.contains(desk) { seldom.change { $0.heldDesks.removeAll { $0 == desk } } }
    }
}

extension Entry {
    /// Whether it changes what a person would decide by.
    fileprivate var isMaterial: Bool {
        switch self {
        case .severityRaised, .severityLowered, .incidentClassified, .incidentReruled, .ownershipChanged,
            .incidentResolved, .incidentReopened:
            true
        default: false
        }
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
        person = queued.person
        hold = queued.hold
        covers = queued.covers
        state = queued.hold == nil ? .pending : .held
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
            finish(as: .delivered)
        } else if let retryAt = finished.retryAt {
            deliveries[index].state = .waiting(until: retryAt)
        } else {
            deliveries[index].state = .gaveUp
        }
        if isOver { body = "" }
    }

    mutating func apply(_ redirected: NoticeRedirected) {
        desk = redirected.desk
        channels = deliveries.map(\.channel) + redirected.channels
        for index in deliveries.indices where redirected.gone.contains(deliveries[index].channel) {
            if case .waiting = deliveries[index].state { deliveries[index].state = .gaveUp }
        }
    }

    /// It needs no further attempt.
    mutating func finish(as end: State) {
        state = end
        for index in deliveries.indices {
            if case .waiting = deliveries[index].state { deliveries[index].state = .superseded }
        }
        if isOver { body = "" }
    }
}
