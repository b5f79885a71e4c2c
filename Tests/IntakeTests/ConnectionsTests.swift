import CivilTime
import Coordination
import Foundation
import Logging
import Responsibility
import StrictJSON
import Synchronization
import Testing

@testable import Intake

/// Connections: limits, slow and broken senders, stopping.
struct ConnectionsTests {
    private let good = request("POST", "/v1/reports", type: jsonType, body: #"{"summary":"s","asset":"a"}"#)

    @Test func anOversizeBodyIsRefusedUnreadAndOthersAreServed() async throws {
        var limits = IntakeLimits()
        limits.bodyBytesMax = 1000
        // The peer sees the end at once, while the server still takes what is under way.
        limits.lingerTimeout = .seconds(60)
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let (reply, closed) = try await onThread {
                let client = try RawClient(path: path)
                client.send(
                    "POST /v1/reports HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n"
                )
                let reply = try client.reply()
                return (reply, try client.isClosed())
            }
            #expect(reply.status == 413)
            #expect(reply.code == "too_large")
            #expect(reply.headers["connection"] == "close")
            #expect(closed)
            #expect(try await server.exchange(good).status == 200)
        }
    }

    @Test func anOversizeChunkedBodyIsRefusedAtTheLimit() async throws {
        var limits = IntakeLimits()
        limits.bodyBytesMax = 1000
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let reply = try await onThread {
                let client = try RawClient(path: path)
                client.send(
                    "POST /v1/reports HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                )
                let chunk = "200\r\n" + String(repeating: " ", count: 512) + "\r\n"
                for _ in 0..<64 { client.send(chunk) }
                return try client.reply()
            }
            #expect(reply.status == 413)
        }
    }

    @Test func clientsThatAskAreInvitedToSendTheirBody() async throws {
        try await withServer { server async throws in
            let path = server.path
            let body = "summary=s&asset=a"
            let (invitation, reply, refused) = try await onThread {
                let client = try RawClient(path: path)
                let head =
                    "POST /v1/reports HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Type: \(formType)\r\n"
                client.send(head + "Content-Length: \(body.utf8.count)\r\n\r\n")
                let invitation = try client.invitation()
                client.send(body)
                let reply = try client.reply()
                client.send(head + "Content-Length: 99999999\r\n\r\n")
                return (invitation, reply, try client.reply())
            }
            #expect(invitation == "HTTP/1.1 100 Continue")
            #expect(reply.status == 200)
            #expect(refused.status == 413)
        }
    }

    @Test func theBodyLimitIsExact() async throws {
        var limits = IntakeLimits()
        limits.bodyBytesMax = 64
        try await withServer(limits: limits) { server async throws in
            let start = #"{"summary":"s","asset":"a"#
            func body(_ length: Int) -> String {
                start + String(repeating: "b", count: length - start.utf8.count - 2) + "\"}"
            }
            #expect(try await server.report(body(64)).status == 200)
            #expect(try await server.report(body(65)).status == 413)
        }
    }

    @Test func manyHeaderBytesAreRefused() async throws {
        try await withServer { server async throws in
            let long = "X: " + String(repeating: "x", count: IntakeLimits().headerBytesMax)
            let reply = try await server.exchange(request("GET", "/healthz", headers: ["Host: t", long]))
            #expect(reply.status == 413)
            #expect(reply.code == "too_large")
            let target = "/healthz?" + String(repeating: "x", count: IntakeLimits().headerBytesMax)
            #expect(try await server.exchange(request("GET", target)).status == 413)
            let fields = (0...IntakeLimits().headerFieldsMax).map { "X-\($0): y" }
            #expect(try await server.exchange(request("GET", "/healthz", headers: fields)).status == 413)
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET /healthz HTTP/3.0\r\n\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "POST /v1/reports HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST /v1/reports HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /v1/reports HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /v1/reports HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\n X: folded\r\nbad header\r\n\r\n",
    ])
    func bytesThatAreNoRequestAreAProblem(_ text: String) async throws {
        try await withServer { server async throws in
            let path = server.path
            let (reply, closed) = try await onThread {
                let client = try RawClient(path: path)
                client.send(text)
                let reply = try client.reply()
                return (reply, try client.isClosed())
            }
            #expect(reply.status == 400)
            #expect(reply.code == "malformed_request")
            #expect(reply.headers["cache-control"] == "no-store")
            #expect(closed)
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func garbageAfterARequestIsToldAfterItsResponse() async throws {
        try await withServer { server async throws in
            let path = server.path
            let text = good + "nonsense\r\n\r\n"
            let (first, second, closed) = try await onThread {
                let client = try RawClient(path: path)
                client.send(text)
                return (try client.reply(), try client.reply(), try client.isClosed())
            }
            #expect(first.status == 200)
            #expect(second.status == 400)
            #expect(closed)
        }
    }

    @Test func aBodyThatIsCutOffIsNoReport() async throws {
        try await withServer { server async throws in
            let path = server.path
            // Half a form is a form: only the length tells.
            let sized =
                "POST /v1/reports HTTP/1.1\r\nContent-Type: \(formType)\r\nContent-Length: 50\r\n\r\nsummary=s&asset=a"
            let chunked =
                "POST /v1/reports HTTP/1.1\r\nContent-Type: \(formType)\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "11\r\nsummary=s&asset=a\r\n"
            for text in [sized, chunked] {
                let reply = try await onThread {
                    let client = try RawClient(path: path)
                    client.send(text)
                    client.finishSending()
                    return try client.reply()
                }
                #expect(reply.status == 400)
                _ = try await onThread { try RawClient(path: path).send(text) }
            }
            #expect(try await server.exchange(request("GET", "/healthz")).status == 200)
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func slowSendersAreCutOff() async throws {
        var limits = IntakeLimits()
        limits.requestReceiveTimeout = .milliseconds(150)
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let starts = [
                "GET /healthz HT",
                "POST /v1/reports HTTP/1.1\r\nContent-Type: \(formType)\r\nContent-Length: 50\r\n\r\nsummary=s",
            ]
            for start in starts {
                let (reply, closed) = try await onThread {
                    let client = try RawClient(path: path)
                    client.send(start)
                    return (try client.reply(), try client.isClosed())
                }
                #expect(reply.status == 408)
                #expect(reply.code == "request_timeout")
                #expect(closed)
            }
            #expect(server.handler.all.isEmpty)
        }
    }

    /// A report of a size, most of it white space.
    private func report(bytes: Int) -> String {
        let json = #"{"summary":"s","asset":"a"}"#
        return request(
            "POST", "/v1/reports", type: jsonType, body: json + String(repeating: " ", count: bytes - json.utf8.count))
    }

    @Test(arguments: [true, false])
    func bodiesInFlightAreLimited(forEachUser: Bool) async throws {
        var limits = IntakeLimits()
        if forEachUser { limits.bodyBytesInFlightPerUserMax = 100_000 } else { limits.bodyBytesInFlightMax = 100_000 }
        let gate = Gate()
        defer { gate.open() }
        let handler = FakeHandler { _, _ in
            await gate.enter()
            return .success(PeerAnswer(.ok, JSONObject()))
        }
        let text = report(bytes: 60_000)
        try await withServer(handler, limits: limits) { server async throws in
            let path = server.path
            async let held = server.exchange(text)
            await gate.waitUntilEntered()
            let (refused, closed) = try await onThread {
                let client = try RawClient(path: path)
                client.send(text)
                return (try client.reply(), try client.isClosed())
            }
            #expect(refused.status == 429)
            #expect(refused.code == "overloaded")
            #expect(refused.headers["retry-after"] == "1")
            #expect(refused.json?["detail"]?.string?.contains(forEachUser ? "of this user" : "of all peers") == true)
            #expect(closed)
            gate.open()
            #expect(try await held.status == 200)
            // What was answered makes room, also on one connection and for what was refused.
            let statuses = try await onThread {
                let client = try RawClient(path: path)
                return try (0..<3).map { _ in
                    client.send(text)
                    return try client.reply().status
                }
            }
            #expect(statuses == [200, 200, 200])
        }
    }

    @Test func bodiesOfPeersThatAreGoneMakeRoom() async throws {
        var limits = IntakeLimits()
        limits.bodyBytesInFlightMax = 100_000
        let text = report(bytes: 60_000)
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let status = try await onThread {
                for _ in 0..<3 { try RawClient(path: path).send(String(text.dropLast(10))) }
                var status = 0
                for _ in 0..<100 where status != 200 {
                    let client = try RawClient(path: path)
                    client.send(text)
                    status = try client.reply().status
                }
                return status
            }
            #expect(status == 200)
        }
    }

    @Test func whatArrivedOfARefusedBodyIsNoReport() async throws {
        var limits = IntakeLimits()
        limits.bodyBytesInFlightMax = 1000
        let handler = FakeHandler()
        // The first chunk is a form in itself.
        let text =
            "POST /v1/reports HTTP/1.1\r\nContent-Type: \(formType)\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "11\r\nsummary=s&asset=a\r\n3e8\r\n\(String(repeating: "x", count: 1000))\r\n0\r\n\r\n"
        try await withServer(handler, limits: limits) { server async throws in
            #expect(try await server.exchange(text).status == 429)
        }
        #expect(handler.all.isEmpty)
    }

    @Test func aBodyThatFindsNoRoomIsToldAfterTheResponsesBeforeIt() async throws {
        var limits = IntakeLimits()
        limits.bodyBytesInFlightMax = 1000
        let text = request("GET", "/healthz") + report(bytes: 60_000)
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let (statuses, closed) = try await onThread {
                let client = try RawClient(path: path)
                client.send(text)
                return (try (0..<2).map { _ in try client.reply().status }, try client.isClosed())
            }
            #expect(statuses == [200, 429])
            #expect(closed)
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func aBodyIsHeldUntilItsAnswerIsDoneThoughThePeerIsGone() {
        var limits = IntakeLimits()
        (limits.bodyBytesInFlightMax, limits.bodyBytesInFlightPerUserMax) = (100, 60)
        let budget = BodyBudget(limits: limits)
        let account = BodyAccount(budget, for: .user(1))
        account.beginAnswer()
        #expect(account.charge(50) == nil)
        #expect(account.charge(11) == .share)
        #expect(BodyAccount(budget, for: .others).charge(51) == .total)
        account.close()
        #expect(budget.total == 50)
        account.endAnswer()
        #expect(budget.total == 0)
        account.close()
        #expect(budget.total == 0)
        let idle = BodyAccount(budget, for: .others)
        #expect(idle.charge(60) == nil)
        idle.giveBack(20)
        idle.close()
        #expect(budget.total == 0)
    }

    /// An answer that no socket buffer holds.
    private var verbose: FakeHandler {
        FakeHandler { _, _ in
            var body = JSONObject()
            body.set("words", .string(String(repeating: "x", count: 8 << 20)))
            return .success(PeerAnswer(.ok, body))
        }
    }

    @Test func aPeerThatDoesNotReadItsResponseLosesItsConnection() async throws {
        var limits = IntakeLimits()
        limits.responseWriteTimeout = .milliseconds(150)
        try await withServer(verbose, limits: limits) { server async throws in
            let path = server.path
            let isHungUp = try await onThread {
                let client = try RawClient(path: path)
                client.send(request("GET", "/v1/status"))
                return client.isHungUp()
            }
            #expect(isHungUp)
        }
    }

    @Test func aPeerThatReadsItsResponsesKeepsItsConnection() async throws {
        var limits = IntakeLimits()
        limits.responseWriteTimeout = .milliseconds(1500)
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let (statuses, isHungUp) = try await onThread {
                let client = try RawClient(path: path)
                client.send(request("GET", "/healthz") + request("GET", "/healthz") + request("GET", "/healthz"))
                let statuses = try (0..<3).map { _ in try client.reply().status }
                return (statuses, client.isHungUp(withinMilliseconds: 1700))
            }
            #expect(statuses == [200, 200, 200])
            #expect(!isHungUp)
        }
    }

    @Test func idleConnectionsAreClosed() async throws {
        var limits = IntakeLimits()
        limits.idleTimeout = .milliseconds(150)
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let closed = try await onThread {
                let silent = try RawClient(path: path)
                let used = try RawClient(path: path)
                used.send(request("GET", "/healthz"))
                _ = try used.reply()
                return [try silent.isClosed(), try used.isClosed()]
            }
            #expect(closed == [true, true])
        }
    }

    @Test func connectionsAreLimitedForEachUser() async throws {
        var limits = IntakeLimits()
        limits.connectionsPerUserMax = 3
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let (refused, after) = try await onThread {
                var clients = try (0..<3).map { _ in try RawClient(path: path) }
                for client in clients {
                    client.send(request("GET", "/healthz"))
                    _ = try client.reply()
                }
                let refused = try RawClient(path: path).reply()
                for _ in 0..<5 { _ = try RawClient(path: path).reply() }
                // Room again as soon as one is gone: the server sees the close before it sees the next connection.
                clients[0].send(request("GET", "/healthz", headers: ["Connection: close"]))
                _ = try clients[0].reply()
                _ = try clients[0].isClosed()
                clients.removeFirst()
                var after = 0
                for _ in 0..<100 where after != 200 {
                    let client = try RawClient(path: path)
                    client.send(request("GET", "/healthz"))
                    after = try client.reply().status
                }
                return (refused, after)
            }
            #expect(refused.status == 429)
            #expect(refused.code == "overloaded")
            #expect(refused.headers["retry-after"] == "1")
            #expect(after == 200)
            #expect(server.log.texts(.warning).count { $0.contains("connection_refused") } == 1)
        }
    }

    @Test func allConnectionsAreLimited() async throws {
        var limits = IntakeLimits()
        limits.connectionsMax = 1
        try await withServer(limits: limits) { server async throws in
            let path = server.path
            let refused = try await onThread {
                let first = try RawClient(path: path)
                first.send(request("GET", "/healthz"))
                _ = try first.reply()
                return try RawClient(path: path).reply()
            }
            #expect(refused.status == 429)
            #expect(refused.json?["detail"]?.string?.contains("all peers") == true)
        }
    }

    @Test func connectionsStayOpenAndPipelinedRequestsAreAnsweredInOrder() async throws {
        try await withServer { server async throws in
            let path = server.path
            let statuses = try await onThread {
                let client = try RawClient(path: path)
                client.send(request("GET", "/healthz") + request("GET", "/nowhere") + request("GET", "/v1/status"))
                let first = try (0..<3).map { _ in try client.reply().status }
                client.send(request("GET", "/healthz"))
                return first + [try client.reply().status]
            }
            #expect(statuses == [200, 404, 200, 200])
        }
    }

    @Test(arguments: ["GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", "GET /healthz HTTP/1.0\r\n\r\n"])
    func lastRequestsCloseTheirConnection(_ text: String) async throws {
        try await withServer { server async throws in
            let path = server.path
            let (reply, closed) = try await onThread {
                let client = try RawClient(path: path)
                client.send(text)
                return (try client.reply(), try client.isClosed())
            }
            #expect(reply.status == 200)
            #expect(reply.headers["connection"] == "close")
            #expect(closed)
        }
    }

    @Test func halfClosedClientsGetTheirAnswer() async throws {
        try await withServer { server async throws in
            let path = server.path
            let text = good
            let reply = try await onThread {
                let client = try RawClient(path: path)
                client.send(text)
                client.finishSending()
                return try client.reply()
            }
            #expect(reply.status == 200)
        }
    }

    @Test func twoHundredParallelRequestsAreAnswered() async throws {
        let handler = FakeHandler { request, _ in
            guard case .report(let report) = request else { return .failure(Refusal(.unavailable, "?")) }
            var body = JSONObject()
            body.set("report", .string(report.summary))
            return .success(PeerAnswer(.created, body))
        }
        try await withServer(handler) { server async throws in
            let path = server.path
            let answered = try await withThrowingTaskGroup(of: (Int, HTTPReply).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let body = #"{"summary":"s\#(number)","asset":"a"}"#
                        return try await onThread {
                            let client = try RawClient(path: path)
                            client.send(request("POST", "/v1/reports", type: jsonType, body: body))
                            return (number, try client.reply())
                        }
                    }
                }
                return try await group.reduce(into: 0) { count, result in
                    if result.1.status == 201, result.1.json?["report"]?.string == "s\(result.0)" { count += 1 }
                }
            }
            #expect(answered == 200)
        }
    }

    @Test func aGracefulStopFinishesRequestsInFlightAndClosesIdleConnections() async throws {
        let gate = Gate()
        let handler = FakeHandler { _, _ in
            await gate.enter()
            return .success(PeerAnswer(.created, JSONObject()))
        }
        let outcome = Mutex<(reply: HTTPReply?, idleClosed: Bool, refused: Bool)>((nil, false, false))
        let text = good
        try await withServer(handler) { server async throws in
            let path = server.path
            async let inFlight = onThread {
                let client = try RawClient(path: path)
                client.send(text)
                return try client.reply()
            }
            async let idle = onThread {
                let client = try RawClient(path: path)
                client.send(request("GET", "/healthz"))
                _ = try client.reply()
                return try client.isClosed()
            }
            await gate.waitUntilEntered()
            server.server.stop()
            // The idle connection is closed while the request is still in flight.
            let idleClosed = try await idle
            let refused = try await onThread { (try? RawClient(path: path).reply()) == nil }
            gate.open()
            let reply = try await inFlight
            outcome.withLock { $0 = (reply, idleClosed, refused) }
        }
        let (reply, idleClosed, refused) = outcome.withLock { $0 }
        #expect(reply?.status == 201)
        #expect(reply?.headers["connection"] == "close")
        #expect(idleClosed)
        #expect(refused)
    }

    @Test func aStopDoesNotWaitForEver() async throws {
        var limits = IntakeLimits()
        limits.stopTimeout = .milliseconds(150)
        let gate = Gate()
        let handler = FakeHandler { _, _ in
            await gate.enter()
            return .success(PeerAnswer(.ok, JSONObject()))
        }
        let text = good
        try await withServer(handler, limits: limits) { server async throws in
            let path = server.path
            async let inFlight = onThread {
                let client = try RawClient(path: path)
                client.send(text)
                return try client.isClosed()
            }
            await gate.waitUntilEntered()
            server.server.stop()
            #expect(try await inFlight)
            gate.open()
        }
    }

    @Test func cancellationEndsTheRun() async throws {
        let directory = try SocketDirectory()
        let path = directory("s")
        let server = IntakeServer(
            listeners: [ListenerConfiguration(name: "s", endpoint: .unix(path: path, mode: 0o600, group: nil))],
            peers: ownPeers,
            handler: FakeHandler(), now: { testNow }, logger: .init(label: "intake"))
        try server.bind()
        let run = Task { try await server.run() }
        let closed = try await onThread {
            let client = try RawClient(path: path)
            client.send(request("GET", "/healthz"))
            _ = try client.reply()
            run.cancel()
            return try client.isClosed()
        }
        #expect(closed)
        try await run.value
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}

/// A door that handlers wait at.
final class Gate: Sendable {
    private struct State {
        var isEntered = false
        var isOpen = false
        var entering: [CheckedContinuation<Void, Never>] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits until the door is open.
    func enter() async {
        await withCheckedContinuation { continuation in
            let resumed = state.withLock { state in
                state.isEntered = true
                defer { state.waiting = [] }
                if !state.isOpen { state.entering.append(continuation) }
                return state.waiting + (state.isOpen ? [continuation] : [])
            }
            for waiter in resumed { waiter.resume() }
        }
    }

    /// Waits until somebody waits at the door.
    func waitUntilEntered() async {
        await withCheckedContinuation { continuation in
            let isEntered = state.withLock { state in
                if !state.isEntered { state.waiting.append(continuation) }
                return state.isEntered
            }
            if isEntered { continuation.resume() }
        }
    }

    func open() {
        let entering = state.withLock { state in
            state.isOpen = true
            defer { state.entering = [] }
            return state.entering
        }
        for waiter in entering { waiter.resume() }
    }
}
