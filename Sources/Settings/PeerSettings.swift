package import Coordination
package import Responsibility

/// For whom a peer speaks, and as what.
package struct Standing: Hashable, Sendable {
    package let party: PartyID
    package let side: Side
    package let role: PeerRole

    package init(party: PartyID, side: Side, role: PeerRole) {
        self.party = party
        self.side = side
        self.role = role
    }
}

/// A user or group of this machine that speaks for a party.
package struct PeerMember: Hashable, Sendable {
    package enum Account: Hashable, Sendable {
        case user(UInt32)
        case group(UInt32)
    }

    package let account: Account
    package let standing: Standing
    /// For people: `uid 1201 (tern-ops)`, `gid 1300`.
    package let name: String

    package init(account: Account, standing: Standing, name: String) {
        self.account = account
        self.standing = standing
        self.name = name
    }
}

/// Who may speak for whom on sockets that do not say it themselves. No account appears twice.
package struct PeerSettings: Sendable {
    /// By party, in the order they were written; users before groups decide.
    package let members: [PeerMember]
    /// For whom the daemon's own user speaks, where `user: self` is written.
    package let selfMember: Standing?

    package init(members: [PeerMember], selfMember: Standing?) {
        self.members = members
        self.selfMember = selfMember
    }
}

/// A member as written, before it is known whose account is whose.
struct WrittenMember {
    /// Nil: the daemon's own user.
    let account: PeerMember.Account?
    let standing: Standing
    let name: String
    let place: ConfigurationPlace
}

/// Reads the members of a party and puts those of all parties together.
struct PeerReader {
    /// The daemon's own user.
    let ownUserID: UInt32
    let accounts: AccountReader
    let log: ProblemLog

    static let keys = ["user", "group", "role"]
    static let ownUser = "self"

    func member(_ value: Value, of party: PartyID?, kind: Party.Kind) -> WrittenMember? {
        guard let fields = Fields(value, "a member", keys: Self.keys) else { return nil }
        let role = fields.required("role")?.word(PeerRole.self)
        let user = fields.optional("user")
        let group = fields.optional("group")
        guard (user == nil) != (group == nil) else {
            fields.problem(
                "a member is one user or one group", hint: "write {user: name, role: …} or {group: name, role: …}")
            return nil
        }
        if let role, role == .operator, kind == .customer {
            fields.problem("a customer's member is operator", hint: "operators run the daemon and are the provider's")
            return nil
        }
        if let role, (kind == .external) != (role == .gateway) {
            fields.problem(
                kind == .external
                    ? "a gateway's member is \(role.rawValue)"
                    : "a member of \(party?.rawValue ?? "a party") is gateway",
                hint: PeerRole.gatewayHint)
            return nil
        }
        guard let read = account(user: user, group: group), let party, let role else { return nil }
        return WrittenMember(
            account: read.account,
            standing: Standing(party: party, side: kind == .customer ? .customer : .provider, role: role),
            name: read.name,
            place: fields.place)
    }

    private func account(user: Value?, group: Value?) -> (account: PeerMember.Account?, name: String)? {
        if let user {
            if user.isOwnUser { return (nil, Self.ownUser) }
            return accounts.user(user).map { (.user($0), user.accountName("uid", $0)) }
        }
        return group.flatMap { value in accounts.group(value).map { (.group($0), value.accountName("gid", $0)) } }
    }

    /// The members of all parties. One account speaks for one party in one role; a second entry is a problem.
    func settings(_ written: [WrittenMember]) -> PeerSettings {
        var seen: [PeerMember.Account: WrittenMember] = [:]
        var members: [PeerMember] = []
        var selfMember: Standing?
        for member in written {
            let account = member.account ?? .user(ownUserID)
            if let first = seen[account] {
                log.add(
                    member.place, "\(member.name) already speaks for \(first.standing.party) as \(first.standing.role)",
                    hint: "one account speaks for one party in one role; the first entry is at \(first.place)")
                continue
            }
            seen[account] = member
            if let account = member.account {
                members.append(PeerMember(account: account, standing: member.standing, name: member.name))
            } else {
                selfMember = member.standing
            }
        }
        return PeerSettings(members: members, selfMember: selfMember)
    }
}

extension Value {
    fileprivate var isOwnUser: Bool {
        if case .scalar(let scalar) = node { scalar.text == PeerReader.ownUser } else { false }
    }

    fileprivate func accountName(_ kind: String, _ id: UInt32) -> String {
        guard case .scalar(let scalar) = node, scalar.text != String(id) else { return "\(kind) \(id)" }
        return "\(kind) \(id) (\(scalar.text))"
    }
}

extension PeerRole {
    static let gatewayHint = "the role gateway is for those who pass on what outsiders report, and they have no other"
}
