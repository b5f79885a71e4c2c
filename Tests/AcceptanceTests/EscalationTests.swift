import Foundation
import Testing

/// Somebody is told until a person answers; a channel that is dead stands in nobody's way.
@Suite(.ownThread) struct EscalationTests {
    @Test func nobodyAnswersUntilTheOtherSideIsTold() throws {
        let daemon = try DaemonUnderTest.started { try $0.hurryEscalation() }
        let began = Date()
        let incident = try daemon.opened("Disk errors", category: "hardware", layer: "virtualization")
        // The customer is told as well, and may be first.
        let first = try daemon.receiver.first("the desk's notice") { $0.channel == "prov-noc" }
        #expect(first.kind == "opened")
        let manager = try daemon.receiver.first("the first step") { $0.kind == "escalated" }
        #expect(manager.channel == "prov-mgr")
        #expect(manager.at.timeIntervalSince(began) >= 1)
        #expect(manager.data["because_of"].string?.isEmpty == false)
        let security = try daemon.receiver.first("the second step") { $0.channel == "prov-sec" }
        #expect(security.kind == "escalated")
        #expect(security.at.timeIntervalSince(began) >= 2)
        let last = try daemon.receiver.first("that nobody was reached") {
            $0.kind == "nobody_reached" && $0.channel == "tern"
        }
        #expect(last.at.timeIntervalSince(began) >= 3)
        #expect(last.data["because_of"].string?.contains("prov") == true)
        let shown = try daemon.incident(incident)
        #expect(shown["incident"]["escalations"][0]["state"].string == "nobody_reached")
        #expect(shown["timeline"].items.contains { $0["type"].string == "escalation.nobody_reached" })
        let webhooks = daemon.receiver.webhooks
        #expect(try SignatureJudge.verify(webhooks, in: daemon.world).allSatisfy { $0 })
        #expect(Set(webhooks.map(\.id)).count == webhooks.count, "each notice has an id of its own")
    }

    @Test func customersDeskEscalatesToItsOwnerAndThenToTheProvider() throws {
        let daemon = try DaemonUnderTest.started { try $0.hurryEscalation() }
        _ = try daemon.opened("Web shell")
        let owner = try daemon.receiver.first("tern's owner") { $0.kind == "escalated" && $0.channel == "tern" }
        #expect(owner.data["you"]["role"].string == "owner")
        let provider = try daemon.receiver.first("the provider's operations") { $0.channel == "prov-noc" }
        #expect(provider.kind == "escalated")
    }

    @Test func acknowledgementEndsTheEscalation() throws {
        let daemon = try DaemonUnderTest.started { try $0.hurryEscalation() }
        let quiet = try daemon.opened("Disk errors", category: "hardware", layer: "virtualization")
        _ = try daemon.receiver.first("the desk's notice")
        let answer = try daemon.provider.ask(
            .form("/v1/incidents/\(quiet)/acknowledge", ["note": "on it"]))
        #expect(answer.status == 200)
        #expect(answer.json["acknowledged"]["party"].string == "prov")
        #expect(answer.json["already"].bool == false)
        #expect(try daemon.provider.ask(.post("/v1/incidents/\(quiet)/acknowledge")).json["already"].bool == true)
        #expect(try daemon.incident(quiet)["incident"]["acknowledged_by"].strings == ["prov"])

        // A second incident, unanswered, runs through all steps meanwhile: a clock that this test need not trust.
        let loud = try daemon.opened(
            "Cage on fire", asset: "banyan-vps1", category: "hardware", layer: "virtualization")
        _ = try daemon.receiver.first("the end of the other's escalation") {
            $0.kind == "nobody_reached" && $0.incident == loud
        }
        #expect(Set(daemon.receiver.webhooks.filter { $0.incident == quiet }.map(\.kind)) == ["opened"])
        #expect(try daemon.incident(quiet)["incident"]["next_due"].isNull)
        #expect(try daemon.incident(quiet)["incident"]["waiting_for"]["kind"].string == "looked_after")
        let listed = try daemon.provider.ask(.get("/v1/incidents")).json["incidents"].items
        #expect(listed.map { $0["waiting_for"]["kind"].string }.contains("looked_after"))
    }

    @Test func acknowledgementOfOneSideDoesNotSpeakForTheOther() throws {
        let daemon = try DaemonUnderTest.started { try $0.hurryEscalation() }
        let incident = try daemon.opened("Disk errors", category: "hardware", layer: "virtualization")
        #expect(try daemon.tern.ask(.post("/v1/incidents/\(incident)/acknowledge")).status == 200)
        _ = try daemon.receiver.first("the provider's escalation") { $0.kind == "escalated" && $0.incident == incident }
    }

    @Test func deadChannelDelaysNoOther() throws {
        let daemon = try DaemonUnderTest.started()
        daemon.receiver.answer { webhook, _ in webhook.channel == "tern" ? .hang : .status(204) }
        // Repeats are told by the summary without its digits, so each has another letter.
        for letter in "abcdefghijklmnopqrst" { _ = try daemon.opened("Web shell \(letter)") }
        _ = try daemon.receiver.first("an attempt that hangs") { $0.channel == "tern" }
        let began = Date()
        let other = try daemon.opened("Kernel is old", asset: "banyan-vps1", layer: "os", severity: "critical")
        let notice = try daemon.receiver.first("the other channel's notice", within: 2) { $0.incident == other }
        #expect(notice.at.timeIntervalSince(began) < 2)
        #expect(try daemon.provider.ask(.get("/readyz")).status == 200)
    }

    @Test func failedAttemptIsRepeatedUnderItsId() throws {
        let daemon = try DaemonUnderTest.started()
        daemon.receiver.answer { _, earlier in .status(earlier == 0 ? 500 : 204) }
        let incident = try daemon.opened("Web shell")
        let attempts = try daemon.receiver.waitFor(2, "the second attempt")
        #expect(attempts[0].id == attempts[1].id)
        #expect(attempts[0].body == attempts[1].body)
        #expect(attempts[1].at.timeIntervalSince(attempts[0].at) > 1)
        #expect(try SignatureJudge.verify(attempts, in: daemon.world) == [true, true])
        try eventually("the delivery is done") {
            let delivery = try daemon.incident(incident)["incident"]["notices"][0]["deliveries"][0]
            return delivery["state"].string == "delivered" && delivery["attempts"].number == 2
        }
        let timeline = try daemon.incident(incident)["timeline"].items.compactMap { $0["text"].string }
        #expect(timeline.contains { $0.contains("500") })
    }

    @Test func goneChannelIsOnRecord() throws {
        let daemon = try DaemonUnderTest.started()
        daemon.receiver.answer { webhook, _ in .status(webhook.channel == "tern" ? 410 : 204) }
        let incident = try daemon.opened("Web shell")
        _ = try daemon.receiver.first("the attempt")
        try eventually("the refusal is on record") {
            let delivery = try daemon.incident(incident)["incident"]["notices"][0]["deliveries"][0]
            return delivery["last_status"].number == 410
        }
    }

    @Test func everybodyToldIsToldOfTheEnd() throws {
        let daemon = try DaemonUnderTest.started { try $0.hurryEscalation() }
        let incident = try daemon.opened("Disk errors", category: "hardware", layer: "virtualization")
        _ = try daemon.receiver.first("the manager's notice") { $0.channel == "prov-mgr" }
        let told = Set(daemon.receiver.webhooks.map(\.channel))
        let answer = try daemon.provider.ask(.form("/v1/incidents/\(incident)/resolve", ["note": "disk replaced"]))
        #expect(answer.status == 200)
        #expect(answer.json["already"].bool == false)
        #expect(Set(answer.json["told"].strings).isSuperset(of: ["prov.noc", "prov.mgr"]), "\(answer.text)")
        // The desk, its manager, and the customer whose service the disk carries.
        let ends = try daemon.receiver.waitFor(3, "the ends") { $0.kind == "resolved" }
        #expect(Set(ends.map(\.channel)).isSuperset(of: told.intersection(["prov-noc", "prov-mgr"])))
        #expect(try SignatureJudge.verify(ends, in: daemon.world).allSatisfy { $0 })
        // Doing it again changes nothing, while the end is being told and after that.
        for _ in 0..<2 {
            let again = try daemon.provider.ask(.post("/v1/incidents/\(incident)/resolve"))
            #expect(again.status == 200 && again.json["already"].bool == true || again.status == 409, "\(again.text)")
            let late = try daemon.provider.ask(.post("/v1/incidents/\(incident)/acknowledge"))
            #expect(late.status == 200 && late.json["already"].bool == true || late.status == 409, "\(late.text)")
            try eventually("the incident is closed") { try daemon.state(of: incident) == "closed" }
        }
    }
}
