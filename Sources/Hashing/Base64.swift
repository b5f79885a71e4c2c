/// Base 64 (RFC 4648): the standard alphabet with padding (section 4), and the URL alphabet without (section 5).
package enum Base64 {
    /// Which characters, and whether padded with `=`.
    package enum Form: Sendable {
        case standard
        case url
    }

    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// For each byte its value, or 0xFF when it is no character of the alphabet.
    private static func values(of alphabet: [UInt8]) -> [UInt8] {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }

    private static let standardValues = values(of: standard)
    private static let urlValues = values(of: url)

    package static func encode(_ bytes: [UInt8], as form: Form = .standard) -> String {
        let alphabet = form == .standard ? standard : url
        let groups = bytes.count / 3
        let rest = bytes.count % 3
        var text = [UInt8](
            repeating: UInt8(ascii: "="), count: groups * 4 + (rest == 0 ? 0 : form == .standard ? 4 : rest + 1))
        var read = 0
        var write = 0
        for _ in 0..<groups {
            let group = UInt32(bytes[read]) << 16 | UInt32(bytes[read + 1]) << 8 | UInt32(bytes[read + 2])
            text[write] = alphabet[Int(group >> 18)]
            text[write + 1] = alphabet[Int(group >> 12 & 0x3F)]
            text[write + 2] = alphabet[Int(group >> 6 & 0x3F)]
            text[write + 3] = alphabet[Int(group & 0x3F)]
            read += 3
            write += 4
        }
        if rest > 0 {
            let group = UInt32(bytes[read]) << 16 | (rest == 2 ? UInt32(bytes[read + 1]) << 8 : 0)
            for position in 0...rest {
                text[write + position] = alphabet[Int(group >> (18 - 6 * UInt32(position)) & 0x3F)]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Strict: only the alphabet of the form, the padding the form demands, and no stray bits in the last character.
    /// Nil otherwise.
    package static func decode(_ text: String, as form: Form = .standard) -> [UInt8]? {
        var characters = Array(text.utf8)
        if form == .standard {
            guard characters.count.isMultiple(of: 4) else { return nil }
            for _ in 0..<2 where characters.last == UInt8(ascii: "=") { characters.removeLast() }
        }
        guard characters.count % 4 != 1 else { return nil }
        let values = form == .standard ? standardValues : urlValues
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count * 3 / 4)
        var group: UInt32 = 0
        var bits = 0
        for character in characters {
            let value = values[Int(character)]
            guard value != 0xFF else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
                group &= 1 << UInt32(bits) - 1
            }
        }
        return group == 0 ? bytes : nil
    }
}
