import CivilTime
import StrictJSON
import Synchronization
import Testing

@testable import CommandLineTool

/// A console in memory.
final class MemoryConsole: Console {
    private let texts = Mutex<[OutputStream: String]>([:])
    private let input: [UInt8]
    private let isATerminal: Bool
    private let isBroken: Bool

    init(input: [UInt8] = [], isATerminal: Bool = false, isBroken: Bool = false) {
        self.input = input
        self.isATerminal = isATerminal
        self.isBroken = isBroken
    }

    var data: String { texts.withLock { $0[.data, default: ""] } }
    var talk: String { texts.withLock { $0[.talk, default: ""] } }

    func write(_ text: String, to stream: OutputStream) -> Bool {
        if isBroken { return false }
        texts.withLock { $0[stream, default: ""] += text }
        return true
    }

    func isTerminal(_ stream: OutputStream) -> Bool { isATerminal }
    func readInput(bytesMax: Int) -> [UInt8]? { input.count <= bytesMax ? input : nil }
}

/// A daemon that gives one answer to everything and keeps what it was asked.
final class CannedDaemon: DaemonTransport {
    private let answer: Result<DaemonAnswer, TransportError>
    private let asked = Mutex<[DaemonRequest]>([])

    init(_ answer: Result<DaemonAnswer, TransportError>) { self.answer = answer }

    convenience init(_ httpStatus: Int, _ body: String) {
        self.init(.success(DaemonAnswer(httpStatus: httpStatus, body: Array(body.utf8))))
    }

    var requests: [DaemonRequest] { asked.withLock { $0 } }

    func send(_ request: DaemonRequest) throws(TransportError) -> DaemonAnswer {
        asked.withLock { $0.append(request) }
        return try answer.get()
    }
}

/// Hands over the given webhooks, then returns; or stops where a reply says so.
final class CannedWebhooks: WebhookServing {
    private let webhooks: [ReceivedWebhook]
    private let given = Mutex<[WebhookReply]>([])

    init(_ webhooks: [ReceivedWebhook]) { self.webhooks = webhooks }

    var replies: [WebhookReply] { given.withLock { $0 } }

    func serve(
        port: Int, ready: @escaping @Sendable (Int) -> Void,
        handle: @escaping @Sendable (ReceivedWebhook) -> WebhookReply
    ) throws(Failure) {
        ready(port == 0 ? 49_152 : port)
        for webhook in webhooks {
            let reply = handle(webhook)
            given.withLock { $0.append(reply) }
            if reply.isLast { return }
        }
    }
}

struct CannedAuditor: LedgerAuditing {
    let result: Result<[LedgerAudit], Failure>

    func audit(stateDirectory: String) throws(Failure) -> [LedgerAudit] { try result.get() }
}

struct CannedChecker: ConfigurationChecking {
    let verdict: ConfigurationVerdict

    func check(path: String) -> ConfigurationVerdict { verdict }
}

/// What a run of the program left behind.
struct Outcome {
    let status: CommandLineTool.ExitStatus
    let data: String
    let talk: String
}

/// One world for one run.
struct Bench {
    /// 2026-03-10T02:00:00Z.
    static let now = Instant(milliseconds: 1_773_108_000_000)

    var console = MemoryConsole()
    var daemon = CannedDaemon(200, "{}")
    var webhooks = CannedWebhooks([])
    var audits: Result<[LedgerAudit], Failure> = .success([])
    var configuration = ConfigurationVerdict.problems(ConfigurationProblems([]))
    var environment: [String: String] = [:]
    var existing: Set<String> = []
    let socketPaths = SocketPaths()

    /// The socket paths that were connected to.
    final class SocketPaths: Sendable {
        let all = Mutex<[String]>([])
    }

    init() {}

    init(_ httpStatus: Int, _ body: String) { daemon = CannedDaemon(httpStatus, body) }

    func run(_ arguments: String...) -> Outcome { run(arguments: arguments) }

    func run(arguments: [String]) -> Outcome {
        let (daemon, existing, socketPaths) = (daemon, existing, socketPaths)
        let world = World(
            console: console, environment: environment, exists: { existing.contains($0) }, now: { Self.now },
            randomBytes: { [UInt8](0..<UInt8($0)) },
            transport: { path in
                socketPaths.all.withLock { $0.append(path) }
                return daemon
            },
            webhookServer: webhooks, ledgerAuditor: CannedAuditor(result: audits),
            configurationChecker: CannedChecker(verdict: configuration),
            configurationReader: FileConfigurationReader(), addressJudge: CannedAddressJudge())
        let status = Program(in: world).run(arguments)
        return Outcome(status: status, data: console.data, talk: console.talk)
    }

    /// The request that the arguments become.
    static func request(_ arguments: String...) throws -> DaemonRequest {
        try request(arguments, input: "")
    }

    static func request(_ arguments: [String], input: String) throws -> DaemonRequest {
        var bench = Bench()
        bench.console = MemoryConsole(input: Array(input.utf8))
        let outcome = bench.run(arguments: arguments)
        #expect(outcome.status == .good, "\(outcome.talk)")
        return try #require(bench.daemon.requests.first)
    }
}
