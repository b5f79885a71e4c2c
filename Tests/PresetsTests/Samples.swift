import StrictJSON

@testable import Presets

/// Notices as the daemon writes them.
enum Samples {
    static let link = "https://tocsin.example/a/tok1"

    static let openedText = #"""
        {"type":"incident.opened","timestamp":"2026-03-10T01:59:30Z","data":{"notice":"not_1","incident":"inc_1",
        "agreement":"agr-tern","you":{"party":"tern","role":"sec"},"kind":"opened","severity":"high",
        "category":"intrusion","summary":"Unknown login","asset":"tern-vps1","opened_at":"2026-03-10T01:59:00Z",
        "ruling":{"owner":"customer","party":"tern","lead":null,"sentence":"Tern owns it: the VPS is not managed.",
        "triage":null},"as_of":1,"rules":["JC-01"],"due":"2026-03-10T02:15:00Z",
        "because_of":"You are told under JC-01 (Intrusion).",
        "next":"It is yours: look after it, and acknowledge with `tocsin ack inc_1`.",
        "acknowledge":{"command":"tocsin ack inc_1","method":"POST","path":"/v1/incidents/inc_1/acknowledge"}}}
        """#

    static let resolvedText = #"""
        {"type":"incident.resolved","timestamp":"2026-03-10T03:00:00Z","data":{"notice":"not_2","incident":"inc_1",
        "agreement":"agr-tern","you":{"party":"tern","role":"sec"},"kind":"resolved","severity":"high",
        "category":"intrusion","summary":"Unknown login","asset":"tern-vps1","opened_at":"2026-03-10T01:59:00Z",
        "ruling":{"owner":"customer","party":"tern","lead":null,"sentence":"Tern owns it: the VPS is not managed.",
        "triage":null},"as_of":5,"rules":[],"due":null,"because_of":"You were told of this problem; it is over.",
        "next":"Nothing is left to do.",
        "acknowledge":{"command":"tocsin ack inc_1","method":"POST","path":"/v1/incidents/inc_1/acknowledge"}}}
        """#

    static let digestText = #"""
        {"type":"incident.digest","timestamp":"2026-03-10T02:05:00Z","data":{"notice":"not_9","incident":"inc_1",
        "agreement":"agr-tern","you":{"party":"tern","role":"sec"},"kind":"digest","severity":"low",
        "category":"intrusion","summary":"Unknown login","asset":"tern-vps1","opened_at":"2026-03-10T01:59:00Z",
        "ruling":{"owner":"customer","party":"tern","lead":null,"sentence":"Tern owns it: the VPS is not managed.",
        "triage":null},"as_of":3,"rules":[],"due":"2026-03-10T02:15:00Z",
        "because_of":"There were too many notices at once; this one tells 2 of them.",
        "told":[{"incident":"inc_1","agreement":"agr-tern","kind":"opened","state":"open","severity":"high",
        "summary":"Unknown login","asset":"tern-vps1","owner_party":"tern","rules":["JC-01"],
        "due":"2026-03-10T02:15:00Z","acknowledge":"tocsin ack inc_1"},
        {"incident":"inc_2","agreement":"agr-tern","kind":"resolved","state":"resolved","severity":"critical",
        "summary":"Mail queue is full","asset":"tern-mail","owner_party":"prov","rules":[],"due":null,
        "acknowledge":"tocsin ack inc_2"}],
        "next":"Look at each of them, and acknowledge each: they are listed under `told`.",
        "acknowledge":{"command":"tocsin ack inc_1","method":"POST","path":"/v1/incidents/inc_1/acknowledge"}}}
        """#

    static let testText = #"""
        {"type":"incident.canary","timestamp":"2026-03-11T08:00:00Z","data":{"notice":"not_7","incident":"inc_7",
        "agreement":"agr-tern","you":{"party":"tern","role":"ops"},"kind":"canary","severity":"info",
        "category":"other","summary":"Test of the channel on which tern is told","asset":null,
        "opened_at":"2026-03-11T08:00:00Z","ruling":{"owner":"provider","party":"prov","lead":null,
        "sentence":"Meridian Hosting tests the channel.","triage":null},"as_of":1,"rules":[],"due":null,
        "because_of":"This tests the channel on which you are told, before it is needed.",
        "next":"Nothing has to be done: that it arrived is on record.",
        "acknowledge":{"command":"tocsin ack inc_7","method":"POST","path":"/v1/incidents/inc_7/acknowledge"}}}
        """#

    static func notice(_ text: String, link: String? = nil, isTest: Bool = false) throws -> NoticeContent {
        try NoticeContent(text: Array(text.utf8), links: .init(acknowledge: link), isTest: isTest)
    }

    /// With a page on which to acknowledge.
    static func opened() throws -> NoticeContent { try notice(openedText, link: link) }
    static func resolved() throws -> NoticeContent { try notice(resolvedText, link: link) }
    static func digest() throws -> NoticeContent { try notice(digestText) }
    static func test() throws -> NoticeContent { try notice(testText) }

    /// The opened notice with members of its data replaced; without a page.
    static func opened(_ changes: [String: JSON], link: String? = nil) throws -> NoticeContent {
        let json = try JSON(parsing: openedText)
        var data = json["data"]?.object ?? JSONObject()
        for name in changes.keys.sorted() { data.set(name, changes[name] ?? .null) }
        var whole = json.object ?? JSONObject()
        whole.set("data", .object(data))
        return try notice(JSON.object(whole).text, link: link)
    }

    /// Values with which every preset can be made.
    static let values: [String: PresetValues] = [
        "pagerduty": PresetValues(["routing_key": "0123456789abcdef0123456789abcdef"]),
        "opsgenie": PresetValues(["api_key": "12345678-90ab-cdef"]),
        "telegram": PresetValues(["token": "123456789:AAabcdefghijklmnopqrstuv", "chat_id": "-1001234567890"]),
        "ntfy": PresetValues(["topic": "tern-alerts", "token": "tk_secret"]),
        "gotify": PresetValues(["token": "AbcDef.123"]),
        "matrix": PresetValues(["room": "!abc:matrix.example", "token": "syt_secret"]),
    ]

    static func make(_ name: String) throws -> any Preset {
        guard let type = PresetRegistry.named(name) else { throw PresetProblem("preset", "is unknown", hint: name) }
        return try type.init(values[name] ?? PresetValues())
    }
}

extension PresetRequest {
    var json: JSON { (try? JSON(parsing: body, limits: .ledger)) ?? .null }
}

/// Nil when a request's body is what a golden text says; otherwise the first line in which they differ.
func difference(_ request: PresetRequest, _ golden: String) throws -> String? {
    let expected = try JSON(parsing: golden, limits: .ledger)
    let found = try JSON(parsing: request.body, limits: .ledger)
    guard expected != found else { return nil }
    let expectedLines = expected.prettyText.split(separator: "\n")
    let foundLines = found.prettyText.split(separator: "\n")
    for (expected, found) in zip(expectedLines, foundLines) where expected != found {
        return "expected \(expected), found \(found)"
    }
    return "expected \(expectedLines.count) lines, found \(foundLines.count)"
}

/// What an answer of so much text means to a preset.
func verdict(_ name: String, _ status: Int, _ body: String = "", retryAfter: Int64? = nil) throws -> PresetVerdict {
    try Samples.make(name).judge(
        PresetAnswer(status: status, body: Array(body.utf8), retryAfterMilliseconds: retryAfter))
}

extension PresetVerdict {
    /// Its kind, as tables name it.
    var word: String {
        switch self {
        case .delivered: "delivered"
        case .refusedForNow: "later"
        case .refused: "refused"
        case .channelGone: "gone"
        case .byStatus: "by status"
        }
    }

    var wait: Int64? { if case .refusedForNow(_, let wait) = self { wait } else { nil } }

    var why: String {
        switch self {
        case .delivered, .byStatus: ""
        case .refusedForNow(let why, _), .refused(let why), .channelGone(let why): why
        }
    }
}
