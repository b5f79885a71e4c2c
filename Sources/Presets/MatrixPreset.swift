import StrictJSON

/// A room of Matrix. The transaction is the delivery, so a repeat is the same event.
struct MatrixPreset: Preset {
    static let name = "matrix"
    static let parameters = [
        PresetParameter("room", .text(charactersMax: 255), meaning: "internal id of the room, which begins with !"),
        PresetParameter("token", .secret, meaning: "access token of an account that has joined the room"),
        PresetParameter(
            "message_type", .word(["text", "notice"]), isRequired: false,
            meaning: "kind of message: text, or notice, for which most people's clients stay silent"),
    ]

    static func fault(ofPath path: String) -> String? { fault(ofPath: path, adding: ["/_matrix"]) }

    private let room: String
    private let token: String
    private let messageType: String

    init(_ values: PresetValues) throws(PresetProblem) {
        room = try values.requiredVisible("room")
        guard room.hasPrefix("!"), room.utf8.count > 1 else {
            throw PresetProblem(
                "room", "does not begin with !", hint: "use the internal room id from the room's advanced settings")
        }
        token = try values.requiredVisible("token")
        messageType = values["message_type"] == "notice" ? "m.notice" : "m.text"
    }

    /// What Synapse allows an account at first is ten, and then one every five seconds.
    let pace = PresetPace(burst: 10, millisecondsPerMessage: 5000)

    private static let words = Dialect.html(.bytes)
    private static let plainWords = Dialect(unit: .bytes)
    // An event takes 65 536 bytes: the text twice, and each byte of it perhaps twice in JSON.
    private static let titleMax = 400
    private static let limits = NoticeContent.Room(paragraphMax: 1500, factMax: 300, listMax: 5000)

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        var event = JSONObject(expecting: 5)
        event.set("msgtype", .string(messageType))
        event.set("body", .string(Self.plain(notice)))
        event.set("format", "org.matrix.custom.html")
        event.set("formatted_body", .string(Self.formatted(notice)))
        event.set("m.mentions", .object(JSONObject()))
        var request = PresetRequest(.object(event))
        request.method = .put
        request.pathSuffix =
            "/_matrix/client/v3/rooms/\(room.percentEncoded)/send/m.room.message/\(delivery.percentEncoded)"
        request.headers = [.init("Authorization", "Bearer \(token)")]
        return request
    }

    private static func plain(_ notice: NoticeContent) -> String {
        let title = plainWords.line(notice.title, max: titleMax)
        let text = notice.sections(plainWords, limits) { $0 + ":" }
        let link = notice.acknowledgeLink.map { "\n\nAcknowledge: \($0)" } ?? ""
        return "\(title)\n\n\(text)".trimmed + link
    }

    private static func formatted(_ notice: NoticeContent) -> String {
        let title = words.line(notice.title, max: titleMax)
        let text = notice.sections(words, limits) { "<b>\($0):</b>" }.replacing("\n", with: "<br>")
        let link = notice.acknowledgeLink.map { "<br><br><a href=\"\(words.line($0, max: 4096))\">Acknowledge</a>" }
        let color = notice.tone.color
        return "<strong><span data-mx-color=\"\(color)\">\(title)</span></strong><br><br>\(text)\(link ?? "")"
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        let json = answer.json
        if answer.status == 200, json?["event_id"]?.string != nil { return .delivered }
        // An unknown room has a code of its own; without it the address leads to no home server.
        let isRoomGone = json?["errcode"]?.string == "M_NOT_FOUND"
        return .ofFailure(
            answer, gone: isRoomGone ? [401, 403, 404] : [401, 403],
            retryAfterMilliseconds: json?["retry_after_ms"]?.boundedMilliseconds)
    }
}
