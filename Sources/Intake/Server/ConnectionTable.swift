internal import NIOCore
internal import Synchronization

/// Counts the connections and hands the new ones to the server's task. Thread-safe; used by the event loop and by
/// the server's task.
final class ConnectionTable: Sendable {
    /// One user id, or everybody who has none.
    enum Shareholder: Hashable, Sendable {
        case user(UInt32)
        case others
    }

    enum Admission: Sendable {
        case admitted
        /// All connections together, or this shareholder's, are at their limit. `isNews` for the first time since
        /// the shareholder had room, so that a peer that keeps trying cannot fill the log.
        case full(total: Bool, isNews: Bool)
        /// The server is stopping.
        case stopping
    }

    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var shares: [Shareholder: Int] = [:]
        var arrived: [ArrivedConnection] = []
        var isStopping = false
        /// Shareholders that were refused since one of their connections closed.
        var refused: Set<Shareholder> = []

        mutating func full(_ shareholder: Shareholder, total: Bool) -> Admission {
            .full(total: total, isNews: refused.insert(shareholder).inserted)
        }
    }

    private let connectionsMax: Int
    private let connectionsPerShareholderMax: Int
    private let state = Mutex(State())
    /// One element whenever connections arrived; it finishes when the stop begins.
    let arrivals: AsyncStream<Void>
    private let arrivalsContinuation: AsyncStream<Void>.Continuation
    /// Finishes when the stop has begun and no connection is left, or when `giveUp` was called.
    let drained: AsyncStream<Void>
    private let drainedContinuation: AsyncStream<Void>.Continuation

    init(limits: IntakeLimits) {
        connectionsMax = limits.connectionsMax
        connectionsPerShareholderMax = limits.connectionsPerUserMax
        (arrivals, arrivalsContinuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (drained, drainedContinuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Counts a new connection in, if there is room. An admitted channel must be released when it is closed.
    func admit(_ channel: any Channel, for shareholder: Shareholder) -> Admission {
        state.withLock { state in
            if state.isStopping { return .stopping }
            if state.channels.count >= connectionsMax { return state.full(shareholder, total: true) }
            if state.shares[shareholder, default: 0] >= connectionsPerShareholderMax {
                return state.full(shareholder, total: false)
            }
            state.channels[ObjectIdentifier(channel)] = channel
            state.shares[shareholder, default: 0] += 1
            return .admitted
        }
    }

    /// Counts a closed connection out.
    func release(_ channel: any Channel, for shareholder: Shareholder) {
        let isDrained = state.withLock { state in
            guard state.channels.removeValue(forKey: ObjectIdentifier(channel)) != nil else { return false }
            state.shares[shareholder, default: 1] -= 1
            if state.shares[shareholder] == 0 { state.shares[shareholder] = nil }
            state.refused.remove(shareholder)
            if state.channels.isEmpty { state.refused = [] }
            return state.isStopping && state.channels.isEmpty
        }
        if isDrained { drainedContinuation.finish() }
    }

    /// Queues a connection whose pipeline is ready.
    func arrive(_ connection: ArrivedConnection) {
        state.withLock { $0.arrived.append(connection) }
        arrivalsContinuation.yield()
    }

    /// Takes what arrived. A connection that was made must be served, or its channel is never closed.
    func takeArrived() -> [ArrivedConnection] {
        state.withLock { state in
            defer { state.arrived = [] }
            return state.arrived
        }
    }

    /// Refuses new connections from now on and returns those that are open. Only the first call returns any.
    func beginStop() -> [any Channel] {
        let (open, isFirst) = state.withLock { state in
            defer { state.isStopping = true }
            return (Array(state.channels.values), !state.isStopping)
        }
        guard isFirst else { return [] }
        arrivalsContinuation.finish()
        if open.isEmpty { drainedContinuation.finish() }
        return open
    }

    /// Ends the wait for connections and returns those that are still open.
    func giveUp() -> [any Channel] {
        drainedContinuation.finish()
        return state.withLock { Array($0.channels.values) }
    }
}
