package import CivilTime
package import Responsibility

/// What one agreement knows of one problem: the fold of its entries.
package struct Incident: Sendable {
    /// Open: the problem stands. Goes to resolved.
    /// Resolved: it is over, and may begin again, or somebody is still to be told or to do something. Goes to open when it begins
    /// again, or closed.
    /// Closed: nothing is left to do. No exits: a new report opens a new incident.
    package enum Phase: String, Sendable {
        case open, resolved, closed
    }

    package struct Acknowledgement: Hashable, Sendable {
        package let party: PartyID
        package let by: String?
        package let at: Instant
        package let note: String?
        /// When it expires; nil: never.
        package let until: Instant?
    }

    /// When and how a party came to know of it.
    package struct Awareness: Hashable, Sendable {
        package enum How: String, Sendable {
            case reported, delivered, acknowledged
        }

        package let at: Instant
        package let how: How
    }

    package let id: IncidentID
    /// The agreement's ledger, or `house`.
    package let ledger: LedgerID
    package let openedAt: Instant
    package internal(set) var phase: Phase = .open
    package internal(set) var resolvedAt: Instant?
    package internal(set) var severity: Severity
    /// As it stands: the ruling at the opening, or the last one after it, with the owner as handed over.
    package internal(set) var ruling: Ruling {
        get { rulingBox.ruling }
        set { rulingBox = SharedRuling(newValue) }
    }
    var rulingBox: SharedRuling
    /// What most incidents do not have.
    var seldom = Seldom()
    /// Whether what is over is kept; else only what is still to be decided by is.
    var keepsAll = false
    package internal(set) var summary = ""
    /// As the first reporter named it.
    package internal(set) var namedAsset: String?
    package let dedupKey: String
    package let trafficLight: Report.TrafficLight
    package let reporter: PartyID
    /// The incident in `house` that this one is a part of.
    package internal(set) var root: IncidentID?
    /// How many entries are about it. What a person saw is named by it, so that acting on an old view can be refused.
    package internal(set) var revision = 1
    /// The last revision that changed what a person would decide by: severity, owner, classification, end or beginning.
    package internal(set) var materialRevision = 1
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
    /// When it was observed, as the first report has it.
    package internal(set) var observedAt: Instant?
    package internal(set) var providerAware: Awareness?
    package internal(set) var customerAware: Awareness?
    /// When the last notice for a desk of each side was queued.
    var providerToldAt: Instant?
    var customerToldAt: Instant?
    package internal(set) var acknowledgements: [Acknowledgement] = []
    /// In the order in which they were set up. Without what is over, unless all is kept.
    package internal(set) var obligations: [Obligation] = []
    var obligationsMade = 0
    /// What was asked for and is over, where not all is kept.
    var settled: [Errand] = []
    /// In the order in which they were queued. Without what is over, unless all is kept.
    package internal(set) var notices: [Notice] = []
    /// The desks that were told of the problem, in order, each once.
    package internal(set) var desksTold: [Desk] = []
    /// At most one a party, the latest.
    package internal(set) var escalations: [Escalation] = []

    /// A part of a problem in one agreement.
    package struct Part: Hashable, Sendable {
        package let incident: IncidentID
        package let ledger: LedgerID
    }

    /// The customer concerned; nil in `house`.
    package var customer: PartyID? { ruling.customer }

    package func hasAcknowledged(_ party: PartyID) -> Bool { acknowledgements.contains { $0.party == party } }
}

extension Incident {
    /// The dedup key of the incident in `house` that stands for the whole of a problem which was reported in one agreement.
    static func rootKey(of id: IncidentID) -> String { "root of \(id)" }

    /// The dedup key of a part of a problem in `house`.
    static func partKey(of root: IncidentID) -> String { "part of \(root)" }

    /// How the dedup key of what was in triage and goes on in an agreement begins.
    static func movedKey(of root: IncidentID) -> String { "moved from \(root) " }

    /// Takes over the repeats that another fold of the same incident has counted and that are not on record yet.
    package mutating func count(asIn other: Incident) {
        unwrittenRepeats = max(0, other.reportCount + other.unwrittenRepeats - reportCount)
    }
}

extension Incident {
    /// What joint-care rules look at when something happens to it.
    func occasion(_ event: JointCareRule.Event, at now: Instant) -> Occasion {
        var happened: [JointCareRule.Start: Instant] = [:]
        if let customerAware { happened[.aware(.customer)] = customerAware.at }
        if let providerAware { happened[.aware(.provider)] = providerAware.at }
        for classification in classifications { happened[.classified(classification.word)] = classification.at }
        for fact in facts { happened[fact.start] = fact.at }
        return Occasion(
            event: event, severity: severity, reporter: reporter, receivedAt: now, observedAt: observedAt,
            personalData: personalData, significant: significant, classification: classifications.last?.word,
            windowStart: windowStart, happened: happened)
    }

    /// When the start of an obligation's clock happened; nil when it has not.
    func instant(of start: JointCareRule.Start, for obligation: Obligation) -> Instant? {
        switch start {
        case .received, .ownerSet: obligation.createdAt
        case .observed: observedAt ?? openedAt
        case .requested: ruling.category == .request || ruling.category == .exit ? openedAt : nil
        case .resolved: goesOn ? facts.first { $0.start == .resolved }?.at : resolvedAt
        case .windowStart: windowStart
        case .aware(.provider): providerAware?.at
        case .aware(.customer): customerAware?.at
        case .classified(let word): classifications.first { $0.word == word }?.at
        case .terminated, .purged: facts.first { $0.start == start }?.at
        case .delivered(let act): sibling(act, of: obligation) { $0.owed == nil }?.deliveredAt
        case .acknowledged(let act):
            sibling(act, of: obligation) { $0.owed == nil }.flatMap { told in
                acknowledgements.first { $0.party == told.recipient.party }?.at
            }
        case .sent(let act): sibling(act, of: obligation) { $0.owed != nil }?.doneAt
        }
    }

    /// The latest obligation of the same rule for an act; without a name the only one of its kind.
    private func sibling(_ act: String?, of obligation: Obligation, where isKind: (Obligation) -> Bool) -> Obligation? {
        obligations.last { $0.rule == obligation.rule && isKind($0) && (act == nil || $0.act == act) }
    }

    /// Whether what an obligation waits for can still happen.
    ///
    /// - Parameter now: When it is asked: what was given up after a time no longer comes.
    func canStart(_ obligation: Obligation, at now: Instant? = nil) -> Bool {
        obligation.terms.clocks.contains { clock in
            switch clock.start {
            case .purged, .terminated, .windowStart: true
            case .sent(let act):
                sibling(act, of: obligation) { $0.owed != nil }.map { other in
                    // What waits itself comes only if that can start.
                    (other.state.isLive || other.state == .overdue) && other.id != obligation.id
                        && (other.state != .waiting || canStart(other, at: now))
                        && !(now.map { isGivenUp(other, at: $0) } ?? false)
                } ?? false
            case .classified, .delivered, .acknowledged, .aware: phase == .open
            case .resolved: phase != .closed
            case .received, .ownerSet, .observed, .requested: true
            }
        }
    }
}

extension Obligation {
    fileprivate var deliveredAt: Instant? { proofs.first { $0.kind == .delivered }?.at }
    fileprivate var doneAt: Instant? { state == .met ? metAt : nil }
}

extension Incident {
    /// The next instant at which something is due, for people: the earliest running obligation, escalation or answer.
    package var nextDue: Instant? {
        let escalationDues = escalations.lazy.compactMap(\.nextDue)
        return [nextObligationDue, escalationDues.min(), proposal?.answerBy].compactMap { $0 }.min()
    }

    /// When the next obligation is due whose clock runs.
    var nextObligationDue: Instant? { obligations.lazy.filter { $0.state == .running }.compactMap(\.due).min() }

    /// Nothing is left to do at an instant: everybody who is to be told has been told and every act is done, or it is on record that
    /// they could not be; and it can no longer begin again.
    func isSettled(at now: Instant, reopenWithin: Elapsed) -> Bool {
        guard phase == .resolved, let resolvedAt, now >= resolvedAt + reopenWithin, unwrittenRepeats == 0 else {
            return false
        }
        return notices.allSatisfy { $0.isOver } && obligations.allSatisfy { isDone($0, at: now) }
    }

    private func isDone(_ obligation: Obligation, at now: Instant) -> Bool {
        switch obligation.state {
        case .met, .waived, .cancelled: true
        case .running: false
        case .held: obligation.owed == nil || isGivenUp(obligation, at: now)
        case .waiting: !canStart(obligation, at: now)
        case .overdue: obligation.owed == nil || isGivenUp(obligation, at: now)
        }
    }

    /// Whether an owed act that is past its time, or put off, was kept in view long enough: it stays on record as it is.
    private func isGivenUp(_ obligation: Obligation, at now: Instant) -> Bool {
        guard obligation.state == .overdue || obligation.state == .held else { return false }
        return (obligation.due ?? resolvedAt).map { now >= $0 + Obligation.overdueKeptFor } ?? false
    }
}
