internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// What is known of a connection, fixed when it was accepted.
final class Connection: Sendable {
    /// How the peer can be told.
    enum Peer: Sendable {
        /// A process of this host; nil when the kernel did not tell which.
        case process(PeerCredentials?)
        /// Somebody behind a loopback address: only a token tells.
        case network
    }

    /// The listener it came by: its place in the server's list.
    let listener: Int
    let peer: Peer
    /// The memory that its requests' bodies take.
    let bodies: BodyAccount
    private let warned = Atomic<Bool>(false)

    init(listener: Int, peer: Peer, budget: BodyBudget) {
        self.listener = listener
        self.peer = peer
        bodies = BodyAccount(budget, for: peer.shareholder)
    }

    /// True for the first call only. Security events are logged once for a connection, so that a peer cannot fill
    /// the log.
    func mayWarn() -> Bool { !warned.exchange(true, ordering: .relaxed) }

    /// Whose share of the connections and bodies it counts against.
    var shareholder: ConnectionTable.Shareholder { peer.shareholder }
}

extension Connection.Peer {
    fileprivate var shareholder: ConnectionTable.Shareholder {
        if case .process(let credentials?) = self { return .user(credentials.uid) }
        return .others
    }
}

/// Answers one request of a connection.
typealias ConnectionResponder = @Sendable (Request, Connection) async throws -> Response

/// A connection with its pipeline, waiting for a task to serve it.
struct ArrivedConnection: Sendable {
    let channel: HTTP1Channel
    let value: HTTP1Channel.Value
}
