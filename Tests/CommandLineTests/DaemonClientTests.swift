import Dispatch
import Glibc
import StrictJSON
import Synchronization
import Testing

@testable import CommandLineTool

@Suite("The client, against a real Unix socket")
struct DaemonClientTests {
    private static func answer(_ status: String, _ body: String, headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\ncontent-length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    @Test("a GET arrives as it was meant, and its answer comes back")
    func get() throws {
        let server = try SocketServer(answering: Self.answer("200 OK", #"{"a":1}"#))
        var request = DaemonRequest(.get, ["v1", "incidents"])
        request.ask("state", "a b")
        let answer = try DaemonClient(socketPath: server.path).send(request)
        #expect(answer == DaemonAnswer(httpStatus: 200, body: Array(#"{"a":1}"#.utf8)))
        let received = server.received
        #expect(received.hasPrefix("GET /v1/incidents?state=a%20b HTTP/1.1\r\nHost: tocsin\r\n"))
        #expect(received.contains("\r\nUser-Agent: tocsin/\(Release.version)\r\n"))
        #expect(!received.lowercased().contains("accept-encoding"))
    }

    @Test("a POST carries its body, length and headers; dots in the path stay as they are")
    func post() throws {
        let server = try SocketServer(answering: Self.answer("201 Created", "{}"))
        var request = DaemonRequest(.post, ["v1", "incidents", "..", "acknowledge"])
        request.headers = [DaemonRequest.Item("idempotency-key", "k-1")]
        request.body = ["note": "größe \u{0}\n"]
        let answer = try DaemonClient(socketPath: server.path).send(request)
        #expect(answer.httpStatus == 201)
        let received = server.received
        #expect(received.hasPrefix("POST /v1/incidents/../acknowledge HTTP/1.1\r\n"))
        #expect(received.contains("\r\ncontent-type: application/json\r\n"))
        #expect(received.contains("\r\nidempotency-key: k-1\r\n"))
        #expect(!received.lowercased().contains("expect:"))
        #expect(received.hasSuffix("\r\n\r\n{\"note\":\"größe \\u0000\\n\"}"))
    }

    @Test("a POST without a body says that it has none")
    func emptyPost() throws {
        let server = try SocketServer(answering: Self.answer("200 OK", "{}"))
        _ = try DaemonClient(socketPath: server.path).send(DaemonRequest(.post, ["v1", "reload"]))
        #expect(server.received.contains("\r\nContent-Length: 0\r\n"))
        #expect(!server.received.lowercased().contains("content-type"))
    }

    @Test("a redirect is an answer like any other")
    func redirect() throws {
        let server = try SocketServer(
            answering: Self.answer("302 Found", "", headers: "location: http://127.0.0.1:9/\r\n"))
        #expect(try DaemonClient(socketPath: server.path).send(DaemonRequest(.get, ["x"])).httpStatus == 302)
    }

    @Test("a path where nothing is")
    func missing() {
        let path = "/tmp/tocsin-test-none-\(getpid()).sock"
        #expect(throws: TransportError.unreachable(socketPath: path, isMissing: true)) {
            try DaemonClient(socketPath: path).send(DaemonRequest(.get, ["x"]))
        }
    }

    @Test("a socket where nobody listens any more")
    func abandoned() throws {
        let server = try SocketServer(answering: nil)
        server.stopListening()
        #expect(throws: TransportError.unreachable(socketPath: server.path, isMissing: false)) {
            try DaemonClient(socketPath: server.path).send(DaemonRequest(.get, ["x"]))
        }
    }

    @Test(
        "a connection that closes without an answer, or in the middle of one",
        arguments: ["", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"])
    func closed(answer: String) throws {
        let server = try SocketServer(answering: answer)
        do {
            _ = try DaemonClient(socketPath: server.path).send(DaemonRequest(.get, ["x"]))
            Issue.record("an answer came")
        } catch {
            guard case .broken = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("an answer that does not come ends the wait")
    func silent() throws {
        let server = try SocketServer(answering: nil)
        #expect(throws: TransportError.timedOut(seconds: 0)) {
            try DaemonClient(socketPath: server.path, totalMilliseconds: 200).send(DaemonRequest(.get, ["x"]))
        }
    }

    @Test("an answer of the limit is read, one of a byte more is not, whether its length is announced or not")
    func oversized() throws {
        let body = String(repeating: "x", count: 1000)
        for (limit, isAnnounced) in [(1000, true), (1000, false), (999, true), (999, false)] {
            let announced = Self.answer("200 OK", body)
            let server = try SocketServer(answering: isAnnounced ? announced : "HTTP/1.1 200 OK\r\n\r\n" + body)
            let client = DaemonClient(socketPath: server.path, answerBytesMax: limit)
            if limit == 1000 {
                #expect(try client.send(DaemonRequest(.get, ["x"])).body.count == 1000)
            } else {
                #expect(throws: TransportError.answerTooLarge(bytesMax: limit)) {
                    try client.send(DaemonRequest(.get, ["x"]))
                }
            }
        }
    }

    @Test("the limits that are promised")
    func limits() {
        let client = DaemonClient(socketPath: "/x")
        #expect(client.totalMilliseconds == 30_000)
        #expect(client.answerBytesMax == 16 * 1024 * 1024)
    }

    @Test("the whole program over a socket")
    func program() throws {
        let server = try SocketServer(answering: Self.answer("200 OK", #"{"settings":"ab","changed":true}"#))
        let console = MemoryConsole()
        var world = World.system()
        world.console = console
        #expect(Program(in: world).run(["reload", "--socket", server.path]) == .good)
        #expect(console.data == "The new configuration is in force: ab\n")
        #expect(server.received.hasPrefix("POST /v1/reload HTTP/1.1\r\n"))
    }
}

/// Answers one connection on a Unix socket with fixed bytes, and keeps what it was sent. Nil: it accepts and never answers.
final class SocketServer: Sendable {
    let path: String
    private let listener: Int32
    private let conversation = Conversation()
    private static let count = Atomic<Int>(0)

    /// What the serving thread and the test share.
    private final class Conversation: Sendable {
        let text = Mutex("")
        let isDone = DispatchSemaphore(value: 0)
    }

    init(answering answer: String?) throws {
        let number = Self.count.add(1, ordering: .relaxed).newValue
        path = "/tmp/tocsin-test-\(getpid())-\(number).sock"
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        listener = descriptor
        _ = unsafe unlink(path)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8) + [0]
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(isBound == 0 && listen(descriptor, 4) == 0)
        guard let answer else { return }
        DispatchQueue.global().async { [conversation, descriptor] in
            let text = Self.serve(descriptor, answer)
            conversation.text.withLock { $0 = text }
            conversation.isDone.signal()
        }
    }

    deinit {
        close(listener)
        _ = unsafe unlink(path)
    }

    func stopListening() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// What was sent, once the connection is over.
    var received: String {
        guard conversation.isDone.wait(timeout: .now() + 10) == .success else { return "nothing within 10 s" }
        conversation.isDone.signal()
        return conversation.text.withLock { $0 }
    }

    private static func serve(_ listener: Int32, _ answer: String) -> String {
        let connection = accept(listener, nil, nil)
        defer { close(connection) }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !isComplete(received) {
            let count = unsafe read(connection, &chunk, chunk.count)
            guard count > 0 else { break }
            received += chunk[..<count]
        }
        _ = writeAll(Array(answer.utf8), to: connection)
        return String(decoding: received, as: UTF8.self)
    }

    private static func isComplete(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
        let length = text.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
        let expected = length.flatMap { Int($0.dropFirst("content-length: ".count)) } ?? 0
        return text[end.upperBound...].utf8.count >= expected
    }
}
