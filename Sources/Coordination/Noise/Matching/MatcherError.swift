/// Why a text is no set of matchers. Positions count characters from 1.
package enum MatcherError: Error, Hashable, Sendable, CustomStringConvertible {
    case noMatcher
    case tooMany
    case tooLong(bytes: Int)
    case valueTooLong(field: MatchField, bytes: Int)
    /// Other than the ends of lines and tabs.
    case controlCharacter(field: MatchField)
    case unknownField(String, position: Int)
    case noComparison(field: MatchField, position: Int)
    case noValue(field: MatchField, position: Int)
    /// A quote or a brace.
    case notClosed(String, position: Int)
    case badEscape(String, position: Int)
    case unexpected(String, position: Int)
    case pattern(field: MatchField, PatternError)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .noMatcher: "matcher-missing"
        case .tooMany: "matcher-too-many"
        case .tooLong: "matcher-too-long"
        case .valueTooLong: "matcher-value-too-long"
        case .controlCharacter: "matcher-control-character"
        case .unknownField: "matcher-unknown-field"
        case .noComparison: "matcher-no-comparison"
        case .noValue: "matcher-no-value"
        case .notClosed: "matcher-not-closed"
        case .badEscape: "matcher-bad-escape"
        case .unexpected: "matcher-unexpected"
        case .pattern(_, let error): error.code
        }
    }

    package var description: String {
        switch self {
        case .noMatcher: "there is no matcher; write at least one, such as severity=\"high\""
        case .tooMany: "more than \(NoiseLimits.matchersMax) matchers; join some with a pattern such as asset=~\"a|b\""
        case .tooLong(let bytes):
            "the matchers have \(bytes) bytes; at most \(NoiseLimits.matcherTextBytesMax) are accepted"
        case .valueTooLong(let field, let bytes):
            "the value for \(field) has \(bytes) bytes; at most \(NoiseLimits.matcherValueBytesMax) are accepted"
        case .controlCharacter(let field):
            "the value for \(field) has a control character; only \\n, \\r and \\t are accepted"
        case .unknownField(let name, let position):
            "at character \(position): there is no field \"\(name.prefix(60))\"; accepted are "
                + MatchField.named.map(\.text).joined(separator: ", ") + " and label.NAME"
        case .noComparison(let field, let position):
            "at character \(position): after \(field) comes =, !=, =~ or !~"
        case .noValue(let field, let position):
            "at character \(position): there is no value for \(field); write \"\" for the empty one"
        case .notClosed(let sign, let position):
            "at character \(position): \(sign) is not closed; add \(sign == "{" ? "}" : sign)"
        case .badEscape(let character, let position):
            "at character \(position): a backslash stands before \(character); within quotes it stands before \\, \","
                + " n, t or r, and is itself written \\\\"
        case .unexpected(let character, let position):
            "at character \(position): \(character) is not expected; matchers are separated by commas, and a value with"
                + " blanks or signs is put in quotes"
        case .pattern(let field, let error): "the pattern for \(field): \(error)"
        }
    }
}
