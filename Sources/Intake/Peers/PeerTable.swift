package import Coordination

/// For whom the peers of the Unix-domain sockets speak. A value: a reload replaces it whole.
///
/// Order: the listener's own rule; the user id; the daemon's own user id; the groups, in the order of the
/// configuration. Nothing else counts: user id 0 is nobody unless it is listed.
package struct PeerTable: Sendable {
    /// All members of a group speak as one actor.
    package struct Group: Sendable {
        package let gid: UInt32
        package let actor: Actor

        package init(gid: UInt32, actor: Actor) {
            self.gid = gid
            self.actor = actor
        }
    }

    private let users: [UInt32: Actor]
    private let groups: [Group]
    private let own: (uid: UInt32, actor: Actor)?
    private let listeners: [String: Actor]

    /// - Parameters:
    ///   - users: by user id.
    ///   - groups: by group id, primary and supplementary, first match wins among groups of one party.
    ///   - own: the user the daemon runs as, when it is not listed in `users`.
    ///   - speaksFor: by listener name: whoever may connect there speaks as this actor.
    package init(
        users: [UInt32: Actor] = [:], groups: [Group] = [], own: (uid: UInt32, actor: Actor)? = nil,
        speaksFor listeners: [String: Actor] = [:]
    ) {
        self.users = users
        self.groups = groups
        self.own = own
        self.listeners = listeners
    }

    /// Why a peer has no actor.
    package enum Unidentified: Error, Hashable, Sendable {
        /// The kernel did not tell who it is.
        case unknown
        /// The user id is the overflow id: the peer lives in a user namespace that we cannot see into.
        case overflow
        /// Nobody listed this user id or any of its groups.
        case nobody(uid: UInt32)
        /// Its groups speak for different parties.
        case conflictingGroups(uid: UInt32, first: UInt32, second: UInt32)
    }

    /// The actor for a peer of a listener. The actor's name begins with the user id: `uid 1201 (tern-ops)`.
    ///
    /// - Parameters:
    ///   - credentials: nil when they could not be read.
    ///   - listener: the listener's name.
    ///   - audience: the listener's fixed actor, if it has one; the table's own rule for the listener goes before.
    package func actor(
        for credentials: PeerCredentials?, on listener: String, audience: Actor? = nil
    ) throws(Unidentified) -> Actor {
        guard let credentials else { throw .unknown }
        guard credentials.uid != PeerCredentials.overflowID else { throw .overflow }
        return try actor(for: credentials, fixed: listeners[listener] ?? audience).naming(credentials.uid)
    }

    private func actor(for credentials: PeerCredentials, fixed: Actor?) throws(Unidentified) -> Actor {
        if let fixed { return fixed }
        if let actor = users[credentials.uid] { return actor }
        if let own, own.uid == credentials.uid { return own.actor }
        return try actorOfGroups(credentials)
    }

    private func actorOfGroups(_ credentials: PeerCredentials) throws(Unidentified) -> Actor {
        let held = Set(credentials.usableGroups)
        let matches = groups.filter { held.contains($0.gid) }
        guard let first = matches.first else { throw .nobody(uid: credentials.uid) }
        if let other = matches.first(where: { $0.actor.party != first.actor.party }) {
            throw .conflictingGroups(uid: credentials.uid, first: first.gid, second: other.gid)
        }
        return first.actor
    }
}

extension PeerTable.Unidentified {
    /// What happened and what to do, in a sentence.
    package var detail: String {
        switch self {
        case .unknown:
            "the system did not tell who is connected; connect again"
        case .overflow:
            "the peer's uid does not exist here (65534, a foreign user namespace); connect from a user of this host"
        case .nobody(let uid):
            "uid \(uid) speaks for nobody; add it under members of a party in the configuration"
        case .conflictingGroups(let uid, let first, let second):
            "uid \(uid) is in the groups \(first) and \(second), which speak for different parties; "
                + "list the uid under one of them"
        }
    }
}

extension Actor {
    /// The same actor, named after the user that connected.
    fileprivate func naming(_ uid: UInt32) -> Actor {
        Actor(party: party, side: side, role: role, name: "uid \(uid) (\(name))")
    }
}
