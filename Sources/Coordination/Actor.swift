package import Responsibility

/// What a peer of the socket may do.
package enum PeerRole: String, CaseIterable, Sendable {
    /// A monitoring agent: reports, and reads what is its party's own.
    case agent
    /// A person or portal that reports, and reads what is its party's own.
    case reporter
    /// Passes on what outsiders report, and reads nothing but the state of its own reports: whose trouble it is, and who
    /// is told, is not for outsiders.
    case gateway
    /// A person on call: also acknowledges and resolves.
    case responder
    /// Runs the daemon: also reloads the configuration.
    case `operator`

    /// The one table of who may do what.
    package func permits(_ action: Action) -> Bool {
        switch action {
        case .report, .read: true
        case .explain: self != .gateway
        case .acknowledge, .resolve, .coordinate: self == .responder || self == .operator
        case .operate: self == .operator
        }
    }

    /// What can be asked of the daemon. To explain is to say whose something would be, and what is agreed; to coordinate is to say
    /// what an incident is, whose it is, and what was done about it.
    package enum Action: String, CaseIterable, Sendable {
        case report, explain, read, acknowledge, resolve, coordinate, operate
    }
}

/// Who speaks: fixed when the peer connected, never taken from what it sends.
package struct Actor: Hashable, Sendable {
    package let party: PartyID
    package let side: Side
    package let role: PeerRole
    /// As the operating system or a token names it, for example `uid 1201 (tern-ops)`. Shown to its own party only.
    package let name: String

    package init(party: PartyID, side: Side, role: PeerRole, name: String) {
        self.party = party
        self.side = side
        self.role = role
        self.name = name
    }
}
