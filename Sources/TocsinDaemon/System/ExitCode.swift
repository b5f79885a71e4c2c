/// How the daemon ends. The numbers are those of sysexits(3).
package enum ExitCode: Int32, Sendable {
    case ok = 0
    /// The command line is wrong (EX_USAGE).
    case usage = 64
    /// A socket cannot be bound, or another instance runs (EX_UNAVAILABLE).
    case unavailable = 69
    /// A broken invariant of ours (EX_SOFTWARE).
    case software = 70
    /// The ledger cannot be read or written; after a failed commit nothing is known but what is on disk (EX_IOERR).
    case inputOutput = 74
    /// A permission is missing (EX_NOPERM).
    case permission = 77
    /// The configuration has problems (EX_CONFIG).
    case configuration = 78
}

/// Why the daemon cannot start or go on, with the code it ends with.
package struct DaemonFailure: Error, Sendable, CustomStringConvertible {
    package let exitCode: ExitCode
    /// What happened, what it means and what to do; one line each.
    package let lines: [String]

    package init(_ exitCode: ExitCode, _ lines: String...) {
        self.exitCode = exitCode
        self.lines = lines
    }

    package init(_ exitCode: ExitCode, lines: [String]) {
        self.exitCode = exitCode
        self.lines = lines
    }

    package var description: String { lines.joined(separator: "\n") }
}
