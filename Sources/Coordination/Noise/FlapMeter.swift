package import CivilTime
package import StrictJSON

/// When something that ends and begins again, over and over, counts as flapping.
package struct FlapRule: Hashable, Sendable {
    /// So many changes.
    package let changes: Int
    /// Within this time.
    package let within: Elapsed
    /// It is over after this time without a change.
    package let quiet: Elapsed

    /// From 2 to `NoiseLimits.flapChangesMax` changes; durations above zero up to `NoiseLimits.meterSpanMax`.
    package init(changes: Int, within: Elapsed, quiet: Elapsed) throws(MeterError) {
        guard (2...NoiseLimits.flapChangesMax).contains(changes) else {
            throw .badCount(field: "changes", count: changes, least: 2, most: NoiseLimits.flapChangesMax)
        }
        try MeterError.check(within, "within")
        try MeterError.check(quiet, "quiet")
        self.changes = changes
        self.within = within
        self.quiet = quiet
    }
}

/// Counts how often one incident ended or began again, in a window that slides. A value of at most `FlapRule.changes`
/// times.
///
/// A change counts for as long as the rule's window after it, half-open: with three changes within a minute, changes at
/// 0 s, 30 s and 60 s are not flapping, at 0 s, 30 s and 59.999 s they are.
package struct FlapMeter: Hashable, Sendable {
    /// What a change means.
    package enum Effect: String, Sendable {
        /// An ordinary change; tell of it.
        case steady
        /// With this change flapping begins; tell of that.
        case begins
        /// One more while it flaps; the end of flapping is put off.
        case goesOn
    }

    private let rule: FlapRule
    /// The changes that still count, oldest first.
    private var recent: [Instant] = []
    private var last: Instant?
    /// When flapping began, whether or not it is over by now.
    private var since: Instant?

    /// A meter that has counted nothing.
    package init(_ rule: FlapRule) { self.rule = rule }

    /// Counts a change. After the end of flapping it counts anew: what flapped before is not held against it. What was
    /// noted at a time still to come, because the clock was put back, counts as of now.
    @discardableResult
    package mutating func note(changeAt now: Instant) -> Effect {
        recent = recent.map { min($0, now) }
        since = since.map { min($0, now) }
        last = last.map { min($0, now) }
        if let endsAt, endsAt <= now {
            since = nil
            recent = []
        }
        recent.removeAll { now.since($0) >= rule.within }
        recent.append(now)
        if recent.count > rule.changes { recent.removeFirst(recent.count - rule.changes) }
        last = now
        if since != nil { return .goesOn }
        guard recent.count == rule.changes else { return .steady }
        since = now
        return .begins
    }

    /// Whether it flaps at an instant not before the last change, as far as the changes so far tell.
    package func isFlapping(at instant: Instant) -> Bool {
        guard let since, let endsAt else { return false }
        return since <= instant && instant < endsAt
    }

    /// When flapping ends unless there is another change; nil when it did not flap since it was last calm.
    package var endsAt: Instant? {
        guard since != nil, let last else { return nil }
        return last + rule.quiet
    }
}

extension FlapMeter {
    /// The form in the record. The rule is the configuration's and not in it.
    package var written: JSONObject {
        var object = JSONObject([.init("changes", .strings(recent.map(\.rfc3339)))])
        object.set("last", ifPresent: last.map { .instant($0) })
        object.set("since", ifPresent: since.map { .instant($0) })
        return object
    }

    /// Reads the written form back under a rule that may be another by now. What flaps goes on until it is quiet.
    package init(written: JSONObject, rule: FlapRule) throws(NoiseFormError) {
        let form = NoiseForm(kind: "flap meter", object: written)
        self.rule = rule
        recent = Array(try form.instants("changes").sorted().suffix(rule.changes))
        last = try form.optionalInstant("last") ?? recent.last
        since = try form.optionalInstant("since")
        guard since == nil || last != nil else { throw form.failure("last", "a time is missing") }
    }
}
