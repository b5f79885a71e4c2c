/// A network: an address and how many of its leading bits count.
package struct AddressBlock: Sendable, Hashable, CustomStringConvertible {
    /// All bits beyond `prefixLength` are zero.
    package let base: NetworkAddress
    /// 0 to 32, or 0 to 128.
    package let prefixLength: Int

    private init(trusting base: NetworkAddress, prefixLength: Int) {
        self.base = base
        self.prefixLength = prefixLength
    }

    /// The network of this length that the address lies in. The length must fit the family.
    static func enclosing(_ address: NetworkAddress, prefixLength: Int) -> AddressBlock {
        precondition((0...address.bitWidth).contains(prefixLength))
        return AddressBlock(trusting: masked(address, to: prefixLength), prefixLength: prefixLength)
    }

    /// Nil when the length does not fit the family or when bits beyond it are set.
    package init?(_ base: NetworkAddress, prefixLength: Int) {
        guard (0...base.bitWidth).contains(prefixLength),
            Self.masked(base, to: prefixLength) == base
        else { return nil }
        self.base = base
        self.prefixLength = prefixLength
    }

    /// Whether the address lies in the network. Families never mix; unmap first.
    package func contains(_ address: NetworkAddress) -> Bool {
        address.bitWidth == base.bitWidth && Self.masked(address, to: prefixLength) == base
    }

    package var description: String { "\(base)/\(prefixLength)" }

    private static func masked(_ address: NetworkAddress, to length: Int) -> NetworkAddress {
        switch address {
        case .v4(let bits):
            .v4(bits & ~(UInt32.max >> UInt32(length)))
        case .v6(let high, let low):
            .v6(high: high & ~(UInt64.max >> UInt64(length)), low: low & ~(UInt64.max >> UInt64(max(0, length - 64))))
        }
    }
}
