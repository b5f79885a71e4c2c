internal import Synchronization
internal import Threads

/// Sends attempts and reports what became of each. See the module's comment in Delivery.swift.
///
/// Every method may be called from any thread. Outcomes are reported in batches on the engine's own thread, which waits
/// for the callback: hand them over and return. An engine must be stopped before it is let go.
package final class DeliveryEngine: Sendable {
    /// Debian's bundle of certificate authorities.
    package static let systemCertificateAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    private let inbox: Inbox
    private let status: DeliveryStatus
    private let onOutcomes: @Sendable ([AttemptOutcome]) -> Void
    private let thread: OwnedThread
    private let isJoined = Mutex(false)

    /// Starts the engine's thread.
    ///
    /// - Parameters:
    ///   - channels: of two with the same id, the later one counts.
    ///   - userAgent: printable ASCII.
    ///   - certificateAuthorities: path of a PEM bundle; it is read when first needed.
    ///   - lookup: how names are resolved; on threads of its own, so it may block.
    ///   - onOutcomes: called on the engine's thread, or in `submit` once the engine has stopped. Never with an empty
    ///     array.
    package convenience init(
        limits: DeliveryLimits, channels: [ChannelConfiguration], userAgent: String,
        certificateAuthorities: String = systemCertificateAuthorities,
        lookup: @escaping NameLookup = SystemResolver.lookup,
        onOutcomes: @escaping @Sendable ([AttemptOutcome]) -> Void
    ) throws(DeliveryStartError) {
        try self.init(
            DeliveryEnvironment(
                limits: limits, userAgent: userAgent, certificateAuthorities: certificateAuthorities, lookup: lookup,
                readInterfaces: LocalInterfaces.read, onOutcomes: onOutcomes),
            channels: channels)
    }

    /// As above, with all that the engine takes from the system.
    init(_ environment: DeliveryEnvironment, channels: [ChannelConfiguration]) throws(DeliveryStartError) {
        let (limits, userAgent) = (environment.limits, environment.userAgent)
        limits.check()
        guard !userAgent.isEmpty, userAgent.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { throw .userAgent }
        let inbox = try Inbox(limits: limits)
        let status = DeliveryStatus()
        inbox.put(channels: channels)
        let loop = try DeliveryLoop(environment, inbox: inbox, status: status)
        thread = try DeliveryStartError.translating { () throws(ThreadStartError) in
            try OwnedThread(name: "delivery") { loop.run() }
        }
        self.inbox = inbox
        self.status = status
        onOutcomes = environment.onOutcomes
    }

    deinit {
        precondition(isJoined.withLock { $0 }, "a delivery engine is stopped before it is let go")
    }

    /// Takes attempts over. Each yields exactly one outcome, in any order; also when nothing can be sent. Never blocks
    /// on the network. After `stop` the outcomes come from within this call.
    package func submit(_ requests: [AttemptRequest]) {
        guard !requests.isEmpty, !inbox.put(requests) else { return }
        onOutcomes(requests.map { AttemptOutcome(of: $0, .notDelivered, .interrupted, detail: OutcomeWords.stopped) })
    }

    /// Takes a new set of channels, whole. Attempts in flight end as they began, queued ones go on with the new
    /// configuration, and those of channels that are gone are reported `channel_unknown`.
    package func replaceChannels(_ channels: [ChannelConfiguration]) {
        inbox.put(channels: channels)
    }

    /// Ends the engine and waits for its thread. Queued attempts are reported at once; those in flight may end within
    /// the grace, and then are judged by the status if a complete one arrived, else reported `ambiguous`, or
    /// `not_delivered` where the request was certainly not written yet. Afterwards nothing of the engine runs, except lookups that the system has not returned from. May be called
    /// again; not from `onOutcomes`.
    package func stop(graceMilliseconds: Int) {
        precondition(graceMilliseconds >= 0 && !thread.isCurrent, "the delivery thread cannot wait for itself")
        inbox.putStop(graceMilliseconds: graceMilliseconds)
        isJoined.withLock { isJoined in
            if !isJoined { thread.join() }
            isJoined = true
        }
    }

    /// Turns of the thread so far. It grows at least once per `idleTurnMilliseconds` while the thread is well.
    package var turns: UInt64 { status.turns.load(ordering: .relaxed) }

    /// What was done and what is held, as of the last turn.
    package var counters: DeliveryCounters { status.counters.withLock { $0 } }
}

/// What the delivery thread publishes and others read.
final class DeliveryStatus: Sendable {
    let turns = Atomic<UInt64>(0)
    let counters = Mutex(DeliveryCounters())
}

/// What the loop is given and never changes.
struct DeliveryEnvironment: Sendable {
    let limits: DeliveryLimits
    let userAgent: String
    let certificateAuthorities: String
    let lookup: NameLookup
    let readInterfaces: @Sendable () -> LocalInterfaces.Reading
    let onOutcomes: @Sendable ([AttemptOutcome]) -> Void
}

/// Fixed sentences of outcomes.
enum OutcomeWords {
    static let stopped = "delivery stopped before the attempt could start"
    static let interrupted = "delivery stopped while the attempt was in flight"
    static let queueFull = "too many attempts wait for this channel"
    static let channelUnknown = "no such channel is configured"
    static let lookupTooSlow = "the host name was not resolved in time"
    static let lookupsTooMany = "too many host names wait to be resolved"
    static let nameNotFound = "the host name does not exist or has no address"
    static let badDelivery = "the delivery id must be 1 to 128 letters, digits, - and _"
    static let noMemory = "libcurl could not set the request up"
    static let noJSON = "the notice's text is not JSON"
    static let bodyTooLarge = "the body is larger than the limit"
}
