import CLinux
import Glibc
import Synchronization

/// A bounded queue into a thread that owns its state: anybody puts, one thread takes all that is there at once. The thread sleeps in
/// poll(2) on one eventfd, so a put wakes it at most once for any number of elements.
final class Mailbox<Element: Sendable>: Sendable {
    private struct Contents {
        var elements: [Element] = []
        var isClosed = false
    }

    private let contents = Mutex(Contents())
    private let capacity: Int
    /// Readable while something waits.
    private let wakeUp: Int32

    /// - Parameter capacity: How many elements wait at most; `put` refuses more.
    init(capacity: Int) {
        self.capacity = capacity
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(wakeUp >= 0, "no descriptor is left for an eventfd")
    }

    deinit { Glibc.close(wakeUp) }

    /// Puts an element. False when the queue is full or closed; then the element was not taken.
    func put(_ element: Element) -> Bool {
        add(element, limit: capacity)
    }

    /// Puts what must not be lost and whose number is bounded elsewhere. False only when the queue is closed.
    func putAlways(_ element: Element) -> Bool {
        add(element, limit: .max)
    }

    private func add(_ element: Element, limit: Int) -> Bool {
        let (taken, wasEmpty) = contents.withLock { contents -> (Bool, Bool) in
            guard !contents.isClosed, contents.elements.count < limit else { return (false, false) }
            contents.elements.append(element)
            return (true, contents.elements.count == 1)
        }
        if wasEmpty { wake() }
        return taken
    }

    /// No further element is taken; the owner still gets those that wait.
    func close() {
        contents.withLock { $0.isClosed = true }
        wake()
    }

    private func wake() {
        var one: UInt64 = 1
        _ = unsafe write(wakeUp, &one, 8)
    }

    /// For the owning thread: waits until something is there, the mailbox is closed, or the time is over; then takes everything.
    ///
    /// - Parameter milliseconds: At most so long; -1 waits without end.
    func take(waitingAtMost milliseconds: Int32) -> (elements: [Element], isClosed: Bool) {
        var descriptor = pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&descriptor, 1, milliseconds)
        var count: UInt64 = 0
        _ = unsafe read(wakeUp, &count, 8)
        return contents.withLock { contents in
            defer { contents.elements = [] }
            return (contents.elements, contents.isClosed)
        }
    }
}
