package import CivilTime
package import Responsibility

/// Planned work: while it is active, notices to desks of its party about incidents that match are held. From the
/// configuration.
package struct MaintenanceWindow: Hashable, Sendable {
    /// When it is active.
    package enum Timing: Hashable, Sendable {
        /// Once, between two instants; the second is the first after it.
        case once(Range<Instant>)
        case recurring(WindowRecurrence)
    }

    /// Its name in the configuration.
    package let id: MaintenanceWindowID
    /// Whose notices it holds.
    package let party: PartyID
    /// Which incidents it holds notices about; other than a silence it may name nothing in particular.
    package let matchers: MatcherSet
    /// When it is active.
    package let timing: Timing

    /// One that comes again.
    package init(id: MaintenanceWindowID, party: PartyID, matchers: MatcherSet, recurring: WindowRecurrence) {
        self.id = id
        self.party = party
        self.matchers = matchers
        timing = .recurring(recurring)
    }

    /// One between two instants, the second after the first.
    package init(id: MaintenanceWindowID, party: PartyID, matchers: MatcherSet, from: Instant, to: Instant)
        throws(MaintenanceError)
    {
        guard from < to else { throw .endsBeforeStart(starts: from, ends: to) }
        self.id = id
        self.party = party
        self.matchers = matchers
        timing = .once(from..<to)
    }

    /// Whether it holds anything at the instant.
    package func isActive(at instant: Instant) -> Bool { activeSpan(at: instant) != nil }

    /// The time in which it is active and that holds the instant, half-open. Occurrences that touch are not joined.
    package func activeSpan(at instant: Instant) -> Range<Instant>? {
        switch timing {
        case .once(let span): span.contains(instant) ? span : nil
        case .recurring(let recurrence): recurrence.span(at: instant)
        }
    }

    /// The next time it starts, after the instant; nil when it never does.
    package func next(after instant: Instant) -> Range<Instant>? {
        switch timing {
        case .once(let span): span.lowerBound > instant ? span : nil
        case .recurring(let recurrence): recurrence.next(after: instant)
        }
    }

    /// Whether a notice to a desk of that party about that incident is held at the instant.
    package func holds(party: PartyID, fields: Matchable, at instant: Instant) -> Bool {
        holdingSpan(party: party, fields: fields, at: instant) != nil
    }

    /// The span in which such a notice is held; nil when it is not.
    func holdingSpan(party: PartyID, fields: Matchable, at instant: Instant) -> Range<Instant>? {
        // The calendar is cheaper to ask than patterns are.
        guard party == self.party, let span = activeSpan(at: instant), matchers.matches(fields) else { return nil }
        return span
    }
}

/// Why a maintenance window is none.
package enum MaintenanceError: Error, Hashable, Sendable, CustomStringConvertible {
    case endsBeforeStart(starts: Instant, ends: Instant)
    /// From and to are the same time of the day, or the start is 24:00.
    case noLength
    case fractionOfSecond
    case noWeekday
    case noSuchDay(Int64)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .endsBeforeStart: "maintenance-ends-before-start"
        case .noLength: "maintenance-no-length"
        case .fractionOfSecond: "maintenance-fraction-of-second"
        case .noWeekday: "maintenance-no-weekday"
        case .noSuchDay: "maintenance-no-such-day"
        }
    }

    package var description: String {
        switch self {
        case .endsBeforeStart(let starts, let ends): "it ends at \(ends), not after its start at \(starts)"
        case .noLength: "it begins and ends at the same time, or begins at 24:00; write 00:00 to 24:00 for a whole day"
        case .fractionOfSecond: "times of the day are whole seconds, such as 22:00 or 22:00:30"
        case .noWeekday: "no weekday is named; write at least one, such as Sun"
        case .noSuchDay(let day): "no month has a day \(day); write 1 to 31, where 31 is the last day of every month"
        }
    }
}
