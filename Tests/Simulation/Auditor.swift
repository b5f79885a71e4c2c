import CivilTime
import Coordination
import OnCall
import Responsibility
import StrictJSON

/// Looks at everything that crosses a border, entries on their way to the disk, attempts and answers on their way out, and keeps what
/// does not hold. It knows the daemon from outside only: from entries, attempts and answers.
struct Auditor {
    let world: World
    private(set) var record = Record()
    private(set) var violations: [Violation] = []
    private(set) var checkCount = 0
    /// Open incidents about which nobody was told and nobody asked, because no rule asks for it.
    private(set) var untendedCount = 0

    /// Reports that a client was told are accepted, and what else a client was told is done.
    private(set) var acknowledged: Set<ReportID> = []
    private(set) var promisedDeeds: Set<Deed> = []
    private(set) var promisedThings: Set<String> = []
    private(set) var firstAnswers: [IdempotencyKey: FirstAnswer] = [:]
    /// Who asked to acknowledge what.
    private(set) var asked: Set<Asked> = []
    private(set) var sentBodies: [DeliveryID: String] = [:]
    private(set) var sentIDs: [Door: DeliveryID] = [:]
    /// The earliest due of the live incidents, where they have one.
    private var dues: [IncidentID: Instant] = [:]
    /// Live incidents with notices that are not at their end.
    private(set) var unsettled: Set<IncidentID> = []
    /// Since when a notice is held without a reason.
    var unheldSince: [NoticeID: Instant] = [:]
    /// When what is held is looked at next: it takes a while.
    var heldLookAt = World.start
    /// By when each heartbeat must call next.
    private(set) var beatsDue: [HeartbeatID: Instant] = [:]
    /// Since when one does not call and nothing says so.
    var unheardSince: [HeartbeatID: Instant] = [:]

    struct IdempotencyKey: Hashable {
        let party: PartyID
        let key: String
    }

    struct FirstAnswer {
        let report: String?
        let incident: String?
        /// The silence or the override.
        let thing: String?
    }

    struct Asked: Hashable {
        let incident: IncidentID
        let party: PartyID
    }

    /// One notice at one channel.
    struct Door: Hashable {
        let notice: NoticeID
        let channel: ChannelID
    }

    init(world: World) { self.world = world }

    /// How long a request is remembered that is about no incident.
    static let keysKeptFor = Elapsed.hours(24)

    /// The earliest due of all live incidents, silences, overrides and remembered requests, with what it is about.
    var earliestDue: (what: String, at: Instant)? {
        var earliest: (what: String, at: Instant)?
        for id in record.live {
            guard let due = dues[id], due < earliest?.at ?? .latest else { continue }
            earliest = (id.rawValue, due)
        }
        for silence in record.silences.values where silence.ends < earliest?.at ?? .latest {
            earliest = (silence.id.rawValue, silence.ends)
        }
        for (id, override) in record.overrides where override.end < earliest?.at ?? .latest {
            earliest = (id.text, override.end)
        }
        for (id, request) in record.requests where request.since + Self.keysKeptFor < earliest?.at ?? .latest {
            earliest = (id.rawValue, request.since + Self.keysKeptFor)
        }
        return earliest
    }

    /// An attempt waits for its outcome.
    var hasAttemptsOnTheWay: Bool { unsettled.contains { record.cases[$0]?.isOnTheWay ?? false } }

    mutating func note(_ invariant: Invariant, _ what: String) {
        // One of a kind is enough to reproduce it.
        guard !violations.contains(where: { $0.invariant == invariant }) else { return }
        violations.append(Violation(invariant: invariant, what: what))
    }

    private mutating func check(_ invariant: Invariant, _ what: String?) {
        checkCount += 1
        if let what { note(invariant, what) }
    }

    /// Entries on their way to the disk, in their order.
    mutating func enter(_ batch: [Store.Stored], _ work: Batch, at now: Instant, state: State) {
        for stored in batch {
            let entering = Entering(recorded: stored.recorded, bytes: stored.bytes, now: now)
            for row in Self.entryChecks { check(row.invariant, row.find(self, entering)) }
            record.fold(stored.recorded)
        }
        noteBeats(in: work, at: now, state)
        let touched = Set(batch.compactMap(\.recorded.incident)).sorted()
        for id in touched { refreshDue(id) }
        let view = TurnView(
            now: now, state: state, entries: batch.map(\.recorded), answers: work.answers, touched: touched)
        for row in Self.turnChecks { check(row.invariant, row.find(self, view)) }
        look(after: view)
        untendedCount += touched.count { isUntended($0) }
    }

    private mutating func refreshDue(_ id: IncidentID) {
        guard let subject = record.cases[id], subject.phase != .closed else {
            dues[id] = nil
            unsettled.remove(id)
            return
        }
        dues[id] = subject.due
        if subject.isUnsettled { unsettled.insert(id) } else { unsettled.remove(id) }
    }

    /// A process begins with a state.
    mutating func begin(_ state: State, at now: Instant) {
        beatsDue = [:]
        expectBeats(state, at: now)
    }

    private mutating func expectBeats(_ state: State, at now: Instant) {
        let heartbeats = state.arrangements.watches.heartbeats
        for heartbeat in heartbeats where beatsDue[heartbeat.id] == nil {
            beatsDue[heartbeat.id] = now + heartbeat.every
        }
        beatsDue = beatsDue.filter { due in heartbeats.contains { $0.id == due.key } }
    }

    private mutating func noteBeats(in work: Batch, at now: Instant, _ state: State) {
        expectBeats(state, at: now)
        for answer in work.answers {
            guard case .beat(let id) = answer.action, case .success = answer.result,
                let heartbeat = state.arrangements.watches.heartbeats.first(where: { $0.id == id })
            else { continue }
            beatsDue[id] = now + heartbeat.every
        }
    }

    /// Looks at what may be so for a while.
    private mutating func look(after view: TurnView) {
        if view.now >= heldLookAt {
            heldLookAt = view.now + .minutes(2)
            check(.heldIsNotLost, heldTooLong(view))
        }
        check(.heartbeatIsTold, unheardTooLong(view))
    }

    private func isUntended(_ id: IncidentID) -> Bool {
        record.cases[id].map { $0.phase == .open && $0.notices.isEmpty } ?? false
    }

    mutating func send(_ outgoing: Outgoing, store: Store) {
        for row in Self.sendChecks { check(row.invariant, row.find(self, outgoing, store)) }
        if sentBodies[outgoing.delivery] == nil { sentBodies[outgoing.delivery] = outgoing.body }
        guard let intent = store.intents[outgoing.delivery] else { return }
        let door = Door(notice: intent.notice, channel: intent.channel)
        if sentIDs[door] == nil { sentIDs[door] = outgoing.delivery }
    }

    mutating func ask(_ action: Action, from actor: Actor) {
        guard case .act(let id, let request) = action else { return }
        switch request.action {
        // Who disputes or offers it has looked at it.
        case .acknowledge, .propose: asked.insert(Asked(incident: id, party: actor.party))
        default: return
        }
    }

    mutating func answer(_ answered: Answered, store: Store) {
        for row in Self.answerChecks { check(row.invariant, row.find(self, answered, store)) }
        guard case .success(let answer) = answered.result else { return }
        if let id = answer.body["report"]?.string { acknowledged.insert(ReportID(id)) }
        if let deed = answered.deed { promisedDeeds.insert(deed) }
        if let thing = answered.thing { promisedThings.insert(thing) }
        guard let key = answered.action.key else { return }
        let reference = IdempotencyKey(party: answered.actor.party, key: key)
        guard firstAnswers[reference] == nil else { return }
        firstAnswers[reference] = FirstAnswer(
            report: answer.body["report"]?.string, incident: answer.body["incident"]?.string, thing: answered.thing)
    }

    /// The process ended and what is on the disk is all there is.
    ///
    /// - Parameter live: The state before, where all of it was durable.
    mutating func restart(from store: Store, live: State?, replayed: State) {
        record = Record()
        for stored in store.entries { record.fold(stored.recorded) }
        dues = [:]
        unsettled = []
        unheldSince = [:]
        heldLookAt = World.start
        unheardSince = [:]
        for id in record.live { refreshDue(id) }
        check(.acceptedIsDurable, lostReport(store))
        check(.doneIsDurable, lostDeed(store))
        if let live { compare(live, with: replayed) }
    }

    /// What was there and what a replay gives.
    mutating func compare(_ live: State, with replayed: State) {
        check(.replayEqualsLive, Projection.difference(between: live, and: replayed))
    }

    /// When receivers have been well for days, and nobody did anything.
    ///
    /// - Parameter state: Nil where the daemon does not run.
    mutating func pause(_ state: State?, store: Store, at now: Instant) {
        check(.acceptedIsDurable, lostReport(store))
        check(.doneIsDurable, lostDeed(store))
        check(.everyAttemptEnds, attemptWithoutEnd(at: now))
        if state == nil { note(.comesToRest, "the daemon does not start any more") }
    }

    /// An incident that is not closed, with what keeps it.
    private var notClosed: String? {
        guard let id = record.live.first, let subject = record.cases[id] else { return nil }
        let duties = subject.obligations.filter(\.isLive).map { "\($0.id) (\($0.rule)) \($0.state.rawValue)" }
        let letters = subject.notices.filter { !$0.isOver }.map {
            "\($0.id) (\($0.kind.rawValue)) \($0.state.rawValue)"
        }
        return "\(id) is \(subject.phase.rawValue), and nothing is due: \((duties + letters).joined(separator: ", "))"
    }

    /// When everything was resolved, and nothing happens any more.
    mutating func rest(_ state: State?, store: Store, _ saboteur: Saboteur) {
        check(.acceptedIsDurable, lostReport(store))
        check(.doneIsDurable, lostDeed(store))
        check(.everyAttemptEnds, attemptWithoutEnd(at: nil))
        check(.everyNoticeEnds, noticeWithoutEnd())
        check(.everyObligationEnds, obligationWithoutEnd())
        check(.comesToRest, somethingStillDue(state))
        check(.everythingCloses, notClosed)
        check(.everyEntryReadsBack, unreadableEntry(store))
        check(.historyAgrees, differingHistory(store, saboteur))
    }
}

/// An entry on its way to the disk.
struct Entering {
    let recorded: RecordedEntry
    let bytes: [UInt8]
    /// The loop's time.
    let now: Instant
}

/// What there is after a turn.
struct TurnView {
    let now: Instant
    let state: State
    let entries: [RecordedEntry]
    let answers: [Batch.Answer]
    /// The incidents that the entries are about, each once.
    let touched: [IncidentID]
}

/// An answer that is about to reach its client.
struct Answered {
    let action: Action
    let actor: Actor
    /// The client has no business with the incident that it names.
    let isForeign: Bool
    let result: Result<PeerAnswer, Refusal>

    /// What the answer says is done and was not before; nil where it says no such thing.
    var deed: Deed? {
        guard case .act(let id, let request) = action, case .success(let answer) = result,
            answer.body["already"] == .bool(false)
        else { return nil }
        return Deed(request.action, on: id, by: actor.party)
    }

    /// The silence or the override that the answer says there is.
    var thing: String? {
        guard case .success(let answer) = result else { return nil }
        switch action {
        case .silence: return answer.body["silence"]?.string
        case .override: return answer.body["override"]?.string
        default: return nil
        }
    }
}
