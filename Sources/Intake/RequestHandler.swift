package import Coordination

/// What stands behind the socket: the daemon's loop, or a stand-in in tests.
package protocol RequestHandler: Sendable {
    /// Answers one request of one actor. It returns only when all that the answer rests on is durable.
    func answer(_ request: PeerRequest, from actor: Actor) async -> Result<PeerAnswer, Refusal>

    /// How the daemon is; asked for `/readyz`. Must not block.
    func readiness() -> Readiness
}

/// Whether requests are welcome.
package enum Readiness: String, CaseIterable, Sendable {
    /// Recovering; goes to `ready`.
    case starting
    /// Serving; goes to `stopping`.
    case ready
    /// Finishing what is in flight. Final.
    case stopping
}
