internal import CivilTime
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import NIOHTTP1

/// Fired for every piece of bytes that a connection receives, before they are parsed.
struct BytesArrived: Sendable {
    let count: Int
}

/// First in the pipeline: tells the guard about bytes, so that a request's clock starts with its first byte.
final class ArrivalBell: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireUserInboundEventTriggered(BytesArrived(count: unwrapInboundIn(data).readableBytes))
        context.fireChannelRead(data)
    }
}

/// Sits behind the HTTP decoder of one connection and ends what must end: requests that are malformed or too slow
/// get a problem as their answer; peers that do not read theirs lose the connection; the last response of a connection says `connection: close`, after which the peer
/// has a moment to read it.
///
/// Owned by the connection's event loop. A connection is `open` until a last response is written; then it is
/// `ending`: nothing the peer sends is looked at, nothing else is written, and the connection closes when the peer
/// closes or the linger time is over.
final class RequestGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What of a request has arrived.
    private enum Receiving {
        /// Goes to `head` with the first byte.
        case nothing
        /// Bytes, but no complete head. Goes to `body`.
        case head
        /// The head, not the end. Goes to `nothing`.
        case body
    }

    /// A request that is not answered yet.
    private struct Unanswered {
        /// Its response is the connection's last.
        let isLast: Bool
        /// Of its body, as charged to the budget.
        var bodyBytes = 0
    }

    private let limits: IntakeLimits
    private let now: @Sendable () -> Instant
    private let bodies: BodyAccount
    private var receiving = Receiving.nothing
    /// In order. The one that is being received is the last, or is answered already.
    private var unanswered: [Unanswered] = []
    private var isResponseStarted = false
    private var isLastResponse = false
    private var isStopping = false
    private var isEnding = false
    /// The connection is closed; its bodies are settled.
    private var isGone = false
    /// To be told after the responses before it; what comes after it is not looked at.
    private var pendingProblem: Problem?
    private var deadline: Scheduled<Void>?
    /// Responses whose head was written into the pipeline and whose end has not reached the socket.
    private var unwritten = 0
    /// Of the first of them.
    private var writeDeadline: Scheduled<Void>?

    init(limits: IntakeLimits, now: @escaping @Sendable () -> Instant, bodies: BodyAccount) {
        self.limits = limits
        self.now = now
        self.bodies = bodies
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isEnding || isGone || pendingProblem != nil { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            receiving = .body
            unanswered.append(Unanswered(isLast: !head.isKeepAlive))
            startClock(context)
            if isInvitationDue(head) { invite(context) }
        case .body(let bytes):
            guard admit(bytes.readableBytes, context) else { return }
        case .end:
            receiving = .nothing
            stopClock()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isEnding {
            promise?.succeed()
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            isResponseStarted = true
            responseBegins(context)
            isLastResponse =
                isStopping || unanswered.first?.isLast == true
                || head.headers[canonicalForm: "connection"].contains("close")
            if isLastResponse { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promiseOfTheEnd(promise, context))
            isResponseStarted = false
            if !unanswered.isEmpty { bodies.giveBack(unanswered.removeFirst().bodyBytes) }
            if isLastResponse {
                end(context)
            } else if isProblemNext, let problem = pendingProblem {
                tell(problem, context)
            }
        default: context.write(data, promise: promise)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError, !isEnding {
            stopClock()
            conclude(with: Self.problem(error, limits), context)
        }
        // The reader of a body must learn that the rest will not come.
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is BytesArrived:
            guard !isEnding, case .nothing = receiving else { return }
            receiving = .head
            startClock(context)
        case is ChannelShouldQuiesceEvent:
            isStopping = true
            if unanswered.isEmpty, case .nothing = receiving { context.close(promise: nil) }
        case ChannelEvent.inputClosed where isEnding:
            context.close(promise: nil)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        // A body of which the guard dropped the rest must not look like a whole one to its reader.
        if case .body = receiving { context.fireErrorCaught(ChannelError.eof) }
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    private func leave() {
        stopClocks()
        isGone = true
        unanswered = []
        bodies.close()
    }

    private static func problem(_ error: HTTPParserError, _ limits: IntakeLimits) -> Problem {
        if error == .headerOverflow {
            return .closing(
                .tooLarge, "the request's target and header fields are larger than \(limits.headerBytesMax) bytes")
        }
        return .closing(.malformedRequest, "the bytes are no HTTP/1.1 request: \(LogText.escaped("\(error)"))")
    }
}

// The clock of a request, and the end of a connection.
extension RequestGuard {
    private func startClock(_ context: ChannelHandlerContext) {
        guard deadline == nil else { return }
        deadline = schedule(limits.requestReceiveTimeout, context) { [self] context in
            deadline = nil
            let seconds = limits.requestReceiveTimeout.inWords
            conclude(with: .closing(.requestTimeout, "the request did not arrive within \(seconds)"), context)
            if case .body = receiving { context.fireErrorCaught(ChannelError.eof) }
        }
    }

    private func stopClock() {
        deadline?.cancel()
        deadline = nil
    }

    private func stopClocks() {
        stopClock()
        writeDeadline?.cancel()
        writeDeadline = nil
    }

    private func responseBegins(_ context: ChannelHandlerContext) {
        unwritten += 1
        if unwritten == 1 { startWriteClock(context) }
    }

    /// Fulfilled when the socket has taken the last byte of a response, which stops its clock and starts that of the
    /// next one, if the peer asked for several at once.
    private func promiseOfTheEnd(
        _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext
    ) -> EventLoopPromise<Void> {
        let promise = promise ?? context.eventLoop.makePromise()
        promise.futureResult.assumeIsolated().whenSuccess { [self] in
            unwritten -= 1
            writeDeadline?.cancel()
            writeDeadline = nil
            if unwritten > 0 { startWriteClock(context) }
        }
        return promise
    }

    private func startWriteClock(_ context: ChannelHandlerContext) {
        writeDeadline = schedule(limits.responseWriteTimeout, context) { $0.close(promise: nil) }
    }

    /// The peer waits for leave to send its body (RFC 9110, 10.1.1). A body that will be refused gets its refusal
    /// instead.
    private func isInvitationDue(_ head: HTTPRequestHead) -> Bool {
        guard head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" }) else {
            return false
        }
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        return unanswered.count == 1 && length <= max(limits.bodyBytesMax, limits.adapterBodyBytesMax)
    }

    private func invite(_ context: ChannelHandlerContext) {
        context.writeAndFlush(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }

    /// Tells the problem now if the peer waits for nothing else, and after the responses that come first otherwise.
    private func conclude(with problem: Problem, _ context: ChannelHandlerContext) {
        guard isProblemNext else {
            pendingProblem = problem
            return
        }
        guard !isResponseStarted else { return context.close(promise: nil) }
        tell(problem, context)
    }

    /// A problem with what is being received is the next thing to tell: all requests before it are answered.
    private var isProblemNext: Bool {
        if case .body = receiving { unanswered.count == 1 } else { unanswered.isEmpty }
    }

    /// Charges bytes of a body; without room for them the request is refused and the connection ends. The rest of a
    /// body that was answered before its end is read and dropped, and holds no memory.
    private func admit(_ bytes: Int, _ context: ChannelHandlerContext) -> Bool {
        guard !unanswered.isEmpty else { return true }
        if let refusal = bodies.charge(bytes) {
            stopClock()
            conclude(with: refusal.problem, context)
            return false
        }
        unanswered[unanswered.count - 1].bodyBytes += bytes
        return true
    }

    private func tell(_ problem: Problem, _ context: ChannelHandlerContext) {
        let reply = Reply(problem)
        let response = reply.response(at: now())
        var headers = HTTPHeaders()
        for field in response.headers { headers.add(name: field.name.rawName, value: field.value) }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        end(context)
    }

    /// Half-closes, so that the peer reads the response to its end even while it is still sending; then waits for
    /// it to close.
    private func end(_ context: ChannelHandlerContext) {
        isEnding = true
        stopClock()
        context.flush()
        context.close(mode: .output, promise: nil)
        deadline = schedule(limits.lingerTimeout, context) { $0.close(promise: nil) }
    }

    private func schedule(
        _ delay: Elapsed, _ context: ChannelHandlerContext, _ body: @escaping (ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(delay.milliseconds)) { body(context) }
    }
}

@available(*, unavailable)
extension ArrivalBell: Sendable {}
@available(*, unavailable)
extension RequestGuard: Sendable {}
