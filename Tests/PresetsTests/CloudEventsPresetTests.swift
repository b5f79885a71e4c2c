import StrictJSON
import Testing

@testable import Presets

@Suite struct CloudEventsPresetTests {
    private func request(_ notice: NoticeContent) throws -> PresetRequest {
        try Samples.make("cloudevents").request(for: notice, delivery: "del_1")
    }

    @Test func isInStructuredMode() throws {
        #expect(try request(Samples.opened()).contentType == "application/cloudevents+json; charset=utf-8")
    }

    /// Required: id, source, specversion, type. The data is the notice's, whole.
    @Test(arguments: [
        (Samples.openedText, "tocsin.incident.opened", "inc_1", "2026-03-10T01:59:30Z", ""),
        (Samples.resolvedText, "tocsin.incident.resolved", "inc_1", "2026-03-10T03:00:00Z", ""),
        (Samples.digestText, "tocsin.incident.digest", "inc_1", "2026-03-10T02:05:00Z", ""),
        (Samples.testText, "tocsin.incident.canary", "inc_7", "2026-03-11T08:00:00Z", #""test":true,"#),
    ])
    func golden(_ text: String, _ type: String, _ subject: String, _ time: String, _ test: String) throws {
        let data = try #require(try JSON(parsing: text)["data"]).text
        let golden = """
            {"specversion":"1.0","id":"del_1","source":"urn:tocsin:agreement:agr-tern","type":"\(type)",
            "subject":"\(subject)","time":"\(time)","datacontenttype":"application/json",\(test)"data":\(data)}
            """
        #expect(try difference(request(Samples.notice(text)), golden) == nil)
    }

    /// An attribute that is empty, or a time that is none, makes the event invalid.
    @Test func leavesOutWhatIsNotThere() throws {
        let golden = """
            {"specversion":"1.0","id":"del_1","source":"urn:tocsin:agreement:none","type":"tocsin.incident.notice",
            "datacontenttype":"application/json","data":{}}
            """
        #expect(try difference(request(Samples.notice("{}")), golden) == nil)
        let odd = try request(Samples.notice(#"{"timestamp":"yesterday","data":{"kind":"a b","agreement":"a b/ü"}}"#))
        #expect(odd.json["time"] == nil)
        #expect(odd.json["type"] == "tocsin.incident.notice")
        #expect(odd.json["source"] == "urn:tocsin:agreement:a%20b%2F%C3%BC")
    }

    @Test func saysWhyAFormatIsRefused() throws {
        #expect(try verdict("cloudevents", 415).why.contains("structured CloudEvents"))
    }
}
