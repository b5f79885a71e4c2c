package import Responsibility

/// One role of one party: whom a notice is addressed to. Written `tern.sec`.
package struct Desk: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let party: PartyID
    package let role: ContactRole

    package init(party: PartyID, role: ContactRole) {
        self.party = party
        self.role = role
    }

    /// Reads `tern.sec`; the role is what follows the last point.
    package init?(_ text: String) {
        guard let point = text.lastIndex(of: "."),
            let role = ContactRole(rawValue: String(text[text.index(after: point)...])),
            point > text.startIndex
        else { return nil }
        self.init(party: PartyID(String(text[..<point])), role: role)
    }

    package var description: String { "\(party).\(role.rawValue)" }

    package static func < (left: Desk, right: Desk) -> Bool { left.description < right.description }
}
