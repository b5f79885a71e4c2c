extension String {
    /// What can be shown of a text: without control characters, without what turns the direction of what follows,
    /// without noncharacters, without white space at its ends. Line breaks stay or become blanks.
    ///
    /// - Parameter max: Scalars after which the rest need not be looked at. A text that is longer has more than that
    ///   many then, and perhaps a blank at its end.
    func tidied(keepingLines: Bool, max: Int = .max) -> String {
        var text = String.UnicodeScalarView()
        var count = 0
        for scalar in unicodeScalars {
            guard let shown = scalar.shown(keepingLines: keepingLines) else { continue }
            if count == 0, shown.properties.isWhitespace { continue }
            text.append(shown)
            count += 1
            if count > max { return String(text) }
        }
        return String(text).trimmed
    }

    /// Nothing of it would be seen.
    var isBlank: Bool {
        unicodeScalars.allSatisfy { scalar in
            scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
                || scalar.properties.isNoncharacterCodePoint || scalar.value < 0x20
                || (0x7F...0x9F).contains(scalar.value)
        }
    }

    /// Without white space at its ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    /// An `@` that could call somebody is parted from the name after it by a blank of no width. An address such as
    /// `ops@example.org` stays as it is, so that it can be copied, unless it reads as one of the names that call
    /// everybody.
    var withBrokenMentions: String {
        guard utf8.contains(UInt8(ascii: "@")) else { return self }
        let scalars = Array(unicodeScalars)
        var text = ""
        for (position, scalar) in scalars.enumerated() {
            text.unicodeScalars.append(scalar)
            guard scalar == "@" else { continue }
            let isInWord = position > 0 && scalars[position - 1].isWordly
            let name = scalars[(position + 1)...].prefix(Self.everybodyMax)
            if !isInWord || Self.callsEverybody(String(String.UnicodeScalarView(name))) {
                text.unicodeScalars.append("\u{200B}")
            }
        }
        return text
    }

    private static let everybody = ["all", "here", "channel", "everyone", "room"]
    private static let everybodyMax = 8

    private static func callsEverybody(_ text: String) -> Bool {
        let text = text.lowercased()
        return everybody.contains { text.hasPrefix($0) }
    }

    /// Every byte that is not unreserved (RFC 3986 §2.3) as `%XX`.
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += (byte < 16 ? "%0" : "%") + digits
            }
        }
        return text
    }

    /// Only visible ASCII, and something of it: what can stand in a header or an address.
    var isVisibleASCII: Bool { !isEmpty && utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}

extension Unicode.Scalar {
    /// What stands for it where it can be shown; nil: nothing does.
    fileprivate func shown(keepingLines: Bool) -> Unicode.Scalar? {
        switch value {
        case 0x20...0x7E: self
        case 0x0A, 0x2028, 0x2029: keepingLines ? "\n" : " "
        case 0x00...0x1F, 0x7F...0x9F: " "
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: nil
        case 0xFDD0...: properties.isNoncharacterCodePoint ? nil : self
        default: self
        }
    }

    fileprivate var isWordly: Bool { properties.isAlphabetic || properties.numericType != nil }
}
