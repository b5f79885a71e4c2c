import Foundation
import Synchronization

/// What a run of requests came to.
struct Figures {
    let perSecond: Double
    let p50Milliseconds: Double
    let p99Milliseconds: Double

    init(latencies: [UInt64], elapsed: UInt64) {
        let sorted = latencies.sorted()
        func quantile(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1e6
        }
        perSecond = Double(sorted.count) / (Double(elapsed) / 1e9)
        p50Milliseconds = quantile(0.5)
        p99Milliseconds = quantile(0.99)
    }

    var line: String {
        String(format: "%8.0f/s   p50 %7.2f ms   p99 %7.2f ms", perSecond, p50Milliseconds, p99Milliseconds)
    }
}

/// Concurrent clients, each with a connection of its own, each sending its share one after the other.
enum Load {
    static func run(
        clients: Int, requests: Int, connect: @escaping @Sendable () throws -> Connection, path: String,
        body: @escaping @Sendable (Int) -> String
    ) throws -> Figures {
        let results = Mutex<[UInt64]>([])
        let failure = Mutex<String?>(nil)
        let group = DispatchGroup()
        let start = nanoseconds()
        for client in 0..<clients {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do {
                    let connection = try connect()
                    var latencies: [UInt64] = []
                    for number in stride(from: client, to: requests, by: clients) {
                        let begin = nanoseconds()
                        let answer = try connection.exchange(path, body(number))
                        guard (200...202).contains(answer.status) else {
                            throw BenchError("status \(answer.status): \(answer.body)")
                        }
                        latencies.append(nanoseconds() - begin)
                    }
                    results.withLock { $0 += latencies }
                } catch {
                    failure.withLock { $0 = "\(error)" }
                }
            }
        }
        group.wait()
        let elapsed = nanoseconds() - start
        if let failure = failure.withLock({ $0 }) { throw BenchError(failure) }
        return Figures(latencies: results.withLock { $0 }, elapsed: elapsed)
    }

    /// The limit: one process that appends 512 bytes and waits for the disk, again and again.
    static func syncedAppends(in folder: URL, seconds: Double) -> Figures {
        let path = folder.appending(path: "limit").path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer {
            close(descriptor)
            unlink(path)
        }
        let record = [UInt8](repeating: 0x61, count: 512)
        var latencies: [UInt64] = []
        let start = nanoseconds()
        while Double(nanoseconds() - start) < seconds * 1e9 {
            let begin = nanoseconds()
            _ = write(descriptor, record, record.count)
            fdatasync(descriptor)
            latencies.append(nanoseconds() - begin)
        }
        return Figures(latencies: latencies, elapsed: nanoseconds() - start)
    }
}
