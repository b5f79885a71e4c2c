import Delivery
import Presets
import StrictJSON
import Testing

/// A product of our own that wants everything differently, and answers 200 whatever it thinks.
private struct Contrarian: Preset {
    static let name = "contrarian"
    static let parameters: [PresetParameter] = []

    init(_ values: PresetValues = PresetValues()) {}

    var pace: PresetPace { .unlimited }

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        var request = PresetRequest(["said": .string(notice.json["type"]?.string ?? "nothing")])
        request.method = .put
        request.pathSuffix = "/rooms/%21a%3Ab/\(delivery)"
        request.query = [.init("key", "a b&c=d"), .init("wait", "true")]
        request.headers = [.init("X-Product", "its own"), .init("X-Shared", "the preset's")]
        request.contentType = "application/x-contrary"
        return request
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        switch answer.text {
        case "yes": .delivered
        case "later": .refusedForNow(why: "it is busy", retryAfterMilliseconds: 7000)
        case "gone": .channelGone(why: "it is gone")
        default: .refused(why: "it said no in \(answer.body.count) bytes")
        }
    }
}

/// Quotes whatever it is answered.
private struct Echoing: Preset {
    static let name = "echoing"
    static let parameters: [PresetParameter] = []

    init(_ values: PresetValues = PresetValues()) {}

    var pace: PresetPace { .unlimited }

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        var request = PresetRequest([:])
        request.pathSuffix = "/to/\(delivery)"
        return request
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict { .refused(why: "it said " + answer.text) }
}

@Suite struct ShapedRequestTests {
    private func channel(_ url: String, headers: [HeaderField] = [], secrets: [String] = []) throws
        -> ChannelConfiguration
    {
        var channel = try local("a", url, secrets: secrets)
        channel.preset = Contrarian()
        channel.headers = headers
        return channel
    }

    private func answer(_ body: String, status: Int = 200) -> Receiver.Reply {
        .raw("HTTP/1.1 \(status) X\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    @Test func aPresetShapesTheRequest() async throws {
        let receiver = Receiver { _ in .raw("HTTP/1.1 200 X\r\ncontent-length: 3\r\n\r\nyes") }
        defer { receiver.stop() }
        let headers = [
            try HeaderField(name: "X-Shared", value: "the channel's"), try HeaderField.bearer("t0ken"),
        ]
        let url = "http://127.0.0.1:\(receiver.port)/hook/?of=us"
        try await withEngine([try channel(url, headers: headers)]) { bench in
            let outcome = await bench.send("a", "dlv_1")
            #expect(outcome.result == .delivered)
        }
        let request = try #require(receiver.requests.first)
        #expect(request.method == "PUT")
        // libcurl writes percent-encoding in lower case; servers decode either.
        #expect(request.path == "/hook/rooms/%21a%3ab/dlv_1?of=us&key=a+b%26c%3dd&wait=true")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"said":"test"}"#)
        #expect(request.headers["content-type"] == "application/x-contrary")
        #expect(request.headers["x-product"] == "its own")
        #expect(request.headers["x-shared"] == "the channel's")
        #expect(request.headers["authorization"] == "Bearer t0ken")
        #expect(request.headers["expect"] == nil)
        // What does not follow Standard Webhooks is not asked to.
        #expect(request.headers["webhook-id"] == nil)
    }

    @Test func whatIsSignedIsWhatIsSent() async throws {
        let receiver = Receiver { _ in .raw("HTTP/1.1 200 X\r\ncontent-length: 3\r\n\r\nyes") }
        defer { receiver.stop() }
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let url = "http://127.0.0.1:\(receiver.port)/"
        try await withEngine([try channel(url, secrets: [secret])]) { _ = await $0.send("a", "dlv_1") }
        let request = try #require(receiver.requests.first)
        let time = try #require(request.headers["webhook-timestamp"].flatMap { Int64($0) })
        let expected = WebhookSignature.headerValue(
            secrets: [try WebhookSecret(parsing: secret)], id: "dlv_1", timestamp: time, body: request.body)
        #expect(request.headers["webhook-signature"] == expected)
    }

    @Test(arguments: [
        ("yes", 200, AttemptResult.delivered, AttemptReason.ok, Int64?.none),
        ("yes", 400, .delivered, .ok, nil),
        ("no", 200, .refused, .rejected, nil),
        ("later", 200, .refused, .productBusy, 7000),
        ("later", 429, .refused, .http429, 7000),
        ("later", 503, .refused, .http5xx, 7000),
        ("gone", 404, .refused, .channelGone, nil),
        // A redirect is nobody's answer.
        ("yes", 302, .refused, .http3xx, nil),
    ])
    func aPresetReadsTheAnswer(
        body: String, status: Int, result: AttemptResult, reason: AttemptReason, retryAfter: Int64?
    ) async throws {
        let receiver = Receiver { _ in
            .raw("HTTP/1.1 \(status) X\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)")
        }
        defer { receiver.stop() }
        try await withEngine([try channel("http://127.0.0.1:\(receiver.port)/")]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == result && outcome.reason == reason && outcome.status == status)
            #expect(outcome.retryAfterMilliseconds == retryAfter)
        }
    }

    /// A success of which only the beginning arrived may have been one: nothing is given up for it.
    @Test func aSuccessThatWasCutOffIsNoRefusal() async throws {
        let receiver = Receiver { _ in .rawThenClose("HTTP/1.1 200 X\r\ncontent-length: 3\r\n\r\nye") }
        defer { receiver.stop() }
        try await withEngine([try channel("http://127.0.0.1:\(receiver.port)/")]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .ambiguous && outcome.reason == .connectionLost && outcome.status == 200)
        }
    }

    /// However much an answer says, no more than its beginning is kept.
    @Test func onlyTheBeginningOfAnAnswerIsKept() async throws {
        let receiver = Receiver { _ in .flood("HTTP/1.1 400 X\r\n\r\n", String(repeating: "x", count: 1000)) }
        defer { receiver.stop() }
        try await withEngine([try channel("http://127.0.0.1:\(receiver.port)/")]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .refused && outcome.detail == "it said no in 4096 bytes")
        }
    }

    @Test func whatIsNoJSONIsNotSentToAProduct() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        try await withEngine([try channel("http://127.0.0.1:\(receiver.port)/")]) { bench in
            bench.engine.submit([request("a", "d1", body: "{")])
            let outcome = await bench.outcomes.wait(for: 1)[0]
            #expect(outcome.result == .notDelivered && outcome.reason == .localError)
        }
        #expect(receiver.requests.isEmpty)
    }

    /// A receiver that repeats what opens its door does not get it onto the record.
    @Test(arguments: ["t0ken-of-the-channel", "dlv_of_this_one"])
    func anAnswerThatRepeatsASecretIsWithheld(_ secret: String) async throws {
        let receiver = Receiver { _ in
            .raw("HTTP/1.1 200 X\r\ncontent-length: \(secret.utf8.count)\r\n\r\n\(secret)")
        }
        defer { receiver.stop() }
        let url = "http://127.0.0.1:\(receiver.port)/"
        var channel = try channel(url, headers: [try HeaderField.bearer("t0ken-of-the-channel")])
        channel.preset = Echoing()
        try await withEngine([channel]) { bench in
            let outcome = await bench.send("a", "dlv_of_this_one")
            #expect(outcome.reason == .rejected)
            #expect(outcome.detail?.contains(secret) == false && outcome.detail?.contains("withheld") == true)
        }
    }

    @Test func headersThatWouldBreakARequestAreRefused() {
        let cases: [(String, String, HeaderFieldError)] = [
            ("", "x", .badName), ("a b", "x", .badName), ("a:", "x", .badName), ("ä", "x", .badName),
            (String(repeating: "a", count: 65), "x", .badName), ("Host", "x", .reserved),
            ("Content-Length", "1", .reserved), ("Webhook-Id", "1", .reserved), ("Transfer-Encoding", "x", .reserved),
            ("a", "", .badValue), ("a", "x\r\nhost: y", .badValue), ("a", "x\u{0}", .badValue), ("a", "é", .badValue),
            ("a", " x", .badValue), ("a", "x ", .badValue), ("a", String(repeating: "x", count: 4097), .badValue),
        ]
        for (name, value, error) in cases {
            #expect(throws: error) { try HeaderField(name: name, value: value) }
        }
    }

    /// Neither a channel nor a header shows what opens doors, however it is printed.
    @Test func nothingPrintsWhatOpensDoors() throws {
        let field = try HeaderField.bearer("very-secret-token")
        let channel = try channel("https://hooks.example/very-secret-path", headers: [field])
        var dumped = ""
        dump(channel, to: &dumped)
        dump(field, to: &dumped)
        let shown = "\(channel) \(String(reflecting: channel)) \(field) \(String(reflecting: field)) \(dumped)"
        #expect(!shown.contains("very-secret"))
    }
}
