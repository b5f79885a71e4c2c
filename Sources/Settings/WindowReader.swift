import CivilTime
import Coordination
import Responsibility

/// A maintenance window, with the place of the party that it names.
struct WrittenWindow {
    let window: MaintenanceWindow
    let party: Located<PartyID>
}

/// A day of the week as windows and restrictions name it.
enum WrittenWeekday: String, CaseIterable {
    case mon, tue, wed, thu, fri, sat, sun

    var weekday: Weekday {
        switch self {
        case .mon: .monday
        case .tue: .tuesday
        case .wed: .wednesday
        case .thu: .thursday
        case .fri: .friday
        case .sat: .saturday
        case .sun: .sunday
        }
    }
}

/// Reads a maintenance window: between two instants, or again and again on the wall of a zone.
struct WindowReader {
    let zones: ZoneDirectory
    let catalogue: Catalogue
    /// Who can be told, by id; a window falls to the zone of its party.
    let parties: [PartyID: Party]

    static let keys = ["id", "party", "matchers", "from", "to", "weekly", "monthly", "zone", "since", "until"]
    /// What only a window that comes again says.
    private static let recurringKeys = ["zone", "since", "until"]

    func window(_ value: Value) -> WrittenWindow? {
        guard let fields = Fields(value, "a maintenance window", keys: Self.keys) else { return nil }
        let id = fields.declaredName(.window, as: MaintenanceWindowID.self, in: catalogue)
        let party = fields.referredParty(in: catalogue)
        let matchers = fields.required(
            "matchers", hint: "say which incidents it is about, for example matchers: 'asset=\"bkp-01\"'")?.matchers()
        let weekly = fields.optional("weekly")
        let monthly = fields.optional("monthly")
        guard weekly != nil || monthly != nil else {
            let span = span(fields)
            guard let id, let party, let matchers, let span else { return nil }
            return written(fields, party) { () throws(MaintenanceError) in
                try MaintenanceWindow(
                    id: id, party: party.content, matchers: matchers, from: span.lowerBound, to: span.upperBound)
            }
        }
        if weekly != nil, let monthly {
            monthly.problem("the window is both weekly and monthly", hint: "write a window for each")
        }
        let days = weekly.map { self.weekly($0) } ?? monthly.flatMap { self.monthly($0) }
        let recurrence = recurrence(fields, days, of: party?.content)
        guard let id, let party, let matchers, let recurrence else { return nil }
        return WrittenWindow(
            window: MaintenanceWindow(id: id, party: party.content, matchers: matchers, recurring: recurrence),
            party: party)
    }

    private func written(
        _ fields: Fields, _ party: Located<PartyID>, _ make: () throws(MaintenanceError) -> MaintenanceWindow
    ) -> WrittenWindow? {
        do throws(MaintenanceError) {
            return WrittenWindow(window: try make(), party: party)
        } catch {
            fields.problem("the window cannot be: \(error)", hint: "change its times")
            return nil
        }
    }

    // MARK: Once

    /// Between two instants, the second after the first.
    private func span(_ fields: Fields) -> Range<Instant>? {
        for key in Self.recurringKeys {
            fields.optional(key)?.problem(
                "\(code(key)) says nothing of a window that comes once",
                hint: "remove it, or say when it comes again: weekly: [sun], or monthly: last sun")
        }
        let from = fields.required("from", hint: Self.timesHint).flatMap { instant($0) }
        let toValue = fields.required("to", hint: Self.timesHint)
        let to = toValue.flatMap { instant($0) }
        guard let from, let to, let toValue else { return nil }
        guard from < to else {
            toValue.problem("the window ends at \(to), not after its start at \(from)", hint: "write a later end")
            return nil
        }
        return from..<to
    }

    private static let timesHint =
        "write when it begins and ends: two times with their offset, or with weekly or monthly two times of the day"

    private func instant(_ value: Value) -> Instant? {
        if case .scalar(let scalar) = value.node, TimeOfDay(text: scalar.text) != nil {
            value.problem(
                "\(code(value.name)) is a time of the day, and the window comes neither weekly nor monthly",
                hint: "write weekly: [sun], or monthly: last sun; or date, time and offset for one that comes once")
            return nil
        }
        return value.instant()
    }

    // MARK: Again and again

    private func recurrence(
        _ fields: Fields, _ days: WindowRecurrence.Days?, of party: PartyID?
    ) -> WindowRecurrence? {
        let fromValue = fields.required("from", hint: Self.timesHint)
        let toValue = fields.required("to", hint: Self.timesHint)
        let from = fromValue?.timeOfDay()
        let to = toValue?.timeOfDay()
        let zone = zone(fields, of: party)
        let since = fields.optional("since").map { $0.instant() }
        let untilValue = fields.optional("until")
        let until = untilValue.map { $0.instant() }
        guard let days, let from, let to, let toValue, let zone else { return nil }
        // A wrong time has been filed; without one, `.some(nil)` would pass for none.
        if since == .some(nil) || until == .some(nil) { return nil }
        do throws(MaintenanceError) {
            return try WindowRecurrence(
                days, from: from, to: to, zone: zone, since: since ?? nil, until: until ?? nil)
        } catch {
            let place =
                if case .endsBeforeStart = error { untilValue ?? toValue } else { toValue }
            place.sentenceProblem("the window cannot be: \(error.description)", hint: "write a later end")
            return nil
        }
    }

    /// Where nothing is written, the party's. With a problem filed any zone will do.
    private func zone(_ fields: Fields, of party: PartyID?) -> TimeZoneRules? {
        if let value = fields.optional("zone") { return zones.rules(value) }
        guard let party, let known = parties[party] else { return .utc }
        guard let zone = known.zone else {
            fields.problem(
                "the window has times of the day and no `zone`, and neither has \(party)",
                hint: "write whose clock is meant, for example zone: Asia/Bangkok")
            return nil
        }
        return zone
    }

    /// `[mon, thu]`.
    private func weekly(_ value: Value) -> WindowRecurrence.Days? {
        var seen: Set<Weekday> = []
        let read = value.list(min: 1, max: WrittenWeekday.allCases.count) { item -> Weekday? in
            guard let weekday = item.word(WrittenWeekday.self)?.weekday else { return nil }
            if !seen.insert(weekday).inserted { item.problem("the day is given twice", hint: "remove one") }
            return weekday
        }
        // Of a list with problems, what is left may be nothing.
        return read == nil || seen.isEmpty ? nil : .weekly(seen)
    }

    /// `15`, or `last sun`.
    private func monthly(_ value: Value) -> WindowRecurrence.Days? {
        guard let text = value.scalar() else { return nil }
        if let days = Self.monthlyWeekdays[text] { return days }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let day = Int64(text), (1...31).contains(day)
        else {
            value.problem(
                "\(code(text)) is no day of a month",
                hint: "write 1 to 31, where 31 is the last day of every month, or as in first mon, last sun")
            return nil
        }
        return .monthly(day: day)
    }

    /// Which of a month's days of a kind, by how it is written.
    static let monthlyWeekdays = Dictionary(
        uniqueKeysWithValues: WindowRecurrence.Ordinal.allCases.flatMap { ordinal in
            WrittenWeekday.allCases.map { day in
                ("\(ordinal.rawValue) \(day.rawValue)", WindowRecurrence.Days.monthlyWeekday(ordinal, day.weekday))
            }
        })
}

extension Value {
    /// `22:00`, with seconds if need be; 24:00 is the end of a day.
    fileprivate func timeOfDay() -> TimeOfDay? {
        guard let text = scalar() else { return nil }
        guard let time = TimeOfDay(text: text) else {
            problem(
                "\(code(text)) is no time of the day for \(code(name))",
                hint: "write it on the wall of the window's zone, with two digits each: 22:00")
            return nil
        }
        return time
    }
}
