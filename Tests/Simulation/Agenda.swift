import CivilTime
import Coordination

/// What will happen, by true time and then by order of planning: a binary min-heap, so that a run jumps from one happening
/// to the next and two runs of a seed meet them in the same order.
struct Agenda {
    private var planned: [Planned] = []
    private var sequence: UInt64 = 0

    private struct Planned {
        let at: Instant
        let sequence: UInt64
        let happening: Happening

        func precedes(_ other: Planned) -> Bool { at != other.at ? at < other.at : sequence < other.sequence }
    }

    /// When the next happening is planned.
    var next: Instant? { planned.first?.at }

    mutating func plan(_ happening: Happening, at instant: Instant) {
        planned.append(Planned(at: instant, sequence: sequence, happening: happening))
        sequence += 1
        var child = planned.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard planned[child].precedes(planned[parent]) else { return }
            planned.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes the next happening.
    mutating func take() -> (at: Instant, happening: Happening)? {
        guard let first = planned.first else { return nil }
        planned.swapAt(0, planned.count - 1)
        planned.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < planned.count && planned[child].precedes(planned[smallest]) {
                smallest = child
            }
            if smallest == parent { return (first.at, first.happening) }
            planned.swapAt(parent, smallest)
            parent = smallest
        }
    }
}

/// Something that the world does to the daemon, or that becomes due in it.
enum Happening {
    /// A monitor looks at its problem.
    case monitor(Int)
    /// A program calls as it promised.
    case beat(Int)
    /// A person, or somebody who has no business there, acts.
    case act(Action, by: Int)
    /// A client has waited long enough for an answer.
    case patienceEnds(request: Int)
    /// A client sends its request again.
    case ask(request: Int)
    /// The loop of a process runs.
    case turn(process: Int)
    /// The disk is done with what it was writing for a process.
    case commit(process: Int)
    /// A notice reached its receiver.
    case arrival(Outgoing)
    /// The sender of a process knows what became of an attempt.
    case outcome(AttemptResult, process: Int, outlives: Bool)
    /// The configuration is changed and read again.
    case reload(version: Int)
    /// The system's clock is set.
    case clockSet(by: Elapsed)
    /// The process dies, whatever it is doing.
    case crash
    /// The process ends as it should and starts again at once.
    case restart
    /// The process starts.
    case start
}
