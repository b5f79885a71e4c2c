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

    /// The exact text, as JSON.
    package let json: JSON
    package let links: Links
    /// A message that only tries the channel out.
    package let isTest: Bool

    package init(_ json: JSON, links: Links = .none, isTest: Bool = false) {
        self.json = json
        self.links = links
        self.isTest = isTest
    }

    private func text(_ name: String) -> String? { json["data"]?[name]?.string }
    private func ruling(_ name: String) -> String? { json["data"]?["ruling"]?[name]?.string }
    private func texts(_ value: JSON?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

    /// `opened`, `resolved`, `escalated`, …
    package var kind: String { text("kind") ?? "notice" }
    package var notice: String { text("notice") ?? "" }
    /// The incident's id.
    package var incident: String { text("incident") ?? "" }
    package var agreement: String? { text("agreement") }
    /// The recipient: a party, and its role.
    package var party: String? { json["data"]?["you"]?["party"]?.string }
    package var role: String? { json["data"]?["you"]?["role"]?.string }
    /// `info`, `low`, `medium`, `high` or `critical`.
    package var severity: String { text("severity") ?? "info" }
    package var category: String? { text("category") }
    package var summary: String { text("summary") ?? "Something happened." }
    package var asset: String? { text("asset") }
    package var openedAt: String? { text("opened_at") }
    /// When the notice was made, in RFC 3339.
    package var at: String? { json["timestamp"]?.string }
    /// The party that looks after it; nil where nobody does, or it is not known yet.
    package var owner: String? { ruling("party") }
    /// The ruling in one sentence.
    package var sentence: String? { ruling("sentence") }
    /// In triage: nobody knows yet whose it is.
    package var isInTriage: Bool { ruling("triage") != nil }
    /// The rules under which the recipient is told, for example `JC-02`.
    package var rules: [String] { texts(json["data"]?["rules"]) }
    /// By when it was to be told, in RFC 3339.
    package var due: String? { text("due") }
    /// Why the recipient is told, in sentences.
    package var reason: String? { text("because_of") }
    /// What to do now, in a sentence.
    package var next: String? { text("next") }
    /// The person on call who is addressed.
    package var person: String? { text("person") }
    /// The command that acknowledges.
    package var acknowledgeCommand: String? { json["data"]?["acknowledge"]?["command"]?.string }
    /// The problem is over.
    package var isEnd: Bool { kind == "resolved" }
    /// What a digest tells: the summaries of its members.
    package var toldSummaries: [String] {
        json["data"]?["told"]?.array?.compactMap { $0["summary"]?.string } ?? []
    }

    /// `[HIGH] Kernel of host 1 is not patched`; an end says so in its first word.
    package var title: String {
        let mark = isEnd ? "RESOLVED" : severity.uppercased()
        return (isTest ? "[TEST] " : "") + "[\(mark)] " + summary
    }
}
