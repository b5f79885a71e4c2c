import CivilTime
import CivilTimeFixtures

@testable import OnCall

/// Schedules by chance, in zones whose clocks do odd things, and instants near what they do.
struct RandomSchedule {
    var random: Sequence64

    static let zoneNames = [
        "Europe/Zagreb", "Australia/Lord_Howe", "America/Nuuk", "Africa/Cairo", "America/Santiago", "Pacific/Chatham",
        "Africa/Casablanca", "America/Havana", "Antarctica/Troll", "America/New_York", "Asia/Bangkok", "UTC",
    ]

    init(seed: UInt64) { random = Sequence64(seed: seed) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }

    mutating func zone() throws -> TimeZoneRules {
        let name = pick(Self.zoneNames)
        return name == "UTC" ? .utc : try .named(name)
    }

    /// On a quarter of an hour, and often at night.
    mutating func time(isEnd: Bool = false) -> TimeOfDay {
        let quarter = pick([number(0...(isEnd ? 96 : 95)), number(4...15)])
        return TimeOfDay(milliseconds: quarter * 900_000) ?? .midnight
    }

    /// Anchored in the weeks before some instant, or just after it.
    mutating func rotation(in zone: TimeZoneRules, near center: Instant) throws -> Rotation {
        let cadence: Rotation.Cadence =
            switch number(0...3) {
            case 0: .hourly(every: pick([1, 2, 5, 12, 36]))
            case 1: .daily(every: number(1...10))
            case 2: .weekly(every: number(1...3))
            default: .monthly(every: number(1...3))
            }
        let start = zone.civil(at: center).date.adding(days: number(-35...2))
        return try Rotation(
            cadence, startingOn: start, handoff: time(), zone: zone,
            members: (0..<number(1...4)).map { _ in PersonID(pick(["A", "B", "C", "D", "E"])) },
            advance: pick([.calendar, .covered]))
    }

    mutating func windows() throws -> [Restrictions.Window] {
        var windows: [Restrictions.Window] = []
        for _ in 0..<number(1...4) {
            let from = time()
            let to = time(isEnd: true)
            if number(0...2) == 0 {
                windows.append(.weekly(from: pick(Weekday.allCases), at: from, to: pick(Weekday.allCases), until: to))
            } else {
                let days = Set((0...number(0...5)).map { _ in pick(Weekday.allCases) })
                windows.append(.daily(from: from, to: to, on: days))
            }
        }
        // What is refused is tested elsewhere.
        return windows.filter { (try? Restrictions([$0], zone: .utc)) != nil }
    }

    mutating func layer(_ id: LayerID, in zone: TimeZoneRules, near center: Instant) throws -> Layer {
        let windows = number(0...2) == 0 ? [] : try windows()
        let restrictionsZone = number(0...3) == 0 ? try self.zone() : zone
        return try Layer(
            id: id, plan: .rotation(rotation(in: zone, near: center)),
            restrictions: windows.isEmpty ? nil : Restrictions(windows, zone: restrictionsZone))
    }

    mutating func override(_ index: Int, near center: Instant, days: Int64) throws -> Override {
        let start = center + .minutes(15 * number(-96 * days...96 * days))
        let change: Override.Change =
            switch number(0...2) {
            case 0: .replace(PersonID(pick(["A", "B", "C"])), with: PersonID(pick(["A", "B", "C", "X", "Y"])))
            case 1: .add(PersonID(pick(["A", "Z"])))
            default: .remove(PersonID(pick(["A", "B", "C"])))
            }
        return try Override(
            id: OverrideID("o\(index)"), start: start, end: start + .minutes(15 * number(1...200)), change: change,
            madeBy: "boss", reason: "")
    }

    /// The schedule with another revision of one of its layers from an instant on, as a file would have it; nil where the latest
    /// revision begins only later.
    mutating func revising(_ schedule: Schedule, from instant: Instant) throws -> Schedule? {
        let id = pick(schedule.layers).id
        guard let index = schedule.layers.lastIndex(where: { $0.id == id }) else { return nil }
        let previous = schedule.layers[index]
        if let from = previous.active.from, from >= instant { return nil }
        if let until = previous.active.until, until <= instant { return nil }
        let zone = try zone()
        let windows = number(0...1) == 0 ? [] : try windows()
        var layers = schedule.layers
        layers[index] = try previous.ending(at: instant)
        layers.insert(
            try Layer(
                id: id, revision: previous.revision + 1, plan: .rotation(rotation(in: zone, near: instant)),
                restrictions: windows.isEmpty ? nil : Restrictions(windows, zone: zone),
                active: Layer.ActivePeriod(from: instant, until: nil)), at: index + 1)
        return try Schedule(
            id: schedule.id, zone: schedule.zone, layers: layers, overrides: schedule.overrides)
    }

    /// A schedule, and an instant at which the clocks of its first layer change.
    mutating func schedule() throws -> (schedule: Schedule, change: Instant) {
        let zone = try zone()
        let some = Instant(milliseconds: (20_500 + number(0...700)) * 86_400_000)
        let change = zone.transition(after: some)?.at ?? some
        let layers = try (0..<number(1...3)).map {
            try layer(LayerID("l\($0)"), in: $0 == 0 ? zone : self.zone(), near: change)
        }
        var schedule = try Schedule(id: "s", zone: zone, layers: layers)
        for index in 0..<Int(number(0...12)) {
            let override = try override(index, near: change, days: 4)
            if let more = try? schedule.adding(override) { schedule = more }
        }
        return (schedule, change)
    }

    /// Instants around another: some anywhere in days, some within hours.
    mutating func instant(near center: Instant, days: Int64) -> Instant {
        switch number(0...2) {
        case 0: center + .milliseconds(number(-days * 86_400_000...days * 86_400_000))
        case 1: center + .minutes(15 * number(-96 * days...96 * days))
        default: center + .seconds(number(-3 * 3600...3 * 3600))
        }
    }
}

/// Who is on call, found by walking: every handoff from the first, every window of every date, by the two functions that
/// say when something on a wall begins and ends. It shares no arithmetic with what it judges.
struct SlowSchedule {
    let schedule: Schedule
    private let walks: [LayerID: [Turn]]

    private struct Turn {
        let start: Instant
        /// How many turns before it moved to the next person.
        let step: Int
    }

    /// For questions before the end.
    init(_ schedule: Schedule, until end: Instant) {
        self.schedule = schedule
        walks = Dictionary(uniqueKeysWithValues: schedule.layers.map { ($0.id, Self.walk($0, until: end)) })
    }

    private static func walk(_ layer: Layer, until end: Instant) -> [Turn] {
        guard case .rotation(let rotation) = layer.plan else { return [] }
        var turns: [Turn] = []
        var step = 0
        while true {
            let index = Int64(turns.count)
            let start = rotation.handoff(index)
            guard start < end else { return turns }
            turns.append(Turn(start: start, step: step))
            if rotation.advance == .calendar || isCovered(rotation, index, layer.restrictions) { step += 1 }
        }
    }

    func assignments(at instant: Instant) -> [Assignment] {
        var base = schedule.layers.reversed().lazy.compactMap { assignment(of: $0, at: instant) }.first
        var added: [Assignment] = []
        for override in schedule.overrides where override.start <= instant && instant < override.end {
            switch override.change {
            case .replace(let absent, let present):
                if let current = base, current.person == absent {
                    base = Assignment(
                        person: present,
                        provenance: Provenance(turn: current.provenance.turn, override: override.id))
                }
            case .remove(let person): if base?.person == person { base = nil }
            case .add(let person):
                added.append(Assignment(person: person, provenance: Provenance(turn: nil, override: override.id)))
            }
        }
        return [base].compactMap { $0 } + added
    }

    private func assignment(of layer: Layer, at instant: Instant) -> Assignment? {
        guard layer.active.contains(instant), case .rotation(let rotation) = layer.plan,
            let index = walks[layer.id]?.lastIndex(where: { $0.start <= instant }),
            let step = walks[layer.id]?[index].step
        else { return nil }
        if let restrictions = layer.restrictions, !Self.contains(restrictions, instant) { return nil }
        return Assignment(
            person: rotation.members[step % rotation.members.count],
            provenance: Provenance(turn: LayerTurn(layer: layer.id, revision: layer.revision, turn: Int64(index))))
    }

    /// Whether a window meets the turn as both are written.
    private static func isCovered(_ rotation: Rotation, _ index: Int64, _ restrictions: Restrictions?) -> Bool {
        guard let restrictions else { return true }
        let start = rotation.wall(ofHandoff: index)
        let end = rotation.wall(ofHandoff: index + 1)
        let first = CivilDateTime(wallMilliseconds: start).date.adding(days: -8)
        return stretches(of: restrictions, from: first, days: (end - start) / 86_400_000 + 10).contains { from, to in
            from.wallMilliseconds < end && start < to.wallMilliseconds
        }
    }

    private static func contains(_ restrictions: Restrictions, _ instant: Instant) -> Bool {
        let zone = restrictions.zone
        let first = zone.civil(at: instant).date.adding(days: -9)
        return stretches(of: restrictions, from: first, days: 12).contains { from, to in
            zone.start(of: from) <= instant && instant < zone.end(of: to)
        }
    }

    /// The written windows that begin on one of some dates.
    private static func stretches(
        of restrictions: Restrictions, from first: CivilDate, days: Int64
    ) -> [(CivilDateTime, CivilDateTime)] {
        var found: [(CivilDateTime, CivilDateTime)] = []
        for date in (0..<days).map({ first.adding(days: $0) }) {
            for window in restrictions.written {
                switch window {
                case .daily(let from, let to, let weekdays):
                    guard weekdays.contains(date.weekday) else { continue }
                    found.append(
                        (CivilDateTime(date, from), CivilDateTime(to < from ? date.adding(days: 1) : date, to)))
                case .weekly(let from, let at, let to, let until):
                    guard date.weekday == from else { continue }
                    let start = CivilDateTime(date, at)
                    var ahead: Int64 = 0
                    while date.adding(days: ahead).weekday != to
                        || CivilDateTime(date.adding(days: ahead), until) <= start
                    { ahead += 1 }
                    found.append((start, CivilDateTime(date.adding(days: ahead), until)))
                }
            }
        }
        return found
    }
}
