/// The networks nobody may be reached in by default, and why.
///
/// Sources: the IANA IPv4 and IPv6 Special-Purpose Address registries (as of 2025-10-09) and the multicast registries,
/// plus one address in no registry: 168.63.129.16, where Azure's platform answers inside every machine. Language
/// helpers that claim to know "is global" are not used; several take 6to4 and NAT64 forms of private addresses for
/// public ones.
enum SpecialAddresses {
    /// What a denied network is.
    enum Kind: String, CaseIterable {
        case unspecified, loopback, linkLocal = "link_local", privateUse = "private_use", shared, multicast
        case reserved, documentation, benchmarking, translation, platform

        /// As in "127.0.0.1 is a … address".
        var words: String {
            switch self {
            case .unspecified: "\"this network\""
            case .loopback: "loopback"
            case .linkLocal: "link-local (cloud metadata lives there)"
            case .privateUse: "private-use"
            case .shared: "carrier-shared"
            case .multicast: "multicast"
            case .reserved: "reserved"
            case .documentation: "documentation"
            case .benchmarking: "benchmarking"
            case .translation: "tunnelled or translated"
            case .platform: "cloud platform"
            }
        }
    }

    /// A network and what it is.
    struct Entry {
        let network: AddressBlock
        let kind: Kind
    }

    /// The first entry that holds the address, which must be unmapped; nil for public ones.
    static func entry(for address: NetworkAddress) -> Entry? {
        switch address {
        case .v4: return v4.first { $0.network.contains(address) }
        case .v6:
            if let known = v6.first(where: { $0.network.contains(address) }) { return known }
            if isISATAP(address) { return Entry(network: .enclosing(address, prefixLength: 96), kind: .translation) }
            return nil
        }
    }

    /// IPv6 interface identifiers `0:5efe:a.b.c.d` and `200:5efe:a.b.c.d` (RFC 5214) tunnel to an IPv4 address.
    private static func isISATAP(_ address: NetworkAddress) -> Bool {
        guard case .v6(_, let low) = address else { return false }
        return low >> 32 == 0x0000_5EFE || low >> 32 == 0x0200_5EFE
    }

    static let v4: [Entry] = table([
        ("0.0.0.0/8", .unspecified), ("10.0.0.0/8", .privateUse), ("100.64.0.0/10", .shared),
        ("127.0.0.0/8", .loopback), ("169.254.0.0/16", .linkLocal), ("172.16.0.0/12", .privateUse),
        ("192.0.0.0/24", .reserved), ("192.0.2.0/24", .documentation), ("192.31.196.0/24", .reserved),
        ("192.52.193.0/24", .reserved), ("192.88.99.0/24", .translation), ("192.168.0.0/16", .privateUse),
        ("192.175.48.0/24", .reserved), ("198.18.0.0/15", .benchmarking), ("198.51.100.0/24", .documentation),
        ("203.0.113.0/24", .documentation), ("224.0.0.0/4", .multicast), ("240.0.0.0/4", .reserved),
        ("168.63.129.16/32", .platform),
    ])

    /// IPv6 is the other way round: only 2000::/3 is handed out, so all else is denied by the last five entries. The
    /// named ones come first so that the sentence can say what an address is.
    static let v6: [Entry] = table([
        ("::/128", .unspecified), ("::1/128", .loopback), ("::/96", .translation), ("::ffff:0:0:0/96", .translation),
        ("64:ff9b::/96", .translation), ("64:ff9b:1::/48", .translation), ("100::/64", .reserved),
        ("100:0:0:1::/64", .reserved), ("5f00::/16", .reserved), ("fc00::/7", .privateUse),
        ("fe80::/10", .linkLocal), ("fec0::/10", .privateUse), ("ff00::/8", .multicast),
        ("2001:2::/48", .benchmarking), ("2001::/32", .translation), ("2001::/23", .reserved),
        ("2001:db8::/32", .documentation), ("2002::/16", .translation), ("2620:4f:8000::/48", .reserved),
        ("3fff::/20", .documentation),
        ("::/3", .reserved), ("4000::/2", .reserved), ("8000::/2", .reserved), ("c000::/3", .reserved),
        ("e000::/3", .reserved),
    ])

    private static func table(_ rows: [(String, Kind)]) -> [Entry] {
        rows.map { text, kind in
            let parts = text.split(separator: "/")
            guard let address = NetworkAddress(String(parts[0])), let length = Int(parts[1]),
                let network = AddressBlock(address, prefixLength: length)
            else { preconditionFailure("not a network: \(text)") }
            return Entry(network: network, kind: kind)
        }
    }
}
