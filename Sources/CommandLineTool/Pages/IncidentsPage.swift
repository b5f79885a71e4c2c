internal import CivilTime
internal import StrictJSON

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
                owner(incident),
                Span(incident.text("asset") ?? "-"),
                Span(incident.text("reports") ?? "?"),
                Span(acknowledged.isEmpty ? "-" : acknowledged),
                Span(incident.text("next_due").map { WrittenTime.relative($0, to: now) } ?? "-"),
                Span(incident.text("summary") ?? ""),
            ])
        }
        return table.page()
    }

    /// Whose it is, with a mark where that is not settled.
    private static func owner(_ incident: JSON) -> Span {
        let owner = incident.text("owner_party") ?? incident.text("owner") ?? "?"
        if incident.text("triage") != nil { return Span(owner + ", in triage", .warning) }
        if incident["disputed"]?.bool == true { return Span(owner + ", disputed", .warning) }
        return Span(owner)
    }
}
