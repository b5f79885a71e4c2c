import CivilTime
import Foundation
import Logging
import Testing
import Threads

@testable import TocsinDaemon

@Suite struct MailboxTests {
    @Test func takesWhatWasPutInOrder() {
        let mailbox = Mailbox<Int>(capacity: 3)
        #expect(mailbox.put(1) && mailbox.put(2) && mailbox.put(3))
        #expect(!mailbox.put(4))
        #expect(mailbox.putAlways(5))
        #expect(mailbox.take(waitingAtMost: 0).elements == [1, 2, 3, 5])
        #expect(mailbox.take(waitingAtMost: 0).elements.isEmpty)
        mailbox.close()
        #expect(!mailbox.put(6) && !mailbox.putAlways(7))
        #expect(mailbox.take(waitingAtMost: -1).isClosed)
    }

    @Test func aPutWakesTheOwner() throws {
        let mailbox = Mailbox<Int>(capacity: 10)
        let taken = DispatchSemaphore(value: 0)
        let thread = try OwnedThread(name: "test") {
            if mailbox.take(waitingAtMost: 10_000).elements == [1] { taken.signal() }
        }
        #expect(mailbox.put(1))
        #expect(taken.wait(timeout: .now() + 10) == .success)
        thread.join()
        thread.join()
    }
}

@Suite struct ServiceManagerTests {
    /// A socket in systemd's place.
    final class Listener {
        let path = "/tmp/tocsin-notify-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

        init() {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
            unsafe withUnsafePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }

        deinit {
            close(descriptor)
            unsafe unlink(path)
        }

        func next() -> String {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test func speaksTheProtocol() {
        let listener = Listener()
        let manager = ServiceManager(environment: ["NOTIFY_SOCKET": listener.path], processID: 1)
        manager.ready(status: "ready")
        #expect(listener.next() == "READY=1\nSTATUS=ready")
        manager.reloading()
        let reloading = listener.next()
        #expect(reloading.hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        manager.watchdog()
        #expect(listener.next() == "WATCHDOG=1")
        manager.stopping()
        #expect(listener.next().hasPrefix("STOPPING=1"))
    }

    @Test func isSilentWithoutAManager() {
        ServiceManager(environment: [:], processID: 1).ready(status: "ready")
        ServiceManager(environment: ["NOTIFY_SOCKET": "relative"], processID: 1).ready(status: "ready")
        ServiceManager(environment: ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 300)], processID: 1)
            .watchdog()
    }

    @Test func watchdogIsForOneProcess() {
        let environment = ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"]
        #expect(ServiceManager(environment: environment, processID: 7).watchdogMicroseconds == 30_000_000)
        #expect(ServiceManager(environment: environment, processID: 8).watchdogMicroseconds == nil)
        #expect(ServiceManager(environment: ["WATCHDOG_USEC": "0"], processID: 8).watchdogMicroseconds == nil)
        #expect(ServiceManager(environment: ["WATCHDOG_USEC": "x"], processID: 8).watchdogMicroseconds == nil)
    }
}

@Suite struct LogOutputTests {
    @Test func controlCharactersNeverReachTheLog() {
        #expect(LogOutput.escaped("plain – text é") == "plain – text é")
        #expect(LogOutput.escaped("a\nb\u{1B}[31m\u{202E}") == "a\\u{a}b\\u{1b}[31m\\u{202e}")
    }

    @Test func theJournalIsRecognisedByItsInode() {
        #expect(!LogOutput.standardErrorIsJournal(environment: [:]))
        #expect(!LogOutput.standardErrorIsJournal(environment: ["JOURNAL_STREAM": "1:1"]))
        var status = stat()
        unsafe fstat(2, &status)
        #expect(LogOutput.standardErrorIsJournal(environment: ["JOURNAL_STREAM": "\(status.st_dev):\(status.st_ino)"]))
    }
}

@Suite struct WallClockTests {
    @Test func goesOnAtItsOwnPaceWhenTheSystemIsBehind() {
        let clock = WallClock(notBefore: Instant(milliseconds: 10_000_000_000_000))
        let first = clock.now(wall: 1_000_000, boot: 5_000_000_000)
        #expect(first >= Instant(milliseconds: 10_000_000_000_000))
        // An hour passes, and the system's clock is set back meanwhile: a deadline in that hour is not missed.
        #expect(clock.now(wall: 500, boot: 5_003_600_000) == first + .hours(1))
        // The boot-time clock stands still within one turn; time does not go back.
        #expect(clock.now(wall: 500, boot: 5_003_600_000) == first + .hours(1))
    }

    @Test func followsTheSystemForward() {
        let clock = WallClock(notBefore: Instant(milliseconds: 0))
        #expect(clock.now(wall: 2_000_000_000_000, boot: 10).milliseconds == 2_000_000_000_000)
        #expect(clock.now(wall: 2_000_000_360_000, boot: 20).milliseconds == 2_000_000_360_000)
        #expect(WallClock().now() > Instant(milliseconds: 1_700_000_000_000))
    }
}
