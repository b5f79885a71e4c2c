package import CivilTime

/// A change of who is on call, for a while: a swap, a sick day, a second pair of eyes. Its bounds are absolute, whatever
/// clocks do, and half-open.
package struct Override: Hashable, Sendable {
    package let id: OverrideID
    package let start: Instant
    package let end: Instant
    package let change: Change
    package let madeBy: PersonID
    package let reason: String

    package enum Change: Hashable, Sendable {
        /// Where the layers say the first person, the second one is on call. The same person may be both.
        case replace(PersonID, with: PersonID)
        /// On call beside whom the layers say.
        case add(PersonID)
        /// Where the layers say this person, nobody is.
        case remove(PersonID)

        /// Whom it is about.
        var people: Set<PersonID> {
            switch self {
            case .replace(let absent, let present): [absent, present]
            case .add(let person), .remove(let person): [person]
            }
        }
    }

    /// - Throws: when it ends before it begins, is too long, or its reason is.
    package init(
        id: OverrideID, start: Instant, end: Instant, change: Change, madeBy: PersonID, reason: String
    ) throws(ScheduleError) {
        guard start < end else { throw .overrideEndsBeforeStart(id, start: start, end: end) }
        guard end.since(start) <= OnCallLimits.shiftLengthMax else { throw .overrideTooLong(id) }
        guard reason.utf8.count <= OnCallLimits.reasonBytesMax else { throw .reasonTooLong(id) }
        self.id = id
        self.start = start
        self.end = end
        self.change = change
        self.madeBy = madeBy
        self.reason = reason
    }

    /// From wall times without an offset, which must name one instant each.
    /// - Throws: `localTime` with the candidates when clocks are put back over a time or skip it, and what the other
    ///   initializer throws.
    package init(
        id: OverrideID, from start: CivilDateTime, to end: CivilDateTime, in zone: TimeZoneRules, change: Change,
        madeBy: PersonID, reason: String
    ) throws(ScheduleError) {
        let instants: (start: Instant, end: Instant)
        do throws(LocalTimeError) {
            instants = (try zone.instant(exactly: start), try zone.instant(exactly: end))
        } catch {
            throw .localTime(error)
        }
        try self.init(
            id: id, start: instants.start, end: instants.end, change: change, madeBy: madeBy, reason: reason)
    }
}
