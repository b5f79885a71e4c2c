package import CivilTime
package import OnCall
package import Responsibility

/// What one agreement knows of one problem: the fold of its entries.
package struct Incident: Sendable {
    /// Open: the problem stands. Goes to resolved.
    /// Resolved: it is over, but somebody is still to be told. Goes to closed.
    /// Closed: nothing is left to do. No exits: a new report opens a new incident.
    package enum Phase: String, Sendable {
        case open, resolved, closed
    }

    package struct Acknowledgement: Hashable, Sendable {
        package let party: PartyID
        package let by: String?
        package let at: Instant
        package let note: String?
    }

    package let id: IncidentID
    /// The agreement's ledger, or `house`.
    package let ledger: LedgerID
    package let openedAt: Instant
    package internal(set) var phase: Phase = .open
    package internal(set) var resolvedAt: Instant?
    package internal(set) var severity: Severity
    package let ruling: Ruling
    package internal(set) var summary = ""
    /// As the first reporter named it.
    package internal(set) var namedAsset: String?
    package let dedupKey: String
    package let trafficLight: Report.TrafficLight
    package let reporter: PartyID
    /// Reports and repeats so far.
    package internal(set) var reportCount = 0
    /// Repeats that are counted but not yet written down.
    var unwrittenRepeats = 0
    var repeatsWrittenAt: Instant?
    /// The parties that reported that something is wrong.
    package internal(set) var reporters: [PartyID] = []
    var reportsKept = 0
    /// What the last report that was kept said.
    var lastContent: UInt64?
    /// The most that any report said of these.
    package internal(set) var personalData = PersonalData.none
    package internal(set) var significant = false
    /// When planned work begins, as the first report that says so.
    package internal(set) var windowStart: Instant?
    /// When it was observed, as the first report has it.
    package internal(set) var observedAt: Instant?
    var idempotencyKeys: [String: (report: ReportID, content: UInt64)] = [:]
    package internal(set) var acknowledgements: [Acknowledgement] = []
    /// In the order in which they started.
    package internal(set) var obligations: [Obligation] = []
    /// In the order in which they were queued.
    package internal(set) var notices: [Notice] = []
    /// At most one a party, the latest.
    package internal(set) var escalations: [Escalation] = []

    /// The customer concerned; nil in `house`.
    package var customer: PartyID? { ruling.customer }

    /// What joint-care rules look at when something happens to it.
    func occasion(_ event: JointCareRule.Event, at now: Instant) -> Occasion {
        Occasion(
            event: event, severity: severity, reporter: reporter, receivedAt: now, observedAt: observedAt,
            personalData: personalData, significant: significant, windowStart: windowStart)
    }

    package func hasAcknowledged(_ party: PartyID) -> Bool { acknowledgements.contains { $0.party == party } }

    /// The desks that were told of the problem, in order, each once.
    package var desksTold: [Desk] {
        var desks: [Desk] = []
        for notice in notices where notice.kind.tellsOfProblem && !desks.contains(notice.desk) {
            desks.append(notice.desk)
        }
        return desks
    }

    /// Nothing is left to do: everybody who is to be told has been told, or it is on record that they could not be.
    var isSettled: Bool {
        phase == .resolved && obligations.allSatisfy { $0.state != .running } && unwrittenRepeats == 0
            && notices.allSatisfy { $0.state != .pending && !$0.hasLiveDelivery }
    }

    /// The next instant at which something is due, for people: the earliest running obligation or escalation.
    package var nextDue: Instant? {
        let obligationDues = obligations.filter { $0.state == .running }.map(\.due)
        let escalationDues = escalations.compactMap(\.nextDue)
        return (obligationDues + escalationDues).min()
    }
}

/// A joint-care rule at work in one incident: somebody must have been told by an instant.
package struct Obligation: Hashable, Sendable {
    /// Running: the clock runs. Goes to met, or to overdue.
    /// Met: the recipient was told, or answered. No exits.
    /// Overdue: the instant passed first. Goes to met when the recipient is told after all; it stays late.
    package enum State: String, Sendable {
        case running, met, overdue
    }

    package let id: ObligationID
    package let rule: RuleID
    package let recipient: Desk
    package let startedAt: Instant
    package let due: Instant
    package internal(set) var state: State = .running
    package internal(set) var metAt: Instant?
}

/// Escalation within one party: who is told next until a person acknowledges.
package struct Escalation: Sendable {
    /// Running: waiting for an acknowledgement. Goes to acknowledged, resolved or exhausted.
    package enum State: String, Sendable {
        case running, acknowledged, resolved
        /// The end of the policy was reached: nobody could be reached, and the other side was told so.
        case exhausted = "nobody_reached"
    }

    package let party: PartyID
    package let role: ContactRole
    /// Nil where the party has none and the default applies.
    package let policyID: PolicyID?
    /// Frozen when the escalation started.
    package let policy: EscalationPolicy<EscalationTarget>
    package let startedAt: Instant
    package internal(set) var stepsTaken = 0
    package internal(set) var state: State = .running

    package var next: EscalationPolicy<EscalationTarget>.Next? {
        state == .running ? policy.next(startedAt: startedAt, stepsTaken: stepsTaken) : nil
    }

    package var nextDue: Instant? {
        switch next {
        case .step(_, let due), .end(let due): due
        case nil: nil
        }
    }
}
