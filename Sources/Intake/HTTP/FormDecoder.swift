/// Why a form or query is not accepted, and where.
struct FormError: Error, Hashable, Sendable, CustomStringConvertible {
    enum Code: Hashable, Sendable {
        case emptyPair, missingEqualsSign, invalidEscape, zeroByte, invalidUTF8
        case duplicate(String)
        case tooManyFields
    }

    let code: Code
    /// Bytes from the start of the text.
    let offset: Int

    var description: String {
        let what =
            switch code {
            case .emptyPair: "there is nothing between two '&'"
            case .missingEqualsSign: "a field has no '='"
            case .invalidEscape: "'%' is not followed by two hexadecimal digits"
            case .zeroByte: "a zero byte"
            case .invalidUTF8: "a name or value is not valid UTF-8"
            case .duplicate(let name): "the field \"\(name)\" appears twice"
            case .tooManyFields: "more than \(IntakeLimits.formFieldsMax) fields"
            }
        return "\(what) (at byte \(offset))"
    }
}

/// A strict reader of `application/x-www-form-urlencoded` bodies and queries: `+` is a space, `%` needs two digits,
/// text is UTF-8, and a field appears once unless it is one that may be repeated. Lenient readers differ from each other in
/// all of these.
enum FormDecoder {
    struct Field: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// The fields in their order. Empty bytes are an empty form. Linear in the number of bytes.
    ///
    /// - Parameter repeatable: Fields that may appear several times.
    static func decode(
        _ bytes: some Collection<UInt8>, repeatable: Set<String> = []
    ) throws(FormError) -> [Field] {
        let bytes = Array(bytes)
        guard !bytes.isEmpty else { return [] }
        var fields: [Field] = []
        var names: Set<String> = []
        var start = 0
        while start <= bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.count
            guard fields.count < IntakeLimits.formFieldsMax else {
                throw FormError(code: .tooManyFields, offset: start)
            }
            let field = try pair(bytes, start..<end)
            guard names.insert(field.name).inserted || repeatable.contains(field.name) else {
                throw FormError(code: .duplicate(field.name), offset: start)
            }
            fields.append(field)
            start = end + 1
        }
        return fields
    }

    private static func pair(_ bytes: [UInt8], _ range: Range<Int>) throws(FormError) -> Field {
        guard !range.isEmpty else { throw FormError(code: .emptyPair, offset: range.lowerBound) }
        guard let equals = bytes[range].firstIndex(of: UInt8(ascii: "=")), equals > range.lowerBound else {
            throw FormError(code: .missingEqualsSign, offset: range.lowerBound)
        }
        return Field(
            name: try text(bytes, range.lowerBound..<equals), value: try text(bytes, equals + 1..<range.upperBound))
    }

    private static func text(_ bytes: [UInt8], _ range: Range<Int>) throws(FormError) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            var byte = bytes[index]
            var length = 1
            if byte == UInt8(ascii: "+") {
                byte = UInt8(ascii: " ")
            } else if byte == UInt8(ascii: "%") {
                guard index + 2 < range.upperBound, let high = digit(bytes[index + 1]),
                    let low = digit(bytes[index + 2])
                else {
                    throw FormError(code: .invalidEscape, offset: index)
                }
                byte = high << 4 | low
                length = 3
            }
            guard byte != 0 else { throw FormError(code: .zeroByte, offset: index) }
            decoded.append(byte)
            index += length
        }
        guard let text = String(validating: decoded, as: UTF8.self) else {
            throw FormError(code: .invalidUTF8, offset: range.lowerBound)
        }
        return text
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x41 + 10
        case 0x61...0x66: character - 0x61 + 10
        default: nil
        }
    }
}
