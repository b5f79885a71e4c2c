import Foundation
import Glibc
import Testing

/// Who speaks for whom: by the user of the process, by the socket, by a token. Never by what a body says.
@Suite(.ownThread) struct PeerTests {
    /// A user of the customer tern and one of nobody's; neither needs to exist in the system's tables.
    static let ternUser = 54_001
    static let orchidUser = 54_002
    static let strangerUser = 54_003

    /// A world whose provider socket is open to everybody on the machine, with members told apart by user id.
    static func openWorld() throws -> DaemonUnderTest {
        let daemon = try DaemonUnderTest.started { world in
            try world.replace("path: var/tocsin.sock\n    mode: 0660", with: "path: var/tocsin.sock\n    mode: 0666")
            try world.replace(
                "  name: Tern Robotics GmbH\n",
                with: "  name: Tern Robotics GmbH\n  members: [{user: \(ternUser), role: responder}]\n",
                in: "agreements/tern.yaml")
            try world.replace(
                "  name: Orchid Flowers\n",
                with: "  name: Orchid Flowers\n  members: [{user: \(orchidUser), role: reporter}]\n",
                in: "agreements/orchid.yaml")
            for folder in ["", "/var"] { unsafe chmod(world.folder + folder, 0o755) }
        }
        return daemon
    }

    /// Debian's own curl as another user: status and body.
    static func curl(_ arguments: [String], as user: Int, in daemon: DaemonUnderTest) throws -> (
        status: Int, json: JSONValue
    ) {
        let result = try Finished.run(
            "setpriv",
            [
                "--reuid", "\(user)", "--regid", "\(user)", "--clear-groups", "curl", "-sS", "-w", "\n%{http_code}",
                "--unix-socket", daemon.world.folder + "/var/tocsin.sock",
            ] + arguments,
            in: daemon.world.folder)
        #expect(result.exit == .exit(0), "\(result.errors)")
        let lines = result.output.components(separatedBy: "\n")
        return (
            Int(lines.last ?? "") ?? 0, try JSONValue(parsing: Array(lines.dropLast().joined(separator: "\n").utf8))
        )
    }

    @Test(.enabled(if: Installation.isRoot, "only root becomes other users"))
    func customerReportsByCurlUnderAnotherUser() throws {
        let daemon = try Self.openWorld()
        let answer = try Self.curl(
            [
                "http://localhost/v1/reports", "-d", "asset=tern-vps1", "-d", "layer=os", "-d", "severity=high",
                "-d", "summary=Kernel update fails & hangs", "-d", "category=vulnerability",
            ],
            as: Self.ternUser, in: daemon)
        // `-d` sends it as it is, so the ampersand begins another field; curl's own encoder is asked instead.
        #expect(answer.status == 400)
        let again = try Self.curl(
            [
                "http://localhost/v1/reports", "-d", "asset=tern-vps1", "-d", "layer=os", "-d", "severity=high",
                "--data-urlencode", "summary=Kernel update fails & hangs", "-d", "category=vulnerability",
            ],
            as: Self.ternUser, in: daemon)
        #expect(again.status == 201)
        #expect(again.json["ruling"]["owner"].string == "provider")
        let incident = try #require(again.json["incident"].string)

        let webhook = try daemon.receiver.first("the provider's notice")
        #expect(webhook.channel == "prov-sec")
        #expect(webhook.data["summary"].string == "Kernel update fails & hangs")
        #expect(try SignatureJudge.verify([webhook], in: daemon.world) == [true])
        let shown = try daemon.incident(incident)
        #expect(shown["timeline"].items.contains { $0["text"].string?.contains("(responder)") == true })

        // The customer sees it; another customer does not, and is told the same as of one that does not exist.
        #expect(
            try Self.curl(["http://localhost/v1/incidents/\(incident)"], as: Self.ternUser, in: daemon).status == 200)
        let foreign = try Self.curl(["http://localhost/v1/incidents/\(incident)"], as: Self.orchidUser, in: daemon)
        let unknown = try Self.curl(
            ["http://localhost/v1/incidents/inc_0000000000000"], as: Self.orchidUser, in: daemon)
        #expect(foreign.status == 404)
        #expect(foreign.json["code"] == unknown.json["code"])
        let (seen, expected) = (foreign.json["detail"].string, unknown.json["detail"].string)
        #expect(
            seen?.replacingOccurrences(of: incident, with: "")
                == expected?.replacingOccurrences(of: "inc_0000000000000", with: ""))
        let list = try Self.curl(["http://localhost/v1/incidents?state=all"], as: Self.orchidUser, in: daemon)
        #expect(list.json["incidents"].items.isEmpty)
    }

    @Test(.enabled(if: Installation.isRoot, "only root becomes other users"))
    func usersOfNobodyAreRefusedByName() throws {
        let daemon = try Self.openWorld()
        let before = try daemon.verifiedSizes()
        for request in [
            ["http://localhost/v1/reports", "-d", "asset=tern-vps1", "-d", "summary=Hello"],
            ["http://localhost/v1/incidents"], ["http://localhost/v1/status"],
            ["http://localhost/v1/reload", "-X", "POST"],
        ] {
            let answer = try Self.curl(request, as: Self.strangerUser, in: daemon)
            #expect(answer.status == 403, "\(request)")
            #expect(answer.json["code"].string == "unidentified_peer")
            #expect(answer.json["detail"].string?.contains("\(Self.strangerUser)") == true, "\(answer.json)")
        }
        #expect(try Self.curl(["http://localhost/healthz"], as: Self.strangerUser, in: daemon).status == 200)
        #expect(try daemon.verifiedSizes() == before)
    }

    @Test(.enabled(if: Installation.isRoot, "only root becomes other users"))
    func rolesBoundWhatMembersMayDo() throws {
        let daemon = try Self.openWorld()
        let report = try Self.curl(
            [
                "http://localhost/v1/reports", "-d", "asset=orchid-site", "-d", "layer=application", "-d",
                "summary=Down", "-d", "severity=high",
            ],
            as: Self.orchidUser, in: daemon)
        #expect(report.status == 201)
        let incident = try #require(report.json["incident"].string)
        let acknowledged = try Self.curl(
            ["-X", "POST", "http://localhost/v1/incidents/\(incident)/acknowledge"], as: Self.orchidUser, in: daemon)
        #expect(acknowledged.status == 403)
        #expect(acknowledged.json["code"].string == "not_permitted")
        let reload = try Self.curl(["-X", "POST", "http://localhost/v1/reload"], as: Self.ternUser, in: daemon)
        #expect(reload.status == 403)
        #expect(try daemon.incident(incident)["incident"]["acknowledged_by"].items.isEmpty)
    }

    @Test func socketSpeaksForItsParty() throws {
        let daemon = try DaemonUnderTest.started()
        let status = try daemon.tern.ask(.get("/v1/status"))
        #expect(status.json["party"].string == "tern")
        #expect(status.json["role"].string == "responder")
        #expect(try daemon.provider.ask(.get("/v1/status")).json["party"].string == "prov")
        #expect(try daemon.tern.ask(.post("/v1/reload")).status == 403)

        let theirs = try daemon.opened("Web shell", over: daemon.tern)
        let others = try daemon.opened("Kernel is old", asset: "banyan-vps1", layer: "os")
        let seen = try daemon.tern.ask(.get("/v1/incidents")).json["incidents"].items.map { $0["incident"].string }
        #expect(seen == [theirs])
        for path in [
            "/v1/incidents/\(others)", "/v1/incidents/\(others)/acknowledge", "/v1/incidents/\(others)/resolve",
        ] {
            let request = path.hasSuffix(others) ? Request.get(path) : .post(path)
            let unknown = Request(
                method: request.method, path: path.replacingOccurrences(of: others, with: "inc_0000000000000"))
            let (foreign, missing) = (try daemon.tern.ask(request), try daemon.tern.ask(unknown))
            #expect(foreign.status == 404)
            #expect(
                foreign.text.replacingOccurrences(of: others, with: "")
                    == missing.text.replacingOccurrences(of: "inc_0000000000000", with: ""))
        }
        #expect(try daemon.state(of: others) == "open")
    }

    @Test func loopbackNeedsAToken() throws {
        let world = try World()
        let port = try world.openLoopback()
        let daemon = DaemonUnderTest(world)
        try daemon.start()
        let request = Request.form(
            "/v1/reports", ["asset": "tern-vps1", "layer": "application", "summary": "By TCP", "severity": "high"])
        let before = try daemon.verifiedSizes()
        for authorization in [nil, "Bearer wrong", "Basic \(World.token)", "Bearer \(World.token)x"] {
            let asked = authorization.map { request.with("authorization", $0) } ?? request
            let answer = try Endpoint.port(port).ask(asked)
            #expect(answer.status == 401, "\(authorization ?? "none")")
            #expect(answer.json["code"].string == "unauthorized")
        }
        // A page in a browser that reaches the port under a name of its own.
        let rebound = Request(method: "GET", path: "/v1/incidents", headers: ["authorization": "Bearer \(World.token)"])
        let bytes = String(decoding: rebound.bytes, as: UTF8.self).replacingOccurrences(
            of: "host: localhost", with: "host: evil.example")
        #expect(try Connection(.port(port)).send(Array(bytes.utf8)).status == 403)
        #expect(try daemon.verifiedSizes() == before)

        let answer = try Endpoint.port(port).ask(request.with("authorization", "Bearer \(World.token)"))
        #expect(answer.status == 201)
        #expect(
            try Endpoint.port(port).ask(Request.post("/v1/reload").with("authorization", "Bearer \(World.token)"))
                .status == 403)
        _ = try daemon.receiver.first("the notice")
        #expect(!daemon.log.contains(World.token))
    }
}
