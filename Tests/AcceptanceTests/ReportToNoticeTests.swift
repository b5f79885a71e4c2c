import Foundation
import Testing

/// The main job: somebody reports, the answer says whose it is, and the owner is told by a webhook whose signature
/// verifies.
@Suite(.ownThread) struct ReportToNoticeTests {
    @Test func ownerIsToldBySignedWebhook() throws {
        let daemon = try DaemonUnderTest.started()
        let began = Date()
        let answer = try daemon.report("Web shell found in uploads")

        #expect(answer.status == 201, "\(answer.text)")
        #expect(answer.headers["content-type"] == "application/json")
        let ruling = answer.json["ruling"]
        #expect(ruling["owner"].string == "customer")
        #expect(ruling["party"].string == "tern")
        #expect(ruling["sentence"].string?.contains("Tern Robotics GmbH") == true)
        #expect(ruling["decided_by"]["rule"].string?.isEmpty == false)
        #expect(!ruling["because"].items.isEmpty)
        #expect(answer.json["disposition"].string == "opened")
        #expect(answer.json["notify"][0]["to"].string == "tern.sec")
        #expect(answer.json["notify"][0]["rules"].strings == ["JC-01", "JC-02"])
        #expect(answer.json["ledger"]["id"].string == "agr-tern")
        #expect(answer.json["ledger"]["leaf"].string?.count == 64)
        let index = try #require(answer.json["ledger"]["index"].number)
        let incident = try #require(answer.json["incident"].string)

        let webhook = try daemon.receiver.first("the owner's notice", within: 5)
        #expect(webhook.at.timeIntervalSince(began) < 5)
        #expect(webhook.channel == "tern")
        #expect(webhook.method == "POST")
        #expect(webhook.headers["content-type"]?.hasPrefix("application/json") == true)
        #expect(webhook.json["type"].string == "incident.opened")
        let data = webhook.data
        #expect(data["you"]["party"].string == "tern")
        #expect(data["you"]["role"].string == "sec")
        #expect(data["incident"].string == incident)
        #expect(data["agreement"].string == "agr-tern")
        #expect(data["severity"].string == "high")
        #expect(data["summary"].string == "Web shell found in uploads")
        #expect(data["ruling"]["owner"].string == "customer")
        #expect(data["ruling"]["sentence"] == ruling["sentence"])
        #expect(data["ruling"]["because"] == ruling["because"])
        #expect(data["rules"].strings == ["JC-01", "JC-02"])
        #expect(data["due"] == answer.json["notify"][0]["due"])
        #expect(data["because_of"].string?.isEmpty == false)
        #expect(data["next"].string?.contains("tocsin ack \(incident)") == true)
        #expect(data["acknowledge"]["path"].string == "/v1/incidents/\(incident)/acknowledge")

        try eventually("the notice counts as delivered") {
            try daemon.incident(incident)["incident"]["notices"][0]["state"].string == "delivered"
        }
        let shown = try daemon.incident(incident)
        #expect(shown["incident"]["obligations"].items.allSatisfy { $0["state"].string == "met" })
        #expect(shown["timeline"].items.count > index)
        #expect(try daemon.verifiedSizes()["agr-tern"] ?? 0 > index)
    }

    @Test func independentImplementationVerifiesTheSignature() throws {
        let daemon = try DaemonUnderTest.started()
        _ = try daemon.opened("Web shell — “größer” 🙂")
        _ = try daemon.opened("Hypervisor fails", category: "hardware", layer: "virtualization")
        // The second is the provider's to mend and the customer's to know: both are told.
        let webhooks = try daemon.receiver.waitFor(3, "all notices")
        #expect(webhooks.map(\.channel).sorted() == ["prov-noc", "tern", "tern"])
        #expect(try SignatureJudge.verify(webhooks, in: daemon.world) == [true, true, true])

        // The judge can say no: to other bytes, and to another's secret.
        let first = webhooks[0]
        let forged = Webhook(
            channel: first.channel, method: first.method, headers: first.headers, body: first.body + [0x20],
            at: first.at)
        let stranger = Webhook(
            channel: "mango", method: first.method, headers: first.headers, body: first.body, at: first.at)
        #expect(try SignatureJudge.verify([forged, stranger], in: daemon.world) == [false, false])
    }

    @Test func customersReportReachesTheProvider() throws {
        let daemon = try DaemonUnderTest.started()
        let incident = try daemon.opened(
            "Kernel is unpatched", category: "vulnerability", layer: "os", over: daemon.tern)
        let webhook = try daemon.receiver.first("the provider's notice")
        #expect(webhook.channel == "prov-sec")
        #expect(webhook.incident == incident)
        #expect(webhook.data["ruling"]["owner"].string == "provider")
        #expect(webhook.data["you"]["party"].string == "prov")
    }

    @Test func sameReportAgainOpensNothing() throws {
        let daemon = try DaemonUnderTest.started()
        let first = try daemon.report("Web shell")
        let second = try daemon.report("Web shell")
        #expect(first.status == 201)
        #expect(second.status == 200)
        #expect(second.json["disposition"].string == "repeated")
        #expect(second.json["incident"] == first.json["incident"])
        _ = try daemon.receiver.first("the notice")
        let incident = try daemon.opened("Another", over: daemon.tern)
        _ = try daemon.receiver.first("the other's notice") { $0.incident == incident }
        #expect(daemon.receiver.webhooks.count { $0.incident == first.json["incident"].string } == 1)
    }

    @Test func idempotencyKeyMakesRetriesHarmless() throws {
        let daemon = try DaemonUnderTest.started()
        let request = Request.form(
            "/v1/reports", ["asset": "tern-vps1", "layer": "application", "summary": "Once", "severity": "high"]
        )
        .with("idempotency-key", "k-1")
        let first = try daemon.provider.ask(request)
        let second = try daemon.provider.ask(request)
        #expect(first.status == 201)
        #expect(second.status == 200)
        #expect(second.json["report"] == first.json["report"])
        #expect(second.json["incident"] == first.json["incident"])
        let incident = try #require(first.json["incident"].string)
        #expect(try daemon.incident(incident)["incident"]["reports"].number == 1)
    }

    @Test func testReportsTellNobody() throws {
        let daemon = try DaemonUnderTest.started()
        let before = try daemon.verifiedSizes()
        let answer = try daemon.provider.ask(
            .form("/v1/reports", ["asset": "tern-vps1", "layer": "os", "summary": "Only a test", "status": "test"]))
        #expect(answer.status == 200)
        #expect(answer.json["disposition"].string == "tested")
        #expect(answer.json["ruling"]["party"].string == "prov")
        #expect(answer.json["incident"].isNull)
        // It is on record, opens nothing, and what is sent next is the first that anybody gets.
        #expect(try daemon.verifiedSizes()["agr-tern"] == (before["agr-tern"] ?? 0) + 1)
        let incident = try daemon.opened("No test")
        #expect(try daemon.receiver.first("the notice").incident == incident)
        #expect(try daemon.provider.ask(.get("/v1/incidents?state=all")).json["incidents"].items.count == 1)
    }

    @Test func explainAnswersWithoutAReport() throws {
        let daemon = try DaemonUnderTest.started()
        let before = try daemon.verifiedSizes()
        let managed = try daemon.provider.ask(.get("/v1/explain?asset=banyan-vps1&layer=os"))
        #expect(managed.status == 200)
        #expect(managed.json["ruling"]["owner"].string == "provider")
        let then = try daemon.tern.ask(.get("/v1/explain?asset=tern-vps1&layer=os&at=2026-03-10T02:00:00Z"))
        #expect(then.json["ruling"]["owner"].string == "customer", "revision 2 was in force: \(then.text)")
        #expect(then.json["ruling"]["decided_by"]["agreement"].string == "agr-tern@2")
        #expect(try daemon.provider.ask(.get("/v1/incidents")).json["incidents"].items.isEmpty)
        #expect(try daemon.verifiedSizes() == before)
    }
}
