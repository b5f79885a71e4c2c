import CivilTime
import Responsibility
package import StrictJSON

/// An entry as it is written: the type, the fields of the envelope, and the parts that are personal or free text. The envelope
/// is permanent; parts are kept apart and only their salted digests enter the ledger.
package struct EntryForm: Sendable {
    package let type: String
    package private(set) var fields = JSONObject()
    package private(set) var parts: [(name: String, value: JSON)] = []

    init(type: String) { self.type = type }

    /// For reading back what a ledger holds. Parts that were erased are missing.
    package init(type: String, fields: JSONObject, parts: [String: JSON]) {
        self.type = type
        self.fields = fields
        self.parts = parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // Writing. Absent optional values are left out, so that no field is ever null.

    mutating func set(_ name: String, _ value: String?) { fields.set(name, ifPresent: value.map { .string($0) }) }
    mutating func set(_ name: String, _ value: Int64?) { fields.set(name, ifPresent: value.map { .integer($0) }) }
    mutating func set(_ name: String, _ value: Int?) { set(name, value.map { Int64($0) }) }
    mutating func set(_ name: String, _ value: Instant?) { set(name, value?.rfc3339) }
    mutating func set(_ name: String, _ value: Bool) { if value { fields.set(name, true) } }
    mutating func set<Kind>(_ name: String, _ value: Identifier<Kind>?) { set(name, value?.rawValue) }
    mutating func set(_ name: String, _ value: Desk) { set(name, value.description) }
    mutating func set(_ name: String, strings values: [String]) {
        if !values.isEmpty { fields.set(name, .strings(values)) }
    }
    mutating func set(_ name: String, json value: JSON) { fields.set(name, value) }

    mutating func setPart(_ name: String, _ value: String?) { if let value { parts.append((name, .string(value))) } }
    mutating func setPart(_ name: String, json value: JSON) { parts.append((name, value)) }
}

/// Why an entry of a ledger cannot be understood. The ledger is intact; this version does not know its form.
package struct EntryReadError: Error, Hashable, Sendable, CustomStringConvertible {
    package let type: String
    package let field: String
    package let problem: String

    package init(type: String, field: String, problem: String) {
        self.type = type
        self.field = field
        self.problem = problem
    }

    package var description: String {
        "entry of type \(type), field \(field): \(problem); was the ledger written by a newer version?"
    }
}

extension EntryForm {
    // Reading.

    func failure(_ field: String, _ problem: String) -> EntryReadError {
        EntryReadError(type: type, field: field, problem: problem)
    }

    func string(_ name: String) throws(EntryReadError) -> String {
        guard let value = fields[name]?.string else { throw failure(name, "a string is missing") }
        return value
    }

    func integer(_ name: String) throws(EntryReadError) -> Int {
        guard let value = fields[name]?.integer else { throw failure(name, "an integer is missing") }
        return Int(value)
    }

    func optionalString(_ name: String) -> String? { fields[name]?.string }
    func optionalInteger(_ name: String) -> Int? { fields[name]?.integer.map { Int($0) } }
    func flag(_ name: String) -> Bool { fields[name]?.bool ?? false }
    func strings(_ name: String) -> [String] { (fields[name]?.array ?? []).compactMap(\.string) }

    func identifier<Kind>(_ name: String, of kind: Kind.Type = Kind.self) throws(EntryReadError) -> Identifier<Kind> {
        Identifier(try string(name))
    }

    func optionalIdentifier<Kind>(_ name: String, of kind: Kind.Type = Kind.self) -> Identifier<Kind>? {
        optionalString(name).map { Identifier($0) }
    }

    func identifiers<Kind>(_ name: String, of kind: Kind.Type = Kind.self) -> [Identifier<Kind>] {
        strings(name).map { Identifier($0) }
    }

    func word<Word: RawRepresentable<String>>(_ name: String, as kind: Word.Type = Word.self) throws(EntryReadError)
        -> Word
    {
        let text = try string(name)
        guard let word = Word(rawValue: text) else { throw failure(name, "unknown word \"\(text)\"") }
        return word
    }

    func optionalWord<Word: RawRepresentable<String>>(
        _ name: String, as kind: Word.Type = Word.self
    ) throws(EntryReadError) -> Word? {
        optionalString(name) == nil ? nil : try word(name)
    }

    func optionalInstant(_ name: String) throws(EntryReadError) -> Instant? {
        guard let text = optionalString(name) else { return nil }
        guard let instant = Instant(rfc3339: text) else { throw failure(name, "not a time: \(text)") }
        return instant
    }

    func instant(_ name: String) throws(EntryReadError) -> Instant {
        guard let instant = try optionalInstant(name) else { throw failure(name, "a time is missing") }
        return instant
    }

    func desk(_ name: String) throws(EntryReadError) -> Desk {
        let text = try string(name)
        guard let desk = Desk(text) else { throw failure(name, "not a desk: \(text)") }
        return desk
    }

    func desks(_ name: String) -> [Desk] { strings(name).compactMap { Desk($0) } }

    func part(_ name: String) -> JSON? { parts.first { $0.name == name }?.value }

    /// The text of a part; what was erased reads as such.
    func text(_ name: String) -> String { part(name)?.string ?? Self.erased }
    func optionalText(_ name: String) -> String? { part(name)?.string }

    /// What stands in the place of a part that was erased.
    static let erased = "[erased]"
}
