import CivilTime
import OnCall
import Responsibility

/// Reads a change of who is on call, for a while, that was known when the file was written.
struct OverrideReader {
    let people: People
    /// Nil when it could not be read.
    let party: PartyID?
    /// Of the schedule.
    let zone: TimeZoneRules

    static let keys = ["id", "from", "to", "replace", "with", "add", "remove", "reason"]
    /// Who made what stands in the configuration.
    static let author: PersonID = "configuration"

    func override(_ value: Value) -> Located<Override>? {
        guard let fields = Fields(value, "an override", keys: Self.keys) else { return nil }
        let id = fields.required("id")?.identifier()
        let start = fields.required("from")?.moment(in: zone)
        let endValue = fields.required("to")
        let end = endValue?.moment(in: zone)
        let change = change(fields)
        let reason = fields.required("reason")?.text()
        guard let id, let start, let endValue, let end, let change, let reason else { return nil }
        do throws(ScheduleError) {
            let override = try Override(
                id: OverrideID(id), start: start, end: end, change: change, madeBy: Self.author, reason: reason)
            return Located(content: override, place: value.place)
        } catch {
            value.log.addSentence(endValue.place, "\(error)")
            return nil
        }
    }

    private func change(_ fields: Fields) -> Override.Change? {
        func person(_ key: String) -> PersonID?? { fields.optional(key).map { people.person($0, of: party) } }
        let (absent, present, added, removed) = (person("replace"), person("with"), person("add"), person("remove"))
        switch (absent, present, added, removed) {
        case (let absent?, let present?, nil, nil):
            guard let absent, let present else { return nil }
            return .replace(absent, with: present)
        case (nil, nil, let added?, nil): return added.map { .add($0) }
        case (nil, nil, nil, let removed?): return removed.map { .remove($0) }
        default:
            fields.problem(
                "the override does not say one thing",
                hint: "write replace and with, or add, or remove, each with a person")
            return nil
        }
    }
}
