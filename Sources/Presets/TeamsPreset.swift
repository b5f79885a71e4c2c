import StrictJSON

/// A workflow of Microsoft Teams that starts when a webhook request is received: an adaptive card.
struct TeamsPreset: Preset {
    static let name = "teams"
    static let parameters: [PresetParameter] = []

    init(_ values: PresetValues) throws(PresetProblem) {}

    /// Microsoft switched the older connectors off; they answer, and show nothing.
    static func fault(ofHost host: String) -> String? {
        let host = host.lowercased()
        guard host == "webhook.office.com" || host.hasSuffix(".webhook.office.com") || host == "outlook.office.com"
        else { return nil }
        return "is a connector of the kind that Microsoft has retired; make a workflow in the Teams channel "
            + "(\"Post to a channel when a webhook request is received\") and use its address"
    }

    let pace = PresetPace(burst: 4, millisecondsPerMessage: 1000)

    /// A part of Markdown; what looks like markup for mentions is broken, because there is no escape for it.
    private static let words: Dialect = {
        var words = Dialect.markdown(.bytes, special: "\\*_[]()#`~")
        words.codeMarks = nil
        words.broken = ["<"]
        return words
    }()
    // The card stays below 20 000 bytes even where every byte of its texts needs two in JSON.
    private static let titleMax = 400
    private static let paragraphMax = 900
    private static let listMax = 3000
    private static let factMax = 200

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        var card = JSONObject(expecting: 6)
        card.set("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
        card.set("type", "AdaptiveCard")
        card.set("version", "1.2")
        card.set("body", .array(Self.body(notice)))
        if let link = notice.acknowledgeLink {
            card.set("actions", [["type": "Action.OpenUrl", "title": "Acknowledge", "url": .string(link)]])
        }
        card.set("msteams", ["width": "full"])
        return PresetRequest([
            "type": "message",
            "attachments": [
                [
                    "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil,
                    "content": .object(card),
                ]
            ],
        ])
    }

    private static func body(_ notice: NoticeContent) -> [JSON] {
        var body: [JSON] = [
            [
                "type": "TextBlock", "text": .string(words.line(notice.title, max: titleMax)), "weight": "Bolder",
                "size": "Medium", "wrap": true, "style": "heading", "color": .string(color(notice.tone)),
            ]
        ]
        // In this Markdown one line break is none.
        let list = words.list(notice.memberLines, lineMax: 300, max: listMax).replacing("\n", with: "\n\n")
        if !list.isEmpty { body.append(block(list)) }
        body += notice.paragraphs.map { block("**\($0.label)** " + words.sentences($0.value, max: paragraphMax)) }
        let facts = notice.facts.map { fact($0.label, words.line($0.value, max: factMax)) }
        let command = notice.shownCommand.map { fact("Acknowledge with", words.line($0, max: factMax)) }
        let all = facts + (command.map { [$0] } ?? [])
        if !all.isEmpty { body.append(["type": "FactSet", "facts": .array(all)]) }
        return body
    }

    private static func block(_ text: String) -> JSON { ["type": "TextBlock", "text": .string(text), "wrap": true] }

    private static func fact(_ title: String, _ value: String) -> JSON {
        ["title": .string(title), "value": .string(value)]
    }

    private static func color(_ tone: NoticeTone) -> String {
        switch tone {
        case .end: "Good"
        case .problem(.critical), .problem(.high): "Attention"
        case .problem(.medium): "Warning"
        case .problem(.low), .problem(.info): "Accent"
        }
    }

    /// 202 says that a run of the workflow was started; whether it showed the card nobody tells us.
    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 202 || answer.status == 200 { return .delivered }
        return .ofFailure(answer, gone: [401, 403, 404])
    }
}
