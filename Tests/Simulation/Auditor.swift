import CivilTime
import Coordination
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

    /// Reports that a client was told are accepted.
    private(set) var acknowledged: Set<ReportID> = []
    private(set) var firstAnswers: [IdempotencyKey: FirstAnswer] = [:]
    /// Who asked to acknowledge what.
    private(set) var asked: Set<Asked> = []
    private(set) var sentBodies: [DeliveryID: String] = [:]
    private(set) var sentIDs: [Door: DeliveryID] = [:]
    /// The earliest due of the live incidents, where they have one.
    private var dues: [IncidentID: Instant] = [:]

    struct IdempotencyKey: Hashable {
        let party: PartyID
        let key: String
    }

    struct FirstAnswer {
        let report: String?
        let incident: String?
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

    /// The earliest due of all live incidents.
    var earliestDue: (incident: IncidentID, at: Instant)? {
        var earliest: (incident: IncidentID, at: Instant)?
        for id in record.live {
            guard let due = dues[id], due < earliest?.at ?? .latest else { continue }
            earliest = (id, due)
        }
        return earliest
    }

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
    mutating func enter(_ batch: [Store.Stored], at now: Instant, state: State) {
        for stored in batch {
            let entering = Entering(recorded: stored.recorded, bytes: stored.bytes, now: now)
            for row in Self.entryChecks { check(row.invariant, row.find(self, entering)) }
            record.fold(stored.recorded)
        }
        let touched = Set(batch.compactMap(\.recorded.incident)).sorted()
        for id in touched { refreshDue(id) }
        let view = TurnView(now: now, state: state, entries: batch.map(\.recorded), touched: touched)
        for row in Self.turnChecks { check(row.invariant, row.find(self, view)) }
        untendedCount += touched.count { isUntended($0) }
    }

    private mutating func refreshDue(_ id: IncidentID) {
        guard let case_ = record.cases[id], case_.phase != .closed else { return dues[id] = nil }
        dues[id] = case_.due
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
        guard case .acknowledge(let id) = action else { return }
        asked.insert(Asked(incident: id, party: actor.party))
    }

    mutating func answer(_ answered: Answered, store: Store) {
        for row in Self.answerChecks { check(row.invariant, row.find(self, answered, store)) }
        guard case .report(let report) = answered.action, case .success(let answer) = answered.result else { return }
        if let id = answer.body["report"]?.string { acknowledged.insert(ReportID(id)) }
        guard let key = report.idempotencyKey else { return }
        let reference = IdempotencyKey(party: answered.actor.party, key: key)
        guard firstAnswers[reference] == nil else { return }
        firstAnswers[reference] = FirstAnswer(
            report: answer.body["report"]?.string, incident: answer.body["incident"]?.string)
    }

    /// The process ended and what is on the disk is all there is.
    ///
    /// - Parameter live: The state before, where all of it was durable.
    mutating func restart(from store: Store, live: State?, replayed: State) {
        record = Record()
        for stored in store.entries { record.fold(stored.recorded) }
        dues = [:]
        for id in record.live { refreshDue(id) }
        check(.acceptedIsDurable, lostReport(store))
        if let live { compare(live, with: replayed) }
    }

    /// What was there and what a replay gives.
    mutating func compare(_ live: State, with replayed: State) {
        check(.replayEqualsLive, Projection.difference(between: live, and: replayed))
    }

    /// When nothing happens any more.
    ///
    /// - Parameters:
    ///   - state: Nil where the daemon does not run.
    ///   - isOver: Everything was resolved before.
    mutating func rest(_ state: State?, store: Store, isOver: Bool) {
        check(.acceptedIsDurable, lostReport(store))
        check(.everyAttemptEnds, attemptWithoutEnd())
        check(.everyNoticeEnds, noticeWithoutEnd())
        check(.comesToRest, somethingStillDue(state))
        if isOver {
            check(.everythingCloses, record.live.first.map { "\($0) is not closed, and nothing is due" })
            check(.everyEntryReadsBack, unreadableEntry(store))
        }
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
}
