/// A configuration file's bytes, checked for what libyaml would either accept or explain badly.
struct YAMLText {
    let bytes: [UInt8]
    let file: SourceFile

    /// - Throws: a problem with its place for a byte order mark, a NUL, another control character, or invalid UTF-8.
    init(_ bytes: [UInt8], file: SourceFile) throws(ConfigurationProblem) {
        self.bytes = bytes
        self.file = file
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFE, 0xFF])
            || bytes.starts(with: [0xFF, 0xFE])
        {
            throw ConfigurationProblem(
                place(ofByte: 0), "the file begins with a byte order mark", hint: "save it as UTF-8 without one")
        }
        if let index = bytes.firstIndex(where: Self.isForbidden) {
            let name = bytes[index] == 0 ? "a NUL byte" : "a control character (code \(bytes[index]))"
            throw ConfigurationProblem(
                place(ofByte: index), "\(name) in the text", hint: "remove it; a text file has none")
        }
        if let index = Self.firstInvalidByte(bytes) {
            throw ConfigurationProblem(place(ofByte: index), "invalid UTF-8", hint: "save the file in UTF-8")
        }
    }

    /// Tabs are left to libyaml, which knows where they are welcome.
    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte == 0x7F || byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
    }

    private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            // Nearly every byte of nearly every file.
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            guard let length = sequenceLength(bytes[index...]) else { return index }
            index += length
        }
        return nil
    }

    /// The length of the well-formed sequence at the start (Unicode 15, table 3-7); nil when there is none.
    private static func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first else { return nil }
        let second: ClosedRange<UInt8>
        let length: Int
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: return nil
        }
        let rest = bytes.dropFirst().prefix(length - 1)
        guard rest.count == length - 1, let next = rest.first, second.contains(next),
            rest.dropFirst().allSatisfy({ (0x80...0xBF).contains($0) })
        else { return nil }
        return length
    }

    /// The line and column, in characters, of a byte. The bytes before it must be valid.
    func place(ofByte index: Int) -> ConfigurationPlace {
        var line = 1
        var column = 1
        for byte in bytes.prefix(index) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return ConfigurationPlace(file, line: line, column: column)
    }

    /// Whether the line, counted from 1, holds a tab.
    func hasTab(line: Int) -> Bool {
        let lines = bytes.split(separator: 0x0A, maxSplits: line, omittingEmptySubsequences: false)
        return lines.indices.contains(line - 1) && lines[line - 1].contains(0x09)
    }
}
