import CivilTime
import Coordination
import Responsibility

extension Record {
    /// One incident as its entries have it.
    struct Case {
        let ledger: LedgerID
        let customer: PartyID?
        let reporter: PartyID
        let key: String
        let openedAt: Instant
        /// It was opened by a report, whose entry comes next.
        let needsReport: Bool
        var phase = Incident.Phase.open
        var hasReport = false
        var obligations: [Duty] = []
        var notices: [Letter] = []
        var escalations: [Chase] = []
        var acknowledged: [Answer] = []
        var tenures: [Tenure]
        var isInTriage: Bool
        var offer: Offer?
        /// By when what was proposed last was to be answered.
        var lastAnswerBy: Instant?
        var severity: Severity
        var reporters: [PartyID] = []
        var root: IncidentID?
        var parts: [IncidentID] = []
        /// Desks that were told of the problem, or were to be.
        var alarmed: [Desk] = []
        /// Those of them to which everything was held so far.
        var unheard: Set<Desk> = []
        /// How many entries are about it, and with which of them what people decide by last changed.
        var revision = 1
        var materialRevision = 1
        var turns: [Instant] = []
        var keys: Set<String> = []
        /// A person was expected to answer at some time.
        var wasChased = false
        /// It is on record that nobody could be reached.
        var isForsaken = false

        init(_ opened: IncidentOpened, ledger: LedgerID, at instant: Instant) {
            self.ledger = ledger
            customer = opened.ruling.customer
            reporter = opened.reporter
            key = opened.dedupKey
            openedAt = instant
            needsReport = opened.summary == nil
            root = opened.root
            severity = opened.severity
            isInTriage = opened.ruling.triage != nil
            tenures = [
                Tenure(
                    owner: opened.ruling.owner, party: opened.ruling.ownerParty, lead: opened.ruling.lead,
                    since: instant)
            ]
        }

        /// Whether a party is there to look after it.
        func isLookedAfter(by party: PartyID) -> Bool {
            tenures.last.map { $0.party == party || $0.lead == party } ?? false
        }
    }
}

extension Record.Case {
    mutating func fold(_ entry: Entry, at instant: Instant) {
        revision += 1
        switch entry {
        case .severityRaised, .severityLowered, .incidentClassified, .incidentReruled, .ownershipChanged,
            .incidentResolved, .incidentReopened:
            materialRevision = revision
        default: break
        }
        switch entry {
        case .obligationStarted, .clockStarted, .obligationReminded, .obligationMet, .obligationOverdue,
            .obligationWaived, .obligationHeld, .obligationResumed, .obligationCancelled:
            foldDuty(entry, at: instant)
        case .noticeQueued, .noticeReleased, .noticeBundled, .noticeTold, .noticeRedirected, .noticeUndelivered,
            .attemptStarted, .attemptFinished:
            foldLetter(entry, at: instant)
        default: foldLife(entry, at: instant)
        }
    }

    private mutating func foldLife(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .reportAccepted(let accepted):
            hasReport = true
            if accepted.report.status == .firing { reporters.append(accepted.reporter) }
            if let key = accepted.report.idempotencyKey { keys.insert("\(accepted.reporter) \(key)") }
        case .requestRemembered(let request): keys.insert("\(request.party) \(request.key)")
        case .severityRaised(let change):
            severity = change.to
            acknowledged = []
        case .severityLowered(let change): severity = change.to
        case .incidentReruled(let reruled): isInTriage = reruled.ruling.triage != nil
        case .incidentLinked(let linked):
            root = linked.root ?? root
            if let part = linked.part { parts.append(part) }
        case .ownershipChanged(let change): changeOwner(change, at: instant)
        case .ownershipProposed(let proposed):
            lastAnswerBy = proposed.answerBy
            offer = Record.Offer(
                kind: proposed.kind, party: proposed.by.party, answerer: proposed.answerer,
                answerBy: proposed.answerBy)
        case .proposalAnswered: offer = nil
        case .escalationStarted, .escalationStepped, .escalationPaused, .nobodyReached:
            foldChase(entry, at: instant)
        case .incidentAcknowledged(let entry): acknowledge(entry)
        case .acknowledgementExpired(let expired):
            acknowledged.removeAll { $0.party == expired.party }
            with(expired.party) { $0.state = .released }
        case .incidentResolved: resolve(at: instant)
        case .incidentReopened:
            phase = .open
            turns.append(instant)
            acknowledged = []
            // Whether somebody is to answer is asked anew.
            wasChased = escalations.contains { $0.state == .running }
        case .incidentClosed: phase = .closed
        default: break
        }
    }

    private mutating func foldChase(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .escalationStarted(let started):
            wasChased = true
            escalations.removeAll { $0.party == started.party }
            escalations.append(Record.Chase(party: started.party, policy: started.policy, startedAt: instant))
        case .escalationStepped(let stepped):
            with(stepped.party) { chase in
                chase.steps = stepped.step
                // Nobody is waited for who was not called.
                guard stepped.told.isEmpty, let planned = chase.planned else { return }
                chase.ahead = max(chase.ahead, (chase.startedAt + planned.after).since(instant))
            }
        case .escalationPaused(let paused):
            let wasCalled = alarmed.contains { $0.party == paused.party && !unheard.contains($0) }
            with(paused.party) { $0.pause(until: paused.until, wasCalled: wasCalled) }
        case .nobodyReached(let end):
            isForsaken = true
            with(end.party) { $0.state = .exhausted }
        default: break
        }
    }

    private mutating func changeOwner(_ change: OwnershipChanged, at instant: Instant) {
        tenures.append(
            Record.Tenure(owner: change.owner, party: change.party, lead: change.lead, since: instant))
        offer = nil
        for index in escalations.indices
        where escalations[index].planned != nil && !isLookedAfter(by: escalations[index].party) {
            escalations[index].state = .released
        }
        acknowledged.removeAll { $0.party == change.party || $0.party == change.lead }
    }

    private mutating func acknowledge(_ entry: IncidentAcknowledged) {
        acknowledged.removeAll { $0.party == entry.party }
        acknowledged.append(Record.Answer(party: entry.party, until: entry.until))
        with(entry.party) { if $0.state == .running { $0.state = .acknowledged } }
        for index in notices.indices
        where notices[index].desk.party == entry.party && notices[index].isToCome && notices[index].kind.callsToLook
            && ![.dpo, .ict].contains(notices[index].desk.role)
        {
            notices[index].end(as: .superseded)
        }
    }

    private mutating func resolve(at instant: Instant) {
        phase = .resolved
        turns.append(instant)
        offer = nil
        for index in escalations.indices where escalations[index].planned != nil {
            escalations[index].state = .resolved
        }
        // What is on its way at this moment may still arrive, and goes on.
        for index in notices.indices
        where notices[index].isToCome && notices[index].kind.isAlarm && !notices[index].isSending {
            notices[index].end(as: .superseded)
        }
    }

    private mutating func with(_ party: PartyID, _ change: (inout Record.Chase) -> Void) {
        if let index = escalations.firstIndex(where: { $0.party == party }) { change(&escalations[index]) }
    }
}

extension Record.Case {
    private mutating func foldDuty(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .obligationStarted(let started):
            obligations.append(
                Record.Duty(
                    id: started.id, rule: started.rule, act: started.act, recipient: started.recipient,
                    isOwed: started.owed != nil, terms: started.terms, createdAt: instant,
                    startedAt: started.startedAt, due: started.due,
                    state: started.due == nil ? .waiting : .running))
            with(started.id) { $0.leaveOutReminders(before: instant) }
        case .clockStarted(let started):
            with(started.id) {
                $0.startedAt = started.startedAt
                $0.due = started.due
                if $0.state == .waiting { $0.state = .running }
                $0.leaveOutReminders(before: instant)
            }
        case .obligationReminded(let reminded): with(reminded.id) { $0.reminders = reminded.number }
        case .obligationMet(let met): with(met.id) { $0.state = .met }
        case .obligationOverdue(let overdue): with(overdue.id) { $0.state = .overdue }
        case .obligationWaived(let decided): with(decided.id) { $0.decide(.waived, decided.reason) }
        case .obligationHeld(let decided): with(decided.id) { $0.decide(.held, decided.reason) }
        case .obligationResumed(let decided):
            with(decided.id) {
                $0.decide($0.due == nil ? .waiting : .running, decided.reason)
                $0.leaveOutReminders(before: instant)
            }
        case .obligationCancelled(let cancelled):
            with(cancelled.id) { $0.decide(.cancelled, cancelled.reason) }
            supersedeWhatIsForNobody()
        default: break
        }
    }

    private mutating func supersedeWhatIsForNobody() {
        let cancelled = Set(obligations.filter { $0.state == .cancelled }.map(\.id))
        for index in notices.indices
        where notices[index].isToCome && !notices[index].obligations.isEmpty
            && notices[index].obligations.allSatisfy(cancelled.contains)
        {
            notices[index].end(as: .superseded)
        }
    }

    private mutating func with(_ id: ObligationID, _ change: (inout Record.Duty) -> Void) {
        if let index = obligations.lastIndex(where: { $0.id == id }) { change(&obligations[index]) }
    }
}

extension Record.Duty {
    /// What would have been said before, its party is told now.
    fileprivate mutating func leaveOutReminders(before instant: Instant) {
        guard isOwed, let startedAt, let due else { return }
        let time = due.since(startedAt).milliseconds
        let passed = [50, 80].count { startedAt + Elapsed(milliseconds: time / 100 * $0) <= instant }
        reminders = max(reminders, passed)
    }

    fileprivate mutating func decide(_ state: Obligation.State, _ reason: String) {
        self.state = state
        self.reason = reason
    }
}

extension Record.Case {
    private mutating func foldLetter(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .noticeQueued(let queued): queue(queued, at: instant)
        case .noticeReleased(let released):
            with(released.id) { $0.state = .pending }
            unheard.remove(released.desk)
            takeUp(letter(released.id)?.obligations ?? [], at: instant)
        case .noticeBundled(let bundled):
            with(bundled.id) { $0.state = .bundled }
            unheard.remove(bundled.desk)
        case .noticeTold(let told): with(told.id) { $0.end(as: .delivered) }
        case .noticeRedirected(let redirected): with(redirected.id) { $0.redirect(redirected) }
        case .noticeUndelivered(let undelivered): with(undelivered.id) { $0.end(as: .undelivered) }
        case .attemptStarted(let started): with(started.notice) { $0.start(started) }
        case .attemptFinished(let finished):
            with(finished.notice) { $0.finish(finished) }
            // It failed, and the problem is over: whoever it was for hears of both at once.
            let isOver = phase == .resolved
            with(finished.notice) { if isOver, $0.state == .pending, $0.kind.isAlarm { $0.end(as: .superseded) } }
        default: break
        }
    }

    private mutating func queue(_ queued: NoticeQueued, at instant: Instant) {
        // It tells what those that are held would have told.
        if queued.person == nil, queued.kind.isAlarm || queued.kind == .resolved {
            for index in notices.indices where notices[index].desk == queued.desk && notices[index].state == .held {
                notices[index].end(as: .superseded)
            }
        }
        if queued.kind.isAlarm {
            let isNew = !alarmed.contains(queued.desk)
            if isNew { alarmed.append(queued.desk) }
            if queued.hold == nil { unheard.remove(queued.desk) } else if isNew { unheard.insert(queued.desk) }
        }
        notices.append(
            Record.Letter(
                id: queued.id, desk: queued.desk, firstDesk: queued.desk, kind: queued.kind,
                isPersonal: queued.person != nil, channels: queued.channels,
                urgency: queued.urgency, obligations: queued.obligations, due: queued.due, hold: queued.hold,
                covers: queued.covers, queuedAt: instant, state: queued.hold == nil ? .pending : .held))
        // Who must be told does not want to hear of it now: that is its own wish, and holds nobody else to anything.
        guard let hold = queued.hold, hold.isOwn else { return }
        for id in queued.obligations {
            with(id) { if $0.state == .running { $0.decide(.held, "its own wish") } }
        }
    }

    /// It is told now: where there is time left, its clock counts again.
    private mutating func takeUp(_ ids: [ObligationID], at instant: Instant) {
        for id in ids {
            with(id) { duty in
                guard duty.state == .held, !duty.isOwed, let due = duty.due, due > instant else { return }
                duty.state = .running
            }
        }
    }

    private mutating func with(_ id: NoticeID, _ change: (inout Record.Letter) -> Void) {
        if let index = notices.lastIndex(where: { $0.id == id }) { change(&notices[index]) }
    }
}

extension Hold {
    /// The recipient's own party holds it.
    var isOwn: Bool {
        switch reason {
        case .silence, .window, .inhibited: true
        case .flapping, .storm: false
        }
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
            end(as: .delivered)
        } else if let retryAt = finished.retryAt {
            trips[index].state = .waiting(until: retryAt)
        } else {
            trips[index].state = .gaveUp
        }
    }

    fileprivate mutating func redirect(_ redirected: NoticeRedirected) {
        desk = redirected.desk
        channels = trips.map(\.channel) + redirected.channels
        for index in trips.indices where redirected.gone.contains(trips[index].channel) {
            if case .waiting = trips[index].state { trips[index].state = .gaveUp }
        }
    }

    fileprivate mutating func end(as state: Notice.State) {
        self.state = state
        for index in trips.indices {
            if case .waiting = trips[index].state { trips[index].state = .superseded }
        }
    }
}
