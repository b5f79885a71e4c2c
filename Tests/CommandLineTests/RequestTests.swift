import StrictJSON
import Synchronization
import Testing

@testable import CommandLineTool

@Suite("What each command asks the daemon")
struct RequestTests {
    @Test("a report carries every given field under the name of the API")
    func report() throws {
        let request = try Bench.request(
            "report", "--asset", "tern-vps1", "--service", "svc-tern", "--category", "intrusion", "--layer", "os",
            "--duty",
            "os.patching", "--component", "sshd", "--severity", "high", "--status", "firing", "--details", "see log",
            "--dedup-key", "k1", "--observed-at", "2026-03-10T01:00:00Z", "--incident", "inc_1", "--label", "dc=bkk",
            "--label", "note=a=b", "--idempotency-key", "once-1", "Unknown login")
        #expect(request.method == .post)
        #expect(request.target == "/v1/reports")
        #expect(request.headers == [DaemonRequest.Item("idempotency-key", "once-1")])
        #expect(
            request.body?.text == """
                {"summary":"Unknown login","asset":"tern-vps1","service":"svc-tern","category":"intrusion","layer":"os",\
                "duty":"os.patching","component":"sshd","severity":"high","status":"firing",\
                "observed_at":"2026-03-10T01:00:00Z","dedup_key":"k1","incident":"inc_1","details":"see log",\
                "labels":{"dc":"bkk","note":"a=b"}}
                """)
    }

    @Test("a report sends only what was given, and a random key, so that it can be repeated safely")
    func shortReport() throws {
        let request = try Bench.request("report", "Down", "--asset", "web-12")
        #expect(request.body?.text == #"{"summary":"Down","asset":"web-12"}"#)
        #expect(
            request.headers == [DaemonRequest.Item("idempotency-key", "tocsin-000102030405060708090a0b0c0d0e0f")])
    }

    @Test("details come from standard input, up to the limit and no further")
    func details() throws {
        let request = try Bench.request(["report", "x", "--details", "-"], input: "line 1\nline 2\n")
        #expect(request.body?["details"] == "line 1\nline 2\n")

        var bench = Bench()
        bench.console = MemoryConsole(input: [UInt8](repeating: 0x61, count: ReportCommand.detailsBytesMax))
        #expect(bench.run("report", "x", "--details", "-").status == .good)
        bench.console = MemoryConsole(input: [UInt8](repeating: 0x61, count: ReportCommand.detailsBytesMax + 1))
        let outcome = bench.run("report", "x", "--details", "-")
        #expect(outcome.status == .unreadable)
        #expect(outcome.talk.contains("more than 16384 bytes"))
        #expect(bench.daemon.requests.count == 1)
    }

    @Test("standard input that is no UTF-8 is refused")
    func detailsNotUTF8() {
        var bench = Bench()
        bench.console = MemoryConsole(input: [0xFF, 0xFE])
        #expect(bench.run("report", "x", "--details", "-").status == .unreadable)
        #expect(bench.daemon.requests.isEmpty)
    }

    @Test("a question goes into the query, encoded")
    func explain() throws {
        let request = try Bench.request(
            "explain", "--asset", "a b/ü", "--layer", "os", "--cause", "x&y=z", "--at", "2026-03-10T02:00:00+07:00")
        #expect(request.method == .get)
        #expect(
            request.target
                == "/v1/explain?asset=a%20b%2F%C3%BC&layer=os&cause=x%26y%3Dz&at=2026-03-10T02%3A00%3A00%2B07%3A00")
        #expect(request.body == nil)
    }

    @Test("a question may say everything that a report may, and more")
    func wholeExplanation() throws {
        let request = try Bench.request(
            "explain", "--service", "svc-tern", "--personal-data", "confirmed", "--significant", "--classification",
            "major", "--status", "resolved", "--observed-at", "2026-03-10T01:00:00Z", "--window-start",
            "2026-03-12T01:00:00Z")
        #expect(
            request.target
                == "/v1/explain?service=svc-tern&personal_data=confirmed&significant=true&classification=major"
                + "&status=resolved&observed_at=2026-03-10T01%3A00%3A00Z&window_start=2026-03-12T01%3A00%3A00Z")
    }

    @Test("what a question says of personal data and significance, its report says as well")
    func significantReport() throws {
        let request = try Bench.request(
            "report", "x", "--asset", "a", "--cause", "isolation", "--personal-data", "suspected", "--significant")
        #expect(
            request.body?.text
                == #"{"summary":"x","asset":"a","cause":"isolation","personal_data":"suspected","significant":true}"#)
    }

    @Test(
        "the other commands",
        arguments: [
            (["agreements"], "GET /v1/agreements"),
            (["agreements", "--at", "2026-04-01T00:00:00Z"], "GET /v1/agreements?at=2026-04-01T00%3A00%3A00Z"),
            (["agreement", "show", "agr-tern"], "GET /v1/agreements/agr-tern"),
            (["matrix", "agr-tern"], "GET /v1/agreements/agr-tern/matrix"),
            (
                ["matrix", "../x", "--at", "2026-04-01T00:00:00Z", "--format", "csv"],
                "GET /v1/agreements/..%2Fx/matrix?at=2026-04-01T00%3A00%3A00Z"
            ),
            (["contacts"], "GET /v1/contacts"),
            (["incidents"], "GET /v1/incidents"),
            (["incidents", "--state", "all", "--limit", "500"], "GET /v1/incidents?state=all&limit=500"),
            (["show", "inc_1"], "GET /v1/incidents/inc_1"),
            (["show", "../status?x"], "GET /v1/incidents/..%2Fstatus%3Fx"),
            (["ack", "inc_1"], "POST /v1/incidents/inc_1/acknowledge"),
            (["ack", "inc_1", "--note", "on it"], #"POST /v1/incidents/inc_1/acknowledge {"note":"on it"}"#),
            (["incidents", "--triage"], "GET /v1/incidents?triage=true"),
            (["incidents", "--state", "all", "--triage"], "GET /v1/incidents?state=all&triage=true"),
            (["owner", "inc_1"], "GET /v1/incidents/inc_1/owner"),
            (
                ["owner", "inc_1", "--at", "2026-03-10T02:00:00+01:00"],
                "GET /v1/incidents/inc_1/owner?at=2026-03-10T02%3A00%3A00%2B01%3A00"
            ),
            (["resolve", "inc_1", "--note", "done"], #"POST /v1/incidents/inc_1/resolve {"note":"done"}"#),
            (["status"], "GET /v1/status"),
            (["reload"], "POST /v1/reload"),
        ])
    func others(arguments: [String], expected: String) throws {
        let request = try Bench.request(arguments, input: "")
        let body = request.body.map { " " + $0.text } ?? ""
        #expect("\(request.method.rawValue) \(request.target)\(body)" == expected)
    }

    @Test(
        "wrong command lines end with 64, ask nothing and say what is wanted",
        arguments: [
            (["report"], "summary"),
            (["report", "x", "--label", "novalue"], "key=value"),
            (["report", "x", "--label", "=v"], "key=value"),
            (["report", "x", "--label", "a=1", "--label", "a=2"], "twice"),
            (["report", "x", "--idempotency-key", "two words"], "printable ASCII"),
            (["report", "x", "--idempotency-key", "a\r\nhost: b"], "printable ASCII"),
            (["report", "x", "--nonsense"], "--nonsense"),
            (["incidents", "--limit", "0"], "1 to 500"),
            (["incidents", "--limit", "501"], "1 to 500"),
            (["incidents", "--limit", "many"], "--limit"),
            (["show"], "incident"),
            (["show", ""], "empty"),
            (["ack", ""], "empty"),
            (["owner"], "incident"),
            (["listen", "--port", "65536"], "0 to 65535"),
            (["listen", "--status", "199"], "200 to 599"),
            (["listen", "--secret-file", "a", "--secrets-directory", "b"], "not both"),
            (["explain", "--asset", "a", "--as", "tern"], "--as wants --config"),
            (["explain", "--asset", "a", "--config", ""], "--config is empty"),
            (["explain", "--cases", "c.yaml"], "--cases wants --config"),
            (["explain", "--cases", "c.yaml", "--config", "C", "--asset", "a"], "leave the other options out"),
            (["explain", "--cases", "c.yaml", "--config", "C", "--as", "tern"], "leave the other options out"),
            (["matrix"], "agreement"),
            (["matrix", ""], "empty"),
            (["matrix", "a", "--format", "pdf"], "pdf"),
            (["matrix", "a", "--format", "csv", "--json"], "--json is a format of its own"),
            (["agreement", "show", ""], "empty"),
            (["nosuch"], "nosuch"),
        ])
    func wrong(arguments: [String], hint: String) {
        let bench = Bench()
        let outcome = bench.run(arguments: arguments)
        #expect(outcome.status == .usage)
        #expect(outcome.talk.contains(hint), "\(outcome.talk)")
        #expect(outcome.data.isEmpty)
        #expect(bench.daemon.requests.isEmpty)
    }
}

@Suite("Where the daemon is looked for")
struct SocketPathTests {
    @Test("the option, then the environment, then the first place that exists")
    func order() {
        var bench = Bench()
        bench.existing = ["./var/tocsin.sock"]
        _ = bench.run("status")
        bench.existing = ["./var/tocsin.sock", "/run/tocsin.sock"]
        _ = bench.run("status")
        bench.existing = []
        _ = bench.run("status")
        bench.environment = ["TOCSIN_SOCKET": "/tmp/env.sock"]
        _ = bench.run("status")
        _ = bench.run("status", "--socket", "/tmp/option.sock")
        _ = bench.run("--socket", "/tmp/before.sock", "status")
        bench.environment = ["TOCSIN_SOCKET": ""]
        _ = bench.run("status")
        #expect(
            bench.socketPaths.all.withLock { $0 } == [
                "./var/tocsin.sock", "/run/tocsin.sock", "/run/tocsin.sock", "/tmp/env.sock",
                "/tmp/option.sock", "/tmp/before.sock", "/run/tocsin.sock",
            ])
    }

    @Test("a path that fits no socket address is refused before anything is tried")
    func tooLong() {
        let bench = Bench()
        let longest = String(repeating: "a", count: 107)
        #expect(bench.run("status", "--socket", longest).status == .good)
        #expect(bench.run("status", "--socket", longest + "a").status == .usage)
        #expect(bench.run("status", "--socket", "").status == .usage)
        #expect(bench.daemon.requests.count == 1)
    }
}

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test(
        "only unreserved characters stay",
        arguments: [
            ("azAZ09-._~", "azAZ09-._~"),
            ("/?#[]@!$&'()*+,;=:", "%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A"),
            (" %\"\\<>^`{|}", "%20%25%22%5C%3C%3E%5E%60%7B%7C%7D"), ("ü€😀", "%C3%BC%E2%82%AC%F0%9F%98%80"),
            ("\0\r\n\u{7F}", "%00%0D%0A%7F"), ("", ""),
        ])
    func encode(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
    }
}
