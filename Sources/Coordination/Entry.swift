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
    case severityRaised(SeverityRaised)
    case obligationStarted(ObligationStarted)
    case obligationMet(ObligationMet)
    case obligationOverdue(ObligationOverdue)
    case noticeQueued(NoticeQueued)
    case noticeUndelivered(NoticeUndelivered)
    case attemptStarted(AttemptStarted)
    case attemptFinished(AttemptFinished)
    case escalationStarted(EscalationStarted)
    case escalationStepped(EscalationStepped)
    case nobodyReached(NobodyReached)
    case incidentAcknowledged(IncidentAcknowledged)
    case incidentResolved(IncidentResolved)
    case incidentClosed(IncidentClosed)
}

/// An entry with where and when it belongs.
package struct RecordedEntry: Sendable {
    package let ledger: LedgerID
    package let incident: IncidentID?
    package let at: Instant
    package let entry: Entry

    package init(ledger: LedgerID, incident: IncidentID?, at: Instant, entry: Entry) {
        self.ledger = ledger
        self.incident = incident
        self.at = at
        self.entry = entry
    }

    /// After this entry start-up need not fold the incident again.
    package var closesIncident: Bool { if case .incidentClosed = entry { true } else { false } }
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

/// The opening of an incident. Its summary and asset are those of the first report, whose entry comes next.
package struct IncidentOpened: Sendable {
    package let severity: Severity
    package let ruling: Ruling
    package let reporter: PartyID
    package let trafficLight: Report.TrafficLight
    package let dedupKey: String
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

package struct SeverityRaised: Sendable {
    package let from: Severity
    package let to: Severity
}

package struct ObligationStarted: Sendable {
    package let id: ObligationID
    package let rule: RuleID
    package let recipient: Desk
    package let due: Instant
}

package struct ObligationMet: Sendable {
    package let id: ObligationID
    /// What proves it: a delivery, or the recipient's own acknowledgement.
    package let delivery: DeliveryID?
    package let late: Bool
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
    package let body: String
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

package struct NobodyReached: Sendable {
    package let party: PartyID
    /// Who was told that nobody could be reached.
    package let told: [Desk]
}

package struct IncidentAcknowledged: Sendable {
    package let party: PartyID
    package let by: String
    package let note: String?
}

package struct IncidentResolved: Sendable {
    package let party: PartyID
    package let by: String
    package let note: String?
}

package struct IncidentClosed: Sendable {
    package init() {}
}
