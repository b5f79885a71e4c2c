import StrictJSON
import Testing

@testable import Presets

@Suite struct GoogleChatPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("googlechat").request(for: notice, delivery: "del_1")
    }

    private func golden(
        _ text: String, _ thread: String, _ color: String, _ state: String, _ paragraphs: [String],
        _ facts: [(String, String)], link: String = ""
    ) -> String {
        func labelled(_ label: String, _ text: String) -> String {
            #"{"decoratedText":{"topLabel":"\#(label)","text":"\#(text)","wrapText":true}}"#
        }
        var widgets = [labelled("Severity", #"<font color=\"\#(color)\"><b>\#(state)</b></font>"#)]
        widgets += paragraphs.map { #"{"textParagraph":{"text":"\#($0)"}}"# }
        widgets += facts.map { labelled($0.0, $0.1) }
        if !link.isEmpty {
            widgets.append(
                #"{"buttonList":{"buttons":[{"text":"Acknowledge","onClick":{"openLink":{"url":"\#(link)"}}}]}}"#)
        }
        return #"""
            {"text":"\#(text)","cardsV2":[{"cardId":"notice","card":{"sections":[{"widgets":
            [\#(widgets.joined(separator: ","))]}]}}],"thread":{"threadKey":"\#(thread)"}}
            """#
    }

    @Test func opened() throws {
        let golden = golden(
            "[HIGH] Unknown login", "inc_1", "#EF6C00", "high",
            [
                "<b>Whose it is</b> Tern owns it: the VPS is not managed.",
                "<b>Why you are told</b> You are told under JC-01 (Intrusion).",
                "<b>Next</b> It is yours: look after it, and acknowledge with <i>tocsin ack inc_1</i>.",
            ],
            [
                ("Owner", "tern (you)"), ("Asset", "tern-vps1"), ("Due", "2026-03-10 02:15:00 UTC"),
                ("Agreement", "agr-tern"), ("Incident", "inc_1"),
            ], link: "https://tocsin.example/a/tok1")
        let request = try request(Samples.opened())
        #expect(try difference(request, golden) == nil)
        #expect(request.contentType == "application/json; charset=UTF-8")
        let query = [("messageReplyOption", "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"), ("requestId", "del_1")]
        #expect(request.query == query.map { .init($0.0, $0.1) })
    }

    @Test func resolved() throws {
        let golden = golden(
            "[RESOLVED] Unknown login", "inc_1", "#2E7D32", "resolved",
            [
                "<b>Whose it is</b> Tern owns it: the VPS is not managed.",
                "<b>Why you are told</b> You were told of this problem; it is over.",
                "<b>Next</b> Nothing is left to do.",
            ], [("Owner", "tern (you)"), ("Asset", "tern-vps1"), ("Agreement", "agr-tern"), ("Incident", "inc_1")])
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let first = "• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)"
        let golden = golden(
            "[HIGH] 2 notices at once", "not_9", "#EF6C00", "high",
            [
                first + "<br>• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)",
                "<b>Why you are told</b> There were too many notices at once; this one tells 2 of them.",
                "<b>Next</b> Look at each of them, and acknowledge each: they are listed under <i>told</i>.",
            ], [("Due", "2026-03-10 02:15:00 UTC"), ("Notice", "not_9")])
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = golden(
            "[TEST] [INFO] Test of the channel on which tern is told", "inc_7", "#607D8B", "test",
            [
                "<b>Whose it is</b> Meridian Hosting tests the channel.",
                "<b>Why you are told</b> This tests the channel on which you are told, before it is needed.",
                "<b>Next</b> Nothing has to be done: that it arrived is on record.",
            ], [("Owner", "prov"), ("Agreement", "agr-tern"), ("Incident", "inc_7")])
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    /// The text has no escapes, a card has those of HTML.
    @Test func escapes() throws {
        let json = try request(Samples.opened(["summary": "<users/all> @all", "because_of": "a <b>b</b> & c"])).json
        #expect(json["text"]?.string == "[HIGH] <\u{200B}users/all> @\u{200B}all")
        let card = json["cardsV2"]?.array?.first?["card"]?["sections"]?.array?.first?["widgets"]?.array
        #expect(card?[2]["textParagraph"]?["text"] == "<b>Why you are told</b> a &lt;b&gt;b&lt;/b&gt; &amp; c")
    }

    @Test(arguments: [
        (200, #"{"name":"spaces/A/messages/B"}"#, "delivered"),
        (200, #"{"name":"spaces/A","cardsV2":[cut"#, "delivered"),
        (200, "<html>", "refused"), (204, "", "refused"), (400, #"{"error":{"code":400}}"#, "refused"),
        (401, "", "gone"),
        (403, #"{"error":{"status":"PERMISSION_DENIED"}}"#, "gone"), (404, "", "gone"), (429, "", "later"),
        (503, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("googlechat", status, body).word == word)
    }
}
