import StrictJSON
import Testing

@testable import Presets

@Suite struct MatrixPresetTests {
    private func request(_ notice: NoticeContent, delivery: String = "del_1") throws -> PresetRequest {
        try Samples.make("matrix").request(for: notice, delivery: delivery)
    }

    private func golden(_ body: String, _ html: String) -> String {
        #"""
        {"msgtype":"m.text","body":"\#(body)","format":"org.matrix.custom.html","formatted_body":"\#(html)","m.mentions":{}}
        """#
    }

    @Test func opened() throws {
        let golden = golden(
            #"[HIGH] Unknown login\n\nWhose it is: Tern owns it: the VPS is not managed.\n\nWhy you are told: You are told under JC-01 (Intrusion).\n\nNext: It is yours: look after it, and acknowledge with `tocsin ack inc_1`.\n\nOwner: tern (you)\nAsset: tern-vps1\nDue: 2026-03-10 02:15:00 UTC\nAgreement: agr-tern\nIncident: inc_1\n\nAcknowledge: https://tocsin.example/a/tok1"#,
            ##"<strong><span data-mx-color=\"#EF6C00\">[HIGH] Unknown login</span></strong><br><br><b>Whose it is:</b> Tern owns it: the VPS is not managed.<br><br><b>Why you are told:</b> You are told under JC-01 (Intrusion).<br><br><b>Next:</b> It is yours: look after it, and acknowledge with <code>tocsin ack inc_1</code>.<br><br><b>Owner:</b> tern (you)<br><b>Asset:</b> tern-vps1<br><b>Due:</b> 2026-03-10 02:15:00 UTC<br><b>Agreement:</b> agr-tern<br><b>Incident:</b> inc_1<br><br><a href=\"https://tocsin.example/a/tok1\">Acknowledge</a>"##
        )
        #expect(try difference(request(Samples.opened()), golden) == nil)
    }

    @Test func resolved() throws {
        let golden = golden(
            #"[RESOLVED] Unknown login\n\nWhose it is: Tern owns it: the VPS is not managed.\n\nWhy you are told: You were told of this problem; it is over.\n\nNext: Nothing is left to do.\n\nOwner: tern (you)\nAsset: tern-vps1\nAgreement: agr-tern\nIncident: inc_1"#,
            ##"<strong><span data-mx-color=\"#2E7D32\">[RESOLVED] Unknown login</span></strong><br><br><b>Whose it is:</b> Tern owns it: the VPS is not managed.<br><br><b>Why you are told:</b> You were told of this problem; it is over.<br><br><b>Next:</b> Nothing is left to do.<br><br><b>Owner:</b> tern (you)<br><b>Asset:</b> tern-vps1<br><b>Agreement:</b> agr-tern<br><b>Incident:</b> inc_1"##
        )
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = golden(
            #"[HIGH] 2 notices at once\n\n• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)\n• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)\n\nWhy you are told: There were too many notices at once; this one tells 2 of them.\n\nNext: Look at each of them, and acknowledge each: they are listed under `told`.\n\nDue: 2026-03-10 02:15:00 UTC\nNotice: not_9"#,
            ##"<strong><span data-mx-color=\"#EF6C00\">[HIGH] 2 notices at once</span></strong><br><br>• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)<br>• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)<br><br><b>Why you are told:</b> There were too many notices at once; this one tells 2 of them.<br><br><b>Next:</b> Look at each of them, and acknowledge each: they are listed under <code>told</code>.<br><br><b>Due:</b> 2026-03-10 02:15:00 UTC<br><b>Notice:</b> not_9"##
        )
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = golden(
            #"[TEST] [INFO] Test of the channel on which tern is told\n\nWhose it is: Meridian Hosting tests the channel.\n\nWhy you are told: This tests the channel on which you are told, before it is needed.\n\nNext: Nothing has to be done: that it arrived is on record.\n\nOwner: prov\nAgreement: agr-tern\nIncident: inc_7"#,
            ##"<strong><span data-mx-color=\"#607D8B\">[TEST] [INFO] Test of the channel on which tern is told</span></strong><br><br><b>Whose it is:</b> Meridian Hosting tests the channel.<br><br><b>Why you are told:</b> This tests the channel on which you are told, before it is needed.<br><br><b>Next:</b> Nothing has to be done: that it arrived is on record.<br><br><b>Owner:</b> prov<br><b>Agreement:</b> agr-tern<br><b>Incident:</b> inc_7"##
        )
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    /// The transaction is the delivery: the same on every attempt, another for another.
    @Test func namesTheTransaction() throws {
        let request = try request(Samples.opened(), delivery: "del/1 ü")
        #expect(request.method == .put)
        #expect(
            request.pathSuffix
                == "/_matrix/client/v3/rooms/%21abc%3Amatrix.example/send/m.room.message/del%2F1%20%C3%BC")
        #expect(request.headers == [.init("Authorization", "Bearer syt_secret")])
    }

    @Test func escapes() throws {
        let json = try request(Samples.opened(["summary": "@room <b>a</b> & <a href='x'>"])).json
        let body = try #require(json["body"]?.string)
        #expect(body.hasPrefix("[HIGH] @\u{200B}room <b>a</b> & <a href='x'>\n"))
        let html = try #require(json["formatted_body"]?.string)
        #expect(html.contains("[HIGH] @\u{200B}room &lt;b&gt;a&lt;/b&gt; &amp; &lt;a href='x'&gt;</span>"))
    }

    @Test func speaksQuietlyWhereAsked() throws {
        let values = ["room": "!a:b", "token": "t", "message_type": "notice"]
        let json = try MatrixPreset(PresetValues(values)).request(for: Samples.opened(), delivery: "del_1").json
        #expect(json["msgtype"] == "m.notice")
    }

    @Test(arguments: [["room": "#ops:b", "token": "t"], ["room": "!", "token": "t"], ["room": "!a:b"]])
    func refusesValues(_ values: [String: String]) {
        #expect(throws: PresetProblem.self) { try MatrixPreset(PresetValues(values)) }
    }

    @Test(arguments: [
        (200, #"{"event_id":"$abc"}"#, "delivered"), (200, "{}", "refused"), (200, "<html>", "refused"),
        (400, #"{"errcode":"M_BAD_JSON"}"#, "refused"), (401, #"{"errcode":"M_UNKNOWN_TOKEN"}"#, "gone"),
        (403, #"{"errcode":"M_FORBIDDEN"}"#, "gone"), (404, #"{"errcode":"M_NOT_FOUND"}"#, "gone"),
        (404, #"{"errcode":"M_UNRECOGNIZED"}"#, "refused"), (413, #"{"errcode":"M_TOO_LARGE"}"#, "refused"),
        (429, #"{"errcode":"M_LIMIT_EXCEEDED"}"#, "later"), (502, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("matrix", status, body).word == word)
    }

    @Test func readsTheWait() throws {
        let body = #"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2500}"#
        #expect(try verdict("matrix", 429, body).wait == 2500)
        #expect(try verdict("matrix", 429, body, retryAfter: 4000).wait == 4000)
    }
}
