package import CivilTime
package import OnCall
package import Responsibility

/// Something that is due at an instant. It is only a reminder to look: what is really due is decided by the incident's state, so
/// a timer whose cause is gone is dropped when it comes up, and nothing has to be cancelled.
package struct Timer: Hashable, Sendable {
    /// What is due.
    package enum Cause: Hashable, Sendable {
        case obligation(ObligationID)
        case reminder(ObligationID)
        case update(ObligationID)
        case retry(DeliveryID)
        case escalation(PartyID)
        /// A party's acknowledgement expires.
        case acknowledgement(PartyID)
        /// What was proposed about the owner has not been answered.
        case proposal
        case repeats
        /// Further agreements are told of a problem in `house`.
        case spread
        /// A notice that is held is looked at again.
        case release(NoticeID)
        /// The incident may be closed.
        case close
        /// A silence is over.
        case silence(SilenceID)
        case heartbeat(HeartbeatID)
        case canary(ChannelID)
        case override(OverrideID)
        /// A request that is about no incident is forgotten.
        case request(RequestID)
    }

    /// When it comes up.
    package let at: Instant
    /// Order of insertion; equal instants come up in it, so that replays agree.
    package let sequence: UInt64
    /// Nil where it is about no single incident.
    package let incident: IncidentID?
    /// What it reminds of.
    package let cause: Cause
}

/// A binary min-heap of timers by instant, then by insertion. Adding and removing are logarithmic.
package struct TimerHeap: Sendable {
    private var timers: [Timer] = []
    private var nextSequence: UInt64 = 0

    /// An empty heap.
    package init() {}

    /// When the first one comes up; nil when there is none.
    package var next: Instant? { timers.first?.at }
    /// How many there are, those whose cause is gone included.
    package var count: Int { timers.count }

    /// Adds one that comes up at an instant.
    package mutating func add(at instant: Instant, incident: IncidentID?, cause: Timer.Cause) {
        timers.append(Timer(at: instant, sequence: nextSequence, incident: incident, cause: cause))
        nextSequence += 1
        var child = timers.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(child, parent) else { return }
            timers.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes and returns the first timer that is due at `now`.
    package mutating func takeDue(at now: Instant) -> Timer? {
        guard let first = timers.first, first.at <= now else { return nil }
        timers.swapAt(0, timers.count - 1)
        timers.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < timers.count && precedes(child, smallest) {
                smallest = child
            }
            if smallest == parent { return first }
            timers.swapAt(parent, smallest)
            parent = smallest
        }
    }

    /// What is timed about some incidents; those without a timer are missing. Linear in all timers.
    func causes(about incidents: Set<IncidentID>) -> [IncidentID: [Timer.Cause]] {
        var causes: [IncidentID: [Timer.Cause]] = [:]
        for timer in timers {
            guard let id = timer.incident, incidents.contains(id) else { continue }
            causes[id, default: []].append(timer.cause)
        }
        return causes
    }

    /// By their places, so that what they are about is not copied for each comparison.
    private func precedes(_ left: Int, _ right: Int) -> Bool {
        timers[left].at != timers[right].at
            ? timers[left].at < timers[right].at : timers[left].sequence < timers[right].sequence
    }
}
