package import StrictJSON

/// One condition on one field of an incident: `severity="high"`, `asset=~"web-.*"`.
package struct Matcher: Hashable, Sendable, CustomStringConvertible {
    /// How the value is compared.
    package enum Comparison: String, CaseIterable, Sendable {
        case equals = "="
        case differs = "!="
        /// The whole value matches the pattern.
        case fits = "=~"
        case fitsNot = "!~"

        var isPattern: Bool { self == .fits || self == .fitsNot }
        var isNegative: Bool { self == .differs || self == .fitsNot }
    }

    /// What is compared.
    package let field: MatchField
    /// How it is compared.
    package let comparison: Comparison
    /// The value, or the pattern as it was written.
    package let value: String
    /// There is one exactly when the comparison needs one.
    private let pattern: Pattern?

    /// Checks the value against its limits, and reads it where it is a pattern.
    package init(_ field: MatchField, _ comparison: Comparison, _ value: String) throws(MatcherError) {
        guard value.utf8.count <= NoiseLimits.matcherValueBytesMax else {
            throw .valueTooLong(field: field, bytes: value.utf8.count)
        }
        guard !value.hasControlCharacter else { throw .controlCharacter(field: field) }
        do {
            pattern = comparison.isPattern ? try Pattern(value) : nil
        } catch {
            throw .pattern(field: field, error)
        }
        self.field = field
        self.comparison = comparison
        self.value = value
    }

    /// Constant for `=` and `!=` but for the length of the value; for patterns see `Pattern.matches`.
    package func matches(_ fields: Matchable) -> Bool {
        let text = fields.text(of: field)
        let isSame = pattern?.matches(text) ?? text.hasSameBytes(as: value)
        return isSame != comparison.isNegative
    }

    /// Reads as the same matcher: the value is always quoted.
    package var text: String { "\(Self.name(of: field))\(comparison.rawValue)\(Self.quoted(value))" }
    package var description: String { text }

    /// A label's name may hold anything; then it is quoted.
    private static func name(of field: MatchField) -> String {
        field.text.unicodeScalars.allSatisfy(MatcherReader.isPlain) ? field.text : quoted(field.text)
    }

    private static func quoted(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension String {
    /// Whether it has one but the ends of lines and tabs. They are invisible, and six times as long in the record.
    var hasControlCharacter: Bool {
        unicodeScalars.contains {
            ($0.value < 0x20 || $0.value == 0x7F) && $0 != "\n" && $0 != "\r" && $0 != "\t"
        }
    }
}

extension Matcher {
    /// The form in the record: `{"field":"severity","op":"=","value":"high"}`.
    package var written: JSONObject {
        JSONObject([
            .init("field", .string(field.text)), .init("op", .string(comparison.rawValue)),
            .init("value", .string(value)),
        ])
    }

    /// Reads the written form back.
    package init(written: JSONObject) throws(NoiseFormError) {
        let form = NoiseForm(kind: "matcher", object: written)
        let name = try form.string("field")
        let word = try form.string("op")
        guard let field = MatchField(text: name) else { throw form.failure("field", "unknown field \"\(name)\"") }
        guard let comparison = Comparison(rawValue: word) else {
            throw form.failure("op", "unknown word \"\(word)\"")
        }
        do {
            try self.init(field, comparison, try form.string("value"))
        } catch let error as NoiseFormError {
            throw error
        } catch {
            throw form.failure("value", "\(error)")
        }
    }
}
