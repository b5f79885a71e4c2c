import CCurl
import Glibc
import Testing

@testable import Delivery

/// What libcurl reports becomes what the outcome says.
@Suite struct JudgementTests {
    @Test(arguments: [
        (CURLE_COULDNT_CONNECT, ECONNREFUSED, false, AttemptResult.notDelivered, AttemptReason.connectRefused),
        (CURLE_COULDNT_CONNECT, EHOSTUNREACH, false, .notDelivered, .connectFailed),
        (CURLE_OPERATION_TIMEDOUT, 0, false, .notDelivered, .connectTimeout),
        (CURLE_OPERATION_TIMEDOUT, 0, true, .ambiguous, .timeout),
        (CURLE_SSL_CONNECT_ERROR, 0, false, .notDelivered, .tlsFailed),
        (CURLE_PEER_FAILED_VERIFICATION, 0, false, .notDelivered, .tlsCertificate),
        (CURLE_GOT_NOTHING, 0, true, .ambiguous, .connectionLost),
        (CURLE_SEND_ERROR, 0, true, .ambiguous, .connectionLost),
        (CURLE_RECV_ERROR, 0, true, .ambiguous, .connectionLost),
        (CURLE_RECV_ERROR, 0, false, .notDelivered, .connectionLost),
        (CURLE_UNSUPPORTED_PROTOCOL, 0, true, .ambiguous, .protocolError),
        (CURLE_WRITE_ERROR, 0, true, .ambiguous, .protocolError),
        (CURLE_ABORTED_BY_CALLBACK, 0, false, .notDelivered, .blockedAddress),
        (CURLE_SSL_CACERT_BADFILE, 0, false, .notDelivered, .localError),
        (CURLE_OUT_OF_MEMORY, 0, false, .notDelivered, .localError),
        (CURLE_OUT_OF_MEMORY, 0, true, .ambiguous, .localError),
        (CURLE_URL_MALFORMAT, 0, false, .notDelivered, .badURL),
    ])
    func withoutAnAnswer(
        code: CURLcode, systemError: Int32, wasSent: Bool, result: AttemptResult, reason: AttemptReason
    ) {
        let reading = TransferReading(code: code.rawValue, wasSent: wasSent, systemError: systemError)
        let judgement = OutcomeJudgement.judge(reading)
        #expect(judgement.result == result && judgement.reason == reason)
    }

    @Test func ourOwnDenialIsNotARefusedConnection() {
        var reading = TransferReading(code: CURLE_COULDNT_CONNECT.rawValue, systemError: ECONNREFUSED)
        reading.denial = AddressDenial(code: .notPinned, sentence: "no")
        #expect(OutcomeJudgement.judge(reading).reason == .blockedAddress)
        reading.denial = nil
        reading.socketFailure = EMFILE
        #expect(OutcomeJudgement.judge(reading).reason == .localError)
        #expect(OutcomeJudgement.judge(reading).detail?.contains("Too many open files") == true)
    }

    @Test func anAnswerWinsOverOurOwnInterruption() {
        func judge(status: Int?, wasSent: Bool) -> Judgement {
            OutcomeJudgement.judgeInterrupted(TransferReading(status: status, wasSent: wasSent))
        }
        #expect(judge(status: 200, wasSent: true).result == .delivered)
        #expect(judge(status: 503, wasSent: true).reason == .http5xx)
        #expect(judge(status: nil, wasSent: true).result == .ambiguous)
        #expect(judge(status: nil, wasSent: false).result == .notDelivered)
        #expect(judge(status: nil, wasSent: false).reason == .interrupted)
    }

    @Test func anAnswerWinsOverWhatCameAfterIt() {
        for code in [CURLE_WRITE_ERROR, CURLE_PARTIAL_FILE, CURLE_OPERATION_TIMEDOUT, CURLE_RECV_ERROR] {
            let reading = TransferReading(code: code.rawValue, status: 204, wasSent: true)
            #expect(OutcomeJudgement.judge(reading).result == .delivered)
        }
    }
}

@Suite struct ConnectionGateTests {
    private func gate(_ pin: String = "127.0.0.1", allow: [String] = ["127.0.0.0/8"]) throws -> ConnectionGate {
        ConnectionGate(
            policy: AddressPolicy(allow: try allow.map { try AddressException(parsing: $0) }),
            pin: try #require(NetworkAddress(pin)), port: 8080, scheme: .http)
    }

    /// What the gate says to an endpoint; nil when it lets it pass.
    private func denial(_ gate: ConnectionGate, _ address: String, _ port: UInt16) -> AddressDenial.Code? {
        var gate = gate
        let permitted = gate.permits(NetworkAddress(address), port: port)
        #expect(permitted == (gate.denial == nil))
        return gate.denial?.code
    }

    @Test func onlyThePinIsPermitted() throws {
        let gate = try gate()
        #expect(denial(gate, "127.0.0.1", 8080) == nil)
        #expect(denial(gate, "::ffff:127.0.0.1", 8080) == nil)
        for (address, port) in [("127.0.0.2", UInt16(8080)), ("127.0.0.1", 8081), ("8.8.8.8", 8080), ("", 8080)] {
            #expect(denial(gate, address, port) == .notPinned)
        }
    }

    private func open(_ gate: inout ConnectionGate, family: Int32) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue)
        return gate.openSocket(family: family, type: type, protocol: 0, to: (.v4(0x7F00_0001), 8080))
    }

    @Test func aPinThatThePolicyForbidsIsDeniedToo() throws {
        var gate = try gate(allow: [])
        #expect(denial(gate, "127.0.0.1", 8080) == .addressSpecial)
        let descriptor = open(&gate, family: AF_INET)
        #expect(descriptor == -1 && gate.socketFailure == nil)
    }

    @Test func socketsAreClosedOnExec() throws {
        var gate = try gate()
        let descriptor = open(&gate, family: AF_INET)
        #expect(descriptor >= 0)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC)
        close(descriptor)
        let impossible = open(&gate, family: -1)
        #expect(impossible == -1 && gate.socketFailure == EAFNOSUPPORT)
    }
}

@Suite struct OutcomeDetailTests {
    @Test(arguments: [
        ("plain text", "plain text"), ("a\r\nb\u{1B}[31m", #"a\u{d}\u{a}b\u{1b}[31m"#),
        (#"back\slash"#, #"back\\slash"#),
        ("Größe", #"Gr\u{f6}\u{df}e"#), ("", ""),
    ])
    func isPrintable(raw: String, text: String) {
        #expect(OutcomeDetail.text(raw) == text)
    }

    @Test func isCutWithoutCuttingAnEscape() {
        #expect(OutcomeDetail.text(String(repeating: "a", count: 300)).count == 200)
        let escaped = OutcomeDetail.text(String(repeating: "\u{1}", count: 300))
        #expect(escaped.count == 200 && escaped.hasSuffix(#"\u{1}"#))
    }

    @Test func withholdsWhatIsConfidential() {
        let text = OutcomeDetail.text("could not reach /T0/B0", withholding: ["/T0/B0"])
        #expect(!text.contains("T0"))
    }

    @Test(arguments: [
        ("https://new.example/T0/secret?x=y", String?("https://new.example")), (" http://a:8080\r\n", "http://a:8080"),
        ("https://user:pw@new.example/", nil), ("/elsewhere", nil), ("javascript:alert(1)", nil), ("https://", nil),
    ])
    func ofARedirectOnlyTheOriginIsTold(location: String, told: String?) {
        #expect(OutcomeDetail.redirect(to: location) == told)
    }
}

@Suite struct ResponseMeterTests {
    private func meter(_ lines: [String], limits: DeliveryLimits = DeliveryLimits()) -> (ResponseMeter, Bool) {
        var meter = ResponseMeter(limits: limits)
        let fits = lines.allSatisfy { line in
            unsafe Array(line.utf8).withUnsafeBytes { unsafe meter.header($0) }
        }
        return (meter, fits)
    }

    @Test func aStatusCountsOnceItsBlockIsComplete() {
        #expect(meter(["HTTP/1.1 200 OK\r\n", "a: b\r\n"]).0.status == nil)
        #expect(meter(["HTTP/1.1 200 OK\r\n", "a: b\r\n", "\r\n"]).0.status == 200)
        #expect(meter(["HTTP/1.1 404\r\n", "\r\n"]).0.status == 404)
        #expect(meter(["HTTP/1.1 100 Continue\r\n", "\r\n"]).0.status == nil)
        #expect(meter(["HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 500 No\r\n", "\r\n"]).0.status == 500)
        #expect(meter(["HTTP/1.1 20x OK\r\n", "\r\n"]).0.status == nil)
        #expect(meter(["\r\n"]).0.status == nil)
    }

    @Test func trailersChangeNothing() {
        let lines = ["HTTP/1.1 302 No\r\n", "Location: https://a/\r\n", "\r\n", "location: https://b/\r\n", "\r\n"]
        let (meter, fits) = meter(lines)
        #expect(fits && meter.status == 302)
        #expect(OutcomeDetail.redirect(to: meter.location) == "https://a")
    }

    @Test func limitsEndTheTransfer() {
        var limits = DeliveryLimits()
        (limits.responseHeaderBytesMax, limits.responseBodyBytesMax) = (20, 10)
        #expect(meter(["HTTP/1.1 200 OK\r\n"], limits: limits).1)
        #expect(!meter(["HTTP/1.1 200 OK\r\n", "a: b\r\n"], limits: limits).1)
        func take(_ count: Int, into meter: inout ResponseMeter) -> Bool {
            unsafe [UInt8](repeating: 0, count: count).withUnsafeBytes { unsafe meter.body($0) }
        }
        var meter = ResponseMeter(limits: limits)
        let (first, second) = (take(10, into: &meter), take(1, into: &meter))
        #expect(first && !second)
    }
}
