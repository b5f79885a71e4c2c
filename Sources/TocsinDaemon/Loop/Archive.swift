package import Coordination
package import Ledger
package import Logging
package import Responsibility
import StrictJSON
package import Threads

/// Reads closed incidents and timelines from the ledgers, on a thread of its own: reading a disk must not hold up the pool.
package final class Archive: Sendable {
    private let mailbox = Mailbox<@Sendable (LedgerReader) -> Void>(capacity: 256)
    private let thread: OwnedThread
    private let logger: Logger

    /// - Parameter open: Opens the reader, on the thread that will use it.
    /// - Throws: `ThreadStartError`.
    package init(
        open: @escaping @Sendable () throws -> LedgerReader, logger: Logger,
        fail: @escaping @Sendable (any Error) -> Void
    ) throws(ThreadStartError) {
        self.logger = logger
        let mailbox = mailbox
        thread = try OwnedThread(name: "archive") {
            do {
                let reader = try open()
                while true {
                    let (tasks, isClosed) = mailbox.take(waitingAtMost: -1)
                    for task in tasks { task(reader) }
                    if isClosed { return }
                }
            } catch {
                fail(error)
            }
        }
    }

    /// Ends the thread when what is queued is done. Blocks.
    package func stop() {
        mailbox.close()
        thread.join()
    }

    /// Runs a reading on the thread.
    ///
    /// - Throws: `Refusal` as overloaded when too many wait, or as unavailable when the ledger cannot be read.
    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (LedgerReader) throws -> Value
    ) async throws(Refusal) -> Value {
        let result: Result<Value, Refusal> = await withCheckedContinuation { continuation in
            let accepted = mailbox.put { [logger] reader in
                do {
                    continuation.resume(returning: .success(try body(reader)))
                } catch {
                    // The reason may name what is not the asker's; it is for the log.
                    logger.error("the ledger cannot be read", metadata: ["error": "\(error)"])
                    let detail = "the record cannot be read now; the provider's operators find the reason in the log"
                    continuation.resume(returning: .failure(Refusal(.unavailable, detail)))
                }
            }
            if !accepted {
                continuation.resume(
                    returning: .failure(Refusal(.overloaded, "too many readers wait; try again in a moment")))
            }
        }
        return try result.get()
    }

    /// The timeline of an incident, with the places of its entries. Empty when it is on none of the ledgers, nil meaning all: what
    /// is not the asker's is not even read.
    package func entries(
        of id: IncidentID, on ledgers: [LedgerID]?
    ) async throws(Refusal) -> [(index: Int64, entry: RecordedEntry)] {
        try await read { reader in
            if let ledgers {
                guard let home = try reader.ledger(ofIncident: id.rawValue), ledgers.contains(LedgerID(home)) else {
                    return []
                }
            }
            return try reader.entries(ofIncident: id.rawValue).map { ($0.index, try Journal.read($0)) }
        }
    }

    /// Closed incidents of the given ledgers that a viewer may see, newest first.
    package func closedIncidents(
        on ledgers: [LedgerID], limit: Int, where isVisible: @escaping @Sendable (Incident) -> Bool
    ) async throws(Refusal) -> [Incident] {
        try await read { reader in
            var incidents: [Incident] = []
            var folded = 0
            var cursor: Int64?
            for _ in 0..<Self.pagesMax where incidents.count < limit && folded < Self.foldedMax {
                let page = try reader.incidents(
                    inLedgers: ledgers.map(\.rawValue), newestFirst: Self.pageSize, before: cursor)
                // Silences, overrides and requests are matters of the ledger, too, and no incidents.
                for item in page
                where item.closed && Matter(item.incident).isIncident && incidents.count < limit
                    && folded < Self.foldedMax
                {
                    folded += 1
                    let entries = try reader.entries(ofIncident: item.incident).map { try Journal.read($0) }
                    if let incident = Incident(folding: entries), isVisible(incident) { incidents.append(incident) }
                }
                guard page.count == Self.pageSize, let last = page.last else { break }
                cursor = last.cursor
            }
            return incidents
        }
    }

    /// How far back a list of closed incidents looks: so many incidents, in so many pages of the ledgers' matters.
    private static let foldedMax = 1000
    private static let pageSize = 1000
    private static let pagesMax = 20

    /// Every ledger there is.
    package func ledgers() async throws(Refusal) -> [LedgerID] {
        try await read { reader in try reader.ledgers().map { LedgerID($0.name) } }
    }
}
