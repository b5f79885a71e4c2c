import CivilTime
import Responsibility
import StrictJSON

/// Why the written form of a silence, a window or a meter cannot be read back. The ledger is intact; this version does
/// not know the form.
package struct NoiseFormError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was to be read: `silence`, `maintenance window` and so on.
    package let kind: String
    /// The member that is missing or wrong.
    package let field: String
    /// What is wrong with it.
    package let problem: String

    /// Stable; for logs and answers.
    package var code: String { "noise-form-unreadable" }

    package var description: String {
        "\(kind), field \(field): \(problem); was it written by a newer version?"
    }
}

/// Takes typed values out of a written form.
struct NoiseForm {
    let kind: String
    let object: JSONObject

    func failure(_ field: String, _ problem: String) -> NoiseFormError {
        NoiseFormError(kind: kind, field: field, problem: problem)
    }

    func optionalString(_ name: String) -> String? { object[name]?.string }

    func string(_ name: String) throws(NoiseFormError) -> String {
        guard let value = optionalString(name) else { throw failure(name, "a string is missing") }
        return value
    }

    func identifier<Kind>(_ name: String, of kind: Kind.Type = Kind.self) throws(NoiseFormError) -> Identifier<Kind> {
        Identifier(try string(name))
    }

    func array(_ name: String) throws(NoiseFormError) -> [JSON] {
        guard let value = object[name]?.array else { throw failure(name, "an array is missing") }
        return value
    }

    func strings(_ name: String) throws(NoiseFormError) -> [String] {
        let values = try array(name)
        let strings = values.compactMap(\.string)
        guard strings.count == values.count else { throw failure(name, "not all are strings") }
        return strings
    }

    func instant(_ name: String) throws(NoiseFormError) -> Instant {
        try instant(text: try string(name), of: name)
    }

    func optionalInstant(_ name: String) throws(NoiseFormError) -> Instant? {
        guard let text = optionalString(name) else { return nil }
        return try instant(text: text, of: name)
    }

    func instants(_ name: String) throws(NoiseFormError) -> [Instant] {
        var instants: [Instant] = []
        for text in try strings(name) { instants.append(try instant(text: text, of: name)) }
        return instants
    }

    func instant(text: String, of name: String) throws(NoiseFormError) -> Instant {
        guard let instant = Instant(rfc3339: text) else { throw failure(name, "not a time: \(text)") }
        return instant
    }
}

extension JSON {
    /// RFC 3339 in UTC.
    static func instant(_ instant: Instant) -> JSON { .string(instant.rfc3339) }
}
