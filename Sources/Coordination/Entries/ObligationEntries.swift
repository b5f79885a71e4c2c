package import CivilTime
package import Responsibility

// What entries say about obligations.

/// An obligation was set up. Without a due time it waits for its start.
package struct ObligationStarted: Sendable {
    package let id: ObligationID
    package let rule: RuleID
    package let act: String?
    package let recipient: Desk
    package let owed: String?
    package let terms: ActTerms
    package let start: JointCareRule.Start
    /// When that happened; nil while it has not.
    package let startedAt: Instant?
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
