import Delivery
import Testing

/// Standard Webhooks vectors, each equal to the output of the reference implementations in Python and of Svix.
struct SignatureVector: Sendable, CustomTestStringConvertible {
    let name: String
    let keys: [String]
    let id: String
    let timestamp: Int64
    let body: [UInt8]
    let header: String

    var testDescription: String { name }

    init(_ name: String, _ keys: [String], _ id: String, _ timestamp: Int64, _ body: String, _ header: String) {
        self.name = name
        self.keys = keys
        self.id = id
        self.timestamp = timestamp
        self.body = Array(body.utf8)
        self.header = header
    }

    var secrets: [WebhookSecret] {
        get throws { try keys.map { try WebhookSecret(parsing: $0) } }
    }

    static let rotation = SignatureVector(
        "S7", ["whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "whsec_GBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc="],
        "msg_tocsin_rot1", 1_700_000_002, #"{"type":"incident.acknowledged"}"#,
        "v1,xKyhW5gl0B6s+cRd7RRtJaHWH0vlkp5I/gp+2Hz+Qjc= v1,kooUnhQYW84xFv7YIXWfUOgEfC31wO2FMWvUgeKuc/o=")

    static let all = [
        SignatureVector(
            "S1", ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330,
            #"{"test": 2432232314}"#, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        SignatureVector(
            "S2", ["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"], "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1_649_367_553,
            #"{"email":"test@example.com","username":"test_user"}"#,
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="),
        SignatureVector(
            "S3", ["whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"], "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", 1_674_087_231,
            #"{"type":"contact.created","timestamp":"2022-11-03T20:26:10.344522Z","#
                + #""data":{"id":"1f81eb52-5198-4599-803e-771906343485"}}"#,
            "v1,w9hHmpilBM+ZH5TWiqTF2V+zZhky2nrY7iwP4o0rZI0="),
        SignatureVector(
            "S4",
            [
                "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="
            ],
            "msg_tocsin_0001", 1_700_000_000,
            #"{"type":"incident.opened","data":{"title":"Störung: Größe ≥ 5 🔥"}}"#,
            "v1,S95+9L2mF5z07CutvxSLei4njgMM0wXQV3a6Zx13Aq4="),
        SignatureVector(
            "S5", ["whsec_//////////////////////////////////////////8="], "msg_tocsin_0002", 1_700_000_001, "",
            "v1,xVytWRLe5AT7PqK/IErqY1/PHzwTHPKm2hd6aqnULvo="),
        SignatureVector(
            "S6", ["whsec_CgCPLfnQohFMfw/64OWJb4NJ+Agi7aWvlb3MjzKKKWs="], "msg_tocsin_0003", 4_102_444_800,
            "a.b.c\r\n{\"x\":\"1.2.3\"}\n", "v1,URt9eRrCDKO4I8XJOt7Y0NCKU4DM3vV1OXKotiky0/Y="),
        rotation,
    ]
}

@Suite struct WebhookSignatureTests {
    @Test(arguments: SignatureVector.all)
    func signsAsTheReferenceImplementationsDo(vector: SignatureVector) throws {
        let header = WebhookSignature.headerValue(
            secrets: try vector.secrets, id: vector.id, timestamp: vector.timestamp, body: vector.body)
        #expect(header == vector.header)
    }

    private func verify(
        _ vector: SignatureVector, keys: [String]? = nil, id: String?? = nil, timestamp: String?? = nil,
        signature: String?? = nil, body: [UInt8]? = nil, late: Int64 = 0
    ) throws -> WebhookSignature.Verification {
        WebhookSignature.verify(
            secrets: try (keys ?? vector.keys).map { try WebhookSecret(parsing: $0) }, id: id ?? vector.id,
            timestamp: timestamp ?? String(vector.timestamp), signature: signature ?? vector.header,
            body: body ?? vector.body, nowSeconds: vector.timestamp + late)
    }

    @Test(arguments: SignatureVector.all)
    func verifiesWithinFiveMinutesEitherWay(vector: SignatureVector) throws {
        #expect(try verify(vector) == .valid)
        #expect(try verify(vector, late: 300) == .valid)
        #expect(try verify(vector, late: -300) == .valid)
        #expect(try verify(vector, late: 301) == .tooOld)
        #expect(try verify(vector, late: -301) == .tooNew)
        #expect(try verify(vector, body: vector.body + [0x20]) == .noMatchingSignature)
        #expect(try verify(vector, id: "msg_other") == .noMatchingSignature)
    }

    @Test func eitherKeyOfARotationIsEnoughAndAThirdIsNot() throws {
        let rotation = SignatureVector.rotation
        for key in rotation.keys { #expect(try verify(rotation, keys: [key]) == .valid) }
        #expect(try verify(rotation, keys: [SignatureVector.all[0].keys[0]]) == .noMatchingSignature)
        #expect(try verify(rotation, keys: []) == .noMatchingSignature)
    }

    @Test func headersThatAreMissingOrUnreadableAreToldApart() throws {
        let vector = SignatureVector.all[0]
        #expect(try verify(vector, id: .some(nil)) == .missingHeader)
        #expect(try verify(vector, timestamp: .some(nil)) == .missingHeader)
        #expect(try verify(vector, signature: .some(nil)) == .missingHeader)
        #expect(try verify(vector, signature: "") == .missingHeader)
        for text in ["1614265330.5", "+1614265330", "-1", "soon", "99999999999999999999"] {
            #expect(try verify(vector, timestamp: text) == .badTimestamp)
        }
        let digest = vector.header.dropFirst(3)
        for header in ["v2,\(digest)", "v1a,\(digest)", "v1", "v1,", "v1,\(digest)x", ",,, ,"] {
            #expect(try verify(vector, signature: header) == .noMatchingSignature)
        }
        #expect(try verify(vector, signature: "v2,\(digest) v1 \(vector.header)") == .valid)
    }

    @Test func aHostileTimestampDoesNotOverflow() throws {
        let vector = SignatureVector.all[0]
        #expect(try verify(vector, timestamp: String(Int64.max)) == .tooNew)
        let result = WebhookSignature.verify(
            secrets: [], id: "a", timestamp: "0", signature: "v1,x", body: [], nowSeconds: .min)
        #expect(result == .noMatchingSignature)
    }
}

@Suite struct WebhookSecretTests {
    @Test func acceptsTheFormsThatAreAround() throws {
        let full = try WebhookSecret(parsing: "whsec_//////////////////////////////////////////8=")
        #expect(try WebhookSecret(parsing: "whsec_//////////////////////////////////////////8") == full)
        #expect(try WebhookSecret(parsing: "//////////////////////////////////////////8=") == full)
    }

    @Test(arguments: [
        ("whsec_", WebhookSecretError.badLength),
        ("", .badLength),
        ("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=", .badLength),  // 23 bytes
        ("whsec_" + String(repeating: "AAAA", count: 21) + "AAA=", .badLength),  // 65 bytes
        ("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY-", .notBase64),
        ("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXA", .notBase64),
        ("whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", .notBase64),
        ("whsec_AAECAwQF BgcICQoLDA0ODxAREhMUFRYX", .notBase64),
    ])
    func refuses(text: String, error: WebhookSecretError) {
        #expect(throws: error) { try WebhookSecret(parsing: text) }
    }

    @Test func printsNothingOfItself() throws {
        let secret = try WebhookSecret(parsing: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")
        var dumped = ""
        dump(secret, to: &dumped)
        let channel = ChannelConfiguration(id: "a", url: "https://example.com/", secrets: [secret])
        for text in [String(describing: secret), String(reflecting: secret), "\(channel)", dumped] {
            #expect(!text.contains("AAEC"))
            #expect(!text.contains("[0, 1, 2"))
            #expect(!text.contains("key"))
        }
    }
}
