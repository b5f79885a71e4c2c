/// A regular expression that a whole text must match, as in Prometheus: `web-.*` does not match `my-web-1`.
///
/// Patterns come from customers and are tried against every notice, so their cost is bounded by construction: the
/// syntax is the regular part of RE2's, compiled to at most `NoiseLimits.patternStatesMax` states, and a text costs at
/// most that many steps for each of its characters. There is no backtracking.
///
/// Accepted: characters, `.` (every character, line ends too), classes with ranges and negation, `\d \w \s` and their
/// opposites (ASCII, as in RE2), `(…)`, `(?:…)`, `|`, `* + ? {m} {m,} {m,n}` (also lazy, which changes nothing), `(?i)`
/// as the first characters, and `^ $`, which are redundant. Characters are Unicode scalars.
package struct Pattern: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    package let text: String
    private let program: PatternProgram
    private let ignoresCase: Bool

    /// Reads and compiles a pattern of at most `NoiseLimits.patternBytesMax` bytes.
    package init(_ text: String) throws(PatternError) {
        let (node, ignoresCase) = try PatternReader.read(text)
        self.text = text
        self.ignoresCase = ignoresCase
        program = PatternProgram(node)
    }

    /// The states of the compiled form.
    package var states: Int { program.instructions.count }

    /// Whether the whole text matches. O(states × characters).
    package func matches(_ text: String) -> Bool { measuredMatch(text).isMatch }

    /// The answer, and what it cost in steps.
    func measuredMatch(_ text: String) -> (isMatch: Bool, steps: Int) {
        var run = PatternRun(program)
        let isMatch = run.matches(text, ignoresCase: ignoresCase)
        return (isMatch, run.steps)
    }

    package var description: String { text }
}
