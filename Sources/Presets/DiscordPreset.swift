import StrictJSON

/// A webhook of a Discord channel: one embed with the colour of the severity.
struct DiscordPreset: Preset {
    static let name = "discord"
    static let parameters = [
        PresetParameter(
            "thread_id", .text(charactersMax: 20), isRequired: false,
            meaning: "id of a thread in the channel, when the message is to go there")
    ]

    private let thread: String?

    init(_ values: PresetValues) throws(PresetProblem) {
        thread = values["thread_id"]
        if let thread, !thread.utf8.allSatisfy({ (0x30...0x39).contains($0) }) || thread.isEmpty {
            throw PresetProblem("thread_id", "is not a number", hint: "copy the thread's id with developer mode on")
        }
    }

    /// About 30 a minute were seen; the real limit is in the answers.
    let pace = PresetPace(burst: 5, millisecondsPerMessage: 2000)

    private static let words = Dialect.markdown(.utf16, special: "\\*_~`|>#[]()<")
    // An embed takes 6000 characters in all: 256 for the title, 4096 for the description, 1024 for a field's value.
    private static let titleMax = 256
    private static let paragraphMax = 600
    private static let listMax = 2000
    private static let factMax = 180

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        var embed = JSONObject(expecting: 6)
        embed.set("title", .string(Self.words.line(notice.title, max: Self.titleMax)))
        embed.set("url", ifPresent: notice.acknowledgeLink.map { .string($0) })
        let description = Self.description(notice)
        if !description.isEmpty { embed.set("description", .string(description)) }
        embed.set("color", .integer(notice.tone.colorNumber))
        let fields = Self.fields(notice)
        if !fields.isEmpty { embed.set("fields", .array(fields)) }
        embed.set("timestamp", ifPresent: notice.at.flatMap { $0.isInstant ? .string($0) : nil })
        var request = PresetRequest(["embeds": [.object(embed)], "allowed_mentions": ["parse": []]])
        // Without it a message that is not kept is answered as if it were.
        request.query = [.init("wait", "true")] + (thread.map { [.init("thread_id", $0)] } ?? [])
        return request
    }

    private static func description(_ notice: NoticeContent) -> String {
        let list = words.list(notice.memberLines, lineMax: 300, max: listMax)
        let paragraphs = notice.paragraphs.map { "**\($0.label)** " + words.sentences($0.value, max: paragraphMax) }
        return ([list] + paragraphs).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func fields(_ notice: NoticeContent) -> [JSON] {
        var fields = notice.facts.map { field($0.label, words.line($0.value, max: factMax), isShort: true) }
        if let command = notice.shownCommand {
            fields.append(field("Acknowledge with", words.code(command, max: factMax), isShort: false))
        }
        if let link = notice.acknowledgeLink {
            fields.append(field("Acknowledge", "[Open the page](\(link))", isShort: false))
        }
        return fields
    }

    private static func field(_ name: String, _ value: String, isShort: Bool) -> JSON {
        ["name": .string(name), "value": .string(value), "inline": .bool(isShort)]
    }

    /// Many 401, 403 and 404 in a row have the whole address locked out, so the first is enough.
    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        if answer.status == 200, answer.beginsAsObject { return .delivered }
        return .ofFailure(
            answer, gone: [401, 403, 404], retryAfterMilliseconds: answer.json?["retry_after"]?.secondsAsMilliseconds)
    }
}
