internal import Glibc
internal import Threads

/// Why the engine could not start.
package enum DeliveryStartError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A system call failed.
    case system(call: String, errno: Int32)
    /// The addresses of this machine could not be read.
    case interfaces(errno: Int32)
    /// libcurl could not be set up.
    case libcurl(String)
    /// The user agent is empty or holds more than printable ASCII.
    case userAgent

    /// Stable, for logs and machines.
    package var code: String {
        switch self {
        case .system: "delivery_system"
        case .interfaces: "delivery_interfaces"
        case .libcurl: "delivery_libcurl"
        case .userAgent: "delivery_user_agent"
        }
    }

    package var description: String {
        switch self {
        case .system(let call, let errno):
            "delivery cannot start: \(call) failed (\(unsafe String(cString: strerror(errno)))); "
                + "check the limits on descriptors and threads"
        case .interfaces(let errno):
            "delivery cannot start: the addresses of this machine could not be read "
                + "(\(unsafe String(cString: strerror(errno)))), so notices to ourselves could not be told apart; allow "
                + "netlink sockets (AF_NETLINK), in a systemd unit by RestrictAddressFamilies="
        case .libcurl(let words): "delivery cannot start: libcurl: \(words)"
        case .userAgent: "delivery cannot start: the user agent must be printable ASCII, such as Tocsin/1.0"
        }
    }
}

extension DeliveryStartError {
    /// Runs a start of a thread; its failure is one of ours.
    static func translating<Value>(_ body: () throws(ThreadStartError) -> Value) throws(DeliveryStartError) -> Value {
        do throws(ThreadStartError) {
            return try body()
        } catch {
            throw .system(call: "pthread_create", errno: error.errno)
        }
    }
}
