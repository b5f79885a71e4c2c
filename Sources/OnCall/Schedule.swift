// OnCall: who is on call, who is next.
//
// What it is for: a duty to tell reaches a person only if it is known, at every instant and without a hole, who that
// person is; and when nobody answers, somebody else must be told. Pure: no clock, no file, no randomness. It may import
// CivilTime and nothing else.
//
// The parts, and how they hand over:
// - A `Rotation` says whose turn it is by the clock on a wall, `CustomShifts` say it row by row. `Restrictions` say in
//   which hours of the week that counts. A `Layer` joins them, in revisions that follow one another in time.
// - A `Schedule` lays its layers on top of one another, a later one winning where it covers, and applies each `Override`.
//   It answers who is on call at an instant, in an expansion of a range (`Shift`), what that leaves open (`Coverage`),
//   and a page of it for readers in several zones (`SchedulePreview`).
// - `Schedule.iCalendar` and `CalendarImport` are the door to other people's calendars (RFC 5545).
// - An `EscalationPolicy` is the order in which others are told when nobody acknowledges.
//
// The rules of time: a handoff is counted from the first one by the calendar, never from the one before; a wall time that
// clocks skip is the first instant after the gap; one that comes twice begins things at its first instant and ends them at
// its last; every stretch is half-open; overrides are absolute; what has no length is dropped, and reported.

package import CivilTime

/// Who is on call, as a function of the instant. All that could be wrong with it was found when it was made, so that a
/// question has an answer.
///
/// Each layer has one person at a time or none. Where several have one, the later in the list wins: the first is the
/// fallback, the last the special case. Overrides are applied to what the layers say together.
package struct Schedule: Hashable, Sendable {
    package let id: ScheduleID
    /// In which the schedule is shown when a reader asks for no other. Layers have zones of their own.
    package let zone: TimeZoneRules
    package let layers: [Layer]
    let overrideIndex: OverrideIndex

    /// - Throws: without layers, with too many, when revisions of one layer do not follow one another, and what
    ///   overrides may not be.
    package init(
        id: ScheduleID, zone: TimeZoneRules, layers: [Layer], overrides: [Override] = []
    ) throws(ScheduleError) {
        guard !layers.isEmpty else { throw .noLayers }
        guard layers.count <= OnCallLimits.layersMax else {
            throw .tooMany(.layers, count: layers.count, max: OnCallLimits.layersMax)
        }
        try Self.checkRevisions(of: layers)
        self.id = id
        self.zone = zone
        self.layers = layers
        overrideIndex = try OverrideIndex(overrides)
    }

    /// By start, then by id.
    package var overrides: [Override] { overrideIndex.overrides }

    /// Revisions of one layer stand side by side, rise, and hold one after the other.
    private static func checkRevisions(of layers: [Layer]) throws(ScheduleError) {
        var finished: Set<LayerID> = []
        for (previous, layer) in zip(layers, layers.dropFirst()) {
            if previous.id != layer.id {
                finished.insert(previous.id)
                guard !finished.contains(layer.id) else { throw .layerTwice(layer.id) }
            } else {
                guard previous.revision < layer.revision, previous.active.end <= layer.active.start else {
                    throw .revisionsOverlap(layer.id, previous.revision, layer.revision)
                }
            }
        }
    }

    /// The people on call: whom the layers say or the replacement first, then those whom overrides added. Empty when
    /// nobody is. Needs no expansion: O(layers · log(changes of a zone) + log(overrides)).
    package func onCall(at instant: Instant) -> [PersonID] {
        var people: [PersonID] = []
        for assignment in assignments(at: instant) where !people.contains(assignment.person) {
            people.append(assignment.person)
        }
        return people
    }

    /// The same with what put each of them there. A person whom an override adds to their own turn is there twice.
    package func assignments(at instant: Instant) -> [Assignment] {
        overrideIndex.assignments(base: base(at: instant), at: instant)
    }

    /// What the layers say, before overrides.
    func base(at instant: Instant) -> Assignment? {
        for index in layers.indices.reversed() {
            if let assignment = layers[index].assignment(at: instant) { return assignment }
        }
        return nil
    }

    /// The same schedule with one override more.
    package func adding(_ override: Override) throws(ScheduleError) -> Schedule {
        try Schedule(id: id, zone: zone, layers: layers, overrides: overrides + [override])
    }

    /// The same schedule with those of some more overrides that fit: its own stand, and of the others each, by start and then by id,
    /// that is about nobody at a time for which one that stands is. So many as a schedule holds.
    package func laying(_ overrides: [Override]) -> Schedule {
        Schedule(of: self, overrideIndex.laying(overrides))
    }

    private init(of other: Schedule, _ overrideIndex: OverrideIndex) {
        id = other.id
        zone = other.zone
        layers = other.layers
        self.overrideIndex = overrideIndex
    }

    /// Whether an override of that id is one of its own.
    package func holds(_ override: OverrideID) -> Bool { overrideIndex[override] != nil }

    /// The same schedule without that override.
    package func removing(_ override: OverrideID) throws(ScheduleError) -> Schedule {
        guard overrideIndex[override] != nil else { throw .unknownOverride(override) }
        return try Schedule(id: id, zone: zone, layers: layers, overrides: overrides.filter { $0.id != override })
    }
}
