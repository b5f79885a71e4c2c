internal import CivilTime
internal import StrictJSON

/// Inks for words that say how bad or how far something is.
enum StateInk {
    static func severity(_ word: String?) -> Ink {
        switch word {
        case "critical", "high": .bad
        case "medium": .warning
        default: .plain
        }
    }

    static func state(_ word: String?) -> Ink {
        switch word {
        case "overdue", "failed", "exhausted", "nobody_reached": .bad
        case "open", "running", "waiting", "pending", "ambiguous": .warning
        case "resolved", "closed", "met", "delivered", "acknowledged": .good
        default: .plain
        }
    }
}

/// How one incident reads: what it is, whose, what is owed to whom, what was sent, who answered, and what happened when.
struct IncidentPage {
    let answer: JSON
    let now: Instant

    private var incident: JSON { answer["incident"] ?? .null }

    /// Whoever passes on what outsiders report is told whether it is in hand or over, and nothing else.
    private static let outsidersSummary = "What you reported; what it is and whose, only the parties see"
    /// The other side's channels have names of its own.
    private static let hiddenChannel = "a channel of theirs"

    func make() -> Page {
        var page = Page()
        page.line(incident.text("summary") ?? Self.outsidersSummary, .strong)
        page.blank()
        page.fields(facts)
        section("Ruling", ruling, on: &page)
        section(
            "Proposal",
            ProposalPage(
                proposal: incident["proposal"] ?? .null, incident: incident.text("incident") ?? "?", now: now
            ).make(), on: &page)
        section("Owners", OwnersPage.make(incident.list("owners")), on: &page)
        section(
            "Obligations", ObligationsPage(obligations: incident.list("obligations"), now: now).make(), on: &page)
        section("Notices", notices, on: &page)
        section("Acknowledgements", acknowledgements, on: &page)
        section("Escalations", escalations, on: &page)
        section("Timeline", timeline, on: &page)
        return page
    }

    private func section(_ heading: String, _ content: Page, on page: inout Page) {
        guard !content.lines.isEmpty else { return }
        page.heading(heading)
        page.append(content)
    }

    private var facts: [Field] {
        [
            Field("incident", incident.text("incident")),
            Field("state", incident.text("state"), StateInk.state(incident.text("state"))),
            Field("severity", incident.text("severity"), StateInk.severity(incident.text("severity"))),
            Field("category", incident.text("category")),
            Field("asset", incident.text("asset")),
            Field("classified", incident.texts("classified").isEmpty ? nil : classified),
            Field("customer", incident.text("customer")),
            Field("ledger", incident.text("agreement")),
            Field("opened", incident.text("opened_at").map { WrittenTime.relative($0, to: now) }),
            Field("resolved", incident.text("resolved_at").map { WrittenTime.relative($0, to: now) }),
            Field("reports", incident.text("reports")),
            Field("aware", each: aware),
            Field("taken by", each: takers),
            Field("part of", incident.text("part_of")),
            Field("parts", each: parts),
            Field("waits for", WaitingWords(waiting: incident["waiting_for"] ?? .null, now: now).sentence),
            Field("as of", incident.text("as_of").map { "revision \($0)" }),
        ]
    }

    private var classified: String { incident.texts("classified").joined(separator: ", ") }

    /// Since when each side knows of it, and how.
    private var aware: [String] {
        (incident["aware"]?.object?.members ?? []).map { side in
            let how =
                switch side.value.text("how") {
                case "reported": ", it reported it"
                case "delivered": ", the notice was delivered"
                case "acknowledged": ", it acknowledged"
                case let other: other.map { ", \($0)" } ?? ""
                }
            return "\(side.name) since \(WrittenTime.plain(side.value.text("at") ?? "?"))\(how)"
        }
    }

    private var takers: [String] {
        incident.list("taken_by").map { taker in
            let person = taker.text("by").map { " (\($0))" } ?? ""
            return "\(taker.text("party") ?? "?")\(person) at \(WrittenTime.plain(taker.text("at") ?? "?"))"
        }
    }

    private var parts: [String] {
        incident.list("parts").map { "\($0.text("incident") ?? "?") in \($0.text("agreement") ?? "?")" }
    }

    private var ruling: Page {
        var page = Page()
        guard let value = incident["ruling"], value.object != nil else { return page }
        let ruling = RulingPage(ruling: value)
        page.line("  " + ruling.sentence)
        page.fields(ruling.fields)
        return page
    }

    private var notices: Page {
        var page = Page()
        for notice in incident.list("notices") {
            let rules = notice.texts("rules").joined(separator: ", ")
            let due = notice.text("due").map { ", due " + WrittenTime.relative($0, to: now) } ?? ""
            page.line([
                Span("  "), Span(notice.text("to") ?? "?", .strong), Span("  \(notice.text("kind") ?? "?")  "),
                Span(notice.text("state") ?? "?", StateInk.state(notice.text("state"))), Span(due),
                Span(rules.isEmpty ? "" : "  \(rules)", .faint), Span("  \(notice.text("id") ?? "")", .faint),
            ])
            for delivery in notice.list("deliveries") { page.line(line(delivery)) }
        }
        return page
    }

    private func line(_ delivery: JSON) -> [Span] {
        let attempts = delivery.text("attempts") ?? "0"
        let last = [delivery.text("last_status").map { "HTTP \($0)" }, delivery.text("last_reason")].compactMap(\.self)
        return [
            Span("    \(delivery.text("channel") ?? Self.hiddenChannel)  "),
            Span(delivery.text("state") ?? "?", StateInk.state(delivery.text("state"))),
            Span(attempts == "1" ? " after 1 attempt" : " after \(attempts) attempts"),
            Span(last.isEmpty ? "" : "; last: " + last.joined(separator: ", ")),
            Span("  \(delivery.text("id") ?? "")", .faint),
        ]
    }

    private var acknowledgements: Page {
        var page = Page()
        for row in incident.list("acknowledgements") {
            let person = row.text("by").map { " (\($0))" } ?? ""
            let note = row.text("note").map { ": \($0)" } ?? ""
            let until = row.text("until").map { ", until " + WrittenTime.relative($0, to: now) } ?? ""
            page.line(
                "  \(WrittenTime.plain(row.text("at") ?? "?"))  \(row.text("party") ?? "?")\(person)\(until)\(note)")
        }
        return page
    }

    private var escalations: Page {
        var page = Page()
        for row in incident.list("escalations") {
            let steps = row.text("steps_taken") ?? "0"
            let next = row.text("next_due").map { ", next step " + WrittenTime.relative($0, to: now) } ?? ""
            page.line([
                Span("  \(row.text("party") ?? "?").\(row.text("role") ?? "?")  "),
                Span(row.text("state") ?? "?", StateInk.state(row.text("state"))),
                Span(steps == "1" ? ", 1 step taken" : ", \(steps) steps taken"), Span(next),
            ])
        }
        return page
    }

    private var timeline: Page {
        let rows = answer.list("timeline")
        guard !rows.isEmpty else { return Page() }
        var table = Table(["ENTRY", "AT", "WHAT", ""])
        for row in rows {
            table.add([
                Span(row.text("index") ?? "?"), Span(row.text("at").map { WrittenTime.plain($0) } ?? "?"),
                Span(row.text("type") ?? "?"), Span(row.text("text") ?? ""),
            ])
        }
        return table.page(indent: 2)
    }
}
