import CivilTime
import Coordination
import OnCall
import Responsibility

/// A schedule as written.
struct WrittenSchedule {
    let rota: Rota
    let place: ConfigurationPlace
}

/// What schedules.yaml says.
struct WrittenSchedules {
    /// Every name that is declared, by party: also of a schedule that has problems of its own.
    var names: [PartyID: Set<String>] = [:]
    var schedules: [WrittenSchedule] = []
}

/// Reads schedules.yaml: who can be on call, and who is when.
struct ScheduleReader {
    let catalogue: Catalogue
    let zones: ZoneDirectory
    let files: ConfigurationFiles
    /// Those that have schedules, the provider and the customers: a schedule falls to the zone of its party. Nil: not known.
    let parties: [PartyID: WrittenParty]?
    /// Third parties and gateways, which have none.
    let others: Set<PartyID>

    static let keys = ["people", "schedules", "zones"]
    static let scheduleKeys = ["id", "party", "zone", "layers", "overrides"]

    func schedules(_ value: Value) -> WrittenSchedules {
        var written = WrittenSchedules()
        guard let fields = Fields(value, "the schedules file", keys: Self.keys) else { return written }
        let people = fields.required("people").map { PersonReader(catalogue: catalogue).people($0) } ?? People([])
        // Read, they are known to the directory, from which whoever shows schedules takes them.
        _ = fields.optional("zones")?.list { zones.rules($0) }
        for item in fields.required("schedules")?.items() ?? [] { read(item, people, into: &written) }
        return written
    }

    private func read(_ value: Value, _ people: People, into written: inout WrittenSchedules) {
        guard let fields = Fields(value, "a schedule", keys: Self.scheduleKeys) else { return }
        let idValue = fields.required("id")
        let id = idValue?.identifier()
        let isNew = id.map { catalogue.declare(.schedule, $0, at: idValue?.place ?? fields.place) } ?? false
        let party = fields.required("party", hint: "name the provider or a customer").flatMap { self.party($0) }
        if let id, let party { written.names[party, default: []].insert(id) }
        let zone = zone(fields, of: party)
        let layers = layers(fields, people, of: party, in: zone ?? .utc)
        let overrideReader = OverrideReader(people: people, party: party, zone: zone ?? .utc)
        let overrides =
            fields.optional("overrides").map {
                $0.list(max: OnCallLimits.overridesMax) { overrideReader.override($0) }
            } ?? []
        guard let id, isNew, let party, let zone, let layers, let overrides,
            let made = schedule(ScheduleID(id), zone, layers, overrides, at: value.place, log: value.log)
        else { return }
        written.schedules.append(
            WrittenSchedule(
                rota: Rota(party: party, schedule: made, channels: people.channels(of: party)),
                place: idValue?.place ?? value.place))
    }

    /// Nil, and a problem, when nobody of it is ever called.
    private func party(_ value: Value) -> PartyID? {
        guard let party = PersonReader(catalogue: catalogue).party(value) else { return nil }
        guard others.contains(party) else { return party }
        value.problem(
            "\(party) is neither the provider nor a customer, and nobody of it is called",
            hint: "name the provider or a customer")
        return nil
    }

    /// Nil, and a problem, when there is none.
    private func zone(_ fields: Fields, of party: PartyID?) -> TimeZoneRules? {
        if let value = fields.optional("zone") { return zones.rules(value) }
        guard let party, let parties else { return .utc }
        // Of a party that does not exist, or has problems of its own, those are told.
        guard let known = parties[party], known.party.zone != nil || !known.namesZone else { return .utc }
        guard let zone = known.party.zone else {
            fields.problem(
                "the schedule has no `zone`, and \(party) has none either",
                hint: "write whose clock is on the wall, for example zone: Europe/Berlin")
            return nil
        }
        return zone
    }

    /// Nil, and a problem, when one of them could not be read: half a schedule would have holes that nobody wrote.
    private func layers(
        _ fields: Fields, _ people: People, of party: PartyID?, in zone: TimeZoneRules
    ) -> [WrittenLayer]? {
        let reader = LayerReader(people: people, zones: zones, files: files, party: party, zone: zone)
        var isWhole = true
        let layers = fields.required("layers", hint: "write at least one layer")?
            .list(min: 1, max: OnCallLimits.layersMax) { value -> WrittenLayer? in
                let layer = reader.layer(value)
                if layer == nil { isWhole = false }
                return layer
            }
        return isWhole ? layers : nil
    }

    private func schedule(
        _ id: ScheduleID, _ zone: TimeZoneRules, _ layers: [WrittenLayer], _ overrides: [Located<Override>],
        at place: ConfigurationPlace, log: ProblemLog
    ) -> Schedule? {
        do throws(ScheduleError) {
            return try Schedule(
                id: id, zone: zone, layers: layers.map(\.content), overrides: overrides.map(\.content))
        } catch {
            let found: ConfigurationPlace? =
                switch error {
                case .layerTwice(let layer): layers.last { $0.content.id == layer }?.place
                case .revisionsOverlap(let layer, _, let revision):
                    layers.last { $0.content.id == layer && $0.content.revision == revision }?.place
                case .overrideTwice(let override), .overridesOverlap(_, let override, _):
                    overrides.last { $0.content.id == override }?.place
                default: nil
                }
            log.addSentence(
                found ?? place, "\(error)",
                hint:
                    "give one another name; or write the later as a revision, with a higher number, and `from` where the"
                    + " other has `until`")
            return nil
        }
    }
}
