/// One attempt to send: these bytes, to this channel.
package struct AttemptRequest: Sendable, Hashable {
    /// The delivery's id, sent as `webhook-id`: the same on every attempt. Letters, digits, `_` and `-`, 1 to 128 of
    /// them (a dot would make the signed text ambiguous).
    package var delivery: String
    /// Which attempt of the delivery this is; only echoed.
    package var attempt: Int
    /// The channel's id.
    package var channel: String
    /// JSON as UTF-8: sent, and signed, exactly as given.
    package var body: [UInt8]

    /// Nothing is checked here: what cannot be sent is reported as the attempt's outcome.
    package init(delivery: String, attempt: Int, channel: String, body: [UInt8]) {
        self.delivery = delivery
        self.attempt = attempt
        self.channel = channel
        self.body = body
    }
}

/// How an attempt ended, as far as the notice is concerned.
package enum AttemptResult: String, Sendable, Hashable, CaseIterable {
    /// The receiver answered with a status 200 to 299.
    case delivered
    /// The receiver answered, and not with success.
    case refused
    /// The request was certainly not handed to the receiver.
    case notDelivered = "not_delivered"
    /// The request may have reached the receiver; no usable answer came back. Only a repeat after this can be a
    /// duplicate.
    case ambiguous
}

/// Why an attempt ended as it did. The raw values are stable: they appear in entries, logs and metrics.
package enum AttemptReason: String, Sendable, Hashable, CaseIterable {
    /// Delivered.
    case ok
    /// A redirect. It is not followed; somebody should update the URL.
    case http3xx = "http_3xx"
    /// The receiver says that the request is wrong; the outcome's status says which way.
    case http4xx = "http_4xx"
    /// The receiver is gone for good: Standard Webhooks asks to stop sending.
    case http410 = "http_410"
    /// Too many requests.
    case http429 = "http_429"
    /// The receiver failed.
    case http5xx = "http_5xx"
    /// The product refused for a reason that passes, whatever its status says.
    case productBusy = "product_busy"
    /// The product refused, and will refuse the same request again.
    case rejected
    /// The product says that the channel no longer exists, or that we are no longer let in.
    case channelGone = "channel_gone"
    /// The host answered that nobody listens.
    case connectRefused = "connect_refused"
    /// The host could not be reached.
    case connectFailed = "connect_failed"
    /// Connecting, the TLS handshake included, took too long.
    case connectTimeout = "connect_timeout"
    /// The request was sent and no complete answer came in time.
    case timeout
    /// The address policy forbids the target.
    case blockedAddress = "blocked_address"
    /// The name servers failed, or too many names wait.
    case dnsFailed = "dns_failed"
    /// The name does not exist or has no address.
    case dnsNotFound = "dns_not_found"
    /// The name was not resolved within the budget.
    case dnsTimeout = "dns_timeout"
    /// The TLS handshake failed.
    case tlsFailed = "tls_failed"
    /// The receiver's certificate is not trusted, has expired or names another host.
    case tlsCertificate = "tls_certificate"
    /// The answer is not HTTP, or breaks a limit on header lines.
    case protocolError = "protocol_error"
    /// The connection ended before an answer was complete.
    case connectionLost = "connection_lost"
    /// Too many attempts wait for this channel.
    case queueFull = "queue_full"
    /// No such channel is configured (any more).
    case channelUnknown = "channel_unknown"
    /// The engine stopped.
    case interrupted
    /// The channel's URL cannot be used.
    case badURL = "bad_url"
    /// The body is larger than the limit.
    case bodyTooLarge = "body_too_large"
    /// Something on our side: descriptors, memory, certificate files, an invalid delivery id.
    case localError = "local_error"
}

/// What became of one attempt. Each submitted attempt yields exactly one.
package struct AttemptOutcome: Sendable, Hashable {
    package var delivery: String
    package var attempt: Int
    package var channel: String
    package var result: AttemptResult
    package var reason: AttemptReason
    /// The HTTP status, when a complete header block arrived.
    package var status: Int?
    /// How long the receiver asked to wait, when it did and it is not a success: 1 ms to 6 h.
    package var retryAfterMilliseconds: Int64?
    /// From admission (not from submission) to the end; zero for what was never admitted.
    package var latencyMilliseconds: Int64
    /// A sentence for the operator: at most 200 printable ASCII characters, never a URL's path or query nor a secret.
    package var detail: String?

    /// An outcome of the given attempt.
    package init(
        of request: AttemptRequest, _ result: AttemptResult, _ reason: AttemptReason, status: Int? = nil,
        retryAfterMilliseconds: Int64? = nil, latencyMilliseconds: Int64 = 0, detail: String? = nil
    ) {
        delivery = request.delivery
        attempt = request.attempt
        channel = request.channel
        self.result = result
        self.reason = reason
        self.status = status
        self.retryAfterMilliseconds = retryAfterMilliseconds
        self.latencyMilliseconds = latencyMilliseconds
        self.detail = detail
    }
}
