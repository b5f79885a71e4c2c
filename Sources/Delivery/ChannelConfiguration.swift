package import Presets

/// Where and how attempts of one channel are sent. Nothing prints what it holds: most of it opens doors.
package struct ChannelConfiguration: Sendable, CustomStringConvertible, CustomReflectable {
    /// The channel's id, as attempts name it.
    package var id: String
    /// An absolute `https://` URL; `http://` only where an exception names the address. Its path and query count as
    /// secret.
    package var url: String
    /// Newest first. Every one signs, so that a receiver may change over at leisure; empty sends unsigned.
    package var secrets: [WebhookSecret]
    /// How the product at the other end wants to be told; nil: the notice's exact text, by Standard Webhooks.
    package var preset: (any Preset)?
    /// Sent with every request. They win over a preset's of the same name.
    package var headers: [HeaderField]
    /// What the operator allows beyond public addresses.
    package var allow: [AddressException]
    /// From the start of the connection to the end of the answer. Looking the name up comes before and has a budget of
    /// its own.
    package var timeoutMilliseconds: Int
    /// Of which at most this much for connecting, the TLS handshake included.
    package var connectTimeoutMilliseconds: Int
    /// Attempts in flight at once.
    package var inFlightMax: Int

    /// Timeouts and `inFlightMax` must be positive; whether the URL may be used is judged per attempt, and by
    /// `AddressPolicy.judge(url:)` for who wants to know before.
    package init(
        id: String, url: String, secrets: [WebhookSecret] = [], preset: (any Preset)? = nil,
        headers: [HeaderField] = [], allow: [AddressException] = [],
        timeoutMilliseconds: Int = 15_000, connectTimeoutMilliseconds: Int = 5000, inFlightMax: Int = 4
    ) {
        precondition(timeoutMilliseconds > 0 && connectTimeoutMilliseconds > 0 && inFlightMax > 0)
        self.id = id
        self.url = url
        self.secrets = secrets
        self.preset = preset
        self.headers = headers
        self.allow = allow
        self.timeoutMilliseconds = timeoutMilliseconds
        self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
        self.inFlightMax = inFlightMax
    }

    package var description: String { "channel \(id)" }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
