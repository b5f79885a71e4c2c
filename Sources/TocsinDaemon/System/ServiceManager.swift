import CLinux
import Glibc

/// What the daemon tells systemd, by datagrams to `$NOTIFY_SOCKET` (sd_notify(3)); nothing when there is no such socket.
package struct ServiceManager: Sendable {
    /// The socket's address; a leading `@` stands for the abstract namespace.
    private let address: String?
    /// How often systemd wants to hear from the watchdog; nil when it does not watch.
    package let watchdogMicroseconds: UInt64?

    /// - Parameters:
    ///   - environment: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` are read.
    ///   - processID: Ours; a watchdog meant for another process is ignored.
    package init(environment: [String: String], processID: Int32) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == processID } ?? true
        watchdogMicroseconds =
            isForUs ? environment["WATCHDOG_USEC"].flatMap { UInt64($0) }.flatMap { $0 > 0 ? $0 : nil } : nil
    }

    package func ready(status: String) { send(["READY=1", "STATUS=\(status)"]) }
    package func status(_ status: String) { send(["STATUS=\(status)"]) }
    package func stopping() { send(["STOPPING=1", "STATUS=stopping: no new reports; finishing what is under way"]) }
    package func watchdog() { send(["WATCHDOG=1"]) }

    package func reloading() {
        send([
            "RELOADING=1", "MONOTONIC_USEC=\(WallClock.monotonicMicroseconds())", "STATUS=reloading the configuration",
        ])
    }

    /// One datagram. Errors are ignored: the manager's absence must not stop the daemon.
    private func send(_ lines: [String]) {
        guard let address else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(address.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: name.sun_path) else { return }
        unsafe withUnsafeMutableBytes(of: &name.sun_path) { path in
            for (index, byte) in bytes.enumerated() { unsafe path[index] = byte }
            if bytes.first == UInt8(ascii: "@") { unsafe path[0] = 0 }
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let message = Array(lines.joined(separator: "\n").utf8)
        unsafe withUnsafePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }
}
