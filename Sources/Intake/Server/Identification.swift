internal import Coordination
internal import HTTPTypes
internal import Hummingbird

/// Who speaks: decided for every request from what was fixed at accept, or from a token.
struct Identification: Sendable {
    let listener: ListenerConfiguration
    let peers: PeerTable

    /// The actor of a request.
    func identify(_ connection: Connection, _ request: HTTPRequest) -> Result<Actor, Problem> {
        switch connection.peer {
        case .process(let credentials): process(credentials)
        case .network: network(request)
        }
    }

    private func process(_ credentials: PeerCredentials?) -> Result<Actor, Problem> {
        do {
            return .success(try peers.actor(for: credentials, on: listener.name, audience: listener.audience))
        } catch {
            return .failure(Problem(.unidentifiedPeer, error.detail))
        }
    }

    private func network(_ request: HTTPRequest) -> Result<Actor, Problem> {
        if let actor = listener.tokens.actor(authorization: request.headerFields[.authorization]) {
            return .success(actor)
        }
        let what = request.headerFields[.authorization] == nil ? "a token is needed" : "the token is not known here"
        return .failure(Problem(.unauthorized, "\(what); send it as authorization: Bearer TOKEN"))
    }

    /// A page in a browser can reach a loopback address under a name of its own (DNS rebinding); then the name
    /// gives it away.
    static func refusalOfHost(_ connection: Connection, _ request: HTTPRequest) -> Problem? {
        guard case .network = connection.peer, !isLoopback(authority: request.authority ?? "") else { return nil }
        return Problem(.notPermitted, "the host header must name a loopback address: localhost, 127.0.0.1 or [::1]")
    }

    static func isLoopback(authority: String) -> Bool {
        guard let host = host(of: authority.lowercased()) else { return false }
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// The host of `host` or `host:port`; nil when the port is no number.
    private static func host(of authority: String) -> Substring? {
        let end =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : authority.firstIndex(of: ":")
        guard let end, end < authority.endIndex else { return authority[...] }
        let port = authority[end...]
        guard port.first == ":", UInt16(port.dropFirst()) != nil else { return nil }
        return authority[..<end]
    }
}
