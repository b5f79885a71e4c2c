import CivilTime
import Coordination
import Foundation
import Responsibility
import StrictJSON
import Synchronization
import Testing

@testable import Intake

/// Routes, bodies and problems over a real socket.
struct RoutesTests {
    @Test func aReportIsAnsweredWithWhatTheHandlerSays() async throws {
        let handler = FakeHandler { _, _ in .success(PeerAnswer(.created, object(["report": "rep_1"]))) }
        try await withServer(handler) { server async throws in
            let body = #"{"summary":"s","asset":"a"}"#
            let reply = try await server.exchange(
                request("POST", "/v1/reports", type: jsonType, headers: ["Host: t", "Idempotency-Key: k1"], body: body))
            #expect(reply.status == 201)
            #expect(reply.json == ["report": "rep_1"])
            #expect(reply.headers["content-type"] == "application/json")
            #expect(reply.headers["cache-control"] == "no-store")
            #expect(reply.headers["content-length"] == String(reply.body.count))
            #expect(reply.headers["date"] == "Tue, 10 Mar 2026 02:00:00 GMT")
            #expect(handler.reports.first?.idempotencyKey == "k1")
            #expect(handler.all.first?.actor.party == "mango")
            #expect(handler.all.first?.actor.name == "uid \(geteuid()) (mango-oncall)")
        }
    }

    @Test(arguments: [(PeerAnswer.Outcome.created, 201), (.accepted, 202), (.ok, 200)])
    func outcomesAreStatuses(_ outcome: PeerAnswer.Outcome, _ status: Int) async throws {
        try await withServer(FakeHandler { _, _ in .success(PeerAnswer(outcome, JSONObject())) }) {
            server async throws in
            #expect(try await server.report(#"{"summary":"s","asset":"a"}"#).status == status)
        }
    }

    @Test func refusalsAreProblems() async throws {
        let expected: [(Refusal.Code, Int)] = [
            (.invalidFields, 400), (.notYours, 403), (.unknownIncident, 404), (.unknownAgreement, 404),
            (.unknownObligation, 404), (.unknownSilence, 404), (.unknownHeartbeat, 404), (.unknownSchedule, 404),
            (.unknownOverride, 404), (.incidentClosed, 409), (.staleView, 409), (.notPossible, 409),
            (.notPermitted, 403),
            (.badConfiguration, 422), (.overloaded, 429), (.unavailable, 503),
        ]
        #expect(Set(expected.map(\.0)) == Set(Refusal.Code.allCases))
        for (code, status) in expected {
            try await withServer(FakeHandler { _, _ in .failure(Refusal(code, "why")) }) { server async throws in
                let reply = try await server.exchange(request("GET", "/v1/status"))
                #expect(reply.status == status)
                #expect(reply.code == code.rawValue)
                #expect(reply.json?["type"]?.string == "urn:tocsin:problem:\(code.rawValue)")
                #expect(reply.json?["status"]?.integer == Int64(status))
                #expect(reply.json?["detail"] == "why")
                #expect(reply.headers["content-type"] == "application/problem+json")
                #expect(reply.headers["cache-control"] == "no-store")
                #expect(reply.headers["retry-after"] == (status == 429 || status == 503 ? "1" : nil))
            }
        }
    }

    @Test func configurationProblemsHaveTheirPlace() async throws {
        let operatorPeers = PeerTable(own: (uid: geteuid(), actor: provider))
        let fields = [
            Refusal.Field("/etc/tocsin/a:b.yaml:12:5", "no such channel\nadd it under channels"),
            Refusal.Field("x.yaml:3", "empty"),
            Refusal.Field("y.yaml", "missing"),
        ]
        let handler = FakeHandler { _, _ in .failure(Refusal(.badConfiguration, "3 problems", fields: fields)) }
        try await withServer(handler, peers: operatorPeers) { server async throws in
            let reply = try await server.exchange(request("POST", "/v1/reload"))
            #expect(reply.status == 422)
            #expect(
                reply.json?["problems"] == [
                    [
                        "file": "/etc/tocsin/a:b.yaml", "line": 12, "column": 5, "what": "no such channel",
                        "hint": "add it under channels",
                    ],
                    ["file": "x.yaml", "line": 3, "column": nil, "what": "empty", "hint": nil],
                    ["file": "y.yaml", "line": nil, "column": nil, "what": "missing", "hint": nil],
                ])
        }
    }

    @Test func fieldErrorsAreToldAllAtOnce() async throws {
        try await withServer { server async throws in
            let reply = try await server.report(#"{"severity":"x","party":"prov"}"#)
            #expect(reply.status == 400)
            #expect(reply.code == "invalid_fields")
            #expect(Set(reply.errors.keys) == ["summary", "asset", "severity", "party"])
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func formsAreReports() async throws {
        try await withServer { server async throws in
            let form = "asset=shop.mango.example&severity=critical&category=intrusion&summary=Home+page+defaced"
            #expect(try await server.exchange(request("POST", "/v1/reports", type: formType, body: form)).status == 200)
            #expect(server.handler.reports.first?.summary == "Home page defaced")
            #expect(server.handler.reports.first?.severity == .critical)
            let bad = try await server.exchange(request("POST", "/v1/reports", type: formType, body: "summary=%4"))
            #expect(bad.code == "malformed_form")
            #expect(bad.json?["detail"]?.string?.contains("byte 8") == true)
        }
    }

    @Test(arguments: [
        ("", "empty"), ("{", "ends"), (#"{"a":1,"a":2}"#, "twice"), ("\u{FEFF}{}", "byte order mark"),
        (#"{"a":1} x"#, "more text"),
        (#"{"a":01}"#, "number"), (#"{"a":"\ud800"}"#, "surrogate"), ("[1]", "one JSON object"),
        ("7", "one JSON object"),
        (String(repeating: "[", count: 40), "deep"), ("{\"a\":\"\u{1}\"}", "control"),
    ])
    func malformedJSONIsToldWithItsPlace(_ body: String, _ words: String) async throws {
        try await withServer { server async throws in
            let reply = try await server.report(body)
            #expect(reply.status == 400)
            #expect(reply.code == "malformed_json")
            let detail = reply.json?["detail"]?.string ?? ""
            #expect(detail.contains(words) && detail.contains("at byte"), "\(detail)")
        }
    }

    @Test(arguments: [nil, "text/plain", "application/json; charset=latin1", "multipart/form-data"])
    func otherMediaTypesAreNamed(_ type: String?) async throws {
        try await withServer { server async throws in
            let reply = try await server.exchange(request("POST", "/v1/reports", type: type, body: "{}"))
            #expect(reply.status == 415)
            #expect(reply.code == "unsupported_media_type")
            let detail = reply.json?["detail"]?.string ?? ""
            #expect(detail.contains(jsonType) && detail.contains(formType))
        }
    }

    @Test func compressedBodiesAreRefused() async throws {
        try await withServer { server async throws in
            let text = request(
                "POST", "/v1/reports", type: jsonType, headers: ["Host: t", "Content-Encoding: gzip"], body: "{}")
            #expect(try await server.exchange(text).status == 415)
        }
    }

    @Test func unknownRoutesAndMethods() async throws {
        try await withServer { server async throws in
            for path in ["/", "/v1", "/v1/report", "/v1/incidents/a/b", "/v1/incidents/a/acknowledge/x"] {
                let reply = try await server.exchange(request("GET", path))
                #expect(reply.status == 404, "\(path)")
                #expect(reply.code == "unknown_route")
            }
            let methods: [(String, String, String)] = [
                ("GET", "/v1/reports", "POST"), ("DELETE", "/v1/incidents", "GET, HEAD"),
                ("PUT", "/healthz", "GET, HEAD"),
                ("GET", "/api/v2/alerts", "POST"), ("HEAD", "/v1/reload", "POST"), ("PURGE", "/v1/status", "GET, HEAD"),
            ]
            for (method, path, allow) in methods {
                let reply = try await server.exchange(request(method, path), toHead: method == "HEAD")
                #expect(reply.status == 405, "\(method) \(path)")
                #expect(reply.headers["allow"] == allow)
                if method != "HEAD" { #expect(reply.code == "method_not_allowed") }
            }
        }
    }

    @Test func headIsGetWithoutTheBody() async throws {
        try await withServer { server async throws in
            let path = server.path
            let (head, get) = try await onThread {
                let client = try RawClient(path: path)
                client.send(request("HEAD", "/healthz"))
                let head = try client.reply(toHead: true)
                client.send(request("GET", "/healthz"))
                return (head, try client.reply())
            }
            #expect(head.status == 200)
            #expect(head.headers["content-length"] == "15")
            #expect(String(decoding: get.body, as: UTF8.self) == #"{"status":"ok"}"#)
        }
    }

    @Test func readinessIsTheHandlers() async throws {
        try await withServer { server async throws in
            for (state, status) in [(Readiness.starting, 503), (.ready, 200), (.stopping, 503)] {
                server.handler.state.withLock { $0 = state }
                let reply = try await server.exchange(request("GET", "/readyz"))
                #expect(reply.status == status)
                #expect(reply.json == ["status": .string(state.rawValue)])
            }
        }
    }

    @Test func explainReadsItsQuery() async throws {
        try await withServer { server async throws in
            let query = "asset=tern-vps1&layer=os&severity=warning&at=2026-03-10T03:00:00%2B01:00"
            #expect(try await server.exchange(request("GET", "/v1/explain?" + query)).status == 200)
            guard case .explain(let explanation) = server.handler.all.first?.request else {
                Issue.record("no explanation was asked for")
                return
            }
            #expect(explanation.asset == "tern-vps1")
            #expect(explanation.layer == .os)
            #expect(explanation.severity == .medium)
            #expect(explanation.at == testNow)
            #expect(explanation.category == nil)
            let bad = try await server.exchange(request("GET", "/v1/explain?layer=osx&summary=x&at=now"))
            #expect(Set(bad.errors.keys) == ["layer", "summary", "at", "asset"])
            #expect(try await server.exchange(request("GET", "/v1/explain?asset=%4")).code == "malformed_form")
        }
    }

    @Test func explainMaySayMoreThanAReport() async throws {
        let operatorPeers = PeerTable(own: (uid: geteuid(), actor: provider))
        try await withServer(peers: operatorPeers) { server async throws in
            // Neither a time to come nor one long past is refused: it asks what the configuration says.
            let query =
                "service=svc-tern&personal_data=confirmed&significant=true&classification=major&status=resolved"
                + "&at=2031-01-02T00:00:00Z&observed_at=2019-01-01T00:00:00Z&window_start=2031-02-01T00:00:00Z"
            let reply = try await server.exchange(request("GET", "/v1/explain?" + query))
            #expect(reply.status == 200, "\(reply.errors)")
            guard case .explain(let explanation) = server.handler.all.first?.request else {
                Issue.record("no explanation was asked for")
                return
            }
            #expect(explanation.personalData == .confirmed)
            #expect(explanation.significant)
            #expect(explanation.classification == "major")
            #expect(explanation.status == .resolved)
            #expect(explanation.at?.rfc3339 == "2031-01-02T00:00:00Z")
            #expect(explanation.observedAt?.rfc3339 == "2019-01-01T00:00:00Z")
            #expect(explanation.windowStart?.rfc3339 == "2031-02-01T00:00:00Z")
        }
    }

    @Test(arguments: [
        ("significant=true", "significant", "only the provider's side"),
        ("significant=yes", "significant", "true or false"),
        ("personal_data=some", "personal_data", "accepted: none, suspected, confirmed"),
        ("status=test", "status", "accepted: firing, resolved"),
        ("severity=sev", "severity", "accepted: info"), ("layer=osx", "layer", "accepted: physical"),
        ("category=fire", "category", "accepted: availability"),
        ("classification=two+words", "classification", "letters"),
        ("window_start=soon", "window_start", "offset"),
        ("at=2026-03-10T09:00:00+07:00", "at", "write + as %2B in a query"),
        ("at=2026-03-10+02:00:00Z", "at", "must be a time with offset"),
        ("at=2026-03-10T09:00:00+07:99", "at", "must be a time with offset"),
        ("at=2026-03-10T01:00:00Z&observed_at=2026-03-10T01:00:00.001Z", "observed_at", "later than at"),
        ("observed_at=2026-03-10T02:05:00.001Z", "observed_at", "in the future"),
        ("tlp=red", "tlp", "unknown; accepted: asset"),
    ])
    func explainRefuses(_ query: String, _ field: String, _ words: String) async throws {
        try await withServer { server async throws in
            let reply = try await server.exchange(request("GET", "/v1/explain?asset=a&" + query))
            #expect(reply.status == 400)
            #expect(Array(reply.errors.keys) == [field])
            #expect(reply.errors[field]?.contains(words) == true, "\(reply.errors)")
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func agreementsAndContactsAreAsked() async throws {
        try await withServer { server async throws in
            for path in [
                "/v1/agreements", "/v1/agreements?at=2026-04-01T00:00:00Z", "/v1/agreements/agr-mango",
                "/v1/agreements/agr-mango/matrix", "/v1/agreements/agr-mango/matrix?at=2026-04-01T00:00:00Z",
                "/v1/contacts",
            ] {
                #expect(try await server.exchange(request("GET", path)).status == 200, "\(path)")
            }
            let asked = server.handler.all.map { asked -> String in
                switch asked.request {
                case .agreements(let at): "agreements \(at?.rfc3339 ?? "now")"
                case .agreement(let id): "agreement \(id)"
                case .matrix(let id, let at): "matrix \(id) \(at?.rfc3339 ?? "now")"
                case .contacts: "contacts"
                default: "something else"
                }
            }
            #expect(
                asked == [
                    "agreements now", "agreements 2026-04-01T00:00:00Z", "agreement agr-mango", "matrix agr-mango now",
                    "matrix agr-mango 2026-04-01T00:00:00Z", "contacts",
                ])
            let foreign = try await server.exchange(request("GET", "/v1/agreements/a%2Fb"))
            #expect(foreign.status == 404)
            #expect(foreign.code == "unknown_agreement")
            for (path, field) in [
                ("/v1/agreements?at=now", "at"), ("/v1/agreements/agr-mango?at=2026-04-01T00:00:00Z", "at"),
                ("/v1/contacts?party=prov", "party"), ("/v1/agreements/agr-mango/matrix?layer=os", "layer"),
            ] {
                let reply = try await server.exchange(request("GET", path))
                #expect(reply.status == 400)
                #expect(Array(reply.errors.keys) == [field])
            }
            #expect(try await server.exchange(request("POST", "/v1/contacts")).status == 405)
        }
    }

    @Test func incidentsAreFiltered() async throws {
        try await withServer { server async throws in
            #expect(try await server.exchange(request("GET", "/v1/incidents?state=all&limit=500")).status == 200)
            #expect(try await server.exchange(request("GET", "/v1/incidents")).status == 200)
            let filters = server.handler.all.compactMap {
                if case .incidents(let filter) = $0.request { filter } else { nil }
            }
            #expect(filters.map(\.selection) == [.all, .open])
            #expect(filters.map(\.limit) == [500, 100])
            #expect(filters.map(\.inTriage) == [nil, nil])
            for query in ["limit=501", "limit=0", "limit=x", "state=new", "page=2", "triage=yes"] {
                #expect(try await server.exchange(request("GET", "/v1/incidents?" + query)).status == 400, "\(query)")
            }
        }
    }

    @Test(arguments: [("triage=true", true), ("triage=false", false)])
    func theTriageQueueIsAFilter(_ query: String, _ inTriage: Bool) async throws {
        try await withServer { server async throws in
            #expect(try await server.exchange(request("GET", "/v1/incidents?" + query)).status == 200)
            guard case .incidents(let filter) = server.handler.all.first?.request else {
                Issue.record("no list was asked for")
                return
            }
            #expect(filter.inTriage == inTriage)
            #expect(filter.selection == .open)
        }
        // Whether it went to triage would tell outsiders what is somebody's from what is nobody's.
        let gateway = Actor(party: "reporters", side: .provider, role: .gateway, name: "x")
        try await withServer(audience: gateway) { server async throws in
            #expect(try await server.exchange(request("GET", "/v1/incidents?" + query)).code == "not_permitted")
            #expect(try await server.exchange(request("GET", "/v1/incidents")).status == 200)
            #expect(try await server.exchange(request("GET", "/v1/incidents/i/owner")).code == "not_permitted")
        }
    }

    @Test func theOwnerIsAskedAtAnInstantThatIsOver() async throws {
        try await withServer { server async throws in
            let path = "/v1/incidents/inc_7/owner"
            for target in [path, path + "?at=2026-03-01T00:00:00%2B01:00", path + "?at=2026-03-10T02:00:00Z"] {
                #expect(try await server.exchange(request("GET", target)).status == 200, "\(target)")
            }
            let asked = server.handler.all.map { asked in
                if case .owner(let id, let instant) = asked.request { "\(id) \(instant.rfc3339)" } else { "?" }
            }
            #expect(
                asked == [
                    "inc_7 2026-03-10T02:00:00Z", "inc_7 2026-02-28T23:00:00Z", "inc_7 2026-03-10T02:00:00Z",
                ])
            for (query, field, words) in [
                ("at=2026-03-10T02:00:00.001Z", "at", "in the future"), ("at=now", "at", "offset"),
                ("who=tern", "who", "accepted: at"),
            ] {
                let reply = try await server.exchange(request("GET", path + "?" + query))
                #expect(reply.status == 400)
                #expect(reply.errors[field]?.contains(words) == true, "\(reply.errors)")
            }
            #expect(try await server.exchange(request("GET", "/v1/incidents/a%20b/owner")).code == "unknown_incident")
        }
    }

    @Test func incidentsAreReadAcknowledgedAndResolved() async throws {
        try await withServer { server async throws in
            #expect(try await server.exchange(request("GET", "/v1/incidents/inc_7")).status == 200)
            let path = "/v1/incidents/inc_7/"
            #expect(try await server.exchange(request("POST", path + "acknowledge")).status == 200)
            let note = try await server.exchange(
                request("POST", path + "acknowledge", type: formType, body: "note=on+it"))
            #expect(note.status == 200)
            let json = try await server.exchange(
                request("POST", path + "resolve", type: jsonType, body: #"{"note":"a\nb"}"#))
            #expect(json.status == 200)
            let asked = server.handler.all.map { asked in
                switch asked.request {
                case .incident(let id): "read \(id)"
                case .act(let id, let request):
                    switch request.action {
                    case .acknowledge(let note, _): "acknowledge \(id) \(note ?? "-")"
                    case .resolve(let note): "resolve \(id) \(note ?? "-")"
                    default: "?"
                    }
                default: "?"
                }
            }
            #expect(asked == ["read inc_7", "acknowledge inc_7 -", "acknowledge inc_7 on it", "resolve inc_7 a\nb"])
            let unknown = try await server.exchange(
                request("POST", path + "resolve", type: jsonType, body: #"{"party":"x"}"#))
            #expect(unknown.errors["party"]?.contains("identity") == true)
            #expect(try await server.exchange(request("GET", "/v1/incidents/a%20b")).code == "unknown_incident")
        }
    }

    @Test func rolesPermitActions() async throws {
        // Table of the role, the requests it may make, and those it may not.
        let requests: [PeerRole.Action: String] = [
            .report: request("POST", "/v1/reports", type: jsonType, body: #"{"summary":"s","asset":"a"}"#),
            .explain: request("GET", "/v1/explain?asset=a"), .read: request("GET", "/v1/status"),
            .acknowledge: request("POST", "/v1/incidents/i/acknowledge"),
            .resolve: request("POST", "/v1/incidents/i/resolve"),
            .coordinate: request("POST", "/v1/incidents/i/accept"),
            .operate: request("POST", "/v1/reload"),
        ]
        #expect(Set(requests.keys) == Set(PeerRole.Action.allCases))
        for role in PeerRole.allCases {
            let actor = Actor(party: "tern", side: .customer, role: role, name: "x")
            try await withServer(audience: actor) { server async throws in
                for (action, text) in requests {
                    let reply = try await server.exchange(text)
                    #expect(reply.status == (role.permits(action) ? 200 : 403), "\(role) \(action)")
                    if !role.permits(action) { #expect(reply.code == "not_permitted") }
                }
            }
        }
    }
}
