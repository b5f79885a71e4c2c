import Coordination
import Hashing
import Responsibility

/// A standing whose party is still only a name: the parties are read later.
struct WrittenStanding {
    let party: PartyID
    let role: PeerRole
    let place: ConfigurationPlace
}

/// The daemon's settings as written.
struct WrittenDaemon {
    struct Socket {
        let name: String
        let path: String
        let mode: UInt32
        let group: UInt32?
        let speaksFor: WrittenStanding?
    }

    struct Token {
        let name: String
        let standing: WrittenStanding
        let sha256: String
    }

    struct Loopback {
        let address: LoopbackSettings.Address
        let port: Int
        let tokens: [Token]
    }

    let stateDirectory: String
    let sockets: [Socket]
    let loopback: Loopback?
    let reportBytesMax: Int
    let openIncidentsMax: Int
    let coordination: CoordinationSettings
    let logLevel: LogLevel
}

/// Reads what tocsin.yaml says of the daemon itself.
struct DaemonReader {
    let secrets: SecretReader
    let accounts: AccountReader
    let catalogue: Catalogue

    static let keys = ["state_directory", "log_level", "limits", "coordination", "sockets", "loopback"]
    static let limitKeys = ["report_bytes_max", "open_incidents_max"]
    static let socketKeys = ["name", "path", "mode", "group", "speaks_for"]
    static let speakerKeys = ["party", "role"]
    static let loopbackKeys = ["address", "port", "tokens"]
    static let tokenKeys = ["name", "party", "role", "token_file", "token_credential"]

    private static let reportBytes = 1024...1_048_576
    private static let openIncidents = 1...1_000_000

    func daemon(_ fields: Fields) -> WrittenDaemon? {
        let state = fields.required("state_directory")?.path()
        let sockets = fields.required("sockets")?.list(min: 1) { socket($0) }
        let loopback = fields.optional("loopback").flatMap { self.loopback($0) }
        let level = fields.optional("log_level").map { $0.word(LogLevel.self) } ?? .info
        let limits = fields.optional("limits").flatMap {
            Fields($0, "limits", keys: Self.limitKeys)
        }
        let reportBytes = limits?.optional("report_bytes_max").map { $0.integer(in: Self.reportBytes) }
        let openIncidents = limits?.optional("open_incidents_max").map { $0.integer(in: Self.openIncidents) }
        let coordination =
            fields.optional("coordination").map { CoordinationReader().coordination($0) } ?? CoordinationSettings()
        guard let state, let sockets, let level, let coordination else { return nil }
        return WrittenDaemon(
            stateDirectory: state, sockets: sockets, loopback: loopback,
            reportBytesMax: (reportBytes ?? nil) ?? DaemonSettings.reportBytesDefault,
            openIncidentsMax: (openIncidents ?? nil) ?? DaemonSettings.openIncidentsDefault, coordination: coordination,
            logLevel: level)
    }

    private func socket(_ value: Value) -> WrittenDaemon.Socket? {
        guard let fields = Fields(value, "a socket", keys: Self.socketKeys) else { return nil }
        let name = declaredName(fields, .socket)
        if name == "loopback" {
            fields.problem(
                "the name loopback is taken by the listener on TCP", hint: "choose another name for the socket")
        }
        let path = fields.required("path").flatMap { socketPath($0) }
        let modeValue = fields.optional("mode")
        let mode = modeValue.map { $0.mode() } ?? SocketSettings.modeDefault
        let group = fields.optional("group").flatMap { accounts.group($0) }
        let speaker = fields.optional("speaks_for")
        let speaksFor = speaker.flatMap { value in
            Fields(value, "speaks_for", keys: Self.speakerKeys).flatMap { standing($0) }
        }
        if let mode, speaker != nil, mode & 0o002 != 0 {
            (modeValue ?? value).problem(
                "everybody on this machine could connect and speak for the party",
                hint: "take away the permissions of others: 0600, or 0660 with a group")
        }
        guard let name, let path, let mode else { return nil }
        return WrittenDaemon.Socket(name: name, path: path, mode: mode, group: group, speaksFor: speaksFor)
    }

    private func socketPath(_ value: Value) -> String? {
        guard let path = value.path() else { return nil }
        guard path.utf8.count <= Limits.socketPathBytesMax else {
            value.problem(
                "the path of the socket has \(path.utf8.count) bytes",
                hint: "the system allows \(Limits.socketPathBytesMax); choose a shorter one")
            return nil
        }
        return path
    }

    private func loopback(_ value: Value) -> WrittenDaemon.Loopback? {
        guard let fields = Fields(value, "loopback", keys: Self.loopbackKeys) else { return nil }
        let address = fields.optional("address").map { $0.word(LoopbackSettings.Address.self) } ?? .version4
        let port = fields.required("port")?.integer(in: 1...65_535)
        var seen: Set<String> = []
        let tokens = fields.required("tokens")?.list(min: 1) { value in token(value, seen: &seen) }
        guard let address, let port, let tokens else { return nil }
        return WrittenDaemon.Loopback(address: address, port: port, tokens: tokens)
    }

    private func token(_ value: Value, seen: inout Set<String>) -> WrittenDaemon.Token? {
        let inline = "a token is never written here; put it in a file of mode 0600 and name it with token_file"
        guard let fields = Fields(value, "a token", keys: Self.tokenKeys, advice: ["token": inline]) else { return nil }
        let name = declaredName(fields, .token)
        let standing = standing(fields)
        let texts = secrets.secrets(fields, prefix: "token", kind: .token)
        guard texts.count <= 1 else {
            fields.problem("a token with several secrets", hint: "write a token for each")
            return nil
        }
        guard let text = texts.first else { return nil }
        let digest = Hash.sha256(Array(text.utf8)).hex
        guard seen.insert(digest).inserted else {
            fields.problem("two tokens have the same secret", hint: "give each a secret of its own")
            return nil
        }
        guard let name, let standing else { return nil }
        return WrittenDaemon.Token(name: name, standing: standing, sha256: digest)
    }

    private func declaredName(_ fields: Fields, _ kind: Catalogue.Kind) -> String? {
        guard let value = fields.required("name"), let name = value.identifier() else { return nil }
        catalogue.declare(kind, name, at: value.place)
        return name
    }

    private func standing(_ fields: Fields) -> WrittenStanding? {
        let party = fields.required("party")
        let id = party?.identifier(PartyID.self)
        if let party, let id { catalogue.refer(.party, id.rawValue, at: party.place) }
        let roleValue = fields.required("role")
        let role = roleValue?.word(PeerRole.self)
        if role == .operator {
            roleValue?.problem(
                "whoever can connect or has a token would run the daemon",
                hint: "operators are named one by one, under members of the provider")
        }
        guard let id, let role else { return nil }
        return WrittenStanding(party: id, role: role, place: fields.place)
    }
}

extension WrittenDaemon {
    /// Every standing that a socket or a token gives.
    var standings: [WrittenStanding] { sockets.compactMap(\.speaksFor) + (loopback?.tokens.map(\.standing) ?? []) }

    /// The settings with the sides of the parties known. Standings of parties that do not exist are left out; the
    /// catalogue has filed them.
    func settings(sides: [PartyID: Side]) -> DaemonSettings {
        func known(_ written: WrittenStanding) -> Standing? {
            sides[written.party].map { Standing(party: written.party, side: $0, role: written.role) }
        }
        return DaemonSettings(
            stateDirectory: stateDirectory,
            sockets: sockets.map { socket in
                SocketSettings(
                    name: socket.name, path: socket.path, mode: socket.mode, group: socket.group,
                    speaksFor: socket.speaksFor.flatMap(known))
            },
            loopback: loopback.map { loopback in
                LoopbackSettings(
                    address: loopback.address, port: loopback.port,
                    tokens: loopback.tokens.compactMap { token in
                        known(token.standing).map {
                            TokenSettings(name: token.name, standing: $0, sha256: token.sha256)
                        }
                    })
            },
            reportBytesMax: reportBytesMax, openIncidentsMax: openIncidentsMax, coordination: coordination,
            logLevel: logLevel)
    }
}
