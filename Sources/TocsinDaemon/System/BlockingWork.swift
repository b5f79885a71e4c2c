import Threads

/// Work that blocks, on a thread of its own, so that the cooperative pool never waits for a disk or another thread.
enum BlockingWork {
    /// Runs the body to its end and returns its value. When the system has no room for a thread the body runs where the caller is:
    /// late is better than not at all.
    static func run<Value: Sendable>(name: String, _ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            do {
                try OwnedThread(name: name) { continuation.resume(returning: body()) }.detach()
            } catch {
                continuation.resume(returning: body())
            }
        }
    }
}
