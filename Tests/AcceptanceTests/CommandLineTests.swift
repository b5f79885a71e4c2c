import Foundation
import Glibc
import Testing

/// `tocsin` as a person and as a script use it.
@Suite(.ownThread) struct CommandLineTests {
    @Test func sessionOfAPerson() throws {
        let daemon = try DaemonUnderTest.started()
        let explain = try daemon.tocsin(["explain", "--asset", "banyan-vps1", "--layer", "os"])
        #expect(explain.exit == .exit(0), "\(explain.errors)")
        #expect(explain.output.contains("Meridian Hosting"))
        #expect(!explain.output.contains("\u{1B}"), "no colour where no terminal is")

        let report = try daemon.tocsin(
            [
                "report", "--asset", "tern-vps1", "--category", "intrusion", "--layer", "application", "--severity",
                "high", "Web shell found",
            ])
        #expect(report.exit == .exit(0), "\(report.errors)")
        #expect(report.output.contains("Tern Robotics GmbH"))
        let incident = try #require(
            report.output.firstMatch(of: /inc_[0-9a-z]+/).map { String($0.output) }, "\(report.output)")
        _ = try daemon.receiver.first("the notice") { $0.incident == incident }

        let list = try daemon.tocsin(["incidents"])
        #expect(list.exit == .exit(0))
        #expect(list.output.contains(incident))
        let acknowledge = try daemon.tocsin(["ack", incident, "--note", "taking it offline"], socket: "var/tern.sock")
        #expect(acknowledge.exit == .exit(0), "\(acknowledge.errors)")
        let show = try daemon.tocsin(["show", incident])
        #expect(show.exit == .exit(0))
        for words in ["Web shell found", "JC-01", "tern.sec", "taking it offline"] {
            #expect(show.output.contains(words), "\(words)\n\(show.output)")
        }
        let resolve = try daemon.tocsin(["resolve", incident])
        #expect(resolve.exit == .exit(0))
        #expect(resolve.output.contains("tern.sec"), "\(resolve.output)")
        _ = try daemon.receiver.first("the end") { $0.kind == "resolved" }
        let verify = try daemon.tocsin(["ledger", "verify", "--state", "var/state"])
        #expect(verify.exit == .exit(0))
        #expect(verify.output.contains("agr-tern"))
    }

    @Test func answersAsJSONForScripts() throws {
        let daemon = try DaemonUnderTest.started()
        let report = try daemon.tocsin(
            ["report", "--asset", "tern-vps1", "--layer", "os", "--severity", "high", "--json", "Kernel is old"])
        #expect(report.exit == .exit(0), "\(report.errors)")
        let incident = try #require(try report.json["incident"].string)
        #expect(try daemon.tocsin(["incidents", "--json"]).json["incidents"][0]["incident"].string == incident)
        #expect(try daemon.tocsin(["show", incident, "--json"]).json["incident"]["incident"].string == incident)
        #expect(
            try daemon.tocsin(["explain", "--asset", "tern-vps1", "--layer", "os", "--json"]).json["ruling"]["owner"]
                .string == "provider")
        #expect(try daemon.tocsin(["status", "--json"]).json["party"].string == "prov")
        #expect(try daemon.tocsin(["reload", "--json"]).json["changed"].bool == false)
        #expect(try daemon.tocsin(["ack", incident, "--json"]).json["acknowledged"]["party"].string == "prov")
        #expect(try daemon.tocsin(["resolve", incident, "--json"]).json["state"].string == "resolved")
        #expect(
            try daemon.tocsin(["ledger", "verify", "--json", "--state", "var/state"]).json.items.allSatisfy {
                $0["good"].bool == true
            })
    }

    @Test func detailsComeFromStandardInput() throws {
        let daemon = try DaemonUnderTest.started()
        let report = try daemon.tocsin(
            ["report", "--asset", "tern-vps1", "--layer", "os", "--details", "-", "--json", "Login"],
            input: "line one\nline two\n")
        #expect(report.exit == .exit(0), "\(report.errors)")
    }

    @Test func exitStatusTellsWhatHappened() throws {
        let daemon = try DaemonUnderTest.started()
        let cases: [(arguments: [String], socket: String, exit: Int32)] = [
            (["report", "--asset", "nothing.example", "--layer", "os", "Probe"], "var/tern.sock", 77),
            (["report", "--asset", "tern-vps1", "--severity", "apocalyptic", "Too bad"], "var/tern.sock", 1),
            (["show", "inc_0000000000000"], "var/tern.sock", 1),
            (["reload"], "var/tern.sock", 77),
            (["report", "--asset"], "var/tern.sock", 64),
            (["no-such-command"], "var/tern.sock", 64),
            (["incidents"], "var/nowhere.sock", 69),
        ]
        for row in cases {
            let result = try daemon.tocsin(row.arguments, socket: row.socket)
            #expect(result.exit == .exit(row.exit), "\(row.arguments): \(result.exit) \(result.errors)")
            #expect(!result.errors.isEmpty, "\(row.arguments)")
            #expect(result.output.isEmpty, "talk goes to the standard error: \(row.arguments): \(result.output)")
        }
        let verify = try daemon.tocsin(["ledger", "verify", "--state", "nowhere"])
        #expect(verify.exit == .exit(66), "\(verify.exit) \(verify.errors)")
        #expect(try daemon.provider.ask(.get("/v1/incidents?state=all")).json["incidents"].items.isEmpty)
    }

    @Test func helpTeaches() throws {
        let world = try World()
        for arguments in [
            [], ["report"], ["explain"], ["incidents"], ["show"], ["ack"], ["resolve"], ["listen"],
            ["ledger", "verify"], ["config", "check"], ["reload"],
        ] {
            let help = try Finished.run(Installation.commandLine, arguments + ["--help"], in: world.folder)
            #expect(help.exit == .exit(0), "\(arguments)")
            #expect(
                help.output.contains("tocsin \(arguments.joined(separator: " "))".trimmingCharacters(in: .whitespaces)),
                "\(arguments) has no example")
        }
        for shell in ["bash", "zsh", "fish"] {
            let script = try Finished.run(
                Installation.commandLine, ["--generate-completion-script", shell], in: world.folder)
            #expect(script.exit == .exit(0))
            #expect(script.output.contains("incidents"))
        }
    }

    /// The shipped receiver judges a real notice, and a secret that is not the channel's.
    @Test(arguments: [true, false]) func listenerJudgesSignatures(_ hasRightSecret: Bool) throws {
        let port = try SocketName.freePort()
        let world = try World(port: port)
        let secret = hasRightSecret ? "tern" : "mango"
        let output = world.folder + "/listen.out"
        let listener = try ChildProcess(
            Installation.commandLine,
            ["listen", "--port", "\(port)", "--secret-file", "var/secrets/\(secret)", "--once", "--json"],
            in: world.folder, output: output)
        try eventually("the receiver") { (try? Endpoint.port(port).connect()) != nil }
        let daemon = DaemonUnderTest(world)
        try daemon.start()
        let incident = try daemon.opened("Web shell")
        #expect(try listener.waitForEnd() == .exit(hasRightSecret ? 0 : 1))
        #expect(try String(contentsOfFile: output, encoding: .utf8).contains(incident))
    }

    @Test func newSecretsAreGoodAndPrivate() throws {
        let world = try World()
        try FileManager.default.removeItem(atPath: world.folder + "/var/secrets/tern")
        let made = try Finished.run(
            Installation.commandLine, ["new-secret", "--out", "var/secrets/tern"], in: world.folder)
        #expect(made.exit == .exit(0), "\(made.errors)")
        #expect(LifeTests.mode(world.folder + "/var/secrets/tern").map { $0 & 0o777 } == 0o600)
        #expect(try world.secret(of: "tern").hasPrefix("whsec_"))
        #expect(!made.output.contains(try world.secret(of: "tern")))
        #expect(try ConfigurationTests.checkConfiguration(world).exit == .exit(0))
        let again = try Finished.run(
            Installation.commandLine, ["new-secret", "--out", "var/secrets/tern"], in: world.folder)
        #expect(again.exit == .exit(73), "an existing secret is never overwritten: \(again.exit)")
    }

    /// The first picture of what Tocsin does.
    @Test func demoShowsTheMainJob() throws {
        let world = try World()
        let began = Date()
        let result = try Finished.run(
            "\(Installation.root)/scripts/demo", [Installation.programs], in: Installation.root,
            environment: ["PATH": "/usr/bin:/bin", "HOME": world.folder, "TMPDIR": world.folder], seconds: 60)
        #expect(result.exit == .exit(0), "\(result.output)\n\(result.errors)")
        #expect(Date().timeIntervalSince(began) < 30)
        for words in [
            "Tern Robotics GmbH owns this", "Meridian Hosting owns this", "signature valid", "escalated",
            "acknowledged", "agr-tern", "good",
        ] {
            #expect(result.output.contains(words), "the demo does not show: \(words)\n\(result.output)")
        }
        #expect(!result.output.contains("signature invalid"))
        #expect(!result.output.contains("\u{1B}"))
    }
}
