/// Text of a peer on its way into a log line.
enum LogText {
    /// Control characters, line separators and direction marks become visible escapes, and the length is bounded:
    /// one event stays one line, and looks like what it is (CWE-117).
    static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count == IntakeLimits.logTextMax { return result + "…" }
            if isHarmless(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }
}
