extension BusinessCalendar {
    /// How long the office may be closed at a stretch before it counts as closed for good.
    package static let closedDaysMax = 400
    /// How far from its start a count may lead, or reach: 100 years.
    package static let spanDaysMax = 36_525

    /// Whether the office is open. Half-open: at the closing instant it is not.
    package func isOpen(at instant: Instant) -> Bool { nextOpening(from: instant) == instant }

    /// The first instant, not before the given one, at which the office is open: the given one when it is. Nil when the
    /// office stays closed for `closedDaysMax` days.
    package func nextOpening(from instant: Instant) -> Instant? {
        var walk = Walk(self, around: instant, direction: .forward)
        while let openings = walk.next() {
            if let opening = openings.first(where: { $0.upperBound > instant }) {
                return max(opening.lowerBound, instant)
            }
        }
        return nil
    }

    /// The instant by which that much business time has passed: the earliest, so what falls due at the closing instant
    /// is due then and not at the next opening. No business time is due at once; a negative one is subtracted. Nil when
    /// the office stays closed for `closedDaysMax` days before that, or when it is more than `spanDaysMax` days away.
    package func add(_ business: Elapsed, to instant: Instant) -> Instant? {
        guard business > .zero else {
            return business == .zero ? instant : subtract(business.negated, from: instant)
        }
        var rest = business
        var walk = Walk(self, around: instant, direction: .forward)
        while let openings = walk.next() {
            for opening in openings where opening.upperBound > instant {
                let start = max(opening.lowerBound, instant)
                let length = opening.upperBound.since(start)
                if rest <= length { return start + rest }
                rest = Elapsed(milliseconds: rest.milliseconds - length.milliseconds)
            }
        }
        return nil
    }

    /// The latest instant from which that much business time passes until the given one: the mirror image of `add`.
    package func subtract(_ business: Elapsed, from instant: Instant) -> Instant? {
        guard business > .zero else {
            return business == .zero ? instant : add(business.negated, to: instant)
        }
        var rest = business
        var walk = Walk(self, around: instant, direction: .backward)
        while let openings = walk.next() {
            for opening in openings.reversed() where opening.lowerBound < instant {
                let end = min(opening.upperBound, instant)
                let length = end.since(opening.lowerBound)
                if rest <= length { return end - rest }
                rest = Elapsed(milliseconds: rest.milliseconds - length.milliseconds)
            }
        }
        return nil
    }

    /// The business time between two instants; negative when `end` is earlier. Nil when they are more than
    /// `spanDaysMax` days apart. O(days between them).
    package func elapsed(from start: Instant, to end: Instant) -> Elapsed? {
        guard start <= end else { return elapsed(from: end, to: start)?.negated }
        guard end.since(start) <= .hours(24 * Int64(Self.spanDaysMax)) else { return nil }
        var total: Int64 = 0
        var walk = Walk(self, around: start, direction: .forward, closedDaysMax: Self.spanDaysMax)
        while let openings = walk.next() {
            for opening in openings where opening.upperBound > start {
                guard opening.lowerBound < end else { return Elapsed(milliseconds: total) }
                total += min(opening.upperBound, end).since(max(opening.lowerBound, start)).milliseconds
            }
            if walk.isPast(end) { break }
        }
        return Elapsed(milliseconds: total)
    }
}

/// Goes through the days of a calendar, one call a day, and ends when there is no sense in going on.
private struct Walk {
    enum Direction: Int64 {
        case forward = 1
        case backward = -1
    }

    private let calendar: BusinessCalendar
    private let direction: Direction
    private let closedDaysMax: Int
    /// The next one to visit.
    private var date: CivilDate
    /// The last end of the date before `date`; kept on the way forward only.
    private var previousEnd: Instant?
    private var days = 0
    private var closedDays = 0

    /// A few days beyond the limit, for those that lie on the other side of the start.
    private static let margin: Int64 = 2

    /// Begins two days on the other side of the instant: clocks that go back over midnight put hours of one date among
    /// those of its neighbour.
    init(
        _ calendar: BusinessCalendar, around instant: Instant, direction: Direction,
        closedDaysMax: Int = BusinessCalendar.closedDaysMax
    ) {
        self.calendar = calendar
        self.direction = direction
        self.closedDaysMax = closedDaysMax
        date = calendar.zone.civil(at: instant).date.adding(days: -direction.rawValue * Self.margin)
        if direction == .forward { previousEnd = calendar.lastEnd(on: date.adding(days: -1)) }
    }

    /// The hours of the next date; nil after `closedDaysMax` closed ones, and after `spanDaysMax` of any kind.
    mutating func next() -> [Range<Instant>]? {
        let margin = 2 * Int(Self.margin)
        guard days <= BusinessCalendar.spanDaysMax + margin, closedDays <= closedDaysMax + margin else { return nil }
        let before = direction == .forward ? previousEnd : calendar.lastEnd(on: date.adding(days: -1))
        let openings = calendar.openings(on: date, previousEnd: before)
        previousEnd = openings.last?.upperBound
        date = date.adding(days: direction.rawValue)
        days += 1
        closedDays = openings.isEmpty ? closedDays + 1 : 0
        return openings
    }

    /// Whether no later date can hold hours before the instant.
    func isPast(_ instant: Instant) -> Bool {
        Instant(milliseconds: CivilDateTime(date, .midnight).naiveMilliseconds) - .hours(48) > instant
    }
}

extension Elapsed {
    /// The same duration the other way; the one that has no opposite becomes the longest.
    var negated: Elapsed { Elapsed(milliseconds: milliseconds == .min ? .max : -milliseconds) }
}
