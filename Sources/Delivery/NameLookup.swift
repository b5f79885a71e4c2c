internal import CLinux
internal import Glibc

/// What a lookup of a name yielded.
package enum NameAnswer: Sendable, Hashable {
    /// At least one address, in the order of preference.
    case found([NetworkAddress])
    /// The name does not exist or has no address.
    case notFound
    /// The name servers did not say. The words are for the operator.
    case failed(String)
}

/// Looks a name up and may take its time. Called on the threads of the pool.
package typealias NameLookup = @Sendable (String) -> NameAnswer

/// The system's resolver.
package enum SystemResolver {
    /// getaddrinfo with all it knows: hosts file, DNS, whatever nsswitch.conf says. Without search domains.
    package static let lookup: NameLookup = { name in
        tocsin_resolver_use_exact_names()
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(name, nil, &hints, &list)
        guard code == 0 else { return failure(code) }
        defer { unsafe freeaddrinfo(list) }
        let addresses = unsafe addresses(in: list)
        return addresses.isEmpty ? .notFound : .found(addresses)
    }

    /// A name with a thousand addresses is of no more use than one with these.
    private static let addressesMax = 32

    private static func addresses(in list: UnsafeMutablePointer<addrinfo>?) -> [NetworkAddress] {
        var addresses: [NetworkAddress] = []
        var entry = unsafe list
        while let current = unsafe entry, addresses.count < addressesMax {
            if let socketAddress = unsafe current.pointee.ai_addr,
                let endpoint = unsafe NetworkAddress.endpoint(of: socketAddress), !addresses.contains(endpoint.address)
            {
                addresses.append(endpoint.address)
            }
            unsafe entry = current.pointee.ai_next
        }
        return addresses
    }

    private static func failure(_ code: Int32) -> NameAnswer {
        // EAI_NODATA (-5) is a GNU extension: the name exists and has no address.
        if code == EAI_NONAME || code == -5 { return .notFound }
        guard let words = unsafe gai_strerror(code) else { return .failed("error \(code)") }
        return .failed(unsafe String(cString: words))
    }
}
