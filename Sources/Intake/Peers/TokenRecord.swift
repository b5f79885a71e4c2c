package import Coordination
package import Hashing

/// One bearer token of a network listener. Only its digest is kept.
package struct TokenRecord: Sendable {
    /// Shown in logs and as the actor's name.
    package let name: String
    /// SHA-256 of the token's bytes. A fast digest is enough for tokens of 128 random bits or more.
    package let sha256: Digest256
    package let actor: Actor

    package init(name: String, sha256: Digest256, actor: Actor) {
        self.name = name
        self.sha256 = sha256
        self.actor = actor
    }
}

extension [TokenRecord] {
    /// The actor of the token in an `Authorization` header (RFC 6750), or nil. Every record is compared, each in
    /// constant time, so that the time tells neither which record matched nor how near a guess was.
    func actor(authorization: String?) -> Actor? {
        guard let token = authorization.flatMap(Self.bearerToken) else { return nil }
        let digest = Hash.sha256(Array<UInt8>(token.utf8))
        var found: TokenRecord?
        for record in self where Hash.constantTimeEqual(record.sha256.bytes, digest.bytes) { found = record }
        return found.map {
            Actor(party: $0.actor.party, side: $0.actor.side, role: $0.actor.role, name: "token \($0.name)")
        }
    }

    private static func bearerToken(_ header: String) -> Substring? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1]
        guard (1...IntakeLimits.tokenBytesMax).contains(token.utf8.count),
            token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return token
    }
}
