// tocsin: the command line. Everything it does is in CommandLineTool, where tests can reach it.

import CommandLineTool
import Glibc

@main
struct Main {
    static func main() {
        // A pipe that was closed is an output that failed, not an end without a word.
        signal(SIGPIPE, SIG_IGN)
        let status = Program(in: .system()).run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }
}
