import StrictJSON

/// An incoming webhook of Slack. The title is the message's text, which notifications show; the rest stands behind a
/// bar in the colour of the severity.
struct SlackPreset: Preset {
    static let name = "slack"
    static let parameters: [PresetParameter] = []

    init(_ values: PresetValues) throws(PresetProblem) {}

    /// One message a second for each channel, with short bursts. Who goes on after a limit may lose the app.
    let pace = PresetPace(burst: 5, millisecondsPerMessage: 1000)

    /// Slack reads `&`, `<` and `>` and nothing else; that also takes the meaning from `<!channel>` and `<@U…>`.
    private static let words = Dialect(
        unit: .utf16, breaksMentions: false,
        codeMarks: Dialect.CodeMarks(open: "`", close: "`", needsEscapes: true)
    ) { scalar in
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        default: nil
        }
    }
    /// A section takes 3000 characters: three paragraphs and their labels.
    private static let paragraphMax = 900
    private static let listMax = 2900
    private static let titleMax = 600
    private static let factMax = 400

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let title = Self.words.line(notice.title, max: Self.titleMax)
        return PresetRequest([
            "text": .string("*\(title)*"), "unfurl_links": false, "unfurl_media": false,
            "attachments": [
                [
                    "color": .string(notice.tone.color), "fallback": .string(title),
                    "blocks": .array(Self.blocks(notice)),
                ]
            ],
        ])
    }

    private static func blocks(_ notice: NoticeContent) -> [JSON] {
        var blocks: [JSON] = []
        let list = words.list(notice.memberLines, lineMax: 300, max: listMax)
        if !list.isEmpty { blocks.append(section(list)) }
        let paragraphs = notice.paragraphs.map { "*\($0.label)* " + words.sentences($0.value, max: paragraphMax) }
        if !paragraphs.isEmpty { blocks.append(section(paragraphs.joined(separator: "\n"))) }
        let fields = notice.facts.map { text("*\($0.label)*\n" + words.line($0.value, max: factMax)) }
        if !fields.isEmpty { blocks.append(["type": "section", "fields": .array(fields)]) }
        if let command = notice.shownCommand {
            blocks.append(section("*Acknowledge with* " + words.code(command, max: factMax)))
        }
        if let link = notice.acknowledgeLink { blocks.append(button(link)) }
        return blocks
    }

    private static func section(_ markdown: String) -> JSON { ["type": "section", "text": text(markdown)] }

    private static func text(_ markdown: String) -> JSON { ["type": "mrkdwn", "text": .string(markdown)] }

    private static func button(_ link: String) -> JSON {
        [
            "type": "actions",
            "elements": [
                [
                    "type": "button", "text": ["type": "plain_text", "text": "Acknowledge"], "style": "primary",
                    "url": .string(link),
                ]
            ],
        ]
    }

    /// Success is 200 and the text `ok`; anything else with 200 comes from somebody else.
    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 200, answer.text == "ok" { return .delivered }
        return .ofFailure(
            answer, gone: [401, 403, 404, 410],
            retryAfterMilliseconds: answer.json?["retry_after"]?.secondsAsMilliseconds)
    }
}
