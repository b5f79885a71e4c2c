import StrictJSON
import Testing

@testable import Presets

@Suite struct AlertmanagerPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("alertmanager").request(for: notice, delivery: "del_1")
    }

    @Test func opened() throws {
        let labels = """
            {"alertname":"TocsinIncident","severity":"high","incident":"inc_1","agreement":"agr-tern",
            "category":"intrusion","owner":"tern","asset":"tern-vps1","kind":"opened","party":"tern","role":"sec"}
            """
        let annotations = #"""
            {"summary":"[HIGH] Unknown login",
            "description":"Tern owns it: the VPS is not managed.\nYou are told under JC-01 (Intrusion).",
            "next":"It is yours: look after it, and acknowledge with `tocsin ack inc_1`.","due":"2026-03-10T02:15:00Z",
            "acknowledge":"tocsin ack inc_1"}
            """#
        let golden = #"""
            {"version":"4","groupKey":"{}:{incident=\"inc_1\"}","truncatedAlerts":0,"status":"firing",
            "receiver":"tern.sec","groupLabels":{"incident":"inc_1"},"commonLabels":\#(labels),
            "commonAnnotations":\#(annotations),"externalURL":"https://tocsin.example/a/tok1",
            "alerts":[{"status":"firing","labels":\#(labels),"annotations":\#(annotations),
            "startsAt":"2026-03-10T01:59:00Z","endsAt":"0001-01-01T00:00:00Z",
            "generatorURL":"https://tocsin.example/a/tok1","fingerprint":"a02fd08fa14125db"}]}
            """#
        #expect(try difference(request(Samples.opened()), golden) == nil)
    }

    @Test func resolved() throws {
        let labels = """
            {"alertname":"TocsinIncident","severity":"high","incident":"inc_1","agreement":"agr-tern",
            "category":"intrusion","owner":"tern","asset":"tern-vps1","kind":"resolved","party":"tern","role":"sec"}
            """
        let annotations = #"""
            {"summary":"[RESOLVED] Unknown login",
            "description":"Tern owns it: the VPS is not managed.\nYou were told of this problem; it is over.",
            "next":"Nothing is left to do."}
            """#
        let golden = #"""
            {"version":"4","groupKey":"{}:{incident=\"inc_1\"}","truncatedAlerts":0,"status":"resolved",
            "receiver":"tern.sec","groupLabels":{"incident":"inc_1"},"commonLabels":\#(labels),
            "commonAnnotations":\#(annotations),"externalURL":"",
            "alerts":[{"status":"resolved","labels":\#(labels),"annotations":\#(annotations),
            "startsAt":"2026-03-10T01:59:00Z","endsAt":"2026-03-10T03:00:00Z","generatorURL":"",
            "fingerprint":"a02fd08fa14125db"}]}
            """#
        #expect(try difference(request(Samples.resolved()), golden) == nil)
    }

    /// A digest is a group of its own, with an alert for each notice that it tells.
    @Test func digest() throws {
        let why = "There were too many notices at once; this one tells 2 of them."
        let next = "Look at each of them, and acknowledge each: they are listed under `told`."
        let golden = #"""
            {"version":"4","groupKey":"{}:{notice=\"not_9\"}","truncatedAlerts":0,"status":"firing",
            "receiver":"tern.sec","groupLabels":{"notice":"not_9"},
            "commonLabels":{"alertname":"TocsinIncident","agreement":"agr-tern","kind":"digest","party":"tern",
            "role":"sec"},"commonAnnotations":{"description":"\#(why)","next":"\#(next)"},"externalURL":"",
            "alerts":[{"status":"firing","labels":{"alertname":"TocsinIncident","severity":"high","incident":"inc_1",
            "agreement":"agr-tern","owner":"tern","asset":"tern-vps1","kind":"digest","party":"tern","role":"sec"},
            "annotations":{"summary":"Unknown login","description":"\#(why)","next":"\#(next)",
            "due":"2026-03-10T02:15:00Z"},"startsAt":"2026-03-10T02:05:00Z","endsAt":"0001-01-01T00:00:00Z",
            "generatorURL":"","fingerprint":"a02fd08fa14125db"},
            {"status":"resolved","labels":{"alertname":"TocsinIncident","severity":"critical","incident":"inc_2",
            "agreement":"agr-tern","owner":"prov","asset":"tern-mail","kind":"digest","party":"tern","role":"sec"},
            "annotations":{"summary":"Mail queue is full","description":"\#(why)","next":"\#(next)"},
            "startsAt":"2026-03-10T02:05:00Z","endsAt":"2026-03-10T02:05:00Z","generatorURL":"",
            "fingerprint":"a02fd18fa141278e"}]}
            """#
        #expect(try difference(request(Samples.digest()), golden) == nil)
    }

    @Test func marksATest() throws {
        let alert = try request(Samples.test()).json["alerts"]?.array?.first
        #expect(alert?["labels"]?["alertname"] == "TocsinTest")
        #expect(alert?["annotations"]?["summary"] == "[TEST] [INFO] Test of the channel on which tern is told")
        #expect(alert?["annotations"]?["acknowledge"] == nil)
    }

    @Test func keepsTheOrder() { #expect(PresetRegistry.named("alertmanager")?.keepsOrder == true) }

    /// What does not fit is counted, and the first are there.
    @Test func countsWhatIsLeftOut() throws {
        let long = String(repeating: "x", count: 8000)
        let told = (0..<200).map {
            JSON.object(JSONObject([.init("incident", .string("inc_\($0)")), .init("summary", .string(long))]))
        }
        let json = try request(Samples.opened(["told": .array(told), "kind": "digest"])).json
        let alerts = try #require(json["alerts"]?.array)
        let truncated = try #require(json["truncatedAlerts"]?.integer)
        #expect(alerts.count > 10 && truncated > 0)
        #expect(alerts.count + Int(truncated) == 200)
        #expect(alerts.first?["labels"]?["incident"] == "inc_0")
    }

    /// The published vectors of FNV-1a with 64 bits.
    @Test(arguments: [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")])
    func fingerprints(_ text: String, _ hex: String) { #expect(Fingerprint.hex(text) == hex) }
}
