import CivilTime
import Coordination
import Glibc

// The simulator of the coordination core: the whole loop on virtual time, with everything around it that can go wrong.
// docs/internals/simulation.md says who its parts are and how they hand over.

/// `tocsin-simulate [--seeds N] [--from K] [--trace] [--fault NAME] [--faults]`
@main enum Simulate {
    static func main() async {
        do throws(UsageError) {
            let options = try Options(CommandLine.arguments.dropFirst())
            LastWords.arrange()
            exit(await run(options) ? 0 : 1)
        } catch {
            Output.error(error.message)
            exit(64)
        }
    }

    private static func run(_ options: Options) async -> Bool {
        if options.traces { return trace(options) }
        if options.onlyDigests { return digests(options) }
        if let fault = options.fault { return find(fault, options) }
        if options.allFaults { return await findAll(options) }
        return await campaign(options)
    }

    private static func findAll(_ options: Options) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for fault in Fault.allCases { group.addTask { find(fault, options) } }
            var areAllFound = true
            for await isFound in group where !isFound { areAllFound = false }
            return areAllFound
        }
    }

    private static func campaign(_ options: Options) async -> Bool {
        let began = Output.processorSeconds
        let campaign = Campaign(first: options.first, count: options.seeds)
        let (tally, failures) = await campaign.run(again: CommandLine.arguments[0]) { Output.line($0) }
        let minutes = (Output.processorSeconds - began) / 60
        let hours = Double(tally.simulated.milliseconds) / 3_600_000
        Output.line(
            "\(tally.seeds) seeds, \(Int(hours)) simulated hours, \(Int(hours / minutes)) hours a minute of one processor, "
                + "\(tally.entries) entries, \(tally.notices) notices, \(tally.sends) attempts, \(tally.crashes) crashes, "
                + "\(tally.reloads) reloads, \(tally.clockJumps) clock jumps, \(tally.checks) checks of "
                + "\(Invariant.allCases.count) invariants, digest \(String(tally.digest, radix: 16)), "
                + (failures == 0 ? "nothing failed" : "\(failures) FAILED"))
        if options.isVerbose {
            for (type, count) in tally.byType.sorted(by: { $0.key < $1.key }) { Output.line("  \(count) \(type)") }
            for (what, count) in tally.occurrences.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                Output.line("  \(count) \(what.rawValue)")
            }
            Output.line("  \(tally.untended) turns with an open incident of which nobody is told")
        }
        return failures == 0
    }

    private static func digests(_ options: Options) -> Bool {
        Campaign(first: options.first, count: options.seeds).reportDigests { Output.line($0) }
        return true
    }

    private static func find(_ fault: Fault, _ options: Options) -> Bool {
        guard let seed = Campaign.find(fault, from: options.first) else {
            Output.line(
                "NOT FOUND: \(fault.rawValue) should break \(fault.caughtBy.rawValue) within \(Campaign.seedsForFault) seeds"
            )
            return false
        }
        Output.line(
            "\(fault.rawValue) is found by \(fault.caughtBy.rawValue) in seed \(seed), after \(seed - options.first + 1) seeds"
        )
        return true
    }

    private static func trace(_ options: Options) -> Bool {
        var simulation = Simulation(seed: options.first, fault: options.fault, traces: true)
        simulation.run()
        for line in simulation.trace.lines { Output.line(line) }
        for violation in simulation.auditor.violations {
            Output.line("\(violation.invariant.rawValue): \(violation.what)")
        }
        return simulation.auditor.violations.isEmpty
    }
}
