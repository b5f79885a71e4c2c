import StrictJSON
import Testing

@testable import CommandLineTool

@Suite("What each action asks the daemon")
struct ActionRequestTests {
    /// The shortest command line of every action, and what it becomes after `POST /v1/incidents/inc_1/`.
    static let shortest: [(arguments: [String], request: String)] = [
        (["ack", "inc_1"], "acknowledge"),
        (["take", "inc_1"], "take"),
        (["comment", "inc_1", "a b"], #"comment {"text":"a b"}"#),
        (["resolve", "inc_1"], "resolve"),
        (["reopen", "inc_1"], "reopen"),
        (["severity", "inc_1", "high", "--reason", "r"], #"severity {"severity":"high","reason":"r"}"#),
        (["dispute", "inc_1", "--reason", "r"], #"dispute {"reason":"r"}"#),
        (["offer", "inc_1", "--reason", "r"], #"offer {"reason":"r"}"#),
        (["accept", "inc_1"], "accept"),
        (["decline", "inc_1", "--reason", "r"], #"decline {"reason":"r"}"#),
        (["classify", "inc_1", "--as", "major", "--reason", "r"], #"classify {"as":"major","reason":"r"}"#),
        (["record", "inc_1", "obl_4", "--note", "n"], #"record {"obligation":"obl_4","note":"n"}"#),
        (["waive", "inc_1", "obl_4", "--reason", "r"], #"waive {"obligation":"obl_4","reason":"r"}"#),
        (["hold", "inc_1", "obl_4", "--reason", "r"], #"hold {"obligation":"obl_4","reason":"r"}"#),
        (["resume", "inc_1", "obl_4", "--reason", "r"], #"resume {"obligation":"obl_4","reason":"r"}"#),
        (["happened", "inc_1", "purged"], #"happened {"what":"purged"}"#),
    ]

    /// The same with all that may be said.
    static let longer: [(arguments: [String], request: String)] = [
        (["ack", "inc_1", "--note", "n", "--for", "PT2H"], #"acknowledge {"note":"n","for":"PT2H"}"#),
        (["ack", "inc_1", "--until", "2026-03-10T04:00:00Z"], #"acknowledge {"until":"2026-03-10T04:00:00Z"}"#),
        (["take", "inc_1", "--note", "n"], #"take {"note":"n"}"#),
        (["reopen", "inc_1", "--note", "n"], #"reopen {"note":"n"}"#),
        (["accept", "inc_1", "--reason", "r"], #"accept {"reason":"r"}"#),
        (
            [
                "classify", "inc_1", "--asset", "a", "--service", "s", "--category", "intrusion", "--layer", "os",
                "--duty", "d", "--component", "c", "--cause", "x", "--severity", "high", "--personal-data",
                "suspected", "--significant", "--as", "major", "--reason", "r",
            ],
            #"""
            classify {"asset":"a","service":"s","category":"intrusion","layer":"os","duty":"d","component":"c",
            "severity":"high","cause":"x","personal_data":"suspected","significant":true,"as":"major","reason":"r"}
            """#.replacing("\n", with: "")
        ),
        (["classify", "inc_1", "--significant", "--reason", "r"], #"classify {"significant":true,"reason":"r"}"#),
        (
            ["record", "inc_1", "obl_4", "--note", "n", "--done-at", "2026-03-10T01:00:00Z"],
            #"record {"obligation":"obl_4","note":"n","done_at":"2026-03-10T01:00:00Z"}"#
        ),
        (
            ["happened", "inc_1", "terminated", "--at", "2026-03-10T01:00:00Z", "--note", "n"],
            #"happened {"what":"terminated","at":"2026-03-10T01:00:00Z","note":"n"}"#
        ),
        (["dispute", "../x", "--reason", "r"], #"dispute {"reason":"r"}"#),
    ]

    static func sent(_ request: DaemonRequest) -> String {
        let verb = request.path.last ?? "?"
        return verb + (request.body.map { " " + $0.text } ?? "")
    }

    @Test("every action says what was given under the name of the API", arguments: shortest + longer)
    func actions(arguments: [String], expected: String) throws {
        let request = try Bench.request(arguments, input: "")
        #expect(request.method == .post)
        #expect(request.path == ["v1", "incidents", arguments[1], request.path.last])
        #expect(Self.sent(request) == expected)
    }

    @Test("every action takes a view and a key", arguments: shortest)
    func conditions(arguments: [String], expected: String) throws {
        let request = try Bench.request(
            arguments + ["--as-of", "12", "--idempotency-key", "once-1"], input: "")
        #expect(request.body?["as_of"] == 12)
        #expect(request.headers == [DaemonRequest.Item("idempotency-key", "once-1")])
        let before = try Bench.request(arguments, input: "")
        #expect(request.body?.object?.members.count == (before.body?.object?.members.count ?? 0) + 1)
    }

    @Test("only a comment has a key of its own: done twice, all others change nothing", arguments: shortest)
    func randomKey(arguments: [String], expected: String) throws {
        let request = try Bench.request(arguments, input: "")
        let random = [DaemonRequest.Item("idempotency-key", "tocsin-000102030405060708090a0b0c0d0e0f")]
        #expect(request.headers == (arguments[0] == "comment" ? random : []))
    }

    @Test("a comment comes from standard input, up to the limit and no further")
    func commentFromInput() throws {
        let request = try Bench.request(["comment", "inc_1", "-"], input: "line 1\nline 2\n")
        #expect(request.body?["text"] == "line 1\nline 2\n")
        var bench = Bench()
        bench.console = MemoryConsole(input: [UInt8](repeating: 0x61, count: CommentCommand.bytesMax + 1))
        let outcome = bench.run("comment", "inc_1", "-")
        #expect(outcome.status == .unreadable)
        #expect(outcome.talk.contains("more than 2000 bytes"))
        #expect(bench.daemon.requests.isEmpty)
    }

    @Test(
        "wrong command lines end with 64, ask nothing and say what is wanted",
        arguments: [
            (["ack", "inc_1", "--for", "PT2H", "--until", "2026-03-10T04:00:00Z"], "not both"),
            (["take"], "incident"), (["take", ""], "empty"),
            (["comment", "inc_1"], "text"),
            (["severity", "inc_1", "--reason", "r"], "severity"), (["severity", "inc_1", "high"], "--reason"),
            (["dispute", "inc_1"], "--reason"), (["offer", "inc_1"], "--reason"), (["decline", "inc_1"], "--reason"),
            (["classify", "inc_1", "--as", "major"], "--reason"),
            (["classify", "inc_1", "--reason", "r"], "at least one thing"),
            (["record", "inc_1", "--note", "n"], "obligation"), (["record", "inc_1", "obl_4"], "--note"),
            (["record", "inc_1", "", "--note", "n"], "empty"),
            (["waive", "inc_1", "obl_4"], "--reason"), (["hold", "inc_1", "", "--reason", "r"], "empty"),
            (["resume", "inc_1", "--reason", "r"], "obligation"), (["happened", "inc_1"], "what"),
            (["happened", "inc_1", "purged", "--done-at", "x"], "--done-at"),
            (["take", "inc_1", "--as-of", "0"], "1 or more"), (["take", "inc_1", "--as-of", "new"], "--as-of"),
            (["take", "inc_1", "--idempotency-key", "two words"], "printable ASCII"),
            (["comment", "inc_1", "x", "--idempotency-key", ""], "printable ASCII"),
        ])
    func wrong(arguments: [String], hint: String) {
        let bench = Bench()
        let outcome = bench.run(arguments: arguments)
        #expect(outcome.status == .usage)
        #expect(outcome.talk.contains(hint), "\(outcome.talk)")
        #expect(outcome.data.isEmpty)
        #expect(bench.daemon.requests.isEmpty)
    }

    @Test(
        "refusals of actions are said like any other",
        arguments: [
            ("stale_view", 409, "the incident changed since then: it is open, high; send as_of=9"),
            ("not_possible", 409, "nothing is proposed about incident inc_1 that could be answered"),
            ("unknown_obligation", 404, "incident inc_1 has no obligation obl_9"),
        ])
    func refused(code: String, httpStatus: Int, detail: String) {
        let outcome = Bench(httpStatus, Samples.problem(code, httpStatus, detail)).run("accept", "inc_1")
        #expect(outcome.status == .refused)
        #expect(outcome.talk == "tocsin: \(detail) (\(httpStatus), \(code))\n")
        #expect(outcome.data.isEmpty)
    }
}
