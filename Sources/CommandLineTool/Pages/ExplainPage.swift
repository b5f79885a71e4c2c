internal import CivilTime
internal import StrictJSON

/// How the answer to a question without a report reads.
enum ExplainPage {
    static func make(_ answer: JSON, now: Instant) -> Page {
        let ruling = RulingPage(ruling: answer["ruling"] ?? .null)
        // Clocks would run from when it is reported, which need not be now.
        let asOf = answer.text("as_of").flatMap { Instant(rfc3339: $0) } ?? now
        var page = Page()
        page.line(ruling.sentence, .strong)
        page.blank()
        page.fields(
            [ruling.subject] + ruling.fields + ruling.rejected
                + [
                    rules(answer.list("rules")),
                    ToldPage(notify: answer.list("notify"), everyoneTold: everyoneTold(answer), now: asOf)
                        .field("would tell"),
                    OwedPage(owed: answer.list("owed"), now: asOf).field,
                    Field("as of", answer.text("as_of").map { WrittenTime.plain($0) }),
                ])
        page.blank()
        page.line("Nothing was reported. To report it: tocsin report with the same options and a summary")
        return page
    }

    /// Nil where no rule tells whoever was told.
    private static func everyoneTold(_ answer: JSON) -> JSON? {
        guard let told = answer["told"], !told.texts("rules").isEmpty else { return nil }
        return told
    }

    /// The rules of joint care that fire, each with its title.
    private static func rules(_ rules: [JSON]) -> Field {
        Field("rules", each: rules.map { ($0.text("id") ?? "?") + ($0.text("title").map { ": \($0)" } ?? "") })
    }
}
