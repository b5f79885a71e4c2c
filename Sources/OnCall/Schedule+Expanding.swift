package import CivilTime

extension Schedule {
    /// Who is on call from one instant to another: each person's stretches, cut at the ends of the range, by start. For
    /// one reason a person has one shift, as long as nothing interrupts it; a layer's shift ends where its turn does and
    /// where a revision of any layer begins to hold.
    /// - Throws: when the range is empty or longer than `OnCallLimits.expansionMax`.
    package func shifts(from start: Instant, to end: Instant) throws(ScheduleError) -> [Shift] {
        try Self.checkRange(start, end)
        return expanded(from: start, to: end)
    }

    /// The shifts that meet a range, not cut at its ends.
    /// - Throws: as `shifts(from:to:)`.
    package func wholeShifts(from start: Instant, to end: Instant) throws(ScheduleError) -> [Shift] {
        let cut = try shifts(from: start, to: end)
        let firstStart = cut.filter { $0.start == start }.compactMap { bounds(of: $0)?.lowerBound }.min() ?? start
        let lastEnd = cut.filter { $0.end == end }.compactMap { bounds(of: $0)?.upperBound }.max() ?? end
        guard firstStart < start || end < lastEnd else { return cut }
        return expanded(from: min(firstStart, start), to: max(lastEnd, end))
            .filter { $0.start < end && start < $0.end }
    }

    /// The first instant after the given one at which other people are on call; nil when that is more than
    /// `OnCallLimits.expansionMax` away.
    package func nextHandoff(after instant: Instant) -> Instant? {
        let current = onCall(at: instant)
        var start = instant.writable
        // Nearly always the answer is near, so the nearer stretch is looked at first.
        for days in [2, 14, 366] as [Int64] {
            let end = min(instant.writable + .hours(24 * days), instant.writable + OnCallLimits.expansionMax)
            guard start < end else { return nil }
            let shifts = expanded(from: start, to: end)
            let candidates = Set(shifts.flatMap { [$0.start, $0.end] }).filter { start < $0 && $0 < end }.sorted()
            if let handoff = candidates.first(where: { onCall(at: $0) != current }) { return handoff }
            // The end itself was not looked at; the next stretch begins just before it.
            start = end - .milliseconds(1)
        }
        return nil
    }

    static func checkRange(_ start: Instant, _ end: Instant) throws(ScheduleError) {
        guard start < end else { throw .rangeEmpty(from: start, to: end) }
        guard end.since(start) <= OnCallLimits.expansionMax else { throw .rangeTooLong(from: start, to: end) }
        guard start == start.writable, end == end.writable else { throw .rangeTooLong(from: start, to: end) }
    }

    /// The layers alone, one on top of the other: rising and disjoint.
    func baseShifts(from start: Instant, to end: Instant) -> [Shift] {
        layers.reduce([]) { lower, layer in Self.overlaid(lower, by: layer.shifts(from: start, to: end)) }
    }

    /// - Precondition: `start < end`, both writable.
    func expanded(from start: Instant, to end: Instant) -> [Shift] {
        let base = baseShifts(from: start, to: end)
        let revisions = Set(layers.dropFirst().compactMap { $0.revision > 1 ? $0.active.from : nil })
        let inner = base.flatMap { [$0.start, $0.end] } + overrideIndex.bounds(from: start, to: end) + revisions
        let cuts = Set(inner.filter { start < $0 && $0 < end } + [start, end]).sorted()
        var joiner = ShiftJoiner(revisions: revisions)
        var next = 0
        for (cut, cutEnd) in zip(cuts, cuts.dropFirst()) {
            while next < base.count, base[next].end <= cut { next += 1 }
            let assignment = next < base.count && base[next].start <= cut ? base[next].assignment : nil
            joiner.append(overrideIndex.assignments(base: assignment, at: cut), from: cut, to: cutEnd)
        }
        return joiner.shifts
    }

    /// The upper shifts, and of the lower ones what they leave.
    private static func overlaid(_ lower: [Shift], by upper: [Shift]) -> [Shift] {
        guard !upper.isEmpty, !lower.isEmpty else { return lower + upper }
        var found = upper
        var first = 0
        for shift in lower {
            while first < upper.count, upper[first].end <= shift.start { first += 1 }
            var start = shift.start
            var index = first
            while index < upper.count, upper[index].start < shift.end {
                if start < upper[index].start {
                    found.append(Shift(start: start, end: upper[index].start, assignment: shift.assignment))
                }
                start = max(start, upper[index].end)
                index += 1
            }
            if start < shift.end { found.append(Shift(start: start, end: shift.end, assignment: shift.assignment)) }
        }
        return found.sorted { $0.start < $1.start }
    }

    /// How far a shift can reach: the whole of its turn, or of the override that added it.
    private func bounds(of shift: Shift) -> Range<Instant>? {
        if let turn = shift.provenance.turn {
            return layers.first { $0.id == turn.layer && $0.revision == turn.revision }?.bounds(ofTurn: turn.turn)
        }
        return shift.provenance.override.flatMap { overrideIndex[$0] }
            .map { $0.start.writable..<max($0.start.writable, $0.end.writable) }
    }
}

/// Puts stretches that follow one another together: who stays on call for the same reason has one shift.
private struct ShiftJoiner {
    private(set) var shifts: [Shift] = []
    /// The shifts of the stretch before, which may go on.
    private var open: [Int] = []
    private let revisions: Set<Instant>

    init(revisions: Set<Instant>) { self.revisions = revisions }

    mutating func append(_ assignments: [Assignment], from start: Instant, to end: Instant) {
        let isRevision = revisions.contains(start)
        var stillOpen: [Int] = []
        for assignment in assignments {
            let mayGoOn = !isRevision || assignment.provenance.turn == nil
            if mayGoOn, let index = open.first(where: { shifts[$0].assignment == assignment }) {
                shifts[index] = Shift(start: shifts[index].start, end: end, assignment: assignment)
                stillOpen.append(index)
            } else {
                stillOpen.append(shifts.count)
                shifts.append(Shift(start: start, end: end, assignment: assignment))
            }
        }
        open = stillOpen
    }
}
