import StrictJSON
import Testing

@testable import Presets

@Suite struct GotifyPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("gotify").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let golden = #"""
            {"title":"[HIGH] Unknown login",
            "message":"Whose it is: Tern owns it: the VPS is not managed.\n\nWhy you are told: You are told under JC-01 (Intrusion).\n\nNext: It is yours: look after it, and acknowledge with `tocsin ack inc_1`.\n\nOwner: tern (you)\nAsset: tern-vps1\nDue: 2026-03-10 02:15:00 UTC\nAgreement: agr-tern\nIncident: inc_1",
            "priority":8,"extras":{"client::display":{"contentType":"text/plain"},
            "client::notification":{"click":{"url":"https://tocsin.example/a/tok1"}}}}
            """#
        let request = try request(Samples.opened())
        #expect(try difference(request, golden) == nil)
        #expect(request.pathSuffix == "/message")
        #expect(request.headers == [.init("X-Gotify-Key", "AbcDef.123")])
    }

    @Test func resolved() throws {
        let golden = #"""
            {"title":"[RESOLVED] Unknown login",
            "message":"Whose it is: Tern owns it: the VPS is not managed.\n\nWhy you are told: You were told of this problem; it is over.\n\nNext: Nothing is left to do.\n\nOwner: tern (you)\nAsset: tern-vps1\nAgreement: agr-tern\nIncident: inc_1",
            "priority":4,"extras":{"client::display":{"contentType":"text/plain"}}}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = #"""
            {"title":"[HIGH] 2 notices at once",
            "message":"• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)\n• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)\n\nWhy you are told: There were too many notices at once; this one tells 2 of them.\n\nNext: Look at each of them, and acknowledge each: they are listed under `told`.\n\nDue: 2026-03-10 02:15:00 UTC\nNotice: not_9",
            "priority":8,"extras":{"client::display":{"contentType":"text/plain"}}}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"title":"[TEST] [INFO] Test of the channel on which tern is told",
            "message":"Whose it is: Meridian Hosting tests the channel.\n\nWhy you are told: This tests the channel on which you are told, before it is needed.\n\nNext: Nothing has to be done: that it arrived is on record.\n\nOwner: prov\nAgreement: agr-tern\nIncident: inc_7",
            "priority":2,"extras":{"client::display":{"contentType":"text/plain"}}}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    @Test func refusesAClientsToken() {
        #expect(throws: PresetProblem.self) { try GotifyPreset(PresetValues(["token": "CbcDef.123"])) }
        #expect(throws: PresetProblem.self) { try GotifyPreset(PresetValues()) }
    }

    @Test(arguments: [
        (200, #"{"id":25,"appid":5}"#, "delivered"), (200, #"{"id":25,"message":"cut"#, "delivered"),
        (200, "<html>", "refused"), (400, #"{"error":"Bad Request"}"#, "refused"), (401, "", "gone"), (403, "", "gone"),
        (404, "", "refused"), (429, "", "later"), (500, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("gotify", status, body).word == word)
    }
}
