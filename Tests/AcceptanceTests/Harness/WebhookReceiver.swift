import Foundation
import Glibc

/// One webhook as it arrived.
struct Webhook: Sendable {
    /// The path without its slash: the channel, in this world.
    let channel: String
    let method: String
    let headers: [String: String]
    let body: [UInt8]
    let at: Date
    /// What it was answered with; nil when it was not.
    var answered: Int?

    var id: String { headers["webhook-id"] ?? "" }
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    var data: JSONValue { json["data"] }
    var kind: String { data["kind"].string ?? "" }
    var incident: String { data["incident"].string ?? "" }
}

/// An HTTP server on 127.0.0.1 that keeps what it gets and answers as told.
final class WebhookReceiver: Sendable {
    enum Reply: Sendable {
        case status(Int)
        /// A status and a body, for who asks for one.
        case page(String)
        /// Accepts the request and never answers.
        case hang
        /// Closes the connection without an answer.
        case drop
    }

    /// Decides the answer; `earlier` counts the webhooks of the same channel that came before.
    typealias Script = @Sendable (_ webhook: Webhook, _ earlier: Int) -> Reply

    private struct State {
        var webhooks: [Webhook] = []
        var script: Script = { _, _ in .status(204) }
        var isOpen = true
        var hanging: [Descriptor] = []
    }

    let port: Int
    private let socket: Descriptor
    private let state = Guarded(State())

    init(port: Int = 0, script: @escaping Script = { _, _ in .status(204) }) throws {
        (socket, self.port) = try SocketName.listen(port: port)
        state.update { $0.script = script }
        let (socket, state) = (socket, state)
        Thread.detachNewThread { Self.accept(on: socket, state) }
    }

    deinit { close() }

    /// Stops listening and lets go of every request that hangs. Connections that are open end with their next request.
    func close() {
        let wasOpen = state.update { state in
            defer {
                state.isOpen = false
                state.hanging = []
            }
            return state.isOpen
        }
        if wasOpen { shutdown(socket.number, Int32(SHUT_RDWR)) }
    }

    func answer(_ script: @escaping Script) { state.update { $0.script = script } }

    var webhooks: [Webhook] { state.update { $0.webhooks } }

    /// All that match, once there are `count` of them.
    func waitFor(
        _ count: Int = 1, _ what: String, within seconds: Double = 10, where matches: (Webhook) -> Bool = { _ in true }
    ) throws -> [Webhook] {
        let found = state.wait(seconds: seconds) { state -> [Webhook]? in
            let found = state.webhooks.filter(matches)
            return found.count >= count ? found : nil
        }
        if let found { return found }
        let seen = webhooks.map { "\($0.channel) \($0.kind) \($0.incident) \($0.id) \($0.answered ?? 0)" }
        throw Trouble("\(what) did not arrive within \(seconds) s; arrived: \(seen)")
    }

    /// The first that matches.
    func first(
        _ what: String, within seconds: Double = 10, where matches: (Webhook) -> Bool = { _ in true }
    ) throws -> Webhook {
        guard let first = try waitFor(1, what, within: seconds, where: matches).first else { throw Trouble(what) }
        return first
    }

    private static func accept(on socket: Descriptor, _ state: Guarded<State>) {
        while let connection = socket.accept() {
            guard state.update({ $0.isOpen }) else { return }
            Thread.detachNewThread { serve(connection, state) }
        }
    }

    private static func serve(_ connection: Descriptor, _ state: Guarded<State>) {
        var rest: [UInt8] = []
        while let message = try? HTTPMessage.read(from: connection, rest: &rest) {
            guard let reply = record(message, connection, state) else { return }
            guard (try? connection.write(Array(reply.utf8))) != nil else { return }
        }
    }

    /// Keeps the webhook and makes the response; nil when there is none.
    private static func record(_ message: HTTPMessage, _ connection: Descriptor, _ state: Guarded<State>) -> String? {
        let words = message.start.split(separator: " ").map(String.init)
        var webhook = Webhook(
            channel: words.count > 1 ? String(words[1].dropFirst()) : "", method: words.first ?? "",
            headers: message.headers, body: message.body, at: Date())
        return state.update { state in
            guard state.isOpen else { return nil }
            let reply = state.script(webhook, state.webhooks.count { $0.channel == webhook.channel })
            defer { state.webhooks.append(webhook) }
            switch reply {
            case .status(let status):
                webhook.answered = status
                return "HTTP/1.1 \(status) Whatever\r\ncontent-length: 0\r\n\r\n"
            case .page(let text):
                webhook.answered = 200
                return
                    "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: \(text.utf8.count)\r\n\r\n\(text)"
            case .hang:
                state.hanging.append(connection)
                return nil
            case .drop: return nil
            }
        }
    }
}
