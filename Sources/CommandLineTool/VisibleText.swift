extension String {
    /// The text with everything that could move the cursor, change the terminal or reorder the line written as `\u{…}`: the
    /// C0 and C1 controls, DEL, the bidirectional controls, and the line and paragraph separators. Line breaks and tabs too:
    /// a text from elsewhere never gets to begin a line of its own.
    package var visible: String {
        guard unicodeScalars.contains(where: \.isHidden) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isHidden {
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// JSON text whose remaining hidden characters are written as JSON escapes: the same value, safe on a terminal. The line
    /// breaks of the layout stay.
    var visibleJSON: String {
        guard unicodeScalars.contains(where: { $0.isHidden && $0 != "\n" }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isHidden && scalar != "\n" {
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Columns on a terminal: two for East Asian wide characters and emoji, none for combining marks on their own.
    var displayWidth: Int {
        reduce(0) { sum, character in sum + (character.unicodeScalars.first?.columns ?? 0) }
    }
}

extension Unicode.Scalar {
    /// Whether it acts on the terminal instead of showing a glyph. All are in the basic plane.
    fileprivate var isHidden: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F: true
        // Arabic letter mark; left-to-right and right-to-left marks, embeddings, overrides and isolates (UAX 9).
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        case 0x2028, 0x2029: true
        default: false
        }
    }

    fileprivate var columns: Int {
        switch value {
        case 0x0300...0x036F, 0x200B...0x200D, 0xFE00...0xFE0F: 0
        // Hangul, CJK, full-width forms, emoji (UAX 11, the wide blocks).
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}

extension String {
    /// As one word of a POSIX shell's command line.
    var shellWord: String {
        let isPlain = utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "./_-+:@%,=".utf8.contains(byte)
            }
        }
        return isPlain && !isEmpty ? self : "'" + replacing("'", with: #"'\''"#) + "'"
    }
}
