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
    /// Seeds are split by their parity, one task each.
    private static let workers: UInt64 = 2

    /// The seeds that are running, for the last words of a process that a trap ends: the even ones and the odd ones.
    static let currentEven = Atomic<UInt64>(0)
    static let currentOdd = Atomic<UInt64>(0)

    /// What came of some of the seeds.
    private struct Share: Sendable {
        var tally = Tally()
        var failures = 0
        var digests: [UInt64: String] = [:]
    }

    /// Runs the seeds.
    ///
    /// - Parameters:
    ///   - program: What runs some of them again.
    ///   - report: Takes a line for each invariant that did not hold, as it is found.
    func run(
        again program: String, _ report: @escaping @Sendable (String) -> Void
    ) async -> (tally: Tally, failures: Int) {
        let arguments = ["--digests", "--seeds", "\(count)", "--from", "\(first)"]
        async let others = Task.detached { OtherProcess.lines(of: program, arguments) }.value
        var sum = await withTaskGroup(of: Share.self) { group in
            for worker in 0..<Self.workers { group.addTask { share(of: worker, report) } }
            var shares: [Share] = []
            for await share in group { shares.append(share) }
            return shares.reduce(into: Share()) { sum, share in
                sum.tally = sum.tally + share.tally
                sum.failures += share.failures
                sum.digests.merge(share.digests) { one, _ in one }
            }
        }
        for (seed, other) in zip(seeds.filter(isRunAgain), await others + repeatElement("nothing", count: Int(count)))
        where sum.digests[seed] != other {
            sum.failures += 1
            let what = "\(sum.digests[seed] ?? "nothing") here, \(other) in another process"
            report(Self.line(seed, "\(Invariant.sameSeedSameEntries.rawValue): \(what)"))
        }
        if count >= Self.seedsForAll, !sum.tally.missing.isEmpty {
            sum.failures += 1
            report("never happened in \(count) seeds: \(sum.tally.missing.joined(separator: ", "))")
        }
        return (sum.tally, sum.failures)
    }

    private func share(of worker: UInt64, _ report: (String) -> Void) -> Share {
        var share = Share()
        func fail(_ seed: UInt64, _ violation: Violation) {
            share.failures += 1
            report(Self.line(seed, "\(violation.invariant.rawValue): \(violation.what)"))
        }
        for seed in seeds where seed % Self.workers == worker {
            let simulation = Self.simulate(seed)
            share.tally = share.tally + simulation.tally
            for violation in simulation.auditor.violations { fail(seed, violation) }
            if isRunAgain(seed) { share.digests[seed] = Self.digest(simulation) }
        }
        let restarted = seeds.filter { $0 % Self.restartedEvery == 0 }
        for seed in restarted where seed / Self.restartedEvery % Self.workers == worker {
            if let what = Self.differenceAfterRestart(seed, &share.tally) {
                fail(seed, Violation(invariant: .restartChangesNothing, what: what))
            }
        }
        return share
    }

    /// What the other process says: a line for each seed that is run again.
    func reportDigests(_ report: (String) -> Void) {
        for seed in seeds where isRunAgain(seed) { report(Self.digest(Self.simulate(seed))) }
    }

    /// The line that reproduces what happened in a seed.
    static func line(_ seed: UInt64, _ what: String) -> String { "make simulate SEEDS=1 FROM=\(seed)   # \(what)" }

    private var seeds: Range<UInt64> { first..<first + count }

    private func isRunAgain(_ seed: UInt64) -> Bool { (seed - first) % Self.againEvery == 0 }

    private static func digest(_ simulation: Simulation) -> String {
        "\(simulation.seed) \(String(simulation.tally.digest, radix: 16)) of \(simulation.tally.entries) entries"
    }

    fileprivate static func simulate(
        _ seed: UInt64, kind: Simulation.Kind = .chaos, fault: Fault? = nil
    ) -> Simulation {
        if seed % 2 == 0 {
            currentEven.store(seed, ordering: .relaxed)
        } else {
            currentOdd.store(seed, ordering: .relaxed)
        }
        var simulation = Simulation(seed: seed, kind: kind, fault: fault)
        simulation.run()
        return simulation
    }
}

extension Campaign {
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

    private static func breaks(_ invariant: Invariant, _ simulation: Simulation) -> Bool {
        simulation.auditor.violations.contains { $0.invariant == invariant }
    }

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
            // What does not hold without the mistake does not show it.
            return breaks(fault.caughtBy, simulation) && !breaks(fault.caughtBy, simulate(seed))
        }
    }
}
