// tocsin: the command line. Everything it does is in CommandLineTool, where tests can reach it.

import CommandLineTool
import Glibc

@main
struct Main {
    static func main() {
        let status = Program(in: .system()).run(Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }
}
