import Coordination
import Foundation
import Hashing
import Logging
import Responsibility
import StrictJSON
import Testing

@testable import Intake

/// Who speaks.
struct PeersTests {
    private func credentials(_ uid: UInt32, gid: UInt32 = 5000, groups: [UInt32] = []) -> PeerCredentials {
        PeerCredentials(uid: uid, gid: gid, groups: groups)
    }

    @Test func usersGroupsAndOurselves() throws {
        let table = PeerTable(
            users: [1201: tern],
            groups: [PeerTable.Group(gid: 2001, actor: mango), PeerTable.Group(gid: 2002, actor: tern)],
            own: (uid: 900, actor: provider))
        #expect(try table.actor(for: credentials(1201), on: "report").party == "tern")
        #expect(try table.actor(for: credentials(1201), on: "report").name == "uid 1201 (tern-ops)")
        #expect(
            try table.actor(for: credentials(1201, groups: [2001]), on: "report").party == "tern",
            "the user goes before the group")
        #expect(try table.actor(for: credentials(900), on: "report").role == .operator)
        #expect(try table.actor(for: credentials(1300, groups: [7, 2001]), on: "report").party == "mango")
        #expect(try table.actor(for: credentials(1300, gid: 2002), on: "report").party == "tern")
        #expect(throws: PeerTable.Unidentified.nobody(uid: 0)) { try table.actor(for: credentials(0), on: "report") }
        #expect(throws: PeerTable.Unidentified.nobody(uid: 1005)) {
            try table.actor(for: credentials(1005), on: "report")
        }
        #expect(throws: PeerTable.Unidentified.conflictingGroups(uid: 1300, first: 2001, second: 2002)) {
            try table.actor(for: credentials(1300, groups: [2002, 2001]), on: "report")
        }
    }

    @Test func overflowIdsAndErrorsAreNobody() {
        let id = PeerCredentials.overflowID
        let table = PeerTable(
            users: [id: tern], groups: [PeerTable.Group(gid: id, actor: tern)], own: (uid: id, actor: provider),
            speaksFor: ["tern": tern])
        #expect(throws: PeerTable.Unidentified.overflow) {
            try table.actor(for: credentials(id), on: "tern", audience: tern)
        }
        #expect(throws: PeerTable.Unidentified.nobody(uid: 1)) {
            try table.actor(for: credentials(1, gid: id, groups: [id]), on: "report")
        }
        #expect(throws: PeerTable.Unidentified.unknown) { try table.actor(for: nil, on: "tern", audience: tern) }
    }

    @Test func listenersSpeakForAParty() throws {
        let table = PeerTable(users: [1201: tern], speaksFor: ["m": mango])
        #expect(try table.actor(for: credentials(1201), on: "m").party == "mango")
        #expect(
            try table.actor(for: credentials(7), on: "m", audience: tern).party == "mango",
            "a reload goes before the listener")
        #expect(try table.actor(for: credentials(7), on: "other", audience: tern).name == "uid 7 (tern-ops)")
    }

    @Test func anUnmappedPeerLearnsItsUid() async throws {
        try await withServer(peers: PeerTable()) { server async throws in
            let path = server.path
            let replies = try await onThread {
                let client = try RawClient(path: path)
                return try [request("GET", "/v1/status"), request("GET", "/nowhere"), request("GET", "/healthz")].map {
                    client.send($0)
                    return try client.reply()
                }
            }
            #expect(replies.map(\.status) == [403, 403, 200])
            #expect(replies[0].code == "unidentified_peer")
            let detail = replies[0].json?["detail"]?.string ?? ""
            #expect(detail.contains("uid \(geteuid()) speaks for nobody; add it under members"))
            #expect(server.log.texts(.warning).count == 1, "a peer cannot fill the log")
            #expect(server.log.texts(.warning).first?.contains("uid=\(geteuid())") == true)
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func aReloadTakesEffectOnOpenConnections() async throws {
        try await withServer(peers: PeerTable()) { server async throws in
            let path = server.path
            let intake = server.server
            let statuses = try await onThread {
                let client = try RawClient(path: path)
                func status() throws -> Int {
                    client.send(request("GET", "/v1/status"))
                    return try client.reply().status
                }
                let before = try status()
                intake.replacePeers(ownPeers)
                let between = try status()
                intake.replacePeers(PeerTable())
                return [before, between, try status()]
            }
            #expect(statuses == [403, 200, 403])
        }
    }

    @Test func anAudienceSocketSpeaksForItsParty() async throws {
        try await withServer(peers: PeerTable(), audience: tern) { server async throws in
            #expect(try await server.report(#"{"summary":"s","asset":"a"}"#).status == 200)
            #expect(
                server.handler.all.first?.actor
                    == Actor(party: "tern", side: .customer, role: .agent, name: "uid \(geteuid()) (tern-ops)"))
        }
    }

    @Test func theClientsOwnPathIsNotIdentity() async throws {
        try await withServer(peers: PeerTable(users: [4_000_000: provider])) { server async throws in
            let path = server.path
            let clientPath = server.directory("x;uid=4000000;\n\"")
            let reply = try await onThread {
                let client = try RawClient(path: path, from: clientPath)
                client.send(request("GET", "/v1/status"))
                return try client.reply()
            }
            #expect(reply.status == 403)
            #expect(reply.json?["detail"]?.string?.contains("uid \(geteuid()) ") == true)
        }
    }

    @Test func theKernelTellsSupplementaryGroups() async throws {
        // Only root can run a process with groups of its choice.
        guard geteuid() == 0 else { return }
        let directory = try SocketDirectory()
        _ = unsafe chmod(directory.path, 0o755)
        let listener = ListenerConfiguration(
            name: "open", endpoint: .unix(path: directory("open.sock"), mode: 0o666, group: nil))
        let peers = PeerTable(groups: [PeerTable.Group(gid: 61_001, actor: tern)])
        let path = directory("open.sock")
        try await withServer(peers: peers, more: [listener]) { server async throws in
            let statuses = try await onThread {
                try ["61001", "61002"].map { group in
                    let process = Process()
                    process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
                    process.arguments = [
                        "--reuid=61000", "--regid=61000", "--groups=\(group)", "curl", "-s", "-o", "/dev/null", "-w",
                        "%{http_code}",
                        "--unix-socket", path, "http://t/v1/status",
                    ]
                    let output = Pipe()
                    process.standardOutput = output
                    try process.run()
                    process.waitUntilExit()
                    return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                }
            }
            #expect(statuses == ["200", "403"])
            #expect(server.handler.all.first?.actor.name == "uid 61000 (tern-ops)")
        }
    }

    private func status(
        _ server: RunningServer, _ headers: [String], _ path: String = "/v1/status"
    ) async throws -> Int {
        try await server.exchange(port: "net", request("GET", path, headers: headers)).status
    }

    @Test func networkListenersNeedATokenAndALoopbackHost() async throws {
        let record = TokenRecord(name: "prom", sha256: Hash.sha256(Array("tcn_secret".utf8)), actor: tern)
        let other = TokenRecord(name: "other", sha256: Hash.sha256(Array("tcn_other".utf8)), actor: mango)
        let listener = ListenerConfiguration(
            name: "net", endpoint: .tcp(address: "127.0.0.1", port: 0), tokens: [record, other])
        try await withServer(more: [listener]) { server async throws in
            let host = "Host: localhost:9"
            #expect(try await status(server, [host, "Authorization: Bearer tcn_secret"]) == 200)
            #expect(try await status(server, [host, "authorization: bearer tcn_other"]) == 200)
            #expect(server.handler.all.map(\.actor.name) == ["token prom", "token other"])
            #expect(server.handler.all.map(\.actor.party) == ["tern", "mango"])
            for wrong in [
                "Bearer tcn_secre", "Bearer tcn_secret2", "Bearer", "Bearer ", "Basic tcn_secret", "tcn_secret",
                "Bearer a b",
            ] {
                #expect(try await status(server, [host, "Authorization: \(wrong)"]) == 401, "\(wrong)")
            }
            let missing = try await server.exchange(port: "net", request("GET", "/v1/status", headers: [host]))
            #expect(missing.status == 401)
            #expect(missing.code == "unauthorized")
            #expect(missing.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
            #expect(try await status(server, [host], "/healthz") == 200)
            for good in ["127.0.0.1", "127.0.0.1:9093", "[::1]:80", "LOCALHOST"] {
                #expect(try await status(server, ["Host: \(good)"], "/healthz") == 200, "\(good)")
            }
            for bad in [
                "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "localhost:x", "[::1]x",
                "",
            ] {
                let reply = try await server.exchange(
                    port: "net",
                    request("GET", "/v1/status", headers: ["Host: \(bad)", "Authorization: Bearer tcn_secret"]))
                #expect(reply.status == 403, "\(bad)")
                #expect(reply.code == "not_permitted")
            }
            #expect(!server.log.texts(.warning).joined().contains("tcn_secre"), "tokens never reach the log")
        }
    }

    @Test func logLinesStayOneLine() async throws {
        try await withServer { server async throws in
            _ = try await server.exchange(request("GET", "/a%0Ab/x"))
            #expect(server.log.texts(.debug).contains { $0.contains("/a%0Ab/") })
            #expect(LogText.escaped("a\nb\u{1B}[31m\u{202E}\u{2028}") == "a\\u{a}b\\u{1b}[31m\\u{202e}\\u{2028}")
            #expect(LogText.escaped(String(repeating: "x", count: 500)).count == IntakeLimits.logTextMax + 1)
        }
    }
}
