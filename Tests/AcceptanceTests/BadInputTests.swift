import Foundation
import Testing

/// What is wrong is told by name, nothing of it is stored, and others are served as before.
@Suite(.ownThread) struct BadInputTests {
    struct Case {
        let name: String
        let request: Request
        let status: Int
        let code: String
        /// What the answer must say, anywhere in it.
        let says: String

        init(_ name: String, _ request: Request, _ status: Int, _ code: String, says: String = "") {
            self.name = name
            self.request = request
            self.status = status
            self.code = code
            self.says = says
        }
    }

    /// Sends each over the customer's socket and sees that nothing came of it.
    static func check(_ cases: [Case]) throws {
        let daemon = try DaemonUnderTest.started()
        let before = try daemon.verifiedSizes()
        let other = try Connection(daemon.provider)
        for row in cases {
            let answer: Answer
            do {
                answer = try daemon.tern.ask(row.request)
            } catch {
                Issue.record("\(row.name): \(error)")
                continue
            }
            #expect(answer.status == row.status, "\(row.name): \(answer.text.prefix(300))")
            #expect(answer.headers["content-type"] == "application/problem+json", "\(row.name)")
            #expect(answer.json["code"].string == row.code, "\(row.name): \(answer.text.prefix(300))")
            #expect(answer.json["status"].number == row.status, "\(row.name)")
            #expect(answer.json["type"].string == "urn:tocsin:problem:\(row.code)", "\(row.name)")
            #expect(answer.json["detail"].string?.isEmpty == false, "\(row.name)")
            #expect(
                row.says.isEmpty || answer.text.contains(row.says),
                "\(row.name) does not say \(row.says): \(answer.text.prefix(400))")
            #expect(try other.ask(.get("/v1/incidents?state=all")).json["incidents"].items.isEmpty, "\(row.name)")
        }
        #expect(try daemon.verifiedSizes() == before)
        #expect(daemon.receiver.webhooks.isEmpty)
        let incident = try daemon.opened("And now a good one", over: daemon.tern)
        #expect(try daemon.receiver.first("its notice").incident == incident)
        #expect(daemon.log.components(separatedBy: "\n").count < 200, "bad input must not fill the log")
    }

    static let good = #""asset":"tern-vps1","layer":"os","summary":"s""#

    static func json(_ name: String, _ text: String, _ code: String = "malformed_json", says: String = "") -> Case {
        Case(name, .json("/v1/reports", text), 400, code, says: says)
    }

    static func form(_ name: String, _ text: String, _ code: String = "malformed_form", says: String = "") -> Case {
        let request = Request(
            method: "POST", path: "/v1/reports", headers: ["content-type": "application/x-www-form-urlencoded"],
            body: Array(text.utf8))
        return Case(name, request, 400, code, says: says)
    }

    @Test func malformedJSON() throws {
        var invalidUTF8 = Request.json("/v1/reports", "")
        invalidUTF8.body = Array(#"{"asset":"tern-vps1","summary":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        var zero = Request.json("/v1/reports", "")
        zero.body = Array(#"{"asset":"tern-vps1","summary":"a"#.utf8) + [0] + Array(#"b"}"#.utf8)
        try Self.check([
            Self.json("empty", ""),
            Self.json("blank", "  \n"),
            Self.json("cut off", #"{"asset":"tern-vps1","summ"#, says: "byte"),
            Self.json("trailing comma", "{\(Self.good),}"),
            Self.json("trailing text", "{\(Self.good)} x"),
            Self.json("two values", "{\(Self.good)}{\(Self.good)}"),
            Self.json("single quotes", "{'asset':'tern-vps1'}"),
            Self.json("comment", "{\(Self.good)/* no */}"),
            Self.json("NaN", "{\(Self.good),\"confidence\":NaN}"),
            Self.json("leading zero", "{\(Self.good),\"confidence\":007}"),
            Self.json("duplicate member", "{\(Self.good),\"summary\":\"t\"}", says: "summary"),
            Self.json("byte order mark", "\u{FEFF}{\(Self.good)}", says: "byte order mark"),
            Self.json("lone surrogate", #"{"asset":"tern-vps1","summary":"\ud800"}"#),
            Self.json("raw line break in a string", "{\"asset\":\"tern-vps1\",\"summary\":\"a\nb\"}"),
            Self.json("an array", "[{\(Self.good)}]"),
            Self.json("a text", "\"report\""),
            Self.json("null", "null"),
            Self.json("too deep", String(repeating: "[", count: 200) + String(repeating: "]", count: 200)),
            Self.json("far too deep", String(repeating: "{\"a\":", count: 40_000), says: "deep"),
            Self.json("too many members", "{" + (0..<300).map { "\"x_\($0)\":1" }.joined(separator: ",") + "}"),
            Case("invalid UTF-8", invalidUTF8, 400, "malformed_json"),
            Case("zero byte", zero, 400, "malformed_json"),
        ])
    }

    @Test func malformedForms() throws {
        var invalidUTF8 = Request.form("/v1/reports", [:])
        invalidUTF8.body = Array("asset=tern-vps1&summary=".utf8) + [0xFF, 0xFE]
        try Self.check([
            Self.form("no equals sign", "asset=tern-vps1&summary"),
            Self.form("escape cut off", "asset=tern-vps1&summary=a%2"),
            Self.form("escape of no digits", "asset=tern-vps1&summary=a%zz", says: "%"),
            Self.form("escaped zero", "asset=tern-vps1&summary=a%00"),
            Self.form("escaped invalid UTF-8", "asset=tern-vps1&summary=%C3%28"),
            Self.form("a field twice", "asset=tern-vps1&summary=a&summary=b", says: "summary"),
            Self.form("an empty pair", "asset=tern-vps1&&summary=a"),
            Self.form("too many fields", (0..<400).map { "x_\($0)=1" }.joined(separator: "&")),
            Self.form("empty", "", "invalid_fields", says: "summary"),
            Case("invalid UTF-8", invalidUTF8, 400, "malformed_form"),
        ])
    }

    @Test func wrongFields() throws {
        func fields(_ name: String, _ more: String, says: String) -> Case {
            Self.json(name, "{\(Self.good),\(more)}", "invalid_fields", says: says)
        }
        let long = { (count: Int) in String(repeating: "x", count: count) }
        let evidence = #"{"name":"a","type":"text/plain","text":"t"}"#
        let future = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 3600))
        try Self.check([
            Self.json("nothing", "{}", "invalid_fields", says: "summary"),
            Self.json("no asset", #"{"summary":"s"}"#, "invalid_fields", says: "asset"),
            Self.json("no summary", #"{"asset":"tern-vps1"}"#, "invalid_fields", says: "summary"),
            Self.json("summary is a number", #"{"asset":"tern-vps1","summary":5}"#, "invalid_fields", says: "summary"),
            Self.json("summary is empty", #"{"asset":"tern-vps1","summary":""}"#, "invalid_fields", says: "summary"),
            Self.json(
                "summary too long", #"{"asset":"tern-vps1","summary":"\#(long(201))"}"#, "invalid_fields", says: "200"),
            Self.json(
                "summary of two lines", #"{"asset":"tern-vps1","summary":"a\nb"}"#, "invalid_fields", says: "summary"),
            Self.json(
                "summary with an escape sequence", #"{"asset":"tern-vps1","summary":"a\u001b[31m"}"#, "invalid_fields",
                says: "summary"),
            Self.json("asset too long", #"{"asset":"\#(long(256))","summary":"s"}"#, "invalid_fields", says: "255"),
            fields("details too long", #""details":"\#(long(16 * 1024 + 1))""#, says: "details"),
            fields("unknown field", #""sumary":"t""#, says: "sumary"),
            fields("own field too long", #""x_note":"\#(long(3000))""#, says: "x_note"),
            fields("unknown severity", #""severity":"apocalyptic""#, says: "critical"),
            fields("unknown category", #""category":"gremlins""#, says: "intrusion"),
            fields("unknown status", #""status":"maybe""#, says: "resolved"),
            fields("time of no zone", #""observed_at":"2026-03-10T02:00:00""#, says: "observed_at"),
            fields("time that is none", #""observed_at":"2026-02-30T02:00:00Z""#, says: "observed_at"),
            fields("an hour from now", #""observed_at":"\#(future)""#, says: "observed_at"),
            fields("long ago", #""observed_at":"2001-01-01T00:00:00Z""#, says: "observed_at"),
            fields("labels of lists", #""labels":{"a":[1]}"#, says: "labels"),
            fields(
                "too much evidence",
                #""evidence":[\#(Array(repeating: evidence, count: 11).joined(separator: ","))]"#,
                says: "evidence"),
            fields("dedup key too long", #""dedup_key":"\#(long(201))""#, says: "dedup_key"),
            fields("bad id of an incident", #""incident":"../../etc/passwd""#, says: "incident"),
            Case(
                "idempotency key with blanks",
                Request.json("/v1/reports", "{\(Self.good)}").with("idempotency-key", "a b"), 400,
                "invalid_fields", says: "Idempotency-Key"),
        ])
    }

    @Test func allProblemsAreToldAtOnce() throws {
        let daemon = try DaemonUnderTest.started()
        let answer = try daemon.tern.ask(
            .json("/v1/reports", #"{"asset":5,"severity":"x","sumary":"s","party":"prov","status":"maybe"}"#))
        let names = Set(answer.json["errors"].items.compactMap { $0["field"].string })
        #expect(names == ["asset", "severity", "sumary", "party", "status", "summary"])
        #expect(answer.json["errors"].items.allSatisfy { $0["problem"].string?.isEmpty == false })
    }

    @Test(arguments: [
        "reporter", "party", "role", "customer", "agreement", "received_at", "uid", "owner", "state", "ruling",
    ])
    func identityIsNeverTakenFromTheBody(_ field: String) throws {
        try Self.check([
            Self.json(field, "{\(Self.good),\"\(field)\":\"prov\"}", "invalid_fields", says: field),
            Self.form(field, "asset=tern-vps1&layer=os&summary=s&\(field)=prov", "invalid_fields", says: field),
        ])
    }

    @Test func unknownAndForeignAssetsLookTheSame() throws {
        let daemon = try DaemonUnderTest.started()
        let before = try daemon.verifiedSizes()
        var texts: Set<String> = []
        // Another customer's, by each of its names; the provider's own; and one that nobody has.
        for asset in [
            "banyan-vps1", "panel.banyan.example", "198.51.100.34", "shop.mango.example", "mango-site", "hv-08",
            "nothing.example",
        ] {
            for request in [
                Request.form("/v1/reports", ["asset": asset, "layer": "os", "summary": "Probe"]),
                Request.get("/v1/explain?asset=\(asset)&layer=os"),
            ] {
                let answer = try daemon.tern.ask(request)
                #expect(answer.status == 403, "\(asset)")
                #expect(answer.json["code"].string == "not_yours", "\(asset)")
                texts.insert(answer.text.replacingOccurrences(of: asset, with: "NAME"))
            }
        }
        #expect(texts.count == 1, "\(texts)")
        for service in ["svc-banyan", "svc-nothing"] {
            let answer = try daemon.tern.ask(
                .form("/v1/reports", ["service": service, "layer": "os", "summary": "Probe"]))
            #expect(answer.status == 403, "\(service)")
        }
        #expect(try daemon.verifiedSizes() == before)
        #expect(try daemon.report("Their own", over: daemon.tern).status == 201)
    }

    @Test func wrongRoutesAndMethods() throws {
        let daemon = try DaemonUnderTest.started()
        let before = try daemon.verifiedSizes()
        for (method, path, status, code) in [
            ("GET", "/", 404, "unknown_route"), ("GET", "/v1", 404, "unknown_route"),
            ("GET", "/v1/reports/../incidents", 404, "unknown_route"), ("GET", "/v2/incidents", 404, "unknown_route"),
            ("GET", "/v1/reports", 405, "method_not_allowed"), ("DELETE", "/v1/incidents", 405, "method_not_allowed"),
            ("PUT", "/v1/reports", 405, "method_not_allowed"),
            ("PATCH", "/v1/incidents/inc_0", 405, "method_not_allowed"),
            ("POST", "/healthz", 405, "method_not_allowed"),
            ("GET", "/v1/incidents/inc_0/acknowledge", 405, "method_not_allowed"),
            ("GET", "/v1/incidents/inc_0", 404, "unknown_incident"),
            ("GET", "/v1/incidents/%2e%2e%2fetc", 404, "unknown_incident"),
            ("GET", "/v1/incidents/inc_0%00", 404, "unknown_incident"),
            ("GET", "/v1/incidents/" + String(repeating: "a", count: 5000), 404, "unknown_incident"),
            ("POST", "/v1/incidents/inc_0/acknowledge", 404, "unknown_incident"),
            ("POST", "/v1/incidents/inc_0/resolve", 404, "unknown_incident"),
            ("GET", "/v1/incidents?state=weird", 400, "invalid_fields"),
            ("GET", "/v1/incidents?limit=0", 400, "invalid_fields"),
            ("GET", "/v1/incidents?limit=100000", 400, "invalid_fields"),
            ("GET", "/v1/incidents?what=1", 400, "invalid_fields"),
            ("GET", "/v1/incidents?limit=%zz", 400, "malformed_form"),
            ("GET", "/v1/explain", 400, "invalid_fields"),
        ] {
            let answer = try daemon.tern.ask(Request(method: method, path: path))
            #expect(answer.status == status, "\(method) \(path.prefix(60)): \(answer.text.prefix(300))")
            #expect(answer.json["code"].string == code, "\(method) \(path.prefix(60))")
            if status == 405 { #expect(answer.headers["allow"]?.isEmpty == false, "\(method) \(path)") }
        }
        #expect(try daemon.verifiedSizes() == before)
    }

    @Test func wrongTypesAndSizes() throws {
        func typed(_ type: String?) -> Request {
            var request = Request.json("/v1/reports", "{\(Self.good)}")
            request.headers["content-type"] = type
            return request
        }
        let big = #"{"asset":"tern-vps1","summary":"s","details":"\#(String(repeating: "x", count: 300 * 1024))"}"#
        try Self.check([
            Case("no type", typed(nil), 415, "unsupported_media_type", says: "application/json"),
            Case("plain text", typed("text/plain"), 415, "unsupported_media_type"),
            Case("XML", typed("application/xml"), 415, "unsupported_media_type"),
            Case("multipart", typed("multipart/form-data; boundary=x"), 415, "unsupported_media_type"),
            Case("another charset", typed("application/json; charset=latin1"), 415, "unsupported_media_type"),
            Case(
                "compressed", typed("application/json").with("content-encoding", "gzip"), 415,
                "unsupported_media_type"),
            Case("too large", .json("/v1/reports", big), 413, "too_large", says: "262144"),
            Case(
                "too large a header", Request.get("/v1/status").with("x-big", String(repeating: "x", count: 40_000)),
                413, "too_large"),
        ])
    }

    /// Bytes that are no HTTP, and requests that stop in the middle, end only their own connection.
    @Test func brokenConnectionsDisturbNobody() throws {
        let daemon = try DaemonUnderTest.started()
        let before = try daemon.verifiedSizes()
        let head = "POST /v1/reports HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n"
        let form = "asset=tern-vps1&layer=os&summary=half"
        for bytes in [
            "\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "NONSENSE / HTTP/1.1 x\r\n\r\n",
            head + "content-length: x\r\n\r\n" + form, head + "content-length: -5\r\n\r\n" + form,
            head + "content-length: 5\r\ncontent-length: 6\r\n\r\n" + form,
            head + "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        ] {
            if let answer = try? Connection(daemon.tern).send(Array(bytes.utf8)) {
                #expect((400..<500).contains(answer.status), "\(bytes.prefix(60)): \(answer.status)")
            }
        }
        // A whole form, by its bytes, of which more was announced: it must not count.
        for _ in 0..<10 {
            let half = try daemon.tern.connect()
            try half.write(Array((head + "content-length: 500\r\n\r\n" + form).utf8))
        }
        // Connections that say nothing at all.
        let silent = try (0..<50).map { _ in try daemon.tern.connect() }
        let incident = try daemon.opened("A good one among them", over: daemon.tern)
        #expect(try daemon.receiver.first("its notice").incident == incident)
        let list = try daemon.provider.ask(.get("/v1/incidents?state=all")).json["incidents"].items
        #expect(list.count == 1)
        #expect(try daemon.verifiedSizes()["house"] == before["house"])
        withExtendedLifetime(silent) {}
    }

    /// What a reporter writes stays data: in the log, in the notice, on the terminal.
    @Test func hostileTextStaysData() throws {
        let daemon = try DaemonUnderTest.started()
        let text =
            #"{{secret}} ${env:PATH} %s %n <!channel> @everyone [x](http://e.example) ' OR 1=1;-- "quoted" \ end"#
        let incident = try daemon.opened(text, over: daemon.tern)
        let shown = try daemon.incident(incident)
        #expect(shown["incident"]["summary"].string == text)
        #expect(try daemon.receiver.first("the notice").data["summary"].string == text)
        let details = #"{\#(Self.good),"details":"one\ntwo \u001b[31mred\u001b[0m\u2028three"}"#
        let answer = try daemon.tern.ask(.json("/v1/reports", details))
        #expect([201, 400].contains(answer.status))
        let show = try daemon.tocsin(["show", incident])
        #expect(show.exit == .exit(0))
        #expect(!show.output.contains("\u{1B}"))
    }
}
