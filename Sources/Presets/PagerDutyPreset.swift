import StrictJSON

/// The Events API v2 of PagerDuty: a problem triggers, its end resolves, under the incident's id.
///
/// Every notice that is no end is a trigger: on an open alert it is appended, and what comes without one, or after its
/// end, is itself something that somebody has to see. What only tells how things stand (`update`, `answered`), and
/// every test, has the severity `info`, so that it wakes nobody by itself.
struct PagerDutyPreset: Preset {
    static let name = "pagerduty"
    /// An end that overtakes its beginning would be lost, or open what is over.
    static let keepsOrder = true
    static let parameters = [
        PresetParameter(
            "routing_key", .secret, meaning: "integration key of the service or of the orchestration (Events API v2)")
    ]

    private let routingKey: String

    init(_ values: PresetValues) throws(PresetProblem) {
        routingKey = try values.requiredVisible("routing_key")
        guard routingKey.isMade(of: "", count: 32...32) else {
            throw PresetProblem(
                "routing_key", "is not 32 letters and digits",
                hint: "use the integration key of an Events API v2 integration, not an API token")
        }
    }

    var secrets: [String] { [routingKey] }

    /// 120 calls a minute for each integration key.
    let pace = PresetPace(burst: 10, millisecondsPerMessage: 500)

    private static let words = Dialect.plain(.scalars)
    private static let summaryMax = 1024
    private static let detailMax = 2000
    private static let listMax = 20_000
    private static let keyMax = 255

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let key = notice.group(max: Self.keyMax)
        var event = JSONObject(expecting: 7)
        event.set("routing_key", .string(routingKey))
        event.set("event_action", notice.isEnd ? "resolve" : "trigger")
        event.set("dedup_key", .string(key))
        if !notice.isEnd {
            event.set("payload", Self.payload(notice))
            event.set("client", "Tocsin")
            if let link = notice.acknowledgeLink {
                event.set("client_url", .string(link))
                event.set("links", [["href": .string(link), "text": "Acknowledge in Tocsin"]])
            }
        }
        return PresetRequest(.object(event))
    }

    private static func payload(_ notice: NoticeContent) -> JSON {
        var payload = JSONObject(expecting: 8)
        func set(_ name: String, _ value: String?) {
            payload.set(name, ifPresent: value.map { .string(words.line($0, max: summaryMax)) })
        }
        set("summary", notice.title)
        set("source", notice.asset ?? notice.agreement ?? "tocsin")
        set("severity", severity(notice))
        payload.set("timestamp", ifPresent: notice.at.flatMap { $0.isInstant ? .string($0) : nil })
        set("component", notice.asset)
        set("group", notice.agreement)
        set("class", notice.category)
        payload.set("custom_details", .object(details(notice)))
        return .object(payload)
    }

    private static func severity(_ notice: NoticeContent) -> String {
        if notice.isTest || ["update", "answered"].contains(notice.kind) { return "info" }
        return switch notice.level {
        case .critical: "critical"
        case .high: "error"
        case .medium: "warning"
        case .low, .info: "info"
        }
    }

    private static func details(_ notice: NoticeContent) -> JSONObject {
        var details = JSONObject(expecting: 10)
        for part in notice.paragraphs { details.set(part.label, .string(words.text(part.value, max: detailMax))) }
        for fact in notice.facts { details.set(fact.label, .string(words.line(fact.value, max: detailMax))) }
        if let command = notice.shownCommand {
            details.set("Acknowledge with", .string(words.line(command, max: detailMax)))
        }
        let list = words.list(notice.memberLines, lineMax: 400, max: listMax)
        if !list.isEmpty { details.set("Notices", .string(list)) }
        return details
    }

    /// Accepted is 202. Whether an alert was open under the key nobody tells.
    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 202 { return .delivered }
        let isKeyRefused = answer.status == 400 && Self.blamesKey(answer.text)
        return .ofFailure(answer, gone: isKeyRefused ? [400] : [401, 403, 404])
    }

    private static func blamesKey(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.contains("routing_key") || text.contains("routing key")
    }
}
