/// An IPv4 or IPv6 address. An IPv4 address and its IPv4-mapped IPv6 form (RFC 4291, 2.5.5.2) are the same address,
/// because a dual-stack socket reports the one for the other.
struct NetworkAddress: Hashable, Sendable {
    /// All 128 bits, IPv4 in mapped form.
    let bits: UInt128

    static let bitsCount = 128
    private static let mappedPrefix: UInt128 = 0xFFFF << 32
    /// How many of the leading bits say that the address is a mapped one.
    static let mappedBitsCount = 96

    /// Reads dotted decimal without leading zeros, or RFC 4291 text. Zone identifiers are refused.
    init?(_ text: some StringProtocol) {
        // Host names, by far the most texts that are tried, begin with a letter that no address begins with.
        guard let first = text.utf8.first, Self.mayBegin(first) else { return nil }
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let bits = Self.version6(Array(text.utf8)) else { return nil }
            self.bits = bits
        } else {
            guard let low = Self.version4(text.utf8) else { return nil }
            bits = Self.mappedPrefix | UInt128(low)
        }
    }

    private static func mayBegin(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// Four decimal numbers up to 255, without leading zeros, divided by dots.
    private static func version4(_ text: some Sequence<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits == 0 || octet > 0 else { return nil }
                octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                guard digits <= 3, octet <= 255 else { return nil }
            case UInt8(ascii: "."):
                guard digits > 0, dots < 3 else { return nil }
                value = value << 8 | octet
                (octet, digits, dots) = (0, 0, dots + 1)
            default: return nil
            }
        }
        guard digits > 0, dots == 3 else { return nil }
        return value << 8 | octet
    }

    private static func version6(_ bytes: [UInt8]) -> UInt128? {
        let colon = UInt8(ascii: ":")
        guard let gap = bytes.indices.dropLast().first(where: { bytes[$0] == colon && bytes[$0 + 1] == colon }) else {
            guard let groups = groups(bytes[...]), groups.count == 8 else { return nil }
            return joined(groups)
        }
        // "::" stands for at least one group of zeros. A second "::" leaves an empty group, which `groups` refuses.
        guard let head = groups(bytes[..<gap], isHead: true), let tail = groups(bytes[(gap + 2)...]),
            head.count + tail.count < 8
        else { return nil }
        return joined(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    /// The 16-bit groups of a text without "::". Only the last may be written as an IPv4 address, and not before a gap.
    private static func groups(_ bytes: ArraySlice<UInt8>, isHead: Bool = false) -> [UInt32]? {
        if bytes.isEmpty { return [] }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var result: [UInt32] = []
        for (index, part) in parts.enumerated() {
            if !isHead, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let low = version4(part) else { return nil }
                result += [low >> 16, low & 0xFFFF]
            } else {
                guard (1...4).contains(part.count), let group = number(part) else { return nil }
                result.append(group)
            }
        }
        return result.count <= 8 ? result : nil
    }

    private static func joined(_ groups: [UInt32]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    /// A few hexadecimal digits, at most four, without sign.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for byte in digits {
            let digit: UInt32
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt32(byte - UInt8(ascii: "a")) + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt32(byte - UInt8(ascii: "A")) + 10
            default: return nil
            }
            value = value << 4 | digit
        }
        return value
    }
}

/// A block of addresses, `203.0.113.64/28`; a single address is a block of full length.
struct AddressBlock: Hashable, Sendable {
    let base: NetworkAddress
    /// 0 to 128; an IPv4 length counts from the mapped prefix, so `/28` is 124.
    let length: Int

    /// Reads an address, or an address with a length whose host bits are zero.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let base = NetworkAddress(first) else { return nil }
        var length = NetworkAddress.bitsCount
        if parts.count == 2 {
            let offset = first.contains(":") ? 0 : NetworkAddress.mappedBitsCount
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let given = Int(parts[1]), given + offset <= NetworkAddress.bitsCount
            else { return nil }
            length = given + offset
        }
        guard base.bits == Self.masked(base.bits, length) else { return nil }
        self.base = base
        self.length = length
    }

    /// The block of that length around an address.
    init(around address: NetworkAddress, length: Int) {
        base = NetworkAddress(bits: Self.masked(address.bits, length))
        self.length = length
    }

    private static func masked(_ bits: UInt128, _ length: Int) -> UInt128 {
        length == 0 ? 0 : bits & (UInt128.max << UInt128(NetworkAddress.bitsCount - length))
    }
}

extension NetworkAddress {
    fileprivate init(bits: UInt128) { self.bits = bits }
}
