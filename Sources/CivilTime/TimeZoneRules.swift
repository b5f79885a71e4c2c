/// The rules of one time zone: what its clocks show at every instant, and when they change. Made from the bytes of a
/// compiled zone file; the caller reads the file, and reads it again when the operating system replaces it.
package struct TimeZoneRules: Hashable, Sendable {
    package let name: ZoneName
    private let content: TZifContent

    /// One change of what the clocks show.
    package struct Transition: Hashable, Sendable {
        /// The first instant of the new state.
        package let at: Instant
        package let before: LocalTimeType
        package let after: LocalTimeType
    }

    /// Reads a zone file of at most 1 MiB (RFC 8536 and RFC 9636, versions 1 to 4). O(n) in the length of the file.
    package init(name: ZoneName, tzif bytes: [UInt8]) throws(TZifError) {
        self.name = name
        content = try TZifReader.read(bytes)
    }

    private init(name: ZoneName, constant type: LocalTimeType) {
        self.name = name
        content = TZifContent(initial: type, transitions: [], rule: nil)
    }

    /// Coordinated universal time, which needs no file.
    package static let utc = TimeZoneRules(
        name: .utc, constant: LocalTimeType(offsetSeconds: 0, isDaylightSaving: false, abbreviation: "UTC"))

    /// What the clocks show at the instant. O(log n) in the transitions of the zone file.
    package func localTimeType(at instant: Instant) -> LocalTimeType { stretch(at: instant.wholeSeconds).type }

    /// Seconds east of UTC, between -25 h and +26 h.
    package func offsetSeconds(at instant: Instant) -> Int64 { localTimeType(at: instant).offsetSeconds }

    /// `CET`, `+07`.
    package func abbreviation(at instant: Instant) -> String { localTimeType(at: instant).abbreviation }

    package func isDaylightSaving(at instant: Instant) -> Bool { localTimeType(at: instant).isDaylightSaving }

    /// The next change of offset, abbreviation or daylight saving after the instant; nil when none is known to come.
    package func transition(after instant: Instant) -> Transition? {
        var current = stretch(at: instant.wholeSeconds)
        // Files hold a few transitions that change nothing, and so does a rule of daylight saving all year: that one
        // meets itself every year for ever, so a few years are enough to know.
        for _ in 0..<(content.transitions.count + 4) {
            guard let end = current.end else { return nil }
            let next = stretch(at: end)
            if next.type != current.type {
                return Transition(at: Instant(wholeSeconds: end), before: current.type, after: next.type)
            }
            current = next
        }
        return nil
    }

    /// The stretch of one local time type that holds the POSIX time. Between transitions of the file it is their
    /// distance; after the last one the rule of the footer decides, and before the first one the first type of the
    /// file.
    func stretch(at seconds: Int64) -> PosixRule.Stretch {
        let transitions = content.transitions
        let index = Self.count(of: transitions, upTo: seconds)
        if index == transitions.count, let rule = content.rule {
            let ruled = rule.stretch(at: seconds)
            guard let last = transitions.last else { return ruled }
            return PosixRule.Stretch(start: max(ruled.start ?? last.at, last.at), end: ruled.end, type: ruled.type)
        }
        return PosixRule.Stretch(
            start: index == 0 ? nil : transitions[index - 1].at,
            end: index == transitions.count ? nil : transitions[index].at,
            type: index == 0 ? content.initial : transitions[index - 1].type)
    }

    /// How many of the rising transitions are not after the time, by halving.
    private static func count(of transitions: [TZifContent.Transition], upTo seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Instant {
    /// POSIX seconds, rounded down.
    var wholeSeconds: Int64 { milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0) }

    /// Stays at the ends of the range: files may begin before anything an instant can express.
    init(wholeSeconds: Int64) {
        let (product, overflow) = wholeSeconds.multipliedReportingOverflow(by: 1000)
        self.init(milliseconds: overflow ? (wholeSeconds < 0 ? .min : .max) : product)
    }
}
