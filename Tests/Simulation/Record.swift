import CivilTime
import Coordination
import OnCall
import Responsibility

/// What the entries say, read by somebody who is not the core: the auditor's own fold, kept apart from `State.evolve` on purpose, so
/// that a mistake there is not made here again. It holds no more than the invariants ask about, and forgets nothing.
struct Record {
    private(set) var cases: [IncidentID: Case] = [:]
    /// The incidents that are not closed, in the order of their opening.
    private(set) var live: [IncidentID] = []
    private(set) var openByKey: [Key: IncidentID] = [:]
    /// The silences that are not over.
    private(set) var silences: [SilenceID: Silence] = [:]
    /// The overrides that are not over, with when they end.
    private(set) var overrides: [OverrideID: (schedule: ScheduleID, end: Instant)] = [:]
    /// The requests that are about no incident and are remembered: whose key it is, and since when.
    private(set) var requests: [RequestID: (party: PartyID, key: String, since: Instant)] = [:]
    private(set) var latest: [LedgerID: Instant] = [:]
    private(set) var count = 0

    /// What one open incident has to itself.
    struct Key: Hashable {
        let ledger: LedgerID
        let key: String
    }

    mutating func fold(_ recorded: RecordedEntry) {
        count += 1
        latest[recorded.ledger] = max(latest[recorded.ledger] ?? recorded.at, recorded.at)
        switch recorded.entry {
        case .silenceCreated(let created): silences[created.silence.id] = created.silence
        case .silenceEnded(let ended): silences[ended.id] = nil
        case .overrideCreated(let created):
            overrides[created.override.id] = (created.schedule, created.override.end)
        case .overrideEnded(let ended): overrides[ended.id] = nil
        case .requestRemembered(let request) where recorded.incident == nil:
            guard case .request(let id) = recorded.matter else { return }
            requests[id] = (request.party, request.key, recorded.at)
        case .requestForgotten: if case .request(let id) = recorded.matter { requests[id] = nil }
        default: if let id = recorded.incident { fold(recorded, in: id) }
        }
    }

    private mutating func fold(_ recorded: RecordedEntry, in id: IncidentID) {
        if case .incidentOpened(let opened) = recorded.entry {
            cases[id] = Case(opened, ledger: recorded.ledger, at: recorded.at)
            live.append(id)
            openByKey[Key(ledger: recorded.ledger, key: opened.dedupKey)] = id
            return
        }
        guard let found = cases[id] else { return }
        cases[id]?.fold(recorded.entry, at: recorded.at)
        let key = Key(ledger: recorded.ledger, key: found.key)
        switch recorded.entry {
        case .incidentResolved: if openByKey[key] == id { openByKey[key] = nil }
        case .incidentReopened: openByKey[key] = id
        case .incidentClosed: live.removeAll { $0 == id }
        default: break
        }
    }
}

extension Record {
    struct Duty {
        let id: ObligationID
        let rule: RuleID
        let act: String?
        let recipient: Desk
        let isOwed: Bool
        let terms: ActTerms
        let createdAt: Instant
        var startedAt: Instant?
        var due: Instant?
        var state: Obligation.State
        var reminders = 0
        var reason: String?

        var isLive: Bool { state == .waiting || state == .running || state == .held }
    }

    struct Letter {
        let id: NoticeID
        var desk: Desk
        /// Before it was redirected.
        let firstDesk: Desk
        let kind: Notice.Kind
        /// For a person on call, and nobody else of the desk.
        let isPersonal: Bool
        var channels: [ChannelID]
        let urgency: Urgency
        let obligations: [ObligationID]
        let due: Instant?
        let hold: Hold?
        let covers: [NoticeReference]
        let queuedAt: Instant
        var state: Notice.State
        var trips: [Trip] = []

        /// It has not reached anybody, and may still do.
        var isToCome: Bool { state == .pending || state == .held }
        var isOver: Bool { !isToCome && state != .bundled && !trips.contains { $0.isLive } }
        var isSending: Bool { trips.contains { $0.state == .sending } }
    }

    struct Trip {
        let id: DeliveryID
        let channel: ChannelID
        var attempt: Int
        var state = Delivery.State.sending

        var isLive: Bool {
            if case .waiting = state { return true }
            return state == .sending
        }
    }

    struct Chase {
        let party: PartyID
        let policy: EscalationPolicy<EscalationTarget>
        let startedAt: Instant
        var steps = 0
        var state = Escalation.State.running
        /// What steps that reached nobody saved, less what the party's own wish not to be called cost.
        var ahead = Elapsed.zero

        /// Nobody is waited for any more; what goes on until the end of the problem goes on.
        private var isOnlyTold: Bool { state == .acknowledged || state == .exhausted }

        /// The number of the next step and when it comes by the policy; the number is nil for the end of the policy.
        var planned: (step: Int?, after: Elapsed)? {
            guard state == .running || isOnlyTold else { return nil }
            let length = policy.steps.count
            let lastWait = policy.lastWait.milliseconds
            let round = (policy.steps.last?.after.milliseconds ?? 0) + lastWait
            let asking = policy.steps.last { $0.condition == .unacknowledged }?.after.milliseconds ?? 0
            let end = round * Int64(policy.repeats) + asking + lastWait
            for taken in steps..<max(steps, length * (policy.repeats + 1)) {
                let step = policy.steps[taken % length]
                let after = Int64(taken / length) * round + step.after.milliseconds
                if isOnlyTold ? step.condition == .unresolved : after <= end {
                    return (taken + 1, Elapsed(milliseconds: after))
                }
                if !isOnlyTold { break }
            }
            return isOnlyTold ? nil : (nil, Elapsed(milliseconds: end))
        }

        /// When the next step or the end is due.
        var due: Instant? { planned.map { startedAt + $0.after - ahead } }

        /// The party wants no calls before an instant.
        ///
        /// - Parameter wasCalled: Somebody of it knows of the problem.
        mutating func pause(until instant: Instant, wasCalled: Bool) {
            guard let due else { return }
            // Where nobody was called yet, the first step has its whole time from then on.
            let resumed = steps == 0 && !wasCalled ? instant + due.since(startedAt) : instant
            if resumed > due {
                ahead = Elapsed(milliseconds: ahead.milliseconds - resumed.since(due).milliseconds)
            }
        }
    }

    /// Who owns an incident since when.
    struct Tenure: Equatable {
        let owner: Owner
        let party: PartyID?
        let lead: PartyID?
        let since: Instant
    }

    struct Answer {
        let party: PartyID
        let until: Instant?
    }

    struct Offer {
        let kind: Proposal.Kind
        let party: PartyID
        let answerer: PartyID
        let answerBy: Instant
    }
}

extension Notice.Kind {
    /// Whether it says that something is wrong, so that its recipients must hear of the end.
    var isAlarm: Bool { ![.resolved, .digest, .silenceEnded, .canary].contains(self) }
    /// Whether it calls somebody to look, and not that somebody was not reached or owes something.
    var callsToLook: Bool {
        [.opened, .severityRaised, .reclassified, .reopened, .update, .escalated, .acknowledgementExpired]
            .contains(self)
    }
}

extension Record.Letter {
    /// Another notice told it.
    var isTold: Bool { state == .delivered && !trips.contains { $0.state == .delivered } }
}
