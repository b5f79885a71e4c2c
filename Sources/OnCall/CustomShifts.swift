package import CivilTime

/// Shifts that follow no rule: written one by one, or read from somebody's calendar. One person at a time.
package struct CustomShifts: Hashable, Sendable {
    /// Rising and disjoint.
    package let shifts: [CustomShift]

    /// - Throws: without shifts, with too many, and when one ends before it begins, is too long, or overlaps another.
    package init(_ shifts: [CustomShift]) throws(ScheduleError) {
        guard !shifts.isEmpty else { throw .noShifts }
        guard shifts.count <= OnCallLimits.customShiftsMax else {
            throw .tooMany(.customShifts, count: shifts.count, max: OnCallLimits.customShiftsMax)
        }
        for shift in shifts {
            guard shift.start < shift.end else { throw .shiftEndsBeforeStart(shift) }
            guard shift.end.since(shift.start) <= OnCallLimits.shiftLengthMax else { throw .shiftTooLong(shift) }
        }
        let sorted = shifts.sorted { ($0.start, $0.end, $0.person) < ($1.start, $1.end, $1.person) }
        if let (first, second) = zip(sorted, sorted.dropFirst()).first(where: { $0.end > $1.start }) {
            throw .shiftsOverlap(first, second)
        }
        self.shifts = sorted
    }

    /// The row of the shift that holds the instant. O(log n).
    func row(at instant: Instant) -> Int? {
        let row = shifts.countOfPrefix { $0.start <= instant } - 1
        return row >= 0 && instant < shifts[row].end ? row : nil
    }
}

/// One person's stretch, half-open, and where it comes from.
package struct CustomShift: Hashable, Sendable {
    package let start: Instant
    package let end: Instant
    package let person: PersonID
    package let origin: Origin

    package enum Origin: Hashable, Sendable {
        /// In the settings or by a person.
        case stated
        /// An event of a calendar. `skippedTimes` are its wall times that clocks skip: they were read by the offset in
        /// force before the gap (RFC 5545 section 3.3.5), and not, as a rotation's are, as the end of the gap.
        case calendar(uid: String, skippedTimes: [CivilDateTime])
    }

    package init(start: Instant, end: Instant, person: PersonID, origin: Origin = .stated) {
        self.start = start
        self.end = end
        self.person = person
        self.origin = origin
    }
}

extension Array {
    /// How many elements at the front satisfy the condition, which none after them does. O(log n).
    func countOfPrefix(where condition: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
