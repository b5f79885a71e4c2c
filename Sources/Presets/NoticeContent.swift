package import StrictJSON

/// What a notice says, read from its exact text. Every member may be missing: a preset says what is there.
package struct NoticeContent: Sendable {
    /// Where a person can look or answer, where the daemon has an address that people reach. Not part of the notice's
    /// text, which both sides can read.
    package struct Links: Hashable, Sendable {
        /// A page on which the recipient, and nobody else, can acknowledge.
        package let acknowledge: String?

        package init(acknowledge: String? = nil) { self.acknowledge = acknowledge }

        package static let none = Links()
    }

    /// One of the notices that a digest tells.
    struct Member: Sendable {
        let json: JSON

        private func text(_ name: String) -> String? { json[name]?.string.flatMap { $0.isBlank ? nil : $0 } }

        var incident: String? { text("incident") }
        var agreement: String? { text("agreement") }
        var level: NoticeLevel { text("severity").flatMap(NoticeLevel.init) ?? .info }
        var summary: String { text("summary") ?? NoticeContent.summaryMissing }
        var asset: String? { text("asset") }
        var owner: String? { text("owner_party") }
        var due: String? { text("due") }
        /// The notice told of an end, or the problem has ended since.
        var isEnd: Bool { text("kind") == "resolved" || text("state") == "resolved" || text("state") == "closed" }
    }

    /// The exact text, as it is on the ledger.
    package let exactText: [UInt8]
    /// The same, read.
    package let json: JSON
    package let links: Links
    private let wasCalledTest: Bool

    static let summaryMissing = "Something happened."

    /// - Parameters:
    ///   - text: The exact text, of which nothing may be changed where it is signed or compared.
    ///   - isTest: A message that only tries the channel out. A canary is one by itself.
    /// - Throws: `JSONError` when the text is none of ours.
    package init(text: [UInt8], links: Links = .none, isTest: Bool = false) throws(JSONError) {
        json = try JSON(parsing: text, limits: .ledger)
        exactText = text
        self.links = links
        wasCalledTest = isTest
    }

    private func text(_ name: String) -> String? { said(json["data"]?[name]) }
    private func ruling(_ name: String) -> String? { said(json["data"]?["ruling"]?[name]) }
    private func said(_ value: JSON?) -> String? { value?.string.flatMap { $0.isBlank ? nil : $0 } }

    /// `opened`, `resolved`, `escalated`, …
    package var kind: String { text("kind") ?? "notice" }
    package var notice: String? { text("notice") }
    /// The incident's id.
    package var incident: String? { text("incident") }
    package var agreement: String? { text("agreement") }
    /// The recipient: a party, and its role.
    package var party: String? { said(json["data"]?["you"]?["party"]) }
    package var role: String? { said(json["data"]?["you"]?["role"]) }
    package var category: String? { text("category") }
    /// Never empty.
    package var summary: String { text("summary") ?? Self.summaryMissing }
    package var asset: String? { text("asset") }
    package var openedAt: String? { text("opened_at") }
    /// When the notice was made, in RFC 3339.
    package var at: String? { said(json["timestamp"]) }
    /// The party that looks after it; nil where nobody does, or it is not known yet.
    package var owner: String? { ruling("party") }
    /// The ruling in one sentence.
    package var sentence: String? { ruling("sentence") }
    /// In triage: nobody knows yet whose it is.
    package var isInTriage: Bool { ruling("triage") != nil }
    /// The rules under which the recipient is told, for example `JC-02`.
    package var rules: [String] { json["data"]?["rules"]?.array?.compactMap(\.string) ?? [] }
    /// By when it was to be told, in RFC 3339.
    package var due: String? { text("due") }
    /// Why the recipient is told, in sentences.
    package var reason: String? { text("because_of") }
    /// What to do now, in a sentence.
    package var next: String? { text("next") }
    /// The person on call who is addressed.
    package var person: String? { text("person") }
    /// The command that acknowledges.
    package var acknowledgeCommand: String? { said(json["data"]?["acknowledge"]?["command"]) }
    /// What a digest tells; empty for every other kind.
    var members: [Member] { json["data"]?["told"]?.array?.map(Member.init) ?? [] }

    /// It only tries the channel out.
    package var isTest: Bool { wasCalledTest || kind == "canary" }
    /// The problem is over.
    package var isEnd: Bool { kind == "resolved" }

    /// The severity of the incident; of a digest the highest among its members that are not over.
    var level: NoticeLevel {
        guard members.isEmpty else { return members.filter { !$0.isEnd }.map(\.level).max() ?? .info }
        return text("severity").flatMap(NoticeLevel.init) ?? .info
    }

    var tone: NoticeTone {
        if isTest { return .problem(.info) }
        if isEnd || !members.isEmpty && members.allSatisfy(\.isEnd) { return .end }
        return .problem(level)
    }
}
