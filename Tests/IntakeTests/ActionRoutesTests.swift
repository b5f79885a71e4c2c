import CivilTime
import Coordination
import Foundation
import Responsibility
import StrictJSON
import Testing

@testable import Intake

/// `POST /v1/incidents/{id}/VERB`, over a real socket: what people do about an incident.
struct ActionRoutesTests {
    static let operators = PeerTable(own: (uid: geteuid(), actor: provider))

    /// A route, a body that is right for it, and what it becomes.
    struct Right: Sendable, CustomTestStringConvertible {
        let verb: String
        let body: String
        let action: IncidentAction

        init(_ verb: String, _ body: String, _ action: IncidentAction) {
            (self.verb, self.body, self.action) = (verb, body, action)
        }

        var testDescription: String { "\(verb) \(body)" }
    }

    static let twoHoursLater = testNow + .hours(2)
    static let hourBefore = testNow - .hours(1)

    static let right: [Right] = [
        Right("acknowledge", "", .acknowledge(note: nil, until: nil)),
        Right("acknowledge", "{}", .acknowledge(note: nil, until: nil)),
        Right("acknowledge", #"{"note":"on\nit"}"#, .acknowledge(note: "on\nit", until: nil)),
        Right("acknowledge", #"{"for":"PT2H"}"#, .acknowledge(note: nil, until: twoHoursLater)),
        Right(
            "acknowledge", #"{"until":"2026-03-10T05:00:00+01:00","note":"n"}"#,
            .acknowledge(note: "n", until: twoHoursLater)),
        Right("take", "", .take(note: nil)),
        Right("take", #"{"note":"n"}"#, .take(note: "n")),
        Right("comment", #"{"text":"a\tb"}"#, .comment("a\tb")),
        Right("resolve", "", .resolve(note: nil)),
        Right("resolve", #"{"note":"n"}"#, .resolve(note: "n")),
        Right("reopen", "", .reopen(note: nil)),
        Right("reopen", #"{"note":"n"}"#, .reopen(note: "n")),
        Right("severity", #"{"severity":"warning","reason":"r"}"#, .setSeverity(.medium, reason: "r")),
        Right("dispute", #"{"reason":"r"}"#, .propose(.dispute, reason: "r")),
        Right("offer", #"{"reason":"r"}"#, .propose(.offer, reason: "r")),
        Right("accept", "", .answerProposal(accepted: true, reason: nil)),
        Right("accept", #"{"reason":"r"}"#, .answerProposal(accepted: true, reason: "r")),
        Right("decline", #"{"reason":"r"}"#, .answerProposal(accepted: false, reason: "r")),
        Right("classify", #"{"as":"major","reason":"r"}"#, .classify(word("major", reason: "r"))),
        Right(
            "classify",
            #"""
            {"asset":"tern-vps1","service":"svc-tern","category":"intrusion","layer":"os","duty":"os.patching",
             "component":"sshd","cause":"isolation","severity":"high","personal_data":"suspected","significant":true,
             "as":"major","reason":"r"}
            """#, .classify(everything)),
        Right("record", #"{"obligation":"obl_4","note":"n"}"#, .recordAct("obl_4", note: "n", doneAt: nil)),
        Right(
            "record", #"{"obligation":"obl_4","note":"n","done_at":"2026-03-10T01:00:00Z"}"#,
            .recordAct("obl_4", note: "n", doneAt: hourBefore)),
        Right("waive", #"{"obligation":"obl_4","reason":"r"}"#, .waive("obl_4", reason: "r")),
        Right("hold", #"{"obligation":"obl_4","reason":"r"}"#, .hold("obl_4", reason: "r")),
        Right("resume", #"{"obligation":"obl_4","reason":"r"}"#, .resume("obl_4", reason: "r")),
        Right("happened", #"{"what":"purged"}"#, .recordFact(.purged, happenedAt: nil, note: nil)),
        Right(
            "happened", #"{"what":"terminated","at":"2026-03-10T01:00:00Z","note":"n"}"#,
            .recordFact(.terminated, happenedAt: hourBefore, note: "n")),
    ]

    static func word(_ word: String, reason: String) -> Classification {
        var classification = Classification()
        classification.word = word
        classification.reason = reason
        return classification
    }

    static var everything: Classification {
        var all = word("major", reason: "r")
        all.asset = "tern-vps1"
        all.service = "svc-tern"
        all.category = .intrusion
        all.layer = .os
        all.duty = "os.patching"
        all.component = "sshd"
        all.cause = "isolation"
        all.severity = .high
        all.personalData = .suspected
        all.significant = true
        return all
    }

    static func post(_ verb: String, _ body: String, headers: [String] = []) -> String {
        request(
            "POST", "/v1/incidents/inc_7/\(verb)", type: body.isEmpty ? nil : jsonType, headers: ["Host: t"] + headers,
            body: body)
    }

    static func acts(_ handler: FakeHandler) -> [(id: IncidentID, request: ActionRequest)] {
        handler.all.compactMap { if case .act(let id, let request) = $0.request { (id, request) } else { nil } }
    }

    @Test func everyRouteIsTried() {
        #expect(Set(Self.right.map(\.verb)) == Set(ActionRoute.allCases.map(\.rawValue)))
        #expect(Set(Self.wrong.map(\.verb)) == Set(ActionRoute.allCases.map(\.rawValue)))
    }

    @Test func rightFieldsBecomeTheAction() async throws {
        try await withServer(peers: Self.operators) { server async throws in
            for right in Self.right {
                let reply = try await server.exchange(Self.post(right.verb, right.body))
                #expect(reply.status == 200, "\(right.testDescription) \(reply.errors)")
            }
            let asked = Self.acts(server.handler)
            #expect(asked.map(\.request.action) == Self.right.map(\.action))
            #expect(asked.allSatisfy { $0.id == "inc_7" && $0.request.asOf == nil })
            #expect(asked.allSatisfy { $0.request.idempotencyKey == nil })
            // The word of an answer is the word of its path.
            #expect(asked.map(\.request.action.verb) == Self.right.map(\.verb))
        }
    }

    @Test func formsAreActionsToo() async throws {
        try await withServer(peers: Self.operators) { server async throws in
            let form = "significant=true&as_of=3&reason=a+b"
            let reply = try await server.exchange(
                request("POST", "/v1/incidents/inc_7/classify", type: formType, body: form))
            #expect(reply.status == 200, "\(reply.errors)")
            var expected = Classification()
            expected.significant = true
            expected.reason = "a b"
            #expect(Self.acts(server.handler).first?.request.action == .classify(expected))
            #expect(Self.acts(server.handler).first?.request.asOf == 3)
        }
    }

    /// A body that is wrong, and the fields that its answer names.
    struct Wrong: Sendable {
        let verb: String
        let body: String
        let fields: Set<String>

        init(_ verb: String, _ body: String, _ fields: Set<String>) {
            (self.verb, self.body, self.fields) = (verb, body, fields)
        }
    }

    static let wrong: [Wrong] = [
        Wrong("acknowledge", #"{"note":" "}"#, ["note"]),
        Wrong("acknowledge", #"{"until":"soon"}"#, ["until"]),
        Wrong("acknowledge", #"{"for":"2 h"}"#, ["for"]),
        Wrong("acknowledge", #"{"for":"-PT2H"}"#, ["for"]),
        Wrong("acknowledge", #"{"for":"PT0S"}"#, ["for"]),
        Wrong("acknowledge", #"{"for":"PT2H","until":"2026-03-10T04:00:00Z"}"#, ["for"]),
        Wrong("take", #"{"note":7}"#, ["note"]),
        Wrong("comment", "", ["text"]),
        Wrong("comment", #"{"text":""}"#, ["text"]),
        Wrong("comment", #"{"text":"a\u0007"}"#, ["text"]),
        Wrong("resolve", #"{"note":[]}"#, ["note"]),
        Wrong("reopen", #"{"note":"\u001b[2J"}"#, ["note"]),
        Wrong("severity", "", ["severity", "reason"]),
        Wrong("severity", #"{"severity":"urgent!!","reason":"r"}"#, ["severity"]),
        Wrong("severity", #"{"severity":"high"}"#, ["reason"]),
        Wrong("dispute", "", ["reason"]),
        Wrong("dispute", #"{"reason":" "}"#, ["reason"]),
        Wrong("offer", "{}", ["reason"]),
        Wrong("accept", #"{"reason":""}"#, ["reason"]),
        Wrong("decline", "", ["reason"]),
        Wrong("classify", "", ["reason", "category"]),
        Wrong("classify", #"{"reason":"r","as_of":1}"#, ["category"]),
        Wrong(
            "classify",
            #"""
            {"asset":"a\nb","service":"a b","category":"fire","layer":"osx","duty":"a b","component":"","cause":"a b",
             "severity":"bad","personal_data":"some","significant":"true","as":"two words"}
            """#,
            [
                "asset", "service", "category", "layer", "duty", "component", "cause", "severity", "personal_data",
                "significant", "as", "reason",
            ]),
        Wrong("record", "", ["obligation", "note"]),
        Wrong(
            "record", #"{"obligation":"a b","note":"","done_at":"yesterday"}"#, ["obligation", "note", "done_at"]),
        Wrong("waive", "", ["obligation", "reason"]),
        Wrong("hold", #"{"obligation":"obl_4"}"#, ["reason"]),
        Wrong("resume", #"{"reason":"r"}"#, ["obligation"]),
        Wrong("happened", "", ["what"]),
        Wrong("happened", #"{"what":"resolved","at":"now","note":""}"#, ["what", "at", "note"]),
    ]

    @Test func everyWrongFieldIsNamed() async throws {
        try await withServer(peers: Self.operators) { server async throws in
            for wrong in Self.wrong {
                let reply = try await server.exchange(Self.post(wrong.verb, wrong.body))
                #expect(reply.status == 400, "\(wrong.verb) \(wrong.body)")
                #expect(reply.code == "invalid_fields", "\(wrong.verb) \(wrong.body)")
                #expect(Set(reply.errors.keys) == wrong.fields, "\(wrong.verb) \(wrong.body): \(reply.errors)")
            }
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func whatIsWrongIsSaidWithWhatIsAccepted() async throws {
        try await withServer(peers: Self.operators) { server async throws in
            let cases = [
                ("acknowledge", #"{"for":"2 h"}"#, "for", "PT2H"),
                ("acknowledge", #"{"for":"PT2H","until":"2026-03-10T04:00:00Z"}"#, "for", "either"),
                ("happened", #"{"what":"resolved"}"#, "what", "accepted: purged, terminated"),
                ("classify", #"{"reason":"r"}"#, "category", "at least one thing"),
                ("dispute", "{}", "reason", "required"),
            ]
            for (verb, body, field, words) in cases {
                let reply = try await server.exchange(Self.post(verb, body))
                #expect(reply.errors[field]?.contains(words) == true, "\(verb) \(reply.errors)")
            }
        }
    }

    @Test func unknownFieldsAndIdentityAreRefused() async throws {
        try await withServer(peers: Self.operators) { server async throws in
            for route in ActionRoute.allCases {
                let reply = try await server.exchange(
                    Self.post(route.rawValue, #"{"party":"tern","x_own":1,"nte":"n"}"#))
                #expect(reply.status == 400, "\(route)")
                #expect(reply.errors["party"]?.contains("identity comes from the connection") == true, "\(route)")
                #expect(reply.errors["x_own"]?.contains("unknown; accepted:") == true, "\(route)")
                #expect(reply.errors["nte"]?.contains("as_of") == true, "\(route)")
            }
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func everyActionTakesAViewAndAKey() async throws {
        try await withServer(peers: Self.operators) { server async throws in
            let firsts = ActionRoute.allCases.compactMap { route in Self.right.first { $0.verb == route.rawValue } }
            for right in firsts {
                let fields = right.body.isEmpty ? "{}" : right.body
                let separator = fields == "{}" ? "" : ","
                let body = fields.dropLast() + separator + #""as_of":12}"#
                let reply = try await server.exchange(
                    Self.post(right.verb, String(body), headers: ["Idempotency-Key: k-\(right.verb)"]))
                #expect(reply.status == 200, "\(right.testDescription) \(reply.errors)")
            }
            let asked = Self.acts(server.handler).map(\.request)
            #expect(asked.map(\.action) == firsts.map(\.action))
            #expect(asked.allSatisfy { $0.asOf == 12 })
            #expect(asked.map(\.idempotencyKey) == firsts.map { "k-" + $0.verb })
        }
    }

    @Test func aViewIsANumber() async throws {
        try await withServer(peers: Self.operators) { server async throws in
            for number in ["0", "-1", "1.5", #""3""#, "2147483648", "true"] {
                let reply = try await server.exchange(Self.post("take", #"{"as_of":\#(number)}"#))
                #expect(Array(reply.errors.keys) == ["as_of"], "\(number)")
            }
        }
    }

    @Test func aKeyIsOfVisibleCharacters() async throws {
        try await withServer(peers: Self.operators) { server async throws in
            for key in ["two words", String(repeating: "k", count: 201)] {
                let reply = try await server.exchange(Self.post("take", "", headers: ["Idempotency-Key: " + key]))
                #expect(reply.status == 400)
                #expect(Array(reply.errors.keys) == ["Idempotency-Key"])
            }
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func theirPathsTakePostOnly() async throws {
        try await withServer { server async throws in
            for route in ActionRoute.allCases {
                let reply = try await server.exchange(request("GET", "/v1/incidents/inc_7/\(route.rawValue)"))
                #expect(reply.status == 405)
                #expect(reply.headers["allow"] == "POST")
            }
            #expect(try await server.exchange(request("POST", "/v1/incidents/a%20b/take")).code == "unknown_incident")
            #expect(try await server.exchange(request("POST", "/v1/incidents/inc_7/steal")).code == "unknown_route")
        }
    }

    /// Which role may do what is looked up by the action, before anybody decides about it.
    @Test func rolesPermitEveryAction() async throws {
        for role in PeerRole.allCases {
            let actor = Actor(party: "tern", side: .customer, role: role, name: "x")
            try await withServer(audience: actor) { server async throws in
                for right in Self.right {
                    let reply = try await server.exchange(Self.post(right.verb, right.body))
                    let isPermitted = role == .responder || role == .operator
                    #expect(reply.status == (isPermitted ? 200 : 403), "\(role) \(right.testDescription)")
                }
            }
        }
    }
}
