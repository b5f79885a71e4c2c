import CivilTime
import Coordination

/// Many seeds, and what came of them.
struct Campaign: Sendable {
    let first: UInt64
    let count: UInt64
    /// One seed in so many is run twice, to see that it gives the same entries.
    static let againEvery: UInt64 = 20

    /// Runs the seeds in their order.
    ///
    /// - Parameter report: Takes a line for each invariant that did not hold.
    func run(_ report: (String) -> Void) -> (tally: Tally, failures: Int) {
        var sum = Tally()
        var failures = 0
        for seed in first..<first + count {
            let (tally, violations) = Self.run(seed, fault: nil, again: (seed - first) % Self.againEvery == 0)
            sum = sum + tally
            failures += violations.count
            for violation in violations {
                report("make simulate SEEDS=1 FROM=\(seed)   # \(violation.invariant.rawValue): \(violation.what)")
            }
        }
        return (sum, failures)
    }

    private static func run(_ seed: UInt64, fault: Fault?, again: Bool) -> (Tally, [Violation]) {
        var simulation = Simulation(seed: seed, fault: fault)
        simulation.run()
        var violations = simulation.auditor.violations
        if again {
            var other = Simulation(seed: seed, fault: fault)
            other.run()
            if other.tally.digest != simulation.tally.digest || other.tally.entries != simulation.tally.entries {
                violations.append(
                    Violation(
                        invariant: .sameSeedSameEntries,
                        what: "\(simulation.tally.entries) entries, then \(other.tally.entries), or other bytes"))
            }
        }
        return (simulation.tally, violations)
    }

    /// Seeds within which a fault must be found.
    static let seedsForFault: UInt64 = 200

    /// The seed in which a fault was found by the invariant that must find it, or nil.
    static func find(_ fault: Fault, from first: UInt64) -> UInt64? {
        let again = fault.caughtBy == .sameSeedSameEntries
        return (first..<first + seedsForFault).first { seed in
            run(seed, fault: fault, again: again).1.contains { $0.invariant == fault.caughtBy }
        }
    }
}
