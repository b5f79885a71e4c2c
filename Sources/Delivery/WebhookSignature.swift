internal import Hashing

/// Signatures of Standard Webhooks 1.0.0, version `v1`: HMAC-SHA256 over `id.timestamp.body`.
package enum WebhookSignature {
    /// What became of a verification.
    package enum Verification: String, Sendable, Hashable {
        case valid
        /// One of the three headers is missing or empty.
        case missingHeader = "missing_header"
        /// The timestamp is not a decimal integer.
        case badTimestamp = "bad_timestamp"
        /// The timestamp is older than the tolerance.
        case tooOld = "too_old"
        /// The timestamp is further in the future than the tolerance.
        case tooNew = "too_new"
        /// No `v1` item fits any of the secrets.
        case noMatchingSignature = "no_matching_signature"
    }

    /// The value of `webhook-signature`: one item per secret, in the given order (newest first), joined by single
    /// spaces; some receivers fail on anything looser. Empty without a secret.
    ///
    /// - Parameter timestamp: seconds since 1970 of this attempt, as in `webhook-timestamp`.
    package static func headerValue(
        secrets: [WebhookSecret], id: String, timestamp: Int64, body: [UInt8]
    ) -> String {
        let content = signedContent(id: id, timestamp: String(timestamp), body: body)
        return secrets.map { "v1," + Base64.encode(Hash.hmacSHA256(key: $0.key, message: content)) }
            .joined(separator: " ")
    }

    /// Checks a received message against any of the secrets. A repeat of a message is not noticed: that takes a memory
    /// of ids.
    package static func verify(
        secrets: [WebhookSecret], id: String?, timestamp: String?, signature: String?, body: [UInt8],
        nowSeconds: Int64, toleranceSeconds: Int64 = 300
    ) -> Verification {
        guard let id, let timestamp, let signature, !id.isEmpty, !timestamp.isEmpty, !signature.isEmpty else {
            return .missingHeader
        }
        guard timestamp.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int64(timestamp) else {
            return .badTimestamp
        }
        // Not negative, as it has no sign; so the difference cannot overflow for any clock after 1970.
        let age = max(0, nowSeconds) - seconds
        if age > toleranceSeconds { return .tooOld }
        if age < -toleranceSeconds { return .tooNew }
        let content = signedContent(id: id, timestamp: timestamp, body: body)
        let offered = items(of: signature)
        let fits = secrets.contains { secret in
            let expected = Hash.hmacSHA256(key: secret.key, message: content)
            return offered.contains { Hash.constantTimeEqual($0, expected) }
        }
        return fits ? .valid : .noMatchingSignature
    }

    /// The digests of the `v1` items; items of other versions and unreadable ones are skipped.
    private static func items(of signature: String) -> [[UInt8]] {
        signature.split(separator: " ").compactMap { item in
            let parts = item.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == "v1" else { return nil }
            return Base64.decode(String(parts[1]))
        }
    }

    private static func signedContent(id: String, timestamp: String, body: [UInt8]) -> [UInt8] {
        var content = Array("\(id).\(timestamp).".utf8)
        content.append(contentsOf: body)
        return content
    }
}
