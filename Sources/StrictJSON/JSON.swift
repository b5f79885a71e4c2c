// StrictJSON: one JSON reader and writer for the wire and the ledger.
//
// What it is for: every byte of JSON that enters or leaves Tocsin passes here once. The reader refuses what other readers
// let through (duplicate names, a byte order mark, invalid UTF-8, lone surrogates, trailing commas, deep nesting), so two
// readers can never disagree about what a message said. The writer is canonical: members in the order given, no white space.
// It imports nothing.

/// A JSON value. Members of an object keep their order; equality is by value and order.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number without fraction and exponent that fits 64 bits.
    case integer(Int64)
    /// Any other valid number, as its text: fractions, exponents, `-0` and integers beyond 64 bits.
    case decimal(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// The members of a JSON object in their order. Names are unique: the reader refuses duplicates, `set` replaces.
package struct JSONObject: Hashable, Sendable {
    /// One member of an object.
    package struct Member: Hashable, Sendable {
        package let name: String
        package var value: JSON

        package init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }

        /// Most names differ in length already, which is quick to see.
        func isNamed(_ other: String) -> Bool { name.utf8.count == other.utf8.count && name == other }
    }

    /// The members, in the order in which they were read or set.
    package private(set) var members: [Member]

    package init() { members = [] }

    /// An object without members, and room for as many as are expected.
    package init(expecting count: Int) {
        members = []
        members.reserveCapacity(count)
    }

    /// Takes members whose names the caller knows to be unique. A duplicate is a programming error and stops the process.
    package init(_ members: [Member]) {
        precondition(Self.areUnique(members), "duplicate member name")
        self.members = members
    }

    /// Few names are compared, many are hashed.
    private static func areUnique(_ members: [Member]) -> Bool {
        guard members.count <= 24 else { return Set(members.map(\.name)).count == members.count }
        for position in members.indices.dropFirst() {
            let name = members[position].name
            for other in 0..<position where members[other].isNamed(name) { return false }
        }
        return true
    }

    /// For the reader, which has checked the names already.
    init(uniqueMembers members: [Member]) { self.members = members }

    package var isEmpty: Bool { members.isEmpty }
    package var names: [String] { members.map(\.name) }

    /// The value of a member, or nil when there is none. Linear in the number of members.
    package subscript(_ name: String) -> JSON? {
        members.first { $0.isNamed(name) }?.value
    }

    /// Sets a member, replacing one of the same name in its place.
    package mutating func set(_ name: String, _ value: JSON) {
        if let index = members.firstIndex(where: { $0.isNamed(name) }) {
            members[index].value = value
        } else {
            members.append(Member(name, value))
        }
    }

    /// Sets a member only when there is a value.
    package mutating func set(_ name: String, ifPresent value: JSON?) {
        if let value { set(name, value) }
    }
}

extension JSON {
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// The member of an object, or nil when this is no object or has no such member.
    package subscript(_ name: String) -> JSON? { object?[name] }

    /// What kind of value this is, in words for people.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .decimal: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// An array of strings.
    package static func strings(_ values: [String]) -> JSON {
        var elements: [JSON] = []
        elements.reserveCapacity(values.count)
        for value in values { elements.append(.string(value)) }
        return .array(elements)
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(elements.count)
        for (name, value) in elements { members.append(JSONObject.Member(name, value)) }
        self = .object(JSONObject(members))
    }
    package init(nilLiteral: ()) { self = .null }
}
