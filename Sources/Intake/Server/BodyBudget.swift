internal import Synchronization

/// Counts the bytes of request bodies that the process holds, so that many connections together cannot take the memory
/// that one alone may not. Thread-safe; used by the event loop and by the tasks that answer.
final class BodyBudget: Sendable {
    /// Why there is no room.
    enum Refusal: Sendable, Hashable {
        /// The bodies of all peers together are at their limit.
        case total
        /// Those of this shareholder are.
        case share
    }

    private struct State {
        var total = 0
        var shares: [ConnectionTable.Shareholder: Int] = [:]
    }

    private let totalMax: Int
    private let shareMax: Int
    private let state = Mutex(State())

    init(limits: IntakeLimits) {
        totalMax = limits.bodyBytesInFlightMax
        shareMax = limits.bodyBytesInFlightPerUserMax
    }

    /// Counts bytes in; nil when there was room. What was refused is not counted.
    func charge(_ bytes: Int, to shareholder: ConnectionTable.Shareholder) -> Refusal? {
        state.withLock { state in
            let share = state.shares[shareholder, default: 0] + bytes
            if share > shareMax { return .share }
            if state.total + bytes > totalMax { return .total }
            state.total += bytes
            state.shares[shareholder] = share
            return nil
        }
    }

    /// Counts bytes out that were counted in.
    func giveBack(_ bytes: Int, of shareholder: ConnectionTable.Shareholder) {
        guard bytes > 0 else { return }
        state.withLock { state in
            let share = state.shares[shareholder, default: 0] - bytes
            precondition(share >= 0 && state.total >= bytes, "only what was charged is given back")
            state.total -= bytes
            state.shares[shareholder] = share == 0 ? nil : share
        }
    }

    /// Bytes in flight now.
    var total: Int { state.withLock { $0.total } }
}

/// What one connection has taken of the budget. Each request's bytes are given back when it was answered; what is left
/// at the end of the connection, when nobody works on an answer any more, because until then the bytes are held.
final class BodyAccount: Sendable {
    private struct State {
        var bytes = 0
        var isAnswering = false
        var isClosed = false

        /// Takes out what is to be given back now.
        mutating func settle() -> Int {
            guard isClosed, !isAnswering else { return 0 }
            defer { bytes = 0 }
            return bytes
        }
    }

    private let budget: BodyBudget
    private let shareholder: ConnectionTable.Shareholder
    private let state = Mutex(State())

    init(_ budget: BodyBudget, for shareholder: ConnectionTable.Shareholder) {
        self.budget = budget
        self.shareholder = shareholder
    }

    /// Takes bytes of the budget; nil when there was room. Before `close`.
    func charge(_ bytes: Int) -> BodyBudget.Refusal? {
        if let refusal = budget.charge(bytes, to: shareholder) { return refusal }
        state.withLock { $0.bytes += bytes }
        return nil
    }

    /// A request was answered; its bytes are free. Before `close`.
    func giveBack(_ bytes: Int) {
        state.withLock { $0.bytes -= bytes }
        budget.giveBack(bytes, of: shareholder)
    }

    /// Somebody works on an answer; of one connection at most one at a time.
    func beginAnswer() { state.withLock { $0.isAnswering = true } }

    /// Nobody does any more.
    func endAnswer() { settle { $0.isAnswering = false } }

    /// The connection is closed. Harmless when it was before.
    func close() { settle { $0.isClosed = true } }

    private func settle(_ change: (inout State) -> Void) {
        let bytes = state.withLock { state in
            change(&state)
            return state.settle()
        }
        budget.giveBack(bytes, of: shareholder)
    }
}

extension BodyBudget.Refusal {
    /// What the peer is told.
    var problem: Problem {
        let whose = self == .total ? "of all peers" : "of this user"
        return .closing(
            .overloaded, "the requests \(whose) that are not answered yet are too large together; try again later")
    }
}
