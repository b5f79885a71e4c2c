/// Why a text is not accepted as JSON, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong. The raw value is a stable code for logs and answers.
    package enum Code: String, Sendable, CaseIterable {
        case empty = "json_empty"
        case byteOrderMark = "json_byte_order_mark"
        case unexpectedByte = "json_unexpected_byte"
        case unexpectedEnd = "json_unexpected_end"
        case invalidNumber = "json_invalid_number"
        case invalidEscape = "json_invalid_escape"
        case loneSurrogate = "json_lone_surrogate"
        case controlCharacter = "json_control_character"
        case invalidUTF8 = "json_invalid_utf8"
        case duplicateName = "json_duplicate_name"
        case tooDeep = "json_too_deep"
        case tooManyMembers = "json_too_many_members"
        case tooLong = "json_too_long"
        case trailingBytes = "json_trailing_bytes"
    }

    package let code: Code
    /// Bytes from the start of the text.
    package let offset: Int
    /// The member name concerned, for `duplicateName`.
    package let name: String?

    package init(_ code: Code, at offset: Int, name: String? = nil) {
        self.code = code
        self.offset = offset
        self.name = name
    }

    package var description: String {
        let what =
            switch code {
            case .empty: "the text is empty"
            case .byteOrderMark: "the text begins with a byte order mark; send plain UTF-8"
            case .unexpectedByte: "unexpected byte"
            case .unexpectedEnd: "the text ends in the middle of a value"
            case .invalidNumber: "not a JSON number"
            case .invalidEscape: "unknown escape in a string"
            case .loneSurrogate: "half of a surrogate pair in a string"
            case .controlCharacter: "raw control character in a string; write it as an escape"
            case .invalidUTF8: "not valid UTF-8"
            case .duplicateName: "the member \"\(name ?? "")\" appears twice in one object"
            case .tooDeep: "nested too deeply"
            case .tooManyMembers: "too many members in one object or array"
            case .tooLong: "the text is too long"
            case .trailingBytes: "more text after the value"
            }
        return "\(what) (at byte \(offset))"
    }
}

/// What a reader accepts at most. Checked while reading, before memory is taken for what exceeds it.
package struct JSONLimits: Hashable, Sendable {
    /// Bytes of the whole text.
    package var bytesMax: Int
    /// Objects and arrays inside one another.
    package var depthMax: Int
    /// Members of one object, or elements of one array.
    package var membersMax: Int

    package init(bytesMax: Int, depthMax: Int = 32, membersMax: Int = 256) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.membersMax = membersMax
    }

    /// For one request of an ordinary peer: 256 KiB.
    package static let request = JSONLimits(bytesMax: 256 * 1024)
    /// For what Tocsin wrote itself: ledger entries and their parts.
    package static let ledger = JSONLimits(bytesMax: 16 * 1024 * 1024, depthMax: 64, membersMax: 65_536)
}
