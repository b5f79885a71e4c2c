/// The name that a report gives an asset, read for the index: the text as a whole, and the host that it names.
///
/// Reporters paste what they have: `tern-vps1`, `WWW.Orchid.Example.`, `https://shop.mango.example:8443/x`,
/// `10.0.0.1:9100`.
struct AssetName: Sendable {
    /// Without surrounding blanks, and otherwise as the reporter wrote it.
    let written: String
    /// In lower case, without surrounding blanks and the trailing dot.
    let whole: String

    /// What is left of a URL, a port and a path: the host alone. Worked out when asked for: most reports name an id.
    var host: String {
        guard whole.utf8.contains(where: Self.isDivider) else {
            return whole.utf8.count <= Self.hostBytesMax ? whole : ""
        }
        let host = Self.host(of: whole)
        return host.utf8.count <= Self.hostBytesMax ? host : ""
    }

    /// Longer texts name nothing; they would only be costly to look up. In bytes.
    static let bytesMax = 2048
    /// The longest host name of DNS (RFC 1035, 3.1, as text). In bytes.
    static let hostBytesMax = 253
    /// What a report writes when it does not know.
    static let unknown = "unknown"

    /// Nil when the text names nothing: no text, blanks, or `unknown`.
    init?(_ text: String?) {
        guard let text, text.utf8.count <= Self.bytesMax else {
            guard text != nil else { return nil }
            written = ""
            whole = ""
            return
        }
        written = Self.trimmed(text)
        whole = Self.folded(written)
        guard !whole.isEmpty, whole != Self.unknown else { return nil }
    }

    /// Lower case, no surrounding blanks, no trailing dot. The configuration's names go the same way as the reports'.
    static func normalised(_ text: String) -> String { folded(trimmed(text)) }

    /// The names of a list, each once, sorted.
    static func normalised(_ texts: [String]) -> [String] {
        texts.count < 2 ? texts.map { normalised($0) } : Set(texts.map { normalised($0) }).sorted()
    }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.utf8.first, let last = text.utf8.last, isBlank(first) || isBlank(last) else {
            return text
        }
        var rest = text.utf8[...]
        while let byte = rest.first, isBlank(byte) { rest.removeFirst() }
        while let byte = rest.last, isBlank(byte) { rest.removeLast() }
        return String(Substring(rest))
    }

    private static func folded(_ text: String) -> String {
        let isFolded = text.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0) }
        return withoutTrailingDot(isFolded ? text : text.lowercased())
    }

    private static func withoutTrailingDot(_ text: String) -> String {
        text.utf8.last == UInt8(ascii: ".") ? String(text.dropLast()) : text
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// What may stand around a host: in a URL, a path, or before a port.
    private static func isDivider(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "@"),
            UInt8(ascii: "["):
            true
        default: false
        }
    }

    private static func host(of text: String) -> String {
        var rest = text.utf8[...]
        if let scheme = scheme(of: rest) { rest = rest[scheme...] }
        rest = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[rest.index(after: at)...] }
        if rest.first == UInt8(ascii: "[") {
            return String(Substring(rest.dropFirst().prefix { $0 != UInt8(ascii: "]") }))
        }
        // One colon divides host and port; several make an IPv6 address without a port.
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")),
            !rest[rest.index(after: colon)...].contains(UInt8(ascii: ":"))
        {
            rest = rest[..<colon]
        }
        return withoutTrailingDot(String(Substring(rest)))
    }

    /// Where the part after the first `://` begins.
    private static func scheme(of text: Substring.UTF8View) -> Substring.UTF8View.Index? {
        var rest = text
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            rest = rest[rest.index(after: colon)...]
            if rest.starts(with: "//".utf8) { return rest.index(rest.startIndex, offsetBy: 2) }
        }
        return nil
    }
}

/// A reporter's text as it may stand inside a sentence of ours: in quotation marks, short, without control characters.
func quoted(_ text: String) -> String {
    let lengthMax = 80
    if text.utf8.count <= lengthMax, text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return "\u{201C}\(text)\u{201D}" }
    let shown = text.unicodeScalars.lazy.map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            Character("\u{FFFD}")
        default: Character(scalar)
        }
    }
    return "\u{201C}" + String(shown.prefix(lengthMax)) + (shown.dropFirst(lengthMax).isEmpty ? "" : "…") + "\u{201D}"
}
