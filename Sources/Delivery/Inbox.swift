internal import Synchronization

/// What other threads hand to the delivery thread.
///
/// Shared by all; a lock guards it and a wake-up announces that it is no longer empty. Once closed it takes nothing,
/// and who comes too late is told so.
final class Inbox: Sendable {
    let wakeUp: WakeUp
    private let contents = Mutex(Contents())
    private let attemptsMax: Int

    /// Everything that came in since the last look.
    struct Contents {
        /// In order of submission.
        var attempts: [AttemptRequest] = []
        /// Attempts beyond the limit, without their bodies; they only await their outcome.
        var refused: [AttemptRequest] = []
        /// The latest set of channels, if a new one came.
        var channels: [ChannelConfiguration]?
        var answers: [(name: String, answer: NameAnswer)] = []
        /// How long attempts in flight may go on, once the engine is to stop.
        var stopGraceMilliseconds: Int?
        fileprivate var isClosed = false

        fileprivate var isEmpty: Bool {
            attempts.isEmpty && refused.isEmpty && channels == nil && answers.isEmpty && stopGraceMilliseconds == nil
        }
    }

    init(limits: DeliveryLimits) throws(DeliveryStartError) {
        attemptsMax = limits.inboxAttemptsMax
        wakeUp = try WakeUp(counting: false)
    }

    /// False when the engine has stopped.
    func put(_ requests: [AttemptRequest]) -> Bool {
        change { contents in
            let room = max(0, attemptsMax - contents.attempts.count)
            contents.attempts += requests.prefix(room)
            contents.refused += requests.dropFirst(room).map { request in
                var request = request
                request.body = []
                return request
            }
        }
    }

    func put(channels: [ChannelConfiguration]) {
        _ = change { $0.channels = channels }
    }

    func put(_ answer: NameAnswer, for name: String) {
        _ = change { $0.answers.append((name, answer)) }
    }

    func putStop(graceMilliseconds: Int) {
        _ = change { $0.stopGraceMilliseconds = graceMilliseconds }
    }

    /// Takes all there is.
    func take() -> Contents {
        wakeUp.wait()
        return contents.withLock { contents in
            defer { contents = Contents() }
            return contents
        }
    }

    /// Takes all there is and lets nothing in any more.
    func close() -> Contents {
        contents.withLock { contents in
            defer {
                contents = Contents()
                contents.isClosed = true
            }
            return contents
        }
    }

    private func change(_ edit: (inout Contents) -> Void) -> Bool {
        let (isClosed, wasEmpty) = contents.withLock { contents in
            let before = (contents.isClosed, contents.isEmpty)
            if !contents.isClosed { edit(&contents) }
            return before
        }
        if !isClosed, wasEmpty { wakeUp.signal() }
        return !isClosed
    }
}
