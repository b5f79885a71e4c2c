/// Finds the name that somebody probably meant.
enum SimilarNames {
    /// Names further apart than this are different names, not slips.
    static let distanceMax = 2

    /// The closest of the names within `distanceMax` edits, the first in alphabetical order among equals.
    /// Names of up to two characters must match but for one edit, or every short name would resemble every other.
    static func closest(to text: String, among names: some Sequence<String>) -> String? {
        let limit = text.unicodeScalars.count <= 2 ? 1 : distanceMax
        var edits = EditDistance(from: text, max: limit)
        var best: (name: String, distance: Int)?
        for name in names where name != text {
            guard let distance = edits.distance(to: name) else { continue }
            if let best, (best.distance, best.name) < (distance, name) { continue }
            best = (name, distance)
        }
        return best?.name
    }

    /// What to do about a name that is not among the accepted ones: the likely one, else all of them.
    static func hint(for text: String, among names: some Sequence<String>, kind: String) -> String {
        if let name = closest(to: text, among: names) { return "did you mean \(code(name))?" }
        let known = names.sorted()
        if known.isEmpty { return "there is no \(kind) yet" }
        let shownMax = 24
        let shown = known.prefix(shownMax).joined(separator: ", ")
        return "known: \(shown)" + (known.count > shownMax ? ", …" : "")
    }
}

/// How many characters of one text must be inserted, removed, replaced or swapped with their neighbour to make another
/// of it (optimal string alignment), in whatever case. One text is compared with 10,000 names, so the rows are kept.
private struct EditDistance {
    private let left: [Unicode.Scalar]
    private let max: Int
    private var right: [Unicode.Scalar] = []
    private var beforeLast: [Int] = []
    private var last: [Int] = []
    private var current: [Int] = []

    init(from text: String, max: Int) {
        left = Array(text.lowercased().unicodeScalars)
        self.max = max
    }

    /// Nil when it is more than `max`.
    mutating func distance(to name: String) -> Int? {
        right.removeAll(keepingCapacity: true)
        right.append(contentsOf: name.lowercased().unicodeScalars)
        guard abs(left.count - right.count) <= max else { return nil }
        last.removeAll(keepingCapacity: true)
        last.append(contentsOf: 0...right.count)
        for row in left.indices {
            fillRow(row)
            // Whatever leads to the end crosses this row or, by a swap, the one before it, and gets no shorter.
            let least = Swift.min(current.min() ?? 0, last.min() ?? 0)
            guard least <= max else { return nil }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count] <= max ? last[right.count] : nil
    }

    private mutating func fillRow(_ row: Int) {
        current.removeAll(keepingCapacity: true)
        current.append(row + 1)
        for column in right.indices {
            let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
            var distance = Swift.min(replaced, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                distance = Swift.min(distance, beforeLast[column - 1] + 1)
            }
            current.append(distance)
        }
    }
}

/// A word of the configuration inside a sentence: in back quotes, short, without control characters.
func code(_ text: String, lengthMax: Int = 60) -> String {
    let safe = text.unicodeScalars.prefix(lengthMax).map { scalar -> Character in
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
        default: Character(scalar)
        }
    }
    return "`" + String(safe) + (text.unicodeScalars.count > lengthMax ? "…" : "") + "`"
}
