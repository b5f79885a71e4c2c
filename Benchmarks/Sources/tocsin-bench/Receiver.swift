import Foundation
import Synchronization

/// Takes webhooks on 127.0.0.1, answers 200, and notes when the first byte of each came.
final class Receiver: Sendable {
    let port: UInt16
    private let listener: Int32
    private let arrivals = Mutex<[UInt64]>([])

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 512) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard bound else { throw BenchError("no port for the receiver") }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
    }

    var count: Int { arrivals.withLock { $0.count } }
    var last: UInt64? { arrivals.withLock { $0.last } }

    /// Serves every connection on a thread of its own until the process ends.
    func start() {
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread { [self] in serve(connection) }
            }
        }
    }

    private func serve(_ connection: Int32) {
        var buffer: [UInt8] = []
        var firstByte: UInt64 = 0
        var chunk = [UInt8](repeating: 0, count: 16_384)
        let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)
        while true {
            let count = read(connection, &chunk, chunk.count)
            guard count > 0 else { break }
            if buffer.isEmpty { firstByte = nanoseconds() }
            buffer += chunk[..<count]
            while let end = Connection.headerEnd(buffer) {
                let total = end + 4 + Connection.contentLength(String(decoding: buffer[..<end], as: UTF8.self))
                guard buffer.count >= total else { break }
                buffer.removeFirst(total)
                let arrival = firstByte
                arrivals.withLock { $0.append(arrival) }
                _ = write(connection, answer, answer.count)
                firstByte = nanoseconds()
            }
        }
        close(connection)
    }
}
