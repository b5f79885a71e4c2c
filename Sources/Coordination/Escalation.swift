package import CivilTime
package import OnCall
package import Responsibility

/// Escalation within one party: who is told next until a person acknowledges.
package struct Escalation: Sendable {
    /// Running: waiting for an acknowledgement. Goes to any other.
    /// Acknowledged: a person answered. Steps that go on until the end of the problem are still taken.
    /// Resolved: the problem ended first.
    /// Released: the matter passed to another party, or the acknowledgement that ended it expired and another began.
    package enum State: String, CaseIterable, Sendable {
        case running, acknowledged, resolved, released
        /// The end of the policy was reached: nobody could be reached, and others were told so.
        case exhausted = "nobody_reached"
    }

    package let party: PartyID
    package let role: ContactRole
    /// Nil where the party has none and the default applies.
    package let policyID: PolicyID?
    /// Frozen when the escalation started.
    package let policy: EscalationPolicy<EscalationTarget>
    package let startedAt: Instant
    package internal(set) var stepsTaken = 0
    /// How much earlier than planned the next steps come, because steps that reach nobody are not waited for.
    var ahead = Elapsed.zero
    package internal(set) var state: State = .running
    /// What held it when its next step was due.
    private(set) var pausedFor: Hold.Reason?

    /// What is next, and when.
    package var next: (EscalationPolicy<EscalationTarget>.Next, due: Instant)? {
        guard state == .running || goesOnUnanswered else { return nil }
        guard let next = policy.next(stepsTaken: stepsTaken, onlyUnresolved: goesOnUnanswered) else { return nil }
        return (next, startedAt + next.after - ahead)
    }

    package var nextDue: Instant? { next?.due }

    /// Nobody is waited for any more; steps that go on until the end of the problem are still taken.
    private var goesOnUnanswered: Bool { state == .acknowledged || state == .exhausted }

    /// The party wants no calls before an instant: what was due goes on then, and the rest follows at its distance. Where nobody of
    /// it was called yet, the first step has its whole time from then on.
    mutating func pause(until instant: Instant, for reason: Hold.Reason, wasCalled: Bool) {
        guard let due = nextDue else { return }
        pausedFor = reason
        let resumed = stepsTaken == 0 && !wasCalled ? instant + due.since(startedAt) : instant
        ahead = Elapsed(milliseconds: ahead.milliseconds - max(resumed, due).since(due).milliseconds)
    }

    /// Takes a step. One that reached nobody is not waited for: the next is due at once.
    mutating func take(step number: Int, reachedSomebody: Bool, at instant: Instant) {
        stepsTaken = number
        pausedFor = nil
        guard !reachedSomebody, let next = policy.next(stepsTaken: number, onlyUnresolved: goesOnUnanswered) else {
            return
        }
        ahead = max(ahead, (startedAt + next.after).since(instant))
    }
}

extension EscalationPolicy.Next {
    fileprivate var after: Elapsed {
        switch self {
        case .step(_, _, let after), .end(let after): after
        }
    }
}
