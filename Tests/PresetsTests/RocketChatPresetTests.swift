import StrictJSON
import Testing

@testable import Presets

@Suite struct RocketChatPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("rocketchat").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let golden = #"""
            {"text":"[HIGH] Unknown login","attachments":[{"title":"Acknowledge",
            "title_link":"https://tocsin.example/a/tok1",
            "text":"*Whose it is* Tern owns it: the VPS is not managed.\n*Why you are told* You are told under JC-01 (Intrusion).\n*Next* It is yours: look after it, and acknowledge with `tocsin ack inc_1`.",
            "color":"#EF6C00","fields":[{"title":"Owner","value":"tern (you)","short":true},
            {"title":"Asset","value":"tern-vps1","short":true},
            {"title":"Due","value":"2026-03-10 02:15:00 UTC","short":true},
            {"title":"Agreement","value":"agr-tern","short":true},{"title":"Incident","value":"inc_1","short":true}]}]}
            """#
        #expect(try difference(request(Samples.opened()), golden) == nil)
    }

    @Test func resolved() throws {
        let golden = #"""
            {"text":"[RESOLVED] Unknown login","attachments":[{
            "text":"*Whose it is* Tern owns it: the VPS is not managed.\n*Why you are told* You were told of this problem; it is over.\n*Next* Nothing is left to do.",
            "color":"#2E7D32","fields":[{"title":"Owner","value":"tern (you)","short":true},
            {"title":"Asset","value":"tern-vps1","short":true},
            {"title":"Agreement","value":"agr-tern","short":true},{"title":"Incident","value":"inc_1","short":true}]}]}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = #"""
            {"text":"[HIGH] 2 notices at once","attachments":[{
            "text":"• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)\n• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)\n*Why you are told* There were too many notices at once; this one tells 2 of them.\n*Next* Look at each of them, and acknowledge each: they are listed under `told`.",
            "color":"#EF6C00","fields":[{"title":"Due","value":"2026-03-10 02:15:00 UTC","short":true},
            {"title":"Notice","value":"not_9","short":true}]}]}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"text":"[TEST] [INFO] Test of the channel on which tern is told","attachments":[{
            "text":"*Whose it is* Meridian Hosting tests the channel.\n*Why you are told* This tests the channel on which you are told, before it is needed.\n*Next* Nothing has to be done: that it arrived is on record.",
            "color":"#607D8B","fields":[{"title":"Owner","value":"prov","short":true},
            {"title":"Agreement","value":"agr-tern","short":true},{"title":"Incident","value":"inc_7","short":true}]}]}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    @Test func breaksMentionsAndLinks() throws {
        let notice = try Samples.opened(["summary": "@all [a](http://b) <http://b|a> ||c|| #general a@b.example"])
        let z = "\u{200B}"
        #expect(
            try request(notice).json["text"]?.string
                == "[HIGH] @\(z)all [a]\(z)(http://b) <\(z)http://b|a> |\(z)|c|\(z)| #\(z)general a@b.example")
    }

    @Test func goesToAnotherChannel() throws {
        let preset = try RocketChatPreset(PresetValues(["channel": "#ops"]))
        #expect(try preset.request(for: Samples.opened(), delivery: "del_1").json["channel"] == "#ops")
        #expect(throws: PresetProblem.self) { try RocketChatPreset(PresetValues(["channel": "ops"])) }
    }

    @Test(arguments: [
        (200, #"{"success":true}"#, "delivered"), (200, #"{ "success" : true, "x": 1 }"#, "delivered"),
        (200, #"{"success":false,"error":"no"}"#, "refused"), (200, "", "refused"), (200, "ok", "refused"),
        (400, #"{"success":false,"error":"invalid-channel"}"#, "refused"), (401, "", "gone"), (403, "", "gone"),
        (404, #"{"success":false,"error":"Invalid integration id or token provided."}"#, "gone"), (429, "", "later"),
        (400, #"{"success":false,"error":"... [error-too-many-requests]"}"#, "later"), (503, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("rocketchat", status, body).word == word)
    }
}
