/// A day of the week. Weeks begin on Monday (ISO 8601).
package enum Weekday: Int, CaseIterable, Hashable, Comparable, Sendable, CustomStringConvertible {
    case monday = 1
    case tuesday
    case wednesday
    case thursday
    case friday
    case saturday
    case sunday

    /// 1970-01-01 was a Thursday.
    init(daysSinceEpoch days: Int64) {
        let sinceMonday = ((days % 7) + 7 + 3) % 7
        self = Self.allCases[Int(sinceMonday)]
    }

    /// Reads the English name in full or its first three letters, in any case.
    package init?(text: String) {
        let word = text.lowercased()
        guard let match = Self.allCases.first(where: { $0.name == word || $0.name.prefix(3) == word }) else {
            return nil
        }
        self = match
    }

    package static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

    /// The day after.
    package var next: Weekday { Self.allCases[rawValue % 7] }

    /// `Mon`, as in written business hours.
    package var description: String { name.prefix(1).uppercased() + name.dropFirst().prefix(2) }

    private var name: String {
        switch self {
        case .monday: "monday"
        case .tuesday: "tuesday"
        case .wednesday: "wednesday"
        case .thursday: "thursday"
        case .friday: "friday"
        case .saturday: "saturday"
        case .sunday: "sunday"
        }
    }
}
