/// What the daemon itself needs to know.
package struct DaemonSettings: Sendable {
    /// Where ledgers and keys lie. Relative to the working directory unless absolute.
    package let stateDirectory: String
    /// In the order they were written; never empty.
    package let sockets: [SocketSettings]
    /// Nil: no TCP at all.
    package let loopback: LoopbackSettings?
    /// The largest report that is read, in bytes.
    package let reportBytesMax: Int
    /// How many incidents may be open, or over while they may still begin again or somebody is still to be told, before new ones
    /// are refused as overload. One agreement may fill a quarter; the last tenth is for the provider's own matters.
    package let openIncidentsMax: Int
    package let coordination: CoordinationSettings
    package let logLevel: LogLevel

    package static let reportBytesDefault = 262_144
    package static let openIncidentsDefault = 10_000

    package init(
        stateDirectory: String, sockets: [SocketSettings], loopback: LoopbackSettings?, reportBytesMax: Int,
        openIncidentsMax: Int, coordination: CoordinationSettings, logLevel: LogLevel
    ) {
        self.stateDirectory = stateDirectory
        self.sockets = sockets
        self.loopback = loopback
        self.reportBytesMax = reportBytesMax
        self.openIncidentsMax = openIncidentsMax
        self.coordination = coordination
        self.logLevel = logLevel
    }
}

/// From what weight on a line is logged; the names are those of swift-log.
package enum LogLevel: String, CaseIterable, Sendable {
    case trace, debug, info, notice, warning, error, critical
}

/// A Unix-domain socket that the daemon listens on.
package struct SocketSettings: Sendable {
    /// Also the name by which a socket unit hands it over.
    package let name: String
    /// Relative to the working directory unless absolute. At most 107 bytes.
    package let path: String
    /// Permission bits. Who may write to a socket may connect to it.
    package let mode: UInt32
    /// The group that the socket is given to; nil: the daemon's own.
    package let group: UInt32?
    /// Whoever can connect speaks for this party; nil: the peer's user and groups decide.
    package let speaksFor: Standing?

    package static let modeDefault: UInt32 = 0o660

    package init(name: String, path: String, mode: UInt32, group: UInt32?, speaksFor: Standing?) {
        self.name = name
        self.path = path
        self.mode = mode
        self.group = group
        self.speaksFor = speaksFor
    }
}

/// TCP on the loopback address, for tools that cannot speak Unix-domain sockets. Every request shows a token.
package struct LoopbackSettings: Sendable {
    package enum Address: String, CaseIterable, Sendable {
        case version4 = "127.0.0.1"
        case version6 = "::1"
    }

    package let address: Address
    /// 1 to 65535.
    package let port: Int
    /// Never empty.
    package let tokens: [TokenSettings]

    package init(address: Address, port: Int, tokens: [TokenSettings]) {
        self.address = address
        self.port = port
        self.tokens = tokens
    }
}

/// Who speaks when a token is shown. The token itself is not kept.
package struct TokenSettings: Sendable {
    package let name: String
    package let standing: Standing
    /// SHA-256 of the token, in hexadecimal.
    package let sha256: String

    package init(name: String, standing: Standing, sha256: String) {
        self.name = name
        self.standing = standing
        self.sha256 = sha256
    }
}
