import StrictJSON

/// A topic of ntfy, on ntfy.sh or a server of one's own.
struct NtfyPreset: Preset {
    static let name = "ntfy"
    static let parameters = [
        PresetParameter("topic", .text(charactersMax: 64), meaning: "topic, as people subscribe to it"),
        PresetParameter(
            "token", .secret, isRequired: false, meaning: "access token, where the topic is not open to everybody"),
    ]

    /// To a topic in the path it would publish our JSON as a text, and call that a success.
    static func fault(ofPath path: String) -> String? {
        ["", "/"].contains(path) ? nil : "must be empty: the topic stands in `topic`"
    }

    private let topic: String
    private let token: String?

    init(_ values: PresetValues) throws(PresetProblem) {
        topic = try values.requiredVisible("topic")
        guard topic.isMade(of: "_-", count: 1...64) else {
            throw PresetProblem(
                "topic", "holds more than letters, digits, _ and -",
                hint: "write the topic alone; the server stands in the address")
        }
        token = try values.visible("token")
    }

    /// A burst of 60, and then one every five seconds.
    let pace = PresetPace(burst: 60, millisecondsPerMessage: 5000)

    private static let words = Dialect.plain(.bytes)
    /// Beyond 4096 bytes a message becomes an attachment.
    private static let messageMax = 4096
    private static let room = NoticeContent.Room(paragraphMax: 500, factMax: 150, listMax: 1500, lineMax: 250)
    private static let titleMax = 250

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let text = notice.sections(Self.words, Self.room) { $0 + ":" }
        var message = JSONObject(expecting: 7)
        message.set("topic", .string(topic))
        message.set("title", .string(Self.words.line(notice.title, max: Self.titleMax)))
        // An empty message would say "triggered".
        message.set("message", .string(text.isEmpty ? notice.summary : Self.words.text(text, max: Self.messageMax)))
        message.set("priority", .integer(Self.priority(notice.tone)))
        message.set("tags", .strings(notice.isTest ? ["test_tube"] : [Self.emoji(notice.tone)]))
        if let link = notice.acknowledgeLink {
            message.set("click", .string(link))
            message.set("actions", [["action": "view", "label": "Acknowledge", "url": .string(link), "clear": true]])
        }
        var request = PresetRequest(.object(message))
        request.headers = token.map { [.init("Authorization", "Bearer \($0)")] } ?? []
        return request
    }

    private static func priority(_ tone: NoticeTone) -> Int64 {
        switch tone {
        case .problem(.critical): 5
        case .problem(.high): 4
        case .problem(.medium), .end: 3
        case .problem(.low), .problem(.info): 2
        }
    }

    /// Tags that ntfy shows as emoji.
    private static func emoji(_ tone: NoticeTone) -> String {
        switch tone {
        case .problem(.critical), .problem(.high): "rotating_light"
        case .problem(.medium): "warning"
        case .problem(.low), .problem(.info): "information_source"
        case .end: "white_check_mark"
        }
    }

    /// Its limits come without `Retry-After`: by the minute five seconds are enough; the quota of a day is back on the
    /// next.
    private static let rateWait: Int64 = 5000
    private static let quotaWait: Int64 = 86_400_000
    private static let quotaCode: Int64 = 42_908

    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 200, answer.beginsAsObject { return .delivered }
        let isQuota = answer.json?["code"]?.integer == Self.quotaCode
        let wait: Int64? = answer.status == 429 ? (isQuota ? Self.quotaWait : Self.rateWait) : nil
        return .ofFailure(answer, gone: [401, 403], retryAfterMilliseconds: wait)
    }
}
