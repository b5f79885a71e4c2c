internal import CivilTime
internal import StrictJSON

/// How silences read.
enum SilencePages {
    /// A silence that was made, and what it holds back already.
    static func made(_ answer: JSON, now: Instant) -> Page {
        let id = answer.text("silence") ?? "?"
        let party = answer.text("party") ?? "?"
        var page = Page()
        page.line([
            Span(id, .strong),
            Span(
                answer.text("state") == "pending"
                    ? ": \(party) is not called from \(time(answer, "starts", now))"
                    : ": \(party) is not called for this any more"),
        ])
        page.fields([
            Field("matchers", answer.text("matchers")), Field("comment", answer.text("comment")),
            Field("until", time(answer, "ends", now)), Field("matches now", matched(answer)),
        ])
        page.line("The other party is told as ever. Next: end it before its time: tocsin silence expire \(id)")
        return page
    }

    /// What a silence would hold.
    static func preview(_ answer: JSON) -> Page {
        var page = Page()
        page.line("\(answer.text("party") ?? "?") would not be called for \(answer.text("matchers") ?? "?").")
        page.fields([Field("matches now", matched(answer))])
        page.line("Nothing was recorded. To do it: tocsin silence add with the same matchers, --for and --comment")
        return page
    }

    /// Those that are not over, a line each.
    static func list(_ answer: JSON, now: Instant) -> Page {
        var table = Table(["SILENCE", "STATE", "STARTS", "ENDS", "AUTHOR", "MATCHERS", "COMMENT"])
        for silence in answer.list("silences") {
            let isActive = silence.text("state") == "active"
            table.add([
                Span(silence.text("silence") ?? "?", .strong),
                Span(silence.text("state") ?? "-", isActive ? .warning : .plain),
                Span(silence.text("starts").map { WrittenTime.plain($0) } ?? "-"), Span(time(silence, "ends", now)),
                Span(silence.text("author") ?? "-"), Span(silence.text("matchers") ?? "-"),
                Span(silence.text("comment") ?? "-"),
            ])
        }
        return table.page()
    }

    /// A silence that was ended.
    static func ended(_ answer: JSON) -> Page {
        var page = Page()
        page.line("\(answer.text("silence") ?? "?") is over. What it held and still stands is told now.")
        return page
    }

    private static func time(_ answer: JSON, _ name: String, _ now: Instant) -> String {
        answer.text(name).map { WrittenTime.relative($0, to: now) } ?? "?"
    }

    /// The open incidents that it is about, of which the party was told.
    private static func matched(_ answer: JSON) -> [[Span]] {
        let incidents = answer.list("holds")
        guard !incidents.isEmpty else { return [[Span("nothing that is open and that you were told of")]] }
        return incidents.map { incident in
            [
                Span(incident.text("incident") ?? "?", .strong), Span("  \(incident.text("severity") ?? "?")  "),
                Span(incident.text("summary") ?? "-"),
            ]
        }
    }
}
