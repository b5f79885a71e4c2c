import StrictJSON
import Testing

@testable import Presets

/// Whatever a notice says, what is sent is JSON within the product's limits, and says nothing that the product would
/// act on.
@Suite struct HostileNoticeTests {
    /// Bytes of a body; where the product names none, well below what is sent at most.
    static let bytesMax: [String: Int] = [
        "alertmanager": 256_000, "slack": 100_000, "discord": 30_000, "teams": 20_000, "pagerduty": 512_000,
        "opsgenie": 100_000, "telegram": 30_000, "ntfy": 20_000, "mattermost": 100_000, "googlechat": 32_000,
        "rocketchat": 60_000, "gotify": 60_000, "matrix": 60_000,
    ]

    /// What must not be found in what a product reads as markup.
    static let forbidden: [String: [String]] = [
        "slack": ["<!", "<@", "<http", "<b>EVIL", "&EVIL"],
        "discord": ["[EVIL](", "*EVIL*", "~~EVIL", "||EVIL", "<@1", "<@&", "<#1"],
        "teams": ["[EVIL](", "*EVIL*", "<at>", "<b>EVIL"], "telegram": ["<b>EVIL", "<a ", "&EVIL", "tg://user?id=1\""],
        "mattermost": ["[EVIL](", "*EVIL*", "~~EVIL"], "googlechat": ["<b>EVIL", "<a ", "<users/", "<http"],
        "rocketchat": ["[EVIL](", "<http", "||EVIL"], "matrix": [],
    ]

    static let chats = ["discord", "teams", "telegram", "mattermost", "googlechat", "rocketchat", "matrix"]

    static let markdowns = ["discord", "mattermost"]
    static let unread = ["fallback", "threadKey"]

    @Test(arguments: bytesMax.keys.sorted()) func staysHarmless(_ name: String) throws {
        for seed in 0..<16 as Range<UInt64> {
            var hostility = Hostility(seed: seed)
            for text in texts(try check(name, hostility.notice(), "seed \(seed)")) {
                try #require(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(name), seed \(seed)")
                let read = Self.markdowns.contains(name) ? withoutCode(text) : text
                for word in Self.forbidden[name] ?? [] {
                    try #require(!read.contains(word), "\(name), seed \(seed): \(word)")
                }
                if Self.chats.contains(name) { try #require(!callsSomebody(text), "\(name), seed \(seed): \(text)") }
            }
        }
    }

    /// Every text as long as it can be, of what grows most: where a product counts escapes, in JSON, or in bytes.
    @Test(arguments: ["\\", "<", "\"", "*", "é", "😀", "`a`"]) func staysWithinLimits(_ filling: String) throws {
        let notices = try Self.worst(filling)
        for name in Self.bytesMax.keys.sorted() {
            for (position, notice) in notices.enumerated() { try check(name, notice, "notice \(position)") }
        }
    }

    /// An end, a problem with and without a page, and digests of long, short and very short lines.
    private static func worst(_ filling: String) throws -> [NoticeContent] {
        let long = JSON.string(String(repeating: filling, count: 4500))
        let middling = JSON.string(String(repeating: filling, count: 600))
        let short = JSON.string(String(repeating: filling, count: 4))
        let link = "https://tocsin.example/a/" + String(repeating: "x", count: 480)
        var changes: [String: JSON] = [
            "ruling": ["party": long, "sentence": long], "you": ["party": long, "role": long],
            "acknowledge": ["command": long],
        ]
        for name in ["incident", "agreement", "category", "summary", "asset", "because_of", "next", "person", "due"] {
            changes[name] = long
        }
        changes["kind"] = "resolved"
        var notices = [try Samples.opened(changes, link: link)]
        changes["kind"] = "escalated"
        notices += [try Samples.opened(changes), try Samples.opened(changes, link: link)]
        changes["kind"] = "digest"
        for (text, count) in [(middling, 40), (short, 200)] {
            let member: JSON = ["incident": text, "agreement": text, "summary": text, "asset": text, "due": text]
            changes["told"] = .array(Array(repeating: member, count: count))
            notices.append(try Samples.opened(changes, link: link))
        }
        changes["told"] = .array(Array(repeating: ["summary": "a"], count: 400))
        notices.append(try Samples.opened(changes, link: link))
        return notices
    }

    /// The request's body, after a look at all that has a limit.
    @discardableResult private func check(_ name: String, _ notice: NoticeContent, _ which: String) throws -> JSON {
        let request = try Samples.make(name).request(for: notice, delivery: "del_1")
        let limit = Self.bytesMax[name] ?? 0
        try #require(request.body.count <= limit, "\(name), \(which): \(request.body.count) bytes")
        let json = try JSON(parsing: request.body, limits: .ledger)
        for field in request.headers { #expect(field.value.utf8.allSatisfy { (0x20...0x7E).contains($0) }) }
        #expect(request.pathSuffix.isEmpty || request.pathSuffix.isVisibleASCII)
        try checkLimits(name, json, which)
        return json
    }

    /// Those that pass the text on do so whatever it says.
    @Test(arguments: ["webhook", "cloudevents"]) func passesOn(_ name: String) throws {
        let preset = try Samples.make(name)
        for seed in 0..<10 as Range<UInt64> {
            var hostility = Hostility(seed: seed)
            let notice = try hostility.notice()
            let json = try JSON(parsing: preset.request(for: notice, delivery: "d").body, limits: .ledger)
            #expect(json["data"] == notice.json["data"])
        }
    }

    /// Without what stands between backticks, where no markup is read.
    private func withoutCode(_ text: String) -> String {
        var left = ""
        var isCode = false
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == "`", !isEscaped { isCode.toggle() }
            isEscaped = scalar == "\\" && !isEscaped && !isCode
            left.unicodeScalars.append(isCode ? " " : scalar)
        }
        return left
    }

    /// All texts but those that are plain, or are not shown.
    private func texts(_ json: JSON) -> [String] {
        switch json {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .object(let object): object.members.flatMap { Self.unread.contains($0.name) ? [] : texts($0.value) }
        default: []
        }
    }

    private func callsSomebody(_ text: String) -> Bool {
        let text = text.lowercased()
        if ["@all", "@here", "@channel", "@everyone", "@room"].contains(where: { text.contains($0) }) { return true }
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.contains { position in
            guard scalars[position] == "@", position + 1 < scalars.count else { return false }
            let isAfterWord = position > 0 && scalars[position - 1].properties.isAlphabetic
            return !isAfterWord && scalars[position + 1].properties.isAlphabetic
        }
    }

    // MARK: - Limits of the products

    private func checkLimits(_ name: String, _ json: JSON, _ which: String) throws {
        func check(_ text: JSON?, _ unit: TextUnit, _ max: Int, _ what: String) throws {
            guard let text = text?.string else { return }
            let size = unit.size(of: text)
            try #require(size > 0 && size <= max, "\(name), \(which): \(what) has \(size)")
        }
        switch name {
        case "slack":
            try check(json["text"], .scalars, 4000, "text")
            let blocks = json["attachments"]?.array?.first?["blocks"]?.array ?? []
            try #require(blocks.count <= 50)
            for block in blocks {
                try check(block["text"]?["text"], .scalars, 3000, "section")
                try #require((block["fields"]?.array?.count ?? 1) <= 10)
                for field in block["fields"]?.array ?? [] { try check(field["text"], .scalars, 2000, "field") }
            }
        case "discord":
            let embed = try #require(json["embeds"]?.array?.first)
            try check(embed["title"], .utf16, 256, "title")
            try check(embed["description"], .utf16, 4096, "description")
            let fields = embed["fields"]?.array ?? []
            try #require(fields.count <= 25)
            for field in fields {
                try check(field["name"], .utf16, 256, "name")
                try check(field["value"], .utf16, 1024, "value")
            }
            let parts = [embed["title"], embed["description"]] + fields.flatMap { [$0["name"], $0["value"]] }
            try #require(parts.compactMap { $0?.string?.utf16.count }.reduce(0, +) <= 6000)
        case "pagerduty":
            try check(json["dedup_key"], .scalars, 255, "dedup_key")
            if json["event_action"] == "trigger" {
                try #require(json["payload"]?["source"] != nil && json["payload"]?["summary"] != nil)
            }
            try check(json["payload"]?["summary"], .scalars, 1024, "summary")
            try check(json["payload"]?["source"], .scalars, 1024, "source")
        case "opsgenie":
            try check(json["message"], .utf16, 130, "message")
            try check(json["alias"], .utf16, 512, "alias")
            try check(json["description"], .utf16, 15_000, "description")
            try #require((json["tags"]?.array?.count ?? 0) <= 20)
            for tag in json["tags"]?.array ?? [] { try check(tag, .utf16, 50, "tag") }
        case "telegram": try check(json["text"], .utf16, 4096, "text")
        case "ntfy": try check(json["message"], .bytes, 4096, "message")
        case "mattermost":
            let whole = texts(json).map { $0.unicodeScalars.count }.reduce(0, +)
            try #require(whole <= 16_383, "\(name), \(which): \(whole)")
        case "googlechat": try check(json["text"], .scalars, 4096, "text")
        case "gotify": try check(json["message"], .scalars, 10_000, "message")
        case "matrix": try check(json["body"], .bytes, 30_000, "body")
        default: break
        }
    }
}

/// Makes notices of which every text is up to 64 KiB of what somebody could have typed to do harm.
struct Hostility {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    private static let pieces = [
        "@all", "@here ", "@channel", "@everyone", "@room", "<!channel>", "<!here|x>", "<@U123>", "<@&12>", "<#12>",
        "<users/all>", "<at>all</at>", "<b>EVIL</b>", "<a href=\"http://e\">x</a>", "[EVIL](http://e)",
        "![EVIL](http://e)",
        "*EVIL*", "**EVIL**", "~~EVIL~~", "||EVIL||", "`EVIL`", "```EVIL```", "_EVIL_", "<http://e|x>", "&EVIL;",
        "&amp;",
        "\\", "\"", "'", "`", "\n", "\r\n", "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{202E}", "\u{200B}", "\u{FEFF}",
        "\u{FFFE}",
        "\u{2028}", "😀", "👨‍👩‍👧‍👦", "e\u{301}", "é", "日本", "\t", " ", "a@b.example", "tocsin ack inc_1", "{{DATE(2026)}}",
        "${x}", "%s", "#x ", "- ", "> ", "1. ", "://", "\u{1F1E9}\u{1F1EA}", "ﷺ", ",", ":", "(", ")", "<", ">", "|",
    ]

    private mutating func text() -> String {
        switch below(12) {
        case 0: return ""
        case 1: return " \u{200B}\n"
        case 2: return String(repeating: Self.pieces[below(Self.pieces.count)], count: 1 + below(2000))
        case 3: return "a" + String(repeating: "\u{301}", count: below(3000))
        case 4...5:
            var text = ""
            while text.utf8.count < 65_000 { text += Self.pieces[below(Self.pieces.count)] }
            return text
        default: return (0..<below(40)).map { _ in Self.pieces[below(Self.pieces.count)] }.joined()
        }
    }

    private mutating func word(_ words: [String]) -> JSON {
        below(6) == 0 ? .string(text()) : .string(words[below(words.count)])
    }

    mutating func notice() throws -> NoticeContent {
        var data = JSONObject()
        for name in ["notice", "incident", "agreement", "category", "summary", "asset", "because_of", "next", "person"]
        {
            if below(10) > 0 { data.set(name, .string(text())) }
        }
        for name in ["opened_at", "due"] { data.set(name, word(["2026-03-10T02:15:00Z"])) }
        data.set("kind", word(["opened", "resolved", "digest", "canary", "escalated", "update"]))
        data.set("severity", word(["info", "low", "medium", "high", "critical"]))
        data.set("you", ["party": .string(text()), "role": .string(text())])
        data.set("ruling", ["party": .string(text()), "sentence": .string(text())])
        data.set("acknowledge", ["command": .string(text())])
        if below(3) == 0 { data.set("told", .array((0..<below(60)).map { _ in member() })) }
        let whole = JSON.object(
            JSONObject([
                .init("type", "incident.x"), .init("timestamp", word(["2026-03-10T02:15:00Z"])),
                .init("data", .object(data)),
            ]))
        let link = [nil, "https://tocsin.example/a/" + String(repeating: "x", count: 480), text()][below(3)]
        return try NoticeContent(text: whole.bytes, links: .init(acknowledge: link))
    }

    private mutating func member() -> JSON {
        var member = JSONObject()
        for name in ["incident", "agreement", "summary", "asset", "owner_party", "due"] {
            // Long ones are rare: there are many members.
            let text = below(20) == 0 ? text() : Self.pieces[below(Self.pieces.count)]
            member.set(name, .string(text))
        }
        member.set("severity", word(["low", "critical"]))
        member.set("state", word(["open", "resolved"]))
        return .object(member)
    }
}
