/// Which instants a time on the wall names in a zone.
package enum Resolution: Hashable, Sendable {
    /// The ordinary case.
    case unique(Instant)
    /// Clocks were put forward over it: no instant shows it.
    case gap(Gap)
    /// Clocks were put back over it: it comes twice.
    case fold(first: Instant, last: Instant)

    package struct Gap: Hashable, Sendable {
        /// The first valid instant after the gap: the change of the clocks itself.
        package let end: Instant
        /// What the wall time would name, had the clocks not been changed. At or after `end`.
        package let byOffsetBefore: Instant
        /// What it would name, had the clocks been changed earlier. Before `end`.
        package let byOffsetAfter: Instant
    }

    /// The instants that show the time: one, none, or the first and the last of those that do.
    package var candidates: [Instant] {
        switch self {
        case .unique(let instant): [instant]
        case .gap: []
        case .fold(let first, let last): [first, last]
        }
    }
}

extension TimeZoneRules {
    /// What calendar and wall clock show in this zone at the instant.
    package func civil(at instant: Instant) -> CivilDateTime {
        CivilDateTime(naiveMilliseconds: (instant + .seconds(offsetSeconds(at: instant))).milliseconds)
    }

    /// Which instants show the local time. Tries, in rising order, the offset of every stretch that could: an offset
    /// that leads back into its own stretch is an answer. Where none does, clocks skipped the time, and the first
    /// stretch that begins later on the wall begins at the end of the gap.
    package func resolve(_ local: CivilDateTime) -> Resolution {
        let wanted = Instant(milliseconds: local.naiveMilliseconds)
        let reach = Elapsed.hours(26)
        let latest = wanted + reach
        var lower = wanted - reach
        var first: Instant?
        var last: Instant?
        var gap: Resolution.Gap?
        var offsetBefore = Elapsed.zero
        repeat {
            let stretch = stretch(at: lower.wholeSeconds)
            let offset = Elapsed.seconds(stretch.type.offsetSeconds)
            let upper = stretch.end.map { Instant(wholeSeconds: $0) }
            let candidate = wanted - offset
            if candidate < lower {
                gap = gap ?? Resolution.Gap(end: lower, byOffsetBefore: wanted - offsetBefore, byOffsetAfter: candidate)
            } else if candidate < upper ?? latest + reach {
                first = first ?? candidate
                last = candidate
            }
            offsetBefore = offset
            // At the ends of the representable range a stretch may end where it begins.
            guard let upper, upper > lower else { break }
            lower = upper
        } while lower <= latest
        return Self.resolution(first: first, last: last, gap: gap, naive: wanted)
    }

    private static func resolution(
        first: Instant?, last: Instant?, gap: Resolution.Gap?, naive: Instant
    ) -> Resolution {
        if let first, let last { return first == last ? .unique(first) : .fold(first: first, last: last) }
        // Every stretch ends before the time or begins after it, and both kinds exist, so there is a gap between them.
        // Only the last hours of the representable range have nothing after them; there the time is as if in UTC.
        return gap.map { .gap($0) } ?? .unique(naive)
    }

    /// When something that begins at the local time begins: in a gap, at the first valid instant after it; where the
    /// time comes twice, at the first.
    package func start(of local: CivilDateTime) -> Instant {
        switch resolve(local) {
        case .unique(let instant): instant
        case .gap(let gap): gap.end
        case .fold(let first, _): first
        }
    }

    /// When something that ends at the local time ends: in a gap, at the first valid instant after it; where the time
    /// comes twice, at the last, so that two neighbours overlap rather than leave a hole.
    package func end(of local: CivilDateTime) -> Instant {
        switch resolve(local) {
        case .unique(let instant): instant
        case .gap(let gap): gap.end
        case .fold(_, let last): last
        }
    }

    /// What RFC 5545 section 3.3.5 makes of the local time, for calendars that come from elsewhere: in a gap, by the
    /// offset before it; where the time comes twice, the first.
    package func rfc5545(_ local: CivilDateTime) -> Instant {
        switch resolve(local) {
        case .unique(let instant): instant
        case .gap(let gap): gap.byOffsetBefore
        case .fold(let first, _): first
        }
    }

    /// The one instant that shows the local time, for input that must be exact (an override, a maintenance window).
    package func instant(exactly local: CivilDateTime) throws(LocalTimeError) -> Instant {
        switch resolve(local) {
        case .unique(let instant): return instant
        case .gap(let gap):
            throw .nonexistent(local, in: name, next: gap.end, nextText: gap.end.rfc3339(in: self))
        case .fold(let first, let last):
            throw .ambiguous(
                local, in: name, candidates: [first, last],
                candidateTexts: [first.rfc3339(in: self), last.rfc3339(in: self)])
        }
    }
}

/// Why a local time without an offset does not name one instant.
package enum LocalTimeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Clocks were put back over it. The candidates are in order of time; the texts are RFC 3339.
    case ambiguous(CivilDateTime, in: ZoneName, candidates: [Instant], candidateTexts: [String])
    /// Clocks were put forward over it. `next` is the first valid instant after the gap.
    case nonexistent(CivilDateTime, in: ZoneName, next: Instant, nextText: String)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .ambiguous: "local-time-ambiguous"
        case .nonexistent: "local-time-nonexistent"
        }
    }

    package var description: String {
        switch self {
        case .ambiguous(let local, let zone, _, let texts):
            "\(local) comes twice in \(zone), because clocks are put back; write \(texts.joined(separator: " or "))"
        case .nonexistent(let local, let zone, _, let text):
            "\(local) does not exist in \(zone), because clocks are put forward; the first time after it is \(text)"
        }
    }
}
