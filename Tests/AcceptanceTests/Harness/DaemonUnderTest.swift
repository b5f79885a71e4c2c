import Foundation
import Glibc

/// `tocsind` on a world of a test's own. Used by one thread, except for its sockets.
final class DaemonUnderTest {
    let world: World
    private(set) var process: ChildProcess?
    private var starts = 0

    static let program = ["--config", "Config/tocsin.yaml"]

    init(_ world: World) { self.world = world }

    /// A world, edited, with a daemon that is ready.
    static func started(_ edit: (World) throws -> Void = { _ in }) throws -> DaemonUnderTest {
        let world = try World()
        try edit(world)
        let daemon = DaemonUnderTest(world)
        try daemon.start()
        return daemon
    }

    var receiver: WebhookReceiver { world.receiver }
    /// The provider's socket: the daemon's own user speaks there as operator.
    var provider: Endpoint { .path(world.folder + "/var/tocsin.sock") }
    /// The customer tern's.
    var tern: Endpoint { .path(world.folder + "/var/tern.sock") }

    /// Starts it without waiting for anything.
    ///
    /// - Parameter wrapper: a program that becomes the daemon, with its arguments, for example `prlimit --nofile=64`.
    func launch(environment: [String: String] = [:], through wrapper: [String] = []) throws {
        starts += 1
        let all = environment.merging(["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]) { own, _ in own }
        let command = wrapper + [Installation.daemon] + Self.program
        process = try ChildProcess(
            command[0], Array(command.dropFirst()), in: world.folder, environment: all, output: logPath + ".out",
            errors: logPath)
    }

    func start(environment: [String: String] = [:], through wrapper: [String] = []) throws {
        try launch(environment: environment, through: wrapper)
        try waitUntilReady()
    }

    func waitUntilReady() throws {
        do {
            try eventually("readiness", within: 20) {
                if let process, process.hasEnded { throw Trouble("tocsind ended: \(try process.waitForEnd())") }
                return (try? provider.ask(.get("/readyz")).status) == 200
            }
        } catch {
            throw Trouble("\(error)\n\(log)")
        }
    }

    func kill(_ signal: Int32) { process?.kill(signal) }

    func waitForEnd(seconds: Double = 20) throws -> ChildProcess.Ending {
        guard let process else { throw Trouble("it was not started") }
        return try process.waitForEnd(seconds: seconds)
    }

    /// As a power cut would do it, as far as the process is concerned.
    func killAtOnce() throws {
        kill(SIGKILL)
        _ = try waitForEnd()
    }

    /// What the newest start logged.
    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }
    private var logPath: String { "\(world.folder)/daemon-\(starts).log" }

    // MARK: What tests ask often

    func report(
        _ summary: String, asset: String = "tern-vps1", category: String = "intrusion", layer: String = "application",
        severity: String = "high", over endpoint: Endpoint? = nil
    ) throws -> Answer {
        try (endpoint ?? provider).ask(
            .form(
                "/v1/reports",
                ["asset": asset, "category": category, "layer": layer, "severity": severity, "summary": summary]))
    }

    /// A report that is accepted; the incident's id.
    func opened(
        _ summary: String, asset: String = "tern-vps1", category: String = "intrusion", layer: String = "application",
        severity: String = "high", over endpoint: Endpoint? = nil
    ) throws -> String {
        let answer = try report(
            summary, asset: asset, category: category, layer: layer, severity: severity, over: endpoint)
        guard answer.status == 201, let id = answer.json["incident"].string else {
            throw Trouble("the report was answered with \(answer.status): \(answer.text)")
        }
        return id
    }

    func incident(_ id: String, over endpoint: Endpoint? = nil) throws -> JSONValue {
        try (endpoint ?? provider).ask(.get("/v1/incidents/\(id)")).json
    }

    func state(of id: String) throws -> String? { try incident(id)["incident"]["state"].string }

    /// `tocsin` in the world's folder, speaking to this daemon.
    func tocsin(_ arguments: [String], socket: String = "var/tocsin.sock", input: String? = nil) throws -> Finished {
        try Finished.run(
            Installation.commandLine, arguments, in: world.folder,
            environment: ["PATH": "/usr/bin:/bin", "TOCSIN_SOCKET": socket, "LC_ALL": "C.UTF-8"], input: input)
    }

    /// The size of each ledger, after all of them were verified.
    func verifiedSizes() throws -> [String: Int] {
        let result = try tocsin(["ledger", "verify", "--json", "--state", "var/state"])
        guard result.exit == .exit(0) else {
            throw Trouble("the ledger is not good: \(result.output) \(result.errors)")
        }
        let ledgers = try result.json.items
        return Dictionary(
            ledgers.map { ($0["ledger"].string ?? "", $0["size"].number ?? -1) },
            uniquingKeysWith: { first, _ in first })
    }
}
