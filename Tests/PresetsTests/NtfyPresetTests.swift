import StrictJSON
import Testing

@testable import Presets

@Suite struct NtfyPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("ntfy").request(for: notice, delivery: "del_1")
    }

    /// To the root of the server, with the topic in the body.
    @Test func opened() throws {
        let golden = #"""
            {"topic":"tern-alerts","title":"[HIGH] Unknown login",
            "message":"Whose it is: Tern owns it: the VPS is not managed.\n\nWhy you are told: You are told under JC-01 (Intrusion).\n\nNext: It is yours: look after it, and acknowledge with `tocsin ack inc_1`.\n\nOwner: tern (you)\nAsset: tern-vps1\nDue: 2026-03-10 02:15:00 UTC\nAgreement: agr-tern\nIncident: inc_1",
            "priority":4,"tags":["rotating_light"],"click":"https://tocsin.example/a/tok1",
            "actions":[{"action":"view","label":"Acknowledge","url":"https://tocsin.example/a/tok1","clear":true}]}
            """#
        let request = try request(Samples.opened())
        #expect(try difference(request, golden) == nil)
        #expect(request.pathSuffix.isEmpty && request.query.isEmpty)
        #expect(request.headers == [.init("Authorization", "Bearer tk_secret")])
    }

    @Test func resolved() throws {
        let golden = #"""
            {"topic":"tern-alerts","title":"[RESOLVED] Unknown login",
            "message":"Whose it is: Tern owns it: the VPS is not managed.\n\nWhy you are told: You were told of this problem; it is over.\n\nNext: Nothing is left to do.\n\nOwner: tern (you)\nAsset: tern-vps1\nAgreement: agr-tern\nIncident: inc_1",
            "priority":3,"tags":["white_check_mark"]}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    @Test func digest() throws {
        let golden = #"""
            {"topic":"tern-alerts","title":"[HIGH] 2 notices at once",
            "message":"• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)\n• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)\n\nWhy you are told: There were too many notices at once; this one tells 2 of them.\n\nNext: Look at each of them, and acknowledge each: they are listed under `told`.\n\nDue: 2026-03-10 02:15:00 UTC\nNotice: not_9",
            "priority":4,"tags":["rotating_light"]}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"topic":"tern-alerts","title":"[TEST] [INFO] Test of the channel on which tern is told",
            "message":"Whose it is: Meridian Hosting tests the channel.\n\nWhy you are told: This tests the channel on which you are told, before it is needed.\n\nNext: Nothing has to be done: that it arrived is on record.\n\nOwner: prov\nAgreement: agr-tern\nIncident: inc_7",
            "priority":2,"tags":["test_tube"]}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    @Test(arguments: [("critical", 5, "rotating_light"), ("medium", 3, "warning"), ("low", 2, "information_source")])
    func hasAPriority(_ severity: String, _ priority: Int64, _ tag: String) throws {
        let json = try request(Samples.opened(["severity": .string(severity)])).json
        #expect(json["priority"] == .integer(priority))
        #expect(json["tags"] == .strings([tag]))
    }

    /// Bytes: what is longer becomes an attachment, which nobody reads on a telephone.
    @Test func staysAMessage() throws {
        let long = JSON.string(String(repeating: "ü", count: 4000))
        let told = JSON.array(Array(repeating: ["summary": long], count: 200))
        let notice = try Samples.opened(["because_of": long, "next": long, "told": told, "asset": long])
        let message = try #require(try request(notice).json["message"]?.string)
        #expect(message.utf8.count <= 4096)
        #expect(message.contains("… and 19") && message.contains("ü…"))
    }

    @Test func needsNoToken() throws {
        let preset = try NtfyPreset(PresetValues(["topic": "open"]))
        #expect(try preset.request(for: Samples.opened(), delivery: "del_1").headers.isEmpty)
        #expect(throws: PresetProblem.self) { try NtfyPreset(PresetValues(["topic": "a/b"])) }
        #expect(throws: PresetProblem.self) { try NtfyPreset(PresetValues(["topic": "a", "token": "a\r\nb"])) }
    }

    @Test(arguments: [
        (200, #"{"id":"abc","event":"message"}"#, "delivered"), (200, #"{"id":"abc","message":"cut"#, "delivered"),
        (200, "<html>", "refused"), (400, #"{"code":40009}"#, "refused"), (401, #"{"code":40101}"#, "gone"),
        (403, #"{"code":40301}"#, "gone"), (404, "", "refused"), (413, #"{"code":41301}"#, "refused"),
        (429, #"{"code":42901}"#, "later"), (507, #"{"code":50701}"#, "later"), (500, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("ntfy", status, body).word == word)
    }

    /// There is no `Retry-After`; a day's quota is back the next day.
    @Test func waitsAsLongAsTheLimitLasts() throws {
        #expect(try verdict("ntfy", 429, #"{"code":42901,"http":429}"#).wait == 5000)
        #expect(try verdict("ntfy", 429).wait == 5000)
        #expect(try verdict("ntfy", 429, #"{"code":42901}"#, retryAfter: 9000).wait == 9000)
        #expect(try verdict("ntfy", 429, #"{"code":42908,"http":429}"#).wait == 86_400_000)
        #expect(try verdict("ntfy", 503).wait == nil)
    }
}
