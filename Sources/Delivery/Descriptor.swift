internal import CLinux
internal import Glibc

/// An open file descriptor, closed with its owner.
final class Descriptor: Sendable {
    let number: Int32

    /// Takes what a system call returned; throws errno's value when that is -1.
    init(_ number: Int32, from call: String) throws(DeliveryStartError) {
        guard number >= 0 else { throw .system(call: call, errno: errno) }
        self.number = number
    }

    deinit { close(number) }
}

/// Wakes one thread from others: an eventfd.
final class WakeUp: Sendable {
    let descriptor: Descriptor

    /// - Parameter counting: each `signal` lets one `wait` through; otherwise any number of signals is one wake-up.
    init(counting: Bool) throws(DeliveryStartError) {
        let flags = EFD_CLOEXEC | (counting ? EFD_SEMAPHORE : EFD_NONBLOCK)
        descriptor = try Descriptor(eventfd(0, Int32(flags)), from: "eventfd")
    }

    /// From any thread. Cannot fail short of 2^64 signals.
    func signal() {
        var one: UInt64 = 1
        while unsafe write(descriptor.number, &one, 8) < 0 && errno == EINTR {}
    }

    /// Takes a signal: waits for it if counting, and takes all there are otherwise.
    func wait() {
        var count: UInt64 = 0
        while unsafe read(descriptor.number, &count, 8) < 0 && errno == EINTR {}
    }
}
