import CivilTime
import Dispatch
import FoundationEssentials
import Glibc
import Ledger
import StrictJSON
import Synchronization
import Testing

@testable import CommandLineTool

@Suite("What the commands rest on, for real")
struct AdapterTests {
    @Test("webhooks over TCP arrive whole, each is answered, and the last reply still reaches the sender")
    func webhooks() async throws { try await onThread { try Self.webhooksArrive() } }

    private static func webhooksArrive() throws {
        let run = ListenerRun()
        let webhooks = run.webhooks
        DispatchQueue.global().async {
            do throws(Failure) {
                try LoopbackWebhookServer(now: { Bench.now }).serve(
                    port: 0, ready: { run.ready(on: $0) },
                    handle: { webhook in
                        let count = webhooks.withLock { all in
                            all.append(webhook)
                            return all.count
                        }
                        return WebhookReply(httpStatus: count == 1 ? 503 : 202, isLast: count == 2)
                    })
            } catch {
                Issue.record("\(error)")
            }
            run.isOver.signal()
        }
        let port = try #require(run.port)
        for (body, status) in [("one", "503"), ("", "202")] {
            let answer = exchange(
                port: port,
                "POST /hooks/tern?x=1 HTTP/1.1\r\nHost: h\r\nWebhook-Id: m\r\nContent-Length: \(body.utf8.count)\r\n"
                    + "Connection: close\r\n\r\n\(body)")
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
        }
        #expect(run.isOver.wait(timeout: .now() + 10) == .success)
        let received = webhooks.withLock { $0 }
        #expect(received.map(\.body) == [Array("one".utf8), []])
        #expect(received.map(\.target) == ["/hooks/tern?x=1", "/hooks/tern?x=1"])
        #expect(received.first?.method == "POST")
        #expect(received.first?.header("webhook-id") == "m")
    }

    @Test("a port that is taken is said, with what to do")
    func portTaken() async throws { try await onThread { try Self.portIsTaken() } }

    private static func portIsTaken() throws {
        let run = ListenerRun()
        DispatchQueue.global().async {
            do throws(Failure) {
                try LoopbackWebhookServer(now: { Bench.now }).serve(
                    port: 0, ready: { run.ready(on: $0) },
                    handle: { _ in WebhookReply(httpStatus: 204, isLast: true) })
            } catch {
                Issue.record("\(error)")
            }
            run.isOver.signal()
        }
        let port = try #require(run.port)
        let console = MemoryConsole()
        var world = World.system()
        world.console = console
        #expect(Program(in: world).run(["listen", "--port", "\(port)"]) == .unavailable)
        #expect(console.talk.contains("--port 0"), "\(console.talk)")
        _ = exchange(port: port, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(run.isOver.wait(timeout: .now() + 10) == .success)
    }

    @Test("a state directory that is not there cannot be read")
    func noState() throws {
        let folder = try TemporaryFolder([:])
        let console = MemoryConsole()
        var world = World.system()
        world.console = console
        #expect(Program(in: world).run(["ledger", "verify", "--state", folder.path + "/none"]) == .unreadable)
        #expect(console.talk.contains(folder.path + "/none"), "\(console.talk)")
        #expect(console.data.isEmpty)
    }

    @Test("ledgers are verified from their files; a changed byte is found, with the ledger and the entry")
    func ledgers() throws {
        let folder = try TemporaryFolder([:])
        let state = StateDirectory(folder.path + "/state")
        defer { try? FileManager.default.removeItem(atPath: state.path) }
        let store = try SQLiteLedgerStore(claim: state.claim())
        var salts = SystemSaltSource()
        for word in ["first", "second", "third"] {
            let draft = EntryDraft(
                ledger: "agr-tern", type: "report.accepted", timestamp: "2026-03-10T02:00:00Z",
                fields: JSONObject([.init("word", .string(word))]))
            _ = try store.append([try EntrySealer.seal(draft, using: &salts)])
        }
        store.close()
        let good = verify(state)
        #expect(good.status == .good, "\(good.talk)")
        #expect(good.data.contains("\nagr-tern  3 "), "\(good.data)")

        var bytes = try Files.read(state.ledgerDatabase, bytesMax: 16 * 1024 * 1024)
        let place = try #require(bytes.firstRange(of: Array(#""word":"second""#.utf8)))
        bytes[place.upperBound - 2] = UInt8(ascii: "e")
        try Data(bytes).write(to: URL(filePath: state.ledgerDatabase))
        let bad = verify(state)
        #expect(bad.status == .refused)
        #expect(bad.data.contains("BAD at entry 1: "), "\(bad.data)")
        #expect(bad.talk.contains("1 of 1 ledger in \(state.path) cannot be trusted"), "\(bad.talk)")
    }

    private func verify(_ state: StateDirectory) -> Outcome {
        let console = MemoryConsole()
        var world = World.system()
        world.console = console
        let status = Program(in: world).run(["ledger", "verify", "--state", state.path])
        return Outcome(status: status, data: console.data, talk: console.talk)
    }

    private func check(_ path: String) -> Outcome {
        let console = MemoryConsole()
        var world = World.system()
        world.console = console
        let status = Program(in: world).run(["config", "check", "--config", path])
        return Outcome(status: status, data: console.data, talk: console.talk)
    }

    @Test("a configuration that is none is a problem with a place, whether its file is named or its folder")
    func badConfiguration() throws {
        let folder = try TemporaryFolder(["tocsin.yaml": "a: [\n"])
        for path in ["/tocsin.yaml", "", "/"] {
            let outcome = check(folder.path + path)
            #expect(outcome.status == .configuration)
            #expect(outcome.data.hasPrefix(folder.path + "/tocsin.yaml:"), "\(outcome.data)")
            #expect(outcome.talk.contains("problem"))
        }
    }

    @Test("a configuration that is not there cannot be read")
    func noConfiguration() throws {
        let folder = try TemporaryFolder([:])
        for (path, file) in [("/none.yaml", "/none.yaml"), ("", "/tocsin.yaml")] {
            let outcome = check(folder.path + path)
            #expect(outcome.status == .unreadable)
            #expect(outcome.data.isEmpty)
            #expect(
                outcome.talk.hasPrefix("tocsin: cannot read the file `\(folder.path)\(file)`: "), "\(outcome.talk)")
        }
    }
}

/// Runs what blocks on a thread of its own. The server's handlers need the cooperative pool, which has few threads.
private func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
}

/// What the thread of a listener and the test share.
private final class ListenerRun: Sendable {
    let webhooks = Shared()
    let isOver = DispatchSemaphore(value: 0)
    private let isReady = DispatchSemaphore(value: 0)
    private let number = Mutex(0)

    final class Shared: Sendable {
        private let all = Mutex<[ReceivedWebhook]>([])

        func withLock<Result: Sendable>(_ body: (inout sending [ReceivedWebhook]) -> sending Result) -> Result {
            all.withLock(body)
        }
    }

    func ready(on port: Int) {
        number.withLock { $0 = port }
        isReady.signal()
    }

    /// Nil when nothing listens within 10 s.
    var port: Int? { isReady.wait(timeout: .now() + 10) == .success ? number.withLock { $0 } : nil }
}

/// Sends bytes to a port of 127.0.0.1 and returns what comes back until the other side closes.
private func exchange(port: Int, _ request: String) -> String {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
    guard isConnected, writeAll(Array(request.utf8), to: connection) else { return "not connected" }
    return readAll(from: connection, bytesMax: 64 * 1024).map { String(decoding: $0, as: UTF8.self) } ?? "not read"
}
