import Hashing
import StrictJSON
import Synchronization
import Testing
import Threads

@testable import Ledger

/// A store in memory that can be held up, counts its batches, and can fail at a chosen one.
private final class FakeStore: LedgerStore {
    /// What the test sees of it.
    final class Log: Sendable {
        /// Entries of each batch that was tried.
        let batches = Shared<[Int]>([])
        let maintained = Shared(0)
        let closed = Shared(false)
    }

    private let log: Log
    /// Announces the first append and holds it until the second gate opens.
    private let firstAppend: (began: Gate, mayGoOn: Gate)?
    private let failAt: (batch: Int, with: LedgerFailure)?
    private let failMaintenance: Bool
    private var sizes: [String: Int64] = [:]

    init(
        log: Log, firstAppend: (began: Gate, mayGoOn: Gate)? = nil, failAt: (batch: Int, with: LedgerFailure)? = nil,
        failMaintenance: Bool = false
    ) {
        self.log = log
        self.firstAppend = firstAppend
        self.failAt = failAt
        self.failMaintenance = failMaintenance
    }

    func append(_ entries: [SealedEntry]) throws(LedgerFailure) -> [LedgerPosition] {
        let number = log.batches.value.count
        log.batches.change { $0.append(entries.count) }
        if number == 0, let firstAppend {
            firstAppend.began.open()
            firstAppend.mayGoOn.wait()
        }
        if let failAt, failAt.batch == number { throw failAt.with }
        return entries.map { entry in
            let index = sizes[entry.ledger] ?? 0
            sizes[entry.ledger] = index + 1
            return LedgerPosition(ledger: entry.ledger, index: index, leaf: entry.leaf)
        }
    }

    func erase(parts digests: [String]) throws(LedgerFailure) -> ErasureOutcome {
        log.batches.change { $0.append(-digests.count) }
        return ErasureOutcome(erased: digests.count, residue: false)
    }

    func ledgers() throws(LedgerFailure) -> [LedgerSummary] { [] }

    func maintain() throws(LedgerFailure) {
        log.maintained.change { $0 += 1 }
        if failMaintenance { throw .outcomeUnknown(detail: "checkpoint") }
    }

    func close() { log.closed.change { $0 = true } }
}

@Suite(.timeLimit(.minutes(2))) struct WriterTests {
    private typealias Outcome = Result<[LedgerPosition], LedgerFailure>

    @Test func whatQueuesWhileTheDiskWorksBecomesOneBatch() throws {
        let log = FakeStore.Log()
        let (began, mayGoOn, done) = (Gate(), Gate(), Gate())
        let writer = LedgerWriter(store: FakeStore(log: log, firstAppend: (began, mayGoOn)))
        let outcomes = Shared<[Outcome]>([])
        for _ in 0..<5 {
            let answer = writer.submit(try sealed(2)) { outcome in
                outcomes.change { $0.append(outcome) }
                done.open()
            }
            #expect(answer == .accepted)
            if outcomes.value.isEmpty, log.batches.value.isEmpty { began.wait() }
        }
        #expect(writer.queuedEntries == 10)
        mayGoOn.open()
        done.wait(for: 5)
        writer.stop()
        #expect(log.batches.value == [2, 8])
        #expect(writer.turns == 2)
        #expect(writer.queuedEntries == 0)
        #expect(try outcomes.value.flatMap { try $0.get().map(\.index) } == Array(0..<10))
        #expect(log.closed.value)
        #expect(log.maintained.value == 2)
    }

    @Test func batchesKeepTheirLimitAndALargerSubmissionGoesAlone() throws {
        let log = FakeStore.Log()
        let (began, mayGoOn) = (Gate(), Gate())
        var limits = LedgerWriter.Limits()
        limits.batchEntries = 4
        let writer = LedgerWriter(store: FakeStore(log: log, firstAppend: (began, mayGoOn)), limits: limits)
        for (position, count) in [1, 3, 1, 1, 9, 2].enumerated() {
            _ = writer.submit(try sealed(count)) { _ in }
            if position == 0 { began.wait() }
        }
        mayGoOn.open()
        writer.stop()
        #expect(log.batches.value == [1, 4, 1, 9, 2])
    }

    @Test func anErasureKeepsItsPlaceInTheOrder() throws {
        let log = FakeStore.Log()
        let (began, mayGoOn) = (Gate(), Gate())
        let writer = LedgerWriter(store: FakeStore(log: log, firstAppend: (began, mayGoOn)))
        let erased = Shared(0)
        _ = writer.submit(try sealed(1)) { _ in }
        began.wait()
        _ = writer.submit(try sealed(2)) { _ in }
        _ = writer.erase(parts: ["a", "b", "c"]) { outcome in
            if case .success(let outcome) = outcome { erased.change { $0 = outcome.erased } }
        }
        _ = writer.submit(try sealed(4)) { _ in }
        mayGoOn.open()
        writer.stop()
        #expect(log.batches.value == [1, 2, -3, 4])
        #expect(erased.value == 3)
    }

    @Test func aFullQueueTurnsAway() throws {
        let log = FakeStore.Log()
        let (began, mayGoOn) = (Gate(), Gate())
        var limits = LedgerWriter.Limits()
        limits.queuedEntries = 3
        let writer = LedgerWriter(store: FakeStore(log: log, firstAppend: (began, mayGoOn)), limits: limits)
        let completions = Shared(0)
        let count: @Sendable (Outcome) -> Void = { _ in completions.change { $0 += 1 } }
        #expect(writer.submit(try sealed(1), completion: count) == .accepted)
        began.wait()
        #expect(writer.submit(try sealed(3), completion: count) == .full)
        #expect(writer.submit(try sealed(2), completion: count) == .accepted)
        #expect(writer.submit([], completion: count) == .full)
        #expect(writer.erase(parts: ["a"]) { _ in } == .full)
        mayGoOn.open()
        writer.stop()
        #expect(completions.value == 2)
        #expect(writer.submit(try sealed(1), completion: count) == .stopped)
    }

    @Test func aQueueFullOfBytesTurnsAway() throws {
        let log = FakeStore.Log()
        let (began, mayGoOn) = (Gate(), Gate())
        var limits = LedgerWriter.Limits()
        let large = try sealed(parts: [EntryPart(name: "text", value: .string(String(repeating: "a", count: 9000)))])
        limits.queuedBytes = large.weight + 500
        let writer = LedgerWriter(store: FakeStore(log: log, firstAppend: (began, mayGoOn)), limits: limits)
        #expect(writer.submit([large, large]) { _ in } == .accepted, "an empty queue takes anything")
        began.wait()
        #expect(writer.submit(try sealed(1)) { _ in } == .full)
        mayGoOn.open()
        writer.stop()
    }

    @Test(arguments: [LedgerFailure.outcomeUnknown(detail: "sync"), .diskFull(detail: "no room")], [0, 1, 2])
    func afterAFailureNothingIsWritten(_ failure: LedgerFailure, at batch: Int) throws {
        let log = FakeStore.Log()
        let done = Gate()
        let writer = LedgerWriter(store: FakeStore(log: log, failAt: (batch, failure)))
        let outcomes = Shared<[Outcome]>([])
        for _ in 0..<5 {
            _ = writer.submit(try sealed(1)) { outcome in
                outcomes.change { $0.append(outcome) }
                done.open()
            }
            done.wait()
        }
        #expect(writer.failure == failure)
        writer.stop()
        #expect(log.batches.value.count == batch + 1)
        for (position, outcome) in outcomes.value.enumerated() {
            switch outcome {
            case .success: #expect(position < batch)
            case .failure(let met): #expect(position == batch ? met == failure : position > batch && met.isUnknown)
            }
        }
    }

    @Test func aFailureReachesEverySubmissionOfItsBatch() throws {
        let log = FakeStore.Log()
        let (began, mayGoOn) = (Gate(), Gate())
        let failure = LedgerFailure.outcomeUnknown(detail: "sync")
        let writer = LedgerWriter(
            store: FakeStore(log: log, firstAppend: (began, mayGoOn), failAt: (1, failure)))
        let failures = Shared(0)
        _ = writer.submit(try sealed(1)) { _ in }
        began.wait()
        for _ in 0..<3 {
            _ = writer.submit(try sealed(1)) { outcome in
                if outcome == .failure(failure) { failures.change { $0 += 1 } }
            }
        }
        mayGoOn.open()
        writer.stop()
        #expect(failures.value == 3)
    }

    @Test func failedMaintenanceStopsTheWriter() throws {
        let log = FakeStore.Log()
        let done = Gate()
        let writer = LedgerWriter(store: FakeStore(log: log, failMaintenance: true))
        let outcomes = Shared<[Outcome]>([])
        for _ in 0..<2 {
            _ = writer.submit(try sealed(1)) { outcome in
                outcomes.change { $0.append(outcome) }
                done.open()
            }
            done.wait()
        }
        writer.stop()
        #expect(log.batches.value == [1])
        #expect(outcomes.value.map { (try? $0.get()) != nil } == [true, false])
    }

    @Test func stoppingWritesWhatIsQueued() throws {
        let directory = TemporaryDirectory()
        let writer = LedgerWriter(store: try directory.store())
        let completions = Shared(0)
        for _ in 0..<50 {
            _ = writer.submit(try sealed(3)) { outcome in
                if case .success = outcome { completions.change { $0 += 1 } }
            }
        }
        writer.stop()
        writer.stop()
        #expect(completions.value == 50)
        #expect(try LedgerReader(directory.state).ledgers().map(\.size) == [150])
    }

    @Test func manyProducersShareCommits() throws {
        let directory = TemporaryDirectory()
        let writer = LedgerWriter(store: try directory.store())
        let (producers, each) = (8, 200)
        let indexes = Shared<[String: [Int64]]>([:])
        let threads = try (0..<producers).map { producer in
            try OwnedThread(name: "producer") {
                let done = Gate()
                for _ in 0..<each {
                    guard let entries = try? [sealed("agr-\(producer % 3)"), sealed("house")] else { return }
                    let answer = writer.submit(entries) { outcome in
                        guard case .success(let positions) = outcome else { return }
                        indexes.change {
                            for position in positions { $0[position.ledger, default: []].append(position.index) }
                        }
                        done.open()
                    }
                    if answer == .accepted { done.wait() }
                }
            }
        }
        for thread in threads { thread.join() }
        writer.stop()
        #expect(indexes.value["house"] == Array(0..<Int64(producers * each)))
        #expect(indexes.value.values.reduce(0) { $0 + $1.count } == 2 * producers * each)
        for (ledger, found) in indexes.value { #expect(found == Array(0..<Int64(found.count)), "\(ledger)") }
        #expect(writer.turns < UInt64(producers * each))
        let report = try LedgerVerifier.verify(stateDirectory: directory.state)
        #expect(report.isSound)
        #expect(report.ledgers.map(\.size).reduce(0, +) == Int64(2 * producers * each))
    }
}

extension LedgerFailure {
    fileprivate var isUnknown: Bool { if case .outcomeUnknown = self { true } else { false } }
}
