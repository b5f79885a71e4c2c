import StrictJSON

/// A bot of Telegram that writes into a chat.
struct TelegramPreset: Preset {
    static let name = "telegram"
    static let parameters = [
        PresetParameter("token", .secret, meaning: "token of the bot, as @BotFather gave it"),
        PresetParameter(
            "chat_id", .text(charactersMax: 33),
            meaning: "number of the chat, or the @name of a public channel or group"),
        PresetParameter(
            "thread_id", .text(charactersMax: 10), isRequired: false,
            meaning: "number of a topic in a group with topics"),
    ]

    static func fault(ofPath path: String) -> String? { fault(ofPath: path, adding: ["/bot", "/sendMessage"]) }

    private let token: String
    private let chat: JSON
    private let thread: Int64?
    let pace: PresetPace

    init(_ values: PresetValues) throws(PresetProblem) {
        token = try values.requiredVisible("token")
        let parts = token.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, Int64(parts[0]) != nil, parts[1].isMade(of: "_-", count: 20...100) else {
            throw PresetProblem(
                "token", "is not of the form 123456789:AAbbCC…",
                hint: "copy the whole token from the chat with @BotFather")
        }
        let name = try values.requiredVisible("chat_id")
        if let number = Int64(name) {
            chat = .integer(number)
        } else if name.hasPrefix("@"), String(name.dropFirst()).isMade(of: "_", count: 4...32) {
            chat = .string(name)
        } else {
            throw PresetProblem(
                "chat_id", "is neither a number nor an @name",
                hint: "add the bot to the chat, write something there, and read message.chat.id from getUpdates")
        }
        thread = values["thread_id"].flatMap { Int64($0) }
        if thread == nil, values["thread_id"] != nil {
            throw PresetProblem(
                "thread_id", "is not a number", hint: "use the number after the last slash of the topic's link")
        }
        // Of groups and channels, which have a negative number, 20 a minute; of people one a second.
        let isPerson = if case .integer(let number) = chat { number > 0 } else { false }
        pace = PresetPace(burst: 1, millisecondsPerMessage: isPerson ? 1000 : 3000)
    }

    private static let words = Dialect.html(.utf16)
    /// 4096 after the entities are read; here before, which is never less.
    private static let room = NoticeContent.Room(paragraphMax: 500, factMax: 150, listMax: 1500, lineMax: 250)
    private static let titleMax = 300

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        let title = Self.words.line(notice.title, max: Self.titleMax)
        let text = notice.sections(Self.words, Self.room) { "<b>\($0):</b>" }
        var message = JSONObject(expecting: 7)
        message.set("chat_id", chat)
        message.set("message_thread_id", ifPresent: thread.map { .integer($0) })
        message.set("text", .string("\(Self.mark(notice.tone)) <b>\(title)</b>\n\n\(text)".trimmed))
        message.set("parse_mode", "HTML")
        message.set("link_preview_options", ["is_disabled": true])
        message.set("disable_notification", .bool(notice.isEnd))
        if let link = notice.acknowledgeLink {
            message.set("reply_markup", ["inline_keyboard": [[["text": "Acknowledge", "url": .string(link)]]]])
        }
        var request = PresetRequest(.object(message))
        request.pathSuffix = "/bot\(token)/sendMessage"
        return request
    }

    /// Telegram has no colours; people use these.
    private static func mark(_ tone: NoticeTone) -> String {
        switch tone {
        case .end: "🟢"
        case .problem(.critical), .problem(.high): "🔴"
        case .problem(.medium): "🟠"
        case .problem(.low): "🔵"
        case .problem(.info): "⚪"
        }
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 200, answer.flag("ok") == true { return .delivered }
        let parameters = answer.json?["parameters"]
        if let chat = parameters?["migrate_to_chat_id"]?.integer {
            return .channelGone(why: "the group has become a supergroup: set chat_id to \(chat)")
        }
        if answer.status == 400, answer.text.contains("can't parse entities") {
            return .refused(why: answer.why("Telegram could not read the markup of this message"))
        }
        if answer.status == 400, answer.text.contains("chat not found") {
            return .channelGone(why: answer.why("Telegram does not know the chat, or the bot is not in it"))
        }
        return .ofFailure(
            answer, gone: [401, 403, 404], retryAfterMilliseconds: parameters?["retry_after"]?.secondsAsMilliseconds)
    }
}
