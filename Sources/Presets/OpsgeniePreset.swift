import StrictJSON

/// Alerts of Opsgenie, and of Jira Service Management, which took its interface over under another address: a problem
/// creates an alert, its end closes it, under the incident's id as alias.
struct OpsgeniePreset: Preset {
    static let name = "opsgenie"
    /// An end that overtakes its beginning would be lost, or open what is over.
    static let keepsOrder = true
    static let parameters = [
        PresetParameter("api_key", .secret, meaning: "key of an API integration")
    ]

    static func fault(ofPath path: String) -> String? { fault(ofPath: path, adding: ["/v2/alerts"]) }

    private let key: String

    init(_ values: PresetValues) throws(PresetProblem) { key = try values.requiredVisible("api_key") }

    let pace = PresetPace(burst: 10, millisecondsPerMessage: 500)

    private static let words = Dialect.plain(.utf16)
    private static let aliasMax = 512
    private static let messageMax = 130
    private static let descriptionMax = 15_000
    private static let room = NoticeContent.Room(paragraphMax: 2000, factMax: 300, listMax: 6000)
    private static let entityMax = 512
    private static let tagMax = 50
    private static let noteMax = 1000

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let alias = notice.group(max: Self.aliasMax)
        var request = PresetRequest(notice.isEnd ? Self.close(notice) : Self.create(notice, alias))
        request.pathSuffix = "/v2/alerts"
        if notice.isEnd {
            request.pathSuffix += "/\(alias.percentEncoded)/close"
            request.query = [.init("identifierType", "alias")]
        }
        request.headers = [.init("Authorization", "GenieKey \(key)")]
        return request
    }

    private static func create(_ notice: NoticeContent, _ alias: String) -> JSON {
        let text = notice.sections(words, room) { $0 + ":" }
        var alert = JSONObject(expecting: 8)
        alert.set("message", .string(words.line(notice.title, max: messageMax)))
        alert.set("alias", .string(alias))
        alert.set("description", .string(words.text(text, max: descriptionMax)))
        alert.set("tags", .strings(tags(notice)))
        alert.set("details", details(notice))
        alert.set("entity", ifPresent: notice.asset.map { .string(words.line($0, max: entityMax)) })
        alert.set("source", "Tocsin")
        alert.set("priority", .string(priority(notice)))
        return .object(alert)
    }

    private static func close(_ notice: NoticeContent) -> JSON {
        let note = [notice.title, notice.reason].compactMap { $0 }.joined(separator: "\n")
        return ["source": "Tocsin", "note": .string(words.text(note, max: noteMax))]
    }

    private static func tags(_ notice: NoticeContent) -> [String] {
        let tags: [String?] = ["tocsin", notice.level.rawValue, notice.category, notice.isTest ? "test" : nil]
        return tags.compactMap { $0 }.map { words.line($0.replacing(",", with: " "), max: tagMax) }
    }

    private static func details(_ notice: NoticeContent) -> JSON {
        var details = JSONObject(expecting: 8)
        for fact in notice.facts { details.set(fact.label, .string(words.line(fact.value, max: room.factMax))) }
        details.set("Acknowledge", ifPresent: notice.acknowledgeLink.map { .string($0) })
        return .object(details)
    }

    private static func priority(_ notice: NoticeContent) -> String {
        if notice.isTest || ["update", "answered"].contains(notice.kind) { return "P5" }
        return switch notice.level {
        case .critical: "P1"
        case .high: "P2"
        case .medium: "P3"
        case .low: "P4"
        case .info: "P5"
        }
    }

    /// Accepted is 202; what came of it would have to be asked for.
    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        answer.status == 202 ? .delivered : .ofFailure(answer, gone: [401, 403])
    }
}
