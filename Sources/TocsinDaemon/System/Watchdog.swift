import Responsibility
import Synchronization

/// Tells systemd that the daemon lives, but only while a question that goes through the coordinator and the ledger's writer is
/// answered: a process that turns in circles is as dead as one that hangs.
struct Watchdog: Sendable {
    let manager: ServiceManager
    let coordinator: Coordinator

    func run() async {
        guard let interval = manager.watchdogMicroseconds else { return }
        let answered = Answered()
        answered.set(true)
        while !Task.isCancelled {
            if answered.isSet {
                manager.watchdog()
                answered.set(false)
                _ = coordinator.submitAlways(.look("", reply: { _ in answered.set(true) }))
            }
            // A third of what systemd allows; a stop cancels the sleep.
            try? await Task.sleep(nanoseconds: interval / 3 * 1000)
        }
    }

    private final class Answered: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .acquiring) }
        func set(_ new: Bool) { value.store(new, ordering: .releasing) }
    }
}
