import CCurl
import CLinux
import Foundation
import Glibc
import Synchronization

/// A scripted HTTP receiver on a port of its own at 127.0.0.1: plain sockets and a thread per connection, so that it
/// can misbehave in every way a client must survive.
final class Receiver: Sendable {
    let port: UInt16
    private let listener: Int32
    private let script: @Sendable (Request) -> Reply
    private let state = Mutex(State())

    /// One request as it came in.
    struct Request: Sendable {
        var method = ""
        var path = ""
        /// Names in lower case.
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// Which connection of the receiver, from 0.
        var connection = 0
        /// Which request on that connection, from 0.
        var position = 0

        var id: String { headers["webhook-id"] ?? "" }
    }

    enum Reply: Sendable {
        /// Written as given; the connection stays open.
        case raw(String)
        /// Written as given, then closed.
        case rawThenClose(String)
        /// Written as given, then reset.
        case rawThenReset(String)
        /// Written as given, then the second text again and again until the client has enough.
        case flood(String, String)
        /// Written as given, then nothing until the client goes.
        case rawThenHang(String)

        static func status(_ status: Int, headers: [String] = []) -> Reply {
            let lines = ["HTTP/1.1 \(status) Whatever", "content-length: 2"] + headers
            return .raw(lines.joined(separator: "\r\n") + "\r\n\r\nok")
        }

        static let close = Reply.rawThenClose("")
        static let reset = Reply.rawThenReset("")
        static let hang = Reply.rawThenHang("")
    }

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var open: Set<Int32> = []
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var bytesFlooded = 0
        var isStopped = false
    }

    init(_ script: @escaping @Sendable (Request) -> Reply = { _ in .status(200) }) {
        self.script = script
        (listener, port) = Receiver.listen(backlog: 1024)
        Thread.detachNewThread { self.accept() }
    }

    /// A listening socket at a free port of 127.0.0.1.
    static func listen(backlog: Int32) -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let bound = unsafe bind(descriptor, pointer, length)
                let listening = Glibc.listen(descriptor, backlog)
                precondition(bound == 0 && listening == 0)
                unsafe getsockname(descriptor, pointer, &length)
            }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// Connects to a port of 127.0.0.1 without waiting for it.
    static func connectWithoutWaiting(to port: UInt16) -> Int32 {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = unsafe connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }

    /// `http://127.0.0.1:port` and the path.
    func url(_ path: String = "/hook") -> String { "http://127.0.0.1:\(port)\(path)" }

    var requests: [Request] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }
    var bytesFlooded: Int { state.withLock { $0.bytesFlooded } }

    /// Returns once that many requests have come in.
    func wait(forRequests count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.requests.count < count { state.waiters.append((count, continuation)) }
                return state.requests.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.open
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    // MARK: - Threads

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let number = state.withLock { state in
                state.open.insert(descriptor)
                state.connections += 1
                return state.isStopped ? -1 : state.connections - 1
            }
            guard number >= 0 else { break }
            Thread.detachNewThread { self.serve(descriptor, number) }
        }
        close(listener)
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        var buffer: [UInt8] = []
        var position = 0
        while var request = read(descriptor, &buffer) {
            request.connection = number
            request.position = position
            position += 1
            record(request)
            guard answer(script(request), on: descriptor) else { break }
        }
        state.withLock { _ = $0.open.remove(descriptor) }
        close(descriptor)
    }

    private func record(_ request: Request) {
        let ready = state.withLock { state in
            state.requests.append(request)
            let ready = state.waiters.filter { $0.count <= state.requests.count }
            state.waiters.removeAll { $0.count <= state.requests.count }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// False when the connection is over.
    private func answer(_ reply: Reply, on descriptor: Int32) -> Bool {
        switch reply {
        case .raw(let text):
            return write(text, to: descriptor)
        case .rawThenClose(let text):
            _ = write(text, to: descriptor)
            return false
        case .rawThenReset(let text):
            _ = write(text, to: descriptor)
            var hard = linger(l_onoff: 1, l_linger: 0)
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
            return false
        case .flood(let text, let more):
            guard write(text, to: descriptor) else { return false }
            while write(more, to: descriptor) { state.withLock { $0.bytesFlooded += more.utf8.count } }
            return false
        case .rawThenHang(let text):
            guard write(text, to: descriptor) else { return false }
            var byte: UInt8 = 0
            while unsafe recv(descriptor, &byte, 1, 0) > 0 {}
            return false
        }
    }

    private func write(_ text: String, to descriptor: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = unsafe bytes.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            bytes = bytes.dropFirst(sent)
        }
        return true
    }

    // MARK: - Reading

    private func read(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Request? {
        while true {
            if let request = Receiver.parse(&buffer) { return request }
            var chunk = [UInt8](repeating: 0, count: 65536)
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }

    private static func parse(_ buffer: inout [UInt8]) -> Request? {
        guard let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var request = Request()
        let first = lines[0].split(separator: " ")
        (request.method, request.path) = (String(first[0]), String(first[1]))
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            request.headers[parts[0].lowercased()] = value
        }
        let length = Int(request.headers["content-length"] ?? "0") ?? 0
        guard buffer.count >= end.upperBound + length else { return nil }
        request.body = Array(buffer[end.upperBound..<end.upperBound + length])
        buffer.removeFirst(end.upperBound + length)
        return request
    }
}
