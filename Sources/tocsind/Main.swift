import ArgumentParser
import Glibc
import Intake
import Logging
import Settings
import TocsinDaemon

@main
struct Tocsind: AsyncParsableCommand {
    static let version = DaemonRelease.version

    static let configuration = CommandConfiguration(
        commandName: "tocsind",
        abstract: "Says whose problem it is, tells the other side in time, and keeps one record for both.",
        discussion: """
            Try the shipped world (state in ./var, sockets var/tocsin.sock and var/tern.sock):

              tocsind --config Config/tocsin.yaml
              tocsind --config Config/tocsin.yaml --check-config

            Signals: SIGTERM and SIGINT drain and end with 0; SIGHUP reloads the configuration (prefer `tocsin reload`, which
            waits for the result).

            Exit codes: 0 stopped as asked; 64 wrong command line; 69 another instance runs or a socket is taken; 70 an error
            that nobody foresaw; 74 the ledger cannot be read or written; 77 a permission is missing; 78 the configuration has problems.
            """,
        version: version)

    @Option(name: [.short, .long], help: "The configuration; everything else is named in it.")
    var config = "/etc/tocsin/tocsin.yaml"

    @Flag(
        help:
            "Check the configuration by the path that a start takes, print every problem and warning, and end: 0 good, 78 bad."
    )
    var checkConfig = false

    mutating func run() async throws {
        // A reload request right after exec must not kill the process; the real handler comes later.
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        Descriptors.raiseLimit()
        let environment = ProcessEnvironment.current()
        do {
            let descriptors = try ListenDescriptors.take(environment: environment, pid: getpid())
            ListenDescriptors.forget()
            let options = Daemon.Options(
                configurationPath: config, version: Self.version, environment: environment, descriptors: descriptors)
            let prepared = try PreparedSettings(path: config, environment: options.settingsEnvironment)
            if checkConfig { return report(prepared.settings) }
            try await serve(options, prepared)
        } catch let failure as DaemonFailure {
            throw end(failure)
        } catch {
            throw end(DaemonFailure(describing: error))
        }
    }

    private func report(_ settings: LoadedSettings) {
        for warning in settings.warnings { Console.write("tocsind: warning: \(warning)\n", to: 2) }
        Console.write("\(config): good, digest \(settings.digest)\n", to: 1)
    }

    private func serve(_ options: Daemon.Options, _ prepared: PreparedSettings) async throws {
        let toJournal = LogOutput.standardErrorIsJournal(environment: options.environment)
        let level = Logger.Level(rawValue: prepared.settings.daemon.logLevel.rawValue) ?? .info
        LoggingSystem.bootstrap { _ in LogOutput(level: level, toJournal: toJournal) }
        let daemon = try Daemon(options: options, prepared: prepared, logger: Logger(label: "tocsind"))
        try await daemon.run()
    }

    private func end(_ failure: DaemonFailure) -> ArgumentParser.ExitCode {
        for line in failure.lines { Console.write("tocsind: \(line)\n", to: 2) }
        return ArgumentParser.ExitCode(failure.exitCode.rawValue)
    }
}

/// The limit on open files.
enum Descriptors {
    /// Up to what the system allows: peers and receivers may each have about a thousand connections, and a shell's usual limit is
    /// 1024.
    static func raiseLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// Plain output by write(2).
enum Console {
    static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    }
}
