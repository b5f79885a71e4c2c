import Foundation
import Synchronization
import Testing

@testable import Delivery

/// Names: resolved on threads of their own, judged, pinned and remembered.
@Suite(.timeLimit(.minutes(1))) struct NameTests {
    private func addresses(_ texts: String...) -> NameAnswer { .found(texts.compactMap(NetworkAddress.init)) }

    /// Answers in order, and the last one for ever.
    private func script(_ answers: [NameAnswer]) -> NameLookup {
        let left = Mutex(answers[...])
        return { _ in
            left.withLock { left in
                guard left.count > 1, let first = left.popFirst() else { return left.first ?? .notFound }
                return first
            }
        }
    }

    private var forgetful: DeliveryLimits {
        var limits = DeliveryLimits()
        (limits.nameFoundMilliseconds, limits.nameFailedMilliseconds) = (0, 0)
        return limits
    }

    @Test func theHostHeaderIsTheNameAndTheConnectionGoesToTheAddress() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let channel = try local("a", "http://Hooks.Example:\(receiver.port)/x")
        let asked = Mutex<[String]>([])
        let answer = addresses("127.0.0.1")
        let lookup: NameLookup = { name in
            asked.withLock { $0.append(name) }
            return answer
        }
        try await withEngine([channel], lookup: lookup) { #expect(await $0.send().result == .delivered) }
        #expect(receiver.requests.first?.headers["host"]?.lowercased() == "hooks.example:\(receiver.port)")
        #expect(asked.withLock { $0 } == ["hooks.example"])
    }

    @Test func theSystemResolverAnswers() {
        #expect(SystemResolver.lookup("127.0.0.1") == .found([NetworkAddress.v4(0x7F00_0001)]))
        guard case .found(let addresses) = SystemResolver.lookup("localhost") else {
            Issue.record("localhost is in every hosts file")
            return
        }
        #expect(addresses.contains(.v4(0x7F00_0001)))
    }

    @Test(arguments: [
        (NameAnswer.notFound, AttemptReason.dnsNotFound), (.failed("the servers are down"), .dnsFailed),
        (.found([.v4(0x0A00_0001)]), .blockedAddress),
    ])
    func namesThatLeadNowhere(answer: NameAnswer, reason: AttemptReason) async throws {
        try await withEngine([try local("a", "http://hooks.example/")], lookup: { _ in answer }) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .notDelivered && outcome.reason == reason)
            #expect(outcome.detail?.isEmpty == false)
        }
    }

    @Test func ofAMixedAnswerOnlyThePermittedAddressesAreUsed() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let channel = try local("a", "http://hooks.example:\(receiver.port)/", allow: ["127.0.0.1"])
        try await withEngine([channel], lookup: script([addresses("127.0.0.2", "10.0.0.1", "127.0.0.1")])) { bench in
            #expect(await bench.send().result == .delivered)
            #expect(bench.engine.counters.mixedAnswers == 1)
        }
    }

    @Test func aNameThatTurnsToAForbiddenAddressIsBlockedAlsoOverAKeptConnection() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let channel = try local("a", "http://hooks.example:\(receiver.port)/", allow: ["127.0.0.1"])
        let lookup = script([addresses("127.0.0.1"), addresses("127.0.0.2")])
        try await withEngine([channel], limits: forgetful, lookup: lookup) { bench in
            #expect(await bench.send("a", "d1").result == .delivered)
            #expect(await bench.send("a", "d2").reason == .blockedAddress)
        }
        #expect(receiver.requests.map(\.id) == ["d1"])
    }

    @Test func anotherPinIsAnotherConnection() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let channel = try local("a", "http://hooks.example:\(receiver.port)/")
        // Nobody listens at 127.0.0.2, so success would mean that the kept connection was used.
        let lookup = script([addresses("127.0.0.1"), addresses("127.0.0.2")])
        try await withEngine([channel], limits: forgetful, lookup: lookup) { bench in
            #expect(await bench.send("a", "d1").result == .delivered)
            #expect(await bench.send("a", "d2").reason == .connectRefused)
        }
    }

    @Test func theNextAttemptTriesAnotherAddress() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let channel = try local("a", "http://hooks.example:\(receiver.port)/")
        try await withEngine([channel], lookup: script([addresses("127.0.0.2", "127.0.0.3", "127.0.0.1")])) { bench in
            #expect(await bench.send(attempt: 1).reason == .connectRefused)
            #expect(await bench.send(attempt: 2).reason == .connectRefused)
            #expect(await bench.send(attempt: 3).result == .delivered)
            #expect(await bench.send(attempt: 4).result == .delivered)
            #expect(bench.engine.counters.lookups == 1)
        }
    }

    @Test func aLookupThatHangsDelaysNobodyElseAndIsAskedOnce() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let gate = DispatchSemaphore(value: 0)
        defer { gate.signal() }
        let answer = addresses("127.0.0.1")
        let asked = Mutex(0)
        let lookup: NameLookup = { name in
            guard name == "stuck.example" else { return answer }
            asked.withLock { $0 += 1 }
            gate.wait()
            return answer
        }
        var limits = DeliveryLimits()
        limits.nameBudgetMilliseconds = 1500
        let channels = [
            try local("stuck", "http://stuck.example:\(receiver.port)/", inFlightMax: 3),
            try local("fine", "http://fine.example:\(receiver.port)/"), try local("literal", receiver.url()),
        ]
        try await withEngine(channels, limits: limits, lookup: lookup) { bench in
            bench.engine.submit((0..<3).map { request("stuck", "s\($0)") })
            bench.engine.submit([request("fine"), request("literal")])
            let first = await bench.outcomes.wait(for: 2)
            #expect(Set(first.prefix(2).map(\.channel)) == ["fine", "literal"])
            let stuck = await bench.outcomes.wait(for: 5).dropFirst(2)
            #expect(stuck.allSatisfy { $0.reason == .dnsTimeout && $0.result == .notDelivered })
            #expect(asked.withLock { $0 } == 1)
        }
    }

    @Test func namesThatFailedLeaveHalfOfTheThreadsToTheOthers() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let door = Door()
        defer { door.open() }
        let answer = addresses("127.0.0.1")
        let lookup: NameLookup = { name in
            guard name.hasPrefix("bad") else { return answer }
            if door.isFirst(name) { return .failed("down") }
            door.wait()
            return answer
        }
        var limits = forgetful
        limits.resolverThreadsMax = 4
        let bad = (0..<4).map { "bad\($0)" }
        let channels = try (bad + ["fine"]).map { try local($0, "http://\($0).example:\(receiver.port)/") }
        try await withEngine(channels, limits: limits, lookup: lookup) { bench in
            bench.engine.submit(bad.map { request($0, "first-\($0)") })
            #expect(await bench.outcomes.wait(for: 4).allSatisfy { $0.reason == .dnsFailed })
            bench.engine.submit(bad.map { request($0, "again-\($0)") })
            await door.wait(forArrivals: 2)
            bench.engine.submit([request("fine", "fine")])
            let fine = await bench.outcomes.wait(for: 5)[4]
            #expect(fine.delivery == "fine" && fine.result == .delivered)
            #expect(door.arrivals == 2)
            // Those that had to wait for a thread get one.
            door.open()
            #expect(await bench.outcomes.wait(for: 9).dropFirst(5).allSatisfy { $0.result == .delivered })
        }
    }

    @Test func aNameIsDoubtfulAfterALookupThatFailedOrWasLate() throws {
        let pool = try NamePool(limits: forgetful, lookup: { _ in .notFound }, deliver: { _, _ in })
        defer { pool.close() }
        let names = NameService(pool: pool, limits: forgetful)
        let start = MonotonicTime(nanoseconds: 1)
        let late = start.adding(milliseconds: forgetful.nameBudgetMilliseconds)
        func isDoubtful(after answer: NameAnswer, at end: MonotonicTime) -> Bool {
            guard case .wait = names.look(up: "a.example", now: start) else { return false }
            _ = names.expired(now: end)
            _ = names.answered("a.example", answer, now: start)
            return names.isDoubtful("a.example")
        }
        #expect(!isDoubtful(after: addresses("127.0.0.1"), at: start))
        #expect(isDoubtful(after: addresses("127.0.0.1"), at: late))
        #expect(!isDoubtful(after: .notFound, at: start))
        #expect(isDoubtful(after: .failed("down"), at: start))
        #expect(!isDoubtful(after: addresses("127.0.0.1"), at: start))
    }

    @Test func knownAddressesStandInWhileALookupHangs() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let gate = DispatchSemaphore(value: 0)
        defer { gate.signal() }
        let answer = addresses("127.0.0.1")
        let asked = Mutex(0)
        let lookup: NameLookup = { _ in
            let isFirst = asked.withLock { asked in
                asked += 1
                return asked == 1
            }
            if !isFirst { gate.wait() }
            return answer
        }
        var limits = forgetful
        limits.nameBudgetMilliseconds = 100
        let channel = try local("a", "http://hooks.example:\(receiver.port)/")
        try await withEngine([channel], limits: limits, lookup: lookup) { bench in
            #expect(await bench.send("a", "d1").result == .delivered)
            #expect(await bench.send("a", "d2").result == .delivered)
        }
    }

    @Test func theInterfacesOfThisMachineAreKnown() {
        guard case .addresses(let addresses) = LocalInterfaces.read() else {
            Issue.record("a test may read the interfaces")
            return
        }
        #expect(addresses.contains(.v4(0x7F00_0001)))
    }

    @Test func interfacesThatCannotBeReadTakeNothingBack() throws {
        let loopback = LocalInterfaces.Reading.addresses([.v4(0x7F00_0001)])
        let readings = Mutex([loopback, .failed(errno: EAFNOSUPPORT), .addresses([])])
        var own = try OwnAddresses { readings.withLock { $0.removeFirst() } }
        #expect(own.known == [.v4(0x7F00_0001)])
        own.refresh()
        #expect(own.known == [.v4(0x7F00_0001)])
        own.refresh()
        #expect(own.known.isEmpty)
    }

    @Test func withoutAFirstReadingOfTheInterfacesThereIsNoEngine() throws {
        let environment = DeliveryEnvironment(
            limits: DeliveryLimits(), userAgent: "Tocsin/test",
            certificateAuthorities: DeliveryEngine.systemCertificateAuthorities, lookup: SystemResolver.lookup,
            readInterfaces: { .failed(errno: EAFNOSUPPORT) }, onOutcomes: { _ in })
        let error = #expect(throws: DeliveryStartError.interfaces(errno: EAFNOSUPPORT)) {
            // Were there one, it would have to be stopped.
            try DeliveryEngine(environment, channels: []).stop(graceMilliseconds: 0)
        }
        #expect("\(error as Any)".contains("AF_NETLINK"))
    }

    @Test func knownAddressesStandInWhileTheServersFail() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let channel = try local("a", "http://hooks.example:\(receiver.port)/")
        let lookup = script([addresses("127.0.0.1"), .failed("down"), .notFound])
        try await withEngine([channel], limits: forgetful, lookup: lookup) { bench in
            #expect(await bench.send("a", "d1").result == .delivered)
            #expect(await bench.send("a", "d2").result == .delivered)
            #expect(await bench.send("a", "d3").reason == .dnsNotFound)
        }
    }
}

/// Where lookups hang until it is opened.
private final class Door: Sendable {
    private struct State {
        var known: Set<String> = []
        var arrivals = 0
        var watchers: [(arrivals: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    private let gate = DispatchSemaphore(value: 0)

    /// How many have come to hang.
    var arrivals: Int { state.withLock { $0.arrivals } }

    /// True when the name comes for the first time.
    func isFirst(_ name: String) -> Bool { state.withLock { $0.known.insert(name).inserted } }

    /// Hangs.
    func wait() {
        let ready = state.withLock { state in
            state.arrivals += 1
            let ready = state.watchers.filter { $0.arrivals <= state.arrivals }
            state.watchers.removeAll { $0.arrivals <= state.arrivals }
            return ready
        }
        for watcher in ready { watcher.continuation.resume() }
        gate.wait()
        gate.signal()
    }

    /// For ever.
    func open() { gate.signal() }

    /// Returns once that many have come to hang.
    func wait(forArrivals count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.arrivals < count { state.watchers.append((count, continuation)) }
                return state.arrivals >= count
            }
            if isThere { continuation.resume() }
        }
    }
}
