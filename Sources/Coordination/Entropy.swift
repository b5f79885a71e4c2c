package import CivilTime
package import Responsibility

/// A source of pseudo-random numbers as a value: the shell seeds it from the operating system, the simulator from its own seed,
/// so the same inputs give the same ids. xoshiro256** by Blackman and Vigna (public domain), seeded through SplitMix64.
package struct Entropy: RandomNumberGenerator, Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    package init(seed: UInt64) {
        var splitMix = seed
        func next() -> UInt64 {
            splitMix &+= 0x9E37_79B9_7F4A_7C15
            var value = splitMix
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
        self.init(state: (next(), next(), next(), next()))
    }

    /// Takes 256 bits from the operating system's source. All zero is replaced: the generator cannot leave that state.
    package init(state: (UInt64, UInt64, UInt64, UInt64)) {
        (a, b, c, d) = state
        if a | b | c | d == 0 { a = 1 }
    }

    package mutating func next() -> UInt64 {
        func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
        let result = rotated(b &* 5, 7) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = rotated(d, 45)
        return result
    }

    /// A new identifier: the prefix, the time in milliseconds (9 characters of Crockford's base 32), and 35 random bits (7 characters).
    /// Beginning with the time keeps what belongs together close together in the ledger's indexes; it tells a party nothing that
    /// the entry itself does not, and nothing about how many others there are.
    package mutating func identifier<Kind>(
        _ prefix: String, at now: Instant, of kind: Kind.Type = Kind.self
    ) -> Identifier<Kind> {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(prefix.utf8.count + 17)
        bytes.append(contentsOf: prefix.utf8)
        bytes.append(UInt8(ascii: "_"))
        Self.append(UInt64(clamping: now.milliseconds), count: 9, to: &bytes)
        Self.append(next(), count: 7, to: &bytes)
        return Identifier(String(decoding: bytes, as: UTF8.self))
    }

    /// The lowest `5 × count` bits, highest first.
    private static func append(_ value: UInt64, count: UInt64, to bytes: inout [UInt8]) {
        for position in (0..<count).reversed() { bytes.append(alphabet[Int(value >> (5 * position) & 31)]) }
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
