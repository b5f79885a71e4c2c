/// What the writer's thread does. Owns the store.
final class WriterLoop {
    private let store: any LedgerStore
    private let inbox: WriterInbox
    private var failure: LedgerFailure?

    init(store: any LedgerStore, inbox: WriterInbox) {
        self.store = store
        self.inbox = inbox
    }

    /// Runs until the inbox is stopped and empty, then closes the store.
    func run() {
        while let batch = inbox.next() {
            if let failure {
                for job in batch { job.fail(.outcomeUnknown(detail: "an earlier write failed with \(failure.code)")) }
            } else {
                perform(batch)
                maintain()
            }
            inbox.done(batch)
        }
        store.close()
    }

    private func perform(_ batch: [WriterJob]) {
        do throws(LedgerFailure) {
            if case .erase(let digests, let completion)? = batch.first?.work {
                completion(.success(try store.erase(parts: digests)))
            } else {
                try append(batch)
            }
        } catch {
            fail(error)
            for job in batch { job.fail(error) }
        }
    }

    /// One transaction for all, then each submission gets its share of the positions.
    private func append(_ batch: [WriterJob]) throws(LedgerFailure) {
        var entries: [SealedEntry] = []
        for case .append(let sealed, _) in batch.lazy.map(\.work) { entries += sealed }
        let positions = entries.isEmpty ? [] : try store.append(entries)
        precondition(positions.count == entries.count, "a store must give each entry its position")
        var start = 0
        for case .append(let sealed, let completion) in batch.lazy.map(\.work) {
            completion(.success(Array(positions[start..<start + sealed.count])))
            start += sealed.count
        }
    }

    /// After the answers are out, because nobody has to wait for it.
    private func maintain() {
        guard failure == nil else { return }
        do throws(LedgerFailure) { try store.maintain() } catch { fail(error) }
    }

    private func fail(_ failure: LedgerFailure) {
        self.failure = failure
        inbox.fail(failure)
    }
}
