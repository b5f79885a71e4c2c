/// Why a text is not an address exception.
package enum AddressExceptionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The scheme is neither `http` nor `https`.
    case badScheme(String)
    /// The part before the slash is not an address. Names are never excepted: a name may point anywhere tomorrow.
    case badAddress(String)
    /// The number after the slash does not fit the address.
    case badPrefix(String)
    /// The address has bits beyond its prefix length; `suggestion` is the network it lies in.
    case bitsBeyondPrefix(suggestion: String)
    /// The network is so large that the exception would switch the policy off.
    case tooWide(String)
    /// The port is not 1 to 65535.
    case badPort(String)

    /// Stable, for logs and machines.
    package var code: String {
        switch self {
        case .badScheme: "exception_bad_scheme"
        case .badAddress: "exception_bad_address"
        case .badPrefix: "exception_bad_prefix"
        case .bitsBeyondPrefix: "exception_bits_beyond_prefix"
        case .tooWide: "exception_too_wide"
        case .badPort: "exception_bad_port"
        }
    }

    package var description: String {
        switch self {
        case .badScheme(let text): "\"\(text)\" is not a scheme; write http:// or https:// or leave it out"
        case .badAddress(let text):
            "\"\(text)\" is not an address; write a network such as 10.20.0.0/16 or [fd00:1::/32]:443, never a name"
        case .badPrefix(let text): "\"\(text)\" is not a prefix length of this address"
        case .bitsBeyondPrefix(let suggestion): "the address has bits beyond its prefix; did you mean \(suggestion)?"
        case .tooWide(let text):
            "\(text) is too wide; an exception names at most a /8 of IPv4 or a /7 of IPv6"
        case .badPort(let text): "\"\(text)\" is not a port; write a number from 1 to 65535"
        }
    }
}

/// What an operator allows beyond the default address policy.
///
/// One syntax: `[scheme://]network[:port]`, for example
///
///     127.0.0.0/8                     any permitted port, http and https
///     10.20.0.0/16:443                port 443 only
///     http://192.168.7.9:9200         one address, plain http on a port that is denied by default
///     [fd00:1::/32]:443               IPv6 with a port: the network in brackets
///
/// No scheme means both. No port means every port the port policy permits: a port of the service list or below 1024 is
/// only opened by naming it.
package struct AddressException: Sendable, Hashable, CustomStringConvertible {
    package let network: AddressBlock
    /// Nil: every permitted port.
    package let port: UInt16?
    /// Nil: http and https.
    package let scheme: TargetScheme?

    /// An exception from its parts.
    package init(network: AddressBlock, port: UInt16? = nil, scheme: TargetScheme? = nil) {
        self.network = network
        self.port = port
        self.scheme = scheme
    }

    /// Reads the syntax above.
    package init(parsing text: String) throws(AddressExceptionError) {
        let (scheme, rest) = try Self.scheme(of: text)
        let (network, port) = try Self.splitPort(rest)
        self.init(network: try Self.network(network), port: port, scheme: scheme)
    }

    package var description: String {
        let prefix = scheme.map { "\($0.rawValue)://" } ?? ""
        guard let port else { return prefix + network.description }
        return network.base.bitWidth == 32 ? "\(prefix)\(network):\(port)" : "\(prefix)[\(network)]:\(port)"
    }

    /// Whether the exception speaks of this address (unmapped), port and scheme.
    func covers(_ address: NetworkAddress, port: UInt16, scheme: TargetScheme) -> Bool {
        network.contains(address) && (self.port ?? port) == port && (self.scheme ?? scheme) == scheme
    }

    /// Networks wider than these would switch the policy off rather than except something from it.
    private static let prefixMin = (v4: 8, v6: 7)

    private static func scheme(of text: String) throws(AddressExceptionError) -> (TargetScheme?, Substring) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return (nil, text[...]) }
        guard let scheme = TargetScheme(rawValue: text[..<colon].lowercased()) else {
            throw .badScheme(String(text[..<colon]))
        }
        return (scheme, text[colon...].dropFirst(3))
    }

    private static func splitPort(_ text: Substring) throws(AddressExceptionError) -> (Substring, UInt16?) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw .badAddress(String(text)) }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .badAddress(String(text)) }
            return (text[..<end].dropFirst(), rest.isEmpty ? nil : try port(rest.dropFirst()))
        }
        let colons = text.count { $0 == ":" }
        guard colons == 1, let colon = text.firstIndex(of: ":") else { return (text, nil) }
        return (text[..<colon], try port(text[text.index(after: colon)...]))
    }

    private static func port(_ text: Substring) throws(AddressExceptionError) -> UInt16 {
        guard let port = decimal(text), port > 0, let narrow = UInt16(exactly: port) else {
            throw .badPort(String(text))
        }
        return narrow
    }

    private static func network(_ text: Substring) throws(AddressExceptionError) -> AddressBlock {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = NetworkAddress(String(first)) else {
            throw .badAddress(String(text))
        }
        guard address.unmapped == address else { throw .badAddress("\(text): write the IPv4 address itself") }
        var length = address.bitWidth
        if parts.count == 2 {
            guard let given = decimal(parts[1]), given <= address.bitWidth else { throw .badPrefix(String(parts[1])) }
            length = given
        }
        guard let network = AddressBlock(address, prefixLength: length) else {
            throw .bitsBeyondPrefix(suggestion: AddressBlock.enclosing(address, prefixLength: length).description)
        }
        guard length >= (address.bitWidth == 32 ? prefixMin.v4 : prefixMin.v6) else { throw .tooWide(String(text)) }
        return network
    }

    /// A plain decimal number of at most five digits.
    private static func decimal(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}
