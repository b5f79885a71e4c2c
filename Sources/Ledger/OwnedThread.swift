import Glibc
import Synchronization

/// A thread with an owner who joins it. For work that blocks, which has no place on the cooperative pool.
final class OwnedThread: Sendable {
    /// Nil once joined.
    private let thread: Mutex<pthread_t?>

    /// Carries the body over to the new thread.
    private final class Start {
        let body: () -> Void
        init(body: @escaping () -> Void) { self.body = body }
    }

    /// Starts a thread that runs the body and ends with it.
    init(_ body: sending @escaping () -> Void) {
        var thread = pthread_t()
        let start = unsafe Unmanaged.passRetained(Start(body: body)).toOpaque()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            }, start)
        precondition(code == 0, "no thread could be started (error \(code)); the limit on threads or memory is too low")
        self.thread = Mutex(thread)
    }

    /// Waits until the body has ended. The first call joins, later ones return at once. Never from the thread itself.
    func join() {
        let joined = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let joined else { return }
        let code = pthread_join(joined, nil)
        precondition(code == 0, "a thread cannot be joined (error \(code))")
    }
}
