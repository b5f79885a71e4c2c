package import CivilTime

/// A stretch of a schedule, ready to be written on a page: rows in order of time with their texts for readers in several
/// zones. The instants are the same for every reader; only the texts differ.
package struct SchedulePreview: Hashable, Sendable {
    package let schedule: ScheduleID
    package let start: Instant
    package let end: Instant
    /// In the order that was asked for.
    package let zones: [ZoneName]
    package let rows: [Row]
    package let coverage: Coverage
    /// When clocks change in one of the zones, in order of time.
    package let clockChanges: [ClockChange]

    /// A shift, or a stretch without anybody.
    package struct Row: Hashable, Sendable {
        package let start: Instant
        package let end: Instant
        /// Nil in a gap.
        package let assignment: Assignment?
        /// One for each zone, in their order.
        package let texts: [Text]

        package var length: Elapsed { end.since(start) }
    }

    /// RFC 3339 with the offset of a zone.
    package struct Text: Hashable, Sendable {
        package let start: String
        package let end: String
    }

    package struct ClockChange: Hashable, Sendable {
        package let zone: ZoneName
        package let at: Instant
        /// How far the clocks are put forward; negative when they are put back.
        package let forward: Elapsed
        /// The instant with the new offset.
        package let text: String
    }
}

extension Schedule {
    /// - Parameter zones: the schedule's own when empty.
    /// - Throws: for too many zones, and as `shifts(from:to:)`.
    package func preview(
        from start: Instant, to end: Instant, zones: [TimeZoneRules] = []
    ) throws(ScheduleError) -> SchedulePreview {
        guard zones.count <= OnCallLimits.previewZonesMax else {
            throw .tooMany(.zones, count: zones.count, max: OnCallLimits.previewZonesMax)
        }
        let zones = zones.isEmpty ? [zone] : zones
        let shifts = try shifts(from: start, to: end)
        let coverage = coverage(of: shifts, from: start, to: end)
        let stretches =
            shifts.map { (start: $0.start, end: $0.end, assignment: Optional($0.assignment)) }
            + coverage.gaps.map { (start: $0.lowerBound, end: $0.upperBound, assignment: nil) }
        // Shifts that begin together keep their order; a gap begins where no shift does.
        let rows = stretches.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
            .map { _, stretch in
                SchedulePreview.Row(
                    start: stretch.start, end: stretch.end, assignment: stretch.assignment,
                    texts: zones.map { zone in
                        SchedulePreview.Text(start: stretch.start.rfc3339(in: zone), end: stretch.end.rfc3339(in: zone))
                    })
            }
        return SchedulePreview(
            schedule: id, start: start, end: end, zones: zones.map(\.name), rows: rows, coverage: coverage,
            clockChanges: zones.flatMap { $0.clockChanges(from: start, to: end) }
                .sorted { ($0.at, $0.zone) < ($1.at, $1.zone) })
    }
}

extension TimeZoneRules {
    fileprivate func clockChanges(from start: Instant, to end: Instant) -> [SchedulePreview.ClockChange] {
        var found: [SchedulePreview.ClockChange] = []
        var cursor = start
        while let change = transition(after: cursor), change.at < end {
            cursor = change.at
            let forward = change.after.offsetSeconds - change.before.offsetSeconds
            guard forward != 0 else { continue }
            found.append(
                SchedulePreview.ClockChange(
                    zone: name, at: change.at, forward: .seconds(forward), text: change.at.rfc3339(in: self)))
        }
        return found
    }
}
