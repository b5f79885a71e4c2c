import StrictJSON
import Testing

@testable import Presets

@Suite struct SlackPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("slack").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let golden = #"""
            {"text":"*[HIGH] Unknown login*","unfurl_links":false,"unfurl_media":false,"attachments":[
            {"color":"#EF6C00","fallback":"[HIGH] Unknown login","blocks":[
            {"type":"section","text":{"type":"mrkdwn","text":"*Whose it is* Tern owns it: the VPS is not managed.\n*Why you are told* You are told under JC-01 (Intrusion).\n*Next* It is yours: look after it, and acknowledge with `tocsin ack inc_1`."}},
            {"type":"section","fields":[{"type":"mrkdwn","text":"*Owner*\ntern (you)"},
            {"type":"mrkdwn","text":"*Asset*\ntern-vps1"},{"type":"mrkdwn","text":"*Due*\n2026-03-10 02:15:00 UTC"},
            {"type":"mrkdwn","text":"*Agreement*\nagr-tern"},{"type":"mrkdwn","text":"*Incident*\ninc_1"}]},
            {"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Acknowledge"},
            "style":"primary","url":"https://tocsin.example/a/tok1"}]}]}]}
            """#
        #expect(try difference(request(Samples.opened()), golden) == nil)
    }

    @Test func resolved() throws {
        let golden = #"""
            {"text":"*[RESOLVED] Unknown login*","unfurl_links":false,"unfurl_media":false,"attachments":[
            {"color":"#2E7D32","fallback":"[RESOLVED] Unknown login","blocks":[
            {"type":"section","text":{"type":"mrkdwn","text":"*Whose it is* Tern owns it: the VPS is not managed.\n*Why you are told* You were told of this problem; it is over.\n*Next* Nothing is left to do."}},
            {"type":"section","fields":[{"type":"mrkdwn","text":"*Owner*\ntern (you)"},
            {"type":"mrkdwn","text":"*Asset*\ntern-vps1"},{"type":"mrkdwn","text":"*Agreement*\nagr-tern"},
            {"type":"mrkdwn","text":"*Incident*\ninc_1"}]}]}]}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = #"""
            {"text":"*[HIGH] 2 notices at once*","unfurl_links":false,"unfurl_media":false,"attachments":[
            {"color":"#EF6C00","fallback":"[HIGH] 2 notices at once","blocks":[
            {"type":"section","text":{"type":"mrkdwn","text":"• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)\n• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)"}},
            {"type":"section","text":{"type":"mrkdwn","text":"*Why you are told* There were too many notices at once; this one tells 2 of them.\n*Next* Look at each of them, and acknowledge each: they are listed under `told`."}},
            {"type":"section","fields":[{"type":"mrkdwn","text":"*Due*\n2026-03-10 02:15:00 UTC"},
            {"type":"mrkdwn","text":"*Notice*\nnot_9"}]}]}]}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"text":"*[TEST] [INFO] Test of the channel on which tern is told*","unfurl_links":false,
            "unfurl_media":false,"attachments":[{"color":"#607D8B",
            "fallback":"[TEST] [INFO] Test of the channel on which tern is told","blocks":[
            {"type":"section","text":{"type":"mrkdwn","text":"*Whose it is* Meridian Hosting tests the channel.\n*Why you are told* This tests the channel on which you are told, before it is needed.\n*Next* Nothing has to be done: that it arrived is on record."}},
            {"type":"section","fields":[{"type":"mrkdwn","text":"*Owner*\nprov"},
            {"type":"mrkdwn","text":"*Agreement*\nagr-tern"},{"type":"mrkdwn","text":"*Incident*\ninc_7"}]}]}]}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    /// Slack reads three characters, and calls nobody who is written as entities.
    @Test func escapes() throws {
        let json = try request(Samples.opened(["summary": "<!channel> a & b > <@U123> *c*", "asset": "<https://e|x>"]))
            .json
        #expect(json["text"] == "*[HIGH] &lt;!channel&gt; a &amp; b &gt; &lt;@U123&gt; *c**")
        let blocks = json["attachments"]?.array?.first?["blocks"]?.array
        #expect(blocks?[1]["fields"]?.array?[1]["text"] == "*Asset*\n&lt;https://e|x&gt;")
    }

    @Test func showsTheCommandWhereThereIsNoPage() throws {
        let json = try request(Samples.opened(["next": "Look at it."])).json
        let blocks = try #require(json["attachments"]?.array?.first?["blocks"]?.array)
        #expect(blocks.last?["text"]?["text"] == "*Acknowledge with* `tocsin ack inc_1`")
    }

    /// A section takes 3000 characters, escapes included.
    @Test func staysWithinASection() throws {
        let long = JSON.string(String(repeating: "<", count: 5000))
        let notice = try Samples.opened(["because_of": long, "next": long, "ruling": ["sentence": long]])
        let blocks = try request(notice).json["attachments"]?.array?.first?["blocks"]?.array
        let text = try #require(blocks?.first?["text"]?["text"]?.string)
        #expect(text.utf16.count <= 3000)
        #expect(text.hasSuffix("&lt;…"))
    }

    @Test(arguments: [
        (200, "ok", "delivered"), (200, "ok\n", "delivered"), (200, "", "refused"),
        (200, "<html>sign in</html>", "refused"),
        (201, "ok", "refused"), (302, "", "refused"), (400, "invalid_payload", "refused"), (400, "no_text", "refused"),
        (403, "action_prohibited", "gone"), (403, "invalid_token", "gone"), (404, "no_service", "gone"),
        (404, "channel_not_found", "gone"), (410, "channel_is_archived", "gone"), (413, "", "refused"),
        (429, "", "later"), (500, "rollup_error", "later"), (503, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("slack", status, body).word == word)
    }

    @Test func takesTheLongerWait() throws {
        let body = #"{"retry_after":30,"ok":false,"error":"rate_limited"}"#
        #expect(try verdict("slack", 429, body, retryAfter: 1000).wait == 30_000)
        #expect(try verdict("slack", 429, body, retryAfter: 60_000).wait == 60_000)
        #expect(try verdict("slack", 404, "no_service").why == "the receiver answered 404: \"no_service\"")
    }
}
