import CLinux
import Foundation
import StrictJSON

@testable import Intake

/// One response as a client sees it.
struct HTTPReply: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    var json: JSON? { try? JSON(parsing: body, limits: JSONLimits(bytesMax: 1 << 20, membersMax: 10_000)) }
    var code: String? { json?["code"]?.string }
    /// Field errors by field.
    var errors: [String: String] {
        Dictionary(
            (json?["errors"]?.array ?? []).map { ($0["field"]?.string ?? "", $0["problem"]?.string ?? "") },
            uniquingKeysWith: { "\($0) | \($1)" })
    }
}

struct ClientError: Error, CustomStringConvertible {
    let description: String
}

/// A blocking HTTP client over a plain socket: it sends exactly the bytes it is given. Used on a thread of its own.
final class RawClient {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(path: String, from clientPath: String? = nil) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        if let clientPath, unsafe tocsin_bind_unix(descriptor, clientPath) != 0 {
            throw ClientError(description: "bind \(errno)")
        }
        if unsafe tocsin_connect_unix(descriptor, path) != 0 { throw ClientError(description: "connect \(errno)") }
        setTimeout()
    }

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { throw ClientError(description: "connect \(errno)") }
        setTimeout()
    }

    deinit { close(descriptor) }

    /// A test that waits longer fails.
    private func setTimeout() {
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size)
    }

    /// Sends all bytes; false when the peer does not take them any more.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next response.
    func reply(toHead: Bool = false) throws -> HTTPReply {
        let separator = Array("\r\n\r\n".utf8)
        while buffer.firstRange(of: separator) == nil {
            guard try fill() else { throw ClientError(description: "closed before a response") }
        }
        guard let end = buffer.firstRange(of: separator) else { throw ClientError(description: "unreachable") }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        buffer.removeSubrange(..<end.upperBound)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let length = headers["content-length"].flatMap({ Int($0) })
        else { throw ClientError(description: "no status or length: \(lines)") }
        let bodyLength = toHead ? 0 : length
        while buffer.count < bodyLength {
            guard try fill() else { throw ClientError(description: "closed within a response") }
        }
        defer { buffer.removeFirst(bodyLength) }
        return HTTPReply(status: status, headers: headers, body: Array(buffer.prefix(bodyLength)))
    }

    /// An informational response: its first line.
    func invitation() throws -> String {
        let separator = Array("\r\n\r\n".utf8)
        while true {
            if let end = buffer.firstRange(of: separator) {
                defer { buffer.removeSubrange(..<end.upperBound) }
                return String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
            }
            guard try fill() else { throw ClientError(description: "closed before an invitation") }
        }
    }

    /// Whether the server has closed, waiting for it.
    func isClosed() throws -> Bool {
        let before = buffer.count
        return try !fill() && buffer.count == before
    }

    /// Whether the server hangs up within a time, while nothing is read.
    func isHungUp(withinMilliseconds timeout: Int32 = 10_000) -> Bool {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        return unsafe poll(&state, 1, timeout) == 1 && state.revents & Int16(POLLHUP) != 0
    }

    /// Reads more; false at the end.
    private func fill() throws -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0, errno == ECONNRESET { return false }
        guard count >= 0 else { throw ClientError(description: "recv \(errno)") }
        buffer += chunk.prefix(count)
        return count > 0
    }
}

/// A request with a body, or without one.
func request(
    _ method: String, _ target: String, type: String? = nil, headers: [String] = ["Host: t"], body: String = ""
) -> String {
    var lines = ["\(method) \(target) HTTP/1.1"] + headers
    if let type { lines.append("Content-Type: \(type)") }
    if !body.isEmpty || method == "POST" { lines.append("Content-Length: \(body.utf8.count)") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}

let jsonType = "application/json"
let formType = "application/x-www-form-urlencoded"

extension RunningServer {
    /// One request on a connection of its own.
    func exchange(_ text: String, toHead: Bool = false) async throws -> HTTPReply {
        let path = path
        return try await onThread {
            let client = try RawClient(path: path)
            client.send(text)
            return try client.reply(toHead: toHead)
        }
    }

    /// One request over TCP.
    func exchange(port name: String, _ text: String) async throws -> HTTPReply {
        let port = ports[name] ?? 0
        return try await onThread {
            let client = try RawClient(port: port)
            client.send(text)
            return try client.reply()
        }
    }

    /// A report in JSON.
    func report(_ json: String) async throws -> HTTPReply {
        try await exchange(request("POST", "/v1/reports", type: jsonType, body: json))
    }
}
