import CivilTime
import Coordination
import Glibc
import Synchronization

/// The same program once more, in a process of its own.
enum OtherProcess {
    private static let lineBytesMax: Int32 = 1024

    /// What it says, line by line; nothing when it cannot be run.
    static func lines(of program: String, _ arguments: [String]) -> [String] {
        let quoted =
            "'" + program.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        guard let pipe = unsafe popen(([quoted] + arguments).joined(separator: " "), "r") else { return [] }
        var lines: [String] = []
        var buffer = [CChar](repeating: 0, count: Int(lineBytesMax))
        while unsafe fgets(&buffer, lineBytesMax, pipe) != nil {
            let text = buffer.prefix { $0 != 0 && $0 != CChar(bitPattern: UInt8(ascii: "\n")) }
            lines.append(String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        _ = unsafe pclose(pipe)
        return lines
    }
}

/// What is said when a trap ends the process: which seed it was. A precondition of the core that does not hold is found like an
/// invariant that does not hold.
enum LastWords {
    static func arrange() {
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV] {
            _ = signal(number) { number in
                // Two run at a time: it is one of them.
                for seed in [
                    Campaign.currentEven.load(ordering: .relaxed), Campaign.currentOdd.load(ordering: .relaxed),
                ] {
                    Output.line(
                        Campaign.line(seed, "or the other: signal \(number); a debug build says which precondition"))
                }
                _exit(70)
            }
        }
    }
}
