package import CivilTime
internal import Coordination
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import ServiceLifecycle
internal import Synchronization

/// The intake as a service: it binds its listeners, serves, and stops gracefully.
///
/// `bind` may be called before `run`, so that a daemon knows that its sockets are its own before it says that it is
/// ready; peers that connect in between wait. `run` returns when the stop is complete: no new connections, idle
/// ones closed, requests in flight answered (or cut off at `IntakeLimits.stopTimeout`), own socket files removed. A
/// server runs once.
package final class IntakeServer: Service {
    private enum State {
        case new
        /// Listening; nothing is accepted yet.
        case bound([ListeningSocket])
        case running(ConnectionServer)
        /// Stop was asked for, or the run is over. Final.
        case stopped
    }

    private let listeners: [ListenerConfiguration]
    private let peers: Mutex<PeerTable>
    private let handler: any RequestHandler
    private let limits: IntakeLimits
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let state = Mutex(State.new)

    /// - Parameters:
    ///   - listeners: where to listen; their names are unique.
    ///   - peers: for whom the peers speak, until `replacePeers`.
    ///   - handler: answers the requests.
    ///   - limits: all bounds.
    ///   - now: the wall clock.
    ///   - logger: requests at debug, security events at warning.
    package init(
        listeners: [ListenerConfiguration], peers: PeerTable, handler: any RequestHandler,
        limits: IntakeLimits = IntakeLimits(),
        now: @escaping @Sendable () -> Instant, logger: Logger
    ) {
        self.listeners = listeners
        self.peers = Mutex(peers)
        self.handler = handler
        self.limits = limits
        self.now = now
        self.logger = logger
    }

    /// Replaces who speaks for whom. In force for the next request, also on connections that are open.
    package func replacePeers(_ table: PeerTable) { peers.withLock { $0 = table } }

    /// Makes all listening sockets, or none. Harmless when they are there already.
    ///
    /// - Returns: the port of each network listener by its name.
    @discardableResult
    package func bind() throws(ListenerError) -> [String: UInt16] {
        let sockets = try state.withLock { (state) throws(ListenerError) -> [ListeningSocket] in
            guard case .new = state else { return Self.sockets(state) }
            let sockets = try Self.open(listeners)
            state = .bound(sockets)
            return sockets
        }
        let ports = zip(listeners, sockets).filter { $1.kind == .network }.map { ($0.name, $1.port) }
        return Dictionary(uniqueKeysWithValues: ports)
    }

    /// Serves until it is stopped: by `stop`, by a graceful shutdown, or by cancellation, which does not wait for
    /// requests in flight.
    ///
    /// - Throws: `ListenerError` when a socket cannot be made.
    package func run() async throws {
        try bind()
        guard let (server, sockets) = beginToRun() else { return }
        let result: Result<Void, any Error>
        do {
            try await withGracefulShutdownHandler {
                try await server.run()
            } onGracefulShutdown: { [self] in
                stop()
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        state.withLock { $0 = .stopped }
        for socket in sockets { socket.removeFile() }
        try result.get()
    }

    /// Begins a graceful stop and returns at once; `run` returns when it is complete.
    package func stop() {
        let state = state.withLock { state in
            defer { if case .running = state {} else { state = .stopped } }
            return state
        }
        switch state {
        case .new, .stopped: break
        case .bound(let sockets): for socket in sockets { socket.close() }
        case .running(let server): server.stop()
        }
    }

    /// Nil when it was stopped before it ran.
    private func beginToRun() -> (ConnectionServer, [ListeningSocket])? {
        let intake = RequestIntake(handler: handler, limits: limits, now: now)
        let responder = intake.routes.responder(now: now)
        return state.withLock { state in
            guard case .bound(let sockets) = state else { return nil }
            let server = ConnectionServer(sockets: sockets, limits: limits, now: now, logger: logger) {
                [self] request, connection in
                try await respond(request, connection, responder)
            }
            state = .running(server)
            return (server, sockets)
        }
    }

    private static func sockets(_ state: State) -> [ListeningSocket] {
        if case .bound(let sockets) = state { sockets } else { [] }
    }

    private static func open(_ listeners: [ListenerConfiguration]) throws(ListenerError) -> [ListeningSocket] {
        var names: Set<String> = []
        for listener in listeners where !names.insert(listener.name).inserted { throw .duplicateName(listener.name) }
        var sockets: [ListeningSocket] = []
        do throws(ListenerError) {
            for listener in listeners {
                sockets.append(
                    try ListeningSocket.open(listener.endpoint, requiresPrivate: listener.requiresPrivateSocket))
            }
        } catch {
            for socket in sockets { socket.close() }
            throw error
        }
        return sockets
    }
}

// One request.
extension IntakeServer {
    private func respond(
        _ request: Request, _ connection: Connection, _ responder: RouteResponder
    ) async throws -> Response {
        let listener = listeners[connection.listener]
        let identification = Identification(listener: listener, peers: peers.withLock { $0 })
        let identity = identification.identify(connection, request.head)
        let response: Response
        do {
            if let problem = Identification.refusalOfHost(connection, request.head) { throw problem }
            let context = IntakeContext(source: IntakeContext.Source(logger: logger, identity: identity))
            response = try await responder.response(to: request, context: context)
        } catch let problem as Problem {
            warn(of: problem, listener, connection)
            let full = Reply(problem).response(at: now())
            response = request.method == .head ? full.createHeadResponse() : full
        }
        log(request, response, listener, identity)
        return response
    }

    private func log(
        _ request: Request, _ response: Response, _ listener: ListenerConfiguration, _ identity: Result<Actor, Problem>
    ) {
        logger.debug(
            "request",
            metadata: [
                "listener": "\(listener.name)", "method": "\(LogText.escaped(request.method.rawValue))",
                "path": "\(LogText.escaped(request.uri.path))", "status": "\(response.status.code)",
                "peer": "\((try? identity.get().name).map { LogText.escaped($0) } ?? "nobody")",
            ])
    }

    /// Once for a connection.
    private func warn(of problem: Problem, _ listener: ListenerConfiguration, _ connection: Connection) {
        guard [.unidentifiedPeer, .unauthorized, .notPermitted].contains(problem.code), connection.mayWarn() else {
            return
        }
        var metadata: Logger.Metadata = [
            "listener": "\(listener.name)", "detail": "\(LogText.escaped(problem.detail))",
        ]
        if case .process(let credentials?) = connection.peer {
            metadata["uid"] = "\(credentials.uid)"
            metadata["pid"] = "\(credentials.pid)"
        }
        logger.warning("\(problem.code.rawValue)", metadata: metadata)
    }
}
