package import CivilTime

extension Schedule {
    /// The shifts that meet a range as a calendar (RFC 5545), one event each, in UTC, not cut at the ends of the range. An
    /// event has the same UID in every export, whatever the range. Lines end with CRLF and are folded.
    ///
    /// Calendars count whole seconds: bounds are rounded down to them, and what then has no length is left out.
    /// - Parameters:
    ///   - stampedAt: when the export is made (DTSTAMP).
    ///   - name: what readers call a person; by itself, the id.
    /// - Throws: as `shifts(from:to:)`.
    package func iCalendar(
        from start: Instant, to end: Instant, stampedAt: Instant, name: (PersonID) -> String = { $0.text }
    ) throws(ScheduleError) -> String {
        var writer = CalendarWriter()
        writer.line("BEGIN", "VCALENDAR")
        writer.line("VERSION", "2.0")
        writer.line("PRODID", "-//Tocsin//On-call schedule//EN")
        writer.line("CALSCALE", "GREGORIAN")
        writer.text("NAME", id.text)
        for shift in try wholeShifts(from: start, to: end) {
            let times = (CalendarWriter.time(shift.start), CalendarWriter.time(shift.end))
            guard times.0 != times.1 else { continue }
            writer.line("BEGIN", "VEVENT")
            writer.text("UID", uid(of: shift, startText: times.0))
            writer.line("DTSTAMP", CalendarWriter.time(stampedAt))
            writer.line("DTSTART", times.0)
            writer.line("DTEND", times.1)
            writer.text("SUMMARY", name(shift.person))
            writer.text("DESCRIPTION", "On call for \(id): \(shift.provenance)")
            writer.text("X-TOCSIN-PERSON", shift.person.text)
            writer.line("END", "VEVENT")
        }
        writer.line("END", "VCALENDAR")
        return writer.calendar
    }

    /// Made of what makes the shift, so that it is the same as long as the shift is: the schedule, the turn and the
    /// override, and the start, which tells the parts of an interrupted turn from one another.
    private func uid(of shift: Shift, startText: String) -> String {
        var parts = [id.text]
        if let turn = shift.provenance.turn { parts += [turn.layer.text, "\(turn.revision)", "\(turn.turn)"] }
        if let override = shift.provenance.override { parts += ["override", override.text] }
        return (parts + [startText]).joined(separator: "/") + "@tocsin"
    }
}

/// Writes content lines: escaped and folded.
private struct CalendarWriter {
    private(set) var calendar = ""

    /// Octets of a line, its end not counted (section 3.1).
    private static let lineOctetsMax = 75

    /// A value that needs no escapes.
    mutating func line(_ name: String, _ value: String) {
        var octets = 0
        for scalar in "\(name):\(value)".unicodeScalars {
            let size = UTF8.width(scalar)
            if octets + size > Self.lineOctetsMax {
                // The blank that marks a continuation counts in its line.
                calendar += "\r\n "
                octets = 1
            }
            calendar.unicodeScalars.append(scalar)
            octets += size
        }
        calendar += "\r\n"
    }

    /// A TEXT (section 3.3.11), which may not hold control characters.
    mutating func text(_ name: String, _ value: String) {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", ",", ";": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            case _ where scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F: continue
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        line(name, escaped)
    }

    /// `20260329T010000Z`, rounded down to the second.
    static func time(_ instant: Instant) -> String {
        let seconds = instant.writable.milliseconds.flooredQuotient(by: 1000)
        return String(Instant(milliseconds: seconds * 1000).rfc3339.filter { $0 != "-" && $0 != ":" })
    }
}
