internal import CivilTime
internal import StrictJSON

/// How the answer to a question without a report reads.
enum ExplainPage {
    static func make(_ answer: JSON, now: Instant) -> Page {
        let ruling = RulingPage(ruling: answer["ruling"] ?? .null)
        var page = Page()
        page.line(ruling.sentence, .strong)
        page.blank()
        page.fields(
            [ruling.subject] + ruling.fields + ruling.rejected
                + [
                    ToldPage(notify: answer.list("notify"), now: now).field("would tell"),
                    Field("as of", answer.text("as_of").map { WrittenTime.plain($0) }),
                ])
        page.blank()
        page.line("Nothing was reported. To report it: tocsin report with the same options and a summary")
        return page
    }
}
