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

    @Test(arguments: [
        (200, "delivered"), (204, "delivered"), (202, "delivered"), (301, "refused"), (400, "refused"), (401, "later"),
        (403, "later"), (404, "later"), (408, "later"), (410, "gone"), (413, "refused"), (415, "refused"),
        (422, "refused"), (425, "later"), (429, "later"), (500, "later"), (503, "later"), (599, "later"),
    ])
    func judges(_ status: Int, _ word: String) throws {
        for name in ["webhook", "cloudevents", "alertmanager"] { #expect(try verdict(name, status).word == word) }
    }

    @Test func passesTheWaitOn() throws {
        #expect(try verdict("webhook", 429, retryAfter: 7000).wait == 7000)
        #expect(try verdict("webhook", 503).wait == nil)
    }
}
