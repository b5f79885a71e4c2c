internal import CLinux
internal import Glibc

/// A named system thread that runs one closure. Signals are for the main thread: all are blocked here but those that
/// the thread itself raises, and so SIGPIPE never ends the process for a socket of ours.
struct DeliveryThread: Sendable {
    private let handle: pthread_t

    /// Starts the thread; throws errno's value when the system has none left.
    ///
    /// - Parameter name: at most 15 bytes, as shown by ps and top.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) throws(DeliveryStartError) -> DeliveryThread
    {
        let box = unsafe Unmanaged.passRetained(Box(name: name, body: body))
        var handle = pthread_t()
        let result = unsafe pthread_create(
            &handle, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let box = unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
                DeliveryThread.blockSignals()
                unsafe tocsin_thread_set_name(box.name)
                box.body()
                return nil
            }, box.toOpaque())
        guard result == 0 else {
            unsafe box.release()
            throw .system(call: "pthread_create", errno: result)
        }
        return DeliveryThread(handle: handle)
    }

    /// Waits for the thread's end. Once, and not from the thread itself.
    func join() {
        precondition(!isCurrent, "a thread cannot wait for itself")
        pthread_join(handle, nil)
    }

    /// Lets the thread end by itself. Once, and instead of `join`.
    func detach() { pthread_detach(handle) }

    /// Whether the caller runs on this thread.
    var isCurrent: Bool { pthread_equal(handle, pthread_self()) != 0 }

    private final class Box: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private static func blockSignals() {
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        for own in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { unsafe sigdelset(&signals, own) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
