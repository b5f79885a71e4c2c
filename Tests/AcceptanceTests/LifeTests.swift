import Foundation
import Glibc
import Testing

/// Starting, stopping, and two at once.
@Suite(.ownThread) struct LifeTests {
    /// Type and permission bits of what is at a path; nil when there is nothing.
    static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode : nil
    }

    static func exists(_ path: String) -> Bool { mode(path) != nil }

    @Test(arguments: [SIGTERM, SIGINT]) func stopsCleanly(_ signal: Int32) throws {
        let daemon = try DaemonUnderTest.started()
        _ = try daemon.opened("Web shell")
        daemon.kill(signal)
        #expect(try daemon.waitForEnd() == .exit(0))
        #expect(!Self.exists(daemon.world.folder + "/var/tocsin.sock"))
        #expect(!Self.exists(daemon.world.folder + "/var/tern.sock"))
        #expect(daemon.log.contains("stopped"))
        // What was accepted was also sent, or is sent by the next.
        try daemon.start()
        _ = try daemon.receiver.first("the notice")
        #expect(try daemon.verifiedSizes()["agr-tern"] ?? 0 > 0)
    }

    @Test func requestsInFlightAreAnsweredBeforeTheEnd() throws {
        let daemon = try DaemonUnderTest.started()
        let answers = Guarded<[Int]>([])
        let accepted = Guarded<[String]>([])
        let ended = Guarded(0)
        for client in 0..<8 {
            let endpoint = daemon.provider
            Thread.detachNewThread {
                defer { ended.update { $0 += 1 } }
                // Until the door is closed. A request on an open connection may be cut off when it was not begun in
                // time; one that was
                // answered counts.
                for number in 0..<10_000 {
                    let key = "client-\(client)-\(number)"
                    let request = Request.form(
                        "/v1/reports",
                        ["asset": "tern-vps1", "layer": "os", "severity": "info", "summary": "s", "dedup_key": key])
                    guard let answer = try? endpoint.ask(request) else { return }
                    answers.update { $0.append(answer.status) }
                    if answer.status == 201, let incident = answer.json["incident"].string {
                        accepted.update { $0.append(incident) }
                    }
                    if answer.status == 503 { return }
                }
            }
        }
        #expect(answers.wait(seconds: 10) { $0.count >= 20 ? true : nil } == true)
        daemon.kill(SIGTERM)
        #expect(try daemon.waitForEnd() == .exit(0))
        #expect(ended.wait(seconds: 25) { $0 == 8 ? true : nil } == true)
        #expect(answers.update { $0 }.allSatisfy { [201, 503].contains($0) })
        try daemon.start()
        let connection = try Connection(daemon.provider)
        for incident in accepted.update({ $0 }) {
            try #require(try connection.ask(.get("/v1/incidents/\(incident)")).status == 200, "\(incident) is lost")
        }
    }

    /// A receiver that never answers holds up the end by the grace at most, and gets the notice again afterwards.
    @Test func hangingReceiverDoesNotHoldUpTheEndForEver() throws {
        let daemon = try DaemonUnderTest.started()
        daemon.receiver.answer { _, _ in .hang }
        let incident = try daemon.opened("Web shell")
        let first = try daemon.receiver.first("the attempt")
        let began = Date()
        daemon.kill(SIGTERM)
        #expect(try daemon.waitForEnd(seconds: 20) == .exit(0))
        #expect(Date().timeIntervalSince(began) < 15)
        daemon.receiver.answer { _, _ in .status(204) }
        try daemon.start()
        let again = try daemon.receiver.waitFor(2, "the notice after the restart") { $0.incident == incident }
        #expect(again[1].id == first.id)
    }

    @Test func secondInstanceLeavesTheFirstAlone() throws {
        let daemon = try DaemonUnderTest.started()
        let second = try Finished.run(Installation.daemon, DaemonUnderTest.program, in: daemon.world.folder)
        #expect(second.exit == .exit(69))
        #expect(!second.errors.isEmpty)
        let incident = try daemon.opened("Still there")
        #expect(try daemon.receiver.first("the notice").incident == incident)

        // Another state directory does not make a taken socket free.
        try daemon.world.replace("state_directory: var/state", with: "state_directory: var/other")
        let third = try Finished.run(Installation.daemon, DaemonUnderTest.program, in: daemon.world.folder)
        #expect(third.exit == .exit(69), "\(third.errors)")
        #expect(third.errors.contains("tocsin.sock"), "\(third.errors)")
        #expect(try daemon.provider.ask(.get("/readyz")).status == 200)
        #expect(try daemon.tern.ask(.get("/readyz")).status == 200)
    }

    @Test func staleSocketsOfAKilledDaemonAreReplaced() throws {
        let daemon = try DaemonUnderTest.started()
        try daemon.killAtOnce()
        #expect(Self.exists(daemon.world.folder + "/var/tocsin.sock"))
        try daemon.start()
        #expect(try daemon.tern.ask(.get("/readyz")).status == 200)
        _ = try daemon.opened("Works")
    }

    @Test(arguments: ["file", "folder", "link"]) func whatIsNoSocketOfOursIsNotTouched(_ kind: String) throws {
        let world = try World()
        let path = world.folder + "/var/tocsin.sock"
        let precious = world.folder + "/var/precious"
        try "precious".write(toFile: precious, atomically: false, encoding: .utf8)
        switch kind {
        case "file": try "precious".write(toFile: path, atomically: false, encoding: .utf8)
        case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        default: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: precious)
        }
        let before = Self.mode(path)
        let result = try Finished.run(Installation.daemon, DaemonUnderTest.program, in: world.folder)
        #expect([.exit(69), .exit(77), .exit(78)].contains(result.exit), "\(result.exit) \(result.errors)")
        #expect(result.errors.contains("tocsin.sock"), "\(result.errors)")
        #expect(Self.mode(path) == before)
        #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
    }

    @Test func socketIsNeverWiderThanConfigured() throws {
        let world = try World()
        let daemon = DaemonUnderTest(world)
        let allowed: [String: mode_t] = ["/var/tocsin.sock": 0o660, "/var/tern.sock": 0o600]
        let seen = Guarded<[String: Set<mode_t>]>([:])
        let isOver = Guarded(false)
        let hasEnded = Guarded(false)
        // Looks as often as it can while the daemon starts and stops, some times over.
        Thread.detachNewThread {
            while !isOver.update({ $0 }) {
                for path in allowed.keys {
                    guard let mode = Self.mode(world.folder + path) else { continue }
                    seen.update { _ = $0[path, default: []].insert(mode & 0o7777) }
                }
            }
            hasEnded.update { $0 = true }
        }
        for _ in 0..<3 {
            try daemon.start()
            daemon.kill(SIGTERM)
            #expect(try daemon.waitForEnd() == .exit(0))
        }
        isOver.update { $0 = true }
        _ = hasEnded.wait(seconds: 5) { $0 ? true : nil }
        for (path, mode) in allowed {
            let modes = seen.update { $0[path] ?? [] }
            #expect(modes.contains(mode), "\(path) was never seen")
            for other in modes { #expect(other & ~mode == 0, "\(path) had mode \(String(other, radix: 8))") }
        }
    }

    @Test func stateIsForTheDaemonAlone() throws {
        let daemon = try DaemonUnderTest.started()
        _ = try daemon.opened("Web shell")
        let state = daemon.world.folder + "/var/state"
        #expect(Self.mode(state).map { $0 & 0o777 } == 0o700)
        for file in try FileManager.default.contentsOfDirectory(atPath: state) {
            #expect(Self.mode("\(state)/\(file)").map { $0 & 0o077 } == 0, "\(file)")
        }
    }

    @Test func readinessIsToldBeforeIdentity() throws {
        let daemon = try DaemonUnderTest.started()
        #expect(try daemon.tern.ask(.get("/healthz")).json["status"].string == "ok")
        #expect(try daemon.tern.ask(.get("/readyz")).json["status"].string == "ready")
        let head = try Connection(daemon.tern).ask(Request(method: "HEAD", path: "/readyz"))
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
    }

    @Test func wrongCommandLineIsSaid() throws {
        let world = try World()
        let wrong = try Finished.run(Installation.daemon, ["--no-such-option"], in: world.folder)
        #expect(wrong.exit == .exit(64))
        let missing = try Finished.run(Installation.daemon, ["--config", "nowhere.yaml"], in: world.folder)
        #expect(missing.exit == .exit(78))
        #expect(missing.errors.contains("nowhere.yaml"))
        let version = try Finished.run(Installation.daemon, ["--version"], in: world.folder)
        #expect(version.exit == .exit(0))
        let help = try Finished.run(Installation.daemon, ["--help"], in: world.folder)
        #expect(help.exit == .exit(0))
        for word in ["--config", "--check-config", "SIGHUP", "78"] { #expect(help.output.contains(word)) }
    }
}
