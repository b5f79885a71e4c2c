package import CivilTime
internal import Coordination
internal import HTTPTypes
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import ServiceLifecycle

/// A small HTTP receiver on 127.0.0.1, for the developer's tool that shows notices and for tests of delivery. Every
/// request goes to one closure, whatever its path and method. It judges nothing: no identity, no routes, no fields.
package final class PlainHTTPReceiver: Service {
    /// One request.
    package struct Received: Sendable {
        package let method: String
        /// The request target with its query.
        package let path: String
        /// In their order, names in lower case, with `host`.
        package let headers: [(name: String, value: String)]
        package let body: [UInt8]

        /// The first header of a name in lower case.
        package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// The answer to one request.
    package struct Answer: Sendable {
        package var status: Int
        package var body: [UInt8]
        package var headers: [(name: String, value: String)]

        package init(status: Int, body: [UInt8] = [], headers: [(name: String, value: String)] = []) {
            self.status = status
            self.body = body
            self.headers = headers
        }
    }

    /// Bytes of one body; beyond: 413.
    package static let bodyBytesMax = 1024 * 1024

    /// The port it listens on.
    package let port: UInt16
    private let socket: ListeningSocket
    private let server: ConnectionServer

    /// Listens at once; requests are answered when `run` is called.
    ///
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - limits: timeouts and numbers of connections; the body's limit is `bodyBytesMax`.
    ///   - now: the wall clock.
    ///   - answer: answers one request; several run at a time.
    /// - Throws: `ListenerError` when the port is taken.
    package init(
        port: UInt16, limits: IntakeLimits = IntakeLimits(), now: @escaping @Sendable () -> Instant, logger: Logger,
        answer: @escaping @Sendable (Received) async -> Answer
    ) throws(ListenerError) {
        socket = try ListeningSocket.open(.tcp(address: "127.0.0.1", port: port))
        self.port = socket.port
        server = ConnectionServer(sockets: [socket], limits: limits, now: now, logger: logger) { request, _ in
            do {
                let body = try await Body.bytes(of: request, max: Self.bodyBytesMax)
                return Self.response(await answer(Received(request, body)), at: now())
            } catch let problem as Problem {
                return Reply(problem).response(at: now())
            }
        }
    }

    /// Answers until it is stopped. Runs once.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: { [server] in
            server.stop()
        }
    }

    /// Begins a graceful stop; `run` returns when it is complete.
    package func stop() { server.stop() }

    private static func response(_ answer: Answer, at now: Instant) -> Response {
        var reply = Reply(status: answer.status, body: answer.body)
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { reply.fields.append((name, header.value)) }
        }
        return reply.response(at: now)
    }
}

extension PlainHTTPReceiver.Received {
    fileprivate init(_ request: Request, _ body: [UInt8]) {
        method = request.method.rawValue
        path = request.head.path ?? ""
        headers =
            (request.head.authority.map { [("host", $0)] } ?? [])
            + request.headers.map { ($0.name.canonicalName, $0.value) }
        self.body = body
    }
}
