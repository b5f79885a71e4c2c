import Foundation
import Glibc
import Testing

/// An open incident goes on where it was: its clocks run while the daemon does not.
@Suite(.ownThread) struct RestartTests {
    @Test(arguments: [SIGTERM, SIGKILL]) func openIncidentsComeBackWithAllThatIsKnown(_ signal: Int32) throws {
        let daemon = try DaemonUnderTest.started()
        let incident = try daemon.opened("Web shell")
        _ = try daemon.receiver.first("the notice")
        #expect(try daemon.tern.ask(.form("/v1/incidents/\(incident)/acknowledge", ["note": "on it"])).status == 200)
        try eventually("it is delivered") {
            try daemon.incident(incident)["incident"]["notices"][0]["state"].string == "delivered"
        }
        let before = try daemon.incident(incident)
        let sizes = try daemon.verifiedSizes()
        daemon.kill(signal)
        _ = try daemon.waitForEnd()
        try daemon.start()
        #expect(try daemon.incident(incident) == before)
        #expect(try daemon.verifiedSizes()["agr-tern"] == sizes["agr-tern"])
        // The same trouble again is a repeat, as if nothing had been.
        #expect(try daemon.report("Web shell").json["incident"].string == incident)
        #expect(try daemon.report("Web shell").json["disposition"].string == "repeated")
        #expect(daemon.receiver.webhooks.count == 1)
    }

    @Test func escalationThatFellDueMeanwhileHappensAtOnce() throws {
        let daemon = try DaemonUnderTest.started { try $0.hurryEscalation() }
        let incident = try daemon.opened("Disk errors", category: "hardware", layer: "virtualization")
        _ = try daemon.receiver.first("the desk's notice")
        try daemon.killAtOnce()
        #expect(!daemon.receiver.webhooks.contains { $0.kind == "escalated" })
        // All steps fall due while nobody runs.
        Thread.sleep(forTimeInterval: 2.2)
        let began = Date()
        try daemon.start()
        let escalated = try daemon.receiver.first("the step that fell due") { $0.kind == "escalated" }
        #expect(escalated.incident == incident)
        #expect(escalated.at.timeIntervalSince(began) < 5)
        _ = try daemon.receiver.first("the rest of it") { $0.kind == "nobody_reached" }
    }

    @Test func acknowledgedBeforeTheRestartStaysAcknowledged() throws {
        let daemon = try DaemonUnderTest.started { try $0.hurryEscalation() }
        let quiet = try daemon.opened("Disk errors", category: "hardware", layer: "virtualization")
        _ = try daemon.receiver.first("the desk's notice")
        #expect(try daemon.provider.ask(.post("/v1/incidents/\(quiet)/acknowledge")).status == 200)
        try daemon.killAtOnce()
        try daemon.start()
        #expect(try daemon.incident(quiet)["incident"]["acknowledged_by"].strings == ["prov"])
        let loud = try daemon.opened(
            "Cage on fire", asset: "banyan-vps1", category: "hardware", layer: "virtualization")
        _ = try daemon.receiver.first("another's escalation, to its end") {
            $0.kind == "nobody_reached" && $0.incident == loud
        }
        #expect(Set(daemon.receiver.webhooks.filter { $0.incident == quiet }.map(\.kind)) == ["opened"])
    }

    @Test func resolvedAndClosedIncidentsCanStillBeRead() throws {
        let daemon = try DaemonUnderTest.started()
        let incident = try daemon.opened("Web shell")
        _ = try daemon.receiver.first("the notice")
        #expect(try daemon.provider.ask(.post("/v1/incidents/\(incident)/resolve")).status == 200)
        _ = try daemon.receiver.first("the end") { $0.kind == "resolved" }
        try eventually("it is closed") { try daemon.state(of: incident) == "closed" }
        let before = try daemon.incident(incident)
        try daemon.killAtOnce()
        try daemon.start()
        #expect(try daemon.incident(incident) == before)
        #expect(try daemon.provider.ask(.get("/v1/incidents")).json["incidents"].items.isEmpty)
        let closed = try daemon.provider.ask(.get("/v1/incidents?state=closed")).json["incidents"].items
        #expect(closed.map { $0["incident"].string } == [incident])
        // The trouble comes back: it is a new incident.
        let again = try daemon.opened("Web shell")
        #expect(again != incident)
    }

    @Test func configurationChangedWhileDownIsInForce() throws {
        let daemon = try DaemonUnderTest.started()
        _ = try daemon.opened("Web shell")
        daemon.kill(SIGTERM)
        _ = try daemon.waitForEnd()
        try daemon.world.replace("name: Meridian Hosting", with: "name: Meridian Hosting AG")
        let before = try daemon.verifiedSizes()["house"] ?? 0
        try daemon.start()
        try eventually("that other settings were loaded is on record") {
            try daemon.verifiedSizes()["house"] ?? 0 > before
        }
        let answer = try daemon.report("Kernel is old", asset: "banyan-vps1", layer: "os")
        #expect(answer.json["ruling"]["sentence"].string?.contains("Meridian Hosting AG") == true)
    }

    /// One byte of the record is changed on disk: the verdict is bad, and says where.
    @Test func changedHistoryIsFound() throws {
        let daemon = try DaemonUnderTest.started()
        for letter in "abc" { _ = try daemon.opened("Web shell \(letter)") }
        _ = try daemon.receiver.waitFor(3, "the notices")
        daemon.kill(SIGTERM)
        _ = try daemon.waitForEnd()
        #expect(try daemon.verifiedSizes()["agr-tern"] ?? 0 > 0)
        // All of it into one file, which has no checksums of its own.
        let path = daemon.world.folder + "/var/state/ledger.db"
        let fold =
            "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('pragma wal_checkpoint(truncate)').fetchall()"
        #expect(try Finished.run("python3", ["-c", fold, path], in: daemon.world.folder).exit == .exit(0))
        var bytes = try Data(contentsOf: URL(filePath: path))
        let place = try #require(bytes.range(of: Data(#""type":"report.accepted""#.utf8)))
        bytes[place.lowerBound + 8] = UInt8(ascii: "R")
        try bytes.write(to: URL(filePath: path))
        let verdict = try daemon.tocsin(["ledger", "verify", "--json", "--state", "var/state"])
        #expect(verdict.exit == .exit(1), "\(verdict.exit) \(verdict.output)\(verdict.errors)")
        let bad = try verdict.json.items.filter { $0["good"].bool == false }
        #expect(bad.map { $0["ledger"].string } == ["agr-tern"])
        #expect(bad.first?["problem"].string?.isEmpty == false)
    }
}
