import Foundation
import Glibc
import Testing

/// A broken configuration is refused as a whole, with the place of each problem, at the start and while the daemon
/// runs.
@Suite(.ownThread) struct ConfigurationTests {
    /// A world with four problems in three files.
    static func breakConfiguration(_ world: World) throws {
        try world.replace("log_level: info", with: "log_level: loud")
        try world.replace("joint_care: joint-care.yaml", with: "joint_care: joint-care.yaml\nsurprise: yes")
        try world.replace("customer: tern}", with: "customer: nobody}", in: "agreements/tern.yaml")
        try world.replace("- id: security\n", with: "- id: sécurité\n", in: "escalation.yaml")
    }

    /// Lines of the form `file:line:column: what — hint`.
    static func problemLines(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { line in
            let parts = line.split(separator: ":", maxSplits: 4)
            return parts.count >= 4 && (parts.contains { Int($0.trimmingCharacters(in: .whitespaces)) != nil })
                && line.contains(".yaml:")
        }
    }

    static func checkConfiguration(_ world: World) throws -> Finished {
        try Finished.run(Installation.daemon, DaemonUnderTest.program + ["--check-config"], in: world.folder)
    }

    @Test func shippedConfigurationIsGood() throws {
        let world = try World()
        let result = try Self.checkConfiguration(world)
        #expect(result.exit == .exit(0), "\(result.errors)")
        #expect(result.errors.isEmpty)
        let tool = try Finished.run(
            Installation.commandLine, ["config", "check", "--config", "Config/tocsin.yaml"], in: world.folder)
        #expect(tool.exit == .exit(0), "\(tool.output)\(tool.errors)")
        // Checking makes nothing.
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.folder + "/var") == ["secrets"])
    }

    @Test func brokenConfigurationEndsTheStartWithEveryProblem() throws {
        let world = try World()
        try Self.breakConfiguration(world)
        let start = try Finished.run(Installation.daemon, DaemonUnderTest.program, in: world.folder)
        #expect(start.exit == .exit(78))
        let lines = Self.problemLines(start.errors)
        #expect(lines.count >= 4, "\(start.errors)")
        #expect(lines.count == start.errors.split(separator: "\n").count, "one line for each problem: \(start.errors)")
        for words in ["loud", "surprise", "nobody", "sécurité"] {
            #expect(lines.contains { $0.contains(words) }, "nothing is said of \(words): \(start.errors)")
        }
        let loud = try #require(lines.first { $0.contains("loud") })
        let place = try #require(
            try world.text("tocsin.yaml").components(separatedBy: "\n").firstIndex(of: "log_level: loud"))
        #expect(loud.contains("tocsin.yaml:\(place + 1):12"), "\(loud)")
        let checked = try Self.checkConfiguration(world)
        #expect(checked.exit == .exit(78))
        #expect(checked.errors == start.errors, "the check and the start say the same")
        let tool = try Finished.run(
            Installation.commandLine, ["config", "check", "--config", "Config/tocsin.yaml"], in: world.folder)
        #expect(tool.exit == .exit(78))
        #expect(Self.problemLines(tool.output + tool.errors).count >= 4)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: world.folder + "/var") == ["secrets"],
            "nothing was made")
    }

    struct Break: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let says: [String]
        let edit: @Sendable (World) throws -> Void

        init(_ name: String, says: [String], _ edit: @escaping @Sendable (World) throws -> Void) {
            testDescription = name
            self.says = says
            self.edit = edit
        }
    }

    @Test(arguments: [
        Break("a secret that others may read", says: ["secrets/tern", "600"]) { world in
            let secret = try world.secret(of: "tern")
            try world.writePrivate(secret, to: "var/secrets/tern", mode: 0o644)
        },
        Break("a secret that the group may read", says: ["secrets/tern"]) { world in
            let secret = try world.secret(of: "tern")
            try world.writePrivate(secret, to: "var/secrets/tern", mode: 0o640)
        },
        Break("a secret that is missing", says: ["secrets/tern"]) { world in
            try FileManager.default.removeItem(atPath: world.folder + "/var/secrets/tern")
        },
        Break("a secret that is none", says: ["secrets/tern", "whsec_"]) { world in
            try world.writePrivate("password1\n", to: "var/secrets/tern")
        },
        Break("no designated channel", says: ["designated_channel"]) { world in
            try world.replace(
                "    designated_channel: {provider: prov-sec, customer: tern}\n", with: "", in: "agreements/tern.yaml")
        },
        Break("no response numbers", says: ["response"]) { world in
            try world.replace(
                "    response: {critical: PT15M, high: PT30M, medium: PT4H, low: PT24H}\n", with: "",
                in: "agreements/banyan.yaml")
        },
        Break("an asset of two customers", says: ["tern-vps1"]) { world in
            try world.replace(
                "- {id: banyan-office, at_client_site: true}", with: "- {id: tern-vps1}", in: "agreements/banyan.yaml")
        },
        Break("text that is no YAML", says: ["escalation.yaml:"]) { world in
            try world.append("  - {after: [", to: "escalation.yaml")
        },
        Break("a key twice", says: ["log_level"]) { world in try world.append("\nlog_level: info\n") },
        Break("a private address that is not allowed", says: ["10.0.0.1"]) { world in
            let text = try world.text("agreements/tern.yaml")
            let port = text.components(separatedBy: "url: http://127.0.0.1:")[1].prefix { $0.isNumber }
            try world.replace(
                "url: http://127.0.0.1:\(port)/tern", with: "url: http://10.0.0.1/tern", in: "agreements/tern.yaml")
        },
        Break("a model that is not there", says: ["hosting@1999-01-01"]) { world in
            try world.replace(
                "models: [hosting@2026-01-01]", with: "models: [hosting@1999-01-01]", in: "agreements/orchid.yaml")
        },
        Break("a file that is missing", says: ["nowhere.yaml"]) { world in
            try world.replace("joint_care: joint-care.yaml", with: "joint_care: nowhere.yaml")
        },
    ])
    func eachMistakeIsNamed(_ mistake: Break) throws {
        let world = try World()
        try mistake.edit(world)
        let result = try Self.checkConfiguration(world)
        #expect(result.exit == .exit(78), "\(result.output)\(result.errors)")
        #expect(!Self.problemLines(result.errors).isEmpty, "\(result.errors)")
        for words in mistake.says { #expect(result.errors.contains(words), "\(result.errors)") }
        for channel in World.channels {
            guard let secret = try? world.secret(of: channel) else { continue }
            #expect(!result.errors.contains(secret.dropFirst(6)), "the secret of \(channel) is in the output")
        }
    }

    /// tern's second revision ends a month before its third begins.
    static func leaveGap(_ world: World) throws {
        try world.replace(
            "to: 2026-04-01T00:00:00+02:00", with: "to: 2026-03-01T00:00:00+01:00", in: "agreements/tern.yaml")
    }

    @Test func aGapBetweenRevisionsIsAWarningOfTheCheck() throws {
        let world = try World()
        try Self.leaveGap(world)
        let warning = "no revision of agr-tern is in force from 2026-02-28T23:00:00Z to 2026-03-31T22:00:00Z"
        let result = try Self.checkConfiguration(world)
        #expect(result.exit == .exit(0), "\(result.errors)")
        #expect(result.errors.hasPrefix("tocsind: warning: Config/agreements/tern.yaml:"), "\(result.errors)")
        #expect(result.errors.contains(warning), "\(result.errors)")
        let tool = try Finished.run(
            Installation.commandLine, ["config", "check", "--config", "Config"], in: world.folder)
        #expect(tool.exit == .exit(0), "\(tool.output)\(tool.errors)")
        #expect(tool.output.hasPrefix("Config/agreements/tern.yaml:"), "\(tool.output)")
        #expect(tool.output.contains(": warning: " + warning), "\(tool.output)")
        #expect(tool.output.contains("Config is good: "), "\(tool.output)")
    }

    @Test func aGapBetweenRevisionsIsLoggedAtTheStartAndAtEveryReload() throws {
        let daemon = try DaemonUnderTest.started { try Self.leaveGap($0) }
        func warnings() -> Int {
            daemon.log.split(separator: "\n").count { $0.contains("no revision of agr-tern is in force") }
        }
        #expect(warnings() == 1, "\(daemon.log)")
        #expect(try daemon.provider.ask(.post("/v1/reload")).status == 200)
        try eventually("the reload warns as well") { warnings() == 2 }
    }

    @Test func badReloadChangesNothing() throws {
        let daemon = try DaemonUnderTest.started()
        let digest = try daemon.provider.ask(.get("/v1/status")).json["settings"]
        try Self.breakConfiguration(daemon.world)
        let answer = try daemon.provider.ask(.post("/v1/reload"))
        #expect(answer.status == 422)
        #expect(answer.json["code"].string == "bad_configuration")
        let problems = answer.json["problems"].items
        #expect(problems.count >= 4)
        for problem in problems {
            #expect(problem["file"].string?.hasSuffix(".yaml") == true, "\(problem)")
            #expect(problem["line"].number ?? 0 > 0, "\(problem)")
            #expect(problem["column"].number ?? 0 > 0, "\(problem)")
            #expect(problem["what"].string?.isEmpty == false, "\(problem)")
            #expect(problem["hint"].string?.isEmpty == false, "\(problem)")
        }
        #expect(try daemon.provider.ask(.get("/v1/status")).json["settings"] == digest)
        #expect(daemon.log.contains("surprise"))
        let incident = try daemon.opened("Still served")
        #expect(try daemon.receiver.first("the notice").incident == incident)
        let tool = try daemon.tocsin(["reload"])
        #expect(tool.exit == .exit(78), "\(tool.output)\(tool.errors)")
    }

    @Test func hangUpReloadsAndABadOneIsLogged() throws {
        let daemon = try DaemonUnderTest.started()
        let digest = try daemon.provider.ask(.get("/v1/status")).json["settings"].string
        let good = try daemon.world.text("tocsin.yaml")
        try daemon.world.replace("log_level: info", with: "log_level: loud")
        daemon.kill(SIGHUP)
        try eventually("the refusal is logged") { daemon.log.contains("loud") }
        #expect(try daemon.provider.ask(.get("/v1/status")).json["settings"].string == digest)
        try daemon.world.write(
            good.replacingOccurrences(of: "Meridian Hosting\n", with: "Meridian Hosting AG\n"), to: "tocsin.yaml")
        daemon.kill(SIGHUP)
        try eventually("the new configuration is in force") {
            try daemon.provider.ask(.get("/v1/status")).json["settings"].string != digest
        }
        let answer = try daemon.report("Kernel is old", asset: "banyan-vps1", layer: "os")
        #expect(answer.json["ruling"]["sentence"].string?.contains("Meridian Hosting AG") == true, "\(answer.text)")
    }

    @Test func goodReloadIsForWhatBeginsAfterIt() throws {
        let daemon = try DaemonUnderTest.started { try $0.hurryEscalation() }
        let running = try daemon.opened("Disk errors", category: "hardware", layer: "virtualization")
        let opened = try daemon.receiver.first("its notice")
        let before = try daemon.provider.ask(.get("/v1/status")).json["settings"].string
        // From now on nobody is escalated to for an hour.
        let text = try daemon.world.text("escalation.yaml")
        try daemon.world.write(
            text.replacingOccurrences(of: "PT1S", with: "PT1H").replacingOccurrences(of: "PT2S", with: "PT2H"),
            to: "escalation.yaml")
        let answer = try daemon.provider.ask(.post("/v1/reload"))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.json["changed"].bool == true)
        #expect(answer.json["settings"].string != before)
        #expect(try daemon.provider.ask(.post("/v1/reload")).json["changed"].bool == false)
        let later = try daemon.opened(
            "Cage on fire", asset: "banyan-vps1", category: "hardware", layer: "virtualization")
        let escalated = try daemon.receiver.first("the running incident's escalation") { $0.kind == "escalated" }
        #expect(escalated.incident == running)
        #expect(opened.incident == running)
        _ = try daemon.receiver.first("its end") { $0.kind == "nobody_reached" && $0.incident == running }
        #expect(Set(daemon.receiver.webhooks.filter { $0.incident == later }.map(\.kind)) == ["opened"])
    }

    @Test func newMembersAndChannelsTakeEffectByReload() throws {
        let daemon = try DaemonUnderTest.started()
        let other = try WebhookReceiver()
        try daemon.world.replace(
            "127.0.0.1:\(daemon.receiver.port)", with: "127.0.0.1:\(other.port)", in: "agreements/tern.yaml")
        #expect(try daemon.provider.ask(.post("/v1/reload")).status == 200)
        let incident = try daemon.opened("Web shell")
        #expect(try other.first("the notice at its new place").incident == incident)
        #expect(daemon.receiver.webhooks.isEmpty)
    }

    @Test func whatNeedsARestartIsSaid() throws {
        let daemon = try DaemonUnderTest.started()
        try daemon.world.replace("state_directory: var/state", with: "state_directory: var/other")
        try daemon.world.replace("reopen_within: PT0S", with: "reopen_within: PT1H")
        let answer = try daemon.provider.ask(.post("/v1/reload"))
        #expect(answer.status == 422)
        #expect(answer.text.contains("state_directory"))
        #expect(answer.text.contains("coordination"))
        #expect(answer.text.contains("restart"))
    }

    @Test func whatIsReportedSoonAfterItsEndBeginsAgain() throws {
        let daemon = try DaemonUnderTest.started { try $0.replace("reopen_within: PT0S", with: "reopen_within: PT1H") }
        let incident = try daemon.opened("Web shell")
        #expect(try daemon.provider.ask(.post("/v1/incidents/\(incident)/resolve")).status == 200)
        #expect(try daemon.state(of: incident) == "resolved")
        #expect(try daemon.opened("Web shell") == incident)
        #expect(try daemon.state(of: incident) == "open")
    }
}
