import Delivery
import Synchronization
import Testing

/// Queues, stops and reloads: every attempt is answered once.
@Suite(.timeLimit(.minutes(1))) struct EngineTests {
    @Test func fiveHundredDeliveriesAreAllAnsweredExactlyOnce() async throws {
        let receiver = Receiver { $0.id.hasSuffix("7") ? .status(503) : .status(200) }
        let closing = Receiver { _ in .close }
        defer { for each in [receiver, closing] { each.stop() } }
        let channels = try (0..<25).map { try local("c\($0)", ($0 == 24 ? closing : receiver).url("/\($0)")) }
        try await withEngine(channels) { bench in
            let requests = (0..<500).map { request("c\($0 % 25)", "d\($0)") }
            for start in stride(from: 0, to: 500, by: 50) { bench.engine.submit(Array(requests[start..<start + 50])) }
            let outcomes = await bench.outcomes.wait(for: 500)
            #expect(outcomes.count == 500)
            #expect(Set(outcomes.map(\.delivery)).count == 500)
            for outcome in outcomes {
                let expected: AttemptReason =
                    outcome.channel == "c24" ? .connectionLost : outcome.delivery.hasSuffix("7") ? .http5xx : .ok
                #expect(outcome.reason == expected)
            }
            #expect(bench.engine.counters.inFlight == 0 && bench.engine.counters.queued == 0)
        }
        #expect(receiver.connections <= DeliveryLimits().inFlightHostMax)
    }

    @Test func aReceiverThatHangsDelaysNoOtherChannel() async throws {
        let hanging = Receiver { _ in .hang }
        let receiver = Receiver()
        defer { for each in [hanging, receiver] { each.stop() } }
        // 16 hanging channels would take every slot of 16, were they let.
        var limits = DeliveryLimits()
        limits.inFlightTotalMax = 16
        let channels =
            try (0..<16).map { try local("dead\($0)", hanging.url("/\($0)"), timeout: 50_000) }
            + [try local("live", receiver.url())]
        try await withEngine(channels, limits: limits) { bench in
            #expect(await bench.send("live", "first").result == .delivered)
            bench.engine.submit((0..<160).map { request("dead\($0 % 16)", "x\($0)") })
            await hanging.wait(forRequests: 8)
            bench.engine.submit((0..<50).map { request("live", "d\($0)") })
            let outcomes = await bench.outcomes.wait(for: 51)
            #expect(outcomes.allSatisfy { $0.channel == "live" && $0.result == .delivered })
            #expect(bench.engine.counters.inFlight == 8)
        }
    }

    @Test func attemptsOfAChannelStartInOrder() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        try await withEngine([try local("a", receiver.url(), inFlightMax: 1)]) { bench in
            bench.engine.submit((0..<20).map { request("a", "d\($0)") })
            _ = await bench.outcomes.wait(for: 20)
            #expect(receiver.requests.map(\.id) == (0..<20).map { "d\($0)" })
            #expect(receiver.connections == 1)
        }
    }

    @Test func aQueueThatIsFullRefuses() async throws {
        let hanging = Receiver { _ in .hang }
        defer { hanging.stop() }
        var limits = DeliveryLimits()
        limits.queuedPerChannelMax = 2
        try await withEngine([try local("a", hanging.url(), inFlightMax: 1)], limits: limits) { bench in
            bench.engine.submit([request("a", "flying")])
            await hanging.wait(forRequests: 1)
            bench.engine.submit((0..<5).map { request("a", "d\($0)") })
            let outcomes = await bench.outcomes.wait(for: 3)
            #expect(outcomes.map(\.delivery) == ["d2", "d3", "d4"])
            #expect(outcomes.allSatisfy { $0.reason == .queueFull && $0.result == .notDelivered })
            bench.engine.stop(graceMilliseconds: 0)
            #expect(bench.outcomes.all.count == 6)
        }
    }

    @Test func anInboxThatIsFullRefusesAndForgetsNobody() async throws {
        let hanging = Receiver { _ in .hang }
        defer { hanging.stop() }
        var limits = DeliveryLimits()
        limits.inboxAttemptsMax = 3
        try await withEngine([try local("a", hanging.url(), inFlightMax: 1)], limits: limits) { bench in
            bench.engine.submit((0..<10).map { request("a", "d\($0)") })
            let outcomes = await bench.outcomes.wait(for: 7)
            #expect(outcomes.map(\.delivery) == (3..<10).map { "d\($0)" })
            #expect(outcomes.allSatisfy { $0.reason == .queueFull })
        }
    }

    @Test func stoppingInterruptsWhatHangsAndWhatWaits() async throws {
        let hanging = Receiver { _ in .hang }
        defer { hanging.stop() }
        try await withEngine([try local("a", hanging.url(), inFlightMax: 2)]) { bench in
            bench.engine.submit((0..<5).map { request("a", "d\($0)") })
            await hanging.wait(forRequests: 2)
            bench.engine.stop(graceMilliseconds: 50)
            let outcomes = bench.outcomes.all
            #expect(Set(outcomes.map(\.delivery)).count == 5 && outcomes.count == 5)
            #expect(outcomes.allSatisfy { $0.reason == .interrupted })
            let ambiguous = outcomes.filter { $0.result == .ambiguous }.map(\.delivery)
            #expect(Set(ambiguous) == ["d0", "d1"])
            #expect(outcomes.count { $0.result == .notDelivered } == 3)
        }
    }

    @Test func aStopJudgesAnAnswerThatHasNoEndYetByItsStatus() async throws {
        let accepting = Receiver { _ in .rawThenHang("HTTP/1.1 202 Yes\r\ncontent-length: 9\r\n\r\n1") }
        let refusing = Receiver { _ in .rawThenHang("HTTP/1.1 400 No\r\ncontent-length: 9\r\n\r\n1") }
        let undecided = Receiver { _ in .rawThenHang("HTTP/1.1 202 Yes\r\ncontent-length: 9\r\n") }
        let receivers = ["yes": accepting, "no": refusing, "maybe": undecided]
        defer { for each in receivers.values { each.stop() } }
        try await withEngine(try receivers.map { try local($0, $1.url()) }) { bench in
            for (channel, receiver) in receivers {
                bench.engine.submit([request(channel, channel)])
                await receiver.wait(forRequests: 1)
            }
            // Within the grace the answers arrive as far as they go; none of them ends.
            bench.engine.stop(graceMilliseconds: 1000)
            let results = Dictionary(uniqueKeysWithValues: bench.outcomes.all.map { ($0.channel, $0) })
            #expect(results["yes"]?.result == .delivered && results["yes"]?.status == 202)
            #expect(results["no"]?.result == .refused && results["no"]?.reason == .http4xx)
            #expect(results["maybe"]?.result == .ambiguous && results["maybe"]?.reason == .interrupted)
        }
    }

    @Test func withinTheGraceAttemptsEndWell() async throws {
        let released = Mutex(false)
        let receiver = Receiver { _ in
            while !released.withLock({ $0 }) {}
            return .status(200)
        }
        defer { receiver.stop() }
        try await withEngine([try local("a", receiver.url())]) { bench in
            bench.engine.submit([request()])
            await receiver.wait(forRequests: 1)
            released.withLock { $0 = true }
            bench.engine.stop(graceMilliseconds: 20_000)
            #expect(bench.outcomes.all.map(\.result) == [.delivered])
        }
    }

    @Test func afterTheStopAttemptsAreAnsweredAtOnceAndStoppingAgainIsFine() async throws {
        try await withEngine([]) { bench in
            bench.engine.stop(graceMilliseconds: 0)
            bench.engine.stop(graceMilliseconds: 0)
            bench.engine.submit([request()])
            #expect(bench.outcomes.all.map(\.reason) == [.interrupted])
            bench.engine.submit([])
            bench.engine.replaceChannels([])
        }
    }

    @Test func queuedAttemptsGoOnWithTheNewConfiguration() async throws {
        let hanging = Receiver { _ in .hang }
        let receiver = Receiver()
        defer { for each in [hanging, receiver] { each.stop() } }
        let channels = [
            try local("moved", hanging.url(), inFlightMax: 1), try local("gone", hanging.url(), inFlightMax: 1),
        ]
        try await withEngine(channels) { bench in
            bench.engine.submit(["moved", "gone"].flatMap { id in (0..<2).map { request(id, "\(id)\($0)") } })
            await hanging.wait(forRequests: 2)
            bench.engine.replaceChannels([try local("moved", receiver.url(), inFlightMax: 2)])
            let outcomes = await bench.outcomes.wait(for: 2)
            let byDelivery = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.delivery, $0) })
            #expect(byDelivery["gone1"]?.reason == .channelUnknown)
            #expect(byDelivery["gone1"]?.result == .notDelivered)
            #expect(byDelivery["moved1"]?.result == .delivered)
            #expect(await bench.send("gone", "late").reason == .channelUnknown)
            bench.engine.stop(graceMilliseconds: 0)
            let interrupted = bench.outcomes.all.filter { $0.reason == .interrupted }.map(\.delivery)
            #expect(Set(interrupted) == ["moved0", "gone0"])
        }
    }

    @Test func whatCannotBeSentIsAnswered() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        var limits = DeliveryLimits()
        limits.requestBodyBytesMax = 100
        try await withEngine([try local("a", receiver.url())], limits: limits) { bench in
            for id in ["", "a.b", "a b", "a\r\nx-evil: 1", "ä", String(repeating: "a", count: 129)] {
                #expect(await bench.send("a", id).reason == .localError)
            }
            #expect(await bench.send("nobody").reason == .channelUnknown)
            bench.engine.submit([request(body: String(repeating: "x", count: 101))])
            #expect(await bench.outcomes.wait(for: 8)[7].reason == .bodyTooLarge)
            #expect(bench.outcomes.all.allSatisfy { $0.result == .notDelivered })
            #expect(await bench.send("a", String(repeating: "Z", count: 128)).result == .delivered)
        }
        #expect(receiver.requests.count == 1)
    }

    @Test func theThreadShowsThatItIsAlive() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        try await withEngine([try local("a", receiver.url())]) { bench in
            _ = await bench.send("a", "d1")
            let turns = bench.engine.turns
            _ = await bench.send("a", "d2")
            #expect(bench.engine.turns > turns)
            #expect(bench.engine.counters.delivered == 2 && bench.engine.counters.reasons == [.ok: 2])
        }
    }

    @Test(arguments: ["", "Tocsin\r\nx: y", "Töcsin"])
    func aUserAgentThatIsNoHeaderValueIsRefused(userAgent: String) {
        #expect(throws: DeliveryStartError.userAgent) {
            try DeliveryEngine(limits: DeliveryLimits(), channels: [], userAgent: userAgent) { _ in }
        }
    }
}
