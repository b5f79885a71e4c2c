/// A name in the settings or on record: a text that is compared byte by byte. What a name may look like is the reader's
/// business; this room only tells one from another.
package protocol OnCallIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral
where StringLiteralType == String {
    var text: String { get }
    init(_ text: String)
}

extension OnCallIdentifier {
    package init(stringLiteral value: String) { self.init(value) }
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
    package var description: String { text }
}

/// The name of a schedule in the settings.
package struct ScheduleID: OnCallIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// The name of a person who can be on call.
package struct PersonID: OnCallIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// The name of a layer within its schedule. All revisions of a layer share it.
package struct LayerID: OnCallIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// The name of one override, unique within its schedule.
package struct OverrideID: OnCallIdentifier {
    package let text: String
    package init(_ text: String) { self.text = text }
}
