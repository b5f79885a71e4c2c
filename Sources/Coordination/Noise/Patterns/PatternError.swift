/// Why a text is no pattern that Tocsin accepts. Positions count characters from 1.
package enum PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong(bytes: Int)
    /// Repetitions, written out, need more states than are permitted.
    case tooLarge
    case tooDeep(position: Int)
    /// `)` without `(`.
    case groupNotOpened(position: Int)
    case groupNotClosed(position: Int)
    case classNotClosed(position: Int)
    /// A range whose end comes before its start, or that has a class such as `\d` at one end.
    case badRange(position: Int)
    /// `]`, `{` or `}` where it means nothing.
    case stray(String, position: Int)
    /// `*`, `+`, `?` or `{m,n}` with nothing before it.
    case nothingToRepeat(position: Int)
    /// `a**`.
    case repeatedTwice(position: Int)
    /// A count beyond the limit, or `{n,m}` with `m` below `n`.
    case badCount(position: Int)
    /// `(?…` other than `(?:` and, at the very start, `(?i)`.
    case unsupportedGroup(position: Int)
    case unsupportedEscape(String, position: Int)
    /// `[:alpha:]`.
    case unsupportedClass(position: Int)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .tooLong: "pattern-too-long"
        case .tooLarge: "pattern-too-large"
        case .tooDeep: "pattern-too-deep"
        case .groupNotOpened: "pattern-group-not-opened"
        case .groupNotClosed: "pattern-group-not-closed"
        case .classNotClosed: "pattern-class-not-closed"
        case .badRange: "pattern-bad-range"
        case .stray: "pattern-stray-character"
        case .nothingToRepeat: "pattern-nothing-to-repeat"
        case .repeatedTwice: "pattern-repeated-twice"
        case .badCount: "pattern-bad-count"
        case .unsupportedGroup: "pattern-unsupported-group"
        case .unsupportedEscape: "pattern-unsupported-escape"
        case .unsupportedClass: "pattern-unsupported-class"
        }
    }

    /// Where the trouble is; nil when it is the pattern as a whole.
    package var position: Int? {
        switch self {
        case .tooLong, .tooLarge: nil
        case .tooDeep(let position), .groupNotOpened(let position), .groupNotClosed(let position),
            .classNotClosed(let position), .badRange(let position), .stray(_, let position),
            .nothingToRepeat(let position), .repeatedTwice(let position), .badCount(let position),
            .unsupportedGroup(let position), .unsupportedEscape(_, let position), .unsupportedClass(let position):
            position
        }
    }

    package var description: String { position.map { "at character \($0): \(advice)" } ?? advice }

    private var advice: String {
        switch self {
        case .tooLong(let bytes):
            "the pattern has \(bytes) bytes; at most \(NoiseLimits.patternBytesMax) are accepted"
        case .tooLarge:
            "the pattern needs more than \(NoiseLimits.patternStatesMax) states; use smaller counts in {m,n}"
        case .tooDeep: "more than \(NoiseLimits.patternDepthMax) groups within groups; write it flatter"
        case .groupNotOpened: "`)` closes nothing; write `\\)` for the character itself"
        case .groupNotClosed: "`(` is not closed; add `)`, or write `\\(` for the character itself"
        case .classNotClosed: "`[` is not closed; add `]`, or write `\\[` for the character itself"
        case .badRange: "a range runs from a lower to a higher character, as in `a-z`; write `\\-` for the hyphen"
        case .stray(let character, _): "`\(character)` means nothing here; write `\\\(character)` for itself"
        case .nothingToRepeat: "nothing stands before it to be repeated; write a backslash before it for itself"
        case .repeatedTwice: "one repetition after another; put the first into a group `(?:…)`"
        case .badCount:
            "a repetition is `{m}`, `{m,}` or `{m,n}` with rising counts up to \(NoiseLimits.patternRepeatMax)"
        case .unsupportedGroup: "accepted are `(…)` and `(?:…)`, and `(?i)` as the very first characters"
        case .unsupportedEscape(let escape, _):
            "`\(escape)` is not accepted; accepted are `\\d \\w \\s \\D \\W \\S \\n \\r \\t`, and a backslash before"
                + " punctuation"
        case .unsupportedClass: "named classes are not accepted; accepted are characters, ranges and `\\d \\w \\s`"
        }
    }
}
