/// Reads the text of a matcher set. Names and values are quoted, or plain: without white space and without braces,
/// commas, quotes, backslashes and the signs `! = ~`, as in Alertmanager's own reader. What other readers guess at (an
/// unknown escape, an empty value, a comma in a plain value) is refused with its position.
struct MatcherReader {
    private let scalars: [Unicode.Scalar]
    private var index = 0

    static func read(_ text: String) throws(MatcherError) -> [Matcher] {
        guard text.utf8.count <= NoiseLimits.matcherTextBytesMax else { throw .tooLong(bytes: text.utf8.count) }
        var reader = MatcherReader(scalars: Array(text.unicodeScalars))
        return try reader.set()
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    /// May stand unquoted.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "{", "}", "!", "=", "~", ",", "\\", "\"", "'", "`": false
        default: !scalar.properties.isWhitespace && scalar.value >= 0x20 && scalar.value != 0x7F
        }
    }

    /// Of the next character, counted from 1.
    private var position: Int { index + 1 }
    private var peeked: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peeked == scalar else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while let scalar = peeked, scalar.properties.isWhitespace { index += 1 }
    }

    private mutating func set() throws(MatcherError) -> [Matcher] {
        skipBlanks()
        let brace = take("{") ? index : nil
        var matchers: [Matcher] = []
        while try hasMatcher(afterOthers: !matchers.isEmpty) {
            guard matchers.count < NoiseLimits.matchersMax else { throw .tooMany }
            matchers.append(try matcher())
        }
        if let brace, !take("}") { throw .notClosed("{", position: brace) }
        skipBlanks()
        guard peeked == nil else { throw .unexpected(character, position: position) }
        return matchers
    }

    /// A comma stands between two matchers, and may stand after the last.
    private mutating func hasMatcher(afterOthers: Bool) throws(MatcherError) -> Bool {
        skipBlanks()
        let hasComma = afterOthers && take(",")
        skipBlanks()
        guard let scalar = peeked, scalar != "}" else { return false }
        guard hasComma || !afterOthers else { throw .unexpected(character, position: position) }
        return true
    }

    private mutating func matcher() throws(MatcherError) -> Matcher {
        let start = position
        let name = try token() ?? ""
        guard let field = MatchField(text: name) else { throw .unknownField(name, position: start) }
        skipBlanks()
        let comparison = try comparison(after: field)
        skipBlanks()
        guard let value = try token() else { throw .noValue(field: field, position: position) }
        return try Matcher(field, comparison, value)
    }

    private mutating func comparison(after field: MatchField) throws(MatcherError) -> Matcher.Comparison {
        let start = position
        if take("=") { return take("~") ? .fits : .equals }
        if take("!") {
            if take("=") { return .differs }
            if take("~") { return .fitsNot }
        }
        throw .noComparison(field: field, position: start)
    }

    /// A name or a value; nil where none begins.
    private mutating func token() throws(MatcherError) -> String? {
        if take("\"") { return try quoted(openedAt: index) }
        var text = String.UnicodeScalarView()
        while let scalar = peeked, Self.isPlain(scalar) {
            text.append(scalar)
            index += 1
        }
        return text.isEmpty ? nil : String(text)
    }

    private mutating func quoted(openedAt start: Int) throws(MatcherError) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peeked {
            index += 1
            switch scalar {
            case "\"": return String(text)
            case "\\": text.append(try escaped(at: index))
            default: text.append(scalar)
            }
        }
        throw .notClosed("\"", position: start)
    }

    private mutating func escaped(at start: Int) throws(MatcherError) -> Unicode.Scalar {
        defer { index += 1 }
        switch peeked {
        case "\\": return "\\"
        case "\"": return "\""
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        default: throw .badEscape(character, position: start)
        }
    }

    /// The next character, for an error.
    private var character: String { peeked.map { String($0) } ?? "the end" }
}
