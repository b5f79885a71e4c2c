import Delivery
import Synchronization
import Testing

/// Collects outcomes and lets a test wait for them.
final class Outcomes: Sendable {
    private let state = Mutex(State())

    private struct State {
        var all: [AttemptOutcome] = []
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    func add(_ outcomes: [AttemptOutcome]) {
        precondition(!outcomes.isEmpty)
        let ready = state.withLock { state in
            state.all += outcomes
            let ready = state.waiters.filter { $0.count <= state.all.count }
            state.waiters.removeAll { $0.count <= state.all.count }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    var all: [AttemptOutcome] { state.withLock { $0.all } }

    /// The outcomes once there are that many.
    func wait(for count: Int) async -> [AttemptOutcome] {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.all.count < count { state.waiters.append((count, continuation)) }
                return state.all.count >= count
            }
            if isThere { continuation.resume() }
        }
        return all
    }
}

/// An engine for one test.
struct Bench: Sendable {
    let engine: DeliveryEngine
    let outcomes: Outcomes

    /// Sends one attempt and waits for its outcome, the only one so far.
    func send(_ channel: String = "a", _ delivery: String = "d1", attempt: Int = 1) async -> AttemptOutcome {
        let before = outcomes.all.count
        engine.submit([request(channel, delivery, attempt: attempt)])
        return await outcomes.wait(for: before + 1)[before]
    }
}

/// Runs an engine for the time of the body and stops it.
func withEngine(
    _ channels: [ChannelConfiguration], limits: DeliveryLimits = DeliveryLimits(),
    certificateAuthorities: String = DeliveryEngine.systemCertificateAuthorities,
    lookup: @escaping NameLookup = SystemResolver.lookup, _ body: (Bench) async throws -> Void
) async throws {
    let outcomes = Outcomes()
    let engine = try DeliveryEngine(
        limits: limits, channels: channels, userAgent: "Tocsin/test", certificateAuthorities: certificateAuthorities,
        lookup: lookup
    ) { outcomes.add($0) }
    defer { engine.stop(graceMilliseconds: 0) }
    try await body(Bench(engine: engine, outcomes: outcomes))
}

func request(
    _ channel: String = "a", _ delivery: String = "d1", attempt: Int = 1, body: String = #"{"type":"test"}"#
) -> AttemptRequest {
    AttemptRequest(delivery: delivery, attempt: attempt, channel: channel, body: Array(body.utf8))
}

/// A channel that may speak plain http to this machine.
func local(
    _ id: String, _ url: String, secrets: [String] = [], timeout: Int = 15_000, connectTimeout: Int = 5000,
    inFlightMax: Int = 4, allow: [String] = ["127.0.0.0/8"]
) throws -> ChannelConfiguration {
    ChannelConfiguration(
        id: id, url: url, secrets: try secrets.map { try WebhookSecret(parsing: $0) },
        allow: try allow.map { try AddressException(parsing: $0) }, timeoutMilliseconds: timeout,
        connectTimeoutMilliseconds: connectTimeout, inFlightMax: inFlightMax)
}
