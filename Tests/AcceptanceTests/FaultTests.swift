import Foundation
import Glibc
import Testing

/// The machine is at fault: no space, no descriptors, too many peers. And the order of writes, which a kill cannot
/// show: what a killed
/// process wrote is still in the system's memory.
@Suite(.ownThread) struct FaultTests {
    static let hasStrace = FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")

    /// One line of a trace: who, and what, with a call that was interrupted put back together at its end.
    private struct Call {
        let text: String

        static func read(_ path: String) throws -> [Call] {
            var begun: [Substring: Substring] = [:]
            return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
                let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
                guard parts.count == 2 else { return nil }
                let rest = parts[1].drop { $0 == " " }
                if let end = rest.range(of: "<unfinished ...>") {
                    begun[parts[0]] = rest[..<end.lowerBound]
                    // A send counts from its beginning: it may have happened by then. A sync counts from its end.
                    return rest.hasPrefix("f") ? nil : Call(text: String(rest))
                }
                if rest.hasPrefix("<... ") {
                    let start = begun.removeValue(forKey: parts[0]) ?? ""
                    return start.hasPrefix("f") ? Call(text: String(start) + String(rest)) : nil
                }
                return Call(text: String(rest))
            }
        }

        func isSync(of file: String) -> Bool {
            (text.hasPrefix("fdatasync") || text.hasPrefix("fsync")) && text.contains(file) && text.hasSuffix("= 0")
        }

        func isWrite(to file: String) -> Bool { text.hasPrefix("pwrite64") && text.contains(file) }
        func sends(_ words: String) -> Bool {
            !text.hasPrefix("read") && !text.hasPrefix("recv") && text.contains(words)
        }
        func receives(_ words: String) -> Bool {
            (text.hasPrefix("read") || text.hasPrefix("recv")) && text.contains(words)
        }
    }

    /// The answer and the webhook leave the process only when the report has been synced to disk, its text as well.
    @Test(.enabled(if: hasStrace, "`scripts/setup test` brings strace"))
    func nothingIsSaidBeforeItIsOnDisk() throws {
        let daemon = DaemonUnderTest(try World())
        let trace = daemon.world.folder + "/trace"
        try daemon.start(
            through: [
                "strace", "-D", "-f", "-y", "-s", "64", "-o", trace, "-e",
                "trace=read,recvfrom,recvmsg,pwrite64,fsync,fdatasync,write,writev,sendto,sendmsg",
            ])
        _ = try daemon.opened("Web shell")
        _ = try daemon.receiver.first("the notice")
        daemon.kill(SIGTERM)
        #expect(try daemon.waitForEnd() == .exit(0))
        let calls = try Call.read(trace)
        let asked = try #require(calls.firstIndex { $0.receives("POST /v1/reports") })
        let answered = try #require(calls.firstIndex { $0.sends("HTTP/1.1 201") })
        let told = try #require(calls.firstIndex { $0.sends("POST /tern") })
        #expect(asked < answered)
        for file in ["ledger.db-wal", "bodies.db-wal"] {
            let written = try #require(calls[asked...].firstIndex { $0.isWrite(to: file) }, "\(file)")
            let synced = try #require(calls[written...].firstIndex { $0.isSync(of: file) }, "\(file) is never synced")
            #expect(synced < answered, "the answer left before \(file) was synced")
            #expect(synced < told, "the webhook left before \(file) was synced")
        }
    }

    /// The disk is full, as far as the daemon can see: it answers nobody falsely, ends, and the next start has all it
    /// acknowledged.
    @Test func fullDiskLosesNothing() throws {
        let daemon = DaemonUnderTest(try World())
        try daemon.start(through: ["prlimit", "--fsize=400000"])
        var accepted: [String] = []
        var sent = 0
        let connection = try Connection(daemon.provider)
        for number in 0..<3000 {
            let request = Request.form(
                "/v1/reports",
                ["asset": "tern-vps1", "layer": "os", "severity": "info", "summary": "s", "dedup_key": "key-\(number)"])
            sent += 1
            guard let answer = try? connection.ask(request), answer.status == 201 else { break }
            accepted.append(answer.json["incident"].string ?? "")
        }
        #expect(!accepted.isEmpty)
        #expect(sent < 3000, "the limit was never met")
        #expect(try daemon.waitForEnd() == .exit(74), "\(daemon.log)")
        #expect(daemon.log.contains("ledger"), "\(daemon.log)")
        try daemon.start()
        let again = try Connection(daemon.provider)
        for incident in accepted {
            #expect(try again.ask(.get("/v1/incidents/\(incident)")).status == 200, "\(incident) is lost")
        }
        #expect(try daemon.verifiedSizes()["agr-tern"] ?? 0 > accepted.count)
    }

    @Test func fewDescriptorsAreSurvived() throws {
        let daemon = DaemonUnderTest(try World())
        try daemon.start(through: ["prlimit", "--nofile=64"])
        do {
            let crowd = try (0..<100).map { _ in try daemon.provider.connect(timeoutSeconds: 1) }
            withExtendedLifetime(crowd) {}
        }
        try eventually("service as before") {
            (try? daemon.opened("Web shell")) != nil || (try? daemon.report("Web shell").status) == 200
        }
        _ = try daemon.receiver.first("the notice")
        #expect(daemon.log.components(separatedBy: "\n").count < 1000, "the log must not be flooded")
    }

    @Test func tooManyConnectionsAreAnsweredSo() throws {
        let daemon = try DaemonUnderTest.started()
        var crowd = try (0..<256).map { _ in try Connection(daemon.provider) }
        try eventually("the answer that it is too much") {
            guard let answer = try? daemon.provider.ask(.get("/v1/status")) else { return false }
            guard answer.status == 429 else { return false }
            return answer.json["code"].string == "overloaded" && answer.headers["retry-after"] != nil
        }
        // Those who were there first are served.
        #expect(try crowd[0].ask(.get("/v1/status")).status == 200)
        crowd.removeAll()
        try eventually("service as before") { try daemon.provider.ask(.get("/v1/status")).status == 200 }
    }

    /// The kernel kills a process that needs too much memory; large input must not be a way to get there.
    @Test func memoryStaysBoundedUnderLargeInput() throws {
        let daemon = try DaemonUnderTest.started()
        _ = try daemon.opened("Warm up")
        let before = try residentKilobytes(daemon)
        let body =
            #"{"asset":"tern-vps1","layer":"os","summary":"s","details":"\#(String(repeating: "x", count: 250_000))"}"#
        for _ in 0..<100 { #expect(try daemon.tern.ask(.json("/v1/reports", body)).status == 400) }
        let head = Array(
            "POST /v1/reports HTTP/1.1\r\nhost: x\r\ncontent-length: 9999999999\r\n\r\n"
                .utf8)
        for _ in 0..<20 { #expect(try Connection(daemon.tern).send(head).status == 413) }
        #expect(try residentKilobytes(daemon) - before < 40_000)
    }

    private func residentKilobytes(_ daemon: DaemonUnderTest) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(daemon.process?.pid ?? 0)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return try #require(line?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }
}
