package import Coordination
package import Delivery
import Hashing
package import Intake
import Presets
import Responsibility
package import Settings

/// A configuration that is ready to be put in force: loaded, and turned into what each room needs. Starting, reloading and checking
/// take exactly this path.
package struct PreparedSettings: Sendable {
    package let settings: LoadedSettings
    package let channels: [ChannelConfiguration]
    package let peers: PeerTable
    package let listeners: [ListenerConfiguration]

    /// Reads and checks everything. Blocks on the disk.
    ///
    /// - Throws: every problem found, each with its place.
    package init(path: String, environment: SettingsEnvironment) throws(ConfigurationError) {
        let settings = try LoadedSettings.load(path: path, environment: environment)
        self.settings = settings
        channels = try Self.channels(settings.channels)
        peers = Self.peers(settings, ownUserID: environment.ownUserID)
        listeners = Self.listeners(settings.daemon)
    }

    /// What the core holds itself to. Fixed at the start.
    package var coordinationLimits: CoordinationLimits {
        let (daemon, coordination) = (settings.daemon, settings.daemon.coordination)
        var limits = CoordinationLimits()
        limits.incidentsMax = daemon.openIncidentsMax
        limits.incidentsPerAgreementMax = max(1, daemon.openIncidentsMax / 4)
        limits.reopenWithin = coordination.reopenWithin
        limits.proposalAnswerWithin = coordination.proposalAnswerWithin
        limits.proposalToldWithin = coordination.proposalToldWithin
        return limits
    }

    private static func channels(_ all: [ChannelSettings]) throws(ConfigurationError) -> [ChannelConfiguration] {
        var problems: [ConfigurationProblem] = []
        var channels: [ChannelConfiguration] = []
        for channel in all {
            do {
                channels.append(try configuration(of: channel))
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return channels
    }

    private static func configuration(of channel: ChannelSettings) throws(ConfigurationProblem) -> ChannelConfiguration
    {
        var exceptions: [AddressException] = []
        for text in channel.allow {
            do {
                exceptions.append(try AddressException(parsing: text))
            } catch {
                throw ConfigurationProblem(
                    channel.place, "channel \(channel.id): allow \"\(text)\": \(error)",
                    hint: "write addresses and a port, as in 10.20.0.0/16:443")
            }
        }
        var secrets: [WebhookSecret] = []
        for secret in channel.secrets {
            do {
                secrets.append(try WebhookSecret(parsing: secret))
            } catch {
                throw ConfigurationProblem(
                    channel.place, "channel \(channel.id): \(error)", hint: "make a new secret with `tocsin new-secret`"
                )
            }
        }
        let verdict = AddressPolicy(allow: exceptions).judge(url: channel.url)
        if let denial = verdict.denial {
            throw ConfigurationProblem(
                channel.place, "channel \(channel.id): \(denial.sentence)",
                hint: "use a public https address, or name the address under `allow` of the channel")
        }
        var configuration = ChannelConfiguration(
            id: channel.id.rawValue, url: channel.url, secrets: secrets, preset: channel.preset,
            headers: try headers(of: channel), allow: exceptions)
        if let preset = channel.preset, type(of: preset).keepsOrder { configuration.inFlightMax = 1 }
        return configuration
    }

    private static func headers(of channel: ChannelSettings) throws(ConfigurationProblem) -> [HeaderField] {
        var headers: [HeaderField] = []
        for written in channel.headers {
            if headers.contains(where: { $0.name == written.name.lowercased() }) {
                throw ConfigurationProblem(
                    written.place, "channel \(channel.id): header \"\(written.name)\": the header is there twice",
                    hint: "keep one of them; the case of letters makes no difference")
            }
            do {
                headers.append(try HeaderField(name: written.name, value: written.value))
            } catch {
                throw ConfigurationProblem(
                    // A name that is none may be a whole line, value and all.
                    written.place,
                    "channel \(channel.id): \(error == .badName ? "" : "header \"\(written.name)\": ")\(error)",
                    hint: "write a name that the daemon does not set itself, and one line of printable ASCII")
            }
        }
        return headers
    }

    private static func peers(_ settings: LoadedSettings, ownUserID: UInt32) -> PeerTable {
        var users: [UInt32: Actor] = [:]
        var groups: [PeerTable.Group] = []
        for member in settings.peers.members {
            let actor = member.standing.actor(named: member.name)
            switch member.account {
            case .user(let uid): users[uid] = actor
            case .group(let gid): groups.append(PeerTable.Group(gid: gid, actor: actor))
            }
        }
        let own = settings.peers.selfMember.map { (uid: ownUserID, actor: $0.actor(named: "the daemon's own user")) }
        var listeners: [String: Actor] = [:]
        for socket in settings.daemon.sockets {
            listeners[socket.name] = socket.speaksFor?.actor(named: "socket \(socket.name)")
        }
        return PeerTable(users: users, groups: groups, own: own, speaksFor: listeners)
    }

    private static func listeners(_ daemon: DaemonSettings) -> [ListenerConfiguration] {
        var listeners = daemon.sockets.map { socket in
            ListenerConfiguration(
                name: socket.name, endpoint: .unix(path: socket.path, mode: socket.mode, group: socket.group),
                requiresPrivateSocket: socket.speaksFor != nil)
        }
        if let loopback = daemon.loopback {
            let tokens = loopback.tokens.compactMap { token -> TokenRecord? in
                Hexadecimal.decode(token.sha256).flatMap { Digest256(bytes: $0) }.map {
                    TokenRecord(name: token.name, sha256: $0, actor: token.standing.actor(named: "token \(token.name)"))
                }
            }
            listeners.append(
                ListenerConfiguration(
                    name: "loopback", endpoint: .tcp(address: loopback.address.rawValue, port: UInt16(loopback.port)),
                    tokens: tokens))
        }
        return listeners
    }
}

extension Standing {
    func actor(named name: String) -> Actor { Actor(party: party, side: side, role: role, name: name) }
}
