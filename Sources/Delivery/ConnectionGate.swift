internal import CLinux
internal import Glibc

/// The gate at the socket: what one transfer may connect to, asked again by libcurl's callbacks.
///
/// libcurl is told to connect to one pinned address. This makes sure that it does, for new connections (the address of
/// the socket) and for kept ones (the address of the peer, before the request is written), and remembers why it said
/// no, because libcurl reports a denied socket like a refused connection.
struct ConnectionGate {
    let policy: AddressPolicy
    let pin: NetworkAddress
    let port: UInt16
    let scheme: TargetScheme
    /// Why the last question was answered with no.
    private(set) var denial: AddressDenial?
    /// errno of a socket that could not be made: our trouble, not the receiver's.
    private(set) var socketFailure: Int32?

    init(policy: AddressPolicy, pin: NetworkAddress, port: UInt16, scheme: TargetScheme) {
        self.policy = policy
        self.pin = pin
        self.port = port
        self.scheme = scheme
    }

    /// Whether this endpoint may be spoken to.
    mutating func permits(_ address: NetworkAddress?, port: UInt16) -> Bool {
        denial = verdict(on: address, port: port)
        return denial == nil
    }

    private func verdict(on address: NetworkAddress?, port: UInt16) -> AddressDenial? {
        guard let address, address.unmapped == pin.unmapped, port == self.port else {
            let seen = address.map { "\($0.bracketed):\(port)" } ?? "an unknown address"
            return AddressDenial(
                code: .notPinned, sentence: "the connection would go to \(seen), not to \(pin.bracketed):\(self.port)")
        }
        return policy.judge(address: address, port: port, scheme: scheme).denial
    }

    /// Makes the socket if its address is permitted; -1 otherwise.
    mutating func openSocket(
        family: Int32, type: Int32, protocol number: Int32, to endpoint: (address: NetworkAddress, port: UInt16)?
    ) -> Int32 {
        guard permits(endpoint?.address, port: endpoint?.port ?? 0) else { return -1 }
        let descriptor = socket(family, type | Int32(SOCK_CLOEXEC.rawValue), number)
        socketFailure = descriptor < 0 ? errno : nil
        return descriptor
    }
}
