package import Coordination

/// Where to listen, and for whom.
package struct ListenerConfiguration: Sendable {
    /// Where to listen.
    package enum Endpoint: Sendable {
        /// A Unix-domain socket of our own making: at most 107 bytes of path, permission bits such as 0o660, and
        /// the group that owns the file (nil: ours).
        case unix(path: String, mode: UInt32, group: UInt32?)
        /// A listening socket that the service manager made.
        case descriptor(Int32)
        /// A loopback address, for tools that cannot speak Unix-domain sockets. Port 0: any free one.
        case tcp(address: String, port: UInt16)
    }

    /// Unique among the listeners; `PeerTable` rules and logs refer to it.
    package let name: String
    package let endpoint: Endpoint
    /// Whoever may connect speaks as this actor. Unix-domain sockets only; the socket's permissions say who may
    /// connect.
    package let audience: Actor?
    /// Network listeners only: every request needs one of these.
    package let tokens: [TokenRecord]
    /// Whoever may connect speaks for a party, by a rule that is not ours to see (`PeerTable` may have one for this
    /// listener). Then an adopted socket's file must not be writable by everybody, or the listener is not opened.
    /// True without asking when there is an audience. The mode of a socket of our own making is the configuration's.
    package let requiresPrivateSocket: Bool

    package init(
        name: String, endpoint: Endpoint, audience: Actor? = nil, tokens: [TokenRecord] = [],
        requiresPrivateSocket: Bool = false
    ) {
        self.name = name
        self.endpoint = endpoint
        self.audience = audience
        self.tokens = tokens
        self.requiresPrivateSocket = requiresPrivateSocket || audience != nil
    }
}
