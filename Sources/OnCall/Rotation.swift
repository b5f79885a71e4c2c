package import CivilTime

/// People who take turns by the clock on a wall. The turn changes at handoffs: the k-th is the first one and k periods,
/// counted in dates and wall time and always from the first one, and only then placed in the zone. So a weekly handoff at
/// 09:00 stays at 09:00 when clocks change, and one on the 31st is on the last day of a shorter month and on the 31st
/// again after it.
///
/// Where clocks skip the wall time of a handoff it is the first instant after the gap; where that time comes twice it is
/// the first. A turn that a gap swallows has no length, but it is taken: the next one is the next person's. Before the
/// first handoff the rotation has nobody.
package struct Rotation: Hashable, Sendable {
    package let cadence: Cadence
    /// The first handoff, on the wall.
    package let anchor: CivilDateTime
    package let zone: TimeZoneRules
    /// In order; the first begins at the anchor. A person may stand in it more than once.
    package let members: [PersonID]
    package let advance: Advance
    private let anchorWall: Int64

    /// How long a turn is, by the calendar.
    package enum Cadence: Hashable, Sendable, CustomStringConvertible {
        case hourly(every: Int64)
        case daily(every: Int64)
        /// On the weekday of the anchor.
        case weekly(every: Int64)
        /// On the day of the anchor, or the last of a shorter month.
        case monthly(every: Int64)

        package var every: Int64 {
            switch self {
            case .hourly(let every), .daily(let every), .weekly(let every), .monthly(let every): every
            }
        }

        /// No turn is longer than about a year.
        package var everyMax: Int64 {
            switch self {
            case .hourly: 744
            case .daily: 366
            case .weekly: 52
            case .monthly: 12
            }
        }

        package var description: String {
            switch self {
            case .hourly(let every): "every \(every) hours"
            case .daily(let every): "every \(every) days"
            case .weekly(let every): "every \(every) weeks"
            case .monthly(let every): "every \(every) months"
            }
        }

        /// A period of fixed length on the wall; nil for months.
        var wallMilliseconds: Int64? {
            switch self {
            case .hourly(let every): every * 3_600_000
            case .daily(let every): every * CivilDateTime.dayMilliseconds
            case .weekly(let every): every * 7 * CivilDateTime.dayMilliseconds
            case .monthly: nil
            }
        }
    }

    /// Which handoffs move to the next person, where restrictions leave turns without any time.
    package enum Advance: Hashable, Sendable {
        /// Every one: the calendar alone decides whose a day is.
        case calendar
        /// Only the end of a turn in which somebody is on call by the written windows: a weekend that nobody works uses
        /// up nobody's turn. A turn whose windows a gap of the clocks swallows is used up all the same.
        case covered
    }

    /// - Throws: without members, with too many, with a period beyond its range, an anchor in no sensible year, or a
    ///   handoff at 24:00.
    package init(
        _ cadence: Cadence, startingOn date: CivilDate, handoff: TimeOfDay, zone: TimeZoneRules, members: [PersonID],
        advance: Advance = .calendar
    ) throws(ScheduleError) {
        guard !members.isEmpty else { throw .noMembers }
        guard members.count <= OnCallLimits.membersMax else {
            throw .tooMany(.members, count: members.count, max: OnCallLimits.membersMax)
        }
        guard (1...cadence.everyMax).contains(cadence.every) else { throw .periodOutOfRange(cadence) }
        guard OnCallLimits.anchorYears.contains(date.year) else { throw .anchorOutOfRange(date) }
        guard handoff != .endOfDay else { throw .handoffAtEndOfDay }
        self.cadence = cadence
        anchor = CivilDateTime(date, handoff)
        anchorWall = anchor.wallMilliseconds
        self.zone = zone
        self.members = members
        self.advance = advance
    }

    /// The instant of the k-th handoff; the anchor is the 0th. Never before the one before it, and equal only in a gap.
    package func handoff(_ index: Int64) -> Instant {
        zone.start(of: CivilDateTime(wallMilliseconds: wall(ofHandoff: index)))
    }

    /// The last handoff that is not after the instant; nil before the first one. O(log n) in the changes of the zone.
    package func handoffIndex(at instant: Instant) -> Int64? {
        handoffIndex(reading: WallReading(at: instant.writable, in: zone))
    }

    func handoffIndex(reading: WallReading) -> Int64? {
        let wall = reading.highestSoFar
        guard wall >= anchorWall else { return nil }
        if let period = cadence.wallMilliseconds { return (wall - anchorWall) / period }
        let today = CivilDateTime(wallMilliseconds: wall).date
        let months = (today.year - anchor.date.year) * 12 + today.month - anchor.date.month
        let index = months / cadence.every
        // In the month of a handoff, it may be yet to come.
        return self.wall(ofHandoff: index) <= wall ? index : index - 1
    }

    func wall(ofHandoff index: Int64) -> Int64 {
        if let period = cadence.wallMilliseconds { return anchorWall + index * period }
        let date = anchor.date.adding(months: index * cadence.every)
        return CivilDateTime(date, anchor.time).wallMilliseconds
    }
}
