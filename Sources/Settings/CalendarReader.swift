import CivilTime

/// Reads calendars.yaml: whose business hours count where an agreement counts in them.
struct CalendarReader {
    let zones: ZoneDirectory
    let catalogue: Catalogue

    static let keys = ["calendars"]
    static let calendarKeys = ["id", "zone", "hours", "holidays"]

    /// What an agreement writes that counts day and night. No calendar can have this name.
    static let always = "24x7"

    /// Holidays of a calendar: some twenty years of them.
    static let holidaysMax = 500

    func calendars(_ value: Value) -> [BusinessCalendar] {
        guard let fields = Fields(value, "the calendars file", keys: Self.keys) else { return [] }
        return fields.required("calendars")?.list { calendar($0) } ?? []
    }

    private func calendar(_ value: Value) -> BusinessCalendar? {
        guard let fields = Fields(value, "a calendar", keys: Self.calendarKeys) else { return nil }
        let id = fields.required("id").flatMap { self.id($0) }
        let zone = fields.required(
            "zone", hint: "business hours are somewhere's; write a region and city, for example zone: Asia/Bangkok"
        )
        .flatMap { zones.rules($0) }
        let hoursValue = fields.required("hours", hint: "write them as in hours: \"Mon-Fri 09:00-18:00\"")
        let hours = hoursValue.flatMap { self.hours($0) }
        let holidays = fields.optional("holidays").map { self.holidays($0) } ?? []
        // With a problem filed, any hours in any zone will do: an agreement that names the calendar is still checked.
        guard let id, let hours = hours ?? (try? BusinessHours(text: Self.always)) else { return nil }
        do throws(BusinessCalendarError) {
            return try BusinessCalendar(id: id, zone: zone ?? .utc, hours: hours, holidays: holidays ?? [])
        } catch {
            value.sentenceProblem("the calendar \(code(id.text)) \(error.description)")
            return nil
        }
    }

    private func id(_ value: Value) -> CalendarID? {
        guard let id = value.identifier() else { return nil }
        guard id != Self.always else {
            value.problem(
                "no calendar can be called \(code(Self.always))", hint: "that is what counts day and night; rename it")
            return nil
        }
        return catalogue.declare(.calendar, id, at: value.place) ? CalendarID(id) : nil
    }

    private func hours(_ value: Value) -> BusinessHours? {
        guard let text = value.text() else { return nil }
        do throws(BusinessHoursError) {
            return try BusinessHours(text: text)
        } catch {
            value.sentenceProblem("\(code(text)) \(error.description)")
            return nil
        }
    }

    private func holidays(_ value: Value) -> Set<CivilDate>? {
        var days: Set<CivilDate> = []
        let read = value.list(max: Self.holidaysMax) { item -> CivilDate? in
            guard let day = item.date() else { return nil }
            if !days.insert(day).inserted { item.problem("the holiday \(day) is given twice", hint: "remove one") }
            return day
        }
        return read == nil ? nil : days
    }
}
