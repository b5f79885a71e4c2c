internal import Glibc

/// An IPv4 or IPv6 address.
package enum NetworkAddress: Sendable, Hashable {
    /// The 32 bits, most significant first.
    case v4(UInt32)
    /// The 128 bits, in two halves.
    case v6(high: UInt64, low: UInt64)

    /// Takes dotted decimal with four parts, or any RFC 4291 text form without brackets and zone; nil otherwise.
    package init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self = .v4(UInt32(bigEndian: four.s_addr))
        } else if unsafe inet_pton(AF_INET6, text, &six) == 1 {
            self.init(six)
        } else {
            return nil
        }
    }

    init(_ six: in6_addr) {
        let bytes = unsafe withUnsafeBytes(of: six) { unsafe Array($0) }
        self = .v6(high: Self.word(bytes[..<8]), low: Self.word(bytes[8...]))
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Address and port of a socket address; nil for other families.
    static func endpoint(of socketAddress: UnsafePointer<sockaddr>) -> (address: NetworkAddress, port: UInt16)? {
        let raw = unsafe UnsafeRawPointer(socketAddress)
        switch unsafe Int32(socketAddress.pointee.sa_family) {
        case AF_INET:
            let four = unsafe raw.loadUnaligned(as: sockaddr_in.self)
            return (.v4(UInt32(bigEndian: four.sin_addr.s_addr)), UInt16(bigEndian: four.sin_port))
        case AF_INET6:
            let six = unsafe raw.loadUnaligned(as: sockaddr_in6.self)
            return (NetworkAddress(six.sin6_addr), UInt16(bigEndian: six.sin6_port))
        default:
            return nil
        }
    }

    /// IPv4 for an IPv4-mapped address (`::ffff:a.b.c.d`): Linux connects those over IPv4. Otherwise the address
    /// itself.
    package var unmapped: NetworkAddress {
        guard case .v6(0, let low) = self, low >> 32 == 0xFFFF else { return self }
        return .v4(UInt32(truncatingIfNeeded: low))
    }

    /// How the address stands in a URL or in libcurl's CONNECT_TO: IPv6 in brackets.
    var bracketed: String {
        if case .v6 = self { "[\(self)]" } else { description }
    }

    var bitWidth: Int {
        if case .v4 = self { 32 } else { 128 }
    }
}

extension NetworkAddress: CustomStringConvertible {
    /// Dotted decimal, or IPv6 in full lower-case groups with the longest run of zeros left out (RFC 5952).
    package var description: String {
        switch self {
        case .v4(let bits):
            return (0..<4).map { String(bits >> (24 - 8 * UInt32($0)) & 0xFF) }.joined(separator: ".")
        case .v6(let high, let low):
            let groups = (0..<8).map { UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> (48 - 16 * UInt64($0 % 4))) }
            return Self.text(of: groups)
        }
    }

    private static func text(of groups: [UInt16]) -> String {
        func joined(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let zeros = longestZeros(in: groups) else { return joined(groups[...]) }
        return joined(groups[..<zeros.lowerBound]) + "::" + joined(groups[zeros.upperBound...])
    }

    /// The first longest run of at least two zero groups.
    private static func longestZeros(in groups: [UInt16]) -> Range<Int>? {
        var best = 0..<1
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 { start = index + 1 }
            if index + 1 - start > best.count { best = start..<index + 1 }
        }
        return best.count >= 2 ? best : nil
    }
}
