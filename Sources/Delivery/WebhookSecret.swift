internal import Hashing

/// Why a text is not a webhook secret. None repeats the text.
package enum WebhookSecretError: String, Error, Sendable, Hashable, CustomStringConvertible {
    /// What follows `whsec_` is not base64.
    case notBase64 = "secret_not_base64"
    /// The key has not 24 to 64 bytes.
    case badLength = "secret_bad_length"

    package var description: String {
        switch self {
        case .notBase64:
            "the secret is not base64 after the prefix whsec_; generate one with: echo whsec_$(openssl rand -base64 32)"
        case .badLength:
            "the secret's key must have 24 to 64 bytes; generate one with: echo whsec_$(openssl rand -base64 32)"
        }
    }
}

/// A symmetric key of Standard Webhooks: `whsec_` and the base64 of 24 to 64 bytes. Nothing prints it.
package struct WebhookSecret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let key: [UInt8]

    private static let prefix = "whsec_"

    /// Takes the text form. The prefix may be missing, as the public libraries allow, and so may the padding.
    package init(parsing text: String) throws(WebhookSecretError) {
        var encoded = text.hasPrefix(Self.prefix) ? String(text.dropFirst(Self.prefix.count)) : text
        let padding = (4 - encoded.utf8.count % 4) % 4
        if padding < 3 { encoded += String(repeating: "=", count: padding) }
        guard let key = Base64.decode(encoded) else { throw .notBase64 }
        guard (24...64).contains(key.count) else { throw .badLength }
        self.key = key
    }

    package var description: String { "whsec_…" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
