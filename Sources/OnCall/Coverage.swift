package import CivilTime

/// What a schedule leaves open in a range, and where more than one person is on call.
package struct Coverage: Hashable, Sendable {
    package let start: Instant
    package let end: Instant
    /// Where nobody is on call: rising and disjoint.
    package let gaps: [Range<Instant>]
    /// Where several people are, rising; a stretch for each set of people.
    package let overlaps: [Overlap]
    /// What clocks that were put forward took away whole. It has no length, so it is no gap in the sense above, but
    /// somebody wrote it down and nobody serves it.
    package let swallowed: [Swallowed]

    package struct Overlap: Hashable, Sendable {
        package let start: Instant
        package let end: Instant
        /// At least two, sorted.
        package let people: [PersonID]
    }

    /// A window of restrictions, or a turn, all of whose wall times a gap skips.
    package struct Swallowed: Hashable, Sendable {
        package let layer: LayerID
        package let kind: Kind
        /// The change of the clocks.
        package let at: Instant
        /// As written, on the wall.
        package let from: CivilDateTime
        package let to: CivilDateTime

        package enum Kind: Hashable, Sendable {
            case window
            /// The turn is used up all the same.
            case turn(Int64)
        }
    }

    /// How much of the range has somebody on call.
    package var covered: Elapsed {
        let open = gaps.reduce(0) { $0 + $1.upperBound.since($1.lowerBound).milliseconds }
        return .milliseconds(end.since(start).milliseconds - open)
    }

    /// In hundredths of a percent, rounded down: 10,000 only when nothing is open.
    package var basisPoints: Int64 { covered.milliseconds * 10_000 / end.since(start).milliseconds }

    /// `99.95 %`.
    package var percentText: String {
        let fraction = basisPoints % 100
        return "\(basisPoints / 100).\(fraction < 10 ? "0" : "")\(fraction) %"
    }

    /// Whether somebody is on call at every instant and nothing written was swallowed.
    package var isComplete: Bool { gaps.isEmpty && swallowed.isEmpty }
}

extension Schedule {
    /// - Throws: as `shifts(from:to:)`.
    package func coverage(from start: Instant, to end: Instant) throws(ScheduleError) -> Coverage {
        coverage(of: try shifts(from: start, to: end), from: start, to: end)
    }

    func coverage(of shifts: [Shift], from start: Instant, to end: Instant) -> Coverage {
        var gaps: [Range<Instant>] = []
        var reached = start
        for shift in shifts {
            if reached < shift.start { gaps.append(reached..<shift.start) }
            reached = max(reached, shift.end)
        }
        if reached < end { gaps.append(reached..<end) }
        return Coverage(
            start: start, end: end, gaps: gaps, overlaps: Self.overlaps(of: shifts),
            swallowed: layers.flatMap { $0.swallowed(from: start, to: end) }
                .sorted { ($0.at, $0.from, $0.layer) < ($1.at, $1.from, $1.layer) })
    }

    private static func overlaps(of shifts: [Shift]) -> [Coverage.Overlap] {
        let cuts = Set(shifts.flatMap { [$0.start, $0.end] }).sorted()
        var overlaps: [Coverage.Overlap] = []
        var first = 0
        var present: [Shift] = []
        for (cut, cutEnd) in zip(cuts, cuts.dropFirst()) {
            present.removeAll { $0.end <= cut }
            while first < shifts.count, shifts[first].start <= cut {
                present.append(shifts[first])
                first += 1
            }
            let people = Set(present.map(\.person)).sorted()
            guard people.count > 1 else { continue }
            if let last = overlaps.last, last.end == cut, last.people == people {
                overlaps[overlaps.count - 1] = Coverage.Overlap(start: last.start, end: cutEnd, people: people)
            } else {
                overlaps.append(Coverage.Overlap(start: cut, end: cutEnd, people: people))
            }
        }
        return overlaps
    }
}

extension Layer {
    /// The windows and turns that gaps within the range take away whole. Looks at the changes of the clocks only.
    func swallowed(from start: Instant, to end: Instant) -> [Coverage.Swallowed] {
        let start = max(start, active.start)
        let end = min(end, active.end)
        guard start < end else { return [] }
        var found: [Coverage.Swallowed] = []
        if case .rotation(let rotation) = plan {
            for gap in rotation.zone.gaps(from: start, to: end) { found += turns(of: rotation, in: gap) }
        }
        if let restrictions {
            for gap in restrictions.zone.gaps(from: start, to: end) {
                for window in restrictions.windows(beginningIn: gap.wall) where window.upperBound <= gap.wall.upperBound
                {
                    found.append(swallowed(.window, wall: window, at: gap.at))
                }
            }
        }
        return found
    }

    private func turns(of rotation: Rotation, in gap: ClockGap) -> [Coverage.Swallowed] {
        // Back from the last handoff of the gap to the first that lies in it.
        guard let last = rotation.handoffIndex(at: gap.at) else { return [] }
        var index = last
        var found: [Coverage.Swallowed] = []
        while index > 0, rotation.wall(ofHandoff: index - 1) >= gap.wall.lowerBound {
            index -= 1
            let wall = rotation.wall(ofHandoff: index)..<rotation.wall(ofHandoff: index + 1)
            guard wall.upperBound <= gap.wall.upperBound else { continue }
            found.append(swallowed(.turn(index), wall: wall, at: gap.at))
        }
        return found.reversed()
    }

    private func swallowed(
        _ kind: Coverage.Swallowed.Kind, wall: Range<Int64>, at instant: Instant
    ) -> Coverage.Swallowed {
        Coverage.Swallowed(
            layer: id, kind: kind, at: instant, from: CivilDateTime(wallMilliseconds: wall.lowerBound),
            to: CivilDateTime(wallMilliseconds: wall.upperBound))
    }
}

/// A change of clocks that skips wall times.
struct ClockGap {
    let at: Instant
    let wall: Range<Int64>
}

extension TimeZoneRules {
    /// Those within a range.
    func gaps(from start: Instant, to end: Instant) -> [ClockGap] {
        var found: [ClockGap] = []
        var cursor = start - .milliseconds(1)
        while let change = transition(after: cursor), change.at < end {
            cursor = change.at
            guard change.before.offsetSeconds < change.after.offsetSeconds, change.at >= start else { continue }
            let wall = change.at.milliseconds
            found.append(
                ClockGap(
                    at: change.at,
                    wall: wall + change.before.offsetSeconds * 1000..<wall + change.after.offsetSeconds * 1000))
        }
        return found
    }
}
