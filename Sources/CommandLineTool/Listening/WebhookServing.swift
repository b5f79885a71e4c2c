/// Receives webhooks on the loopback address.
protocol WebhookServing: Sendable {
    /// Serves 127.0.0.1 until a reply is the last one.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - ready: Told the port once connections are accepted.
    ///   - handle: Called for each request, possibly on several threads at once.
    /// - Throws: `unavailable` when the port is taken or not permitted.
    func serve(
        port: Int, ready: @escaping @Sendable (Int) -> Void,
        handle: @escaping @Sendable (ReceivedWebhook) -> WebhookReply
    ) throws(Failure)
}

/// One request as it arrived.
struct ReceivedWebhook: Hashable, Sendable {
    let method: String
    /// Path and query, as sent.
    let target: String
    /// In the order sent.
    let headers: [DaemonRequest.Item]
    let body: [UInt8]

    /// The value of the first field of that name; names are compared without regard to case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// The last component of the path, which names the channel: `tern-hook` for `/hooks/tern-hook?x=1`.
    /// Nil unless it is a plain file name, so that a request can never point outside a directory.
    var channel: String? {
        let path = target.prefix { $0 != "?" }
        guard let last = path.split(separator: "/").last, !last.hasPrefix(".") else { return nil }
        let isPlain = last.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_")].contains(byte)
            }
        }
        return isPlain ? String(last) : nil
    }
}

/// What the sender gets.
struct WebhookReply: Hashable, Sendable {
    let httpStatus: Int
    /// Whether to stop after it was sent.
    let isLast: Bool
}
