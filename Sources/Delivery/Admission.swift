internal import Presets

/// Who may start now: a queue per channel, round robin over the channels, and limits per channel, per host and in
/// total.
///
/// A channel with work to do stands in exactly one line: in the `ring` of those that may start; in the line of its
/// host, which has no slot free; or in the line of doubtful channels. One that is empty or at its own limit stands
/// nowhere (`Lane.Place`). One whose receiver takes no more for a moment is set aside until then.
///
/// Doubtful is a channel whose last attempt ended without an answer, or that has not had one yet. Together they may
/// hold half of all slots, so that any number of hanging channels leaves the other half to those that answer.
///
/// It reads no clock and knows no libcurl. Confined to the delivery thread.
final class Admission {
    private(set) var inFlight = 0
    private(set) var queued = 0
    private var inFlightDoubtful = 0
    private var lanes: [String: Lane] = [:]
    private var hosts: [String: Host] = [:]
    private var ring = FIFO<Lane>()
    private var doubtfulLine = FIFO<Lane>()
    /// Those whose receivers take no more for a moment, in no order: they are few.
    private var paced: [Lane] = []
    private let limits: DeliveryLimits

    /// The permission to start one attempt; it goes back once, with `finish`.
    struct Slot {
        let request: AttemptRequest
        fileprivate let lane: Lane
        fileprivate let host: String
        fileprivate let isDoubtful: Bool
    }

    /// What admission needs to know of a channel.
    struct LaneConfiguration {
        let inFlightMax: Int
        /// Whose limit per host the channel falls under.
        let host: String
        /// How fast its receiver takes messages.
        var pace = PresetPace.unlimited
    }

    /// Why an attempt was not queued.
    enum Refusal {
        case channelUnknown, queueFull
    }

    private struct Host {
        var inFlight = 0
        var line = FIFO<Lane>()
    }

    init(limits: DeliveryLimits) { self.limits = limits }

    private var doubtfulMax: Int { max(1, limits.inFlightTotalMax / 2) }

    // MARK: - Work in

    /// Queues an attempt, or says why not.
    func enqueue(_ request: AttemptRequest) -> Refusal? {
        guard let lane = lanes[request.channel] else { return .channelUnknown }
        guard lane.queue.count < limits.queuedPerChannelMax else { return .queueFull }
        lane.queue.append(request)
        queued += 1
        lineUp(lane)
        return nil
    }

    /// Takes everything out of the queues, channel by channel in order of their ids.
    func drain() -> [AttemptRequest] {
        queued = 0
        return lanes.keys.sorted().flatMap { lanes[$0]?.queue.removeAll() ?? [] }
    }

    // MARK: - Work out

    /// When the first channel that is set aside because of its pace may go on; nil when none is.
    func nextPaced(now: MonotonicTime) -> MonotonicTime? { paced.map { $0.pacer.readyAt(now: now) }.min() }

    /// The next attempt that may start, or nil.
    func next(now: MonotonicTime) -> Slot? {
        wakePaced(now: now)
        while inFlight < limits.inFlightTotalMax, let lane = nextInLine() {
            guard lane.place == .ring else { continue }
            lane.place = .nowhere
            if lane.hasWork, let slot = start(lane, now: now) { return slot }
        }
        return nil
    }

    /// The ring first; when it is empty, the head of the doubtful line if a slot of theirs is free.
    private func nextInLine() -> Lane? {
        if let lane = ring.popFirst() { return lane }
        guard inFlightDoubtful < doubtfulMax else { return nil }
        wakeDoubtful()
        return ring.popFirst()
    }

    /// Starts the lane's first attempt, or sets the lane aside until what it lacks is free.
    private func start(_ lane: Lane, now: MonotonicTime) -> Slot? {
        if lane.pacer.readyAt(now: now) > now {
            lane.place = .paced
            paced.append(lane)
            wake(host: lane.host)
            return nil
        }
        if lane.isDoubtful, inFlightDoubtful >= doubtfulMax {
            lane.place = .waiting
            doubtfulLine.append(lane)
            // It may have been woken for a slot of its host, which another lane can use.
            wake(host: lane.host)
            return nil
        }
        if hosts[lane.host, default: Host()].inFlight >= limits.inFlightHostMax {
            lane.place = .parked
            hosts[lane.host, default: Host()].line.append(lane)
            return nil
        }
        guard let request = lane.queue.popFirst() else { return nil }
        queued -= 1
        lane.pacer.take(now: now)
        let slot = Slot(request: request, lane: lane, host: lane.host, isDoubtful: lane.isDoubtful)
        count(+1, slot)
        lineUp(lane)
        return slot
    }

    /// Returns a slot. `answered`: whether the receiver answered at all.
    func finish(_ slot: Slot, answered: Bool) {
        count(-1, slot)
        let lane = slot.lane
        lane.isDoubtful = !answered
        // Those that waited longer go first; only then the lane that just had its turn.
        wake(host: slot.host)
        if slot.isDoubtful { wakeDoubtful() }
        if answered, lane.place == .waiting { lane.place = .nowhere }
        lineUp(lane)
        if let host = hosts[slot.host], host.inFlight == 0, host.line.isEmpty { hosts[slot.host] = nil }
    }

    private func count(_ change: Int, _ slot: Slot) {
        inFlight += change
        if slot.isDoubtful { inFlightDoubtful += change }
        slot.lane.inFlight += change
        hosts[slot.host, default: Host()].inFlight += change
        precondition(inFlight >= 0 && inFlightDoubtful >= 0 && slot.lane.inFlight >= 0, "a slot is returned once")
    }

    /// Puts a lane at the end of the ring if it has work and stands nowhere.
    private func lineUp(_ lane: Lane) {
        guard lane.place == .nowhere, lane.hasWork else { return }
        lane.place = .ring
        ring.append(lane)
    }

    /// Moves the longest waiting lane of a host to the ring, if the host has a slot.
    private func wake(host: String) {
        guard hosts[host, default: Host()].inFlight < limits.inFlightHostMax else { return }
        while let lane = hosts[host]?.line.popFirst() {
            guard lane.place == .parked else { continue }
            lane.place = .ring
            return ring.append(lane)
        }
    }

    private func wakePaced(now: MonotonicTime) {
        guard !paced.isEmpty else { return }
        let ready = paced.filter { $0.pacer.readyAt(now: now) <= now }
        guard !ready.isEmpty else { return }
        paced.removeAll { $0.pacer.readyAt(now: now) <= now }
        for lane in ready where lane.place == .paced {
            lane.place = .ring
            ring.append(lane)
        }
    }

    private func wakeDoubtful() {
        while let lane = doubtfulLine.popFirst() {
            guard lane.place == .waiting else { continue }
            lane.place = .ring
            return ring.append(lane)
        }
    }

    // MARK: - Configuration

    /// Takes the new set of channels. Attempts in flight keep their slots; queued ones of channels that are gone are
    /// returned.
    func replace(with configurations: [String: LaneConfiguration]) -> [AttemptRequest] {
        var homeless: [AttemptRequest] = []
        for id in lanes.keys.sorted() where configurations[id] == nil {
            homeless += lanes.removeValue(forKey: id)?.queue.removeAll() ?? []
        }
        queued -= homeless.count
        for (id, configuration) in configurations {
            let lane =
                lanes[id]
                ?? Lane(channel: id, configuration)
            lane.inFlightMax = configuration.inFlightMax
            lane.pace = configuration.pace
            // Another host is another receiver, of whom nothing is known yet.
            if lane.host != configuration.host { lane.isDoubtful = true }
            lane.host = configuration.host
            lanes[id] = lane
        }
        lineUpAnew()
        return homeless
    }

    /// Hosts and limits may have changed under those that were set aside, so everybody lines up again.
    private func lineUpAnew() {
        _ = ring.removeAll()
        _ = doubtfulLine.removeAll()
        paced = []
        for host in hosts.keys { _ = hosts[host]?.line.removeAll() }
        hosts = hosts.filter { $0.value.inFlight > 0 }
        for id in lanes.keys.sorted() {
            lanes[id]?.place = .nowhere
            if let lane = lanes[id] { lineUp(lane) }
        }
    }
}
