package import StrictJSON

/// A complete answer.
package struct PresetAnswer: Sendable {
    /// 200 to 599.
    package let status: Int
    /// The beginning of its body, at most 4 KiB.
    package let body: [UInt8]
    /// What its `Retry-After` header asks for.
    package let retryAfterMilliseconds: Int64?

    package init(status: Int, body: [UInt8] = [], retryAfterMilliseconds: Int64? = nil) {
        self.status = status
        self.body = body
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    /// The body as JSON; nil when it is none, or longer than what was kept.
    package var json: JSON? { try? JSON(parsing: body) }

    /// The body as text, without white space at its ends.
    package var text: String { String(decoding: body, as: UTF8.self).trimmed }

    /// It looks like a JSON object. Products that repeat the message in their answer say more than is kept, so more
    /// cannot be asked of it; what is sought here is another server's page.
    var beginsAsObject: Bool {
        body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    }

    /// A member that says yes or no. In an answer that is longer than what was kept, it has to be the first.
    func flag(_ name: String) -> Bool? {
        if let json { return json[name]?.bool }
        let start = String(decoding: body.prefix(64).filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }, as: UTF8.self)
        if start.hasPrefix("{\"\(name)\":true") { return true }
        return start.hasPrefix("{\"\(name)\":false") ? false : nil
    }

    /// What it says of itself, for people: at most 100 characters, all of them printable ASCII. Nothing else of a
    /// foreign answer reaches a log or the record.
    var excerpt: String {
        var text = ""
        for byte in body.prefix(1000) {
            let isPrintable = (0x20...0x7E).contains(byte)
            if isPrintable, byte != 0x20 || text.last != " " { text.unicodeScalars.append(Unicode.Scalar(byte)) }
            if !isPrintable, !text.isEmpty, text.last != " " { text += " " }
        }
        return String(text.trimmed.prefix(Self.excerptMax)).trimmed
    }

    private static let excerptMax = 100

    /// `refusal`, and what the answer says in quotes.
    func why(_ refusal: String) -> String { excerpt.isEmpty ? refusal : "\(refusal): \"\(excerpt)\"" }

    /// The later of what the header asks for and what a member of the body asks for.
    func retryAfter(orMilliseconds other: Int64?) -> Int64? {
        [retryAfterMilliseconds, other].compactMap { $0 }.max()
    }
}

extension JSON {
    /// A number of seconds, with or without a fraction, as milliseconds: rounded up, and a day at most, because nobody
    /// waits longer for a message. Nil where it is no number, or negative.
    var secondsAsMilliseconds: Int64? { wait(inUnitsOf: 1000) }
    /// The same of a number of milliseconds.
    var boundedMilliseconds: Int64? { wait(inUnitsOf: 1) }

    private func wait(inUnitsOf milliseconds: Double) -> Int64? {
        let number: Double? =
            switch self {
            case .integer(let value): Double(value)
            case .decimal(let text): Double(text)
            default: nil
            }
        guard let number, number >= 0 else { return nil }
        return Int64(min(number * milliseconds, 86_400_000).rounded(.up))
    }
}
