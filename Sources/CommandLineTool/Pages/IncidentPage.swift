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

/// How lists of incidents read.
enum IncidentsPage {
    static func make(_ answer: JSON, now: Instant) -> Page {
        var table = Table([
            "INCIDENT", "STATE", "SEVERITY", "OWNER", "ASSET", "REPORTS", "ACKNOWLEDGED", "NEXT DUE", "SUMMARY",
        ])
        for incident in answer.list("incidents") {
            let acknowledged = incident.texts("acknowledged_by").joined(separator: ",")
            table.add([
                Span(incident.text("incident") ?? "?", .strong),
                Span(incident.text("state") ?? "?", StateInk.state(incident.text("state"))),
                Span(incident.text("severity") ?? "?", StateInk.severity(incident.text("severity"))),
                Span(incident.text("owner_party") ?? incident.text("owner") ?? "?"),
                Span(incident.text("asset") ?? "-"),
                Span(incident.text("reports") ?? "?"),
                Span(acknowledged.isEmpty ? "-" : acknowledged),
                Span(incident.text("next_due").map { WrittenTime.relative($0, to: now) } ?? "-"),
                Span(incident.text("summary") ?? ""),
            ])
        }
        return table.page()
    }
}

/// How one incident reads: what it is, whose, what is owed to whom, what was sent, who answered, and what happened when.
struct IncidentPage {
    let answer: JSON
    let now: Instant

    private var incident: JSON { answer["incident"] ?? .null }

    func make() -> Page {
        var page = Page()
        page.line(incident.text("summary") ?? "?", .strong)
        page.blank()
        page.fields(facts)
        section("Ruling", ruling, on: &page)
        section("Obligations", obligations, on: &page)
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
            Field("customer", incident.text("customer")),
            Field("ledger", incident.text("agreement")),
            Field("opened", incident.text("opened_at").map { WrittenTime.relative($0, to: now) }),
            Field("resolved", incident.text("resolved_at").map { WrittenTime.relative($0, to: now) }),
            Field("reports", incident.text("reports")),
            Field("next due", incident.text("next_due").map { WrittenTime.relative($0, to: now) }),
        ]
    }

    private var ruling: Page {
        var page = Page()
        guard let value = incident["ruling"], value.object != nil else { return page }
        let ruling = RulingPage(ruling: value)
        page.line("  " + ruling.sentence)
        page.fields(ruling.fields)
        return page
    }

    private var obligations: Page {
        let rows = incident.list("obligations")
        guard !rows.isEmpty else { return Page() }
        var table = Table(["RULE", "TO", "STATE", "DUE", "MET"])
        for row in rows {
            table.add([
                Span(row.text("rule") ?? "?"), Span(row.text("recipient") ?? "?"),
                Span(row.text("state") ?? "?", StateInk.state(row.text("state"))),
                Span(row.text("due").map { WrittenTime.relative($0, to: now) } ?? "-"),
                Span(row.text("met_at").map { WrittenTime.plain($0) } ?? "-"),
            ])
        }
        return table.page(indent: 2)
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
            Span("    \(delivery.text("channel") ?? "?")  "),
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
            page.line("  \(WrittenTime.plain(row.text("at") ?? "?"))  \(row.text("party") ?? "?")\(person)\(note)")
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
