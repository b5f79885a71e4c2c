package import CivilTime
package import Responsibility

/// Who owned an incident from an instant on.
package struct Tenure: Hashable, Sendable {
    /// Why it began.
    package enum Cause: String, CaseIterable, Sendable {
        /// The ruling at the opening.
        case ruling
        /// The incident was ruled on again, because more was known.
        case reclassification
        /// The owner offered it and the other side accepted.
        case handover
        /// The owner disputed it and the other side took it.
        case dispute
    }

    package let owner: Owner
    /// The owning party; nil for joint, each and nobody.
    package let party: PartyID?
    /// Who leads a joint matter.
    package let lead: PartyID?
    package let since: Instant
    package let cause: Cause
}

/// A party wants the owner to change, and the other side has not answered. Meanwhile the owner stays who it is, so that somebody
/// always looks after it.
package struct Proposal: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The owner says that it is not its own under the agreement.
        case dispute
        /// The owner asks the other side to take it over.
        case offer
    }

    package let kind: Kind
    /// Who made it.
    package let party: PartyID
    /// Who must answer.
    package let answerer: PartyID
    package let reason: String
    package let madeAt: Instant
    /// When no answer counts as a no.
    package let answerBy: Instant
}

extension Incident {
    /// The tenures in order; the last is the present one.
    package var tenures: [Tenure] { pastTenures + [tenure] }

    /// Who owned it at an instant; nil before it was opened.
    package func tenure(at instant: Instant) -> Tenure? { tenures.last { $0.since <= instant } }

    /// Who owns it now.
    package var tenure: Tenure {
        Tenure(
            owner: ruling.owner, party: ruling.ownerParty, lead: ruling.lead, since: ownedSince ?? openedAt,
            cause: ownedBecause)
    }

    /// The parties that look after it: the owner, or the leader of a joint matter.
    package func isLookedAfter(by party: PartyID) -> Bool { ruling.ownerParty == party || ruling.lead == party }
}
