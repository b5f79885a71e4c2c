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
