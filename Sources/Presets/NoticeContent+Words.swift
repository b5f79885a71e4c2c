/// One thing that a message says beside its title.
struct NoticeFact: Hashable, Sendable {
    let label: String
    let value: String
}

// What every preset shows, in the order in which people ask: what, whose, why me, by when, what now. How it looks is
// each preset's.
extension NoticeContent {
    /// `[HIGH] Escalated: Kernel of host 1 is not patched`. An end says so in its first word, and a test in its first.
    /// Never empty.
    var title: String { (isTest ? "[TEST] " : "") + "[\(mark)] " + headline }

    private var mark: String {
        if tone == .end { return "RESOLVED" }
        return level.rawValue.uppercased()
    }

    private var headline: String {
        let count = members.count
        guard count == 0 else {
            let what = count == 1 ? "1 notice" : "\(count) notices"
            return kind == "silence_ended" ? "\(what) held by a silence" : "\(what) at once"
        }
        return (Self.occasions[kind].map { $0 + ": " } ?? "") + summary
    }

    /// What happened, where it is more than that a problem began or ended.
    private static let occasions = [
        "severity_raised": "Severity raised", "reclassified": "Concerns more", "reopened": "Began again",
        "owner_changed": "New owner", "proposed": "Owner in question", "answered": "Owner answered", "update": "Update",
        "reminder": "Reminder", "escalated": "Escalated", "acknowledgement_expired": "Acknowledgement expired",
        "overdue": "Overdue", "undelivered": "Not delivered", "nobody_reached": "Nobody reached",
    ]

    /// Who looks after it, as a word.
    private var ownerText: String {
        guard let owner else { return isInTriage ? "not known yet" : "nobody" }
        return owner == party ? owner + " (you)" : owner
    }

    /// Short things, each with its label.
    var facts: [NoticeFact] {
        var facts: [NoticeFact] = []
        func add(_ label: String, _ value: String?) {
            if let value { facts.append(NoticeFact(label: label, value: value)) }
        }
        if members.isEmpty { add("Owner", ownerText) }
        if members.isEmpty { add("Asset", asset) }
        if tone != .end { add("Due", due?.readableInstant) }
        add("On call", person)
        // A digest belongs to none of the incidents that it tells.
        if members.isEmpty { add("Agreement", agreement) }
        if members.isEmpty { add("Incident", incident) } else { add("Notice", notice) }
        return facts
    }

    /// Sentences, each with what it answers.
    var paragraphs: [NoticeFact] {
        var paragraphs: [NoticeFact] = []
        func add(_ label: String, _ text: String?) {
            if let text { paragraphs.append(NoticeFact(label: label, value: text)) }
        }
        if members.isEmpty { add("Whose it is", sentence) }
        add("Why you are told", reason)
        add("Next", next)
        return paragraphs
    }

    /// The page on which to acknowledge, where there is one that a product will take: of the web, in ASCII, not
    /// overlong. Nothing is left to acknowledge at an end.
    var acknowledgeLink: String? {
        guard !isEnd, let link = links.acknowledge, link.hasPrefix("https://") || link.hasPrefix("http://"),
            link.isVisibleASCII, link.utf8.count <= Self.linkBytesMax,
            !link.utf8.contains(where: { "\"'<>\\^`{|}()[]*".utf8.contains($0) })
        else { return nil }
        return link
    }

    private static let linkBytesMax = 512

    /// The command that acknowledges, where there is no page and the next step does not name it already.
    var shownCommand: String? {
        guard acknowledgeLink == nil, !isEnd, !isTest, members.isEmpty, let command = acknowledgeCommand,
            next?.contains(command) != true
        else { return nil }
        return command
    }

    /// A line for each notice of a digest.
    var memberLines: [String] { members.map(\.line) }

    /// What a product groups messages by: the incident; a digest is a group of its own, because its members end one by
    /// one.
    func group(max: Int) -> String {
        let own = members.isEmpty ? incident : notice
        return Fingerprint.key(own ?? notice ?? "tocsin", max: max)
    }
}

extension NoticeContent.Member {
    /// `[HIGH] Unknown login (tern-vps1, owner tern, due 2026-03-10 02:15:00 UTC, inc_1 of agr-tern)`
    fileprivate var line: String {
        let place = incident.map { id in agreement.map { "\(id) of \($0)" } ?? id }
        let owned = owner.map { "owner " + $0 }
        let deadline = isEnd ? nil : due.map { "due " + $0.readableInstant }
        let details = [asset, owned, deadline, place].compactMap { $0 }.joined(separator: ", ")
        let mark = isEnd ? "RESOLVED" : level.rawValue.uppercased()
        // The id has to be seen whatever the summary says.
        return "[\(mark)] \(summary.cut(toScalars: 120))" + (details.isEmpty ? "" : " (\(details))")
    }
}

extension String {
    /// At most so many scalars, the last an ellipsis where something was left out.
    fileprivate func cut(toScalars max: Int) -> String { Dialect.plain(.scalars).line(self, max: max) }
}
