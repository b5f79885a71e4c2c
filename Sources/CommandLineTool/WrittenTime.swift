internal import CivilTime

/// Times and spans as the daemon writes them (RFC 3339, ISO 8601), made readable: `2026-03-10 02:15 UTC (in 15 min)`.
enum WrittenTime {
    /// `PT24H` as `24 h`, `4bh` as `4 business hours`. A text that is no span is passed through.
    static func span(_ text: String) -> String { CivilTime.Span(text: text)?.inWords ?? text }

    /// The time alone. A text that is no time is passed through.
    static func plain(_ text: String) -> String { Instant(rfc3339: text)?.inWords ?? text }

    /// A time with its offset as the wall there shows it: `2026-03-29T03:00:00+02:00` as `Sun 2026-03-29 03:00 +02:00`. A
    /// text that is no time is passed through.
    static func onWall(_ text: String) -> String {
        WallTime(text).map { "\($0.date) \($0.clock) \($0.offset)" } ?? text
    }

    /// From one time to another as the wall shows them: `Sat 2026-03-28 08:00 - 20:00 +01:00`; what both share is said once,
    /// but where clocks change in between, both offsets are.
    static func onWall(_ start: String, _ end: String) -> String {
        guard let first = WallTime(start), let last = WallTime(end) else { return "\(start) - \(end)" }
        let begin = "\(first.date) \(first.clock)" + (first.offset == last.offset ? "" : " \(first.offset)")
        return "\(begin) - " + (first.date == last.date ? "" : "\(last.date) ") + "\(last.clock) \(last.offset)"
    }

    /// The parts of an RFC 3339 time with an offset.
    private struct WallTime {
        /// With the weekday.
        let date: String
        /// With seconds only where there are any.
        let clock: String
        let offset: String

        init?(_ text: String) {
            guard Instant(rfc3339: text) != nil, let date = CivilDate(text: String(text.prefix(10))) else { return nil }
            let rest = text.dropFirst(11)
            guard let divider = rest.lastIndex(where: { "+-Zz".contains($0) }) else { return nil }
            let clock = rest[..<divider]
            self.date = "\(date.weekday) \(date)"
            self.clock = String(clock.hasSuffix(":00") ? clock.dropLast(3) : clock)
            offset = String(rest[divider...])
        }
    }

    /// The time, and how far it is from now.
    ///
    /// - Parameter note: Goes on from the distance, in the same parentheses.
    static func relative(_ text: String, to now: Instant, note: String? = nil) -> String {
        guard let instant = Instant(rfc3339: text) else { return text }
        let note = note.map { "; \($0)" } ?? ""
        let distance = instant.since(now)
        let wholeSeconds = Int64(clamping: distance.milliseconds.magnitude) / 1000 * 1000
        let words = CivilTime.Span.elapsed(.milliseconds(wholeSeconds)).inWords
        if distance.milliseconds.magnitude < 1000 { return "\(plain(text)) (now\(note))" }
        return "\(plain(text)) (\(distance < .zero ? "\(words) ago" : "in \(words)")\(note))"
    }
}
