import Foundation
import Glibc
import Testing

/// Two daemons and one ledger: the second is refused, and where nothing refuses it, the one that was overtaken steps down.
@Suite(.ownThread) struct SecondProcessTests {
    /// The same world and the same ledgers behind other sockets.
    private static func neighbour(_ daemon: DaemonUnderTest) throws -> (
        program: [String], provider: Endpoint, tern: Endpoint
    ) {
        let folder = daemon.world.folder
        try FileManager.default.copyItem(atPath: folder + "/Config", toPath: folder + "/Config2")
        let main = folder + "/Config2/tocsin.yaml"
        let text = try String(contentsOfFile: main, encoding: .utf8)
            .replacingOccurrences(of: "var/tocsin.sock", with: "var/tocsin2.sock")
            .replacingOccurrences(of: "var/tern.sock", with: "var/tern2.sock")
        try text.write(toFile: main, atomically: false, encoding: .utf8)
        return (
            ["--config", "Config2/tocsin.yaml"], .path(folder + "/var/tocsin2.sock"), .path(folder + "/var/tern2.sock")
        )
    }

    @Test func aSecondDaemonIsRefusedWhateverTheFirstIsDoing() throws {
        let daemon = try DaemonUnderTest.started()
        let program = try Self.neighbour(daemon).program
        // What they end is made before, so that both are tried.
        for deed in [Deed.endSilence, .endOverride, .acknowledge, .dispute, .classify] {
            let incident = try daemon.opened(
                "Disk errors of \(deed)", category: "hardware", layer: "virtualization")
            let request = try deed.request(daemon, about: incident)
            let second = try Finished.run(Installation.daemon, program, in: daemon.world.folder)
            #expect(second.exit == .exit(69), "\(second.exit) \(second.errors)")
            #expect(second.errors.contains("var/state"), "\(second.errors)")
            let answer = try deed.endpoint(daemon).ask(request)
            #expect([200, 201].contains(answer.status), "\(deed): \(answer.status) \(answer.text)")
        }
        #expect(!LifeTests.exists(daemon.world.folder + "/var/tocsin2.sock"))
        _ = try daemon.verifiedSizes()
    }

    /// The lock is gone, as on a file system that has none: the second starts and writes, and the first may not go on.
    @Test(arguments: [Deed.silence, .override, .acknowledge, .dispute, .classify])
    func whoWasOvertakenAnswersNobodyAndEnds(_ deed: Deed) throws {
        let daemon = try DaemonUnderTest.started()
        let incident = try daemon.settledIncident()
        let request = try deed.request(daemon, about: incident)
        let told = daemon.receiver.webhooks.count
        let (program, provider, _) = try Self.neighbour(daemon)
        try FileManager.default.removeItem(atPath: daemon.world.folder + "/var/state/lock")
        let second = try ChildProcess(Installation.daemon, program, in: daemon.world.folder)
        try eventually("the second daemon is ready", within: 20) {
            if second.hasEnded { throw Trouble("it ended: \(try second.waitForEnd())") }
            return (try? provider.ask(.get("/readyz")).status) == 200
        }
        // It writes on both ledgers that the deeds go to.
        let comment = Request.form("/v1/incidents/\(incident)/comment", ["text": "the second one was here"])
        #expect(try provider.ask(comment).status == 200)
        let silence = Request.form(
            "/v1/silences", ["matchers": "asset=\"banyan-vps1\"", "for": "PT1H", "comment": "the second one's"])
        #expect(try provider.ask(silence).status == 201)

        let answer = try? deed.endpoint(daemon).ask(request)
        #expect(answer == nil, "\(answer?.status ?? 0) \(answer?.text ?? "")")
        #expect(try daemon.waitForEnd() == .exit(74), "\(daemon.log)")
        #expect(daemon.log.contains("another process writes"), "\(daemon.log)")
        #expect(daemon.receiver.webhooks.count == told)

        // The other one has all of its own, nothing of the first, and works.
        let silences = try provider.ask(.get("/v1/silences")).json["silences"].items
        #expect(silences.compactMap { $0["comment"].string } == ["the second one's"])
        let again = try provider.ask(request)
        #expect([200, 201].contains(again.status), "\(again.status) \(again.text)")
        second.kill(SIGTERM)
        #expect(try second.waitForEnd() == .exit(0))
        _ = try daemon.verifiedSizes()
    }
}
