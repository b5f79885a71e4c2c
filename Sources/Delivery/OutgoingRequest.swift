internal import Presets

/// What one attempt writes to the wire, but for the address.
struct OutgoingRequest {
    var method = PresetRequest.Method.post
    var pathSuffix = ""
    var query: [PresetRequest.Field] = []
    /// Header lines.
    var headers: [String]
    var body: [UInt8]
    /// Texts that open doors, and must not appear in an outcome: values of headers, and what a preset adds to the address.
    private(set) var confidential: [String] = []

    /// Signed now, not when queued: receivers accept a timestamp for five minutes.
    ///
    /// - Parameter seconds: The time of day as a Unix time.
    /// - Returns: Nil when the text is not JSON, of which no preset can make anything.
    init?(_ request: AttemptRequest, for channel: ChannelConfiguration, at seconds: Int64) {
        var contentType = "application/json"
        var fields: [String: String] = [:]
        body = request.body
        if let preset = channel.preset {
            guard let notice = try? NoticeContent(text: request.body) else { return nil }
            let shaped = preset.request(for: notice, delivery: request.delivery)
            method = shaped.method
            pathSuffix = shaped.pathSuffix
            query = shaped.query
            body = shaped.body
            contentType = shaped.contentType
            for field in shaped.headers { fields[field.name.lowercased()] = field.value }
            confidential = preset.secrets
            confidential += TargetURL.confidential(path: pathSuffix, query: query.map(\.value).joined(separator: "&"))
        }
        for field in channel.headers { fields[field.name] = field.value }
        confidential += fields.values.flatMap { $0.split(separator: " ") }.map(String.init)
            .filter { $0.utf8.count >= TargetURL.confidentialPartMin }
        headers = ["content-type: \(contentType)"] + fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        // Without a value libcurl leaves the header out; otherwise large bodies would wait a second for "100 Continue".
        headers.append("Expect:")
        sign(
            request.delivery, with: channel.secrets, at: seconds,
            isStandard: channel.preset.map { type(of: $0).isSigned } ?? true)
    }

    /// The headers of Standard Webhooks, for receivers that follow it.
    private mutating func sign(_ id: String, with secrets: [WebhookSecret], at seconds: Int64, isStandard: Bool) {
        guard isStandard || !secrets.isEmpty else { return }
        headers += ["webhook-id: \(id)", "webhook-timestamp: \(seconds)"]
        guard !secrets.isEmpty else { return }
        let signature = WebhookSignature.headerValue(secrets: secrets, id: id, timestamp: seconds, body: body)
        headers.append("webhook-signature: \(signature)")
    }
}
