import Foundation

/// How long a configuration takes to read and to check, and the memory that takes, by the number of agreements.
enum Loading {
    static let sizes = [100, 1_000, 10_000]

    /// `tocsin config check` does what the daemon does at its start, and ends. Beside it, in the same run, the least
    /// that anything built on libyaml has to do: Python's binding to it walks through the events of the same bytes and
    /// makes nothing of them. Where that is missing, `cat` of the files is the limit.
    static func run(binaries: URL, shipped: URL, say: (String) -> Void) throws {
        let program = binaries.appending(path: "tocsin").path
        let peer = try Peer()
        for size in sizes {
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "tocsin-bench-world-\(getpid())-\(size)")
            let world = try AgreementWorld(agreements: size, shipped: shipped, folder: folder)
            defer { world.remove() }
            let list = folder.appending(path: "files")
            try world.files().map(\.path).joined(separator: "\n").write(to: list, atomically: false, encoding: .utf8)
            let own = try best(of: 3) { try Spent.by([program, "config", "check", "--config", world.main.path]) }
            let theirs = try best(of: 3) { try Spent.by(peer.command(list: list)) }
            say(
                String(
                    format: "loading %6d agreements            %7.2f s   peak %4d MB   %.2f × %@ (%.2f s)", size,
                    own.seconds, own.peakKilobytes / 1024, own.seconds / theirs.seconds, peer.name, theirs.seconds)
                    + (size == sizes.last ? " (start from: under 3 s, under 300 MB)" : ""))
        }
    }

    /// The quickest: the others had something else running beside them.
    private static func best(of runs: Int, _ run: () throws -> Spent) throws -> Spent {
        let all = try (0..<runs).map { _ in try run() }
        guard let best = all.min(by: { $0.seconds < $1.seconds }) else { throw BenchError("no run") }
        return best
    }

    /// Whatever reads the same files and is there.
    private struct Peer {
        let name: String
        private let hasPython: Bool

        private static let walk = """
            import sys, yaml
            for name in open(sys.argv[1]).read().split("\\n"):
                with open(name, "rb") as file:
                    for event in yaml.parse(file.read(), Loader=yaml.CSafeLoader): pass
            """

        init() throws {
            let probe = try? Spent.by(["/usr/bin/python3", "-c", "import yaml; yaml.CSafeLoader"])
            hasPython = probe != nil
            name = hasPython ? "libyaml's events through Python" : "cat"
        }

        func command(list: URL) -> [String] {
            hasPython
                ? ["/usr/bin/python3", "-c", Self.walk, list.path]
                : ["/bin/sh", "-c", "tr '\\n' '\\0' < \"$0\" | xargs -0 cat > /dev/null", list.path]
        }
    }
}

/// What a program that ran to its end took: wall time, and its largest resident memory.
struct Spent {
    let seconds: Double
    let peakKilobytes: Int

    /// - Parameter command: The path of a program and its arguments. What it prints is thrown away.
    static func by(_ command: [String]) throws -> Spent {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        let begin = nanoseconds()
        let failure = posix_spawn(&process, command[0], &actions, nil, &arguments, &environment)
        guard failure == 0 else { throw BenchError("cannot run \(command[0]): \(String(cString: strerror(failure)))") }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchError("lost \(command[0])") }
        }
        guard status == 0 else { throw BenchError("\(command[0]) ended with status \(status)") }
        return Spent(seconds: Double(nanoseconds() - begin) / 1e9, peakKilobytes: usage.ru_maxrss)
    }
}
