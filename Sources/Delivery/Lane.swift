internal import Presets

/// One channel's place in admission: its queue and what it has in flight. Owned by an `Admission`, by reference, so
/// that a long queue is never copied.
final class Lane {
    let channel: String
    var inFlightMax: Int
    /// Whose limit per host the channel falls under.
    var host: String
    var queue = FIFO<AttemptRequest>()
    var inFlight = 0
    var place = Place.nowhere
    /// The last attempt ended without an answer, or none has ended yet.
    var isDoubtful = true
    /// How fast its receiver takes messages. What the receiver was sent is not forgotten with a reload.
    var pacer: Pacer
    var pace: PresetPace {
        didSet { if pace != oldValue { pacer = Pacer(pace) } }
    }

    /// Where a lane stands. A lane is in at most one line at a time; entries that it left behind in a line are skipped
    /// there.
    enum Place {
        /// Empty, or at its own limit. Goes to `ring`.
        case nowhere
        /// Among those that may start. Goes to any other.
        case ring
        /// In the line of its host, which has no slot free. Goes to `ring`.
        case parked
        /// In the line of doubtful channels. Goes to `ring`, or to `nowhere` when it was answered meanwhile.
        case waiting
        /// Among those whose receivers take no more for a moment. Goes to `ring`.
        case paced
    }

    init(channel: String, _ configuration: Admission.LaneConfiguration) {
        self.channel = channel
        inFlightMax = configuration.inFlightMax
        host = configuration.host
        pace = configuration.pace
        pacer = Pacer(configuration.pace)
    }

    var hasWork: Bool { !queue.isEmpty && inFlight < inFlightMax }
}
