internal import CivilTime
internal import StrictJSON

/// How the answer to a report reads: the owner's sentence, the incident, who is told by when, the place on record, what next.
enum ReportPage {
    static func make(_ answer: JSON, now: Instant) -> Page {
        let ruling = RulingPage(ruling: answer["ruling"] ?? .null)
        var page = Page()
        let place = [Field("incident", incident(answer)), Field("report", answer.text("report"))]
        guard answer["ruling"] != nil else {
            // Through a gateway: whose it is, is not for outsiders.
            page.line("The report was taken in.", .strong)
            page.blank()
            page.fields(place)
            return page
        }
        page.line(ruling.sentence, .strong)
        page.blank()
        page.fields(
            place + ruling.fields
                + [
                    ToldPage(notify: answer.list("notify"), now: now).field("told"),
                    answer.list("affected").isEmpty
                        ? Field("affected", nil)
                        : ToldPage(notify: answer.list("affected"), now: now).field("affected"),
                    OwedPage(owed: answer.list("owed"), now: now).field, Field("record", answer.receipt),
                ])
        page.blank()
        for line in next(answer) { page.line(line) }
        return page
    }

    private static func incident(_ answer: JSON) -> String {
        let disposition = answer.text("disposition") ?? "accepted"
        return (answer.text("incident") ?? "none") + " (" + disposition.replacing("_", with: " ") + ")"
    }

    private static func next(_ answer: JSON) -> [String] {
        let incident = answer.text("incident")
        let show = incident.map { "tocsin show \($0)" } ?? "tocsin incidents"
        switch (answer.text("disposition"), answer["ruling"]?.text("triage")) {
        case ("tested", _): return ["Next: nothing; this was a test, and nobody was told."]
        case ("nothing_to_resolve", _):
            return ["Next: nothing; no open incident matches. See what is open: tocsin incidents"]
        case ("resolved", _): return ["Next: nothing; the others are told that it is over. See the record: \(show)"]
        case (_, "ambiguous_asset"):
            return [
                "Next: report again with --asset set to the one that is meant\(attaching(incident)).",
                "      See what triage does: \(show)",
            ]
        case (_, "unknown_asset"):
            return [
                "Next: look at the spelling of --asset, and report again if it was wrong\(attaching(incident)).",
                "      See what triage does: \(show)",
            ]
        case (_, "undecided"): return ["Next: wait for the provider's triage. See what it does: \(show)"]
        default:
            let acknowledge = incident.map { " The one who takes care says so: tocsin ack \($0)" } ?? ""
            return ["Next: follow it: \(show).\(acknowledge)"]
        }
    }

    private static func attaching(_ incident: String?) -> String { incident.map { " and --incident \($0)" } ?? "" }
}
