internal import ArgumentParser

/// A key that groups the repeats of one request: done once, however often it is sent.
enum IdempotencyKey {
    static let header = "idempotency-key"
    static let charactersMax = 200

    /// - Throws: `ValidationError` for what no header can carry.
    static func validate(_ key: String?) throws {
        guard let key else { return }
        let isPrintable = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPrintable, (1...charactersMax).contains(key.utf8.count) else {
            throw ValidationError(
                "--idempotency-key wants 1 to \(charactersMax) printable ASCII characters without blanks.")
        }
    }
}
