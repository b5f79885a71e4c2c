import Glibc
import Synchronization

/// A thread with an owner that ends it: started once, then joined or, by itself, detached.
final class OwnedThread: Sendable {
    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void
        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    private let handle: Mutex<pthread_t?>

    /// Starts the thread. A system without room for one more thread is beyond help at start-up; that stops the process.
    ///
    /// - Parameter name: Shown by ps and top, 15 bytes at most.
    init(name: String, run: @escaping @Sendable () -> Void) {
        precondition(name.utf8.count <= 15, "a thread's name has at most 15 bytes")
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(Body(name: name, run: run)).toOpaque()
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let body = unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
                body.run()
                return nil
            }, context)
        precondition(result == 0, "no thread can be started: error \(result)")
        handle = Mutex(thread)
    }

    /// Waits until the thread has ended. Later calls return at once.
    func join() {
        let thread = handle.withLock { handle -> pthread_t? in
            defer { handle = nil }
            return handle
        }
        if let thread { pthread_join(thread, nil) }
    }

    /// Lets the thread end unobserved; for a thread whose last act is to call this.
    func detach() {
        let thread = handle.withLock { handle -> pthread_t? in
            defer { handle = nil }
            return handle
        }
        if let thread { pthread_detach(thread) }
    }
}
