import StrictJSON

/// An incoming webhook of a Google Chat space: a card, and the messages of one incident in one thread.
struct GoogleChatPreset: Preset {
    static let name = "googlechat"
    static let parameters: [PresetParameter] = []

    init(_ values: PresetValues) throws(PresetProblem) {}

    /// 60 a minute for the whole space, which others write into too.
    let pace = PresetPace(burst: 1, millisecondsPerMessage: 1000)

    /// Cards read a part of HTML, which has no element for what is to be typed; it stands in italics.
    private static let words: Dialect = {
        var words = Dialect.html(.bytes)
        words.codeMarks = Dialect.CodeMarks(open: "<i>", close: "</i>", needsEscapes: true)
        return words
    }()
    /// A message's text has no escapes; `<users/all>` and `<address|text>` are broken.
    private static let plainWords = Dialect(unit: .bytes, broken: ["<"])
    // A message takes 32 000 bytes; the texts together stay below half of it, because JSON may need two bytes for one.
    private static let titleMax = 600
    private static let paragraphMax = 1500
    private static let listMax = 5000
    private static let factMax = 300

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let group = notice.group(max: 255)
        var request = PresetRequest([
            "text": .string(Self.plainWords.line(notice.title, max: Self.titleMax)),
            "cardsV2": [
                ["cardId": "notice", "card": ["sections": [["widgets": .array(Self.widgets(notice))]]]]
            ],
            "thread": ["threadKey": .string(group)],
        ])
        request.contentType = "application/json; charset=UTF-8"
        request.query = [
            .init("messageReplyOption", "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"),
            // A repeat of the same id is answered with the message that is there.
            .init("requestId", delivery),
        ]
        return request
    }

    private static func widgets(_ notice: NoticeContent) -> [JSON] {
        let state = notice.tone == .end ? "resolved" : notice.isTest ? "test" : notice.level.rawValue
        var widgets = [labelled("Severity", "<font color=\"\(notice.tone.color)\"><b>\(state)</b></font>")]
        let list = words.list(notice.memberLines, lineMax: 400, max: listMax).replacing("\n", with: "<br>")
        if !list.isEmpty { widgets.append(["textParagraph": ["text": .string(list)]]) }
        widgets += notice.paragraphs.map { part in
            let text = words.sentences(part.value, max: paragraphMax)
            return ["textParagraph": ["text": .string("<b>\(part.label)</b> \(text)")]]
        }
        widgets += notice.facts.map { labelled($0.label, words.line($0.value, max: factMax)) }
        if let command = notice.shownCommand {
            widgets.append(labelled("Acknowledge with", words.line(command, max: factMax)))
        }
        if let link = notice.acknowledgeLink { widgets.append(button(link)) }
        return widgets
    }

    private static func labelled(_ label: String, _ text: String) -> JSON {
        ["decoratedText": ["topLabel": .string(label), "text": .string(text), "wrapText": true]]
    }

    private static func button(_ link: String) -> JSON {
        [
            "buttonList": [
                "buttons": [["text": "Acknowledge", "onClick": ["openLink": ["url": .string(link)]]]]
            ]
        ]
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 200, answer.beginsAsObject { return .delivered }
        return .ofFailure(answer, gone: [401, 403, 404])
    }
}
