import StrictJSON
import Testing

@testable import Presets

@Suite struct MattermostPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("mattermost").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let golden = #"""
            {"attachments":[{"fallback":"[HIGH] Unknown login","color":"#EF6C00","title":"\\[HIGH\\] Unknown login",
            "title_link":"https://tocsin.example/a/tok1",
            "text":"**Whose it is** Tern owns it: the VPS is not managed.\n\n**Why you are told** You are told under JC-01 \\(Intrusion\\).\n\n**Next** It is yours: look after it, and acknowledge with `tocsin ack inc_1`.\n\n[**Acknowledge**](https://tocsin.example/a/tok1)",
            "fields":[{"short":true,"title":"Owner","value":"tern \\(you\\)"},
            {"short":true,"title":"Asset","value":"tern-vps1"},
            {"short":true,"title":"Due","value":"2026-03-10 02:15:00 UTC"},
            {"short":true,"title":"Agreement","value":"agr-tern"},{"short":true,"title":"Incident","value":"inc\\_1"}]}],
            "priority":{"priority":"important"}}
            """#
        #expect(try difference(request(Samples.opened()), golden) == nil)
    }

    @Test func resolved() throws {
        let golden = #"""
            {"attachments":[{"fallback":"[RESOLVED] Unknown login","color":"#2E7D32",
            "title":"\\[RESOLVED\\] Unknown login",
            "text":"**Whose it is** Tern owns it: the VPS is not managed.\n\n**Why you are told** You were told of this problem; it is over.\n\n**Next** Nothing is left to do.",
            "fields":[{"short":true,"title":"Owner","value":"tern \\(you\\)"},
            {"short":true,"title":"Asset","value":"tern-vps1"},{"short":true,"title":"Agreement","value":"agr-tern"},
            {"short":true,"title":"Incident","value":"inc\\_1"}]}]}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = #"""
            {"attachments":[{"fallback":"[HIGH] 2 notices at once","color":"#EF6C00",
            "title":"\\[HIGH\\] 2 notices at once",
            "text":"• \\[HIGH\\] Unknown login \\(tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc\\_1 of agr-tern\\)\n• \\[RESOLVED\\] Mail queue is full \\(tern-mail, owner prov, inc\\_2 of agr-tern\\)\n\n**Why you are told** There were too many notices at once; this one tells 2 of them.\n\n**Next** Look at each of them, and acknowledge each: they are listed under `told`.",
            "fields":[{"short":true,"title":"Due","value":"2026-03-10 02:15:00 UTC"},
            {"short":true,"title":"Notice","value":"not\\_9"}]}],"priority":{"priority":"important"}}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"attachments":[{"fallback":"[TEST] [INFO] Test of the channel on which tern is told","color":"#607D8B",
            "title":"\\[TEST\\] \\[INFO\\] Test of the channel on which tern is told",
            "text":"**Whose it is** Meridian Hosting tests the channel.\n\n**Why you are told** This tests the channel on which you are told, before it is needed.\n\n**Next** Nothing has to be done: that it arrived is on record.",
            "fields":[{"short":true,"title":"Owner","value":"prov"},
            {"short":true,"title":"Agreement","value":"agr-tern"},{"short":true,"title":"Incident","value":"inc\\_7"}]}]}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    @Test func asksForHurryWhereItIsDue() throws {
        #expect(try request(Samples.opened(["severity": "critical"])).json["priority"]?["priority"] == "urgent")
        #expect(try request(Samples.opened(["severity": "medium"])).json["priority"] == nil)
        #expect(try request(Samples.notice(Samples.openedText, isTest: true)).json["priority"] == nil)
    }

    @Test func goesToAnotherChannel() throws {
        let preset = try MattermostPreset(PresetValues(["channel": "ops"]))
        #expect(try preset.request(for: Samples.opened(), delivery: "del_1").json["channel"] == "ops")
    }

    @Test func escapes() throws {
        let notice = try Samples.opened([
            "summary": "@all @here @channel @mia a@b.example [a](b) *c* ~d #e `f` $g$ a\\b"
        ])
        let attachment = try request(notice).json["attachments"]?.array?.first
        let called = "@\u{200B}all @\u{200B}here @\u{200B}channel @\u{200B}mia a@b.example "
        #expect(attachment?["fallback"]?.string == "[HIGH] " + called + "[a](b) *c* ~d #e `f` $g$ a\\b")
        let marked = ##"\[a\]\(b\) \*c\* \~d \#e \`f\` \$g\$ a\\b"##
        #expect(attachment?["title"]?.string == #"\[HIGH\] "# + called + marked)
    }

    @Test(arguments: [
        (200, "ok", "delivered"), (200, "<html>", "refused"), (201, "ok", "refused"),
        (400, #"{"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook."}"#, "gone"),
        (501, #"{"id":"web.incoming_webhook.disabled.app_error","message":"Disabled."}"#, "gone"),
        (404, #"{"id":"web.incoming_webhook.channel.app_error","message":"Couldn't find the channel."}"#, "gone"),
        (400, #"{"id":"web.incoming_webhook.text.app_error","message":"No text."}"#, "refused"), (401, "", "gone"),
        (403, #"{"id":"web.incoming_webhook.permissions.app_error"}"#, "gone"), (404, "", "gone"), (429, "", "later"),
        (500, #"{"id":"store.sql"}"#, "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("mattermost", status, body).word == word)
    }
}
