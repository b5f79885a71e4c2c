internal import CivilTime
internal import StrictJSON

/// How schedules read.
enum SchedulePages {
    /// Who is on call, a line for each person of each schedule.
    ///
    /// How long it lasts is counted from the instant that was asked for.
    static func onCall(_ answer: JSON, now: Instant) -> Page {
        let asked = answer.text("at").flatMap { Instant(rfc3339: $0) } ?? now
        var table = Table(["SCHEDULE", "PARTY", "ON CALL", "CHANNELS", "BY", "UNTIL"])
        for schedule in answer.list("schedules") {
            let until = schedule.text("next_handoff").map { WrittenTime.relative($0, to: asked) } ?? "-"
            for (position, person) in people(of: schedule).enumerated() {
                let isFirst = position == 0
                table.add([
                    Span(isFirst ? schedule.text("schedule") ?? "?" : "", .strong),
                    Span(isFirst ? schedule.text("party") ?? "?" : ""), person.name, Span(person.channels),
                    Span(person.by), Span(isFirst ? until : ""),
                ])
            }
        }
        var page = Page()
        if let at = answer.text("at") { page.line("At \(WrittenTime.plain(at)):", .faint) }
        page.append(table.page())
        return page
    }

    private typealias Row = (name: Span, channels: String, by: String)

    private static func people(of schedule: JSON) -> [Row] {
        let people = schedule.list("on_call")
        if !people.isEmpty {
            return people.map {
                (
                    name: Span($0.text("person") ?? "?", .good), channels: $0.texts("channels").joined(separator: ", "),
                    by: $0.text("by") ?? "-"
                )
            }
        }
        let isCovered = schedule["covered"]?.bool == true
        return [(name: isCovered ? Span("somebody") : Span("NOBODY", .bad), channels: "-", by: "-")]
    }

    /// A stretch of a schedule: its shifts on the wall of each zone, then what is open, double, or moved by clocks.
    static func preview(_ answer: JSON) -> Page {
        var page = Page()
        page.line([
            Span(answer.text("schedule") ?? "?", .strong), Span(" of \(answer.text("party") ?? "?")"),
            Span(", \(time(answer, "from")) to \(time(answer, "to"))", .faint),
        ])
        page.blank()
        page.append(shifts(answer).page(indent: 2))
        page.blank()
        page.fields([
            Field("covered", [[covered(answer["coverage"])]]), Field("gaps", gaps(answer)),
            Field("two at once", overlaps(answer)), Field("taken by clocks", swallowed(answer)),
            Field("clocks", answer.list("clock_changes").map { [Span(change($0))] }),
        ])
        if hidesPeople(answer) {
            page.line("Who somebody is, only \(answer.text("party") ?? "its own party") sees.", .faint)
        }
        return page
    }

    private static func shifts(_ answer: JSON) -> Table {
        var table = Table(["ON CALL"] + answer.texts("zones") + ["LENGTH", "BY"])
        for shift in answer.list("shifts") {
            let walls = shift.list("texts").map { Span(Self.walls($0)) }
            let row = [name(shift)] + walls + [Span(span(shift)), Span(shift.text("by") ?? "-")]
            if row.count == table.headings.count { table.add(row) }
        }
        return table
    }

    /// Of the other side's schedules one sees whether somebody is there, and not who.
    private static func hidesPeople(_ answer: JSON) -> Bool {
        answer.list("shifts").contains { $0["covered"]?.bool == true && $0["person"] == nil }
    }

    private static func name(_ shift: JSON) -> Span {
        guard shift["covered"]?.bool == true else { return Span("NOBODY", .bad) }
        return Span(shift.text("person") ?? "somebody", .good)
    }

    private static func covered(_ coverage: JSON?) -> Span {
        Span(coverage?.text("percent") ?? "?", coverage?["complete"]?.bool == true ? .good : .warning)
    }

    /// In the first zone, which is where the schedule is at home or what the reader asked for.
    private static func gaps(_ answer: JSON) -> [[Span]] {
        answer.list("shifts").filter { $0["covered"]?.bool != true }.map { gap in
            let text = gap.list("texts").first.map { walls($0) } ?? "?"
            return [Span("\(text) (\(span(gap)))", .bad)]
        }
    }

    private static func overlaps(_ answer: JSON) -> [[Span]] {
        (answer["coverage"]?.list("overlaps") ?? []).map { overlap in
            let people = overlap.texts("people").joined(separator: ", ")
            return [Span("\(WrittenTime.onWall(overlap.text("start") ?? "?", overlap.text("end") ?? "?")): \(people)")]
        }
    }

    private static func swallowed(_ answer: JSON) -> [[Span]] {
        (answer["coverage"]?.list("swallowed") ?? []).map { part in
            let (from, to) = (part.text("from") ?? "?", part.text("to") ?? "?")
            let text = "layer \(part.text("layer") ?? "?"), \(from) to \(to): no clock shows that time on this day"
            return [Span(text, .warning)]
        }
    }

    /// `Europe/Zagreb: put forward 1 h, to Sun 2026-03-29 03:00 +02:00`.
    private static func change(_ change: JSON) -> String {
        let forward = change.text("forward") ?? ""
        let isBack = forward.hasPrefix("-")
        let length = WrittenTime.span(isBack ? String(forward.dropFirst()) : forward)
        return "\(change.text("zone") ?? "?"): put \(isBack ? "back" : "forward") \(length), to \(wall(change, "at"))"
    }

    private static func span(_ shift: JSON) -> String { shift.text("length").map { WrittenTime.span($0) } ?? "-" }

    private static func time(_ value: JSON, _ name: String) -> String {
        value.text(name).map { WrittenTime.plain($0) } ?? "?"
    }

    private static func wall(_ value: JSON, _ name: String) -> String {
        value.text(name).map { WrittenTime.onWall($0) } ?? "?"
    }

    private static func walls(_ text: JSON) -> String {
        WrittenTime.onWall(text.text("start") ?? "?", text.text("end") ?? "?")
    }

    /// An override that was made.
    static func overridden(_ answer: JSON) -> Page {
        var page = Page()
        page.line([
            Span("Override "), Span(answer.text("override") ?? "?", .strong),
            Span(" of \(answer.text("schedule") ?? "?"): \(change(of: answer))"),
        ])
        page.fields([
            Field("from", wall(answer, "from")), Field("to", wall(answer, "to")),
            Field("reason", answer.text("reason")),
            Field(
                "on call then", people(answer.texts("on_call_then")),
                answer.texts("on_call_then").isEmpty ? .bad : .good),
            Field("mind", answer.texts("warnings").map { [Span($0, .warning)] }),
            Field("take it back", "tocsin schedule end-override \(answer.text("override") ?? "?")"),
        ])
        return page
    }

    private static func people(_ names: [String]) -> String {
        names.isEmpty ? "NOBODY" : names.joined(separator: ", ")
    }

    private static func change(of answer: JSON) -> String {
        if let absent = answer.text("replace") { return "\(answer.text("with") ?? "?") for \(absent)" }
        if let person = answer.text("add") { return "\(person) as well" }
        return "without \(answer.text("remove") ?? "?")"
    }

    /// An override that was taken back.
    static func ended(_ answer: JSON) -> Page {
        var page = Page()
        page.line([Span("Override "), Span(answer.text("override") ?? "?", .strong), Span(" is over.")])
        return page
    }
}
