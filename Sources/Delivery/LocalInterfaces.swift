internal import Glibc

/// The addresses of this machine's network interfaces.
enum LocalInterfaces {
    /// Reads them now; empty when the system does not say, which leaves the other rules of the policy.
    static func addresses() -> Set<NetworkAddress> {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&list) == 0 else { return [] }
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
        return addresses
    }
}
