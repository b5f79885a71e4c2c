internal import CLinux
internal import Glibc
internal import Synchronization

/// A named system thread with an owner who joins or detaches it.
///
/// Signals are for the main thread: all are blocked here but those that the thread itself raises, so that SIGPIPE never ends the
/// process for a socket of ours and SIGTERM is handled in one place.
package final class OwnedThread: Sendable {
    /// Nil once joined or detached.
    private let handle: Mutex<pthread_t?>

    /// Carries name and body over to the new thread.
    private final class Start {
        let name: String
        let body: () -> Void

        init(name: String, body: @escaping () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a thread that runs the body and ends with it.
    ///
    /// - Parameter name: as shown by ps and top; at most 15 bytes.
    /// - Throws: `ThreadStartError` when the system has no room for one more.
    package init(name: String, _ body: sending @escaping () -> Void) throws(ThreadStartError) {
        precondition(name.utf8.count <= 15, "a thread's name has at most 15 bytes")
        var thread = pthread_t()
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                OwnedThread.blockSignals()
                unsafe tocsin_thread_set_name(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            unsafe start.release()
            throw ThreadStartError(errno: code)
        }
        handle = Mutex(thread)
    }

    /// Waits until the body has ended. The first call joins, later ones return at once. Never from the thread itself.
    package func join() {
        guard let thread = take() else { return }
        precondition(pthread_equal(thread, pthread_self()) == 0, "a thread cannot wait for itself")
        let code = pthread_join(thread, nil)
        precondition(code == 0, "a thread cannot be joined (error \(code))")
    }

    /// Lets the thread end by itself, instead of `join`.
    package func detach() {
        if let thread = take() { pthread_detach(thread) }
    }

    /// Whether the caller runs on this thread. False once it was joined or detached.
    package var isCurrent: Bool {
        handle.withLock { thread in thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    private func take() -> pthread_t? {
        handle.withLock { thread in
            defer { thread = nil }
            return thread
        }
    }

    private static func blockSignals() {
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        for own in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { unsafe sigdelset(&signals, own) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}

/// The system has no room for one more thread.
package struct ThreadStartError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As pthread_create(3) returned it.
    package let errno: Int32

    package var description: String {
        "no thread could be started (error \(errno)); the limit on threads (TasksMax=, ulimit -u) or memory is too low"
    }
}
