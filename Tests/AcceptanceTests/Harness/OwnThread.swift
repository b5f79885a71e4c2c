import Foundation
import Testing

/// Runs each test on a thread of its own, some of them at once. These tests wait for other processes, by blocking; on
/// the shared pool,
/// which has as many threads as the machine has processors, they would stand in each other's way.
struct OwnThread: TestTrait, SuiteTrait, TestScoping {
    let isRecursive = true

    /// As many daemons run side by side.
    private static let slots = DispatchSemaphore(value: 6)

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        try await withTaskExecutorPreference(ThreadForEachJob()) {
            Self.takeSlot()
            defer { Self.slots.signal() }
            try await function()
        }
    }

    private static func takeSlot() { slots.wait() }

    private final class ThreadForEachJob: TaskExecutor {
        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            Thread.detachNewThread { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }
}

extension Trait where Self == OwnThread {
    /// The test blocks its thread while it waits for other processes.
    static var ownThread: Self { OwnThread() }
}
