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
        let host = Self.host(of: whole)
        return host.utf8.count <= Self.hostBytesMax ? host : ""
    }

    var address: NetworkAddress? { NetworkAddress(host) }

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
        whole = Self.withoutTrailingDot(written.lowercased())
        guard !whole.isEmpty, whole != Self.unknown else { return nil }
    }

    /// Lower case, no surrounding blanks, no trailing dot. The configuration's names go the same way as the reports'.
    static func normalised(_ text: String) -> String { withoutTrailingDot(trimmed(text).lowercased()) }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }

    private static func withoutTrailingDot(_ text: String) -> String {
        text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private static func host(of text: String) -> String {
        var rest = text[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        if rest.first == "[" { return String(rest.dropFirst().prefix { $0 != "]" }) }
        // One colon divides host and port; several make an IPv6 address without a port.
        if let colon = rest.firstIndex(of: ":"), !rest[rest.index(after: colon)...].contains(":") {
            rest = rest[..<colon]
        }
        return withoutTrailingDot(String(rest))
    }
}

/// A reporter's text as it may stand inside a sentence of ours: in quotation marks, short, without control characters.
func quoted(_ text: String) -> String {
    let lengthMax = 80
    let shown = text.unicodeScalars.lazy.map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            Character("\u{FFFD}")
        default: Character(scalar)
        }
    }
    return "\u{201C}" + String(shown.prefix(lengthMax)) + (shown.dropFirst(lengthMax).isEmpty ? "" : "…") + "\u{201D}"
}
