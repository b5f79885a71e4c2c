internal import Synchronization
internal import Threads

/// A few threads that look names up, because getaddrinfo can neither be awaited nor cancelled.
///
/// The delivery thread asks, a thread of the pool answers through `deliver`. Threads start when there is work and all
/// are busy, up to the limit, and end with `close`; one that is stuck in a lookup then ends whenever that returns, and
/// its answer goes nowhere.
final class NamePool: Sendable {
    private let state = Mutex(State())
    private let work: WakeUp
    private let lookup: NameLookup
    private let deliver: @Sendable (String, NameAnswer) -> Void
    private let threadsMax: Int
    private let queueMax: Int

    private struct State {
        var queue = FIFO<String>()
        var threads = 0
        var idle = 0
        var isClosed = false
    }

    init(
        limits: DeliveryLimits, lookup: @escaping NameLookup, deliver: @escaping @Sendable (String, NameAnswer) -> Void
    ) throws(DeliveryStartError) {
        threadsMax = limits.resolverThreadsMax
        queueMax = limits.resolverQueueMax
        self.lookup = lookup
        self.deliver = deliver
        work = try WakeUp(counting: true)
    }

    /// Asks for a name; false when too many wait or no thread can be had. Ask once per name until its answer came.
    func ask(_ name: String) -> Bool {
        let (accepted, needsThread) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed, state.queue.count < queueMax else { return (false, false) }
            state.queue.append(name)
            // An idle thread may already be on its way to an earlier name, so the names are compared with the idle
            // ones.
            let needsThread = state.queue.count > state.idle && state.threads < threadsMax
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
            _ = state.queue.removeAll()
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
                if state.threads == 0 { _ = state.queue.removeAll() }
                return state.threads > 0
            }
        }
    }

    private func run() {
        while let name = nextName() { deliver(name, lookup(name)) }
    }

    /// Nil when the pool is closed.
    private func nextName() -> String? {
        while true {
            state.withLock { $0.idle += 1 }
            work.wait()
            let (name, isClosed) = state.withLock { state in
                state.idle -= 1
                return (state.queue.popFirst(), state.isClosed)
            }
            if isClosed { return nil }
            if let name { return name }
        }
    }
}
