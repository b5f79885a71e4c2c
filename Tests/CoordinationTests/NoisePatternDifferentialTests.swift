import Testing

@testable import Coordination

/// The engine against another that was written by others: thousands of small patterns, made at random by their grammar,
/// on small texts.
@Suite struct NoisePatternDifferentialTests {
    /// Makes patterns that both engines read alike.
    struct Maker {
        var entropy: Entropy

        mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &entropy) < percent }

        mutating func pattern() -> String {
            (chance(20) ? "(?i)" : "") + choice(depth: 3)
        }

        mutating func choice(depth: Int) -> String {
            var branches = [sequence(depth: depth)]
            while chance(25), branches.count < 3 { branches.append(sequence(depth: depth)) }
            return branches.joined(separator: "|")
        }

        mutating func sequence(depth: Int) -> String {
            let count = chance(6) ? 0 : Int.random(in: 1...3, using: &entropy)
            return (0..<count).map { _ in repeated(depth: depth) }.joined()
        }

        mutating func repeated(depth: Int) -> String {
            if chance(4) { return chance(50) ? "^" : "$" }
            let atom = atom(depth: depth)
            guard chance(40) else { return atom }
            let counts = ["*", "+", "?", "{2}", "{0,2}", "{1,}", "{1,3}", "*?", "+?", "{0}"]
            return atom + (counts.randomElement(using: &entropy) ?? "")
        }

        mutating func atom(depth: Int) -> String {
            if depth > 0, chance(30) { return (chance(50) ? "(?:" : "(") + choice(depth: depth - 1) + ")" }
            let atoms = [
                "a", "b", "c", "A", "1", "-", "_", " ", "é", ".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "[a-c]",
                "[^a-b]", "[a\\d]", "[^\\w]", "[b1-9_]", "\\.", "[A-Cé]",
            ]
            return atoms.randomElement(using: &entropy) ?? ""
        }

        mutating func text() -> String {
            let characters = ["a", "a", "b", "b", "c", "A", "B", "1", "-", "_", " ", "é", ".", "É"]
            let count = Int.random(in: 0...6, using: &entropy)
            return (0..<count).map { _ in characters.randomElement(using: &entropy) ?? "" }.joined()
        }
    }

    @Test(arguments: 0..<8) func agreesWithTheStandardLibrary(_ seed: UInt64) throws {
        var maker = Maker(entropy: Entropy(seed: seed))
        var matches = 0
        for _ in 0..<400 {
            let text = maker.pattern()
            let pattern = try Pattern(text)
            let other = try Regex(text).matchingSemantics(.unicodeScalar).dotMatchesNewlines()
                .asciiOnlyDigits().asciiOnlyWordCharacters().asciiOnlyWhitespace()
            for _ in 0..<8 {
                let subject = maker.text()
                let isMatch = pattern.matches(subject)
                let isOtherMatch = try other.wholeMatch(in: subject) != nil
                #expect(isMatch == isOtherMatch, "\(text) on \"\(subject)\"")
                if isMatch { matches += 1 }
            }
        }
        // Both would agree on nothing as well.
        #expect(matches > 100)
    }
}
