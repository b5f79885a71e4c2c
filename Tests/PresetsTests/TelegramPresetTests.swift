import StrictJSON
import Testing

@testable import Presets

@Suite struct TelegramPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("telegram").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let golden = #"""
            {"chat_id":-1001234567890,"text":"🔴 <b>[HIGH] Unknown login</b>\n\n<b>Whose it is:</b> Tern owns it: the VPS is not managed.\n\n<b>Why you are told:</b> You are told under JC-01 (Intrusion).\n\n<b>Next:</b> It is yours: look after it, and acknowledge with <code>tocsin ack inc_1</code>.\n\n<b>Owner:</b> tern (you)\n<b>Asset:</b> tern-vps1\n<b>Due:</b> 2026-03-10 02:15:00 UTC\n<b>Agreement:</b> agr-tern\n<b>Incident:</b> inc_1",
            "parse_mode":"HTML","link_preview_options":{"is_disabled":true},"disable_notification":false,
            "reply_markup":{"inline_keyboard":[[{"text":"Acknowledge","url":"https://tocsin.example/a/tok1"}]]}}
            """#
        let request = try request(Samples.opened())
        #expect(try difference(request, golden) == nil)
        #expect(request.pathSuffix == "/bot123456789:AAabcdefghijklmnopqrstuv/sendMessage")
    }

    @Test func resolved() throws {
        let golden = #"""
            {"chat_id":-1001234567890,"text":"🟢 <b>[RESOLVED] Unknown login</b>\n\n<b>Whose it is:</b> Tern owns it: the VPS is not managed.\n\n<b>Why you are told:</b> You were told of this problem; it is over.\n\n<b>Next:</b> Nothing is left to do.\n\n<b>Owner:</b> tern (you)\n<b>Asset:</b> tern-vps1\n<b>Agreement:</b> agr-tern\n<b>Incident:</b> inc_1",
            "parse_mode":"HTML","link_preview_options":{"is_disabled":true},"disable_notification":true}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = #"""
            {"chat_id":-1001234567890,"text":"🔴 <b>[HIGH] 2 notices at once</b>\n\n• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)\n• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)\n\n<b>Why you are told:</b> There were too many notices at once; this one tells 2 of them.\n\n<b>Next:</b> Look at each of them, and acknowledge each: they are listed under <code>told</code>.\n\n<b>Due:</b> 2026-03-10 02:15:00 UTC\n<b>Notice:</b> not_9",
            "parse_mode":"HTML","link_preview_options":{"is_disabled":true},"disable_notification":false}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"chat_id":-1001234567890,"text":"⚪ <b>[TEST] [INFO] Test of the channel on which tern is told</b>\n\n<b>Whose it is:</b> Meridian Hosting tests the channel.\n\n<b>Why you are told:</b> This tests the channel on which you are told, before it is needed.\n\n<b>Next:</b> Nothing has to be done: that it arrived is on record.\n\n<b>Owner:</b> prov\n<b>Agreement:</b> agr-tern\n<b>Incident:</b> inc_7",
            "parse_mode":"HTML","link_preview_options":{"is_disabled":true},"disable_notification":false}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    @Test func escapes() throws {
        let notice = try Samples.opened([
            "summary": "</b><a href=\"x\">a</a> & @mia", "next": "Type `a < b`; done.", "asset": "x`y",
        ])
        let text = try #require(try request(notice).json["text"]?.string)
        #expect(text.hasPrefix("🔴 <b>[HIGH] &lt;/b&gt;&lt;a href=\"x\"&gt;a&lt;/a&gt; &amp; @\u{200B}mia</b>\n"))
        #expect(text.contains("<b>Next:</b> Type <code>a &lt; b</code>; done."))
        #expect(text.hasSuffix("<b>Acknowledge with</b> <code>tocsin ack inc_1</code>") == false)
        #expect(text.hasSuffix("<b>Acknowledge with:</b> <code>tocsin ack inc_1</code>"))
    }

    @Test(arguments: [
        (["token": "123456789:AAabcdefghijklmnopqrstuv", "chat_id": "ops"], "chat_id"),
        (["token": "123456789:AAabcdefghijklmnopqrstuv", "chat_id": "@ab"], "chat_id"),
        (["token": "123456789", "chat_id": "1"], "token"),
        (["token": "x:AAabcdefghijklmnopqrstuv", "chat_id": "1"], "token"),
        (["token": "1:AAabcdefghijklmnopqrstuv/../x", "chat_id": "1"], "token"), (["chat_id": "1"], "token"),
        (["token": "1:AAabcdefghijklmnopqrstuv", "chat_id": "1", "thread_id": "a"], "thread_id"),
    ])
    func refusesValues(_ values: [String: String], _ parameter: String) {
        #expect { try TelegramPreset(PresetValues(values)) } throws: { ($0 as? PresetProblem)?.parameter == parameter }
    }

    /// A group takes 20 a minute, a person one a second.
    @Test func keepsThePaceOfTheChat() throws {
        func pace(_ chat: String) throws -> Int {
            try TelegramPreset(PresetValues(["token": "1:AAabcdefghijklmnopqrstuv", "chat_id": chat])).pace
                .millisecondsPerMessage
        }
        #expect(try pace("77") == 1000)
        #expect(try pace("-77") == 3000)
        #expect(try pace("@alerts") == 3000)
    }

    @Test func writesIntoATopicOfANamedGroup() throws {
        let preset = try TelegramPreset(
            PresetValues(["token": "1:AAabcdefghijklmnopqrstuv", "chat_id": "@alerts", "thread_id": "7"]))
        let json = try preset.request(for: Samples.opened(), delivery: "del_1").json
        #expect(json["chat_id"] == "@alerts")
        #expect(json["message_thread_id"] == 7)
    }

    @Test(arguments: [
        (200, #"{"ok":true,"result":{"message_id":7}}"#, "delivered"),
        (200, #"{"ok":true,"result":{"message_id":7,"text":"cut"#, "delivered"),
        (200, #"{"ok":false,"error_code":400}"#, "refused"), (200, #"{"ok":false,"result":{"cut"#, "refused"),
        (200, "", "refused"), (200, "<html>", "refused"),
        (
            400, #"{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: Unsupported"}"#,
            "refused"
        ),
        (400, #"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#, "gone"),
        (400, #"{"ok":false,"description":"x","parameters":{"migrate_to_chat_id":-1009}}"#, "gone"),
        (400, #"{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}"#, "refused"),
        (401, #"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, "gone"),
        (403, #"{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked"}"#, "gone"),
        (404, #"{"ok":false,"error_code":404,"description":"Not Found"}"#, "gone"), (502, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("telegram", status, body).word == word)
    }

    @Test func readsWhatTheAnswerAsksFor() throws {
        let wait = #"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":14}}"#
        #expect(try verdict("telegram", 429, wait).wait == 14_000)
        let moved = #"{"ok":false,"description":"x","parameters":{"migrate_to_chat_id":-1009876}}"#
        #expect(try verdict("telegram", 400, moved).why == "the group has become a supergroup: set chat_id to -1009876")
    }
}
