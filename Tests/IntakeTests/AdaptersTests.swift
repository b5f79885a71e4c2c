import CivilTime
import Coordination
import Logging
import Responsibility
import StrictJSON
import Synchronization
import Testing

@testable import Intake

/// What Alertmanager and Prometheus send, as they send it.
struct AdaptersTests {
    private func post(_ path: String, _ body: String) -> String { request("POST", path, type: jsonType, body: body) }
    private let webhookPath = "/v1/adapters/alertmanager"

    private let created = FakeHandler { request, _ in
        guard case .report(let report) = request else { return .failure(Refusal(.unavailable, "?")) }
        var body = JSONObject()
        body.set("report", .string("rep_" + (report.dedupKey ?? "")))
        body.set("incident", "inc_1")
        body.set("disposition", .string(report.status == .resolved ? "resolved" : "opened"))
        return .success(PeerAnswer(.created, body))
    }

    private let webhook = """
        {"receiver":"web\\\\.hook","status":"firing","alerts":[
          {"status":"firing","labels":{"alertname":"InstanceDown","instance":"tern-vps1.example:9100","job":"node",
            "severity":"critical"},
           "annotations":{"summary":"Instance down","description":"No answer for 5 minutes.",
            "runbook_url":"https://r.example/1"},
           "startsAt":"2026-03-10T01:55:36.480149947Z","endsAt":"0001-01-01T00:00:00Z",
           "generatorURL":"http://prom.example:9090/graph?g0.expr=up","fingerprint":"6b63bcb4f4a022aa",
           "values":{"A":1.5e-3}},
          {"status":"resolved","labels":{"alertname":"DiskFull","tocsin_asset":"tern-db","tocsin_category":"backup",
            "tocsin_layer":"os",
            "tocsin_duty":"os.patch","tocsin_service":"vps","severity":"warning","Instance":"x"},"annotations":{},
           "startsAt":"2026-03-10T01:00:00Z","endsAt":"2026-03-10T01:59:00Z","generatorURL":"",
           "fingerprint":"00000000000000ff"}],
         "notification_reason":"first notification","groupLabels":{},"commonLabels":{},
         "commonAnnotations":{},"routeLabels":{},
         "externalURL":"http://am.example:9093","version":"4","groupKey":"{}:{}","truncatedAlerts":2}
        """

    @Test func alertmanagersWebhookBecomesReports() async throws {
        try await withServer(created) { server async throws in
            let reply = try await server.exchange(post(webhookPath, webhook))
            #expect(reply.status == 200)
            #expect(reply.json?["accepted"] == 3)
            let results = reply.json?["results"]?.array ?? []
            #expect(
                results.first == [
                    "report": "rep_am:6b63bcb4f4a022aa", "incident": "inc_1", "disposition": "opened", "error": nil,
                ])
            #expect(results.dropFirst().first?["disposition"] == "resolved")
            let reports = server.handler.reports.sorted { ($0.dedupKey ?? "") < ($1.dedupKey ?? "") }
            try #require(reports.count == 3)
            checkResolved(reports[0])
            checkFiring(reports[1])
            checkTruncation(reports[2])
        }
    }

    private func checkFiring(_ report: Report) {
        #expect(report.summary == "Instance down")
        #expect(report.asset == "tern-vps1.example")
        #expect(report.category == .availability)
        #expect(report.severity == .critical)
        #expect(report.status == .firing)
        #expect(report.observedAt == Instant(rfc3339: "2026-03-10T01:55:36.480Z"))
        #expect(report.dedupKey == "am:6b63bcb4f4a022aa")
        #expect(report.tool == "alertmanager")
        #expect(report.details?.hasPrefix("No answer for 5 minutes.") == true)
        #expect(report.details?.contains("Runbook: https://r.example/1") == true)
        #expect(report.details?.contains("instance=tern-vps1.example:9100") == true)
        #expect(report.attachments["source"]?["url"]?.string?.hasPrefix("http://prom") == true)
        #expect(report.attachments["labels"]?["job"] == "node")
    }

    private func checkResolved(_ report: Report) {
        #expect(report.asset == "tern-db")
        #expect(report.summary == "DiskFull on tern-db")
        #expect(report.category == .backup)
        #expect(report.layer == .os)
        #expect(report.duty == "os.patch")
        #expect(report.service == "vps")
        #expect(report.severity == .medium)
        #expect(report.status == .resolved)
        #expect(report.observedAt == Instant(rfc3339: "2026-03-10T01:59:00Z"))
        #expect(report.attachments["labels"]?["Instance"] == nil, "a key that does not fit is in the details only")
        #expect(report.details?.contains("Instance=x") == true)
    }

    private func checkTruncation(_ report: Report) {
        #expect(report.asset == "unknown")
        #expect(report.dedupKey?.hasPrefix("am:truncated:") == true)
        #expect(report.details?.contains("left 2 alerts") == true)
        #expect(report.status == .firing)
    }

    @Test func aDutyDecidesTheCategoryBeforeTheAlertsName() async throws {
        let alerts = """
            {"version":"4","alerts":[
             {"labels":{"alertname":"DiskFull","tocsin_asset":"a","tocsin_duty":"os.patch"},"fingerprint":"1"},
             {"labels":{"alertname":"DiskFull","tocsin_asset":"a","tocsin_duty":"os.patch","tocsin_category":"backup"},
              "fingerprint":"2"},
             {"labels":{"alertname":"DiskFull","tocsin_asset":"a","tocsin_duty":"no duty"},"fingerprint":"3"}]}
            """
        try await withServer(created) { server async throws in
            #expect(try await server.exchange(post(webhookPath, alerts)).status == 200)
            let reports = server.handler.reports.sorted { ($0.dedupKey ?? "") < ($1.dedupKey ?? "") }
            #expect(reports.map(\.category) == [nil, .backup, .resource])
            #expect(reports.map(\.duty) == ["os.patch", "os.patch", nil])
        }
    }

    @Test func whatCannotBeMappedGoesToTriage() async throws {
        let alerts = """
            {"version":"4","alerts":[
             {"labels":{"alertname":"X","severity":"sev-9","tocsin_category":"fire","tocsin_layer":"roof",
              "tocsin_duty":"a b"},"fingerprint":"1"},
             {"labels":{"alertname":"Y\\u0001","tocsin_asset":"a\\nb","severity":"info"},
              "annotations":{"summary":"\(String(repeating: "s", count: 300))"},
              "startsAt":"2020-01-01T00:00:00Z","fingerprint":"2"},
             7]}
            """
        try await withServer(created) { server async throws in
            let reply = try await server.exchange(post(webhookPath, alerts))
            #expect(reply.status == 200)
            #expect(reply.json?["accepted"] == 3)
            let reports = server.handler.reports.sorted { ($0.dedupKey ?? "") < ($1.dedupKey ?? "") }
            try #require(reports.count == 3)
            #expect(reports.map(\.asset) == ["unknown", "unknown", "unknown"])
            #expect(reports[0].category == .availability)
            #expect(reports[0].severity == .medium)
            #expect(reports[0].duty == nil)
            for word in [
                "tocsin_category", "tocsin_layer", "tocsin_duty", "severity", "no label names the asset",
                "tocsin_category=fire",
            ] {
                #expect(reports[0].details?.contains(word) == true, "\(word)")
            }
            #expect(reports[1].summary.count == 200)
            #expect(reports[1].observedAt == nil)
            #expect(reports[1].severity == .info)
            #expect(reports[2].dedupKey?.count == 19)
        }
    }

    @Test func aForeignAssetGoesToTriageWithWhatWasSaid() async throws {
        let handler = FakeHandler { request, _ in
            guard case .report(let report) = request, report.asset == "unknown" else {
                return .failure(Refusal(.notYours, "no such asset, or not yours"))
            }
            return .success(PeerAnswer(.accepted, object(["disposition": "opened"])))
        }
        try await withServer(handler) { server async throws in
            let body = #"{"alerts":[{"labels":{"alertname":"A","host":"elsewhere"},"fingerprint":"1"}]}"#
            let reply = try await server.exchange(post(webhookPath, body))
            #expect(reply.json?["accepted"] == 1)
            let triaged = try #require(server.handler.reports.last)
            #expect(triaged.details?.contains("asset elsewhere: no such asset, or not yours") == true)
            #expect(triaged.details?.contains("host=elsewhere") == true)
            #expect(triaged.dedupKey == "am:1")
        }
    }

    @Test(arguments: [Refusal.Code.overloaded, .unavailable])
    func anythingTemporaryMakesTheSenderRetry(_ code: Refusal.Code) async throws {
        let handler = FakeHandler { request, _ in
            if case .report(let report) = request, report.dedupKey == "am:2" { return .failure(Refusal(code, "later")) }
            return .success(PeerAnswer(.created, JSONObject()))
        }
        try await withServer(handler) { server async throws in
            let body =
                #"{"alerts":[{"labels":{"host":"a"},"fingerprint":"1"},{"labels":{"host":"a"},"fingerprint":"2"}]}"#
            let reply = try await server.exchange(post(webhookPath, body))
            #expect(reply.status == 503)
            #expect(reply.headers["retry-after"] == "1")
            let prometheus = #"[{"labels":{"host":"a"}}]"#
            let always = FakeHandler { _, _ in .failure(Refusal(code, "later")) }
            try await withServer(always) { server async throws in
                #expect(try await server.exchange(post("/api/v2/alerts", prometheus)).status == 503)
            }
        }
    }

    @Test func aPermanentRefusalIsToldInItsResult() async throws {
        let handler = FakeHandler { _, _ in .failure(Refusal(.incidentClosed, "over")) }
        try await withServer(handler) { server async throws in
            let reply = try await server.exchange(post(webhookPath, #"{"alerts":[{"labels":{"host":"a"}}]}"#))
            #expect(reply.status == 200)
            #expect(reply.json?["accepted"] == 0)
            #expect(reply.json?["results"]?.array?.first?["error"] == "over")
        }
    }

    @Test func prometheusAlertsBecomeReports() async throws {
        let body = """
            [{"labels":{"alertname":"t","i":"1","empty":""},"annotations":{"s":"y"},"startsAt":"2026-03-10T01:00:00Z",
              "endsAt":"2026-03-10T02:04:00Z","generatorURL":"http://g/","value":1.0},
             {"labels":{"alertname":"HighLatency","instance":"[2001:db8::1]:9100"},"endsAt":"2026-03-10T02:00:00Z"},
             {"labels":{"alertname":"CertExpiry","instance":"https://x.example/a"},
              "startsAt":"0001-01-01T00:00:00.000Z",
              "endsAt":"0001-01-01T00:00:00.000Z"}]
            """
        try await withServer(created) { server async throws in
            let reply = try await server.exchange(post("/api/v2/alerts", body))
            #expect(reply.status == 200)
            #expect(reply.body.isEmpty)
            #expect(reply.headers["content-length"] == "0")
            let byName = Dictionary(
                uniqueKeysWithValues: server.handler.reports.map {
                    ($0.attachments["source"]?["rule"]?.string ?? "", $0)
                })
            // The fingerprint is the one Alertmanager computes for these labels, so both ways group alike.
            #expect(byName["t"]?.dedupKey == "am:6b63bcb4f4a022aa")
            #expect(byName["t"]?.status == .firing)
            #expect(byName["t"]?.asset == "unknown")
            #expect(byName["HighLatency"]?.status == .resolved)
            #expect(byName["HighLatency"]?.asset == "2001:db8::1")
            #expect(byName["HighLatency"]?.category == .performance)
            #expect(byName["CertExpiry"]?.status == .firing)
            #expect(byName["CertExpiry"]?.asset == "https://x.example/a")
            #expect(byName["CertExpiry"]?.category == .tls)
            #expect(byName["CertExpiry"]?.observedAt == nil)
            for empty in ["[]", "null"] {
                #expect(try await server.exchange(post("/api/v2/alerts", empty)).status == 200)
            }
        }
    }

    @Test func validAlertsAreStoredBesideInvalidOnes() async throws {
        try await withServer(created) { server async throws in
            let reply = try await server.exchange(post("/api/v2/alerts", #"[{"labels":{}},{"labels":{"host":"a"}},7]"#))
            #expect(reply.status == 400)
            #expect(Set(reply.errors.keys) == ["alert 0", "alert 2"])
            #expect(server.handler.reports.count == 1)
        }
    }

    @Test func brokenBodiesAreRefused() async throws {
        try await withServer { server async throws in
            for path in [webhookPath, "/api/v2/alerts"] {
                #expect(try await server.exchange(post(path, "{")).code == "malformed_json")
                #expect(try await server.exchange(post(path, "{}")).code == "invalid_fields")
                #expect(try await server.exchange(request("POST", path, type: formType, body: "a=b")).status == 415)
                #expect(try await server.exchange(request("POST", path, body: "[]")).status == 415)
            }
        }
    }

    @Test func reportsOfOneAlertKeepTheirOrder() async throws {
        let order = Mutex<[String]>([])
        let handler = FakeHandler { request, _ in
            guard case .report(let report) = request else { return .failure(Refusal(.unavailable, "?")) }
            if report.status == .firing { for _ in 0..<50 { await Task.yield() } }
            order.withLock { $0.append("\(report.status)") }
            return .success(PeerAnswer(.ok, JSONObject()))
        }
        try await withServer(handler) { server async throws in
            let body =
                #"{"alerts":[{"labels":{"host":"a"},"fingerprint":"1"},"#
                + #"{"status":"resolved","labels":{"host":"a"},"fingerprint":"1"}]}"#
            #expect(try await server.exchange(post(webhookPath, body)).status == 200)
        }
        #expect(order.withLock { $0 } == ["firing", "resolved"])
    }

    @Test(arguments: [
        ("db1:9100", "db1"), ("[::1]:9100", "::1"), ("2001:db8::1", "2001:db8::1"),
        ("http://x.example:80/", "http://x.example:80/"),
        ("db1", "db1"), ("db1:x", "db1:x"), (":9100", ":9100"),
    ])
    func portsAreCutOff(_ instance: String, _ asset: String) {
        #expect(Alert.withoutPort(instance) == asset)
    }

    @Test func foreignTextIsTrimmedToOurLimits() {
        #expect(Trim.line(" a\nb\u{7} ", max: 200) == "a b")
        #expect(Trim.line(String(repeating: "ä", count: 201), max: 200).unicodeScalars.count == 200)
        #expect(Trim.line(String(repeating: "ä", count: 200), max: 200).hasSuffix("ä"))
        #expect(Trim.text("a\u{7}\n", bytesMax: 100) == "a \n")
        #expect(Trim.text(String(repeating: "ä", count: 100), bytesMax: 100).utf8.count <= 100)
    }

    @Test func theReceiverGivesEveryRequestToItsClosure() async throws {
        let seen = Mutex<[PlainHTTPReceiver.Received]>([])
        let receiver = try PlainHTTPReceiver(port: 0, now: { testNow }, logger: .init(label: "listen")) { received in
            seen.withLock { $0.append(received) }
            return PlainHTTPReceiver.Answer(status: 202 + received.body.count, headers: [("x-answer", "yes")])
        }
        async let run: Void = receiver.run()
        let port = receiver.port
        let (reply, tooLarge) = try await onThread {
            let client = try RawClient(port: port)
            client.send(
                request("PUT", "/hook?a=b", headers: ["Host: 127.0.0.1", "Webhook-Id: msg_1", "Content-Length: 0"]))
            let reply = try client.reply()
            client.send("POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: \(PlainHTTPReceiver.bodyBytesMax + 1)\r\n\r\n")
            return (reply, try client.reply())
        }
        #expect(reply.status == 202)
        #expect(reply.headers["x-answer"] == "yes")
        #expect(tooLarge.status == 413)
        let received = try #require(seen.withLock { $0 }.first)
        #expect(received.method == "PUT")
        #expect(received.path == "/hook?a=b")
        #expect(received.header("webhook-id") == "msg_1")
        #expect(received.header("host") == "127.0.0.1")
        receiver.stop()
        try await run
    }
}
