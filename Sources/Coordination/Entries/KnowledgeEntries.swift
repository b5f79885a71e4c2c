package import CivilTime
package import Responsibility

// What entries say about problems: what was reported, what it is, and whose it is.

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
    /// What came of it, where it is about no incident that could say so.
    package let outcome: LoneOutcome?

    package init(party: PartyID, key: String, content: UInt64, outcome: LoneOutcome? = nil) {
        self.party = party
        self.key = key
        self.content = content
        self.outcome = outcome
    }
}

/// The key of a request that is about no incident is free again.
package struct RequestForgotten: Sendable {
    package init() {}
}

/// Raised: by a report, or a person. Lowered: by a person, with a reason.
package struct SeverityChanged: Sendable {
    package let from: Severity
    package let to: Severity
    package let by: Signature?
    package let reason: String?
    /// Of a part: how often the whole's severity had changed by then. Nil: there is no whole, or an older version wrote it.
    package var wholeAsOf: Int?

    package init(
        from: Severity, to: Severity, by: Signature? = nil, reason: String? = nil, wholeAsOf: Int? = nil
    ) {
        self.from = from
        self.to = to
        self.by = by
        self.reason = reason
        self.wholeAsOf = wholeAsOf
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
    /// The component that was found out; nil: as it was.
    package let component: String?
    package let by: Signature
    package let reason: String?
}

/// Another incident belongs to the same problem. Of a part only the root is named, and a root stands in `house` alone, so that no
/// customer's ledger names another customer.
package struct IncidentLinked: Sendable {
    package let root: IncidentID?
    package let part: IncidentID?
    package let partLedger: LedgerID?
    /// It goes on as that part, and is over only with it.
    package let goesOn: Bool

    package init(root: IncidentID?, part: IncidentID?, partLedger: LedgerID?, goesOn: Bool = false) {
        self.root = root
        self.part = part
        self.partLedger = partLedger
        self.goesOn = goesOn
    }
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
