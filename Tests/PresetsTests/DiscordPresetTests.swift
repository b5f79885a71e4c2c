import StrictJSON
import Testing

@testable import Presets

@Suite struct DiscordPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("discord").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let golden = #"""
            {"embeds":[{"title":"\\[HIGH\\] Unknown login","url":"https://tocsin.example/a/tok1",
            "description":"**Whose it is** Tern owns it: the VPS is not managed.\n**Why you are told** You are told under JC-01 \\(Intrusion\\).\n**Next** It is yours: look after it, and acknowledge with `tocsin ack inc_1`.",
            "color":15690752,"fields":[{"name":"Owner","value":"tern \\(you\\)","inline":true},
            {"name":"Asset","value":"tern-vps1","inline":true},
            {"name":"Due","value":"2026-03-10 02:15:00 UTC","inline":true},
            {"name":"Agreement","value":"agr-tern","inline":true},{"name":"Incident","value":"inc\\_1","inline":true},
            {"name":"Acknowledge","value":"[Open the page](https://tocsin.example/a/tok1)","inline":false}],
            "timestamp":"2026-03-10T01:59:30Z"}],"allowed_mentions":{"parse":[]}}
            """#
        #expect(try difference(request(Samples.opened()), golden) == nil)
    }

    @Test func resolved() throws {
        let golden = #"""
            {"embeds":[{"title":"\\[RESOLVED\\] Unknown login",
            "description":"**Whose it is** Tern owns it: the VPS is not managed.\n**Why you are told** You were told of this problem; it is over.\n**Next** Nothing is left to do.",
            "color":3046706,"fields":[{"name":"Owner","value":"tern \\(you\\)","inline":true},
            {"name":"Asset","value":"tern-vps1","inline":true},
            {"name":"Agreement","value":"agr-tern","inline":true},{"name":"Incident","value":"inc\\_1","inline":true}],
            "timestamp":"2026-03-10T03:00:00Z"}],"allowed_mentions":{"parse":[]}}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = #"""
            {"embeds":[{"title":"\\[HIGH\\] 2 notices at once",
            "description":"• \\[HIGH\\] Unknown login \\(tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc\\_1 of agr-tern\\)\n• \\[RESOLVED\\] Mail queue is full \\(tern-mail, owner prov, inc\\_2 of agr-tern\\)\n**Why you are told** There were too many notices at once; this one tells 2 of them.\n**Next** Look at each of them, and acknowledge each: they are listed under `told`.",
            "color":15690752,"fields":[{"name":"Due","value":"2026-03-10 02:15:00 UTC","inline":true},
            {"name":"Notice","value":"not\\_9","inline":true}],
            "timestamp":"2026-03-10T02:05:00Z"}],"allowed_mentions":{"parse":[]}}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"embeds":[{"title":"\\[TEST\\] \\[INFO\\] Test of the channel on which tern is told",
            "description":"**Whose it is** Meridian Hosting tests the channel.\n**Why you are told** This tests the channel on which you are told, before it is needed.\n**Next** Nothing has to be done: that it arrived is on record.",
            "color":6323595,"fields":[{"name":"Owner","value":"prov","inline":true},
            {"name":"Agreement","value":"agr-tern","inline":true},{"name":"Incident","value":"inc\\_7","inline":true}],
            "timestamp":"2026-03-11T08:00:00Z"}],"allowed_mentions":{"parse":[]}}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    /// Without `wait` a message that is not kept is answered as if it were.
    @Test func waitsForTheMessage() throws {
        #expect(try request(Samples.opened()).query == [.init("wait", "true")])
        let preset = try DiscordPreset(PresetValues(["thread_id": "1234567890"]))
        let query = try preset.request(for: Samples.opened(), delivery: "del_1").query
        #expect(query == [.init("wait", "true"), .init("thread_id", "1234567890")])
        #expect(throws: PresetProblem.self) { try DiscordPreset(PresetValues(["thread_id": "general"])) }
    }

    @Test func escapes() throws {
        let notice = try Samples.opened(["summary": "@everyone <@&12> [a](http://b) *c* ~d~ ||e|| `f` a@b.example"])
        let title = try request(notice).json["embeds"]?.array?.first?["title"]?.string
        let expected =
            #"\[HIGH\] @"# + "\u{200B}" + #"everyone \<@"# + "\u{200B}"
            + #"&12\> \[a\]\(http://b\) \*c\* \~d\~ \|\|e\|\| \`f\` a@b.example"#
        #expect(title == expected)
    }

    /// A time that is none, and an empty value of a field, have the whole message refused.
    @Test func leavesOutWhatWouldBeRefused() throws {
        let notice = try Samples.notice(
            #"{"timestamp":"2026-02-30T00:00:00Z","data":{"asset":" \u200b ","incident":""}}"#)
        let embed = try request(notice).json["embeds"]?.array?.first
        #expect(embed?["timestamp"] == nil)
        #expect(embed?["title"] == #"\[INFO\] Something happened."#)
        #expect(embed?["fields"]?.array == [["name": "Owner", "value": "nobody", "inline": true]])
        #expect(embed?["description"] == nil)
    }

    @Test(arguments: [
        (200, #"{"id":"123","content":""}"#, "delivered"), (200, #"{"id":"123","embeds":[{"title":"cut"#, "delivered"),
        (204, "", "refused"), (200, "", "refused"), (200, "<html>", "refused"), (400, #"{"code":50035}"#, "refused"),
        (401, #"{"code":50027}"#, "gone"), (403, "", "gone"), (404, #"{"code":10015}"#, "gone"), (429, "", "later"),
        (502, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("discord", status, body).word == word)
    }

    /// Seconds with a fraction, rounded up.
    @Test(arguments: [("0.5291", 530), ("64.57", 64_570), ("2", 2000), ("1e9", 86_400_000)])
    func readsTheWait(_ seconds: String, _ milliseconds: Int64) throws {
        let body = #"{"message":"You are being rate limited.","retry_after":\#(seconds),"global":false}"#
        #expect(try verdict("discord", 429, body).wait == milliseconds)
    }

    @Test func ignoresAWaitThatIsNone() throws {
        #expect(try verdict("discord", 429, #"{"retry_after":-1}"#).wait == nil)
        #expect(try verdict("discord", 429, #"{"retry_after":"soon"}"#).wait == nil)
    }
}
