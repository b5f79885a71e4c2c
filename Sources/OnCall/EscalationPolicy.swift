// OnCall: who is on call, who is next.
//
// What it is for: when nobody answers, somebody else must be told. A policy is the order in which that happens. Pure; it may
// import CivilTime and nothing else.

package import CivilTime

/// Who is told next when nobody acknowledges. Frozen at the opening of an incident: a reload changes only later ones.
package struct EscalationPolicy<Target: Hashable & Sendable>: Hashable, Sendable {
    /// When a step is taken at all.
    package enum Condition: String, CaseIterable, Sendable {
        /// While nobody of the party has acknowledged.
        case unacknowledged
        /// While the problem stands, acknowledged or not.
        case unresolved
    }

    /// One step: so long after the desk was to be told and nobody acknowledged, tell these.
    package struct Step: Hashable, Sendable {
        /// From the start of the round, not from the step before.
        package let after: Elapsed
        package let condition: Condition
        package let targets: [Target]

        package init(after: Elapsed, condition: Condition = .unacknowledged, targets: [Target]) {
            self.after = after
            self.condition = condition
            self.targets = targets
        }
    }

    /// In rising order of `after`.
    package let steps: [Step]
    /// How long after the last step that waits for an answer somebody must have acknowledged before the round is over.
    package let lastWait: Elapsed
    /// How often the steps are gone through again. After the last round the end is reached: nobody could be reached.
    package let repeats: Int
    /// How long an acknowledgement stands. When it expires and the problem still stands, the party is called anew. Nil: for good.
    package let acknowledgementLasts: Elapsed?

    /// How often a policy may repeat itself.
    package static var repeatsMax: Int { 20 }

    /// - Precondition: the delays rise strictly and are positive; `repeats` is 0 to `repeatsMax`.
    package init(steps: [Step], lastWait: Elapsed, repeats: Int = 0, acknowledgementLasts: Elapsed? = nil) {
        if !steps.isEmpty {
            precondition(
                zip(steps, steps.dropFirst()).allSatisfy { $0.after < $1.after }, "the delays of a policy must rise")
            precondition(steps.allSatisfy { $0.after > .zero }, "the delays of a policy must be positive")
        }
        precondition(lastWait > .zero, "the delays of a policy must be positive")
        precondition(acknowledgementLasts.map { $0 > .zero } ?? true, "an acknowledgement must last some time")
        precondition((0...Self.repeatsMax).contains(repeats), "a policy repeats itself 0 to \(Self.repeatsMax) times")
        self.steps = steps
        self.lastWait = lastWait
        self.repeats = repeats
        self.acknowledgementLasts = acknowledgementLasts
    }

    /// What is next, and when, counted from the start of the escalation.
    package enum Next: Hashable, Sendable {
        /// The step with this number, from 1 over all rounds.
        case step(Step, number: Int, after: Elapsed)
        /// All steps were taken; from then on nobody has been reached.
        case end(after: Elapsed)
    }

    /// The steps of all rounds.
    package var stepCount: Int { steps.count * (repeats + 1) }

    /// How long one round takes.
    private var round: Elapsed {
        Elapsed(milliseconds: (steps.last?.after ?? .zero).milliseconds + lastWait.milliseconds)
    }

    /// When nobody has been reached: steps that go on whether or not somebody answered do not put that off.
    private var end: Elapsed {
        let last = steps.last { $0.condition == .unacknowledged }?.after ?? .zero
        return Elapsed(milliseconds: round.milliseconds * Int64(repeats) + last.milliseconds + lastWait.milliseconds)
    }

    /// What is next after `stepsTaken` steps.
    ///
    /// - Parameter onlyUnresolved: Whether nobody is waited for any more, because a person has acknowledged, or because the end was
    ///   reached. Then only steps that go on until the end of the problem are left, and nil means that there is none.
    package func next(stepsTaken: Int, onlyUnresolved: Bool = false) -> Next? {
        for number in stepsTaken..<max(stepCount, stepsTaken) {
            let step = steps[number % steps.count]
            if onlyUnresolved, step.condition != .unresolved { continue }
            let before = Int64(number / steps.count) * round.milliseconds
            let after = Elapsed(milliseconds: before + step.after.milliseconds)
            if !onlyUnresolved, after > end { break }
            return .step(step, number: number + 1, after: after)
        }
        return onlyUnresolved ? nil : .end(after: end)
    }
}
