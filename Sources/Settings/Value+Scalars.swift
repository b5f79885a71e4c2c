import CivilTime
import Responsibility

/// Scalars as what they mean.
extension Value {
    /// One line of text for people.
    func text(max: Int = Limits.textMax) -> String? {
        guard let text = scalar() else { return nil }
        guard !text.isEmpty else {
            problem("\(code(name)) is empty", hint: "write a text, or remove the line")
            return nil
        }
        guard !Self.hasControlCharacter(text) else {
            problem("\(code(name)) holds a line break or another control character", hint: "write it on one line")
            return nil
        }
        guard text.utf8.count <= max else {
            problem("\(code(name)) has \(text.utf8.count) bytes", hint: "at most \(max)")
            return nil
        }
        return text
    }

    /// The general category Cc of Unicode: U+0000 to U+001F and U+007F to U+009F, in UTF-8 C2 80 to C2 9F.
    private static func hasControlCharacter(_ text: String) -> Bool {
        var before: UInt8 = 0
        for byte in text.utf8 {
            if byte < 0x20 || byte == 0x7F || before == 0xC2 && byte < 0xA0 { return true }
            before = byte
        }
        return false
    }

    /// A name for a thing: 1 to 64 of the characters A–Z, a–z, 0–9, dot, underscore and hyphen.
    func identifier() -> String? {
        guard let text = scalar() else { return nil }
        guard Self.isIdentifier(text) else {
            problem(
                "\(code(text)) is no name for \(code(name))",
                hint: "1 to \(Limits.identifierMax) of A-Z a-z 0-9 . _ - and nothing else")
            return nil
        }
        return text
    }

    func identifier<Kind>(_ kind: Identifier<Kind>.Type) -> Identifier<Kind>? {
        identifier().map { Identifier($0) }
    }

    static func isIdentifier(_ text: String) -> Bool {
        (1...Limits.identifierMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// One word of a closed list.
    func word<Word>(_ words: Word.Type) -> Word? where Word: CaseIterable & RawRepresentable, Word.RawValue == String {
        guard let text = scalar() else { return nil }
        if let word = Word(rawValue: text) { return word }
        let accepted = Word.allCases.map(\.rawValue)
        let similar = SimilarNames.closest(to: text, among: accepted).map { "did you mean \(code($0))? " } ?? ""
        problem(
            "\(code(text)) is not a word for \(code(name))",
            hint: similar + "accepted: " + accepted.joined(separator: ", "))
        return nil
    }

    func boolean() -> Bool? {
        switch scalar() {
        case nil: return nil
        case "true": return true
        case "false": return false
        case .some(let text):
            problem("\(code(name)) is \(code(text))", hint: "write true or false")
            return nil
        }
    }

    /// A whole number in decimal digits.
    func integer(in range: ClosedRange<Int>) -> Int? {
        guard let text = scalar() else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), range.contains(number)
        else {
            problem(
                "\(code(name)) is \(code(text))",
                hint: "write a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// Permissions of a socket, in octal as for chmod.
    func mode() -> UInt32? {
        guard let text = scalar() else { return nil }
        guard (3...4).contains(text.utf8.count), let mode = UInt32(text, radix: 8), mode <= 0o777, mode & 0o600 == 0o600
        else {
            problem(
                "\(code(name)) is \(code(text))", hint: "write octal permissions from 0600 to 0777, for example 0660")
            return nil
        }
        return mode
    }

    /// An ISO 8601 duration longer than nothing.
    func duration() -> Elapsed? {
        guard let text = scalar() else { return nil }
        guard let elapsed = Elapsed(iso8601: text), elapsed > .zero else {
            problem(
                "\(code(text)) is no duration for \(code(name))",
                hint: "write it as in PT15M, PT1H30M or P30D: longer than nothing, without months and years")
            return nil
        }
        return elapsed
    }

    /// An ISO 8601 duration of a range, which may hold nothing at all.
    func duration(in range: ClosedRange<Elapsed>) -> Elapsed? {
        guard let text = scalar() else { return nil }
        guard let elapsed = Elapsed(iso8601: text), range.contains(elapsed) else {
            problem(
                "\(code(name)) is \(code(text))",
                hint: "write a duration from \(range.lowerBound) to \(range.upperBound), as in PT15M or PT1H30M")
            return nil
        }
        return elapsed
    }

    /// A time with its offset from UTC.
    func instant() -> Instant? {
        guard let text = scalar() else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            problem(
                "\(code(text)) is no time for \(code(name))",
                hint: "write date, time and offset, for example 2026-04-01T00:00:00+02:00; zone names are not accepted")
            return nil
        }
        return instant
    }

    /// A path of the file system.
    func path() -> String? {
        guard let text = text(max: Limits.pathMax) else { return nil }
        return text
    }
}
