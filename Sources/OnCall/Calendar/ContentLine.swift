/// One line of a calendar, after unfolding: `DTSTART;TZID=Europe/Zagreb:20260329T023000` (RFC 5545 section 3.1).
struct ContentLine: Hashable, Sendable {
    /// The number of its first physical line, from 1.
    let number: Int
    /// In capitals.
    let name: String
    /// By names in capitals; the first value of each. No parameter that is understood here has several.
    let parameters: [String: String]
    let value: String

    /// - Throws: `malformedLine`.
    init(_ bytes: [UInt8], number: Int) throws(CalendarError) {
        var scanner = Scanner(bytes: bytes)
        guard let name = scanner.name() else { throw .malformedLine(line: number) }
        var parameters: [String: String] = [:]
        while scanner.take(UInt8(ascii: ";")) {
            guard let parameter = scanner.name(), scanner.take(UInt8(ascii: "=")), let value = scanner.parameterValue()
            else { throw .malformedLine(line: number) }
            parameters[parameter] = parameters[parameter] ?? value
        }
        guard scanner.take(UInt8(ascii: ":")) else { throw .malformedLine(line: number) }
        self.number = number
        self.name = name
        self.parameters = parameters
        value = scanner.rest
    }

    private struct Scanner {
        let bytes: [UInt8]
        var index = 0

        mutating func take(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        /// Letters, digits and `-`, in capitals.
        mutating func name() -> String? {
            let start = index
            while index < bytes.count, Self.isNameByte(bytes[index]) { index += 1 }
            guard index > start else { return nil }
            return String(decoding: bytes[start..<index], as: UTF8.self).uppercased()
        }

        /// The first of values separated by commas, each quoted or not; the others are passed over.
        mutating func parameterValue() -> String? {
            guard let first = oneParameterValue() else { return nil }
            while take(UInt8(ascii: ",")) {
                guard oneParameterValue() != nil else { return nil }
            }
            return first
        }

        private mutating func oneParameterValue() -> String? {
            let isQuoted = take(UInt8(ascii: "\""))
            let start = index
            while index < bytes.count, isQuoted ? bytes[index] != UInt8(ascii: "\"") : !Self.endsValue(bytes[index]) {
                index += 1
            }
            let text = String(decoding: bytes[start..<index], as: UTF8.self)
            guard !isQuoted || take(UInt8(ascii: "\"")) else { return nil }
            return text
        }

        var rest: String { String(decoding: bytes[index...], as: UTF8.self) }

        private static func isNameByte(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
        }

        private static func endsValue(_ byte: UInt8) -> Bool { [0x22, 0x2C, 0x3A, 0x3B].contains(byte) }
    }
}

extension ContentLine {
    /// The lines of a calendar: unfolded, the empty ones left out. Lines may end with CRLF, as they should, or LF.
    /// - Throws: for more bytes than may be, bytes that are not UTF-8, and lines too long or malformed.
    static func lines(of bytes: [UInt8]) throws(CalendarError) -> [ContentLine] {
        guard bytes.count <= OnCallLimits.calendarBytesMax else { throw .tooLarge(bytes: bytes.count) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var lines: [ContentLine] = []
        var current: [UInt8] = []
        var currentNumber = 0
        for (index, raw) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let physical = raw.last == 0x0D ? raw.dropLast() : raw
            let isContinuation = physical.first == 0x20 || physical.first == 0x09
            if isContinuation, currentNumber > 0 {
                current += physical.dropFirst()
            } else {
                if !current.isEmpty { lines.append(try ContentLine(current, number: currentNumber)) }
                current = Array(physical)
                currentNumber = index + 1
            }
            guard current.count <= OnCallLimits.calendarLineBytesMax else { throw .lineTooLong(line: currentNumber) }
        }
        if !current.isEmpty { lines.append(try ContentLine(current, number: currentNumber)) }
        return lines
    }

    /// The value as TEXT: backslashes before commas, semicolons, backslashes and `n` are undone (section 3.3.11).
    var text: String {
        var text = ""
        var isEscaped = false
        for character in value.unicodeScalars {
            if isEscaped {
                text.unicodeScalars.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.unicodeScalars.append(character)
            }
        }
        return text
    }
}
