internal import CCurl
internal import Synchronization

/// The delivery thread: everything between the inbox and the outcomes. Its turns are in this file, its attempts in
/// DeliveryLoop+Attempts.swift.
///
/// `@unchecked Sendable` because of how it is confined: the engine's initialiser builds it and hands its only reference
/// to the thread it starts; from then on `run` on that thread is the only code that touches it or anything it owns,
/// libcurl's callbacks included. Starting a thread orders the initialiser before it. What other threads share with it
/// is in `Inbox` and `DeliveryStatus`.
final class DeliveryLoop: @unchecked Sendable {
    let environment: DeliveryEnvironment
    let admission: Admission
    let multi: CurlMulti
    let names: NameService
    /// By id.
    var channels: [String: LiveChannel] = [:]
    /// By `Transfer.key`.
    var transfers: [UInt: Transfer] = [:]
    /// Attempts that wait for the address of their name.
    var waiting: [NameService.Ticket: LiveAttempt] = [:]
    /// What this turn has to report.
    var outcomes: [AttemptOutcome] = []
    var counters = DeliveryCounters()
    var ownAddresses: OwnAddresses
    /// The clock, read once per turn.
    var now = MonotonicTime.now()

    private let inbox: Inbox
    private let status: DeliveryStatus
    private let pool: NamePool
    private var loopWait: LoopWait
    private var interfacesStaleAt: MonotonicTime
    /// Set once the engine is to stop: until then attempts in flight may go on.
    private var graceEnd: MonotonicTime?

    var limits: DeliveryLimits { environment.limits }

    init(_ environment: DeliveryEnvironment, inbox: Inbox, status: DeliveryStatus) throws(DeliveryStartError) {
        self.environment = environment
        self.inbox = inbox
        self.status = status
        admission = Admission(limits: environment.limits)
        ownAddresses = try OwnAddresses(read: environment.readInterfaces)
        interfacesStaleAt = MonotonicTime.now().adding(milliseconds: environment.limits.interfacesMilliseconds)
        multi = try CurlMulti(limits: environment.limits)
        loopWait = try LoopWait(epoll: multi.epoll, wakeUp: inbox.wakeUp.descriptor)
        pool = try NamePool(limits: environment.limits, lookup: environment.lookup) { name, answer in
            inbox.put(answer, for: name)
        }
        names = NameService(pool: pool, limits: environment.limits)
    }

    /// Makes turns until the engine is stopped and nothing is in flight.
    func run() {
        var ready: [(descriptor: Int32, events: UInt32)] = []
        while !isDone {
            turn(ready)
            ready = isDone ? [] : loopWait.wait(until: nextDeadline, now: .now())
        }
        end()
    }

    private var isDone: Bool { graceEnd != nil && transfers.isEmpty && waiting.isEmpty }

    /// One turn: what came in, what libcurl can do, what is over, what may start, and then the report.
    private func turn(_ ready: [(descriptor: Int32, events: UInt32)]) {
        now = .now()
        refreshInterfaces()
        take(inbox.take())
        for (descriptor, events) in ready { multi.work(on: descriptor, ready: events) }
        multi.workIfDue(now: now)
        finishTransfers()
        expireLookups()
        if let graceEnd, graceEnd <= now { interruptTransfers() }
        startAttempts()
        publish()
    }

    /// The earliest of all that needs a turn by itself.
    private var nextDeadline: MonotonicTime {
        let idle = now.adding(milliseconds: limits.idleTurnMilliseconds)
        return [idle, multi.deadline, names.nextEnd, admission.nextPaced(now: now), graceEnd].compactMap { $0 }.min()
            ?? idle
    }

    private func refreshInterfaces() {
        guard interfacesStaleAt <= now else { return }
        ownAddresses.refresh()
        interfacesStaleAt = now.adding(milliseconds: limits.interfacesMilliseconds)
    }

    // MARK: - What came in

    private func take(_ contents: Inbox.Contents) {
        if let channels = contents.channels { replace(with: channels) }
        for (name, answer) in contents.answers { nameWasAnswered(name, answer) }
        for request in contents.refused { report(request, .queueFull, OutcomeWords.queueFull) }
        for request in contents.attempts { enqueue(request) }
        if let grace = contents.stopGraceMilliseconds { beginToStop(graceMilliseconds: grace) }
    }

    private func replace(with configurations: [ChannelConfiguration]) {
        channels = Dictionary(configurations.map { ($0.id, LiveChannel($0)) }, uniquingKeysWith: { $1 })
        let homeless = admission.replace(with: channels.mapValues(\.lane))
        for request in homeless { report(request, .channelUnknown, OutcomeWords.channelUnknown) }
    }

    private func enqueue(_ request: AttemptRequest) {
        guard graceEnd == nil else { return report(request, .interrupted, OutcomeWords.stopped) }
        if let (reason, words) = flaw(of: request) { return report(request, reason, words) }
        switch admission.enqueue(request) {
        case nil: break
        case .channelUnknown: report(request, .channelUnknown, OutcomeWords.channelUnknown)
        case .queueFull: report(request, .queueFull, OutcomeWords.queueFull)
        }
    }

    /// What forbids to send the attempt anywhere. Header lines are sent as given, so the id must not hold a line end.
    private func flaw(of request: AttemptRequest) -> (AttemptReason, String)? {
        let isGoodID = request.delivery.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        guard isGoodID, (1...DeliveryLimits.deliveryCharactersMax).contains(request.delivery.utf8.count) else {
            return (.localError, OutcomeWords.badDelivery)
        }
        return request.body.count > limits.requestBodyBytesMax ? (.bodyTooLarge, OutcomeWords.bodyTooLarge) : nil
    }

    // MARK: - The end

    private func beginToStop(graceMilliseconds: Int) {
        graceEnd = min(graceEnd ?? MonotonicTime(nanoseconds: .max), now.adding(milliseconds: graceMilliseconds))
        for request in admission.drain() { report(request, .interrupted, OutcomeWords.stopped) }
        for ticket in waiting.keys.sorted() {
            guard let attempt = waiting.removeValue(forKey: ticket) else { continue }
            finish(attempt, Judgement(result: .notDelivered, reason: .interrupted, detail: OutcomeWords.stopped))
        }
        pool.close()
    }

    /// After the last turn: nothing comes in any more, and what still did is answered.
    private func end() {
        let late = inbox.close()
        for request in late.attempts + late.refused { report(request, .interrupted, OutcomeWords.stopped) }
        publish()
    }

    // MARK: - What goes out

    /// Reports an attempt that was never admitted.
    private func report(_ request: AttemptRequest, _ reason: AttemptReason, _ words: String) {
        outcomes.append(AttemptOutcome(of: request, .notDelivered, reason, detail: words))
    }

    private func publish() {
        for outcome in outcomes { counters.count(outcome) }
        counters.queued = admission.queued
        counters.inFlight = admission.inFlight
        counters.lookups = names.lookups
        let counters = counters
        status.counters.withLock { $0 = counters }
        status.turns.add(1, ordering: .relaxed)
        guard !outcomes.isEmpty else { return }
        let batch = outcomes
        outcomes = []
        environment.onOutcomes(batch)
    }
}
