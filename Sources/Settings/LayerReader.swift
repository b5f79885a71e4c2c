import CivilTime
import OnCall
import Responsibility

/// A layer and where it stands.
typealias WrittenLayer = Located<OnCall.Layer>

/// Reads one layer of a schedule: a rotation, a table of shifts, or a calendar; in which hours, and from when to when.
struct LayerReader {
    let people: People
    let zones: ZoneDirectory
    let files: ConfigurationFiles
    /// Nil when it could not be read.
    let party: PartyID?
    /// Of the schedule.
    let zone: TimeZoneRules

    static let keys =
        ["id", "revision", "members"] + RotationReader.ownKeys
        + ["shifts", "calendar", "zone", "from", "until", "restrictions"]
    /// What a layer is made of: exactly one of them.
    private static let plans = ["members", "shifts", "calendar"]
    static let revisions = 1...10_000

    func layer(_ value: Value) -> WrittenLayer? {
        guard let fields = Fields(value, "a layer", keys: Self.keys) else { return nil }
        let id = fields.required("id")?.identifier()
        let revision = fields.optional("revision").map { $0.integer(in: Self.revisions) } ?? 1
        // With a problem filed, any zone will do: the rest is still checked.
        let zone = fields.optional("zone").map { zones.rules($0) ?? .utc } ?? self.zone
        let (fromValue, untilValue) = (fields.optional("from"), fields.optional("until"))
        let active = OnCall.Layer.ActivePeriod(
            from: fromValue?.moment(in: zone), until: untilValue?.moment(in: zone))
        let restrictionsValue = fields.optional("restrictions")
        let restrictions = restrictionsValue.flatMap { RestrictionReader().restrictions($0, in: zone) }
        let plan = plan(fields, active, in: zone)
        let isWhole =
            (fromValue == nil) == (active.from == nil) && (untilValue == nil) == (active.until == nil)
            && (restrictionsValue == nil) == (restrictions == nil)
        guard let id, let revision, let plan, isWhole else { return nil }
        do throws(ScheduleError) {
            let layer = try OnCall.Layer(
                id: LayerID(id), revision: revision, plan: plan, restrictions: restrictions, active: active)
            return Located(content: layer, place: value.place)
        } catch {
            value.log.addSentence(untilValue?.place ?? value.place, "\(error)")
            return nil
        }
    }

    private func plan(
        _ fields: Fields, _ active: OnCall.Layer.ActivePeriod, in zone: TimeZoneRules
    ) -> OnCall.Layer.Plan? {
        let written = Self.plans.compactMap { name in fields.optional(name).map { (name, $0) } }
        guard let (name, value) = written.first, written.count == 1 else {
            fields.problem(
                written.isEmpty
                    ? "the layer has nobody" : "the layer has \(written.map(\.0).joined(separator: " and "))",
                hint: "write one of members (people who take turns), shifts (a table) and calendar (a file)")
            return nil
        }
        if name != "members" { refuseOfRotation(fields, name) }
        let shifts = ShiftReader(people: people, party: party, zones: zones, files: files)
        switch name {
        case "members":
            return RotationReader(people: people, party: party).rotation(fields, members: value, in: zone)
                .map { .rotation($0) }
        case "shifts": return shifts.table(value, in: zone).map { .custom($0) }
        default:
            let hint = "a calendar is read from one time until another, at most a year later"
            guard fields.required("from", hint: hint) != nil, fields.required("until", hint: hint) != nil,
                let from = active.from, let until = active.until
            else { return nil }
            return shifts.calendar(value, from: from, until: until, floatingIn: zone).map { .custom($0) }
        }
    }

    private func refuseOfRotation(_ fields: Fields, _ plan: String) {
        for name in RotationReader.ownKeys {
            fields.optional(name)?.problem(
                "\(code(name)) is of people who take turns, and the layer has \(plan)", hint: "remove one of them")
        }
    }
}
