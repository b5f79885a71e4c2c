internal import CivilTime

/// The overrides of a schedule, arranged so that those of an instant are found without looking at all of them.
struct OverrideIndex: Hashable, Sendable {
    /// By start, then by id.
    let overrides: [Override]
    /// Apart from the overrides, so that a search touches nothing else.
    private let starts: [Instant]
    private let ends: [Instant]
    /// The latest end of each override and all before it: where it has passed, so have they.
    private let latestEnds: [Instant]

    /// - Throws: for too many, two of one id, and two at one time about one person: what both say together would depend
    ///   on their order.
    init(_ overrides: [Override]) throws(ScheduleError) {
        guard overrides.count <= OnCallLimits.overridesMax else {
            throw .tooMany(.overrides, count: overrides.count, max: OnCallLimits.overridesMax)
        }
        let sorted = overrides.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
        var ids: Set<OverrideID> = []
        var lastOfPerson: [PersonID: Override] = [:]
        for override in sorted {
            guard ids.insert(override.id).inserted else { throw .overrideTwice(override.id) }
            for person in override.change.people.sorted() {
                if let last = lastOfPerson[person], last.end > override.start {
                    throw .overridesOverlap(last.id, override.id, person)
                }
                lastOfPerson[person] = override
            }
        }
        self.init(sorted: sorted)
    }

    private init(sorted: [Override]) {
        overrides = sorted
        starts = sorted.map(\.start)
        ends = sorted.map(\.end)
        latestEnds = sorted.reduce(into: []) { ends, override in
            ends.append(max(ends.last ?? override.end, override.end))
        }
    }

    /// These, and of some more those that fit: whatever is about a person at a time for which one of these is about them stays out;
    /// of the others each stands, by start and then by id, unless one that stands already is about the same person then. What would
    /// be too many stays out, the latest first. n log n.
    func laying(_ more: [Override]) -> OverrideIndex {
        var ids = Set(overrides.map(\.id))
        var fixed: [PersonID: [Override]] = [:]
        for override in overrides {
            for person in override.change.people { fixed[person, default: []].append(override) }
        }
        var taken: [PersonID: Instant] = [:]
        var laid = overrides
        for override in more.sorted(by: { ($0.start, $0.id) < ($1.start, $1.id) }) {
            guard laid.count < OnCallLimits.overridesMax else { break }
            let people = override.change.people
            let isTaken = people.contains { person in
                if let until = taken[person], until > override.start { return true }
                // One person's do not overlap, so that of those which begin before this ends the last one also ends last.
                let earlier = fixed[person]?.countOfPrefix { $0.start < override.end } ?? 0
                return earlier > 0 && fixed[person].map { $0[earlier - 1].end > override.start } ?? false
            }
            guard !isTaken, ids.insert(override.id).inserted else { continue }
            for person in people { taken[person] = override.end }
            laid.append(override)
        }
        return OverrideIndex(sorted: laid.sorted { ($0.start, $0.id) < ($1.start, $1.id) })
    }

    /// What is on call at the instant when the layers say `base`: that person or the replacement first, then those who
    /// were added, by the start of their override. O(log n) and the overrides that begin while one of the instant lasts.
    func assignments(base: Assignment?, at instant: Instant) -> [Assignment] {
        var index = starts.countOfPrefix { $0 <= instant } - 1
        guard index >= 0, latestEnds[index] > instant else { return base.map { [$0] } ?? [] }
        var base = base
        var added: [Assignment] = []
        while index >= 0, latestEnds[index] > instant {
            defer { index -= 1 }
            guard ends[index] > instant else { continue }
            let override = overrides[index]
            switch override.change {
            case .replace(let absent, let present):
                guard let current = base, current.person == absent, current.provenance.override == nil else { continue }
                base = Assignment(
                    person: present, provenance: Provenance(turn: current.provenance.turn, override: override.id))
            case .remove(let person):
                if let current = base, current.person == person, current.provenance.override == nil { base = nil }
            case .add(let person):
                added.append(Assignment(person: person, provenance: Provenance(turn: nil, override: override.id)))
            }
        }
        return (base.map { [$0] } ?? []) + added.reversed()
    }

    /// The instants within a range at which an override begins or ends.
    func bounds(from start: Instant, to end: Instant) -> [Instant] {
        overrides.prefix(starts.countOfPrefix { $0 < end }).flatMap { [$0.start, $0.end] }
            .filter { start < $0 && $0 < end }
    }

    subscript(id: OverrideID) -> Override? { overrides.first { $0.id == id } }
}
