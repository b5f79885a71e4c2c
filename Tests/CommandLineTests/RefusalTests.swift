import Testing

@testable import CommandLineTool

@Suite("When the daemon refuses, or is not there")
struct RefusalTests {
    @Test(
        "each HTTP status has its exit status",
        arguments: [
            (400, 1), (401, 77), (403, 77), (404, 1), (405, 1), (409, 1), (413, 1), (415, 1), (422, 78), (429, 75),
            (500, 1), (503, 75), (302, 1), (100, 1),
        ])
    func exitStatus(httpStatus: Int, exitStatus: Int32) {
        let bench = Bench(httpStatus, Samples.problem("some_code", httpStatus, "It was refused."))
        let outcome = bench.run("status")
        #expect(outcome.status.rawValue == exitStatus)
        #expect(outcome.data.isEmpty)
        #expect(outcome.talk.hasPrefix("tocsin: It was refused. (\(httpStatus), some_code)\n"))
    }

    @Test("the statuses that systemd and scripts know")
    func numbers() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 64, 65, 66, 69, 73, 74, 75, 77, 78])
    }

    @Test("every wrong field is on a line of its own")
    func fields() {
        let outcome = Bench(400, Samples.invalidFields).run("report", "x")
        #expect(
            outcome.talk == """
                tocsin: 2 fields are wrong; nothing was stored. (400, invalid_fields)
                  severity     'hgh' is no severity; accepted: info, low, medium, high, critical
                  observed_at  2 h in the future

                """)
        #expect(outcome.status == .refused)
    }

    @Test("problems of a configuration are lines an editor understands")
    func configuration() {
        let outcome = Bench(422, Samples.badConfiguration).run("reload")
        #expect(
            outcome.talk == """
                tocsin: The new configuration has problems; the old one stays in force. (422, bad_configuration)
                  tocsin.yaml:12:5: unknown key 'sevrity' — did you mean severity?
                  agreements/tern.yaml:1:1: no services — add one

                """)
        #expect(outcome.status == .configuration)
    }

    @Test("with --json the problem document is data, and the sentence is still said")
    func json() {
        let outcome = Bench(404, #"{"code":"unknown_incident","detail":"No such incident."}"#).run(
            "show", "x", "--json")
        #expect(outcome.data == "{\n  \"code\": \"unknown_incident\",\n  \"detail\": \"No such incident.\"\n}\n")
        #expect(outcome.talk == "tocsin: No such incident. (404, unknown_incident)\n")
    }

    @Test("a refusal that is no problem document is shown in part, and cannot touch the terminal")
    func foreignAnswer() {
        let outcome = Bench(502, "<h1>\u{1B}]0;x\u{07}</h1>" + String(repeating: "y", count: 500)).run("status")
        #expect(outcome.status == .refused)
        #expect(outcome.talk.hasPrefix("tocsin: it sent no problem document: <h1>\\u{1b}]0;x\\u{7}</h1>yyy"))
        #expect(outcome.talk.count < 400)
    }

    @Test("a good answer that is no JSON is not taken for one")
    func noJSON() {
        let outcome = Bench(200, "hello").run("status")
        #expect(outcome.status == .refused)
        #expect(outcome.data.isEmpty)
        #expect(outcome.talk.contains("no JSON document"))
    }

    @Test("what keeps an answer from coming is said with what to do about it")
    func transport() {
        let errors: [(TransportError, CommandLineTool.ExitStatus, String)] = [
            (
                .unreachable(socketPath: "/s", isMissing: true), .unavailable,
                "no daemon answers at /s: there is no such socket"
            ),
            (
                .unreachable(socketPath: "/s", isMissing: false), .unavailable,
                "no daemon answers at /s: nobody listens there"
            ),
            (.forbidden(socketPath: "/s"), .notPermitted, "you may not open /s"),
            (.timedOut(seconds: 30), .temporary, "no complete answer within 30 s"),
            (.broken(reason: "gone"), .temporary, "the connection broke: gone"),
            (.answerTooLarge(bytesMax: 5), .refused, "the answer is larger than 5 bytes"),
        ]
        for (error, status, text) in errors {
            var bench = Bench()
            bench.daemon = CannedDaemon(.failure(error))
            let outcome = bench.run("status")
            #expect(outcome.status == status)
            #expect(outcome.talk.hasPrefix("tocsin: " + text), "\(outcome.talk)")
            #expect(outcome.talk.split(separator: "\n").count == 2, "\(outcome.talk)")
        }
    }

    @Test("an unknown outcome of a report names the key that makes a repeat safe")
    func unknownOutcome() {
        var bench = Bench()
        bench.daemon = CannedDaemon(.failure(.timedOut(seconds: 30)))
        let outcome = bench.run("report", "x", "--idempotency-key", "k-1")
        #expect(outcome.talk.contains("repeat with --idempotency-key k-1: it is stored once at most"))
    }

    @Test("output that cannot be written is not success")
    func brokenOutput() {
        var bench = Bench(200, "{}")
        bench.console = MemoryConsole(isBroken: true)
        #expect(bench.run("status").status == .outputFailed)
        #expect(bench.run("status", "--json").status == .outputFailed)
        #expect(bench.run("--version").status == .outputFailed)
        #expect(bench.run("new-secret").status == .outputFailed)
    }
}

@Suite("Help that teaches")
struct HelpTests {
    static let commands = [
        ["report"], ["explain"], ["incidents"], ["show"], ["owner"], ["ack"], ["take"], ["comment"], ["resolve"],
        ["reopen"], ["severity"], ["classify"], ["dispute"], ["offer"], ["accept"], ["decline"], ["record"], ["waive"],
        ["hold"], ["resume"], ["happened"], ["agreements"], ["agreement"],
        ["agreement", "show"], ["matrix"], ["contacts"], ["status"], ["listen"], ["ledger"],
        ["ledger", "verify"], ["config"], ["config", "check"], ["reload"], ["new-secret"],
    ]

    @Test("every command's discussion begins with an example of it", arguments: commands)
    func examples(command: [String]) throws {
        let outcome = Bench().run(arguments: command + ["--help"])
        #expect(outcome.status == .good)
        #expect(outcome.talk.isEmpty)
        let paragraphs = outcome.data.split(separator: "\n\n")
        #expect(paragraphs[1].hasSuffix("Example:") || paragraphs[1].hasSuffix("Examples:"))
        #expect(paragraphs[2].hasPrefix("  tocsin \(command.joined(separator: " "))"), "\(outcome.data)")
    }

    @Test("the help of tocsin shows a first session and every exit status")
    func root() {
        let help = Bench().run("--help").data
        #expect(help.contains("A first session:"))
        for status in ExitStatus.allCases {
            #expect(help.contains("\n  \(status.rawValue)"))
            #expect(help.contains(status.meaning))
        }
        #expect(Bench().run().data == help)
        #expect(Bench().run("help").data == help)
    }

    @Test("no line of an example is broken by wrapping", arguments: commands + [[]])
    func unwrapped(command: [String]) {
        let lines = Bench().run(arguments: command + ["--help"]).data.split(separator: "\n")
        for line in lines where line.hasPrefix("  tocsin ") || line.hasPrefix("  tail ") {
            #expect(line.count <= 80)
            #expect(line.count(where: { $0 == "\"" }).isMultiple(of: 2), "\(line)")
        }
    }

    @Test("the version")
    func version() {
        let outcome = Bench().run("--version")
        #expect(outcome.data == Release.version + "\n")
        #expect(outcome.status == .good)
    }

    @Test("completion scripts name every command and the closed lists", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) {
        let outcome = Bench().run("--generate-completion-script", shell)
        #expect(outcome.status == .good)
        #expect(outcome.talk.isEmpty)
        for word in Self.commands.joined() + ["idempotency-key", "illegal-content", "client_site", "critical"] {
            #expect(outcome.data.contains(word), "\(word)")
        }
        #expect(Bench().run("--generate-completion-script", "tcl").status == .usage)
    }
}
