internal import Synchronization
internal import Threads

/// A few threads that look names up, because getaddrinfo can neither be awaited nor cancelled.
///
/// The delivery thread asks, a thread of the pool answers through `deliver`. Threads start when there is work and all
/// are busy, up to the limit, and end with `close`; one that is stuck in a lookup then ends whenever that returns, and
/// its answer goes nowhere.
///
/// Names that hang must not take every thread from the others. So the caller says which names are doubtful, and those
/// have at most half of the threads and half of the queue (but at least one of each).
final class NamePool: Sendable {
    private let state: Mutex<State>
    private let work: WakeUp
    private let lookup: NameLookup
    private let deliver: @Sendable (String, NameAnswer) -> Void
    private let threadsMax: Int
    private let queueMax: Int

    private struct State {
        var queue = FIFO<String>()
        var doubtful = FIFO<String>()
        /// Doubtful names that are being looked up.
        var doubtfulBusy = 0
        let doubtfulBusyMax: Int
        var threads = 0
        var idle = 0
        var isClosed = false

        /// Names that a thread could take now.
        var takeable: Int { queue.count + min(doubtful.count, doubtfulBusyMax - doubtfulBusy) }

        mutating func take() -> Work? {
            if let name = queue.popFirst() { return Work(name: name, isDoubtful: false) }
            guard doubtfulBusy < doubtfulBusyMax, let name = doubtful.popFirst() else { return nil }
            doubtfulBusy += 1
            return Work(name: name, isDoubtful: true)
        }

        mutating func removeAll() {
            _ = queue.removeAll()
            _ = doubtful.removeAll()
        }
    }

    private struct Work {
        let name: String
        let isDoubtful: Bool
    }

    init(
        limits: DeliveryLimits, lookup: @escaping NameLookup, deliver: @escaping @Sendable (String, NameAnswer) -> Void
    ) throws(DeliveryStartError) {
        threadsMax = limits.resolverThreadsMax
        queueMax = limits.resolverQueueMax
        state = Mutex(State(doubtfulBusyMax: max(1, limits.resolverThreadsMax / 2)))
        self.lookup = lookup
        self.deliver = deliver
        work = try WakeUp(counting: true)
    }

    /// Asks for a name; false when too many wait or no thread can be had. Ask once per name until its answer came.
    ///
    /// - Parameter isDoubtful: the last lookup of the name failed or took too long.
    func ask(_ name: String, isDoubtful: Bool) -> Bool {
        let (accepted, needsThread) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed, state.queue.count + state.doubtful.count < queueMax else { return (false, false) }
            if isDoubtful {
                guard state.doubtful.count < max(1, queueMax / 2) else { return (false, false) }
                state.doubtful.append(name)
            } else {
                state.queue.append(name)
            }
            // An idle thread may already be on its way to an earlier name, so the names are compared with the idle
            // ones.
            let needsThread = state.takeable > state.idle && state.threads < threadsMax
            if needsThread { state.threads += 1 }
            return (true, needsThread)
        }
        guard accepted else { return false }
        if needsThread, !startThread() { return false }
        work.signal()
        return true
    }

    /// Ends the threads. Nothing is delivered for what still waits.
    func close() {
        let threads = state.withLock { state -> Int in
            state.isClosed = true
            state.removeAll()
            return state.threads
        }
        for _ in 0..<threads { work.signal() }
    }

    /// False when there is no thread at all, so that nobody would ever answer.
    private func startThread() -> Bool {
        do throws(ThreadStartError) {
            try OwnedThread(name: "names") { self.run() }.detach()
            return true
        } catch {
            return state.withLock { state in
                state.threads -= 1
                if state.threads == 0 { state.removeAll() }
                return state.threads > 0
            }
        }
    }

    private func run() {
        while let work = nextWork() {
            deliver(work.name, lookup(work.name))
            if work.isDoubtful { doubtfulIsDone() }
        }
    }

    /// Nil when the pool is closed. A thread that is woken for a doubtful name, but may not take it, goes on waiting.
    private func nextWork() -> Work? {
        while true {
            state.withLock { $0.idle += 1 }
            work.wait()
            let (next, isClosed) = state.withLock { state in
                state.idle -= 1
                return (state.isClosed ? nil : state.take(), state.isClosed)
            }
            if isClosed { return nil }
            if let next { return next }
        }
    }

    /// The place goes to the next doubtful name, for which a wake-up may have been used up in vain.
    private func doubtfulIsDone() {
        let isWanted = state.withLock { state in
            state.doubtfulBusy -= 1
            return !state.isClosed && !state.doubtful.isEmpty
        }
        if isWanted { work.signal() }
    }
}
