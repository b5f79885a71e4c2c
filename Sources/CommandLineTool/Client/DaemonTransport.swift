internal import StrictJSON

/// Carries one request to the daemon and its answer back.
protocol DaemonTransport: Sendable {
    func send(_ request: DaemonRequest) throws(TransportError) -> DaemonAnswer
}

/// What the daemon said.
struct DaemonAnswer: Hashable, Sendable {
    let httpStatus: Int
    let body: [UInt8]

    /// The body as JSON, within the limits of an answer; nil when it is none.
    var json: JSON? { try? JSON(parsing: body, limits: ClientLimits.answer) }
}

/// Limits of a conversation with the daemon.
enum ClientLimits {
    static let totalMilliseconds = 30_000
    static let connectMilliseconds = 5_000
    static let answerBytesMax = 16 * 1024 * 1024
    /// `sun_path` of sockaddr_un holds 108 bytes with the terminating zero (unix(7)).
    static let socketPathBytesMax = 107
    static let answer = JSONLimits(bytesMax: answerBytesMax, depthMax: 64, membersMax: 65_536)
}

/// Why no answer came.
enum TransportError: Error, Hashable, Sendable {
    /// Nothing is at the socket path, or nobody listens there.
    case unreachable(socketPath: String, isMissing: Bool)
    /// The file permissions of the socket keep this user out.
    case forbidden(socketPath: String)
    /// The connection stood, but no complete answer came in time. Whether the daemon acted is unknown.
    case timedOut(seconds: Int)
    /// The connection broke before a complete answer. Whether the daemon acted is unknown.
    case broken(reason: String)
    case answerTooLarge(bytesMax: Int)

    /// What to tell the person who asked.
    ///
    /// - Parameter idempotencyKey: The key the request carried, when repeating it needs one.
    func failure(idempotencyKey: String?) -> Failure {
        let repeating =
            idempotencyKey.map {
                "whether it was stored is unknown; repeat with --idempotency-key \($0): it is stored once at most"
            } ?? "whether it took effect is unknown; look with: tocsin incidents"
        switch self {
        case .unreachable(let path, let isMissing):
            let reason = isMissing ? "there is no such socket" : "nobody listens there"
            return Failure(
                .unavailable, "no daemon answers at \(path): \(reason)",
                advice: ["is tocsind running? try: systemctl status tocsind; for another place: --socket PATH"])
        case .forbidden(let path):
            return Failure(
                .notPermitted, "you may not open \(path)",
                advice: ["ask the operator for membership in the socket's group; see it with: ls -l \(path)"])
        case .timedOut(let seconds):
            return Failure(.temporary, "no complete answer within \(seconds) s", advice: [repeating])
        case .broken(let reason):
            return Failure(.temporary, "the connection broke: \(reason)", advice: [repeating])
        case .answerTooLarge(let bytesMax):
            return Failure(
                .refused, "the answer is larger than \(bytesMax) bytes and was not read",
                advice: ["ask for less, for example with --limit"])
        }
    }
}
