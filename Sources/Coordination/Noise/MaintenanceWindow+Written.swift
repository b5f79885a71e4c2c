package import CivilTime
import Responsibility
package import StrictJSON

extension MaintenanceWindow {
    /// The form in the record. A zone is written by its name.
    package var written: JSONObject {
        var object = JSONObject([
            .init("window", .string(id.rawValue)), .init("party", .string(party.rawValue)),
            .init("matchers", matchers.written),
        ])
        switch timing {
        case .once(let span):
            object.set("from", .instant(span.lowerBound))
            object.set("to", .instant(span.upperBound))
        case .recurring(let recurrence): object.set("recurs", .object(recurrence.written))
        }
        return object
    }

    /// - Parameter zones: the rules of a zone by its written name; nil when there is no such zone.
    package init(written: JSONObject, zones: (String) -> TimeZoneRules?) throws(NoiseFormError) {
        let form = NoiseForm(kind: "maintenance window", object: written)
        let id: MaintenanceWindowID = try form.identifier("window")
        let matchers = try MatcherSet(written: written["matchers"] ?? .null)
        if let recurs = written["recurs"]?.object {
            let recurrence = try WindowRecurrence(written: recurs, zones: zones)
            self.init(id: id, party: try form.identifier("party"), matchers: matchers, recurring: recurrence)
            return
        }
        let span = (from: try form.instant("from"), to: try form.instant("to"))
        let party: PartyID = try form.identifier("party")
        do {
            try self.init(id: id, party: party, matchers: matchers, from: span.from, to: span.to)
        } catch {
            throw form.failure("to", "\(error)")
        }
    }
}

extension WindowRecurrence {
    var written: JSONObject {
        var object = JSONObject()
        switch days {
        case .weekly(let weekdays): object.set("weekdays", .strings(weekdays.sorted().map(\.description)))
        case .monthly(let day): object.set("day", .integer(day))
        case .monthlyWeekday(let ordinal, let weekday):
            object.set("ordinal", .string(ordinal.rawValue))
            object.set("weekdays", .strings([weekday.description]))
        }
        object.set("from", .string(from.description))
        object.set("to", .string(to.description))
        object.set("zone", .string(zone.name.text))
        object.set("since", ifPresent: since.map { .instant($0) })
        object.set("until", ifPresent: until.map { .instant($0) })
        return object
    }

    init(written: JSONObject, zones: (String) -> TimeZoneRules?) throws(NoiseFormError) {
        let form = NoiseForm(kind: "maintenance window", object: written)
        let days = try Self.days(form)
        let from = try Self.time("from", form)
        let to = try Self.time("to", form)
        let since = try form.optionalInstant("since")
        let until = try form.optionalInstant("until")
        let name = try form.string("zone")
        guard let zone = zones(name) else { throw form.failure("zone", "unknown zone \"\(name)\"") }
        do {
            try self.init(days, from: from, to: to, zone: zone, since: since, until: until)
        } catch {
            throw form.failure("recurs", "\(error)")
        }
    }

    private static func time(_ name: String, _ form: NoiseForm) throws(NoiseFormError) -> TimeOfDay {
        let text = try form.string(name)
        guard let time = TimeOfDay(text: text) else { throw form.failure(name, "not a time of the day: \(text)") }
        return time
    }

    private static func days(_ form: NoiseForm) throws(NoiseFormError) -> Days {
        if let day = form.object["day"]?.integer { return .monthly(day: day) }
        var weekdays: [Weekday] = []
        for text in try form.strings("weekdays") {
            guard let weekday = Weekday(text: text) else { throw form.failure("weekdays", "unknown day \"\(text)\"") }
            weekdays.append(weekday)
        }
        guard let word = form.optionalString("ordinal") else { return .weekly(Set(weekdays)) }
        guard let ordinal = Ordinal(rawValue: word), weekdays.count == 1 else {
            throw form.failure("ordinal", "not one day of a month: \(word)")
        }
        return .monthlyWeekday(ordinal, weekdays[0])
    }
}
