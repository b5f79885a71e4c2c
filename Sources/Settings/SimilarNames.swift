/// Finds the name that somebody probably meant.
enum SimilarNames {
    /// Names further apart than this are different names, not slips.
    static let distanceMax = 2

    /// The closest of the names within `distanceMax` edits, the first in alphabetical order among equals.
    /// Names of up to two characters must match but for one edit, or every short name would resemble every other.
    static func closest(to text: String, among names: some Sequence<String>) -> String? {
        let limit = text.unicodeScalars.count <= 2 ? 1 : distanceMax
        var best: (name: String, distance: Int)?
        for name in names.sorted() where name != text {
            let distance = editDistance(text, name)
            if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best?.name
    }

    /// How many characters must be inserted, removed, replaced or swapped with their neighbour (optimal string
    /// alignment).
    static func editDistance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().unicodeScalars)
        let right = Array(right.lowercased().unicodeScalars)
        guard abs(left.count - right.count) <= distanceMax else { return .max }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var distance = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
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
