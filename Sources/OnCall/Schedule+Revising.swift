package import CivilTime

/// A schedule after the edit of one layer, and when the edit is felt.
package struct ScheduleRevision: Hashable, Sendable {
    package let schedule: Schedule
    /// At or after the date that was asked for.
    package let takesEffectAt: Instant
}

extension Schedule {
    /// The same schedule with a new revision of one layer. A shift that has begun before `effectiveFrom` is kept to its
    /// end, as it was announced: the revision holds from there. Everything before is the same shift for shift, and stays
    /// so, whatever the new revision says, for the old one remains in the schedule with an end.
    /// - Throws: when there is no such layer, its latest revision has not begun by then, or the schedule gets too long.
    package func revising(
        _ id: LayerID, effectiveFrom: Instant, plan: Layer.Plan, restrictions: Restrictions? = nil,
        until: Instant? = nil
    ) throws(ScheduleError) -> ScheduleRevision {
        guard let index = layers.lastIndex(where: { $0.id == id }) else { throw .unknownLayer(id) }
        let previous = layers[index]
        let start = endOfShift(begunBefore: effectiveFrom) ?? effectiveFrom
        guard previous.active.start < start else {
            throw .revisionTooEarly(id, revision: previous.revision, begins: previous.active.start)
        }
        let revised = try Layer(
            id: id, revision: previous.revision + 1, plan: plan, restrictions: restrictions,
            active: Layer.ActivePeriod(from: start, until: until))
        var layers = layers
        layers[index] = try previous.ending(at: start)
        layers.insert(revised, at: index + 1)
        return ScheduleRevision(
            schedule: try Schedule(id: self.id, zone: zone, layers: layers, overrides: overrides), takesEffectAt: start)
    }

    /// When the shift ends that the layers have running at the instant; nil when none is, or one just begins.
    private func endOfShift(begunBefore instant: Instant) -> Instant? {
        guard let turn = base(at: instant)?.provenance.turn,
            let layer = layers.first(where: { $0.id == turn.layer && $0.revision == turn.revision })
        else { return nil }
        let bounds = layer.bounds(ofTurn: turn.turn)
        let running = baseShifts(from: bounds.lowerBound, to: bounds.upperBound)
            .first { $0.start <= instant && instant < $0.end }
        return running.flatMap { $0.start < instant ? $0.end : nil }
    }
}
