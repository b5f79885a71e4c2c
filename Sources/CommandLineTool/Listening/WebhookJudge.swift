internal import CivilTime
internal import Delivery

/// What is to be thought of one received webhook.
struct WebhookFinding: Sendable {
    enum Verdict: Hashable, Sendable {
        case checked(WebhookSignature.Verification)
        /// There was no secret to check with, and why.
        case unchecked(String)
    }

    let webhook: ReceivedWebhook
    let receivedAt: Instant
    /// How often this id came before. 0 for the first time, and without an id.
    let earlierArrivals: Int
    let verdict: Verdict

    /// Nil when it could not be checked.
    var isValid: Bool? {
        if case .checked(let verification) = verdict { verification == .valid } else { nil }
    }

    /// A stable word for machines.
    var code: String {
        switch verdict {
        case .checked(let verification): verification.rawValue
        case .unchecked: "not_checked"
        }
    }

    /// The verdict in words.
    var sentence: String {
        switch verdict {
        case .checked(.valid): "signature valid"
        case .checked(.missingHeader): "NOT SIGNED: webhook-id, webhook-timestamp or webhook-signature is missing"
        case .checked(.badTimestamp): "signature NOT VALID: webhook-timestamp is no whole number of seconds"
        case .checked(.tooOld): "signature NOT VALID: older than 5 minutes; are both clocks right?"
        case .checked(.tooNew): "signature NOT VALID: more than 5 minutes ahead; are both clocks right?"
        case .checked(.noMatchingSignature): "signature NOT VALID: made with another secret, or the message was changed"
        case .unchecked(let why): "signature not checked: \(why)"
        }
    }
}

/// Judges webhooks one after another, and remembers the ids that came. Owned by one listener.
struct WebhookJudge: Sendable {
    let secrets: SecretSource
    private var arrivals: [String: Int] = [:]
    /// The remembered ids, oldest first.
    private var order: [String] = []

    /// Ids remembered. When there are more, the older half is forgotten.
    static let idsMax = 10_000

    init(secrets: SecretSource) { self.secrets = secrets }

    mutating func judge(_ webhook: ReceivedWebhook, at now: Instant) -> WebhookFinding {
        let id = webhook.header("webhook-id")
        return WebhookFinding(
            webhook: webhook, receivedAt: now, earlierArrivals: id.map { remember($0) } ?? 0,
            verdict: verdict(on: webhook, id: id, now: now))
    }

    private func verdict(on webhook: ReceivedWebhook, id: String?, now: Instant) -> WebhookFinding.Verdict {
        switch secrets.secrets(for: webhook) {
        case .failure(let failure): .unchecked(failure.what)
        case .success(let secrets):
            .checked(
                WebhookSignature.verify(
                    secrets: secrets, id: id, timestamp: webhook.header("webhook-timestamp"),
                    signature: webhook.header("webhook-signature"), body: webhook.body,
                    nowSeconds: now.milliseconds / 1000))
        }
    }

    /// Counts an arrival and returns how many there were before.
    private mutating func remember(_ id: String) -> Int {
        let earlier = arrivals[id, default: 0]
        if earlier == 0 {
            if order.count == Self.idsMax { forgetOlderHalf() }
            order.append(id)
        }
        arrivals[id] = earlier + 1
        return earlier
    }

    private mutating func forgetOlderHalf() {
        for id in order.prefix(Self.idsMax / 2) { arrivals[id] = nil }
        order.removeFirst(Self.idsMax / 2)
    }
}
