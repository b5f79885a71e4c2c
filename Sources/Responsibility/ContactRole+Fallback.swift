extension ContactRole {
    /// The roles to try, in order, when a customer has nobody for this one.
    package var fallbacks: [ContactRole] { fallbacks(on: .customer) }

    /// The roles to try, in order, when a party of that side has nobody for this one. A provider's operations are its
    /// operations centre, so `noc` follows `ops` on the provider's side.
    package func fallbacks(on side: Side) -> [ContactRole] {
        switch self {
        case .sec, .dpo, .ict: specialistFallbacks + Self.operations(on: side)
        case .abuse: [.sec, .noc, .ops, .owner]
        case .support, .mgr: [.noc, .ops, .owner]
        case .noc: [.ops, .owner]
        case .breakGlass: [.mgr, .owner]
        case .ops: Array(Self.operations(on: side).dropFirst())
        case .owner: Self.operations(on: side).filter { $0 != .owner }
        }
    }

    private var specialistFallbacks: [ContactRole] { self == .sec ? [] : [.sec] }

    private static func operations(on side: Side) -> [ContactRole] {
        side == .provider ? [.ops, .noc, .owner] : [.ops, .owner]
    }
}

extension Party {
    /// The desk that answers for a role: the role itself where the party has channels for it, else the first of its
    /// fallbacks that has. Nil when nobody of the party can be reached for it. The answer's role differs from the
    /// question's exactly when a fallback was used.
    package func desk(for role: ContactRole) -> (role: ContactRole, channels: [ChannelID])? {
        for candidate in [role] + role.fallbacks(on: side) {
            if let channels = contacts[candidate], !channels.isEmpty { return (candidate, channels) }
        }
        return nil
    }
}
