package import CivilTime
package import Responsibility

// What entries say about what people did.

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
    /// Of a part: how often the whole had ended or begun again by then. Nil: there is no whole, or an older version wrote it.
    package var wholeAsOf: Int?
}

package struct IncidentResolved: Sendable {
    package let party: PartyID
    package let by: String
    package let note: String?
    /// As of one that began again.
    package var wholeAsOf: Int?
}

package struct IncidentClosed: Sendable {
    package init() {}
}
