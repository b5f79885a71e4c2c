internal import CivilTime
internal import Glibc
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Serves HTTP/1.1 on listening sockets with one event-loop thread. It owns every connection it accepts: `run`
/// returns when none is left. Stopping has three steps: no new connections; idle ones closed and busy ones
/// finished; what is left at the deadline closed.
final class ConnectionServer: Sendable {
    private let sockets: [ListeningSocket]
    private let limits: IntakeLimits
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let respond: ConnectionResponder
    private let table: ConnectionTable
    private let budget: BodyBudget

    init(
        sockets: [ListeningSocket], limits: IntakeLimits, now: @escaping @Sendable () -> Instant, logger: Logger,
        respond: @escaping ConnectionResponder
    ) {
        self.sockets = sockets
        self.limits = limits
        self.now = now
        self.logger = logger
        self.respond = respond
        table = ConnectionTable(limits: limits)
        budget = BodyBudget(limits: limits)
    }

    /// Accepts and serves until `stop` was called and all is finished, or the task is cancelled. Runs once.
    ///
    /// - Throws: when the event loop cannot take the sockets; then they are closed.
    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            await serve(try await listen(group), group.any())
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    /// Begins to stop; returns at once. Requests in flight have until the stop timeout.
    func stop() {
        for channel in table.beginStop() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    private func serve(_ listeners: [any Channel], _ loop: any EventLoop) async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { tasks in
                for await _ in table.arrivals { serveArrived(&tasks) }
                stop()
                for listener in listeners { try? await listener.close() }
                // An accept that was under way when the stop began has queued its connection when the loop gets to
                // this.
                try? await loop.submit {}.get()
                serveArrived(&tasks)
                let deadline = loop.scheduleTask(in: .milliseconds(limits.stopTimeout.milliseconds)) { [self] in
                    closeAll()
                }
                for await _ in table.drained {}
                deadline.cancel()
                tasks.cancelAll()
            }
        } onCancel: {
            closeAll()
        }
    }

    private func closeAll() {
        _ = table.beginStop()
        for channel in table.giveUp() { channel.close(promise: nil) }
    }

    private func serveArrived(_ tasks: inout DiscardingTaskGroup) {
        for arrived in table.takeArrived() {
            tasks.addTask { [logger] in await arrived.channel.handle(value: arrived.value, logger: logger) }
        }
    }

    /// Attaches the event loop to the sockets, which listen already. After an error none is left: those that the
    /// loop has taken are closed by its shutdown, the others here.
    private func listen(_ group: MultiThreadedEventLoopGroup) async throws -> [any Channel] {
        var listeners: [any Channel] = []
        for (index, socket) in sockets.enumerated() {
            do {
                let bootstrap = bootstrap(group, listener: index, kind: socket.kind)
                listeners.append(try await bootstrap.withBoundSocket(socket.descriptor).get())
            } catch {
                for socket in sockets[(index + 1)...] { socket.close() }
                throw error
            }
            // NIO listens anew with a backlog of its own; the last call counts.
            _ = Glibc.listen(socket.descriptor, IntakeLimits.listenBacklog)
        }
        return listeners
    }

    private func bootstrap(
        _ group: MultiThreadedEventLoopGroup, listener: Int, kind: ListeningSocket.Kind
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Out of descriptors: try again in a second instead of at once and for ever.
                    try channel.pipeline.syncOperations.addHandler(
                        AcceptBackoffHandler(shouldForwardIOErrorCaught: false))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [self] channel in accept(channel, listener: listener, kind: kind) }
    }
}

// One connection, on the event loop.
extension ConnectionServer {
    /// Never fails: what cannot be served is answered and closed here.
    private func accept(_ channel: any Channel, listener: Int, kind: ListeningSocket.Kind) -> EventLoopFuture<Void> {
        let connection = Connection(listener: listener, peer: peer(of: channel, kind), budget: budget)
        switch table.admit(channel, for: connection.shareholder) {
        case .admitted: break
        case .full(let isTotal, let isNews):
            if isNews { logger.warning("connection_refused", metadata: metadata(connection, isTotal: isTotal)) }
            return refuse(channel, isTotal: isTotal)
        case .stopping: return close(channel)
        }
        channel.closeFuture.whenComplete { [table] _ in table.release(channel, for: connection.shareholder) }
        return makePipeline(channel, connection).flatMapError { [self] error in
            logger.error("connection_pipeline_failed", metadata: ["error": "\(error)"])
            return close(channel)
        }
    }

    private func peer(of channel: any Channel, _ kind: ListeningSocket.Kind) -> Connection.Peer {
        guard kind == .unix else { return .network }
        let credentials = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) {
            PeerCredentials.ofPeer(descriptor: $0)
        }
        return .process(credentials.flatMap(\.self))
    }

    private func makePipeline(_ channel: any Channel, _ connection: Connection) -> EventLoopFuture<Void> {
        let http = HTTP1Channel(
            responder: { [respond] request, writer, _ in
                connection.bodies.beginAnswer()
                defer { connection.bodies.endAnswer() }
                let response = try await respond(request, connection)
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: httpConfiguration)
        do {
            try channel.pipeline.syncOperations.addHandler(ArrivalBell())
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return http.setup(channel: channel, logger: logger).flatMapThrowing { [table, limits, now] value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(
                RequestGuard(limits: limits, now: now, bodies: connection.bodies), position: .after(decoder.handler))
            table.arrive(ArrivedConnection(channel: http, value: value))
        }
    }

    private var httpConfiguration: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: .milliseconds(limits.idleTimeout.milliseconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerBytesMax, maxHeaderListSize: limits.headerBytesMax,
                maxHeaderFieldCount: limits.headerFieldsMax))
    }

    private func metadata(_ connection: Connection, isTotal: Bool) -> Logger.Metadata {
        ["peer": "\(connection.shareholder)", "limit": isTotal ? "all connections" : "connections of one user"]
    }

    /// Too many connections: an answer that every HTTP client understands, then the end.
    private func refuse(_ channel: any Channel, isTotal: Bool) -> EventLoopFuture<Void> {
        let whose = isTotal ? "of all peers" : "of this user"
        let problem = Problem.closing(
            .overloaded, "there are too many connections \(whose); close some and try again")
        let bytes = ByteBuffer(bytes: Reply(problem).closingBytes(at: now()))
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(LastWords(bytes))
        }
    }

    private func close(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.close().flatMapErrorThrowing { _ in }
    }
}

/// Says one thing as soon as the connection is up, and closes it.
private final class LastWords: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let bytes: ByteBuffer

    init(_ bytes: ByteBuffer) { self.bytes = bytes }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(bytes), promise: nil)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension LastWords: Sendable {}
