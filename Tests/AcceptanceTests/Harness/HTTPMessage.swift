import Foundation
import Glibc

/// One HTTP/1.1 message, read from a socket: its first line, its fields (names in lower case) and its body.
struct HTTPMessage: Sendable {
    let start: String
    let headers: [String: String]
    let body: [UInt8]

    /// Reads one message; what arrived after it stays in `rest`. Nil when the stream ended before its first byte.
    static func read(from socket: Descriptor, rest: inout [UInt8], hasBody: Bool = true) throws -> HTTPMessage? {
        var bytes = rest
        var end: Int?
        while true {
            end = headEnd(bytes)
            if end != nil { break }
            let more = try socket.read()
            if more.isEmpty {
                guard bytes.isEmpty else { throw Trouble("the stream ended within a head") }
                return nil
            }
            bytes += more
        }
        let lines = String(decoding: bytes[..<(end ?? 0)], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        var body = Array(bytes[((end ?? 0) + 4)...])
        let length = hasBody ? Int(headers["content-length"] ?? "0") ?? 0 : 0
        while body.count < length {
            let more = try socket.read()
            if more.isEmpty { throw Trouble("the stream ended within a body") }
            body += more
        }
        rest = Array(body[length...])
        return HTTPMessage(start: lines.first ?? "", headers: headers, body: Array(body[..<length]))
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 0...(bytes.count - 4)
        where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
            return index
        }
        return nil
    }
}

/// What a server answered.
struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    /// `.null` when it is no JSON.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
}

/// What is asked.
struct Request: Sendable {
    var method = "GET"
    var path: String
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    static func get(_ path: String) -> Request { Request(path: path) }

    /// A POST of form fields.
    static func form(_ path: String, _ fields: KeyValuePairs<String, String>) -> Request {
        let text = fields.map { "\(escaped($0.key))=\(escaped($0.value))" }.joined(separator: "&")
        return Request(
            method: "POST", path: path, headers: ["content-type": "application/x-www-form-urlencoded"],
            body: Array(text.utf8))
    }

    /// A POST of JSON as written.
    static func json(_ path: String, _ text: String) -> Request {
        Request(method: "POST", path: path, headers: ["content-type": "application/json"], body: Array(text.utf8))
    }

    static func post(_ path: String) -> Request { Request(method: "POST", path: path) }

    func with(_ name: String, _ value: String) -> Request {
        var request = self
        request.headers[name] = value
        return request
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            isPlain(byte) ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16, uppercase: true).leftPadded
        }.joined()
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x2E
            || byte == 0x5F
    }

    var bytes: [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nhost: localhost\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if method != "GET" { head += "content-length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}

extension String {
    fileprivate var leftPadded: String { count < 2 ? "0" + self : self }
}

/// A connection to the daemon that stays open between requests. Used by one thread.
final class Connection {
    private let socket: Descriptor
    private var rest: [UInt8] = []

    init(_ endpoint: Endpoint) throws { socket = try endpoint.connect() }

    /// Asks and waits for the answer.
    func ask(_ request: Request) throws -> Answer { try send(request.bytes, method: request.method) }

    /// Sends bytes as they are and waits for the answer.
    func send(_ bytes: [UInt8], method: String = "POST") throws -> Answer {
        // A server that refuses early may close its side while the rest is being sent; its answer counts.
        let writing = Result { try socket.write(bytes) }
        guard let message = try HTTPMessage.read(from: socket, rest: &rest, hasBody: method != "HEAD") else {
            try writing.get()
            throw Trouble("the connection was closed without an answer")
        }
        let words = message.start.split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw Trouble("no status line: \(message.start)") }
        return Answer(status: status, headers: message.headers, body: message.body)
    }
}

extension Endpoint {
    /// Asks over a connection of its own.
    func ask(_ request: Request) throws -> Answer { try Connection(self).ask(request) }
}
