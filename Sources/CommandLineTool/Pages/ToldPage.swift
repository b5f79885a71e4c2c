internal import CivilTime
internal import Responsibility
internal import StrictJSON

/// Who is told, by when, under which rules.
struct ToldPage {
    let notify: [JSON]
    /// Of an end: that whoever was told of the trouble is told. Who that was, only the record of an incident knows.
    var everyoneTold: JSON?
    let now: Instant

    func field(_ label: String) -> Field {
        let desks = notify.map { line($0, to: $0.text("to") ?? $0.text("party") ?? "?") }
        let others = everyoneTold.map { [line($0, to: "whoever was told of it", comma: ",")] } ?? []
        guard !desks.isEmpty || !others.isEmpty else { return Field(label, "nobody else has to be told") }
        return Field(label, desks + others)
    }

    private func line(_ item: JSON, to desk: String, comma: String = "") -> [Span] {
        let rules = item.texts("rules")
        return [
            Span(desk, .strong),
            Span(DueWords(item, now: now).text.map { comma + " " + $0 } ?? ""),
            Span(rules.isEmpty ? "" : "  " + rules.joined(separator: ", "), .faint),
        ]
    }
}

/// What a party must do itself, by when, under which act of a rule.
struct OwedPage {
    let owed: [JSON]
    let now: Instant

    var field: Field { Field("owed", owed.map { line($0) }) }

    private func line(_ item: JSON) -> [Span] {
        let desk = [item.text("party") ?? "?", item.text("role")].compactMap(\.self).joined(separator: ".")
        let due = DueWords(item, now: now).text.map { ", " + $0 } ?? ""
        return [
            Span(desk, .strong), Span(" " + (item.text("what") ?? "?") + due),
            Span(item.text("act").map { "  " + $0 } ?? "", .faint),
        ]
    }
}

/// When something is due, in words: the time and how far off it is, with the office hours it was counted in; or what
/// the clock waits for.
private struct DueWords {
    let item: JSON
    let now: Instant

    init(_ item: JSON, now: Instant) {
        self.item = item
        self.now = now
    }

    /// Nil where the answer says neither when it is due nor what it waits for.
    var text: String? {
        let within = item.text("within").flatMap { CivilTime.Span(text: $0) }
        guard let due = item.text("due") else {
            guard let start = item.text("start").flatMap({ JointCareRule.Start(text: $0) }) else { return nil }
            return "waits for its start: " + (within.map { $0.inWords + " after " } ?? "") + start.inWords
        }
        guard case .business? = within, let words = within?.inWords else {
            return "by " + WrittenTime.relative(due, to: now)
        }
        return "by " + WrittenTime.relative(due, to: now, note: words)
    }
}
