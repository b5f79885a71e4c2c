import StrictJSON

/// An incoming webhook of Mattermost: an attachment with the colour of the severity.
struct MattermostPreset: Preset {
    static let name = "mattermost"
    static let parameters = [
        PresetParameter(
            "channel", .text(charactersMax: 64), isRequired: false,
            meaning: "name of another channel, where the webhook is not locked to one")
    ]

    private let channel: String?

    init(_ values: PresetValues) throws(PresetProblem) { channel = try values.visible("channel") }

    /// Where limits are on, ten a second.
    let pace = PresetPace(burst: 10, millisecondsPerMessage: 100)

    private static let words = Dialect.markdown(.scalars, special: "\\`*_[]()#|~>!$")
    private static let plainWords = Dialect(unit: .scalars)
    // A post of 16 383 characters; the parts together stay below half of it.
    private static let titleMax = 300
    private static let paragraphMax = 900
    private static let listMax = 4000
    private static let factMax = 200

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        var attachment = JSONObject(expecting: 6)
        attachment.set("fallback", .string(Self.plainWords.line(notice.title, max: Self.titleMax)))
        attachment.set("color", .string(notice.tone.color))
        attachment.set("title", .string(Self.words.line(notice.title, max: Self.titleMax)))
        attachment.set("title_link", ifPresent: notice.acknowledgeLink.map { .string($0) })
        attachment.set("text", .string(Self.text(notice)))
        attachment.set("fields", .array(Self.fields(notice)))
        var post = JSONObject(expecting: 3)
        post.set("channel", ifPresent: channel.map { .string($0) })
        post.set("attachments", [.object(attachment)])
        if let priority = Self.priority(notice.tone) { post.set("priority", ["priority": .string(priority)]) }
        return PresetRequest(.object(post))
    }

    private static func text(_ notice: NoticeContent) -> String {
        var parts = [words.list(notice.memberLines, lineMax: 300, max: listMax)]
        parts += notice.paragraphs.map { "**\($0.label)** " + words.sentences($0.value, max: paragraphMax) }
        if let command = notice.shownCommand {
            parts.append("**Acknowledge with** " + words.code(command, max: factMax))
        }
        if let link = notice.acknowledgeLink { parts.append("[**Acknowledge**](\(link))") }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func fields(_ notice: NoticeContent) -> [JSON] {
        notice.facts.map {
            ["short": true, "title": .string($0.label), "value": .string(words.line($0.value, max: factMax))]
        }
    }

    /// The labels that Mattermost has for urgent posts.
    private static func priority(_ tone: NoticeTone) -> String? {
        switch tone {
        case .problem(.critical): "urgent"
        case .problem(.high): "important"
        default: nil
        }
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 200, answer.text == "ok" { return .delivered }
        let id = answer.json?["id"]?.string ?? ""
        let isGone = Self.gone.contains { id.contains($0) }
        return .ofFailure(answer, gone: isGone ? [answer.status] : [401, 403, 404])
    }

    /// The webhook was deleted or switched off, or its channel is not there; that comes with 400 or 500.
    private static let gone = [
        "incoming_webhook.invalid", "incoming_webhook.disabled", "incoming_webhook.channel.",
        "incoming_webhook.channel_locked", "incoming_webhook.permissions",
    ]
}
