import StrictJSON
import Testing

@testable import Presets

@Suite struct WebhookPresetTests {
    /// White space, order and escapes included: it is what is signed, and what the ledger has.
    @Test(arguments: [Samples.openedText, Samples.resolvedText, Samples.digestText, Samples.testText])
    func sendsTheExactText(_ text: String) throws {
        let request = try Samples.make("webhook").request(for: Samples.notice(text), delivery: "del_1")
        #expect(request.body == Array(text.utf8))
        #expect(request.contentType == "application/json")
        #expect(request.method == .post)
        #expect(request.pathSuffix.isEmpty && request.query.isEmpty && request.headers.isEmpty)
    }

    @Test func refusesWhatIsNoNotice() {
        #expect(throws: JSONError.self) { try Samples.notice("{") }
    }

    /// Somebody's own receiver is judged as one without a preset.
    @Test(arguments: [200, 204, 301, 400, 401, 404, 408, 410, 413, 422, 429, 500, 599])
    func leavesTheAnswerToHTTP(_ status: Int) throws {
        for name in ["webhook", "cloudevents", "alertmanager"] { #expect(try verdict(name, status) == .byStatus) }
    }
}
