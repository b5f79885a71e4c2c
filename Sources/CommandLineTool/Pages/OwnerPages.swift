internal import CivilTime
internal import StrictJSON

/// How one tenure reads: who owned an incident, and how that came about.
struct TenureWords {
    let tenure: JSON

    /// `customer tern`, `joint, prov leads`, `nobody`.
    var owner: String {
        let party = tenure.text("party").map { " \($0)" } ?? ""
        let lead = tenure.text("lead").map { ", \($0) leads" } ?? ""
        return (tenure.text("owner") ?? "?") + party + lead
    }

    /// How it began.
    var cause: String {
        switch tenure.text("by") {
        case "ruling": "the ruling at its opening"
        case "reclassification": "ruled on again, because more was known"
        case "handover": "offered, and the other party accepted"
        case "dispute": "disputed, and the other party accepted"
        case let other: other ?? "?"
        }
    }
}

/// How the owners of an incident read, one after the other.
enum OwnersPage {
    static func make(_ tenures: [JSON]) -> Page {
        guard !tenures.isEmpty else { return Page() }
        var table = Table(["SINCE", "OWNER", "WHY"])
        for tenure in tenures {
            let words = TenureWords(tenure: tenure)
            table.add([
                Span(tenure.text("since").map { WrittenTime.plain($0) } ?? "?"), Span(words.owner, .strong),
                Span(words.cause),
            ])
        }
        return table.page(indent: 2)
    }
}

/// How the owner at an instant reads.
struct OwnerPage {
    let answer: JSON
    let now: Instant

    func make() -> Page {
        let words = TenureWords(tenure: answer)
        let at = answer.text("at").map { WrittenTime.relative($0, to: now) } ?? "?"
        var page = Page()
        page.fields([
            Field("incident", answer.text("incident")), Field("at", at), Field("owner", words.owner, .strong),
            Field("since", answer.text("since").map { WrittenTime.plain($0) }),
            Field("until", answer.text("until").map { WrittenTime.plain($0) } ?? "it still is"),
            Field("why", words.cause),
        ])
        return page
    }
}

/// How a proposal about the owner reads, and who must answer by when.
struct ProposalPage {
    let proposal: JSON
    let incident: String
    let now: Instant

    func make() -> Page {
        var page = Page()
        guard let party = proposal.text("party") else { return page }
        let answerer = proposal.text("answerer") ?? "?"
        let what =
            proposal.text("kind") == "dispute" ? "disputes that it is its own" : "asks \(answerer) to take it over"
        page.line([
            Span("  "), Span("\(party) \(what)", .warning), Span(": \(proposal.text("reason") ?? "?")"),
        ])
        let by = proposal.text("answer_by").map { " by " + WrittenTime.relative($0, to: now) } ?? ""
        page.line("  \(answerer) answers\(by); no answer counts as a no:")
        page.line("  tocsin accept \(incident), or tocsin decline \(incident) --reason …")
        return page
    }
}
