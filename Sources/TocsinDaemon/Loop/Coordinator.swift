import CivilTime
package import Coordination
import Glibc
package import Ledger
package import Logging
import Responsibility
import StrictJSON
import Synchronization
package import Threads

/// The one loop. A thread that owns the coordination state, and nobody else ever touches it.
///
/// One turn: take all that is queued, read the clock once, decide and evolve each in order, do what is due, hand the entries to the
/// ledger's writer as one batch, and go on with the next turn while the disk works. The writer releases a batch's answers and attempts
/// when the batch is durable; what rests on no new entry is released behind the batches before it.
package final class Coordinator: Sendable {
    /// Requests that wait at most; more are refused as overloaded.
    static let requestsWaitingMax = 4096
    /// The longest sleep, so that a watchdog sees turns on an idle daemon too.
    private static let sleepMillisecondsMax: Int64 = 1000

    private let mailbox = Mailbox<Work>(capacity: Coordinator.requestsWaitingMax)
    private let writer: LedgerWriter
    private let clock: WallClock
    private let version: String
    private let logger: Logger
    private let send: @Sendable ([Turn.Send]) -> Void
    private let fail: @Sendable (LedgerFailure) -> Void
    private let turnCount = Atomic<UInt64>(0)
    private let openIncidentCount = Atomic<Int>(0)
    private let thread: Mutex<OwnedThread?> = Mutex(nil)

    /// - Parameters:
    ///   - send: Takes attempts whose entries are durable. Called on the writer's thread; must not block.
    ///   - fail: Called when a commit's outcome is unknown. Must not return to normal work.
    package init(
        writer: LedgerWriter, clock: WallClock, version: String, logger: Logger,
        send: @escaping @Sendable ([Turn.Send]) -> Void,
        fail: @escaping @Sendable (LedgerFailure) -> Void
    ) {
        self.writer = writer
        self.clock = clock
        self.version = version
        self.logger = logger
        self.send = send
        self.fail = fail
    }

    /// Turns so far; it rises at least once a second while the thread lives.
    package var turns: UInt64 { turnCount.load(ordering: .relaxed) }
    package var openIncidents: Int { openIncidentCount.load(ordering: .relaxed) }

    /// Starts the thread with the state that was folded from the ledger. Interrupted attempts are repeated at once.
    ///
    /// - Throws: `ThreadStartError`.
    package func start(with state: sending State, entropy: Entropy) throws(ThreadStartError) {
        // The state moves into the thread's closure and lives nowhere else.
        let first = Mutex<State?>(state)
        let thread = try OwnedThread(name: "coordinator") { [self] in
            guard let state = first.withLock({ state in state.take() }) else { return }
            var owner = CoordinatorTurns(state: state, entropy: entropy, version: version)
            run(&owner)
        }
        self.thread.withLock { $0 = thread }
    }

    /// Takes no more work, finishes what is queued, and returns when the thread has ended. Blocks.
    package func stop() {
        mailbox.close()
        thread.withLock { $0.take() }?.join()
    }

    /// Asks for what a peer wants. The responder is called exactly once, unless the process ends first.
    func submit(_ request: PeerRequest, from actor: Actor, _ responder: Responder) {
        if !mailbox.put(.request(request, actor, responder)) {
            responder(
                .failure(
                    Refusal(.overloaded, "the daemon has more requests waiting than it takes; try again in a moment")))
        }
    }

    /// Hands over work whose amount is bounded elsewhere. False when the coordinator has stopped.
    func submitAlways(_ work: Work) -> Bool { mailbox.putAlways(work) }

    private func run(_ owner: inout CoordinatorTurns) {
        release(owner.resume(at: clock.now()))
        openIncidentCount.store(owner.state.openCount, ordering: .relaxed)
        while true {
            let (work, isClosed) = mailbox.take(waitingAtMost: sleepMilliseconds(until: owner.state.nextDeadline))
            let batch = owner.turn(work, at: clock.now())
            turnCount.add(1, ordering: .relaxed)
            // A failed checkpoint has no batch to report to.
            if let failure = writer.failure { return fail(failure) }
            openIncidentCount.store(owner.state.openCount, ordering: .relaxed)
            release(batch)
            if isClosed, work.isEmpty { return release(owner.close(at: clock.now())) }
        }
    }

    private func sleepMilliseconds(until deadline: Instant?) -> Int32 {
        guard let deadline else { return Int32(Self.sleepMillisecondsMax) }
        return Int32(max(0, min(Self.sleepMillisecondsMax, deadline.since(clock.now()).milliseconds)))
    }

    /// Hands a batch to the writer; everything that rests on it waits for the disk. When the writer's queue is full this waits: the
    /// coordinator must not run further ahead of the disk.
    private func release(_ batch: Batch) {
        guard !batch.isEmpty else { return }
        let completion: @Sendable (Result<[LedgerPosition], LedgerFailure>) -> Void = { [send, fail, logger] result in
            switch result {
            case .success(let positions):
                for alarm in batch.alarms { logger.log(alarm) }
                if !batch.sends.isEmpty { send(batch.sends) }
                for release in batch.releases { release(positions) }
            case .failure(let failure): fail(failure)
            }
        }
        while writer.submit(batch.entries, completion: completion) == .full { usleep(500) }
    }
}

/// What one turn produced, in order.
struct Batch: Sendable {
    var entries: [SealedEntry] = []
    var sends: [Turn.Send] = []
    /// Entries that operators should see in the log as well.
    var alarms: [RecordedEntry] = []
    /// Called with the positions of the batch's entries when they are durable.
    var releases: [@Sendable ([LedgerPosition]) -> Void] = []

    var isEmpty: Bool { entries.isEmpty && sends.isEmpty && releases.isEmpty }
}

extension Entry {
    /// Somebody was not told, or not in time, or nobody answered.
    var isAlarming: Bool {
        switch self {
        case .obligationOverdue, .noticeUndelivered, .nobodyReached, .auditFailed: true
        default: false
        }
    }
}

extension Logger {
    fileprivate func log(_ recorded: RecordedEntry) {
        var metadata: Logger.Metadata = [
            "ledger": "\(recorded.ledger)", "incident": "\(recorded.incident?.rawValue ?? "")",
        ]
        switch recorded.entry {
        case .obligationOverdue(let overdue): metadata["desk"] = "\(overdue.recipient)"
        case .noticeUndelivered(let undelivered): metadata["desk"] = "\(undelivered.desk)"
        case .nobodyReached(let end): metadata["party"] = "\(end.party)"
        default: break
        }
        error("\(recorded.entry.type)", metadata: metadata)
    }
}
