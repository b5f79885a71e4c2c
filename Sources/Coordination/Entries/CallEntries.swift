package import CivilTime
package import OnCall
package import Responsibility

// What entries say about who is called, when nobody is, and why not.

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
    /// Its time was over and its party was not told, because the agreement holds as many incidents as it can.
    package var isUntold = false
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

/// The auditor found an open incident of which nothing is due and that waits for nobody.
package struct AuditFailed: Sendable {
    package let incident: IncidentID
    package let ledger: LedgerID
    package let finding: String
}
