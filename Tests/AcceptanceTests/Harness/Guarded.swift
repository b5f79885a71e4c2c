import Foundation

/// State that several threads share, and that one of them can wait for. Waiting is by condition variable.
///
/// `@unchecked Sendable`: the state is only touched while the condition is locked.
final class Guarded<State>: @unchecked Sendable {
    private let condition = NSCondition()
    private var state: State

    init(_ state: State) { self.state = state }

    /// Reads or changes the state and wakes who waits for it.
    @discardableResult
    func update<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try body(&state)
    }

    /// What `find` sees as soon as it sees something; nil when that does not happen in time.
    func wait<Found>(seconds: Double, for find: (inout State) -> Found?) -> Found? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let found = find(&state) { return found }
            guard condition.wait(until: deadline) else { return find(&state) }
        }
    }
}

/// Waits for what only can be asked for: a file, a log line, an answer. Asks every 10 ms.
func eventually<Found>(_ what: String, within seconds: Double = 10, _ find: () throws -> Found?) throws -> Found {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while true {
        if let found = try find() { return found }
        guard Date() < deadline else { throw Trouble("\(what) did not happen within \(seconds) s") }
        Thread.sleep(forTimeInterval: 0.01)
    }
}

/// Like the other, for a condition.
func eventually(_ what: String, within seconds: Double = 10, _ holds: () throws -> Bool) throws {
    try eventually(what, within: seconds) { try holds() ? () : nil }
}
