import Delivery
import Glibc
import Testing

/// What each kind of answer becomes.
@Suite(.timeLimit(.minutes(1))) struct AnswerTests {
    /// Sends one attempt to a receiver with this reply.
    private func outcome(
        _ reply: Receiver.Reply, timeout: Int = 15_000, path: String = "/hook"
    ) async throws -> AttemptOutcome {
        let receiver = Receiver { _ in reply }
        defer { receiver.stop() }
        var outcome: AttemptOutcome?
        try await withEngine([try local("a", receiver.url(path), timeout: timeout)]) { outcome = await $0.send() }
        return try #require(outcome)
    }

    @Test func aDeliveryCarriesTheHeadersOfStandardWebhooks() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let keys = ["whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "whsec_GBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc="]
        let channel = try local("a", receiver.url("/hook/T0?x=1"), secrets: keys)
        try await withEngine([channel]) { bench in
            let before = Int64(time(nil))
            bench.engine.submit([request(body: #"{"title":"Störung"}"#)])
            let outcome = await bench.outcomes.wait(for: 1)[0]
            #expect(outcome.result == .delivered && outcome.reason == .ok && outcome.status == 200)
            #expect(outcome.delivery == "d1" && outcome.attempt == 1 && outcome.channel == "a")
            #expect(outcome.detail == nil && outcome.retryAfterMilliseconds == nil)

            let seen = try #require(receiver.requests.first)
            #expect(seen.method == "POST" && seen.path == "/hook/T0?x=1")
            #expect(seen.headers["host"] == "127.0.0.1:\(receiver.port)")
            #expect(seen.headers["content-type"] == "application/json")
            #expect(seen.headers["user-agent"] == "Tocsin/test")
            #expect(seen.headers["webhook-id"] == "d1")
            #expect(seen.headers["expect"] == nil && seen.headers["accept-encoding"] == nil)
            #expect(seen.body == Array(#"{"title":"Störung"}"#.utf8))
            let seconds = try #require(Int64(seen.headers["webhook-timestamp"] ?? ""))
            #expect((before...Int64(time(nil))).contains(seconds))
            for secret in channel.secrets {
                let verification = WebhookSignature.verify(
                    secrets: [secret], id: "d1", timestamp: seen.headers["webhook-timestamp"],
                    signature: seen.headers["webhook-signature"], body: seen.body, nowSeconds: seconds)
                #expect(verification == .valid)
            }
        }
    }

    @Test func aChannelWithoutSecretSendsUnsignedAndAnEmptyBodyIsSent() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        try await withEngine([try local("a", receiver.url())]) { bench in
            bench.engine.submit([request(body: "")])
            #expect(await bench.outcomes.wait(for: 1)[0].result == .delivered)
            let seen = try #require(receiver.requests.first)
            #expect(seen.headers["webhook-signature"] == nil && seen.body.isEmpty)
            #expect(seen.headers["content-length"] == "0")
        }
    }

    @Test(arguments: [
        (200, AttemptResult.delivered, AttemptReason.ok), (201, .delivered, .ok), (202, .delivered, .ok),
        (299, .delivered, .ok), (300, .refused, .http3xx), (301, .refused, .http3xx), (304, .refused, .http3xx),
        (307, .refused, .http3xx), (308, .refused, .http3xx), (400, .refused, .http4xx), (401, .refused, .http4xx),
        (404, .refused, .http4xx), (408, .refused, .http4xx), (410, .refused, .http410), (418, .refused, .http4xx),
        (425, .refused, .http4xx), (429, .refused, .http429), (499, .refused, .http4xx), (500, .refused, .http5xx),
        (503, .refused, .http5xx), (599, .refused, .http5xx), (600, .ambiguous, .protocolError),
        (999, .ambiguous, .protocolError),
    ])
    func statuses(status: Int, result: AttemptResult, reason: AttemptReason) async throws {
        let outcome = try await outcome(.status(status))
        #expect(outcome.result == result)
        #expect(outcome.reason == reason)
        #expect(outcome.status == status)
    }

    @Test func anAnswerWithoutBodyIsFine() async throws {
        #expect(try await outcome(.raw("HTTP/1.1 204 No Content\r\n\r\n")).result == .delivered)
    }

    @Test func informationalAnswersAreSkipped() async throws {
        let early = "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"
        let outcome = try await outcome(.raw(early + early + "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"))
        #expect(outcome.result == .delivered && outcome.status == 200)
    }

    @Test func redirectsAreNotFollowedAndOnlyTheirOriginIsTold() async throws {
        let other = Receiver()
        defer { other.stop() }
        let outcome = try await outcome(.status(307, headers: ["location: \(other.url("/elsewhere?token=abc"))"]))
        #expect(outcome.result == .refused && outcome.reason == .http3xx && outcome.status == 307)
        #expect(outcome.detail?.contains("http://127.0.0.1:\(other.port)") == true)
        #expect(outcome.detail?.contains("elsewhere") == false)
        #expect(other.connections == 0)
    }

    @Test(arguments: [
        ("120", Int64?(120_000)), ("0", nil), ("-5", nil), ("1.5", 1000), ("soon", nil), ("", nil),
        ("99999999999", 21_600_000), ("21601", 21_600_000), ("Thu, 31 Dec 2099 23:59:59 GMT", 21_600_000),
        ("Thu, 01 Jan 1998 00:00:00 GMT", nil), ("99999999999999999999999999", nil),
    ])
    func retryAfter(value: String, milliseconds: Int64?) async throws {
        let outcome = try await outcome(.status(429, headers: ["Retry-After: \(value)"]))
        #expect(outcome.reason == .http429)
        #expect(outcome.retryAfterMilliseconds == milliseconds)
    }

    @Test func retryAfterOfASuccessIsNotReported() async throws {
        let outcome = try await outcome(.status(200, headers: ["retry-after: 60"]))
        #expect(outcome.retryAfterMilliseconds == nil)
        #expect(try await self.outcome(.status(503, headers: ["retry-after: 60"])).retryAfterMilliseconds == 60_000)
    }

    @Test(arguments: [
        (Receiver.Reply.close, AttemptReason.connectionLost), (.reset, .connectionLost),
        (.rawThenClose("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n"), .connectionLost),
        (.rawThenReset("HTTP/1.1 200 OK\r\n"), .connectionLost),
        (.rawThenClose("SSH-2.0-OpenSSH_9.2\r\n"), .protocolError),
        (.rawThenClose("<html>hello</html>"), .protocolError),
        (.rawThenClose("\u{0}\u{1}\u{2}\u{3}garbage garbage garbage"), .protocolError),
        (.flood("HTTP/1.1 200 OK\r\n", "x-more: and more\r\n"), .protocolError),
        (.flood("", "HTTP/1.1 100 Continue\r\n\r\n"), .protocolError),
    ])
    func withoutACompleteHeaderBlockNothingIsSure(reply: Receiver.Reply, reason: AttemptReason) async throws {
        let outcome = try await outcome(reply)
        #expect(outcome.result == .ambiguous)
        #expect(outcome.reason == reason)
        #expect(outcome.status == nil)
        #expect(outcome.detail?.isEmpty == false)
    }

    @Test func theStatusDecidesWhateverBecomesOfTheBody() async throws {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nshort"
        for reply in [Receiver.Reply.rawThenClose(head), .rawThenReset(head), .rawThenHang(head)] {
            let outcome = try await outcome(reply, timeout: 300)
            #expect(outcome.result == .delivered && outcome.status == 200)
        }
        let failing = try await outcome(.rawThenHang("HTTP/1.1 503 No\r\ncontent-length: 9\r\n\r\n"), timeout: 300)
        #expect(failing.result == .refused && failing.reason == .http5xx)
    }

    @Test func anEndlessBodyIsCut() async throws {
        let chunk = "400\r\n" + String(repeating: "x", count: 1024) + "\r\n"
        let receiver = Receiver { _ in .flood("HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n", chunk) }
        defer { receiver.stop() }
        try await withEngine([try local("a", receiver.url())]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .refused && outcome.reason == .http5xx)
        }
        // What the sockets' buffers took comes on top of the 64 KiB that were read.
        #expect(receiver.bytesFlooded < 16 << 20)
    }

    @Test func aReceiverThatHangsTimesOut() async throws {
        let outcome = try await outcome(.hang, timeout: 200)
        #expect(outcome.result == .ambiguous && outcome.reason == .timeout)
        #expect((150...5000).contains(outcome.latencyMilliseconds))
    }

    @Test func aHeaderBlockThatNeverEndsTimesOutWithoutStatus() async throws {
        let outcome = try await outcome(.rawThenHang("HTTP/1.1 200 OK\r\nx-a: b\r\n"), timeout: 200)
        #expect(outcome.result == .ambiguous && outcome.reason == .timeout && outcome.status == nil)
    }

    @Test func aKeptConnectionThatDiesIsReplacedAndTheIDStaysTheSame() async throws {
        // Every second request on a connection is read and not answered: libcurl repeats it on a new one by itself.
        let receiver = Receiver { $0.position == 0 ? .status(200) : .close }
        defer { receiver.stop() }
        try await withEngine([try local("a", receiver.url())]) { bench in
            #expect(await bench.send("a", "first").result == .delivered)
            #expect(await bench.send("a", "second").result == .delivered)
            #expect(receiver.requests.map(\.id) == ["first", "second", "second"])
            #expect(receiver.connections == 2)
        }
    }
}
