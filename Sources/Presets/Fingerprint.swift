/// Short names for long ones.
enum Fingerprint {
    /// FNV-1a of 64 bits as 16 hexadecimal digits. It tells things apart, and proves nothing: no secret and no record
    /// rests on it.
    static func hex(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The text itself where it is a key of at most so many visible ASCII characters; otherwise its fingerprint.
    static func key(_ text: String, max: Int) -> String {
        text.isVisibleASCII && text.utf8.count <= max ? text : hex(text)
    }
}
