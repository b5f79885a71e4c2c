import Synchronization
import Threads

/// What becomes of something handed to the writer.
package enum LedgerSubmission: Sendable, Hashable {
    /// It waits for its turn; the completion will be called exactly once.
    case accepted
    /// Too much waits already. Nothing was taken, the completion will not be called: refuse the work or try again
    /// later.
    case full
    /// The writer was stopped. Nothing was taken, the completion will not be called.
    case stopped
}

/// Group commit: one thread owns the store, takes everything that has queued up, and makes it durable with one
/// transaction.
///
/// There is no timer. A batch forms while the sync before it runs, so one producer waits for one sync and many share
/// one. Completions are called on the writer's thread in the order of submission, after the entries are durable. They
/// must be short: hand the result on and return.
///
/// After the first failure nothing is written any more; everything queued then and later gets `outcomeUnknown`. The
/// state above has run ahead of the disk by then, so the only way on is to end the process and read the ledger again.
package final class LedgerWriter: Sendable {
    /// What the writer takes at most.
    package struct Limits: Sendable, Hashable {
        package var batchEntries = LedgerLimits.batchEntriesMax
        package var queuedEntries = LedgerLimits.queuedEntriesMax
        package var queuedBytes = LedgerLimits.queuedBytesMax

        package init() {}
    }

    private let inbox: WriterInbox
    private let thread: OwnedThread

    /// Takes over the store and starts the thread. `stop` closes the store.
    package init(store: sending any LedgerStore, limits: Limits = Limits()) {
        let inbox = WriterInbox(limits: limits)
        self.inbox = inbox
        let loop = WriterLoop(store: store, inbox: inbox)
        do {
            thread = try OwnedThread(name: "ledger") { loop.run() }
        } catch {
            preconditionFailure(error.description)
        }
    }

    deinit { precondition(inbox.isStopping, "a LedgerWriter must be stopped before it is let go") }

    /// Hands over entries that become durable together, in this order. An empty submission is answered in its turn
    /// and serves as a barrier. Never blocks on the disk.
    package func submit(
        _ entries: [SealedEntry],
        completion: @escaping @Sendable (Result<[LedgerPosition], LedgerFailure>) -> Void
    ) -> LedgerSubmission {
        inbox.put(WriterJob(work: .append(entries, completion)))
    }

    /// Has parts destroyed, after all that was submitted before. Append the entry that records it only when this
    /// succeeded.
    package func erase(
        parts digests: [String], completion: @escaping @Sendable (Result<ErasureOutcome, LedgerFailure>) -> Void
    ) -> LedgerSubmission {
        inbox.put(WriterJob(work: .erase(digests, completion)))
    }

    /// Writes what is queued, closes the store and waits for the thread. Later submissions are answered with `stopped`.
    /// May be called more than once, but not from a completion.
    package func stop() {
        inbox.stop()
        thread.join()
    }

    /// Counts the batches dealt with. While `queuedEntries` is above zero and this stands still, the disk hangs.
    package var turns: UInt64 { inbox.turns.load(ordering: .relaxed) }

    /// Entries that wait or are being written.
    package var queuedEntries: Int { inbox.queuedEntries }

    /// The failure after which nothing is written any more; nil while all is well.
    package var failure: LedgerFailure? { inbox.failure }
}
