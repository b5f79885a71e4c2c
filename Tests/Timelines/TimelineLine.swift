import CivilTime

/// What is wrong with a timeline's file, as opposed to what is wrong with the program.
struct TimelineError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A line of words and `key=value` pairs. What stands in quotes is one word, or one value, and may hold blanks;
/// `\n` in it is a line break and `\"` a quote. What follows a `#` that stands alone is a remark.
struct TimelineLine {
    let number: Int
    let text: String
    let verb: String
    private(set) var words: [String] = []
    private var values: [String: String] = [:]
    private(set) var keys: [String] = []

    init(_ text: String, number: Int) {
        self.number = number
        self.text = text
        let tokens = Self.tokens(of: text)
        verb = tokens.first?.text ?? ""
        for token in tokens.dropFirst() {
            if !token.isQuoted, let equals = token.text.firstIndex(of: "="), equals > token.text.startIndex {
                let key = String(token.text[..<equals])
                keys.append(key)
                values[key] = String(token.text[token.text.index(after: equals)...])
            } else {
                words.append(token.text)
            }
        }
    }

    /// The line without its first word: `expect notice …` is read as `notice …`.
    var rest: TimelineLine {
        var rest = TimelineLine(words.first ?? "", number: number, text: text)
        rest.words = Array(words.dropFirst())
        rest.values = values
        rest.keys = keys
        return rest
    }

    private init(_ verb: String, number: Int, text: String) {
        self.number = number
        self.text = text
        self.verb = verb
    }

    subscript(_ name: String) -> String? { values[name] }

    func word(_ index: Int) throws -> String {
        guard words.indices.contains(index) else { throw TimelineError("a word is missing: \(text)") }
        return words[index]
    }

    func value(_ name: String) throws -> String {
        guard let value = values[name] else { throw TimelineError("\(name)= is missing: \(text)") }
        return value
    }

    func elapsed(_ name: String) throws -> Elapsed? {
        guard let text = values[name] else { return nil }
        guard let elapsed = Elapsed(iso8601: text) else { throw TimelineError("\(name)=\(text) is no duration") }
        return elapsed
    }

    /// An instant: `2026-03-10T09:00+07:00`, with or without seconds, or `+PT5M` and `-PT5M` from another.
    func instant(_ name: String, from now: Instant) throws -> Instant? {
        try values[name].map { try Self.instant($0, from: now) }
    }

    static func instant(_ text: String, from now: Instant?) throws -> Instant {
        if let now, let sign = text.first, sign == "+" || sign == "-",
            let elapsed = Elapsed(iso8601: String(text.dropFirst()))
        {
            return sign == "+" ? now + elapsed : now - elapsed
        }
        if let instant = Instant(rfc3339: text) { return instant }
        // Seconds may be left out: they stand after the minutes, which end at the 16th character.
        let minutes = text.index(text.startIndex, offsetBy: 16, limitedBy: text.endIndex) ?? text.endIndex
        let full = "\(text[..<minutes]):00\(text[minutes...])"
        guard let instant = Instant(rfc3339: full) else { throw TimelineError("\(text) is no instant") }
        return instant
    }

    private static func tokens(of line: String) -> [(text: String, isQuoted: Bool)] {
        var tokens: [(text: String, isQuoted: Bool)] = []
        var token = ""
        var isOpen = false
        var isQuoted = false
        var inQuotes = false
        var isEscaped = false
        func end() {
            if isOpen { tokens.append((token, isQuoted)) }
            (token, isOpen, isQuoted) = ("", false, false)
        }
        for character in line {
            if isEscaped {
                token.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\", inQuotes {
                isEscaped = true
            } else if character == "\"" {
                inQuotes.toggle()
                if !isOpen { (isOpen, isQuoted) = (true, true) }
            } else if character == " ", !inQuotes {
                end()
            } else {
                isOpen = true
                token.append(character)
            }
        }
        end()
        if let remark = tokens.firstIndex(where: { $0.text == "#" && !$0.isQuoted }) {
            tokens = Array(tokens[..<remark])
        }
        return tokens
    }
}
