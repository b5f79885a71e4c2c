import Presets
import Testing

@testable import Delivery

/// Some time of the machine's.
private let morning = MonotonicTime(nanoseconds: 1_000_000_000_000)

/// Who may start, without a network.
@Suite struct AdmissionTests {
    private func admission(
        _ lanes: [String: (max: Int, host: String)], total: Int = 1024, host: Int = 16, queued: Int = 10_000
    ) -> Admission {
        var limits = DeliveryLimits()
        (limits.inFlightTotalMax, limits.inFlightHostMax, limits.queuedPerChannelMax) = (total, host, queued)
        let admission = Admission(limits: limits)
        _ = admission.replace(with: configurations(lanes))
        return admission
    }

    private func configurations(_ lanes: [String: (max: Int, host: String)]) -> [String: Admission.LaneConfiguration] {
        lanes.mapValues { Admission.LaneConfiguration(inFlightMax: $0.max, host: $0.host) }
    }

    private func enqueue(_ admission: Admission, _ channel: String, _ count: Int) {
        for index in 0..<count { #expect(admission.enqueue(request(channel, "\(channel)\(index)")) == nil) }
    }

    private func startAll(_ admission: Admission) -> [Admission.Slot] {
        var slots: [Admission.Slot] = []
        while let slot = admission.next(now: morning) { slots.append(slot) }
        return slots
    }

    /// Drains a paced channel and says when each attempt started, in milliseconds.
    private func starts(_ pace: PresetPace, count: Int) -> [UInt64] {
        let admission = Admission(limits: DeliveryLimits())
        _ = admission.replace(with: ["a": .init(inFlightMax: 100, host: "h", pace: pace)])
        enqueue(admission, "a", count)
        var (now, starts) = (morning, [UInt64]())
        while starts.count < count {
            while admission.next(now: now) != nil {
                starts.append((now.nanoseconds - morning.nanoseconds) / 1_000_000)
            }
            guard let next = admission.nextPaced(now: now) else { break }
            #expect(next > now, "a channel that is set aside is not ready")
            now = next
        }
        return starts
    }

    @Test func aReceiverGetsNoMoreThanItTakes() {
        #expect(starts(PresetPace(burst: 3, millisecondsPerMessage: 1000), count: 6) == [0, 0, 0, 1000, 2000, 3000])
        #expect(starts(PresetPace(burst: 1, millisecondsPerMessage: 500), count: 3) == [0, 500, 1000])
        #expect(starts(.unlimited, count: 4) == [0, 0, 0, 0])
    }

    /// After a pause the burst is there again, and no more than the burst.
    @Test func whatWasNotUsedIsNotSavedUpBeyondTheBurst() {
        var pacer = Pacer(PresetPace(burst: 2, millisecondsPerMessage: 1000))
        var now = morning
        for _ in 0..<2 {
            #expect(pacer.readyAt(now: now) <= now)
            pacer.take(now: now)
        }
        #expect(pacer.readyAt(now: now) == now.adding(milliseconds: 1000))
        now = now.adding(milliseconds: 3_600_000)
        for _ in 0..<2 {
            #expect(pacer.readyAt(now: now) <= now)
            pacer.take(now: now)
        }
        #expect(pacer.readyAt(now: now) > now)
    }

    @Test func aPacedChannelHoldsUpNoOtherAndNoSlot() {
        let admission = Admission(limits: DeliveryLimits())
        let slow = Admission.LaneConfiguration(
            inFlightMax: 4, host: "h", pace: PresetPace(burst: 1, millisecondsPerMessage: 60_000))
        _ = admission.replace(with: ["slow": slow, "quick": .init(inFlightMax: 4, host: "h")])
        enqueue(admission, "slow", 3)
        enqueue(admission, "quick", 3)
        let started = startAll(admission).map(\.request.delivery)
        #expect(started.sorted() == ["quick0", "quick1", "quick2", "slow0"])
        #expect(admission.inFlight == 4 && admission.queued == 2)
        // A reload forgets neither what waits nor what was sent.
        _ = admission.replace(with: ["slow": slow, "quick": .init(inFlightMax: 4, host: "h")])
        #expect(startAll(admission).isEmpty)
        #expect(admission.next(now: morning.adding(milliseconds: 60_000))?.request.delivery == "slow1")
        #expect(admission.drain().map(\.delivery) == ["slow2"])
    }

    @Test func channelsTakeTurnsAndEachKeepsItsOrder() {
        let admission = admission(["a": (9, "h1"), "b": (9, "h2"), "c": (9, "h3")])
        enqueue(admission, "a", 4)
        enqueue(admission, "b", 2)
        enqueue(admission, "c", 1)
        #expect(startAll(admission).map(\.request.delivery) == ["a0", "b0", "c0", "a1", "b1", "a2", "a3"])
    }

    @Test func limitsPerChannelPerHostAndInTotal() {
        let admission = admission(["a": (2, "h1"), "b": (4, "h1"), "c": (9, "h2")], total: 20, host: 5)
        enqueue(admission, "a", 9)
        enqueue(admission, "b", 9)
        enqueue(admission, "c", 9)
        let slots = startAll(admission)
        let perChannel = Dictionary(grouping: slots, by: \.request.channel).mapValues(\.count)
        #expect(perChannel == ["a": 2, "b": 3, "c": 5])
        #expect(admission.inFlight == 10 && admission.queued == 17)
    }

    @Test func aFreedSlotOfAHostGoesToWhoWaitedLongest() {
        let admission = admission(["a": (9, "h"), "b": (9, "h"), "c": (9, "h")], host: 1)
        for channel in ["a", "b", "c"] { enqueue(admission, channel, 2) }
        var order: [String] = []
        while let slot = admission.next(now: morning) {
            #expect(admission.next(now: morning) == nil)
            order.append(slot.request.delivery)
            admission.finish(slot, answered: true)
        }
        #expect(order == ["a0", "b0", "c0", "a1", "b1", "c1"])
    }

    @Test func channelsThatDoNotAnswerTakeTurnsToo() {
        let admission = admission(["a": (1, "h1"), "b": (1, "h2"), "c": (1, "h3")], total: 2)
        for channel in ["a", "b", "c"] { enqueue(admission, channel, 2) }
        var order: [String] = []
        while let slot = admission.next(now: morning) {
            #expect(admission.next(now: morning) == nil)
            order.append(slot.request.delivery)
            admission.finish(slot, answered: false)
        }
        #expect(order == ["a0", "b0", "c0", "a1", "b1", "c1"])
    }

    @Test func channelsThatDoNotAnswerShareHalfOfTheSlots() throws {
        var lanes = Dictionary(uniqueKeysWithValues: (0..<10).map { ("dead\($0)", (max: 4, host: "h\($0)")) })
        lanes["live"] = (max: 9, host: "live")
        let admission = admission(lanes, total: 8)
        enqueue(admission, "live", 1)
        admission.finish(try #require(admission.next(now: morning)), answered: true)
        for index in 0..<10 { enqueue(admission, "dead\(index)", 5) }
        #expect(startAll(admission).count == 4)
        enqueue(admission, "live", 9)
        let live = startAll(admission)
        #expect(live.count == 4 && live.allSatisfy { $0.request.channel == "live" })
        // One that stops answering goes back to the others.
        admission.finish(live[0], answered: false)
        #expect(admission.next(now: morning) == nil)
    }

    @Test func anAnswerSetsAChannelFreeThatWaitsAmongTheDoubtful() throws {
        let admission = admission(["a": (4, "h1"), "b": (4, "h2")], total: 4)
        enqueue(admission, "a", 4)
        let slots = startAll(admission)
        #expect(slots.count == 2)
        admission.finish(slots[0], answered: true)
        #expect(startAll(admission).count == 2)
        #expect(admission.inFlight == 3)
    }

    @Test func aFullQueueAndAnUnknownChannelRefuse() {
        let admission = admission(["a": (1, "h")], queued: 2)
        enqueue(admission, "a", 2)
        #expect(admission.enqueue(request("a")) == .queueFull)
        #expect(admission.enqueue(request("b")) == .channelUnknown)
    }

    @Test func drainingTakesAllAndKeepsTheSlots() throws {
        let admission = admission(["a": (1, "h"), "b": (1, "h")])
        enqueue(admission, "b", 2)
        enqueue(admission, "a", 2)
        let slots = startAll(admission)
        #expect(admission.drain().map(\.delivery) == ["a1", "b1"])
        #expect(admission.queued == 0 && admission.inFlight == 2)
        for slot in slots { admission.finish(slot, answered: false) }
        #expect(admission.inFlight == 0 && admission.next(now: morning) == nil)
    }

    @Test func aReplacedSetKeepsQueuesAndReturnsTheHomeless() throws {
        let admission = admission(["a": (1, "h"), "b": (1, "h")], host: 1)
        enqueue(admission, "a", 3)
        enqueue(admission, "b", 3)
        let slot = try #require(admission.next(now: morning))
        #expect(admission.next(now: morning) == nil)
        let homeless = admission.replace(with: configurations(["b": (2, "other")]))
        #expect(homeless.map(\.delivery) == ["a1", "a2"])
        #expect(startAll(admission).map(\.request.delivery) == ["b0"])
        admission.finish(slot, answered: true)
        #expect(admission.inFlight == 1 && admission.queued == 2)
    }

    /// Random traffic: no limit is ever passed, nothing that may start is left standing, and all of it gets through.
    @Test(arguments: 0..<40) func nothingStallsAndNoLimitIsPassed(seed: UInt64) {
        var traffic = RandomTraffic(seed: seed)
        for step in 0..<900 {
            if step < 200 { for _ in 0..<3 { traffic.submit() } }
            traffic.startAll()
            #expect(traffic.limitsPassed == [])
            #expect(traffic.channelsLeftStanding == [])
            traffic.finishOne()
            if step % 197 == 196 { traffic.replace() }
        }
        #expect(traffic.queued.values.allSatisfy { $0 == 0 } && traffic.running.isEmpty)
    }
}

/// Random use of an admission, with a plain model of what it must do.
private struct RandomTraffic {
    private(set) var running: [(slot: Admission.Slot, isDoubtful: Bool)] = []
    private(set) var queued: [String: Int] = [:]
    private var doubtful: Set<String> = []
    private var lanes: [String: Admission.LaneConfiguration] = [:]
    private var limits = DeliveryLimits()
    private var random: SplitMix
    private let admission: Admission

    init(seed: UInt64) {
        random = SplitMix(state: seed)
        limits.inFlightTotalMax = .random(in: 1...12, using: &random)
        limits.inFlightHostMax = .random(in: 1...5, using: &random)
        for index in 0..<8 {
            let host = "h\(Int.random(in: 0..<3, using: &random))"
            lanes["c\(index)"] = .init(inFlightMax: .random(in: 1...3, using: &random), host: host)
        }
        doubtful = Set(lanes.keys)
        admission = Admission(limits: limits)
        _ = admission.replace(with: lanes)
    }

    mutating func submit() {
        let channel = "c\(Int.random(in: 0..<8, using: &random))"
        queued[channel, default: 0] += 1
        #expect(admission.enqueue(request(channel)) == nil)
    }

    mutating func startAll() {
        while let slot = admission.next(now: morning) {
            queued[slot.request.channel, default: 0] -= 1
            running.append((slot, doubtful.contains(slot.request.channel)))
        }
    }

    mutating func finishOne() {
        guard let index = running.indices.randomElement(using: &random) else { return }
        let (slot, answered) = (running.remove(at: index).slot, Bool.random(using: &random))
        admission.finish(slot, answered: answered)
        if answered { doubtful.remove(slot.request.channel) } else { doubtful.insert(slot.request.channel) }
    }

    mutating func replace() { #expect(admission.replace(with: lanes).isEmpty) }

    private func inFlight(channel: String) -> Int { running.count { $0.slot.request.channel == channel } }

    private func inFlight(host: String) -> Int { running.count { lanes[$0.slot.request.channel]?.host == host } }

    private var doubtfulMax: Int { max(1, limits.inFlightTotalMax / 2) }
    private var inFlightDoubtful: Int { running.count { $0.isDoubtful } }

    /// The names of limits that do not hold.
    var limitsPassed: [String] {
        var passed: [String] = []
        if running.count > limits.inFlightTotalMax || running.count != admission.inFlight { passed.append("total") }
        if inFlightDoubtful > doubtfulMax { passed.append("doubtful") }
        for (channel, lane) in lanes {
            if inFlight(channel: channel) > lane.inFlightMax { passed.append(channel) }
            if inFlight(host: lane.host) > limits.inFlightHostMax { passed.append(lane.host) }
        }
        return passed
    }

    /// Channels with work that no limit holds back.
    var channelsLeftStanding: [String] {
        guard running.count < limits.inFlightTotalMax else { return [] }
        return lanes.filter { channel, lane in
            queued[channel, default: 0] > 0 && inFlight(channel: channel) < lane.inFlightMax
                && inFlight(host: lane.host) < limits.inFlightHostMax
                && (!doubtful.contains(channel) || inFlightDoubtful < doubtfulMax)
        }.keys.sorted()
    }
}

/// A small generator, so that a failed seed can be run again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct FIFOTests {
    @Test func keepsTheOrderThroughMixedUse() {
        var queue = FIFO<Int>()
        var (next, expected) = (0, 0)
        for round in 0..<50 {
            for _ in 0..<(round % 7) {
                queue.append(next)
                next += 1
            }
            for _ in 0..<(round % 5) where !queue.isEmpty {
                #expect(queue.first == expected)
                let popped = queue.popFirst()
                #expect(popped == expected)
                expected += 1
            }
            #expect(queue.count == next - expected)
        }
        let (rest, beyond) = (queue.removeAll(), queue.popFirst())
        #expect(rest == Array(expected..<next))
        #expect(queue.isEmpty && beyond == nil && queue.first == nil)
    }
}
