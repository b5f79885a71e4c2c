internal import CivilTime
internal import StrictJSON

/// The small pieces both alert formats share.
enum AlertLabels {
    /// Label or annotation sets: texts, and numbers and flags as their text. Empty values mean that there is no
    /// such label.
    static func read(_ json: JSON?) -> [(name: String, value: String)] {
        (json?.object?.members ?? []).compactMap { member in
            text(member.value).flatMap { $0.isEmpty ? nil : (member.name, $0) }
        }
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .integer, .decimal, .bool: value.text
        case .null, .array, .object: nil
        }
    }

    /// RFC 3339; nil when absent, unreadable or the zero time `0001-01-01T00:00:00Z`, which Go clients send for
    /// "not set".
    static func instant(_ json: JSON?) -> Instant? {
        guard let instant = json?.string.flatMap({ Instant(rfc3339: $0) }), instant.milliseconds > 0 else { return nil }
        return instant
    }
}
