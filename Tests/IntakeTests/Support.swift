import CivilTime
import Coordination
import Foundation
import Logging
import Responsibility
import StrictJSON
import Synchronization
import Testing

@testable import Intake

/// The clock of all tests.
let testNow = Instant(milliseconds: 1_773_108_000_000)  // 2026-03-10T02:00:00Z

let provider = Actor(party: "prov", side: .provider, role: .operator, name: "daemon")
let tern = Actor(party: "tern", side: .customer, role: .agent, name: "tern-ops")
let mango = Actor(party: "mango", side: .customer, role: .responder, name: "mango-oncall")

/// Stands in for the daemon's loop: records what it is asked and answers by a closure.
final class FakeHandler: RequestHandler {
    typealias Answering = @Sendable (PeerRequest, Actor) async -> Result<PeerAnswer, Refusal>

    struct Asked: Sendable {
        let request: PeerRequest
        let actor: Actor
    }

    private let asked = Mutex<[Asked]>([])
    private let answering: Answering
    let state: Mutex<Readiness> = Mutex(.ready)

    init(_ answering: @escaping Answering = { _, _ in .success(PeerAnswer(.ok, JSONObject())) }) {
        self.answering = answering
    }

    func answer(_ request: PeerRequest, from actor: Actor) async -> Result<PeerAnswer, Refusal> {
        asked.withLock { $0.append(Asked(request: request, actor: actor)) }
        return await answering(request, actor)
    }

    func readiness() -> Readiness { state.withLock { $0 } }

    var all: [Asked] { asked.withLock { $0 } }

    var reports: [Report] {
        all.compactMap { if case .report(let report) = $0.request { report } else { nil } }
    }
}

/// The object that a JSON literal is.
func object(_ json: JSON) -> JSONObject { json.object ?? JSONObject() }

/// Keeps log lines for tests that look at them.
struct RecordingLog: LogHandler {
    final class Lines: Sendable {
        private let lines = Mutex<[(level: Logger.Level, text: String)]>([])

        func append(_ level: Logger.Level, _ text: String) { lines.withLock { $0.append((level, text)) } }
        func texts(_ level: Logger.Level) -> [String] { lines.withLock { $0.filter { $0.level == level }.map(\.text) } }
    }

    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    init(_ lines: Lines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let values = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
        lines.append(event.level, "\(event.message) \(values)")
    }
}

/// A directory for sockets that is gone after the test.
final class SocketDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/tocsin-intake-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        path = try #require(made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func callAsFunction(_ name: String) -> String { path + "/" + name }
}

/// A server with a socket, running while a test talks to it.
struct RunningServer {
    let server: IntakeServer
    let handler: FakeHandler
    let ports: [String: UInt16]
    let directory: SocketDirectory
    let log: RecordingLog.Lines

    /// The path of the first socket.
    var path: String { directory("report.sock") }
}

/// Our own uid speaks for mango's responder, unless the test says otherwise.
let ownPeers = PeerTable(own: (uid: geteuid(), actor: mango))

/// Runs a server around a test and stops it gracefully.
func withServer(
    _ handler: FakeHandler = FakeHandler(), peers: PeerTable = ownPeers, limits: IntakeLimits = IntakeLimits(),
    audience: Actor? = nil, more: [ListenerConfiguration] = [], _ body: (RunningServer) async throws -> Void
) async throws {
    let directory = try SocketDirectory()
    let lines = RecordingLog.Lines()
    let listener = ListenerConfiguration(
        name: "report", endpoint: .unix(path: directory("report.sock"), mode: 0o600, group: nil), audience: audience)
    let server = IntakeServer(
        listeners: [listener] + more, peers: peers, handler: handler, limits: limits, now: { testNow },
        logger: Logger(label: "intake") { _ in RecordingLog(lines) })
    let ports = try server.bind()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        let running = RunningServer(server: server, handler: handler, ports: ports, directory: directory, log: lines)
        do {
            try await body(running)
        } catch {
            server.stop()
            throw error
        }
        server.stop()
        try await group.waitForAll()
    }
}

/// Runs blocking code on a thread of its own, so that it never takes a thread of the pool that the server needs.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
