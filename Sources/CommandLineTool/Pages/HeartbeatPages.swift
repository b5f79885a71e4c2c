internal import CivilTime
internal import StrictJSON

/// How heartbeats read.
enum HeartbeatPages {
    /// A call that was taken.
    static func heard(_ answer: JSON, now: Instant) -> Page {
        let next = answer.text("next_by").map { WrittenTime.relative($0, to: now) } ?? "?"
        var page = Page()
        page.line("\(answer.text("heartbeat") ?? "?") is alive. It must call again by \(next).")
        if let incident = answer.text("resolved") { page.line("Its silence is over: \(incident) is resolved.") }
        return page
    }

    /// Those of a party, a line each.
    static func list(_ answer: JSON, now: Instant) -> Page {
        var table = Table(["HEARTBEAT", "STATE", "EVERY", "NEXT BY", "ASSET"])
        for heartbeat in answer.list("heartbeats") {
            let isSilent = heartbeat["missed"]?.bool == true
            table.add([
                Span(heartbeat.text("heartbeat") ?? "?", .strong),
                Span(isSilent ? "silent" : "alive", isSilent ? .bad : .good),
                Span(heartbeat.text("every").map { WrittenTime.span($0) } ?? "-"),
                // When a silent one is looked at again concerns the daemon alone.
                Span(isSilent ? "-" : heartbeat.text("next_by").map { WrittenTime.relative($0, to: now) } ?? "-"),
                Span(heartbeat.text("asset") ?? "-"),
            ])
        }
        return table.page()
    }
}
