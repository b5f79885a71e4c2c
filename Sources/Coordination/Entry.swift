package import CivilTime
package import OnCall
package import Responsibility

/// One fact, as it stands on a ledger.
package enum Entry: Sendable {
    case settingsLoaded(SettingsLoaded)
    case reportTested(ReportTested)
    case incidentOpened(IncidentOpened)
    case reportAccepted(ReportAccepted)
    case reportsRepeated(ReportsRepeated)
    case requestRemembered(RequestRemembered)
    case severityRaised(SeverityChanged)
    case severityLowered(SeverityChanged)
    case incidentClassified(IncidentClassified)
    case incidentReruled(IncidentReruled)
    case incidentLinked(IncidentLinked)
    case factRecorded(FactRecorded)
    case ownershipChanged(OwnershipChanged)
    case ownershipProposed(OwnershipProposed)
    case proposalAnswered(ProposalAnswered)
    case obligationStarted(ObligationStarted)
    case clockStarted(ClockStarted)
    case obligationReminded(ObligationReminded)
    case obligationMet(ObligationMet)
    case obligationOverdue(ObligationOverdue)
    case obligationWaived(ObligationDecided)
    case obligationHeld(ObligationDecided)
    case obligationResumed(ObligationDecided)
    case obligationCancelled(ObligationCancelled)
    case noticeQueued(NoticeQueued)
    case noticeReleased(NoticeReleased)
    case noticeBundled(NoticeBundled)
    case noticeTold(NoticeTold)
    case noticeRedirected(NoticeRedirected)
    case noticeUndelivered(NoticeUndelivered)
    case attemptStarted(AttemptStarted)
    case attemptFinished(AttemptFinished)
    case escalationStarted(EscalationStarted)
    case escalationStepped(EscalationStepped)
    case escalationPaused(EscalationPaused)
    case nobodyReached(NobodyReached)
    case incidentAcknowledged(IncidentAcknowledged)
    case acknowledgementExpired(AcknowledgementExpired)
    case incidentTaken(IncidentTaken)
    case incidentCommented(IncidentCommented)
    case incidentResolved(IncidentResolved)
    case incidentReopened(IncidentReopened)
    case incidentClosed(IncidentClosed)
    case auditFailed(AuditFailed)
    case silenceCreated(SilenceCreated)
    case silenceEnded(SilenceEnded)
    case overrideCreated(OverrideCreated)
    case overrideEnded(OverrideEnded)
}

/// What an entry is about, where it is not about the ledger as a whole. Start-up folds what is not closed.
package enum Matter: Hashable, Sendable {
    case incident(IncidentID)
    case silence(SilenceID)
    case override(OverrideID)

    /// The name on the ledger.
    package var text: String {
        switch self {
        case .incident(let id): id.rawValue
        case .silence(let id): id.rawValue
        case .override(let id): id.text
        }
    }

    /// Reads what `text` writes.
    package init(_ text: String) {
        if text.hasPrefix(Self.silencePrefix + "_") {
            self = .silence(SilenceID(text))
        } else if text.hasPrefix(Self.overridePrefix + "_") {
            self = .override(OverrideID(text))
        } else {
            self = .incident(IncidentID(text))
        }
    }

    static let silencePrefix = "sil"
    static let overridePrefix = "ovr"
}

/// An entry with where and when it belongs.
package struct RecordedEntry: Sendable {
    package let ledger: LedgerID
    package let matter: Matter?
    package let at: Instant
    package let entry: Entry

    package init(ledger: LedgerID, matter: Matter?, at: Instant, entry: Entry) {
        self.ledger = ledger
        self.matter = matter
        self.at = at
        self.entry = entry
    }

    package init(ledger: LedgerID, incident: IncidentID?, at: Instant, entry: Entry) {
        self.init(ledger: ledger, matter: incident.map { .incident($0) }, at: at, entry: entry)
    }

    package var incident: IncidentID? { if case .incident(let id) = matter { id } else { nil } }

    /// After this entry start-up need not fold its matter again.
    package var closesMatter: Bool {
        switch entry {
        case .incidentClosed, .silenceEnded, .overrideEnded: true
        default: false
        }
    }
}

extension LedgerID {
    /// The provider's own ledger, for what concerns no single customer.
    package static let house: LedgerID = "house"
}

package struct SettingsLoaded: Sendable {
    package let digest: String
    package let version: String
}

/// A report that was marked as a test: ruled on, and nobody told.
package struct ReportTested: Sendable {
    package let report: ReportID
    package let reporter: PartyID
    package let rule: RuleID
    package let owner: Owner
    package let summary: String
    package let by: String
}

/// The opening of an incident. Its summary and asset are those of the first report, whose entry comes next; a part of a problem in
/// `house` has no report of its own, and says itself what it is about.
package struct IncidentOpened: Sendable {
    package let severity: Severity
    package let ruling: Ruling
    package let reporter: PartyID
    package let trafficLight: Report.TrafficLight
    package let dedupKey: String
    package let root: IncidentID?
    package let summary: String?
    package let observedAt: Instant?

    package init(
        severity: Severity, ruling: Ruling, reporter: PartyID, trafficLight: Report.TrafficLight, dedupKey: String,
        root: IncidentID? = nil, summary: String? = nil, observedAt: Instant? = nil
    ) {
        self.severity = severity
        self.ruling = ruling
        self.reporter = reporter
        self.trafficLight = trafficLight
        self.dedupKey = dedupKey
        self.root = root
        self.summary = summary
        self.observedAt = observedAt
    }
}

package struct ReportAccepted: Sendable {
    package let id: ReportID
    package let report: Report
    package let reporter: PartyID
    package let role: PeerRole
    package let by: String
}

package struct ReportsRepeated: Sendable {
    /// Reports of the incident in all, this count included.
    package let count: Int
    package let reporter: PartyID?
}

/// A request came under a key of its own; the same request under the same key is answered and does nothing again.
package struct RequestRemembered: Sendable {
    package let party: PartyID
    package let key: String
    /// A mark of what was asked, to tell a repeated request from another under the same key.
    package let content: UInt64
}

/// Raised: by a report, or a person. Lowered: by a person, with a reason.
package struct SeverityChanged: Sendable {
    package let from: Severity
    package let to: Severity
    package let by: Signature?
    package let reason: String?

    package init(from: Severity, to: Severity, by: Signature? = nil, reason: String? = nil) {
        self.from = from
        self.to = to
        self.by = by
        self.reason = reason
    }
}

/// Who did something: the party, and the person as its peer is named. The name is shown to its own party only.
package struct Signature: Hashable, Sendable {
    package let party: PartyID
    package let name: String

    package init(_ actor: Actor) {
        party = actor.party
        name = actor.name
    }

    package init(party: PartyID, name: String) {
        self.party = party
        self.name = name
    }
}

/// The provider said what kind of incident it is: `major`, `significant`, or that personal data is concerned.
package struct IncidentClassified: Sendable {
    package let words: [String]
    package let personalData: PersonalData?
    package let by: Signature
    package let reason: String?
}

/// It was ruled on again. The ruling before stands in an earlier entry.
package struct IncidentReruled: Sendable {
    package let ruling: Ruling
    package let by: Signature
    package let reason: String?
}

/// Another incident belongs to the same problem. Of a part only the root is named, and a root stands in `house` alone, so that no
/// customer's ledger names another customer.
package struct IncidentLinked: Sendable {
    package let root: IncidentID?
    package let part: IncidentID?
    package let partLedger: LedgerID?
}

/// Something happened that a clock may start from: the data was purged, the service ended.
package struct FactRecorded: Sendable {
    package let what: JointCareRule.Start
    package let happenedAt: Instant
    package let by: Signature
    package let note: String?
}

package struct OwnershipChanged: Sendable {
    package let owner: Owner
    package let party: PartyID?
    package let lead: PartyID?
    package let cause: Tenure.Cause
    /// For people: who owns it since when, and why.
    package let sentence: String
}

package struct OwnershipProposed: Sendable {
    package let kind: Proposal.Kind
    package let by: Signature
    package let answerer: PartyID
    package let reason: String
    package let answerBy: Instant
}

package struct ProposalAnswered: Sendable {
    package let kind: Proposal.Kind
    package let accepted: Bool
    /// Nil: nobody answered in time, which counts as a no.
    package let by: Signature?
    package let reason: String?
}

/// An obligation was set up. Without a due time it waits for its start.
package struct ObligationStarted: Sendable {
    package let id: ObligationID
    package let rule: RuleID
    package let act: String?
    package let recipient: Desk
    package let owed: String?
    package let terms: ActTerms
    package let start: JointCareRule.Start
    package let due: Instant?
}

/// The start of an obligation's clock happened, or one of its clocks brought the due time forward.
package struct ClockStarted: Sendable {
    package let id: ObligationID
    package let start: JointCareRule.Start
    package let startedAt: Instant
    package let due: Instant
}

package struct ObligationReminded: Sendable {
    package let id: ObligationID
    /// From 1.
    package let number: Int
    package let recipient: Desk
}

/// Waived, held or taken up again by somebody, with a reason.
package struct ObligationDecided: Sendable {
    package let id: ObligationID
    package let by: Signature
    package let reason: String
}

package struct ObligationCancelled: Sendable {
    package let id: ObligationID
    package let reason: String
}

package struct ObligationMet: Sendable {
    package let id: ObligationID
    /// What proves it.
    package let evidence: JointCareRule.Evidence
    package let delivery: DeliveryID?
    package let late: Bool
    /// When it was done, as the person who records it says; nil: now.
    package let doneAt: Instant?
    package let by: Signature?
    package let note: String?

    package init(
        id: ObligationID, evidence: JointCareRule.Evidence, delivery: DeliveryID? = nil, late: Bool,
        doneAt: Instant? = nil, by: Signature? = nil, note: String? = nil
    ) {
        self.id = id
        self.evidence = evidence
        self.delivery = delivery
        self.late = late
        self.doneAt = doneAt
        self.by = by
        self.note = note
    }
}

package struct ObligationOverdue: Sendable {
    package let id: ObligationID
    package let rule: RuleID
    package let recipient: Desk
}

package struct NoticeQueued: Sendable {
    package let id: NoticeID
    package let desk: Desk
    /// The role that was meant, where the party fills it with another.
    package let meantRole: ContactRole
    package let kind: Notice.Kind
    package let rules: [RuleID]
    package let obligations: [ObligationID]
    package let due: Instant?
    package let channels: [ChannelID]
    package let urgency: Urgency
    /// The person on call who is addressed, where a schedule named one.
    package let person: String?
    /// Why it does not go out yet; nil: it does.
    package let hold: Hold?
    /// The notices that it tells in their stead.
    package let covers: [NoticeReference]
    package let body: String
}

/// A notice that was held goes out.
package struct NoticeReleased: Sendable {
    package let id: NoticeID
    package let desk: Desk
}

/// A notice that was held is told by another, which tells several at once.
package struct NoticeBundled: Sendable {
    package let id: NoticeID
    package let desk: Desk
    package let digest: NoticeID
}

/// The notice that tells it arrived.
package struct NoticeTold: Sendable {
    package let id: NoticeID
    package let digest: NoticeID
    package let delivery: DeliveryID
}

/// The channels of a notice are no longer configured: it goes to others of the same party, and is due when it was.
package struct NoticeRedirected: Sendable {
    package let id: NoticeID
    package let desk: Desk
    /// Those that are no longer configured.
    package let gone: [ChannelID]
    /// Those that are still to be tried.
    package let channels: [ChannelID]
}

package struct NoticeUndelivered: Sendable {
    package let id: NoticeID
    package let desk: Desk
}

package struct AttemptStarted: Sendable {
    package let notice: NoticeID
    package let delivery: DeliveryID
    package let channel: ChannelID
    package let attempt: Int
}

package struct AttemptFinished: Sendable {
    package let notice: NoticeID
    package let result: AttemptResult
    /// When the next attempt is due; nil when there will be none.
    package let retryAt: Instant?
}

package struct EscalationStarted: Sendable {
    package let party: PartyID
    package let role: ContactRole
    package let policyID: PolicyID?
    package let policy: EscalationPolicy<EscalationTarget>
}

package struct EscalationStepped: Sendable {
    package let party: PartyID
    /// Steps taken, this one included.
    package let step: Int
    package let told: [Desk]
    /// Why a target was left out, one sentence each.
    package let skipped: [String]
}

/// The party wants no calls for now; its escalation goes on then.
package struct EscalationPaused: Sendable {
    package let party: PartyID
    package let until: Instant
    package let hold: Hold
}

package struct SilenceCreated: Sendable {
    package let silence: Silence
}

/// A silence is over, or was ended by a person.
package struct SilenceEnded: Sendable {
    package let id: SilenceID
    /// How many notices it held.
    package let held: Int
    /// Nil: its time was over.
    package let by: Signature?
}

package struct OverrideCreated: Sendable {
    package let schedule: ScheduleID
    package let override: Override
}

/// An override is over, or was taken back by a person.
package struct OverrideEnded: Sendable {
    package let id: OverrideID
    /// Nil: its time was over.
    package let by: Signature?
}

package struct NobodyReached: Sendable {
    package let party: PartyID
    /// Who was told that nobody could be reached.
    package let told: [Desk]
}

package struct IncidentAcknowledged: Sendable {
    package let party: PartyID
    package let by: String
    package let note: String?
    /// When it expires; nil: never.
    package let until: Instant?
}

/// The problem still stands, and the party that acknowledged it is called anew.
package struct AcknowledgementExpired: Sendable {
    package let party: PartyID
}

/// A person looks after it for a party, by name.
package struct IncidentTaken: Sendable {
    package let party: PartyID
    package let by: String
    package let note: String?
}

package struct IncidentCommented: Sendable {
    package let party: PartyID
    package let by: String
    package let text: String
}

/// It began again. Without a person it was a report that said so.
package struct IncidentReopened: Sendable {
    package let party: PartyID
    package let by: String?
    package let note: String?
}

/// The auditor found an open incident of which nothing is due and that waits for nobody.
package struct AuditFailed: Sendable {
    package let incident: IncidentID
    package let ledger: LedgerID
    package let finding: String
}

package struct IncidentResolved: Sendable {
    package let party: PartyID
    package let by: String
    package let note: String?
}

package struct IncidentClosed: Sendable {
    package init() {}
}
