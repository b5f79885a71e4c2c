package import CivilTime

/// One line of a schedule: who takes turns, in which hours, and from when to when this version of it holds.
package struct Layer: Hashable, Sendable {
    package let id: LayerID
    /// From 1. Revisions of one layer follow one another in the schedule and in time.
    package let revision: Int
    package let plan: Plan
    /// Nil when every hour counts.
    package let restrictions: Restrictions?
    package let active: ActivePeriod
    /// Nil when every turn moves to the next person.
    private let coveredTurns: CoveredTurns?
    /// Nearly always rotation and restrictions are of one zone, and its wall need not be read twice.
    private let isOfOneZone: Bool

    package enum Plan: Hashable, Sendable {
        case rotation(Rotation)
        case custom(CustomShifts)
    }

    /// Half-open; nil bounds have no end on that side.
    package struct ActivePeriod: Hashable, Sendable {
        package let from: Instant?
        package let until: Instant?

        package static let always = ActivePeriod(from: nil, until: nil)

        package init(from: Instant?, until: Instant?) {
            self.from = from
            self.until = until
        }

        package func contains(_ instant: Instant) -> Bool {
            (from.map { $0 <= instant } ?? true) && (until.map { instant < $0 } ?? true)
        }

        var start: Instant { from ?? .earliest }
        var end: Instant { until ?? .latest }
    }

    /// - Throws: when the period is empty.
    package init(
        id: LayerID, revision: Int = 1, plan: Plan, restrictions: Restrictions? = nil, active: ActivePeriod = .always
    ) throws(ScheduleError) {
        precondition(revision >= 1, "revisions count from 1")
        if let from = active.from, let until = active.until, from >= until {
            throw .periodEmpty(id, from: from, until: until)
        }
        self.id = id
        self.revision = revision
        self.plan = plan
        self.restrictions = restrictions
        self.active = active
        if case .rotation(let rotation) = plan, let restrictions {
            coveredTurns = rotation.advance == .covered ? CoveredTurns(of: rotation, under: restrictions) : nil
            isOfOneZone = rotation.zone == restrictions.zone
        } else {
            coveredTurns = nil
            isOfOneZone = false
        }
    }

    /// Whom this layer alone has on call. O(log n) in the changes of the zone and the rows of custom shifts.
    package func assignment(at instant: Instant) -> Assignment? {
        guard active.contains(instant) else { return nil }
        switch plan {
        case .rotation(let rotation):
            let reading = WallReading(at: instant, in: rotation.zone)
            guard let index = rotation.handoffIndex(reading: reading), counts(at: instant, isOfOneZone ? reading : nil)
            else { return nil }
            return assignment(ofTurn: index, in: rotation)
        case .custom(let table):
            guard let row = table.row(at: instant), counts(at: instant, nil) else { return nil }
            return assignment(ofRow: row, in: table)
        }
    }

    private func counts(at instant: Instant, _ reading: WallReading?) -> Bool {
        guard let restrictions else { return true }
        return restrictions.contain(reading ?? WallReading(at: instant, in: restrictions.zone))
    }

    func assignment(ofTurn index: Int64, in rotation: Rotation) -> Assignment {
        let step = coveredTurns?.count(before: index) ?? index
        let member = rotation.members[Int(step % Int64(rotation.members.count))]
        return Assignment(person: member, provenance: provenance(index))
    }

    func assignment(ofRow row: Int, in table: CustomShifts) -> Assignment {
        Assignment(person: table.shifts[row].person, provenance: provenance(Int64(row)))
    }

    private func provenance(_ turn: Int64) -> Provenance {
        Provenance(turn: LayerTurn(layer: id, revision: revision, turn: turn))
    }

    /// The same layer, ending no later than the instant.
    func ending(at instant: Instant) throws(ScheduleError) -> Layer {
        try Layer(
            id: id, revision: revision, plan: plan, restrictions: restrictions,
            active: ActivePeriod(from: active.from, until: min(active.end, instant)))
    }
}

/// Counts the turns of a rotation in which somebody is on call by the written windows, without walking through them:
/// turns of hours, days and weeks meet the windows of a week in a pattern that comes back after at most 168 turns, and
/// one of a month meets every window there is.
private struct CoveredTurns: Hashable, Sendable {
    /// How many turns before each turn of the cycle are covered.
    private let before: [Int64]
    private let inCycle: Int64

    /// Nil when every turn is covered.
    init?(of rotation: Rotation, under restrictions: Restrictions) {
        guard let period = rotation.cadence.wallMilliseconds, period < Restrictions.week else { return nil }
        let turnsCount = Restrictions.week / Self.greatestCommonDivisor(period, Restrictions.week)
        var counts: [Int64] = []
        var count: Int64 = 0
        for turn in 0..<turnsCount {
            counts.append(count)
            let walls = rotation.wall(ofHandoff: turn)..<rotation.wall(ofHandoff: turn + 1)
            if restrictions.meet(wall: walls) { count += 1 }
        }
        before = counts
        inCycle = count
    }

    func count(before turn: Int64) -> Int64 {
        let cycle = Int64(before.count)
        return turn / cycle * inCycle + before[Int(turn % cycle)]
    }

    private static func greatestCommonDivisor(_ first: Int64, _ second: Int64) -> Int64 {
        second == 0 ? first : greatestCommonDivisor(second, first % second)
    }
}
