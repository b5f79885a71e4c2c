import Testing

@testable import Coordination

/// What patterns match, and what they cost.
@Suite struct NoisePatternTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let pattern: String
        let matching: [String]
        let other: [String]
        var testDescription: String { pattern }

        init(_ pattern: String, _ matching: [String], not other: [String]) {
            self.pattern = pattern
            self.matching = matching
            self.other = other
        }
    }

    @Test(arguments: [
        Row("", [""], not: ["a", "\n"]),
        Row("web-.*", ["web-", "web-1", "web-\n2"], not: ["my-web-1", "web", "WEB-1"]),
        Row("web|db", ["web", "db"], not: ["webdb", "web|db", ""]),
        Row("a|", ["a", ""], not: ["b", "aa"]),
        Row("^(?:a|b)$", ["a", "b"], not: ["ab", ""]),
        Row("a^b|c$d|e", ["e"], not: ["ab", "a^b", "cd"]),
        Row("(^a|b)*", ["", "a", "ab", "bb"], not: ["ba", "aa"]),
        Row("a{2}", ["aa"], not: ["a", "aaa"]),
        Row("a{2,}", ["aa", "aaaaa"], not: ["a", ""]),
        Row("a{1,3}", ["a", "aa", "aaa"], not: ["", "aaaa"]),
        Row("a{0}b", ["b"], not: ["ab"]),
        Row("(?:ab){0,2}", ["", "ab", "abab"], not: ["ababab", "a"]),
        Row("(a*)*b", ["b", "aaab"], not: ["a", "ba"]),
        Row("(a+)+", ["a", "aaa"], not: ["", "ab"]),
        Row(".*?x+?", ["x", "axx"], not: ["", "xa"]),
        Row("[a-c]", ["a", "c"], not: ["d", "-", ""]),
        Row("[^a-c]", ["d", "\n", "é"], not: ["a", "", "dd"]),
        Row("[]a]", ["]", "a"], not: ["b"]),
        Row("[^]a]", ["b"], not: ["]", "a"]),
        Row("[-a]", ["-", "a"], not: ["b"]),
        Row("[a-]", ["-", "a"], not: ["b"]),
        Row("[\\d.-]+", ["10.0.0.1", "-"], not: ["a"]),
        Row("[a\\-c]", ["a", "-", "c"], not: ["b"]),
        Row("[[a]", ["[", "a"], not: ["b"]),
        Row("[*+?(){}|$^]", ["*", "{", "^", "$", ")"], not: ["a"]),
        Row("\\d\\w\\s", ["1a ", "9_\t"], not: ["a1 ", "1a\u{A0}", "٣a "]),
        Row("\\D\\W\\S", ["a-b", "é.é"], not: ["1-b", "aab"]),
        Row("[\\D]", ["a"], not: ["1"]),
        Row("[^\\D]", ["1"], not: ["a"]),
        Row("\\.\\*\\[\\]\\(\\)\\{\\}\\\\\\/\\-\\^\\$", [".*[](){}\\/-^$"], not: ["x*[](){}\\/-^$"]),
        Row("a\\nb\\tc", ["a\nb\tc"], not: ["anbtc"]),
        Row("(?i)web-[a-c]é", ["WEB-Bé", "web-aÉ"], not: ["web-dé"]),
        Row("(?i)[^a]", ["b"], not: ["a", "A"]),
        Row("(?i)ſs", ["ss", "SS", "ſſ"], not: ["st"]),
        Row("(?i)k", ["K", "\u{212A}"], not: ["c"]),
        Row("日本.", ["日本語", "日本🛰"], not: ["日本"]),
        // Scalars, not what looks like one character: the same word in two spellings is two texts.
        Row("e.", ["e\u{301}"], not: ["é"]),
        Row("\u{0}a", ["\u{0}a"], not: ["a"]),
    ])
    func matches(_ row: Row) throws {
        let pattern = try Pattern(row.pattern)
        #expect(pattern.text == row.pattern)
        for text in row.matching {
            #expect(pattern.matches(text), "\(row.pattern) must match \(text.debugDescription)")
        }
        for text in row.other {
            #expect(!pattern.matches(text), "\(row.pattern) must not match \(text.debugDescription)")
        }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let pattern: String
        let error: PatternError
        var testDescription: String { pattern }

        init(_ pattern: String, _ error: PatternError) {
            self.pattern = pattern
            self.error = error
        }
    }

    static let deep = NoiseLimits.patternDepthMax

    @Test(arguments: [
        Refused("a)", .groupNotOpened(position: 2)),
        Refused(")", .groupNotOpened(position: 1)),
        Refused("(a", .groupNotClosed(position: 1)),
        Refused("a(b|(c)", .groupNotClosed(position: 2)),
        Refused("[a", .classNotClosed(position: 1)),
        Refused("a[", .classNotClosed(position: 2)),
        Refused("[]", .classNotClosed(position: 1)),
        Refused("[^]", .classNotClosed(position: 1)),
        Refused("[a-", .classNotClosed(position: 4)),
        Refused("[a\\", .unsupportedEscape("\\", position: 3)),
        Refused("[b-a]", .badRange(position: 2)),
        Refused("[a-\\d]", .badRange(position: 2)),
        Refused("[\\d-z]", .badRange(position: 2)),
        Refused("[a-b-c]", .badRange(position: 5)),
        Refused("[[:alpha:]]", .unsupportedClass(position: 2)),
        Refused("a]", .stray("]", position: 2)),
        Refused("a}", .stray("}", position: 2)),
        Refused("*a", .nothingToRepeat(position: 1)),
        Refused("a|+", .nothingToRepeat(position: 3)),
        Refused("(?", .unsupportedGroup(position: 1)),
        Refused("(*a)", .nothingToRepeat(position: 2)),
        Refused("^*", .nothingToRepeat(position: 2)),
        Refused("{2}", .stray("{", position: 1)),
        Refused("a**", .repeatedTwice(position: 3)),
        Refused("a*??", .repeatedTwice(position: 4)),
        Refused("a{2}{3}", .repeatedTwice(position: 5)),
        Refused("a{", .badCount(position: 2)),
        Refused("a{}", .badCount(position: 2)),
        Refused("a{,3}", .badCount(position: 2)),
        Refused("a{3,2}", .badCount(position: 2)),
        Refused("a{1,x}", .badCount(position: 2)),
        Refused("a{251}", .badCount(position: 2)),
        Refused("a{1,251}", .badCount(position: 2)),
        Refused("a{99999}", .badCount(position: 2)),
        Refused("a{ 1}", .badCount(position: 2)),
        Refused("(?=a)", .unsupportedGroup(position: 1)),
        Refused("(?!a)", .unsupportedGroup(position: 1)),
        Refused("(?<n>a)", .unsupportedGroup(position: 1)),
        Refused("(?P<n>a)", .unsupportedGroup(position: 1)),
        Refused("a(?i)b", .unsupportedGroup(position: 2)),
        Refused("(?i:a)", .unsupportedGroup(position: 1)),
        Refused("(?s)a", .unsupportedGroup(position: 1)),
        Refused("(a)\\1", .unsupportedEscape("\\1", position: 4)),
        Refused("\\bword", .unsupportedEscape("\\b", position: 1)),
        Refused("\\pL", .unsupportedEscape("\\p", position: 1)),
        Refused("\\x41", .unsupportedEscape("\\x", position: 1)),
        Refused("\\é", .unsupportedEscape("\\é", position: 1)),
        Refused("a\\", .unsupportedEscape("\\", position: 2)),
        Refused(String(repeating: "(", count: deep + 1), .tooDeep(position: deep + 1)),
        Refused(String(repeating: "(", count: 500), .tooDeep(position: deep + 1)),
        Refused(String(repeating: "a", count: NoiseLimits.patternBytesMax + 1), .tooLong(bytes: 513)),
        Refused("((a{250}){250}){250}", .tooLarge),
        Refused("((((((){250}){250}){250}){250}){250}){250}", .tooLarge),
        Refused("(?:ab{200}){5,}", .tooLarge),
    ])
    func refusesWithItsPosition(_ refused: Refused) {
        #expect(throws: refused.error) { _ = try Pattern(refused.pattern) }
        #expect(refused.error.code.hasPrefix("pattern-"))
        #expect(!refused.error.description.isEmpty)
    }

    @Test func acceptsWhatIsAtTheLimits() throws {
        #expect(try Pattern(String(repeating: "a", count: NoiseLimits.patternBytesMax)).states == 513)
        let depth = NoiseLimits.patternDepthMax
        let nested = String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        #expect(try Pattern(nested).matches("a"))
        #expect(try Pattern("(?:abc){250}").matches(String(repeating: "abc", count: 250)))
        #expect(try Pattern(String(repeating: "|", count: NoiseLimits.patternBytesMax - 350)).matches(""))
    }

    /// What a backtracking engine needs longer than the universe for costs a fixed number of steps a character here.
    @Test(arguments: [
        ("(a*)*b", "c"), ("(a+)+b", "c"), ("(a|a)*b", "c"), ("(a|aa)+", "b"), ("(.*)*x", "y"), ("(?:a?){20}a{20}b", ""),
        ("((((a*)*)*)*)*b", ""),
    ])
    func hostilePatternsCostNoMoreThanStatesTimesCharacters(pattern: String, ending: String) throws {
        let compiled = try Pattern(pattern)
        let text = String(repeating: "a", count: 10_000) + ending
        let (isMatch, steps) = compiled.measuredMatch(text)
        #expect(!isMatch)
        #expect(steps <= 2 * compiled.states * (text.unicodeScalars.count + 1))
        #expect(compiled.states < 100)
    }

    @Test func aTextThatCannotMatchAnyMoreIsLeft() throws {
        let (isMatch, steps) = try Pattern("web-.*").measuredMatch(String(repeating: "x", count: 100_000))
        #expect(!isMatch)
        #expect(steps < 10)
    }

    /// Any bytes at all are read or refused, and never trap.
    @Test(arguments: 0..<4) func anythingIsReadOrRefused(_ seed: UInt64) {
        var entropy = Entropy(seed: seed)
        let pieces = Array("ab()[]{}*+?|^$\\.-,:0123dwsi<=é\n ").map(String.init)
        var accepted = 0
        for _ in 0..<2000 {
            let count = Int.random(in: 0...12, using: &entropy)
            let text = (0..<count).map { _ in pieces.randomElement(using: &entropy) ?? "" }.joined()
            guard let pattern = try? Pattern(text) else { continue }
            accepted += 1
            _ = pattern.matches("ab")
        }
        #expect(accepted > 20)
    }
}
