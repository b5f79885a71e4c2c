import StrictJSON
import Testing

@testable import Presets

@Suite struct TeamsPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("teams").request(for: notice, delivery: "del_1")
    }

    private func golden(_ title: String, _ color: String, _ blocks: [String], _ facts: String, _ actions: String = "")
        -> String
    {
        let texts = blocks.map { #"{"type":"TextBlock","text":"\#($0)","wrap":true}"# }.joined(separator: ",")
        return #"""
            {"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","contentUrl":null,
            "content":{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard",
            "version":"1.2","body":[{"type":"TextBlock","text":"\#(title)","weight":"Bolder","size":"Medium","wrap":true,
            "style":"heading","color":"\#(color)"},\#(texts),{"type":"FactSet","facts":[\#(facts)]}],
            \#(actions)"msteams":{"width":"full"}}}]}
            """#
    }

    @Test func opened() throws {
        let golden = golden(
            #"\\[HIGH\\] Unknown login"#, "Attention",
            [
                "**Whose it is** Tern owns it: the VPS is not managed.",
                #"**Why you are told** You are told under JC-01 \\(Intrusion\\)."#,
                #"**Next** It is yours: look after it, and acknowledge with \\`tocsin ack inc\\_1\\`."#,
            ],
            #"""
            {"title":"Owner","value":"tern \\(you\\)"},{"title":"Asset","value":"tern-vps1"},
            {"title":"Due","value":"2026-03-10 02:15:00 UTC"},{"title":"Agreement","value":"agr-tern"},
            {"title":"Incident","value":"inc\\_1"}
            """#,
            #""actions":[{"type":"Action.OpenUrl","title":"Acknowledge","url":"https://tocsin.example/a/tok1"}],"#)
        #expect(try difference(request(Samples.opened()), golden) == nil)
    }

    @Test func resolved() throws {
        let golden = golden(
            #"\\[RESOLVED\\] Unknown login"#, "Good",
            [
                "**Whose it is** Tern owns it: the VPS is not managed.",
                "**Why you are told** You were told of this problem; it is over.", "**Next** Nothing is left to do.",
            ],
            #"""
            {"title":"Owner","value":"tern \\(you\\)"},{"title":"Asset","value":"tern-vps1"},
            {"title":"Agreement","value":"agr-tern"},{"title":"Incident","value":"inc\\_1"}
            """#)
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = golden(
            #"\\[HIGH\\] 2 notices at once"#, "Attention",
            [
                #"• \\[HIGH\\] Unknown login \\(tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc\\_1 of agr-tern\\)\n\n• \\[RESOLVED\\] Mail queue is full \\(tern-mail, owner prov, inc\\_2 of agr-tern\\)"#,
                "**Why you are told** There were too many notices at once; this one tells 2 of them.",
                #"**Next** Look at each of them, and acknowledge each: they are listed under \\`told\\`."#,
            ], #"{"title":"Due","value":"2026-03-10 02:15:00 UTC"},{"title":"Notice","value":"not\\_9"}"#)
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = golden(
            #"\\[TEST\\] \\[INFO\\] Test of the channel on which tern is told"#, "Accent",
            [
                "**Whose it is** Meridian Hosting tests the channel.",
                "**Why you are told** This tests the channel on which you are told, before it is needed.",
                "**Next** Nothing has to be done: that it arrived is on record.",
            ],
            #"{"title":"Owner","value":"prov"},{"title":"Agreement","value":"agr-tern"},{"title":"Incident","value":"inc\\_7"}"#
        )
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    @Test func escapes() throws {
        let notice = try Samples.opened(["summary": "<at>All</at> [a](b) *c* #d \\e @all"])
        let body = try request(notice).json["attachments"]?.array?.first?["content"]?["body"]?.array
        let expected =
            "\\[HIGH\\] <\u{200B}at>All<\u{200B}/at> \\[a\\]\\(b\\) \\*c\\* \\#d \\\\e @\u{200B}all"
        #expect(body?.first?["text"]?.string == expected)
    }

    @Test(arguments: [
        ("contoso.webhook.office.com", true), ("CONTOSO.WEBHOOK.OFFICE.COM", true), ("webhook.office.com", true),
        ("outlook.office.com", true), ("prod-12.westeurope.logic.azure.com", false),
        ("default12.34.environment.api.powerplatform.com", false), ("evilwebhook.office.com", false),
    ])
    func refusesRetiredConnectors(_ host: String, _ isRefused: Bool) {
        #expect((TeamsPreset.fault(ofHost: host) != nil) == isRefused)
        #expect(SlackPreset.fault(ofHost: host) == nil)
    }

    @Test(arguments: [
        (200, "delivered"), (202, "delivered"), (204, "refused"), (400, "refused"), (401, "gone"), (403, "gone"),
        (404, "gone"), (408, "later"), (413, "refused"), (429, "later"), (502, "later"),
    ])
    func judges(_ status: Int, _ word: String) throws { #expect(try verdict("teams", status).word == word) }
}
