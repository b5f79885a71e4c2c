import Synchronization

/// One submission and whom to tell.
struct WriterJob: Sendable {
    enum Work: Sendable {
        case append([SealedEntry], @Sendable (Result<[LedgerPosition], LedgerFailure>) -> Void)
        case erase([String], @Sendable (Result<ErasureOutcome, LedgerFailure>) -> Void)
    }

    let work: Work
    /// Counted against the queue until the job is done, at least 1 so that empty ones are bounded too.
    let entries: Int
    let bytes: Int

    init(work: Work) {
        self.work = work
        switch work {
        case .append(let sealed, _):
            entries = max(1, sealed.count)
            bytes = sealed.reduce(0) { $0 + $1.weight }
        case .erase:
            entries = 1
            bytes = 0
        }
    }

    func fail(_ failure: LedgerFailure) {
        switch work {
        case .append(_, let completion): completion(.failure(failure))
        case .erase(_, let completion): completion(.failure(failure))
        }
    }
}

/// What producers and the writer's thread share.
final class WriterInbox: Sendable {
    private struct State {
        var jobs: [WriterJob] = []
        /// Entries and bytes of `jobs` and of the batch being written.
        var entries = 0
        var bytes = 0
        /// The writer's thread waits, or is about to, and must be woken once.
        var isWaiting = false
        var isStopping = false
        var failure: LedgerFailure?
    }

    private let state = Mutex(State())
    private let doorbell = Doorbell()
    private let limits: LedgerWriter.Limits
    let turns = Atomic<UInt64>(0)

    init(limits: LedgerWriter.Limits) { self.limits = limits }

    /// Takes a job if there is room. Something larger than the whole queue is taken when the queue is empty.
    func put(_ job: WriterJob) -> LedgerSubmission {
        let answer = state.withLock { state -> LedgerSubmission in
            if state.isStopping { return .stopped }
            let fits =
                state.entries + job.entries <= limits.queuedEntries && state.bytes + job.bytes <= limits.queuedBytes
            guard fits || (state.entries == 0 && state.jobs.isEmpty) else { return .full }
            state.entries += job.entries
            state.bytes += job.bytes
            state.jobs.append(job)
            return .accepted
        }
        if answer == .accepted { wake() }
        return answer
    }

    /// Waits for work and takes one batch: submissions from the front up to the batch limit, at least one; an erasure
    /// goes alone. Nil when the writer is stopping and nothing is left.
    func next() -> [WriterJob]? {
        while true {
            let batch = state.withLock { state -> [WriterJob]? in
                let batch = Self.front(of: state.jobs, entriesMax: limits.batchEntries)
                state.jobs.removeFirst(batch.count)
                state.isWaiting = batch.isEmpty && !state.isStopping
                return batch.isEmpty && state.isStopping ? nil : batch
            }
            guard let batch else { return nil }
            if !batch.isEmpty { return batch }
            doorbell.wait()
        }
    }

    private static func front(of jobs: [WriterJob], entriesMax: Int) -> [WriterJob] {
        var batch: [WriterJob] = []
        var entries = 0
        for job in jobs {
            if case .erase = job.work { return batch.isEmpty ? [job] : batch }
            guard batch.isEmpty || entries + job.entries <= entriesMax else { break }
            entries += job.entries
            batch.append(job)
        }
        return batch
    }

    /// Gives back the room of a batch that is done.
    func done(_ batch: [WriterJob]) {
        state.withLock { state in
            for job in batch {
                state.entries -= job.entries
                state.bytes -= job.bytes
            }
        }
        turns.wrappingAdd(1, ordering: .relaxed)
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        wake()
    }

    /// Rings exactly once for each wait, so that rings never pile up.
    private func wake() {
        let wasWaiting = state.withLock { state in
            defer { state.isWaiting = false }
            return state.isWaiting
        }
        if wasWaiting { doorbell.ring() }
    }

    func fail(_ failure: LedgerFailure) { state.withLock { $0.failure = failure } }

    var failure: LedgerFailure? { state.withLock { $0.failure } }
    var isStopping: Bool { state.withLock { $0.isStopping } }
    var queuedEntries: Int { state.withLock { $0.entries } }
}
