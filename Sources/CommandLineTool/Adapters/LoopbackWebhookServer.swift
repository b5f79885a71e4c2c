internal import CivilTime
internal import Dispatch
internal import Intake
internal import Logging
internal import Synchronization

/// Receives webhooks with the daemon's own HTTP server. The calling thread waits; the server's threads do the work.
struct LoopbackWebhookServer: WebhookServing {
    /// The wall clock, for the dates of answers.
    let now: @Sendable () -> Instant

    func serve(
        port: Int, ready: @escaping @Sendable (Int) -> Void,
        handle: @escaping @Sendable (ReceivedWebhook) -> WebhookReply
    ) throws(Failure) {
        let ending = Ending()
        let receiver = try listen(on: port) { received in
            let reply = handle(ReceivedWebhook(received))
            if reply.isLast { ending.isDue.signal() }
            return PlainHTTPReceiver.Answer(status: reply.httpStatus)
        }
        ready(Int(receiver.port))
        // Owned by this call, which does not return before the task has ended.
        Task {
            do { try await receiver.run() } catch { ending.reason.withLock { $0 = "\(error)" } }
            ending.isDue.signal()
            ending.isComplete.signal()
        }
        ending.isDue.wait()
        receiver.stop()
        ending.isComplete.wait()
        if let reason = ending.reason.withLock({ $0 }) { throw Failure(.unavailable, "the listener failed: \(reason)") }
    }

    /// What the calling thread and the server's threads share.
    private final class Ending: Sendable {
        /// The last reply is on its way, or the server has stopped by itself.
        let isDue = DispatchSemaphore(value: 0)
        let isComplete = DispatchSemaphore(value: 0)
        let reason = Mutex<String?>(nil)
    }

    private func listen(
        on port: Int, answer: @escaping @Sendable (PlainHTTPReceiver.Received) async -> PlainHTTPReceiver.Answer
    ) throws(Failure) -> PlainHTTPReceiver {
        guard let number = UInt16(exactly: port) else { throw Failure(.usage, "a port is 0 to 65535, not \(port)") }
        let logger = Logger(label: "tocsin.listen") { _ in SwiftLogNoOpLogHandler() }
        do {
            return try PlainHTTPReceiver(port: number, now: now, logger: logger, answer: answer)
        } catch {
            throw Failure(.unavailable, "\(error)", advice: ["take another port, or any free one with --port 0"])
        }
    }
}

extension ReceivedWebhook {
    init(_ received: PlainHTTPReceiver.Received) {
        self.init(
            method: received.method, target: received.path,
            headers: received.headers.map { DaemonRequest.Item($0.name, $0.value) }, body: received.body)
    }
}
