extension String {
    /// Whether this is an instant in the form of RFC 3339. Products refuse a whole message for a time that is none.
    var isInstant: Bool {
        let bytes = Array(utf8)
        guard (20...35).contains(bytes.count) else { return false }
        func number(_ from: Int, _ count: Int, _ range: ClosedRange<Int>) -> Bool {
            let digits = bytes[from..<from + count]
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
            return range.contains(digits.reduce(0) { $0 * 10 + Int($1) - 0x30 })
        }
        func sign(_ at: Int, _ character: Unicode.Scalar) -> Bool { bytes[at] == UInt8(ascii: character) }
        guard number(0, 4, 1...9999), sign(4, "-"), number(5, 2, 1...12), sign(7, "-"), number(8, 2, 1...31),
            sign(10, "T"), number(11, 2, 0...23), sign(13, ":"), number(14, 2, 0...59), sign(16, ":"),
            number(17, 2, 0...59), Self.isDay(bytes[..<10])
        else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard (1...9).contains(digits.count) else { return false }
            rest = rest.dropFirst(digits.count + 1)
        }
        if rest.elementsEqual([UInt8(ascii: "Z")]) { return true }
        let at = rest.startIndex
        guard rest.count == 6, sign(at, "+") || sign(at, "-"), sign(at + 3, ":") else { return false }
        return number(at + 1, 2, 0...23) && number(at + 4, 2, 0...59)
    }

    /// Whether `YYYY-MM-DD`, of which the digits are in their ranges, is in the calendar.
    private static func isDay(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = bytes.map { Int($0) - 0x30 }
        let year = digits[..<4].reduce(0) { $0 * 10 + $1 }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return digits[8] * 10 + digits[9] <= days[digits[5] * 10 + digits[6] - 1]
    }

    /// An instant as people read it: `2026-03-10 02:15:00 UTC`. What is none, or not in UTC, stays as it is.
    var readableInstant: String {
        guard isInstant, hasSuffix("Z") else { return self }
        return prefix(10) + " " + dropFirst(11).prefix(8) + " UTC"
    }
}
