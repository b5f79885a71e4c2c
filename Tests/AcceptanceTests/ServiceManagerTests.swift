import Foundation
import Glibc
import Testing

/// What systemd is told and what it hands over, without a systemd.
@Suite(.ownThread) struct ServiceManagerTests {
    @Test func stateIsToldInOrder() throws {
        let daemon = DaemonUnderTest(try World())
        let manager = try NotifySocket(path: daemon.world.folder + "/notify")
        try daemon.launch(environment: ["NOTIFY_SOCKET": manager.path])
        let ready = try manager.waitFor("READY=1")
        #expect(ready.message.contains("STATUS="))
        // Ready means ready: the first request is served.
        #expect(try daemon.provider.ask(.get("/readyz")).status == 200)

        #expect(try daemon.provider.ask(.post("/v1/reload")).status == 200)
        let reloading = try manager.waitFor("RELOADING=1", from: ready.next)
        #expect(reloading.message.contains("MONOTONIC_USEC="))
        let back = try manager.waitFor("READY=1", from: reloading.next)

        try daemon.world.replace("log_level: info", with: "log_level: loud")
        daemon.kill(SIGHUP)
        let again = try manager.waitFor("RELOADING=1", from: back.next)
        let refused = try manager.waitFor("READY=1", from: again.next)
        #expect(refused.message.contains("refused"), "\(refused.message)")

        daemon.kill(SIGTERM)
        _ = try manager.waitFor("STOPPING=1", from: refused.next)
        #expect(try daemon.waitForEnd() == .exit(0))
        #expect(!manager.all.contains { $0.contains("WATCHDOG=1") }, "nobody asked for a watchdog")
    }

    @Test func brokenStartIsNeverReady() throws {
        let daemon = DaemonUnderTest(try World())
        try daemon.world.replace("log_level: info", with: "log_level: loud")
        let manager = try NotifySocket(path: daemon.world.folder + "/notify")
        try daemon.launch(environment: ["NOTIFY_SOCKET": manager.path])
        #expect(try daemon.waitForEnd() == .exit(78))
        #expect(!manager.all.contains { $0.contains("READY=1") })
    }

    @Test func watchdogIsFedWhileTheDaemonWorks() throws {
        let daemon = DaemonUnderTest(try World())
        let manager = try NotifySocket(path: daemon.world.folder + "/notify")
        try daemon.launch(environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "600000"])
        var next = try manager.waitFor("WATCHDOG=1").next
        for _ in 0..<4 {
            let began = Date()
            next = try manager.waitFor("WATCHDOG=1", from: next).next
            #expect(Date().timeIntervalSince(began) < 0.6, "systemd would have killed it")
        }
        // Stopped, it is silent.
        daemon.kill(SIGSTOP)
        let count = manager.all.count
        #expect(throws: Trouble.self) { try manager.waitFor("WATCHDOG=1", from: count + 1, within: 1) }
        daemon.kill(SIGCONT)
        _ = try manager.waitFor("WATCHDOG=1", from: count + 1)
    }

    @Test func watchdogOfAnotherProcessIsNotOurs() throws {
        let daemon = DaemonUnderTest(try World())
        let manager = try NotifySocket(path: daemon.world.folder + "/notify")
        try daemon.launch(environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "300000", "WATCHDOG_PID": "1"])
        let ready = try manager.waitFor("READY=1")
        #expect(throws: Trouble.self) { try manager.waitFor("WATCHDOG=1", from: ready.next, within: 1) }
    }

    /// Debian's own systemd-socket-activate listens, and hands the socket over with the first connection.
    @Test func socketIsHandedOver() throws {
        let world = try World()
        let path = world.folder + "/activated.sock"
        let log = world.folder + "/activated.log"
        let activated = try ChildProcess(
            "systemd-socket-activate",
            ["--listen=\(path)", "--fdname=provider", Installation.daemon] + DaemonUnderTest.program, in: world.folder,
            errors: log)
        try eventually("the socket") { LifeTests.exists(path) }
        let endpoint = Endpoint.path(path)
        // The first connection waits in the backlog until the daemon has started.
        let answer = try endpoint.ask(
            .form(
                "/v1/reports",
                ["asset": "tern-vps1", "layer": "application", "severity": "high", "summary": "Web shell"]))
        #expect(answer.status == 201, "\(answer.text) \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
        #expect(try world.receiver.first("the notice").incident == answer.json["incident"].string)
        #expect(
            !LifeTests.exists(world.folder + "/var/tocsin.sock"), "the handed over socket takes the place of its own")
        #expect(try Endpoint.path(world.folder + "/var/tern.sock").ask(.get("/readyz")).status == 200)
        activated.kill(SIGTERM)
        #expect(try activated.waitForEnd() == .exit(0))
        #expect(LifeTests.exists(path), "who made the file removes it")
    }

    @Test func strangeSocketsAreRefused() throws {
        let world = try World()
        let path = world.folder + "/activated.sock"
        let log = world.folder + "/activated.log"
        let activated = try ChildProcess(
            "systemd-socket-activate",
            ["--listen=\(path)", "--fdname=nonsense", Installation.daemon] + DaemonUnderTest.program, in: world.folder,
            errors: log)
        try eventually("the socket") { LifeTests.exists(path) }
        let waiting = try Endpoint.path(path).connect()
        let end = try? activated.waitForEnd(seconds: 5)
        #expect(
            end == .exit(78) || end == .exit(69),
            "a handed over socket that nothing in the configuration names must not be ignored")
        #expect((try? String(contentsOfFile: log, encoding: .utf8))?.contains("nonsense") == true)
        withExtendedLifetime(waiting) {}
    }

    @Test func unitsAreAcceptable() throws {
        let world = try World()
        for unit in ["tocsind.service", "tocsind.socket"] {
            let text = try String(contentsOfFile: "\(Installation.root)/systemd/\(unit)", encoding: .utf8)
            let adapted = text.replacingOccurrences(of: "/usr/bin/tocsind", with: Installation.daemon)
                .replacingOccurrences(of: "/usr/bin/tocsin ", with: Installation.commandLine + " ")
            try adapted.write(toFile: "\(world.folder)/\(unit)", atomically: false, encoding: .utf8)
        }
        let result = try Finished.run(
            "systemd-analyze",
            ["verify", "--man=no", "\(world.folder)/tocsind.service", "\(world.folder)/tocsind.socket"],
            in: world.folder)
        #expect(result.exit == .exit(0), "\(result.errors)")
        #expect(!result.errors.contains("tocsind"), "\(result.errors)")
    }
}
