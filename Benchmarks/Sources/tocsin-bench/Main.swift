import Foundation

/// Prints figures; asserts nothing. Run by `make bench`.
///
///     tocsin-bench [loading] --binaries FOLDER    everything, or only how long a configuration takes to read
///     tocsin-bench world FOLDER AGREEMENTS        writes the world that `loading` reads, and leaves it there
@main
enum Bench {
    private static let usage =
        "usage: tocsin-bench [loading] --binaries FOLDER, or tocsin-bench world FOLDER AGREEMENTS"

    static func main() throws {
        signal(SIGPIPE, SIG_IGN)
        let arguments = CommandLine.arguments.dropFirst()
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent()
        let shipped = root.appending(path: "Config")
        if arguments.first == "world" {
            let rest = Array(arguments.dropFirst())
            guard rest.count == 2, let agreements = Int(rest[1]), agreements >= 0 else { throw BenchError(usage) }
            _ = try AgreementWorld(agreements: agreements, shipped: shipped, folder: URL(filePath: rest[0]))
            return
        }
        guard let flag = arguments.firstIndex(of: "--binaries"), flag + 1 < arguments.endIndex else {
            throw BenchError(usage)
        }
        let binaries = URL(filePath: arguments[flag + 1])
        if arguments.first != "loading" { try running(binaries, root) }
        try Loading.run(binaries: binaries, shipped: shipped, say: say)
        if arguments.first != "loading" { try rooms(binaries) }
    }

    /// What single rooms cost from inside: a program of their own prints it.
    private static func rooms(_ binaries: URL) throws {
        let program = Process()
        program.executableURL = binaries.appending(path: "tocsin-rooms")
        try program.run()
        program.waitUntilExit()
        guard program.terminationStatus == 0 else { throw BenchError("tocsin-rooms ended with a failure") }
    }

    /// The daemon at work.
    private static func running(_ binaries: URL, _ root: URL) throws {
        let receiver = try Receiver()
        receiver.start()
        let daemon = try Daemon(
            binaries: binaries, configuration: root.appending(path: "Config"), receiverPort: receiver.port)
        defer { daemon.stop() }

        usleep(1_500_000)
        say(
            "idle memory                         \(daemon.residentKilobytes / 1024) MB resident (start from: under 40)")
        try latency(daemon, receiver)
        try throughput(daemon)
        try told(daemon, receiver)
        say("memory after all of it              \(daemon.residentKilobytes / 1024) MB resident")
        try peer(root)
    }

    /// From the first byte of a report to the first byte at the receiver, on an idle machine.
    private static func latency(_ daemon: Daemon, _ receiver: Receiver) throws {
        let connection = try Connection(unixPath: daemon.socket)
        var latencies: [UInt64] = []
        for number in 0..<300 {
            let before = receiver.count
            let begin = nanoseconds()
            _ = try connection.exchange("/v1/reports", report(number, "latency", severity: "high"))
            while receiver.count == before { usleep(50) }
            if number >= 50, let arrival = receiver.last { latencies.append(arrival - begin) }
            usleep(5000)
        }
        let figures = Figures(latencies: latencies, elapsed: 1)
        say(
            String(
                format: "report to first byte at receiver    p50 %.2f ms   p99 %.2f ms (start from: p50 under 5)",
                figures.p50Milliseconds, figures.p99Milliseconds))
    }

    /// Reports that open an incident each and that nobody has to be told of: the path to the disk and back.
    private static func throughput(_ daemon: Daemon) throws {
        let limit = Load.syncedAppends(in: daemon.folder, seconds: 1)
        say("limit: append 512 bytes, fdatasync  \(limit.line)")
        let socket = daemon.socket
        for (clients, requests) in [(1, 3000), (16, 20_000), (64, 40_000)] {
            let figures = try Load.run(
                clients: clients, requests: requests, connect: { try Connection(unixPath: socket) }, path: "/v1/reports"
            ) { report($0, "stored-\(clients)", severity: "info") }
            let ratio = figures.perSecond / limit.perSecond
            say(
                "durable reports, \(pad(clients)) client(s)        \(figures.line)   \(String(format: "%.2f", ratio)) × the limit"
                    + (clients == 64 ? " (start from: 5000/s)" : ""))
        }
        let repeats = try Load.run(
            clients: 64, requests: 40_000, connect: { try Connection(unixPath: socket) }, path: "/v1/reports"
        ) { _ in report(0, "repeat", severity: "info") }
        say("repeats of one incident, 64 clients \(repeats.line)")
    }

    /// Reports that open an incident, start obligations and an escalation, and send a webhook each.
    private static func told(_ daemon: Daemon, _ receiver: Receiver) throws {
        let socket = daemon.socket
        let before = receiver.count
        let requests = 5000
        let begin = nanoseconds()
        let figures = try Load.run(
            clients: 64, requests: requests, connect: { try Connection(unixPath: socket) }, path: "/v1/reports"
        ) { report($0, "told", severity: "high") }
        say("reports with a notice, 64 clients   \(figures.line)")
        while receiver.count - before < requests, nanoseconds() - begin < 60_000_000_000 { usleep(1000) }
        let seconds = Double(nanoseconds() - begin) / 1e9
        say(
            String(
                format: "their webhooks received             %8.0f/s   (%d of %d)",
                Double(receiver.count - before) / seconds, receiver.count - before, requests))
    }

    /// Debian's Alertmanager takes the same alerts into memory, by the same client; it promises nothing about the disk.
    private static func peer(_ root: URL) throws {
        let program = root.appending(path: ".build/peers/usr/bin/prometheus-alertmanager")
        guard FileManager.default.isExecutableFile(atPath: program.path) else { return }
        let folder = FileManager.default.temporaryDirectory.appending(path: "tocsin-bench-am-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try "route: {receiver: none}\nreceivers: [{name: none}]\n".write(
            to: folder.appending(path: "am.yml"), atomically: true, encoding: .utf8)
        let port: UInt16 = 19_093
        let process = Process()
        process.executableURL = program
        process.arguments = [
            "--config.file=\(folder.path)/am.yml", "--storage.path=\(folder.path)/data", "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:\(port)", "--log.level=error",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        var isUp = false
        for _ in 0..<500 where !isUp {
            isUp = (try? Connection(port: port)) != nil
            usleep(10_000)
        }
        guard isUp else { throw BenchError("the Alertmanager does not start") }
        for (clients, requests) in [(1, 3000), (16, 20_000), (64, 40_000)] {
            let figures = try Load.run(
                clients: clients, requests: requests, connect: { try Connection(port: port) }, path: "/api/v2/alerts"
            ) {
                #"[{"labels":{"alertname":"a\#($0)","instance":"tern-vps1","severity":"info"},"annotations":{"summary":"Load test"}}]"#
            }
            say("peer: Alertmanager into memory, \(pad(clients))  \(figures.line)")
        }
    }

    /// One line at once, also into a pipe.
    private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    private static func pad(_ number: Int) -> String { number < 10 ? " \(number)" : "\(number)" }

    private static func report(_ number: Int, _ name: String, severity: String) -> String {
        #"{"summary":"Load test","asset":"tern-vps1","category":"intrusion","layer":"application","severity":"\#(severity)","dedup_key":"\#(name)-\#(number)"}"#
    }
}
