import StrictJSON
import Testing

@testable import Presets

@Suite struct PagerDutyPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("pagerduty").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let golden = #"""
            {"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","dedup_key":"inc_1",
            "payload":{"summary":"[HIGH] Unknown login","source":"tern-vps1","severity":"error",
            "timestamp":"2026-03-10T01:59:30Z","component":"tern-vps1","group":"agr-tern","class":"intrusion",
            "custom_details":{"Whose it is":"Tern owns it: the VPS is not managed.",
            "Why you are told":"You are told under JC-01 (Intrusion).",
            "Next":"It is yours: look after it, and acknowledge with `tocsin ack inc_1`.",
            "Owner":"tern (you)","Asset":"tern-vps1","Due":"2026-03-10 02:15:00 UTC","Agreement":"agr-tern",
            "Incident":"inc_1"}},"client":"Tocsin","client_url":"https://tocsin.example/a/tok1",
            "links":[{"href":"https://tocsin.example/a/tok1","text":"Acknowledge in Tocsin"}]}
            """#
        #expect(try difference(request(Samples.opened()), golden) == nil)
    }

    /// Only the key and the action.
    @Test func resolved() throws {
        let golden = #"""
            {"routing_key":"0123456789abcdef0123456789abcdef","event_action":"resolve","dedup_key":"inc_1"}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    /// An alert of its own: the incidents that it tells end one by one.
    @Test func digest() throws {
        let golden = #"""
            {"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","dedup_key":"not_9",
            "payload":{"summary":"[HIGH] 2 notices at once","source":"tern-vps1","severity":"error",
            "timestamp":"2026-03-10T02:05:00Z","component":"tern-vps1","group":"agr-tern","class":"intrusion",
            "custom_details":{"Why you are told":"There were too many notices at once; this one tells 2 of them.",
            "Next":"Look at each of them, and acknowledge each: they are listed under `told`.",
            "Due":"2026-03-10 02:15:00 UTC","Notice":"not_9",
            "Notices":"• [HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)\n• [RESOLVED] Mail queue is full (tern-mail, owner prov, inc_2 of agr-tern)"}},
            "client":"Tocsin"}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func test() throws {
        let golden = #"""
            {"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","dedup_key":"inc_7",
            "payload":{"summary":"[TEST] [INFO] Test of the channel on which tern is told","source":"agr-tern",
            "severity":"info","timestamp":"2026-03-11T08:00:00Z","group":"agr-tern","class":"other",
            "custom_details":{"Whose it is":"Meridian Hosting tests the channel.",
            "Why you are told":"This tests the channel on which you are told, before it is needed.",
            "Next":"Nothing has to be done: that it arrived is on record.","Owner":"prov","Agreement":"agr-tern",
            "Incident":"inc_7"}},"client":"Tocsin"}
            """#
        #expect(try difference(request(Samples.test()), golden) == nil)
    }

    @Test(arguments: [
        ("opened", "high", "error"), ("escalated", "critical", "critical"), ("overdue", "medium", "warning"),
        ("opened", "low", "info"), ("update", "critical", "info"), ("answered", "high", "info"),
    ])
    func knowsHowBadItIs(_ kind: String, _ severity: String, _ expected: String) throws {
        let json = try request(Samples.opened(["kind": .string(kind), "severity": .string(severity)])).json
        #expect(json["event_action"] == "trigger")
        #expect(json["payload"]?["severity"] == .string(expected))
        #expect(json["dedup_key"] == "inc_1")
    }

    @Test func keepsTheOrder() { #expect(PresetRegistry.named("pagerduty")?.keepsOrder == true) }

    @Test func cutsTheSummaryAtItsLimit() throws {
        let json = try request(Samples.opened(["summary": .string(String(repeating: "é", count: 3000))])).json
        let summary = try #require(json["payload"]?["summary"]?.string)
        #expect(summary.unicodeScalars.count == 1024)
        #expect(summary.hasSuffix("é…"))
    }

    /// A key that does not fit is replaced by its fingerprint, the same for the trigger and for the resolve.
    @Test func namesAnIncidentOfAnyLength() throws {
        let id = JSON.string(String(repeating: "i", count: 256))
        let trigger = try request(Samples.opened(["incident": id])).json["dedup_key"]?.string
        let resolve = try request(Samples.opened(["incident": id, "kind": "resolved"])).json["dedup_key"]?.string
        #expect(trigger?.utf8.count == 16)
        #expect(trigger == resolve)
    }

    @Test(arguments: ["", "short", "0123456789abcdef0123456789abcde\n", "0123456789abcdef0123456789abcdef0"])
    func refusesAKeyOfAnotherKind(_ key: String) {
        #expect(throws: PresetProblem.self) { try PagerDutyPreset(PresetValues(["routing_key": key])) }
    }

    @Test(arguments: [
        (202, #"{"status":"success"}"#, "delivered"), (200, "", "refused"),
        (
            400, #"{"status":"invalid event","message":"Event object is invalid","errors":["Invalid routing key"]}"#,
            "gone"
        ),
        (400, #"{"status":"invalid event","errors":["'payload.severity' is invalid"]}"#, "refused"), (403, "", "gone"),
        (404, "", "gone"), (413, "", "refused"), (429, "", "later"), (500, "", "later"),
    ])
    func judges(_ status: Int, _ body: String, _ word: String) throws {
        #expect(try verdict("pagerduty", status, body).word == word)
    }
}
