import StrictJSON

/// An incoming webhook of Rocket.Chat: the title as text, the rest in an attachment with the colour of the severity.
struct RocketChatPreset: Preset {
    static let name = "rocketchat"
    static let parameters = [
        PresetParameter(
            "channel", .text(charactersMax: 64), isRequired: false,
            meaning: "#channel or @person, where the integration may choose one")
    ]

    private let channel: String?

    init(_ values: PresetValues) throws(PresetProblem) {
        channel = try values.visible("channel")
        if let channel, !channel.hasPrefix("#"), !channel.hasPrefix("@") {
            throw PresetProblem(
                "channel", "begins with neither # nor @", hint: "write #ops for a channel, @mia for a person")
        }
    }

    /// Ten a minute, where limits are on, as they are at first.
    let pace = PresetPace(burst: 10, millisecondsPerMessage: 6000)

    /// Its Markdown has no escapes that work, so links and spoilers are broken instead. Stars, underscores and
    /// backticks may change how a word looks, and do no more.
    private static let words = Dialect(
        unit: .utf16, broken: ["](", "<", "||", "#"],
        codeMarks: Dialect.CodeMarks(open: "`", close: "`", needsEscapes: false))
    private static let titleMax = 300
    private static let paragraphMax = 700
    private static let listMax = 2500
    private static let factMax = 200

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let title = Self.words.line(notice.title, max: Self.titleMax)
        var attachment = JSONObject(expecting: 5)
        attachment.set("title", ifPresent: notice.acknowledgeLink == nil ? nil : "Acknowledge")
        attachment.set("title_link", ifPresent: notice.acknowledgeLink.map { .string($0) })
        attachment.set("text", .string(Self.text(notice)))
        attachment.set("color", .string(notice.tone.color))
        attachment.set("fields", .array(Self.fields(notice)))
        var message = JSONObject(expecting: 3)
        message.set("channel", ifPresent: channel.map { .string($0) })
        message.set("text", .string(title))
        message.set("attachments", [.object(attachment)])
        return PresetRequest(.object(message))
    }

    private static func text(_ notice: NoticeContent) -> String {
        var parts = [words.list(notice.memberLines, lineMax: 300, max: listMax)]
        parts += notice.paragraphs.map { "*\($0.label)* " + words.sentences($0.value, max: paragraphMax) }
        if let command = notice.shownCommand {
            parts.append("*Acknowledge with* " + words.code(command, max: factMax))
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func fields(_ notice: NoticeContent) -> [JSON] {
        notice.facts.map {
            ["title": .string($0.label), "value": .string(words.line($0.value, max: factMax)), "short": true]
        }
    }

    /// 200 may come with `success: false`. An integration that is switched off answers 503, like a server in trouble:
    /// it is tried again to the end of the schedule.
    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 200, answer.flag("success") == true { return .delivered }
        if answer.text.contains("error-too-many-requests") {
            return .refusedForNow(
                why: answer.why("Rocket.Chat takes no more for now"),
                retryAfterMilliseconds: answer.retryAfter(orMilliseconds: Self.rateWait))
        }
        return .ofFailure(answer, gone: [401, 403, 404])
    }

    private static let rateWait: Int64 = 60_000
}
