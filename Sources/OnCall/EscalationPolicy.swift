// OnCall: who is on call, who is next.
//
// What it is for: when nobody answers, somebody else must be told. A policy is the order in which that happens. Pure; it may
// import CivilTime and nothing else.

package import CivilTime

/// Who is told next when nobody acknowledges. Frozen at the opening of an incident: a reload changes only later ones.
package struct EscalationPolicy<Target: Hashable & Sendable>: Hashable, Sendable {
    /// One step: so long after the desk was to be told and nobody acknowledged, tell these.
    package struct Step: Hashable, Sendable {
        /// From the start of the escalation, not from the step before.
        package let after: Elapsed
        package let targets: [Target]

        package init(after: Elapsed, targets: [Target]) {
            self.after = after
            self.targets = targets
        }
    }

    /// In rising order of `after`.
    package let steps: [Step]
    /// How long after the last step somebody must have acknowledged before the end is reached: nobody could be reached.
    package let lastWait: Elapsed

    /// - Precondition: the delays rise strictly and are positive.
    package init(steps: [Step], lastWait: Elapsed) {
        precondition(
            zip(steps, steps.dropFirst()).allSatisfy { $0.after < $1.after }, "the delays of a policy must rise")
        precondition(
            steps.allSatisfy { $0.after > .zero } && lastWait > .zero, "the delays of a policy must be positive")
        self.steps = steps
        self.lastWait = lastWait
    }

    /// What is next after `stepsTaken` steps.
    package enum Next: Hashable, Sendable {
        case step(Step, due: Instant)
        /// All steps were taken; at this instant nobody has been reached.
        case end(due: Instant)
    }

    package func next(startedAt start: Instant, stepsTaken: Int) -> Next {
        if steps.indices.contains(stepsTaken) {
            let step = steps[stepsTaken]
            return .step(step, due: start + step.after)
        }
        return .end(due: start + (steps.last?.after ?? .zero) + lastWait)
    }
}
