/// Which targets a channel may speak to.
///
/// Requests go out from inside the provider's network to URLs that customers configure, so the default is narrow: https
/// to public addresses, on port 443, 80 or above 1023 without well-known services. Exceptions are addresses, never
/// names.
package struct AddressPolicy: Sendable, Hashable {
    package let exceptions: [AddressException]
    /// Addresses of this machine's interfaces. Public ones among them would reach our own ports from behind the
    /// firewall.
    package let ownAddresses: Set<NetworkAddress>

    /// A policy with the operator's exceptions.
    package init(allow exceptions: [AddressException] = [], ownAddresses: Set<NetworkAddress> = []) {
        self.exceptions = exceptions
        self.ownAddresses = ownAddresses
    }

    /// Judges a channel's URL: its form, and its host as far as the text says. An address is judged whole, a name only
    /// until it is resolved.
    package func judge(url: String) -> AddressVerdict {
        do throws(AddressDenial) {
            return judge(try TargetURL(parsing: url))
        } catch {
            return .denied(error)
        }
    }

    /// Judges an address with a port and a scheme: the last word.
    package func judge(address: NetworkAddress, port: UInt16, scheme: TargetScheme) -> AddressVerdict {
        let address = address.unmapped
        let exception = exceptions.first { $0.covers(address, port: port, scheme: scheme) && opens(port, $0) }
        if let exception { return .allowed(by: exception) }
        let denial =
            denialOfAddress(address) ?? (scheme == .http ? Self.plainHTTP : nil)
            ?? denialOfPort(port, at: address.bracketed)
        return denial.map { .denied($0) } ?? .allowed(by: nil)
    }

    func judge(_ target: TargetURL) -> AddressVerdict {
        switch target.host {
        case .address(let address): judge(address: address, port: target.port, scheme: target.scheme)
        case .name(let name): judge(name: name, port: target.port, scheme: target.scheme)
        }
    }

    /// Names that lead to this machine or network by definition, and what an exception could still make possible.
    private func judge(name: String, port: UInt16, scheme: TargetScheme) -> AddressVerdict {
        if let denial = Self.denialOfName(name) { return .denied(denial) }
        if scheme == .http, !exceptions.contains(where: { ($0.scheme ?? .http) == .http && ($0.port ?? port) == port })
        {
            return .denied(Self.plainHTTP)
        }
        if !Self.isOrdinary(port), !exceptions.contains(where: { $0.port == port && ($0.scheme ?? scheme) == scheme }),
            let denial = denialOfPort(port, at: name)
        {
            return .denied(denial)
        }
        return .allowed(by: nil)
    }

    // MARK: - Rules

    /// An exception opens a port outside the ordinary ones only by naming it.
    private func opens(_ port: UInt16, _ exception: AddressException) -> Bool {
        exception.port != nil || Self.isOrdinary(port)
    }

    private func denialOfAddress(_ address: NetworkAddress) -> AddressDenial? {
        // The table goes first because it explains better: loopback is an own address too.
        if let special = SpecialAddresses.entry(for: address) {
            return AddressDenial(
                code: .addressSpecial,
                sentence: "\(address) is a \(special.kind.words) address (\(special.network)); "
                    + "if it is meant, except it in the channel's allow list")
        }
        guard ownAddresses.contains(address) else { return nil }
        return AddressDenial(
            code: .addressOwn,
            sentence: "\(address) is an address of this machine; if it is meant, except it in the channel's allow list")
    }

    private func denialOfPort(_ port: UInt16, at host: String) -> AddressDenial? {
        if Self.isOrdinary(port) { return nil }
        return AddressDenial(
            code: .portDenied,
            sentence: "port \(port) is not one for web hooks; if it is meant, name it in the channel's allow list, "
                + "as in network:\(port)")
    }

    private static let plainHTTP = AddressDenial(
        code: .plainHTTP,
        sentence: "plain http is only sent where the channel's allow list names the address; use https, or add it")

    /// Ports of services that answer to text on a line, or to HTTP without asking who calls: Docker, etcd, MySQL,
    /// PostgreSQL, AMQP, Redis, Kubernetes, Consul, Elasticsearch, kubelet, memcached, RabbitMQ, MongoDB.
    static let servicePorts: Set<UInt16> = [
        2375, 2376, 2379, 2380, 3306, 5432, 5672, 6379, 6443, 8500, 9200, 9300, 10250, 11211, 15672, 27017,
    ]

    private static func isOrdinary(_ port: UInt16) -> Bool {
        port == 443 || port == 80 || (port >= 1024 && !servicePorts.contains(port))
    }

    /// Suffixes that are local by RFC 6761, 6762, 8375, 9476 or custom. `metadata.google.internal` is among them.
    static let deniedSuffixes = ["localhost", "local", "internal", "home.arpa", "onion"]

    private static func denialOfName(_ name: String) -> AddressDenial? {
        let suffix = deniedSuffixes.first { name == $0 || name.hasSuffix("." + $0) }
        if let suffix {
            return AddressDenial(
                code: .nameDenied, sentence: "names under \"\(suffix)\" are local; use the address, with an exception")
        }
        guard !name.contains(".") else { return nil }
        return AddressDenial(
            code: .nameDenied,
            sentence: "a host name without a dot is looked up differently on every machine; use the full name")
    }
}
