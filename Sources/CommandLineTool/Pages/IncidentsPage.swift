internal import CivilTime
internal import StrictJSON

/// How lists of incidents read.
enum IncidentsPage {
    /// For what the asker is not told.
    private static let hidden = "not shown"

    static func make(_ answer: JSON, now: Instant) -> Page {
        var table = Table([
            "INCIDENT", "STATE", "SEVERITY", "OWNER", "ASSET", "REPORTS", "ACKNOWLEDGED", "WAITS FOR", "SUMMARY",
        ])
        for incident in answer.list("incidents") {
            let acknowledged = incident.texts("acknowledged_by").joined(separator: ",")
            table.add([
                Span(incident.text("incident") ?? "?", .strong),
                Span(incident.text("state") ?? "?", StateInk.state(incident.text("state"))),
                Span(incident.text("severity") ?? hidden, StateInk.severity(incident.text("severity"))),
                owner(incident),
                Span(incident.text("asset") ?? "-"),
                Span(incident.text("reports") ?? hidden),
                Span(acknowledged.isEmpty ? "-" : acknowledged),
                Span(WaitingWords(waiting: incident["waiting_for"] ?? .null, now: now).short),
                Span(incident.text("summary") ?? ""),
            ])
        }
        return table.page()
    }

    /// Whose it is, with a mark where that is not settled.
    private static func owner(_ incident: JSON) -> Span {
        let owner = incident.text("owner_party") ?? incident.text("owner") ?? hidden
        if incident.text("triage") != nil { return Span(owner + ", in triage", .warning) }
        if incident["disputed"]?.bool == true { return Span(owner + ", disputed", .warning) }
        return Span(owner)
    }
}
