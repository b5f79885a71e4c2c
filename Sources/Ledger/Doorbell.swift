import Glibc

/// Wakes one waiting thread. Rings are counted, so one that comes before the wait is not lost.
@safe
final class Doorbell: @unchecked Sendable {
    // A semaphore of the C library: made for use by several threads, and never moved.
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe semaphore.initialize(to: sem_t())
        let code = unsafe sem_init(semaphore, 0, 0)
        precondition(code == 0, "a semaphore cannot be made")
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    func ring() {
        let code = unsafe sem_post(semaphore)
        precondition(code == 0, "more rings than a semaphore counts")
    }

    /// Waits for the next ring.
    func wait() {
        while unsafe sem_wait(semaphore) != 0 { precondition(errno == EINTR, "waiting on a semaphore failed") }
    }
}
