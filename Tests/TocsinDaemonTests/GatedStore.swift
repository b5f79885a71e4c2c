import Foundation
import Hashing
import Ledger
import Synchronization

/// A store that commits only when it is told to, or fails.
final class GatedStore: LedgerStore {
    /// The test's side of the gate.
    final class Gate: Sendable {
        private let allowed = DispatchSemaphore(value: 0)
        let failing = Mutex(false)
        let entered = DispatchSemaphore(value: 0)
        let committed = Mutex<[SealedEntry]>([])

        /// Lets so many commits through.
        func open(_ count: Int = 1) { for _ in 0..<count { allowed.signal() } }

        func wait() {
            entered.signal()
            allowed.wait()
        }
    }

    private let gate: Gate
    private var sizes: [String: Int64] = [:]

    init(_ gate: Gate) { self.gate = gate }

    func append(_ entries: [SealedEntry]) throws(LedgerFailure) -> [LedgerPosition] {
        gate.wait()
        if gate.failing.withLock({ $0 }) { throw .outcomeUnknown(detail: "the test's disk is broken") }
        gate.committed.withLock { $0 += entries }
        return entries.map { entry in
            let index = sizes[entry.ledger, default: 0]
            sizes[entry.ledger] = index + 1
            return LedgerPosition(ledger: entry.ledger, index: index, leaf: entry.leaf)
        }
    }

    func erase(parts digests: [String]) throws(LedgerFailure) -> ErasureOutcome {
        ErasureOutcome(erased: 0, residue: false)
    }
    func ledgers() throws(LedgerFailure) -> [LedgerSummary] { [] }
    func maintain() throws(LedgerFailure) {}
    func close() {}
}
