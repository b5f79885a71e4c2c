internal import CivilTime
internal import Responsibility
internal import StrictJSON

/// How the obligations of an incident read: who must be told or must do what, by when, and what came of it.
struct ObligationsPage {
    let obligations: [JSON]
    let now: Instant

    func make() -> Page {
        guard !obligations.isEmpty else { return Page() }
        var table = Table(["ID", "RULE", "DESK", "STATE", "DUE", "MET"])
        for row in obligations {
            let state = row.text("state") ?? "?"
            let isLate = row["late"]?.bool == true
            table.add(
                [
                    Span(row.text("id") ?? "?"),
                    Span((row.text("rule") ?? "?") + (row.text("act").map { "/\($0)" } ?? "")),
                    Span(row.text("recipient") ?? "?"),
                    Span(state + (isLate ? ", late" : ""), isLate ? .bad : StateInk.state(state)),
                    Span(row.text("due").map { WrittenTime.relative($0, to: now) } ?? "-"),
                    Span(row.text("met_at").map { WrittenTime.plain($0) } ?? "-"),
                ], below: details(row, state))
        }
        return table.page(indent: 2)
    }

    private func details(_ row: JSON, _ state: String) -> [[Span]] {
        var lines: [[Span]] = []
        if let owed = row.text("owed") { lines.append([Span("owes: ", .faint), Span(owed)]) }
        if state == "waiting", let start = row.text("start") {
            lines.append([Span("waits until ", .faint), Span(JointCareRule.Start(text: start)?.inWords ?? start)])
        }
        if let reason = row.text("reason") {
            let isOver = ["held", "waived", "cancelled"].contains(state)
            lines.append([Span(isOver ? "\(state): " : "taken up again: ", .faint), Span(reason)])
        }
        return lines + row.list("evidence").map { proof($0) }
    }

    private func proof(_ proof: JSON) -> [Span] {
        let kind = (proof.text("kind") ?? "?").replacing("_", with: " ")
        let at = proof.text("at").map { " at " + WrittenTime.plain($0) } ?? ""
        let delivery = proof.text("delivery").map { ", \($0)" } ?? ""
        let note = proof.text("note").map { ": \($0)" } ?? ""
        return [Span("proof: ", .faint), Span(kind + at + delivery + note)]
    }
}
