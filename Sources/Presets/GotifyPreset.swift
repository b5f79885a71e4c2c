import StrictJSON

/// An application of a Gotify server.
struct GotifyPreset: Preset {
    static let name = "gotify"
    static let parameters = [
        PresetParameter("token", .secret, meaning: "token of the application (not of a client)")
    ]

    static func fault(ofPath path: String) -> String? {
        path.hasSuffix("/message") ? fault(ofPath: path, adding: ["/message"]) : nil
    }

    private let token: String

    init(_ values: PresetValues) throws(PresetProblem) {
        token = try values.requiredVisible("token")
        guard !token.hasPrefix("C") else {
            throw PresetProblem(
                "token", "belongs to a client",
                hint: "make an application in Gotify and use its token; it begins with A")
        }
    }

    let pace = PresetPace.unlimited

    private static let words = Dialect.plain(.scalars)
    private static let titleMax = 250
    private static let messageMax = 10_000
    private static let room = NoticeContent.Room(paragraphMax: 900, factMax: 200, listMax: 4000)

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let text = notice.sections(Self.words, Self.room) { $0 + ":" }
        var extras = JSONObject(expecting: 2)
        extras.set("client::display", ["contentType": "text/plain"])
        if let link = notice.acknowledgeLink {
            extras.set("client::notification", ["click": ["url": .string(link)]])
        }
        var request = PresetRequest([
            "title": .string(Self.words.line(notice.title, max: Self.titleMax)),
            "message": .string(text.isEmpty ? notice.summary : Self.words.text(text, max: Self.messageMax)),
            "priority": .integer(Self.priority(notice.tone)), "extras": .object(extras),
        ])
        request.pathSuffix = "/message"
        request.headers = [.init("X-Gotify-Key", token)]
        return request
    }

    /// 8 and above ring and stay, 4 to 7 make a sound, below that there is only a line.
    private static func priority(_ tone: NoticeTone) -> Int64 {
        switch tone {
        case .problem(.critical): 10
        case .problem(.high): 8
        case .problem(.medium): 5
        case .end: 4
        case .problem(.low): 3
        case .problem(.info): 2
        }
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 200, answer.beginsAsObject { return .delivered }
        return .ofFailure(answer, gone: [401, 403])
    }
}
