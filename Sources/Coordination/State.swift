package import CivilTime
package import OnCall
import Responsibility

/// All that coordination knows: the open incidents and the indexes over them. A value; the daemon and the simulator each own one.
package struct State: Sendable {
    package internal(set) var arrangements: Arrangements
    package let limits: CoordinationLimits
    /// Open and resolved incidents. Closed ones are only on their ledgers.
    package private(set) var incidents = IncidentTable()
    /// The digest of the last configuration that is on record in `house`.
    package private(set) var settingsDigest: String?

    var timers = TimerHeap()
    private var byDedupKey: [DedupReference: IncidentID] = [:]
    private var byDelivery: [DeliveryID: IncidentID] = [:]
    private var byIdempotencyKey: [String: IncidentID] = [:]
    private var rulings = RulingPool()
    /// Requests under a key that no incident remembers.
    var loneRequests = LoneRequests()
    /// Ends that were reported under a key of what there was not. Not on record: they did nothing.
    var vainEnds = VainEnds()
    /// Incidents in memory by ledger: open ones, and resolved ones that are not closed yet.
    private var residentCounts: [LedgerID: Int] = [:]
    /// How many incidents are open.
    package private(set) var openCount = 0
    /// Resolved incidents in the order in which they were resolved; some of them are open again or closed by now.
    var lingering = Lingering()
    /// When the auditor looks next; nil while there is nothing to look at.
    var auditAt: Instant?
    /// What the auditor has still to look at in this round.
    var auditQueue: ArraySlice<IncidentID> = []
    /// What it found in this round and has not told.
    var orphans: [IncidentID] = []
    /// The silences that are not over.
    package internal(set) var silences: [SilenceID: StandingSilence] = [:]
    var silencesByParty: [PartyID: [Silence]] = [:]
    /// The overrides of schedules that are not over.
    package internal(set) var overrides: [OverrideID: StandingOverride] = [:]
    /// Those of each schedule.
    var overridesBySchedule: [ScheduleID: Set<OverrideID>] = [:]
    /// The schedules that overrides change.
    var overridden: [ScheduleID: Rota] = [:]
    /// Schedules of which `overridden` is not what the overrides say: a replay reads them all before they are laid.
    var unlaidSchedules: Set<ScheduleID> = []
    /// The notices that are held, by what holds them.
    var held = HeldNotices()
    /// The open incidents that may explain others, by the inhibitions that are configured.
    var explaining: [LedgerID: Set<IncidentID>] = [:]
    /// What incidents explain on other ledgers, which do not name them. Not on record: a restart looks again by itself.
    var explained: [IncidentID: [NoticeReference]] = [:]
    /// Whose escalation waits for the end of an incident that explains another. Not on record: a restart looks again by itself.
    var pausedBy: [IncidentID: [(incident: IncidentID, party: PartyID)]] = [:]
    /// How much reaches each party at once. Not on record: what is bundled is.
    var storms: [PartyID: StormMeter] = [:]
    /// When each heartbeat must have called next. Not on record: its silence is.
    var heartbeatsDue: [HeartbeatID: Instant] = [:]
    /// The incidents in `house` of which further parts are told in the next turn. Not on record: a restart looks again by itself.
    var spreading: Set<IncidentID> = []
    /// The earliest timer that stands for each.
    var heartbeatTimers: [HeartbeatID: Instant] = [:]
    /// Those that did not call in time and have not called since.
    var missedHeartbeats: Set<HeartbeatID> = []
    /// When the next sign of life leaves.
    var deadManAt: Instant?
    /// When each designated channel is tested next.
    var canariesDue: [ChannelID: Instant] = [:]

    /// The requests under a key that are about no incident and may be asked again.
    package var rememberedRequests: [RequestID: LoneRequest] { loneRequests.byID }

    package init(arrangements: Arrangements, limits: CoordinationLimits = CoordinationLimits()) {
        self.arrangements = arrangements
        self.limits = limits
    }

    /// When `tick` has something to do next; nil when nothing is ever due.
    package var nextDeadline: Instant? {
        [timers.next, auditAt, deadManAt].compactMap { $0 }.min()
    }

    /// Whether one more incident fits. An agreement may fill its share; only `house` may use the last tenth of the whole, so that no
    /// customer can keep the provider from reporting.
    func hasRoom(on ledger: LedgerID) -> Bool {
        if ledger == .house { return incidents.count < limits.incidentsMax }
        return residentCounts[ledger, default: 0] < limits.incidentsPerAgreementMax
            && incidents.count < limits.incidentsMax - limits.incidentsMax / 10
    }

    /// How many incidents must go for one more to fit: of the ledger's own, and of all.
    func missingRoom(on ledger: LedgerID) -> (own: Int, whole: Int) {
        let isHouse = ledger == .house
        let wholeMax = isHouse ? limits.incidentsMax : limits.incidentsMax - limits.incidentsMax / 10
        let own = isHouse ? 0 : residentCounts[ledger, default: 0] + 1 - limits.incidentsPerAgreementMax
        return (own, incidents.count + 1 - wholeMax)
    }

    /// The incident under a key that is open, or that was resolved last and is not closed.
    func incident(withDedupKey key: String, on ledger: LedgerID) -> Incident? {
        byDedupKey[DedupReference(ledger: ledger, key: key)].flatMap { incidents[$0] }
    }

    func incident(ofDelivery delivery: DeliveryID) -> Incident? { byDelivery[delivery].flatMap { incidents[$0] } }

    func incident(withIdempotencyKey reference: IdempotencyReference) -> Incident? {
        byIdempotencyKey[reference.text].flatMap { incidents[$0] }
    }

    /// Counts a repeat that is not written down yet, and makes sure it will be.
    mutating func countUnwrittenRepeat(of id: IncidentID, writeBy instant: Instant) {
        guard let uncounted = incidents.read(id, { $0.unwrittenRepeats }) else { return }
        if uncounted == 0 { timers.add(at: instant, incident: id, cause: .repeats) }
        incidents.change(id) { $0.unwrittenRepeats += 1 }
    }
}

/// A queue of resolved incidents, the longest resolved first.
struct Lingering: Sendable {
    private var incidents: ArraySlice<IncidentID> = []

    var ids: ArraySlice<IncidentID> { incidents }

    mutating func append(_ id: IncidentID) { incidents.append(id) }
    mutating func keep(where isKept: (IncidentID) -> Bool) { incidents = incidents.filter(isKept)[...] }
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
        case .requestRemembered(let request) where recorded.request != nil: remember(request, recorded)
        case .requestForgotten: if let id = recorded.request { loneRequests.forget(id) }
        case .silenceCreated(let created):
            silencesByParty[created.silence.party, default: []].append(created.silence)
            silences[created.silence.id] = StandingSilence(ledger: recorded.ledger, silence: created.silence)
            timers.add(at: created.silence.ends, incident: nil, cause: .silence(created.silence.id))
        case .silenceEnded(let ended):
            if let party = silences.removeValue(forKey: ended.id)?.silence.party {
                silencesByParty[party]?.removeAll { $0.id == ended.id }
            }
        case .overrideCreated(let created):
            overrides[created.override.id] = StandingOverride(
                ledger: recorded.ledger, schedule: created.schedule, override: created.override)
            timers.add(at: created.override.end, incident: nil, cause: .override(created.override.id))
            overridesBySchedule[created.schedule, default: []].insert(created.override.id)
            unlaidSchedules.insert(created.schedule)
        case .overrideEnded(let ended):
            guard let standing = overrides.removeValue(forKey: ended.id) else { return }
            overridesBySchedule[standing.schedule]?.remove(ended.id)
            unlaidSchedules.insert(standing.schedule)
        case .incidentOpened(let opened):
            guard let id = recorded.incident else { return }
            let incident = Incident(
                opened, ruling: rulings.shared(opened.ruling), id: id, ledger: recorded.ledger, at: recorded.at)
            incidents.insert(incident)
            byDedupKey[DedupReference(ledger: recorded.ledger, key: incident.dedupKey)] = id
            residentCounts[recorded.ledger, default: 0] += 1
            openCount += 1
            auditAt = auditAt ?? recorded.at + limits.auditEvery
            noteWhetherItExplains(id)
        default:
            guard let id = recorded.incident,
                incidents.change(id, { $0.apply(recorded.entry, at: recorded.at) })
            else { return }
            index(recorded.entry, of: id, at: recorded.at)
            if recorded.entry.mayChangeWhatItExplains { noteWhetherItExplains(id) }
            if recorded.entry.mayEndSomething { forgetWhatIsOver(in: id) }
        }
    }

    private mutating func remember(_ request: RequestRemembered, _ recorded: RecordedEntry) {
        guard let id = recorded.request, let outcome = request.outcome else { return }
        loneRequests.keep(
            LoneRequest(
                id: id, ledger: recorded.ledger, party: request.party, key: request.key, content: request.content,
                outcome: outcome, at: recorded.at))
        timers.add(at: recorded.at + limits.keysKeptFor, incident: nil, cause: .request(id))
    }

    private mutating func index(_ entry: Entry, of id: IncidentID, at instant: Instant) {
        switch entry {
        case .reportAccepted(let accepted):
            if let key = accepted.report.idempotencyKey { remember(key, of: accepted.reporter, for: id) }
        case .requestRemembered(let request):
            remember(request.key, of: request.party, for: id)
            // From its first key on, what is over is kept for as long as it may be asked about under it.
            if let incident = incidents[id], let resolvedAt = incident.resolvedAt, incident.idempotencyKeys.count == 1 {
                timers.add(at: resolvedAt + linger(of: incident), incident: id, cause: .close)
            }
        case .obligationStarted(let started): schedule(started.id, in: id)
        case .clockStarted(let started): schedule(started.id, in: id)
        case .obligationReminded(let reminded): scheduleReminder(of: reminded.id, in: id)
        case .obligationOverdue(let overdue): scheduleReminder(of: overdue.id, in: id)
        case .obligationHeld(let held):
            scheduleReminder(of: held.id, in: id)
            // Without a time of its own, that of the end counts.
            if let resolvedAt = incidents[id]?.resolvedAt, obligation(held.id, in: id)?.due == nil {
                timers.add(at: resolvedAt + Obligation.overdueKeptFor, incident: id, cause: .close)
            }
        case .obligationResumed(let resumed): schedule(resumed.id, in: id)
        case .noticeQueued(let queued):
            if let hold = queued.hold {
                keep(NoticeReference(incident: id, notice: queued.id), to: queued.desk, hold, in: id)
            }
        case .noticeReleased(let released): held.forget(NoticeReference(incident: id, notice: released.id))
        case .noticeBundled(let bundled): held.forget(NoticeReference(incident: id, notice: bundled.id))
        case .attemptStarted(let started): byDelivery[started.delivery] = id
        case .attemptFinished(let finished):
            if let retryAt = finished.retryAt {
                timers.add(at: retryAt, incident: id, cause: .retry(finished.result.delivery))
            }
        case .escalationStarted(let started): scheduleEscalation(of: started.party, in: id)
        case .escalationStepped(let stepped): scheduleEscalation(of: stepped.party, in: id)
        case .escalationPaused(let paused): scheduleEscalation(of: paused.party, in: id)
        case .nobodyReached(let end): scheduleEscalation(of: end.party, in: id)
        case .incidentAcknowledged(let acknowledged):
            scheduleEscalation(of: acknowledged.party, in: id)
            if let until = acknowledged.until {
                timers.add(at: until, incident: id, cause: .acknowledgement(acknowledged.party))
            }
        case .ownershipProposed(let proposed): timers.add(at: proposed.answerBy, incident: id, cause: .proposal)
        case .incidentResolved:
            openCount -= 1
            lingering.append(id)
            // What is closed or open again is swept out now and then.
            if lingering.ids.count > 2 * incidents.count + 1024 {
                let incidents = incidents
                lingering.keep { incidents.read($0) { $0.phase } == .resolved }
            }
            let linger = incidents[id].map { self.linger(of: $0) } ?? .zero
            timers.add(at: instant + linger, incident: id, cause: .close)
            if incidents[id]?.obligations.contains(where: { $0.state == .held && $0.due == nil }) ?? false {
                timers.add(at: instant + Obligation.overdueKeptFor, incident: id, cause: .close)
            }
        case .incidentReopened:
            reopen(id)
            takeUpUpdates(of: id, since: instant)
        case .incidentClosed: forget(id)
        default: break
        }
    }

    private mutating func forgetWhatIsOver(in id: IncidentID) {
        var forgotten: [Notice] = []
        incidents.change(id) { forgotten = $0.forgetWhatIsOver() }
        for notice in forgotten {
            for delivery in notice.deliveries { byDelivery[delivery.id] = nil }
            if notice.hold != nil { held.forget(NoticeReference(incident: id, notice: notice.id)) }
        }
    }

    private mutating func keep(_ reference: NoticeReference, to desk: Desk, _ hold: Hold, in id: IncidentID) {
        held.add(reference, to: desk, hold.reason)
        if let until = hold.until { timers.add(at: until, incident: id, cause: .release(reference.notice)) }
    }

    private mutating func remember(_ key: String, of party: PartyID, for id: IncidentID) {
        byIdempotencyKey[IdempotencyReference(party: party, key: key).text] = id
    }

    private mutating func schedule(_ obligationID: ObligationID, in id: IncidentID) {
        guard let obligation = obligation(obligationID, in: id), let due = obligation.due else { return }
        timers.add(at: due, incident: id, cause: .obligation(obligationID))
        scheduleReminder(of: obligationID, in: id)
        if let every = obligation.terms.updateEvery {
            timers.add(at: obligation.createdAt + every, incident: id, cause: .update(obligationID))
        }
    }

    private mutating func scheduleReminder(of obligationID: ObligationID, in id: IncidentID) {
        guard let obligation = obligation(obligationID, in: id) else { return }
        if let next = obligation.nextReminder { timers.add(at: next, incident: id, cause: .reminder(obligationID)) }
        if obligation.state == .overdue || obligation.state == .held, obligation.owed != nil, obligation.reminders <= 2,
            let due = obligation.due
        {
            timers.add(at: due + Obligation.overdueKeptFor, incident: id, cause: .close)
        }
    }

    private mutating func scheduleEscalation(of party: PartyID, in id: IncidentID) {
        guard let due = incidents[id]?.escalations.first(where: { $0.party == party })?.nextDue else { return }
        timers.add(at: due, incident: id, cause: .escalation(party))
    }

    private mutating func reopen(_ id: IncidentID) {
        openCount += 1
        guard let incident = incidents[id] else { return }
        byDedupKey[DedupReference(ledger: incident.ledger, key: incident.dedupKey)] = id
    }

    /// What was to be told again and again goes on: whoever is told that it begins again knows how it stands, and hears of it anew
    /// after the whole of the time. Where the next was not due before the end, it comes when it would have come.
    private mutating func takeUpUpdates(of id: IncidentID, since instant: Instant) {
        for obligation in incidents[id]?.obligations ?? [] {
            guard let every = obligation.terms.updateEvery else { continue }
            timers.add(at: instant + every, incident: id, cause: .update(obligation.id))
        }
    }

    private mutating func forget(_ id: IncidentID) {
        guard let incident = incidents.remove(id) else { return }
        explaining[incident.ledger]?.remove(id)
        spreading.remove(id)
        for notice in incident.notices where notice.hold != nil {
            held.forget(NoticeReference(incident: id, notice: notice.id))
        }
        residentCounts[incident.ledger, default: 1] -= 1
        let reference = DedupReference(ledger: incident.ledger, key: incident.dedupKey)
        if byDedupKey[reference] == id { byDedupKey[reference] = nil }
        for notice in incident.notices {
            for delivery in notice.deliveries { byDelivery[delivery.id] = nil }
        }
        for key in incident.idempotencyKeys.keys where byIdempotencyKey[key] == id { byIdempotencyKey[key] = nil }
    }
}

extension State {
    /// Keeps in view what inhibitions may name as the source of others.
    mutating func noteWhetherItExplains(_ id: IncidentID) {
        guard !arrangements.noise.inhibitions.isEmpty, let incident = incidents[id] else { return }
        let fields = incident.matchable
        if incident.phase == .open, arrangements.noise.inhibitions.contains(where: { $0.source.matches(fields) }) {
            explaining[incident.ledger, default: []].insert(id)
        } else {
            explaining[incident.ledger]?.remove(id)
        }
    }
}

extension Entry {
    fileprivate var mayChangeWhatItExplains: Bool {
        switch self {
        case .reportAccepted, .severityRaised, .severityLowered, .incidentReruled, .ownershipChanged, .incidentResolved,
            .incidentReopened:
            true
        default: false
        }
    }

    /// Whether a notice or an obligation may be over by it.
    fileprivate var mayEndSomething: Bool {
        switch self {
        case .attemptFinished, .noticeUndelivered, .noticeTold, .noticeQueued, .noticeRedirected, .obligationMet,
            .obligationWaived,
            .obligationCancelled, .incidentAcknowledged, .incidentResolved:
            true
        default: false
        }
    }
}
