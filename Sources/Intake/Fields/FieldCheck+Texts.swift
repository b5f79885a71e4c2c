internal import Responsibility
internal import StrictJSON

// Texts.
extension FieldCheck {
    mutating func string(_ value: JSON, at path: String) -> String? {
        if let string = value.string { return string }
        refuse(path, "must be a text, not \(value.kind)")
        return nil
    }

    mutating func line(_ value: JSON, max: Int, at path: String) -> String? {
        guard let text = string(value, at: path) else { return nil }
        let count = text.unicodeScalars.count
        if count > max {
            refuse(path, "must have at most \(max) characters, has \(count)")
        } else if text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
            refuse(path, "must not be empty")
        } else if text.unicodeScalars.contains(where: Self.breaksLine) {
            refuse(path, "must be a single line without control characters")
        } else {
            return text
        }
        return nil
    }

    mutating func text(_ value: JSON, bytesMax: Int, at path: String) -> String? {
        guard let text = string(value, at: path) else { return nil }
        if text.utf8.count > bytesMax {
            refuse(path, "must have at most \(bytesMax) bytes, has \(text.utf8.count)")
        } else if text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
            refuse(path, "must not be empty")
        } else if text.unicodeScalars.contains(where: Self.isControl) {
            refuse(path, "must not have control characters other than line breaks and tabs")
        } else {
            return text
        }
        return nil
    }

    mutating func matching(
        _ value: JSON, max: Int, _ accepted: String, _ predicate: (String) -> Bool, at path: String
    ) -> JSON? {
        guard let text = line(value, max: max, at: path) else { return nil }
        if predicate(text) { return .string(text) }
        refuse(path, "not accepted: \(Self.echo(text)); accepted: \(accepted)")
        return nil
    }

    mutating func word(_ value: JSON, _ words: [String], at path: String) -> JSON? {
        guard let text = string(value, at: path) else { return nil }
        if words.contains(text) { return .string(text) }
        refuse(path, "not accepted: \(Self.echo(text)); accepted: \(words.joined(separator: ", "))")
        return nil
    }

    mutating func severity(_ value: JSON, at path: String) -> JSON? {
        guard let text = string(value, at: path) else { return nil }
        if let severity = SeverityWords.severity(text) { return .string(severity.rawValue) }
        refuse(path, "not accepted: \(Self.echo(text)); accepted: \(SeverityWords.accepted.joined(separator: ", "))")
        return nil
    }

    /// C0, DEL, C1 and the two Unicode line separators.
    static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }

    /// As above, but line breaks and tabs are text.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: false
        default: breaksLine(scalar)
        }
    }

    static func isName(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (ReportFields.isLetterOrDigit(UInt8(scalar.value)) || "._:@-".unicodeScalars.contains(scalar))
        }
    }

    /// A wrong value as an error message repeats it.
    static func echo(_ text: String) -> String {
        let start = LogText.escaped(String(String.UnicodeScalarView(text.unicodeScalars.prefix(IntakeLimits.echoMax))))
        return text.unicodeScalars.count > IntakeLimits.echoMax ? "\"\(start)…\"" : "\"\(start)\""
    }
}
