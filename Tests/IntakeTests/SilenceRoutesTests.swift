import CivilTime
import Coordination
import Foundation
import Responsibility
import StrictJSON
import Testing

@testable import Intake

/// Silences and heartbeats over a real socket. The clock stands at 2026-03-10T02:00:00Z.
struct SilenceRoutesTests {
    /// A request as one line.
    private func words(_ asked: FakeHandler.Asked) -> String {
        func silence(_ request: SilenceRequest) -> String {
            "\(request.matchers) from \(request.starts?.rfc3339 ?? "now") to \(request.ends.rfc3339): \(request.comment)"
                + (request.agreement.map { " [\($0)]" } ?? "")
        }
        switch asked.request {
        case .silence(let request): return "silence \(silence(request))"
        case .previewSilence(let request): return "preview \(silence(request))"
        case .endSilence(let id): return "end \(id)"
        case .silences: return "silences"
        case .beat(let id): return "beat \(id)"
        case .heartbeats: return "heartbeats"
        default: return "something else"
        }
    }

    @Test(arguments: [
        (
            #"{"matchers":"asset=\"web-12\",severity!=\"critical\"","for":"PT2H","comment":"disk"}"#,
            #"asset="web-12", severity!="critical" from now to 2026-03-10T04:00:00Z: disk"#
        ),
        (
            #"{"matchers":"{layer=os}","ends":"2026-03-10T12:00:00+07:00","comment":"a\nb","agreement":"agr-mango"}"#,
            #"layer="os" from now to 2026-03-10T05:00:00Z: a\#nb [agr-mango]"#
        ),
        // It holds so long from its start; a start that is over is now.
        (
            #"{"matchers":"layer=os","starts":"2026-03-10T03:00:00Z","for":"PT1H","comment":"c"}"#,
            #"layer="os" from 2026-03-10T03:00:00Z to 2026-03-10T04:00:00Z: c"#
        ),
        (
            #"{"matchers":"layer=os","starts":"2026-03-10T01:00:00Z","for":"PT1H","comment":"c"}"#,
            #"layer="os" from 2026-03-10T01:00:00Z to 2026-03-10T03:00:00Z: c"#
        ),
        (
            #"{"matchers":"layer=os","for":"P30D","comment":"c","starts":null,"ends":null}"#,
            #"layer="os" from now to 2026-04-09T02:00:00Z: c"#
        ),
    ])
    func aSilenceIsAskedFor(_ body: String, _ expected: String) async throws {
        let handler = FakeHandler { _, _ in .success(PeerAnswer(.created, object(["silence": "sil_1"]))) }
        try await withServer(handler) { server async throws in
            let reply = try await server.exchange(request("POST", "/v1/silences", type: jsonType, body: body))
            #expect(reply.status == 201, "\(reply.errors)")
            #expect(reply.json == ["silence": "sil_1"])
            let preview = try await server.exchange(request("POST", "/v1/silences/preview", type: jsonType, body: body))
            #expect(preview.status == 201, "\(preview.errors)")
            #expect(handler.all.map(words) == ["silence " + expected, "preview " + expected])
        }
    }

    @Test func formsAreSilences() async throws {
        try await withServer { server async throws in
            let form = "matchers=asset%3Dweb-12&for=PT2H&comment=disk+is+swapped"
            let reply = try await server.exchange(request("POST", "/v1/silences", type: formType, body: form))
            #expect(reply.status == 200, "\(reply.errors)")
            #expect(
                server.handler.all.map(words) == [
                    #"silence asset="web-12" from now to 2026-03-10T04:00:00Z: disk is swapped"#
                ])
        }
    }

    @Test func aPreviewNeedsNoComment() async throws {
        try await withServer { server async throws in
            let body = #"{"matchers":"layer=os","for":"PT1H"}"#
            let reply = try await server.exchange(request("POST", "/v1/silences/preview", type: jsonType, body: body))
            #expect(reply.status == 200, "\(reply.errors)")
            let refused = try await server.exchange(request("POST", "/v1/silences", type: jsonType, body: body))
            #expect(refused.errors == ["comment": "required"])
            #expect(server.handler.all.count == 1)
        }
    }

    /// Each with all other fields right.
    static let wrong: [(change: JSON, field: String, words: String)] = [
        (["matchers": nil], "matchers", "required"),
        (["matchers": ""], "matchers", "must not be empty"),
        (["matchers": 7], "matchers", "must be a text"),
        (["matchers": ["layer=os"]], "matchers", "must be a text"),
        (["matchers": "host=web"], "matchers", "there is no field \"host\""),
        (["matchers": "layer"], "matchers", "after layer comes"),
        (["matchers": "layer=~\"(\""], "matchers", "the pattern for layer"),
        (["matchers": "layer!=os"], "matchers", "it would hold whatever has no fields at all"),
        (["matchers": "layer=\"\u{1}\""], "matchers", "control characters"),
        (["matchers": .string("layer=" + String(repeating: "x", count: 4096))], "matchers", "at most 4096 bytes"),
        (["starts": "tomorrow"], "starts", "must be a time with offset"),
        (["starts": 7], "starts", "must be a text"),
        (["for": "2h"], "for", "must be a duration"),
        (["for": "PT0S"], "for", "must be a duration"),
        (["for": "P1M"], "for", "must be a duration"),
        (["for": "P30DT1S"], "for", "at most 30 d"),
        (["for": 2], "for", "must be a text"),
        (["for": nil], "ends", "required, unless for"),
        (["ends": "2026-03-10T04:00:00Z"], "for", "either for or ends"),
        (["for": nil, "ends": "at noon"], "ends", "must be a time with offset"),
        (["for": nil, "ends": "2026-03-10T02:00:00Z"], "ends", "must be after its start, 2026-03-10T02:00:00Z"),
        (
            ["for": nil, "ends": "2026-03-10T03:00:00Z", "starts": "2026-03-10T04:00:00Z"], "ends",
            "must be after its start, 2026-03-10T04:00:00Z"
        ),
        (["for": nil, "ends": "2026-04-09T02:00:01Z"], "ends", "at most 30 d"),
        (["comment": nil], "comment", "required"),
        (["comment": "  "], "comment", "must not be empty"),
        (["comment": .string(String(repeating: "x", count: 1025))], "comment", "at most 1024 bytes"),
        (["comment": "a\u{7}b"], "comment", "control characters"),
        (["agreement": "a b"], "agreement", "letters, digits"),
        (["party": "prov"], "party", "identity comes from the connection"),
        (["author": "me"], "author", "unknown; accepted: matchers"),
    ]

    @Test(arguments: wrong.indices)
    func everyWrongFieldIsNamed(_ index: Int) async throws {
        let (change, field, words) = Self.wrong[index]
        var body = object(["matchers": "layer=os", "for": "PT2H", "comment": "c"])
        for member in object(change).members { body.set(member.name, member.value) }
        let text = JSON.object(body).text
        try await withServer { server async throws in
            let reply = try await server.exchange(request("POST", "/v1/silences", type: jsonType, body: text))
            #expect(reply.status == 400)
            #expect(Array(reply.errors.keys) == [field], "\(reply.errors)")
            #expect(reply.errors[field]?.contains(words) == true, "\(reply.errors)")
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func fieldErrorsAreToldAllAtOnce() async throws {
        try await withServer { server async throws in
            let reply = try await server.exchange(
                request("POST", "/v1/silences", type: jsonType, body: #"{"matchers":"host=x","for":"x","who":"me"}"#))
            #expect(Set(reply.errors.keys) == ["matchers", "for", "who", "comment"])
            let empty = try await server.exchange(request("POST", "/v1/silences", type: jsonType, body: "{}"))
            #expect(Set(empty.errors.keys) == ["matchers", "ends", "comment"])
        }
    }

    @Test func listsEndsAndCallsHaveNoFields() async throws {
        try await withServer { server async throws in
            let asked = [
                ("GET", "/v1/silences"), ("POST", "/v1/silences/sil_7/expire"), ("GET", "/v1/heartbeats"),
                ("POST", "/v1/heartbeats/nightly.backup-1"),
            ]
            for (method, path) in asked {
                #expect(try await server.exchange(request(method, path)).status == 200, "\(path)")
            }
            #expect(
                server.handler.all.map(words) == ["silences", "end sil_7", "heartbeats", "beat nightly.backup-1"])
            for (method, path) in asked {
                let text =
                    method == "GET"
                    ? request("GET", path + "?state=all")
                    : request("POST", path, type: jsonType, body: #"{"state":"all"}"#)
                let reply = try await server.exchange(text)
                #expect(reply.errors == ["state": "unknown; this question has no fields"], "\(path)")
                let empty = method == "GET" ? request("GET", path) : request("POST", path, type: jsonType, body: "{}")
                #expect(try await server.exchange(empty).status == 200, "\(path)")
            }
        }
    }

    @Test func whatIsNoNameIsNobodys() async throws {
        try await withServer { server async throws in
            let long = String(repeating: "a", count: 65)
            for (path, code) in [
                ("/v1/silences/a%20b/expire", "unknown_silence"), ("/v1/silences/\(long)/expire", "unknown_silence"),
                ("/v1/heartbeats/a%2Fb", "unknown_heartbeat"), ("/v1/heartbeats/\(long)", "unknown_heartbeat"),
            ] {
                let reply = try await server.exchange(request("POST", path))
                #expect(reply.status == 404, "\(path)")
                #expect(reply.code == code)
            }
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test(arguments: [(Refusal.Code.unknownSilence, 404), (.unknownHeartbeat, 404), (.overloaded, 429)])
    func refusalsAreProblems(_ code: Refusal.Code, _ status: Int) async throws {
        try await withServer(FakeHandler { _, _ in .failure(Refusal(code, "why")) }) { server async throws in
            let reply = try await server.exchange(request("POST", "/v1/heartbeats/a"))
            #expect(reply.status == status)
            #expect(reply.code == code.rawValue)
        }
    }

    @Test func methodsAreNamed() async throws {
        try await withServer { server async throws in
            for (method, path, allow) in [
                ("DELETE", "/v1/silences", "GET, HEAD, POST"), ("GET", "/v1/silences/preview", "POST"),
                ("GET", "/v1/silences/a/expire", "POST"), ("POST", "/v1/heartbeats", "GET, HEAD"),
                ("GET", "/v1/heartbeats/a", "POST"),
            ] {
                let reply = try await server.exchange(request(method, path))
                #expect(reply.status == 405, "\(method) \(path)")
                #expect(reply.headers["allow"] == allow, "\(method) \(path)")
            }
        }
    }

    /// Agents call and do not silence; whoever only reads does neither.
    @Test func rolesPermitWhatTheyMay() async throws {
        let silence = request(
            "POST", "/v1/silences", type: jsonType, body: #"{"matchers":"layer=os","for":"PT1H","comment":"c"}"#)
        let requests: [(PeerRole.Action, String)] = [
            (.acknowledge, silence), (.acknowledge, request("POST", "/v1/silences/a/expire")),
            (.read, request("GET", "/v1/silences")), (.read, request("GET", "/v1/heartbeats")),
            (.report, request("POST", "/v1/heartbeats/a")),
        ]
        for role in PeerRole.allCases {
            let actor = Actor(party: "tern", side: .customer, role: role, name: "x")
            try await withServer(audience: actor) { server async throws in
                for (action, text) in requests {
                    let reply = try await server.exchange(text)
                    #expect(reply.status == (role.permits(action) ? 200 : 403), "\(role) \(action)")
                }
            }
        }
    }
}
