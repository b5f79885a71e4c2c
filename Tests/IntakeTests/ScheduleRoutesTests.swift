import CivilTime
import Coordination
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Intake

/// Who is on call, over a real socket: what each route makes of a request.
struct ScheduleRoutesTests {
    private static func instant(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(milliseconds: -1) }

    /// The one request that a target led to; nil, and a complaint, when it was refused.
    private func asked(_ method: String, _ target: String, body: JSON? = nil) async throws -> PeerRequest? {
        var found: PeerRequest?
        try await withServer { server async throws in
            let text = request(method, target, type: body == nil ? nil : jsonType, body: body?.text ?? "")
            let reply = try await server.exchange(text)
            #expect(reply.status == 200, "\(reply.json?.text ?? "")")
            found = server.handler.all.first?.request
        }
        return found
    }

    @Test func whoIsOnCallMayBeAskedForAnyInstant() async throws {
        guard case .onCall(nil)? = try await asked("GET", "/v1/oncall") else {
            Issue.record("now")
            return
        }
        guard case .onCall(let instant)? = try await asked("GET", "/v1/oncall?at=2026-03-29T03:00:00%2B02:00") else {
            Issue.record("then")
            return
        }
        #expect(instant == Self.instant("2026-03-29T01:00:00Z"))
    }

    @Test(arguments: [
        "", "?zone=Asia/Bangkok,Europe/Berlin", "?zone=Asia/Bangkok&zone=Europe/Berlin",
        "?from=2026-03-28T00:00:00Z&to=2026-03-30T00:00:00Z&zone=Asia/Bangkok&zone=Europe/Berlin,UTC",
    ])
    func aStretchIsForReadersInSeveralZones(_ query: String) async throws {
        guard case .previewSchedule(let asked)? = try await asked("GET", "/v1/schedules/noc-week" + query) else {
            Issue.record("no preview")
            return
        }
        #expect(asked.schedule == "noc-week")
        let names = ["Asia/Bangkok", "Europe/Berlin", "UTC"]
        #expect(asked.zones.map(\.text) == (query.isEmpty ? [] : Array(names.prefix(query.contains("UTC") ? 3 : 2))))
        #expect(asked.from == (query.contains("from") ? Self.instant("2026-03-28T00:00:00Z") : nil))
        #expect(asked.to == (query.contains("to=") ? Self.instant("2026-03-30T00:00:00Z") : nil))
    }

    @Test(arguments: [
        ("zone=CET", "zone", "no region and city"), ("zone=Asia/Bangkok,,UTC", "zone", "no name of a time zone"),
        ("zone=" + String(repeating: "UTC,", count: 8) + "UTC", "zone", "at most 8"),
        ("zone=" + String(repeating: "x", count: 400), "zone", "at most 300"),
        ("from=2026-03-28", "from", "a time with offset"), ("until=x", "until", "unknown"),
    ])
    func aStretchRefuses(_ query: String, _ field: String, _ words: String) async throws {
        try await withServer { server async throws in
            let reply = try await server.exchange(request("GET", "/v1/schedules/noc-week?" + query))
            #expect(reply.status == 400)
            #expect(reply.errors[field]?.contains(words) == true, "\(reply.errors)")
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func onlyZonesMayBeRepeated() async throws {
        try await withServer { server async throws in
            for target in [
                "/v1/schedules/a?from=x&from=y", "/v1/schedules/a/calendar?zone=UTC&zone=UTC", "/v1/oncall?at=1&at=2",
            ] {
                #expect(try await server.exchange(request("GET", target)).code == "malformed_form", "\(target)")
            }
        }
    }

    @Test(arguments: [
        (nil, false), ("*/*", false), ("text/calendar", true), ("Text/Calendar;charset=utf-8", true),
        ("application/json, text/calendar;q=0.5", false), ("application/json;q=0.2, text/calendar;q=0.5", true),
        ("text/calendar;q=0", false), ("text/html, text/*;q=0.1", true), ("application/json", false),
    ])
    func aCalendarIsForThoseWhoAskForOne(_ accept: String?, _ isCalendar: Bool) async throws {
        let text = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
        let handler = FakeHandler { _, _ in
            .success(PeerAnswer(.ok, object(["schedule": "noc-week", "calendar": .string(text)])))
        }
        try await withServer(handler) { server async throws in
            let headers = ["Host: t"] + (accept.map { ["Accept: \($0)"] } ?? [])
            let reply = try await server.exchange(
                request("GET", "/v1/schedules/noc-week/calendar?from=2026-03-28T00:00:00Z", headers: headers))
            #expect(reply.status == 200)
            if isCalendar {
                #expect(reply.headers["content-type"] == "text/calendar; charset=utf-8")
                #expect(String(decoding: reply.body, as: UTF8.self) == text)
                #expect(reply.headers["content-length"] == String(text.utf8.count))
            } else {
                #expect(reply.headers["content-type"] == "application/json")
                #expect(reply.json?["calendar"]?.string == text)
            }
        }
        guard case .exportSchedule(let asked)? = handler.all.first?.request else {
            Issue.record("no export")
            return
        }
        #expect(asked.schedule == "noc-week")
        #expect(asked.from == Self.instant("2026-03-28T00:00:00Z"))
    }

    @Test func aCalendarThatIsRefusedIsAProblem() async throws {
        let handler = FakeHandler { _, _ in .failure(Refusal(.unknownSchedule, "none")) }
        try await withServer(handler) { server async throws in
            let reply = try await server.exchange(
                request("GET", "/v1/schedules/a/calendar", headers: ["Host: t", "Accept: text/calendar"]))
            #expect(reply.status == 404)
            #expect(reply.headers["content-type"] == "application/problem+json")
        }
    }

    // MARK: Overrides

    private static let swap: JSON = [
        "from": "2026-10-25T02:30", "to": "2026-10-25T09:00:00+01:00", "replace": "anong", "with": "boon",
        "reason": "Ill",
    ]

    @Test func anOverrideIsOnTheWallOrHasAnOffset() async throws {
        let request = try await asked("POST", "/v1/schedules/noc-week/overrides", body: Self.swap)
        guard case .override(let asked)? = request else {
            Issue.record("no override")
            return
        }
        #expect(asked.schedule == "noc-week")
        #expect(CivilDateTime(text: "2026-10-25T02:30").map { asked.start == .local($0) } == true)
        #expect(asked.end == .instant(Self.instant("2026-10-25T08:00:00Z")))
        #expect(asked.change == .replace("anong", with: "boon"))
        #expect(asked.reason == "Ill")
    }

    @Test(arguments: [("add", Override.Change.add("chai")), ("remove", .remove("chai"))])
    func oneCanBeAddedOrTakenOut(_ name: String, _ change: Override.Change) async throws {
        let body = try JSON(
            parsing: #"{"from":"2026-10-25T05:30","to":"2026-10-25T09:00","\#(name)":"chai","reason":"x"}"#)
        guard case .override(let asked)? = try await asked("POST", "/v1/schedules/s/overrides", body: body) else {
            Issue.record("no override")
            return
        }
        #expect(asked.change == change)
    }

    @Test(arguments: [
        (#"{}"#, ["from", "to", "reason", "replace"]),
        (#"{"from":"2026-10-25","to":"now","reason":" ","add":"a"}"#, ["from", "to", "reason"]),
        (#"{"from":"2026-10-25T02:30","to":"2026-10-25T03:30","reason":"x","replace":"a"}"#, ["with"]),
        (#"{"from":"2026-10-25T02:30","to":"2026-10-25T03:30","reason":"x","with":"a"}"#, ["replace"]),
        (#"{"from":"2026-10-25T02:30","to":"2026-10-25T03:30","reason":"x","add":"a","remove":"b"}"#, ["remove"]),
        (#"{"from":"2026-10-25T02:30","to":"2026-10-25T03:30","reason":"x","add":"a b"}"#, ["add"]),
        (#"{"from":"2026-10-25T02:30","to":"2026-10-25T03:30","reason":"x","add":"a","why":"b"}"#, ["why"]),
    ])
    func wrongOverridesAreToldAllAtOnce(_ body: String, _ fields: [String]) async throws {
        try await withServer { server async throws in
            let reply = try await server.exchange(
                request("POST", "/v1/schedules/noc-week/overrides", type: jsonType, body: body))
            #expect(reply.status == 400)
            #expect(Set(reply.errors.keys) == Set(fields), "\(reply.errors)")
            #expect(server.handler.all.isEmpty)
        }
    }

    @Test func aLostPlusIsExplained() async throws {
        try await withServer { server async throws in
            let form = "from=2026-10-25T02:30:00+01:00&to=2026-10-25T04:00&add=a&reason=x"
            let reply = try await server.exchange(
                request("POST", "/v1/schedules/noc-week/overrides", type: formType, body: form))
            #expect(reply.errors["from"]?.contains("write + as %2B") == true)
        }
    }

    @Test func anOverrideIsTakenBackByItsName() async throws {
        guard case .endOverride(let id)? = try await asked("POST", "/v1/overrides/ovr_1/end") else {
            Issue.record("no end")
            return
        }
        #expect(id == "ovr_1")
        try await withServer { server async throws in
            let reply = try await server.exchange(
                request("POST", "/v1/overrides/ovr_1/end", type: jsonType, body: #"{"reason":"x"}"#))
            #expect(reply.errors["reason"]?.contains("unknown") == true)
        }
    }

    @Test(arguments: [
        ("GET", "/v1/schedules/a%20b", "unknown_schedule"), ("GET", "/v1/schedules/a%2Fb/calendar", "unknown_schedule"),
        ("POST", "/v1/schedules/a%20b/overrides", "unknown_schedule"),
        ("POST", "/v1/overrides/a%20b/end", "unknown_override"),
    ])
    func whatIsNoNameIsUnknown(_ method: String, _ target: String, _ code: String) async throws {
        try await withServer { server async throws in
            let body = method == "POST" ? Self.swap.text : ""
            let reply = try await server.exchange(
                request(method, target, type: body.isEmpty ? nil : jsonType, body: body))
            #expect(reply.status == 404)
            #expect(reply.code == code)
            #expect(server.handler.all.isEmpty)
        }
    }

    /// Who only reports may look, and change nothing.
    @Test func anAgentLooksAndChangesNothing() async throws {
        try await withServer(audience: tern) { server async throws in
            #expect(try await server.exchange(request("GET", "/v1/oncall")).status == 200)
            let reply = try await server.exchange(
                request("POST", "/v1/schedules/tern-ops/overrides", type: jsonType, body: Self.swap.text))
            #expect(reply.code == "not_permitted")
            let end = try await server.exchange(request("POST", "/v1/overrides/ovr_1/end"))
            #expect(end.code == "not_permitted")
        }
    }

    @Test func pathsSayWhatTheyTake() async throws {
        try await withServer { server async throws in
            let reply = try await server.exchange(request("GET", "/v1/schedules/noc-week/overrides"))
            #expect(reply.status == 405)
            #expect(reply.headers["allow"] == "POST")
        }
    }
}

/// The same questions to a configuration without a daemon.
struct ScheduleDeskTests {
    @Test func repeatedZonesAreOneListAndOtherFieldsStandOnce() throws {
        var id = ""
        let route = try #require(ConfigurationRoute(path: ["v1", "schedules", "noc-week"], id: &id))
        #expect(route == .schedule && id == "noc-week")
        let query = Body.object(ofQuery: [("zone", "UTC"), ("from", "2026-03-28T00:00:00Z"), ("zone", "Asia/Bangkok")])
        #expect(query["zone"] == "UTC,Asia/Bangkok")
        let check = FieldCheck(source: .form, now: testNow, side: .provider)
        guard case .previewSchedule(let asked) = try route.request(id: id, query: query, check: check) else {
            Issue.record("no preview")
            return
        }
        #expect(asked.zones.map(\.text) == ["UTC", "Asia/Bangkok"])
    }
}
