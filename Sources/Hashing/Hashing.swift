// Hashing: SHA-256, HMAC and the text forms of bytes.
//
// What it is for: the ledger's tree, the digests of personal parts and the signatures of notices use the same few functions.
// It is the only room that imports swift-crypto, and it is pure: bytes in, bytes out.

internal import Crypto

/// A SHA-256 digest: 32 bytes.
package struct Digest256: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// Takes exactly 32 bytes; nil otherwise.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    fileprivate init(_ digest: SHA256.Digest) { bytes = Array(digest) }

    /// Lower-case hexadecimal, 64 characters.
    package var hex: String { Hexadecimal.encode(bytes) }
    package var description: String { hex }
}

/// SHA-256 and HMAC-SHA256.
package enum Hash {
    /// The digest of the given pieces as one message.
    package static func sha256(_ pieces: [UInt8]...) -> Digest256 {
        var hasher = SHA256()
        for piece in pieces { hasher.update(data: piece) }
        return Digest256(hasher.finalize())
    }

    /// HMAC-SHA256 (RFC 2104) of the message, 32 bytes.
    package static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }

    /// Compares in time that depends only on the lengths.
    package static func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}

/// Lower-case hexadecimal.
package enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for an odd length or any other character. Upper case is accepted.
    package static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 2)
        for index in stride(from: 0, to: characters.count, by: 2) {
            guard let high = value(characters[index]), let low = value(characters[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x61...0x66: character - 0x61 + 10
        case 0x41...0x46: character - 0x41 + 10
        default: nil
        }
    }
}
