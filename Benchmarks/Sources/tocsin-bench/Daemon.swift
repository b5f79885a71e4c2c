import Foundation

/// A daemon in a folder of its own, with the shipped world and its channels pointed at the benchmark's receiver.
///
/// Without noise control and watches: beyond ten notices a minute to one party the shipped rules bundle the rest, so that the
/// webhooks of the benchmark would wait for a digest, and its latency would be that of a storm's. What is measured is one report
/// and one webhook.
final class Daemon {
    let folder: URL
    let socket: String
    private let process = Process()

    init(binaries: URL, configuration: URL, receiverPort: UInt16) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "tocsin-bench-\(getpid())-\(UInt32.random(in: 0 ... .max))")
        socket = folder.appending(path: "var/tocsin.sock").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let config = folder.appending(path: "Config")
        try FileManager.default.copyItem(at: configuration, to: config)
        for path in try FileManager.default.subpathsOfDirectory(atPath: config.path) where path.hasSuffix(".yaml") {
            let file = config.appending(path: path)
            let text = try String(contentsOf: file, encoding: .utf8)
                .replacingOccurrences(of: "127.0.0.1:9180", with: "127.0.0.1:\(receiverPort)")
                .replacingOccurrences(of: "open_incidents_max: 10000", with: "open_incidents_max: 1000000")
                .replacingOccurrences(of: "log_level: info", with: "log_level: warning")
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        try Self.leaveOutNoise(in: config.appending(path: "tocsin.yaml"))
        let script = configuration.deletingLastPathComponent().appending(path: "scripts/secrets")
        try Self.run(script, [binaries.path, config.path], in: folder)
        process.executableURL = binaries.appending(path: "tocsind")
        process.arguments = ["--config", "Config/tocsin.yaml"]
        process.currentDirectoryURL = folder
        try process.run()
        try waitUntilReady()
    }

    /// A text that is not there is an error: figures of another world than the one that is meant are worse than none.
    private static func leaveOutNoise(in file: URL) throws {
        var text = try String(contentsOf: file, encoding: .utf8)
        for line in ["\nnoise: noise.yaml\n", "\nwatches: watches.yaml\n"] {
            guard text.contains(line) else { throw BenchError("\(file.path) does not contain: \(line)") }
            text = text.replacingOccurrences(of: line, with: "\n")
        }
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    var processID: Int32 { process.processIdentifier }

    private static func run(_ program: URL, _ arguments: [String], in folder: URL) throws {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("\(program.lastPathComponent) failed") }
    }

    private func waitUntilReady() throws {
        for _ in 0..<1000 {
            if (try? Connection(unixPath: socket)) != nil { return }
            guard process.isRunning else { throw BenchError("the daemon ended with \(process.terminationStatus)") }
            usleep(10_000)
        }
        throw BenchError("the daemon is not ready after ten seconds")
    }

    /// Resident memory in kilobytes.
    var residentKilobytes: Int {
        let status = (try? String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)) ?? ""
        let line = status.components(separatedBy: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
