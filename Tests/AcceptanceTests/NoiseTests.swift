import Foundation
import Glibc
import Testing

/// What is held back, who still is told, and what the daemon watches by itself.
@Suite(.ownThread) struct NoiseTests {
    private static let silenced = "asset=\"tern-vps1\""

    private func silence(
        _ daemon: DaemonUnderTest, for length: String = "PT1H", over endpoint: Endpoint? = nil
    ) throws -> String {
        let answer = try (endpoint ?? daemon.provider).ask(
            .form("/v1/silences", ["matchers": Self.silenced, "for": length, "comment": "disk is swapped"]))
        guard answer.status == 201, let id = answer.json["silence"].string else {
            throw Trouble("the silence was answered with \(answer.status): \(answer.text)")
        }
        return id
    }

    /// A matter of the provider's own: its operations centre is called, and the customer is told.
    private func hardware(_ daemon: DaemonUnderTest, _ summary: String, asset: String = "tern-vps1") throws -> String {
        try daemon.opened(summary, asset: asset, category: "hardware", layer: "virtualization")
    }

    /// The states of the notices to a desk about an incident.
    private func states(_ daemon: DaemonUnderTest, _ incident: String, to desk: String) throws -> [String] {
        try daemon.incident(incident)["incident"]["notices"].items.filter { $0["to"].string == desk }
            .compactMap { $0["state"].string }
    }

    @Test func aSilenceHoldsItsOwnPartysCallsAndNobodyElses() throws {
        let daemon = try DaemonUnderTest.started()
        let id = try silence(daemon)
        let incident = try hardware(daemon, "Disk errors")
        // Another asset is not meant: what arrives of it shows that the first had its time.
        let other = try hardware(daemon, "Disk errors", asset: "banyan-vps1")
        _ = try daemon.receiver.first("the call about another asset") {
            $0.channel == "prov-noc" && $0.incident == other
        }
        let told = try daemon.receiver.first("the customer's notice") { $0.incident == incident }
        #expect(told.channel == "tern")
        #expect(try states(daemon, incident, to: "prov.noc") == ["held"])
        #expect(!daemon.receiver.webhooks.contains { $0.channel == "prov-noc" && $0.incident == incident })

        // The customer does not see that the provider's people want their peace.
        #expect(try daemon.tern.ask(.get("/v1/silences")).json["silences"].items.isEmpty)
        #expect(try daemon.tern.ask(.post("/v1/silences/\(id)/expire")).json["code"].string == "unknown_silence")
        // What the provider owes the customer goes out while the provider's own desk is spared, and the other way round.
        let shell = try daemon.opened("Web shell")
        _ = try daemon.receiver.first("what the customer must know") { $0.channel == "tern" && $0.incident == shell }

        // When it is over, whatever still stands is called for.
        #expect(try daemon.provider.ask(.post("/v1/silences/\(id)/expire")).json["state"].string == "expired")
        let call = try daemon.receiver.first("the call that was held") {
            $0.channel == "prov-noc" && $0.incident == incident
        }
        #expect(call.kind == "opened")
        #expect(try SignatureJudge.verify([call], in: daemon.world) == [true])
        #expect(try daemon.provider.ask(.get("/v1/silences")).json["silences"].items.isEmpty)
        #expect(try daemon.provider.ask(.post("/v1/silences/\(id)/expire")).status == 404)
        _ = try daemon.verifiedSizes()
    }

    @Test func aSilenceOfTheCustomersHoldsNothingOfTheProviders() throws {
        let daemon = try DaemonUnderTest.started()
        _ = try silence(daemon, over: daemon.tern)
        let incident = try hardware(daemon, "Disk errors")
        _ = try daemon.receiver.first("the provider's call") { $0.channel == "prov-noc" && $0.incident == incident }
        #expect(try daemon.tern.ask(.get("/v1/silences")).json["silences"][0]["party"].string == "tern")
        #expect(try daemon.provider.ask(.get("/v1/silences")).json["silences"].items.isEmpty)
    }

    @Test func aSilenceEndsByItself() throws {
        let daemon = try DaemonUnderTest.started()
        let began = Date()
        _ = try silence(daemon, for: "PT2S")
        let incident = try hardware(daemon, "Disk errors")
        let call = try daemon.receiver.first("the call that was held") {
            $0.channel == "prov-noc" && $0.incident == incident
        }
        #expect(call.at.timeIntervalSince(began) >= 1.9)
    }

    @Test func aSilenceHoldsAfterAPowerCut() throws {
        let daemon = try DaemonUnderTest.started()
        let id = try silence(daemon)
        let before = try hardware(daemon, "Disk errors")
        _ = try daemon.receiver.first("the customer's notice") { $0.incident == before }
        try daemon.killAtOnce()
        try daemon.start()
        let standing = try daemon.provider.ask(.get("/v1/silences")).json["silences"]
        #expect(standing.items.count == 1)
        #expect(standing[0]["silence"].string == id)
        #expect(standing[0]["state"].string == "active")
        #expect(standing[0]["comment"].string == "disk is swapped")
        let after = try hardware(daemon, "Fan is loud")
        _ = try daemon.receiver.first("the customer's notice") { $0.incident == after }
        #expect(try states(daemon, before, to: "prov.noc") == ["held"])
        #expect(try states(daemon, after, to: "prov.noc") == ["held"])
        #expect(try daemon.provider.ask(.post("/v1/silences/\(id)/expire")).status == 200)
        for incident in [before, after] {
            _ = try daemon.receiver.first("the call that was held") {
                $0.channel == "prov-noc" && $0.incident == incident
            }
        }
        _ = try daemon.verifiedSizes()
    }

    @Test func thePreviewNamesWhatIsOpenAndRecordsNothing() throws {
        let daemon = try DaemonUnderTest.started()
        let incident = try hardware(daemon, "Disk errors")
        _ = try daemon.receiver.first("the call") { $0.channel == "prov-noc" }
        try eventually("what came of it is on record") {
            try states(daemon, incident, to: "prov.noc") == ["delivered"]
        }
        let sizes = try daemon.verifiedSizes()
        let run = try daemon.tocsin(["silence", "preview", Self.silenced])
        #expect(run.exit == .exit(0), "\(run.errors)")
        #expect(run.output.contains("\(incident)  high  Disk errors"), "\(run.output)")
        #expect(try daemon.verifiedSizes() == sizes)
        let made = try daemon.tocsin(["silence", "add", Self.silenced, "--for", "PT2H", "--comment", "disk is swapped"])
        #expect(made.exit == .exit(0), "\(made.errors)")
        #expect(try daemon.tocsin(["silence", "list"]).output.contains("disk is swapped"))
    }

    @Test func plannedWorkHoldsCalls() throws {
        let daemon = try DaemonUnderTest.started { world in
            try world.listenToNoise(
                """
                maintenance_windows:
                  - id: everyday
                    party: prov
                    matchers: asset="tern-vps1"
                    weekly: [mon, tue, wed, thu, fri, sat, sun]
                    from: "00:00"
                    to: "24:00"

                """)
        }
        let incident = try hardware(daemon, "Disk errors")
        _ = try daemon.receiver.first("the customer's notice") { $0.channel == "tern" && $0.incident == incident }
        #expect(try states(daemon, incident, to: "prov.noc") == ["held"])
    }

    @Test func whatIsTooMuchAtOnceComesAsADigest() throws {
        let daemon = try DaemonUnderTest.started {
            try $0.listenToNoise("storms: {notices: 2, within: PT1M, digest_every: PT2S}\n")
        }
        // Repeats are told by the summary without its digits, so each has another letter.
        for letter in "abcdef" { _ = try daemon.opened("Web shell \(letter)") }
        let digest = try daemon.receiver.first("the digest") { $0.channel == "tern" && $0.kind == "digest" }
        #expect(try SignatureJudge.verify([digest], in: daemon.world) == [true])
        #expect(daemon.receiver.webhooks.count { $0.channel == "tern" && $0.kind == "opened" } == 2)
    }

    @Test func whoeverStopsCallingIsMissedAndTheDaemonShowsThatItLives() throws {
        let daemon = try DaemonUnderTest.started { world in
            try world.listenToNoise("flapping: {changes: 4, within: PT1H, quiet: PT10M}\n")
            try world.write(
                """
                heartbeats:
                  - {id: agent, party: tern, every: PT10S, asset: tern-vps1, severity: high}
                  - {id: prometheus, party: prov, every: PT5M, severity: high}
                dead_man: {channel: prov-mgr, every: PT10S}

                """, to: "watches.yaml")
        }
        let life = try daemon.receiver.first("the first sign of life") { $0.json["type"].string == "daemon.alive" }
        #expect(life.channel == "prov-mgr")
        #expect(try SignatureJudge.verify([life], in: daemon.world) == [true])
        let promised = try daemon.tern.ask(.get("/v1/heartbeats")).json["heartbeats"]
        #expect(promised.items.map { $0["heartbeat"].string } == ["agent"])
        #expect(promised[0]["missed"].bool == false)
        #expect(try daemon.provider.ask(.post("/v1/heartbeats/agent")).json["code"].string == "unknown_heartbeat")
        #expect(try daemon.provider.ask(.post("/v1/heartbeats/prometheus")).status == 200)

        let missed = try daemon.receiver.first("that nobody called", within: 20) { $0.kind == "opened" }
        #expect(missed.data["summary"].string?.contains("Heartbeat agent stopped") == true)
        #expect(try daemon.tern.ask(.get("/v1/heartbeats")).json["heartbeats"][0]["missed"].bool == true)
        let beat = try daemon.tocsin(["beat", "agent"], socket: "var/tern.sock")
        #expect(beat.exit == .exit(0), "\(beat.errors)")
        #expect(beat.output.contains("\(missed.incident) is resolved"), "\(beat.output)")
        #expect(["resolved", "closed"].contains(try daemon.state(of: missed.incident)))
        _ = try daemon.receiver.first("that it is over") {
            $0.kind == "resolved" && $0.incident == missed.incident && $0.channel == missed.channel
        }
        #expect(try daemon.tern.ask(.get("/v1/heartbeats")).json["heartbeats"][0]["missed"].bool == false)
        _ = try daemon.receiver.waitFor(2, "the second sign of life", within: 20) {
            $0.json["type"].string == "daemon.alive"
        }
        _ = try daemon.verifiedSizes()
    }

    /// As they are shipped: they load, and hold and raise nothing by themselves.
    @Test func theShippedFilesRaiseNoAlarm() throws {
        let daemon = try DaemonUnderTest.started { try $0.includeNoise() }
        let incident = try daemon.opened("Web shell")
        _ = try daemon.receiver.first("the notice") { $0.channel == "tern" && $0.incident == incident }
        #expect(try daemon.provider.ask(.get("/v1/heartbeats")).json["heartbeats"].items.isEmpty)
        let open = try daemon.provider.ask(.get("/v1/incidents")).json["incidents"].items
        #expect(open.map { $0["incident"].string } == [incident])
    }
}

extension World {
    /// The harness leaves both files out; here they are in force again.
    func includeNoise() throws { try append("noise: noise.yaml\nwatches: watches.yaml\n") }

    /// With this as noise.yaml, and nothing watched.
    func listenToNoise(_ text: String) throws {
        try includeNoise()
        try write(text, to: "noise.yaml")
        try write("heartbeats: []\n", to: "watches.yaml")
    }
}
