import CivilTime

/// Dates, times of day and moments as people write them.
extension Value {
    /// A day of the calendar.
    func date() -> CivilDate? {
        guard let text = scalar() else { return nil }
        guard let date = CivilDate(text: text) else {
            problem("\(code(text)) is no date for \(code(name))", hint: "write year, month and day: 2026-04-06")
            return nil
        }
        return date
    }

    /// A time on the wall clock.
    func wallTime() -> TimeOfDay? {
        guard let text = scalar() else { return nil }
        guard let time = TimeOfDay(text: text) else {
            problem("\(code(text)) is no time of day for \(code(name))", hint: "write hours and minutes: \"09:00\"")
            return nil
        }
        return time
    }

    /// A time with its offset from UTC, or one on the wall of a zone, which must name one instant there.
    func moment(in zone: TimeZoneRules) -> Instant? {
        guard let text = scalar() else { return nil }
        if let instant = Instant(rfc3339: text) { return instant }
        guard let local = CivilDateTime(text: text) else {
            problem(
                "\(code(text)) is no time for \(code(name))",
                hint: "write date, time and offset, 2026-04-01T09:00:00+02:00, or the time on the wall of \(zone.name),"
                    + " 2026-04-01T09:00")
            return nil
        }
        do throws(LocalTimeError) {
            return try zone.instant(exactly: local)
        } catch {
            log.addSentence(place, "\(error)")
            return nil
        }
    }
}

extension ProblemLog {
    /// Adds a problem whose sentence ends, after its first semicolon, with what to do.
    ///
    /// - Parameter hint: What to do where the sentence does not say it.
    func addSentence(
        _ place: ConfigurationPlace, _ sentence: String, hint: String = "see the reference of the configuration"
    ) {
        guard let divider = sentence.firstRange(of: "; ") else { return add(place, sentence, hint: hint) }
        add(place, String(sentence[..<divider.lowerBound]), hint: String(sentence[divider.upperBound...]))
    }
}
