import Synchronization

/// Work that blocks, on a thread of its own, so that the cooperative pool never waits for a disk or another thread.
enum BlockingWork {
    /// Runs the body to its end and returns its value.
    static func run<Value: Sendable>(name: String, _ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let holder = Holder()
            holder.thread.withLock { slot in
                slot = OwnedThread(name: name) {
                    continuation.resume(returning: body())
                    // The thread ends by itself right after; nobody waits for it.
                    holder.thread.withLock { $0 }?.detach()
                }
            }
        }
    }

    private final class Holder: Sendable {
        let thread = Mutex<OwnedThread?>(nil)
    }
}
