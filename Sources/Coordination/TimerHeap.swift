import CivilTime
import OnCall
import Responsibility

/// Something that is due at an instant. It is only a reminder to look: what is really due is decided by the incident's state, so
/// a timer whose cause is gone is dropped when it comes up, and nothing has to be cancelled.
struct Timer: Hashable, Sendable {
    enum Cause: Hashable, Sendable {
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

    let at: Instant
    /// Order of insertion; equal instants come up in it, so that replays agree.
    let sequence: UInt64
    /// Nil where it is about no single incident.
    let incident: IncidentID?
    let cause: Cause
}

/// A binary min-heap of timers by instant, then by insertion. Adding and removing are logarithmic.
struct TimerHeap: Sendable {
    private var timers: [Timer] = []
    private var nextSequence: UInt64 = 0

    var next: Instant? { timers.first?.at }
    var count: Int { timers.count }

    mutating func add(at instant: Instant, incident: IncidentID?, cause: Timer.Cause) {
        timers.append(Timer(at: instant, sequence: nextSequence, incident: incident, cause: cause))
        nextSequence += 1
        var child = timers.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.precedes(timers[child], timers[parent]) else { return }
            timers.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes and returns the first timer that is due at `now`.
    mutating func takeDue(at now: Instant) -> Timer? {
        guard let first = timers.first, first.at <= now else { return nil }
        timers.swapAt(0, timers.count - 1)
        timers.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < timers.count && Self.precedes(timers[child], timers[smallest]) {
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

    private static func precedes(_ left: Timer, _ right: Timer) -> Bool {
        left.at != right.at ? left.at < right.at : left.sequence < right.sequence
    }
}
