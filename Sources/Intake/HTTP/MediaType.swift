/// The two media types in which a body may come.
enum MediaType: String, CaseIterable, Sendable {
    case json = "application/json"
    case form = "application/x-www-form-urlencoded"

    /// Reads a `Content-Type`. The only parameter that may be there is `charset=utf-8`. Nil for everything else.
    init?(contentType: String?) {
        guard let contentType else { return nil }
        let parts = contentType.split(separator: ";", omittingEmptySubsequences: false).map {
            Self.trimmed($0).lowercased()
        }
        guard let essence = parts.first, let type = MediaType(rawValue: essence) else { return nil }
        for parameter in parts.dropFirst() where !["", "charset=utf-8", "charset=\"utf-8\""].contains(parameter) {
            return nil
        }
        self = type
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
