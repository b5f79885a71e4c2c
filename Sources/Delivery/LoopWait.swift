internal import CLinux
internal import Glibc

/// How the loop waits: for descriptors by epoll, until a point in time by a timerfd, and for other threads by an
/// eventfd.
///
/// epoll's own timeout counts in milliseconds; the timer is exact. Confined to the delivery thread from its first use
/// on.
struct LoopWait {
    private let epoll: Descriptor
    private let timer: Descriptor
    private let wakeUp: Descriptor
    private var armed: MonotonicTime?

    /// Descriptors handled in one turn; more wait for the next, in their order.
    private static let eventsMax = 256

    init(epoll: Descriptor, wakeUp: Descriptor) throws(DeliveryStartError) {
        self.epoll = epoll
        self.wakeUp = wakeUp
        let flags = Int32(TFD_NONBLOCK | TFD_CLOEXEC)
        timer = try Descriptor(timerfd_create(CLOCK_MONOTONIC, flags), from: "timerfd_create")
        for descriptor in [timer, wakeUp] {
            var event = unsafe epoll_event(events: EPOLLIN.rawValue, data: epoll_data(fd: descriptor.number))
            let result = unsafe epoll_ctl(epoll.number, EPOLL_CTL_ADD, descriptor.number, &event)
            guard result == 0 else { throw .system(call: "epoll_ctl", errno: errno) }
        }
    }

    /// Waits until something happens or the time has come; returns libcurl's descriptors that are ready.
    mutating func wait(until deadline: MonotonicTime, now: MonotonicTime) -> [(descriptor: Int32, events: UInt32)] {
        let isDue = deadline <= now
        if !isDue { arm(deadline) }
        let own = [timer.number, wakeUp.number]
        return unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsMax) { buffer in
            let count = unsafe epoll_wait(epoll.number, buffer.baseAddress, Int32(Self.eventsMax), isDue ? 0 : -1)
            precondition(count >= 0 || errno == EINTR, "epoll works on its own descriptors")
            var ready: [(Int32, UInt32)] = []
            for index in 0..<max(0, Int(count)) {
                let (descriptor, events) = unsafe (buffer[index].data.fd, buffer[index].events)
                if descriptor == timer.number { armed = nil }
                if !own.contains(descriptor) { ready.append((descriptor, events)) }
            }
            return ready
        }
    }

    /// Setting the timer also takes back that it has fired.
    private mutating func arm(_ deadline: MonotonicTime) {
        guard armed != deadline else { return }
        let time = timespec(
            tv_sec: Int(deadline.nanoseconds / 1_000_000_000), tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
        var setting = itimerspec(it_interval: timespec(), it_value: time)
        let result = unsafe timerfd_settime(timer.number, Int32(TFD_TIMER_ABSTIME), &setting, nil)
        precondition(result == 0, "the timer takes any time")
        armed = deadline
    }
}
