extension JSON {
    /// Reads exactly one JSON value (RFC 8259) and nothing after it but white space. Linear in the length of the text.
    ///
    /// - Throws: `JSONError` naming the first thing that is wrong and its byte offset.
    package init(parsing bytes: [UInt8], limits: JSONLimits = .request) throws(JSONError) {
        guard bytes.count <= limits.bytesMax else { throw JSONError(.tooLong, at: limits.bytesMax) }
        var reader = JSONReader(bytes: bytes, limits: limits)
        self = try reader.readDocument()
    }

    /// Reads a text. See `init(parsing:limits:)`.
    package init(parsing text: String, limits: JSONLimits = .request) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }
}

/// A recursive descent reader over bytes it owns. Recursion is bounded by `limits.depthMax`.
struct JSONReader {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private var index = 0
    private var depth = 0

    init(bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func readDocument() throws(JSONError) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw JSONError(.byteOrderMark, at: 0) }
        skipWhiteSpace()
        if index == bytes.count { throw JSONError(.empty, at: index) }
        let value = try readValue()
        skipWhiteSpace()
        if index < bytes.count { throw JSONError(.trailingBytes, at: index) }
        return value
    }

    private mutating func readValue() throws(JSONError) -> JSON {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try readObject()
        case UInt8(ascii: "["): return try readArray()
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
        default: throw JSONError(.unexpectedByte, at: index)
        }
    }

    private mutating func readObject() throws(JSONError) -> JSON {
        try enter()
        var members: [JSONObject.Member] = []
        var seen: Set<String> = []
        skipWhiteSpace()
        if take(UInt8(ascii: "}")) {
            depth -= 1
            return .object(JSONObject())
        }
        while true {
            skipWhiteSpace()
            let nameOffset = index
            guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
            guard bytes[index] == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: index) }
            let name = try readString()
            if !isNew(name, among: members, seen: &seen) {
                throw JSONError(.duplicateName, at: nameOffset, name: name)
            }
            skipWhiteSpace()
            try expect(UInt8(ascii: ":"))
            skipWhiteSpace()
            guard members.count < limits.membersMax else { throw JSONError(.tooManyMembers, at: nameOffset) }
            members.append(JSONObject.Member(name, try readValue()))
            skipWhiteSpace()
            if take(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "}"))
            depth -= 1
            return .object(JSONObject(uniqueMembers: members))
        }
    }

    /// Compares by bytes, as the text has them; Swift's `==` would also equate different spellings of one character, which
    /// is stricter and therefore safe. Small objects are scanned, larger ones use a set.
    private func isNew(_ name: String, among members: [JSONObject.Member], seen: inout Set<String>) -> Bool {
        if members.count < 8 { return !members.contains { $0.name == name } }
        if seen.isEmpty { seen = Set(members.map(\.name)) }
        return seen.insert(name).inserted
    }

    private mutating func readArray() throws(JSONError) -> JSON {
        try enter()
        var elements: [JSON] = []
        skipWhiteSpace()
        if take(UInt8(ascii: "]")) {
            depth -= 1
            return .array([])
        }
        while true {
            skipWhiteSpace()
            guard elements.count < limits.membersMax else { throw JSONError(.tooManyMembers, at: index) }
            elements.append(try readValue())
            skipWhiteSpace()
            if take(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "]"))
            depth -= 1
            return .array(elements)
        }
    }

    private mutating func enter() throws(JSONError) {
        guard depth < limits.depthMax else { throw JSONError(.tooDeep, at: index) }
        depth += 1
        index += 1
    }

    private mutating func readWord(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for byte in "\(word)".utf8 {
            guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
            guard bytes[index] == byte else { throw JSONError(.unexpectedByte, at: index) }
            index += 1
        }
        return value
    }

    private mutating func readNumber() throws(JSONError) -> JSON {
        let start = index
        var isInteger = true
        _ = take(UInt8(ascii: "-"))
        let firstDigit = index
        guard takeDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        if bytes[firstDigit] == UInt8(ascii: "0"), index - firstDigit > 1 { throw JSONError(.invalidNumber, at: start) }
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard takeDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard takeDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, text != "-0", let value = Int64(text) { return .integer(value) }
        return .decimal(text)
    }

    private mutating func takeDigits() -> Int {
        let start = index
        while index < bytes.count, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") { index += 1 }
        return index - start
    }

    private mutating func readString() throws(JSONError) -> String {
        let opening = index
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let text = try validated(bytes[start..<index], at: start)
                index += 1
                return text
            case UInt8(ascii: "\\"): return try readEscapedString(from: start)
            case 0..<0x20: throw JSONError(.controlCharacter, at: index)
            default: index += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: opening)
    }

    /// The slow path, from the first backslash on.
    private mutating func readEscapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return try validated(text[...], at: start)
            case UInt8(ascii: "\\"):
                index += 1
                try readEscape(into: &text)
            case 0..<0x20: throw JSONError(.controlCharacter, at: index)
            default:
                text.append(byte)
                index += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: start)
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        let escape = bytes[index]
        index += 1
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): try readUnicodeEscape(into: &text)
        default: throw JSONError(.invalidEscape, at: index - 2)
        }
    }

    private mutating func readUnicodeEscape(into text: inout [UInt8]) throws(JSONError) {
        let offset = index - 2
        var scalar = try readHexDigits()
        if (0xD800..<0xDC00).contains(scalar) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw JSONError(.loneSurrogate, at: offset) }
            let low = try readHexDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw JSONError(.loneSurrogate, at: offset) }
            scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let unicode = Unicode.Scalar(scalar) else { throw JSONError(.loneSurrogate, at: offset) }
        text.append(contentsOf: UTF8.encode(unicode).map { Array($0) } ?? [])
    }

    private mutating func readHexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                throw JSONError(.invalidEscape, at: index)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    private func validated(_ slice: ArraySlice<UInt8>, at offset: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw JSONError(.invalidUTF8, at: offset) }
        return text
    }

    private mutating func skipWhiteSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        guard bytes[index] == byte else { throw JSONError(.unexpectedByte, at: index) }
        index += 1
    }
}
