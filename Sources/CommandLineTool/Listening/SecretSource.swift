internal import Delivery

/// Where the secrets come from that signatures are checked against.
enum SecretSource: Sendable {
    case none
    /// The same secrets for every path.
    case fixed([WebhookSecret])
    /// The file named like the channel holds its secrets. Read for each webhook, so that a new secret counts at once.
    case directory(String)

    /// Bytes of a secret file. It holds one secret a line, more than one while they are being replaced.
    static let fileBytesMax = 4096

    /// The secrets for a webhook, or why there are none.
    func secrets(for webhook: ReceivedWebhook) -> Result<[WebhookSecret], Failure> {
        switch self {
        case .none: .failure(Failure(.unreadable, "no secret was given; see --secret-file and --secrets-directory"))
        case .fixed(let secrets): .success(secrets)
        case .directory(let directory): Self.secrets(of: webhook.channel, in: directory)
        }
    }

    /// Reads a secret file.
    static func read(_ path: String) throws(Failure) -> [WebhookSecret] {
        let bytes = try Files.read(path, bytesMax: fileBytesMax)
        let lines = bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        var secrets: [WebhookSecret] = []
        for line in lines {
            do {
                secrets.append(try WebhookSecret(parsing: String(decoding: line, as: UTF8.self)))
            } catch {
                throw Failure(.unreadable, "\(path): \(error)", advice: ["or make one with: tocsin new-secret"])
            }
        }
        guard !secrets.isEmpty else {
            throw Failure(.unreadable, "\(path) holds no secret", advice: ["make one with: tocsin new-secret"])
        }
        return secrets
    }

    private static func secrets(of channel: String?, in directory: String) -> Result<[WebhookSecret], Failure> {
        guard let channel else {
            return .failure(Failure(.unreadable, "the path does not end in the name of a channel"))
        }
        return Result { () throws(Failure) in try read(directory + "/" + channel) }
    }
}
