package import CivilTime
package import Responsibility

/// When so much reaches one party at once that it is bundled.
package struct StormRule: Hashable, Sendable {
    /// So many notices go out at once.
    package let notices: Int
    /// Within this time.
    package let within: Elapsed
    /// A digest of the rest comes no later than this after the first of it, and no more often.
    package let digestEvery: Elapsed

    /// From 1 to `NoiseLimits.stormNoticesMax` notices; durations above zero up to `NoiseLimits.meterSpanMax`.
    package init(notices: Int, within: Elapsed, digestEvery: Elapsed) throws(MeterError) {
        guard (1...NoiseLimits.stormNoticesMax).contains(notices) else {
            throw .badCount(field: "notices", count: notices, least: 1, most: NoiseLimits.stormNoticesMax)
        }
        try MeterError.check(within, "within")
        try MeterError.check(digestEvery, "digest_every")
        self.notices = notices
        self.within = within
        self.digestEvery = digestEvery
    }
}

/// Keeps a party from drowning in notices, without keeping anything from it: beyond the rule's number the notices are
/// bundled into digests. A value of at most `StormRule.notices` times and one for each layer.
///
/// - The first notice about a layer within the window is never delayed, however great the storm: something new has
///   broken.
/// - While a digest is being gathered, the rest joins it, so that nothing overtakes what is bundled.
/// - The storm is over when the window holds fewer notices than the rule's number and no digest is being gathered.
package struct StormMeter: Hashable, Sendable {
    /// When a notice goes out.
    package enum Admission: Hashable, Sendable {
        case now
        /// With the digest that is sent at this instant. All that have the same instant make one digest.
        case bundle(flushAt: Instant)
    }

    /// Whose desks are told.
    package let party: PartyID
    let rule: StormRule
    /// The latest notices, bundled ones included, oldest first; at most `rule.notices`.
    private(set) var recent: [Instant] = []
    /// The latest notice about each layer; nil stands for incidents of no known layer.
    private(set) var latestByLayer: [Layer?: Instant] = [:]
    /// When the digest that is, or was last, gathered is sent.
    private(set) var lastFlush: Instant?

    /// A meter that has counted nothing.
    package init(party: PartyID, rule: StormRule) {
        self.party = party
        self.rule = rule
    }

    /// Counts a notice and says when it goes out: now, or no later than the rule's interval of digests from now.
    package mutating func admit(layer: Layer?, at now: Instant) -> Admission {
        forgetFuture(after: now)
        let isFirst = latestByLayer[layer].map { now.since($0) >= rule.within } ?? true
        let isCalm = !isStorm(at: now)
        recent.append(now)
        if recent.count > rule.notices { recent.removeFirst() }
        latestByLayer[layer] = now
        if isFirst || isCalm { return .now }
        let flush = nextFlush(after: now) ?? now + rule.digestEvery
        lastFlush = flush
        return .bundle(flushAt: flush)
    }

    /// When the digest that is being gathered is sent; nil when none is.
    package func nextFlush(after instant: Instant) -> Instant? {
        lastFlush.flatMap { $0 > instant ? $0 : nil }
    }

    /// Whether a notice that is not the first about its layer would be bundled.
    package func isStorm(at instant: Instant) -> Bool {
        endsAt.map { instant < $0 } ?? false
    }

    /// When the storm is over unless there are more notices; in the past when it is calm, nil when it always was.
    package var endsAt: Instant? {
        let crowdedUntil = recent.count == rule.notices ? recent.first.map { $0 + rule.within } : nil
        guard let crowdedUntil, let lastFlush else { return crowdedUntil ?? lastFlush }
        return max(crowdedUntil, lastFlush)
    }

    /// What was counted at a time still to come, because the clock was put back, counts as of now. Otherwise a clock
    /// that was a year ahead for a minute would delay digests by a year.
    private mutating func forgetFuture(after now: Instant) {
        lastFlush = lastFlush.map { min($0, now + rule.digestEvery) }
        guard let last = recent.last, last > now else { return }
        recent = recent.map { min($0, now) }
        latestByLayer = latestByLayer.mapValues { min($0, now) }
    }

    /// For the reader of the written form.
    init(
        party: PartyID, rule: StormRule, recent: [Instant], latestByLayer: [Layer?: Instant], lastFlush: Instant?
    ) {
        self.party = party
        self.rule = rule
        self.recent = Array(recent.sorted().suffix(rule.notices))
        self.latestByLayer = latestByLayer
        self.lastFlush = lastFlush
    }
}
