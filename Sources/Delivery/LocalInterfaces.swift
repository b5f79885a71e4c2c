internal import Glibc

/// The addresses of this machine's network interfaces.
enum LocalInterfaces {
    /// What a reading yields: the addresses, or the errno that the system gave instead.
    enum Reading: Sendable, Hashable {
        case addresses(Set<NetworkAddress>)
        case failed(errno: Int32)
    }

    /// Reads them now.
    static let read: @Sendable () -> Reading = {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&list) == 0 else { return .failed(errno: errno) }
        defer { unsafe freeifaddrs(list) }
        var addresses: Set<NetworkAddress> = []
        var entry = unsafe list
        while let current = unsafe entry {
            if let socketAddress = unsafe current.pointee.ifa_addr,
                let endpoint = unsafe NetworkAddress.endpoint(of: socketAddress)
            {
                addresses.insert(endpoint.address)
            }
            unsafe entry = current.pointee.ifa_next
        }
        return .addresses(addresses)
    }
}

/// The addresses that count as our own. Without them a public address of this machine would pass for somebody else's,
/// so a reading that fails takes nothing back, and without a first one there is no engine.
struct OwnAddresses {
    private(set) var known: Set<NetworkAddress>
    private let read: @Sendable () -> LocalInterfaces.Reading

    /// Reads for the first time.
    init(read: @escaping @Sendable () -> LocalInterfaces.Reading) throws(DeliveryStartError) {
        switch read() {
        case .addresses(let addresses): known = addresses
        case .failed(let errno): throw .interfaces(errno: errno)
        }
        self.read = read
    }

    /// Reads again; what was known stays when the system does not say.
    mutating func refresh() {
        if case .addresses(let addresses) = read() { known = addresses }
    }
}
