import CivilTime
import Coordination
import Glibc

// The simulator of the coordination core: the whole loop on virtual time, with everything around it that can go wrong.
// docs/internals/simulation.md says who its parts are and how they hand over.

/// `tocsin-simulate [--seeds N] [--from K] [--trace] [--fault NAME] [--faults]`
@main enum Simulate {
    static func main() {
        do throws(UsageError) {
            let options = try Options(CommandLine.arguments.dropFirst())
            LastWords.arrange()
            exit(run(options) ? 0 : 1)
        } catch {
            Output.error(error.message)
            exit(64)
        }
    }

    private static func run(_ options: Options) -> Bool {
        if options.traces { return trace(options) }
        if options.onlyDigests { return digests(options) }
        if let fault = options.fault { return find(fault, options) }
        if options.allFaults { return Fault.allCases.reduce(true) { find($1, options) && $0 } }
        return campaign(options)
    }

    private static func campaign(_ options: Options) -> Bool {
        let began = Output.processorSeconds
        let campaign = Campaign(first: options.first, count: options.seeds)
        let (tally, failures) = campaign.run(again: CommandLine.arguments[0]) { Output.line($0) }
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

/// What the command line asks for.
struct Options {
    private(set) var seeds: UInt64 = 1000
    private(set) var first: UInt64 = 0
    private(set) var traces = false
    private(set) var isVerbose = false
    private(set) var onlyDigests = false
    private(set) var allFaults = false
    private(set) var fault: Fault?

    init(_ arguments: some Sequence<String>) throws(UsageError) {
        var rest = Array(arguments)[...]
        while let name = rest.popFirst() {
            switch name {
            case "--seeds": seeds = try Self.number(rest.popFirst(), of: name)
            case "--from": first = try Self.number(rest.popFirst(), of: name)
            case "--trace": traces = true
            case "--digests": onlyDigests = true
            case "--verbose": isVerbose = true
            case "--faults": allFaults = true
            case "--fault":
                let word = rest.popFirst() ?? ""
                guard let fault = Fault(rawValue: word) else {
                    throw UsageError("no fault is called \"\(word)\"; there are \(Self.faults)")
                }
                self.fault = fault
            default: throw UsageError("\(name) is not known; see docs/internals/simulation.md")
            }
        }
    }

    private static func number(_ text: String?, of name: String) throws(UsageError) -> UInt64 {
        guard let text, let number = UInt64(text), number < 1 << 40 else {
            throw UsageError("\(name) needs a number from 0 to 2^40")
        }
        return number
    }

    private static var faults: String { Fault.allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The command line is not understood; the message says what to do.
struct UsageError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

/// What the simulator says, and the one clock that it reads: its own processor time, to say how fast it was.
enum Output {
    static func line(_ text: String) { write(text, to: STDOUT_FILENO) }
    static func error(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array((text + "\n").utf8)
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count <= 0 { return }
            written += count
        }
    }

    static var processorSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
