import CivilTime
import Coordination
import Synchronization

/// Many seeds, and what came of them.
struct Campaign: Sendable {
    let first: UInt64
    let count: UInt64
    /// One seed in so many is run again by another process, whose hashes are others, to see that it gives the same entries.
    private static let againEvery: UInt64 = 20
    /// One seed in so many is run with and without restarts.
    private static let restartedEvery: UInt64 = 10
    /// With so many seeds everything that can happen should have happened.
    private static let seedsForAll: UInt64 = 1000

    /// The seed that is running, for the last words of a process that a trap ends.
    static let current = Atomic<UInt64>(0)

    /// Runs the seeds in their order.
    ///
    /// - Parameters:
    ///   - program: What runs some of them again.
    ///   - report: Takes a line for each invariant that did not hold.
    func run(again program: String, _ report: (String) -> Void) -> (tally: Tally, failures: Int) {
        var sum = Tally()
        var failures = 0
        func fail(_ seed: UInt64, _ violation: Violation) {
            failures += 1
            report(Self.line(seed, "\(violation.invariant.rawValue): \(violation.what)"))
        }
        var digests: [String] = []
        for seed in first..<first + count {
            let simulation = Self.simulate(seed)
            sum = sum + simulation.tally
            for violation in simulation.auditor.violations { fail(seed, violation) }
            if isRunAgain(seed) { digests.append(Self.digest(simulation)) }
        }
        for seed in first..<first + count where isRestarted(seed) {
            if let what = Self.differenceAfterRestart(seed, &sum) {
                fail(seed, Violation(invariant: .restartChangesNothing, what: what))
            }
        }
        let others = OtherProcess.lines(of: program, ["--digests", "--seeds", "\(count)", "--from", "\(first)"])
        for (index, digest) in digests.enumerated() where !others.indices.contains(index) || others[index] != digest {
            let what =
                "\(digest) here, \(others.indices.contains(index) ? others[index] : "nothing") in another process"
            fail(first + UInt64(index) * Self.againEvery, Violation(invariant: .sameSeedSameEntries, what: what))
        }
        if count >= Self.seedsForAll, !sum.missing.isEmpty {
            failures += 1
            report("never happened in \(count) seeds: \(sum.missing.joined(separator: ", "))")
        }
        return (sum, failures)
    }

    private func isRestarted(_ seed: UInt64) -> Bool { seed % Self.restartedEvery == 0 }

    /// Where a seed with restarts told something else than without; nil where it did not.
    fileprivate static func differenceAfterRestart(
        _ seed: UInt64, fault: Fault? = nil, _ sum: inout Tally
    ) -> String? {
        let plain = simulate(seed, kind: .memorable, fault: fault)
        let restarted = simulate(seed, kind: .memorableWithRestarts, fault: fault)
        sum = sum + plain.tally + restarted.tally
        if fault == nil, let violation = (plain.auditor.violations + restarted.auditor.violations).first {
            return "\(violation.invariant.rawValue): \(violation.what)"
        }
        let (one, other) = (plain.store.told, restarted.store.told)
        for (left, right) in zip(one, other) where left != right { return "\(left) without, \(right) with a restart" }
        return one.count == other.count ? nil : "\(one.count) notices without, \(other.count) with a restart"
    }

    /// What the other process says: a line for each seed that is run again.
    func reportDigests(_ report: (String) -> Void) {
        for seed in first..<first + count where isRunAgain(seed) { report(Self.digest(Self.simulate(seed))) }
    }

    /// The line that reproduces what happened in a seed.
    static func line(_ seed: UInt64, _ what: String) -> String { "make simulate SEEDS=1 FROM=\(seed)   # \(what)" }

    private func isRunAgain(_ seed: UInt64) -> Bool { (seed - first) % Self.againEvery == 0 }

    private static func digest(_ simulation: Simulation) -> String {
        "\(simulation.seed) \(String(simulation.tally.digest, radix: 16)) of \(simulation.tally.entries) entries"
    }

    private static func simulate(
        _ seed: UInt64, kind: Simulation.Kind = .chaos, fault: Fault? = nil
    ) -> Simulation {
        current.store(seed, ordering: .relaxed)
        var simulation = Simulation(seed: seed, kind: kind, fault: fault)
        simulation.run()
        return simulation
    }
}

extension Campaign {
    /// Seeds within which a fault must be found.
    static let seedsForFault: UInt64 = 200

    /// The seed in which a fault was found by the invariant that must find it, or nil.
    static func find(_ fault: Fault, from first: UInt64) -> UInt64? {
        (first..<first + seedsForFault).first { seed in
            if fault.caughtBy == .restartChangesNothing {
                var sum = Tally()
                return differenceAfterRestart(seed, fault: fault, &sum) != nil
            }
            let simulation = simulate(seed, fault: fault)
            if fault.caughtBy == .sameSeedSameEntries {
                return simulate(seed, fault: fault).tally.digest != simulation.tally.digest
            }
            return simulation.auditor.violations.contains { $0.invariant == fault.caughtBy }
        }
    }
}
