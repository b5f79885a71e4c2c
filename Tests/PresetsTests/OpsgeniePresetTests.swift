import StrictJSON
import Testing

@testable import Presets

@Suite struct OpsgeniePresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("opsgenie").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let golden = #"""
            {"message":"[HIGH] Unknown login","alias":"inc_1",
            "description":"Whose it is: Tern owns it: the VPS is not managed.\n\nWhy you are told: You are told under JC-01 (Intrusion).\n\nNext: It is yours: look after it, and acknowledge with `tocsin ack inc_1`.\n\nOwner: tern (you)\nAsset: tern-vps1\nDue: 2026-03-10 02:15:00 UTC\nAgreement: agr-tern\nIncident: inc_1",
            "tags":["tocsin","high","intrusion"],"details":{"Owner":"tern (you)","Asset":"tern-vps1",
            "Due":"2026-03-10 02:15:00 UTC","Agreement":"agr-tern","Incident":"inc_1",
            "Acknowledge":"https://tocsin.example/a/tok1"},"entity":"tern-vps1","source":"Tocsin","priority":"P2"}
            """#
        let request = try request(Samples.opened())
        #expect(try difference(request, golden) == nil)
        #expect(request.pathSuffix == "/v2/alerts")
        #expect(request.query.isEmpty)
        #expect(request.headers == [.init("Authorization", "GenieKey 12345678-90ab-cdef")])
    }

    @Test func resolved() throws {
        let golden = #"""
            {"source":"Tocsin","note":"[RESOLVED] Unknown login\nYou were told of this problem; it is over."}
            """#
        let request = try request(Samples.resolved())
        #expect(try difference(request, golden) == nil)
        #expect(request.pathSuffix == "/v2/alerts/inc_1/close")
        #expect(request.query == [.init("identifierType", "alias")])
    }

    @Test func digest() throws {
        let golden = #"""
            {"message":"[HIGH] 2 notices at once","alias":"not_9",
            "description":"• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)\n• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)\n\nWhy you are told: There were too many notices at once; this one tells 2 of them.\n\nNext: Look at each of them, and acknowledge each: they are listed under `told`.\n\nDue: 2026-03-10 02:15:00 UTC\nNotice: not_9",
            "tags":["tocsin","high","intrusion"],"details":{"Due":"2026-03-10 02:15:00 UTC","Notice":"not_9"},
            "entity":"tern-vps1","source":"Tocsin","priority":"P2"}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"message":"[TEST] [INFO] Test of the channel on which tern is told","alias":"inc_7",
            "description":"Whose it is: Meridian Hosting tests the channel.\n\nWhy you are told: This tests the channel on which you are told, before it is needed.\n\nNext: Nothing has to be done: that it arrived is on record.\n\nOwner: prov\nAgreement: agr-tern\nIncident: inc_7",
            "tags":["tocsin","info","other","test"],"details":{"Owner":"prov","Agreement":"agr-tern","Incident":"inc_7"},
            "source":"Tocsin","priority":"P5"}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    @Test func encodesTheAlias() throws {
        let notice = try Samples.opened(["incident": "a/b?c", "kind": "resolved"])
        #expect(try request(notice).pathSuffix == "/v2/alerts/a%2Fb%3Fc/close")
    }

    @Test func cutsTheMessage() throws {
        let json = try request(Samples.opened(["summary": .string(String(repeating: "ab ", count: 100))])).json
        let message = try #require(json["message"]?.string)
        #expect(message.utf16.count == 130 && message.hasSuffix("…"))
    }

    @Test(arguments: ["", "a b", "key\r\nX: y", "schlüssel"])
    func refusesAKeyThatNoHeaderTakes(_ key: String) {
        #expect(throws: PresetProblem.self) { try OpsgeniePreset(PresetValues(["api_key": key])) }
    }

    @Test(arguments: [
        (202, "delivered"), (200, "refused"), (401, "gone"), (403, "gone"), (404, "refused"), (422, "refused"),
        (429, "later"), (503, "later"),
    ])
    func judges(_ status: Int, _ word: String) throws { #expect(try verdict("opsgenie", status).word == word) }
}
