internal import CCurl

/// The two schemes notices are sent with.
package enum TargetScheme: String, Sendable, Hashable {
    case http
    case https
}

/// A channel's URL, parsed once by the parser that will connect.
///
/// The transfer gets a copy of this very handle (CURLOPT_CURLU), so that no second parser can read another host out of
/// the same text. libcurl normalises numeric hosts (`0x7f.1`, `2130706433`, `%31%32%37.0.0.1`) to dotted decimal; what
/// it lets pass and other software reads differently (backslash, userinfo, non-ASCII) is refused before it is asked.
///
/// Confined to the thread that made it, as the handle is.
final class TargetURL {
    let parsed: ParsedURL
    let scheme: TargetScheme
    let host: Host
    let port: UInt16
    /// Texts that must not appear in an outcome: the path, the query, and their longer parts.
    let confidential: [String]

    /// What stands where the host belongs.
    enum Host: Hashable {
        case address(NetworkAddress)
        /// Lower case, without the final dot.
        case name(String)
    }

    init(parsing text: String) throws(AddressDenial) {
        try TargetURLText.check(text)
        let parsed: ParsedURL
        do throws(ParsedURL.Failure) {
            parsed = try ParsedURL(text)
        } catch {
            throw Self.denial(.urlNotParsed, "the URL cannot be read: \(error.words)")
        }
        self.parsed = parsed
        scheme = try Self.scheme(of: parsed)
        host = try Self.host(of: parsed)
        port = try Self.port(of: parsed)
        confidential = Self.confidential(
            path: parsed.part(CURLUPART_PATH) ?? "", query: parsed.part(CURLUPART_QUERY) ?? "")
    }

    /// Identifies the remote end for the limit per host.
    var hostKey: String {
        switch host {
        case .address(let address): "\(address.bracketed):\(port)"
        case .name(let name): "\(name):\(port)"
        }
    }

    // MARK: - Parts

    static func denial(_ code: AddressDenial.Code, _ sentence: String) -> AddressDenial {
        AddressDenial(code: code, sentence: sentence)
    }

    private static func scheme(of parsed: ParsedURL) throws(AddressDenial) -> TargetScheme {
        guard let text = parsed.part(CURLUPART_SCHEME), let scheme = TargetScheme(rawValue: text) else {
            throw denial(.urlScheme, "the URL must begin with https:// (or http://)")
        }
        return scheme
    }

    private static func port(of parsed: ParsedURL) throws(AddressDenial) -> UInt16 {
        guard let text = parsed.part(CURLUPART_PORT, flags: CURLU_DEFAULT_PORT), let port = UInt16(text), port > 0
        else {
            throw denial(.urlPort, "the URL's port must be 1 to 65535")
        }
        return port
    }

    private static func host(of parsed: ParsedURL) throws(AddressDenial) -> Host {
        // Both are refused by the text already. Asked again, because what the parser that connects sees is what counts.
        if parsed.part(CURLUPART_USER) != nil || parsed.part(CURLUPART_PASSWORD) != nil {
            throw denial(.urlUserinfo, "the URL holds a user or a password; take it out")
        }
        if parsed.part(CURLUPART_ZONEID) != nil {
            throw denial(.urlZone, "the URL's address names an interface; take the zone out")
        }
        return try TargetURLText.host(parsed.part(CURLUPART_HOST) ?? "")
    }

    /// Short parts such as `hooks` are no secrets and may well occur in an error text.
    static let confidentialPartMin = 8

    static func confidential(path: String, query: String) -> [String] {
        let pieces = (path + "/" + query).split(whereSeparator: { "/&=".contains($0) }).map(String.init)
        let whole = [path, query].filter { $0.utf8.count > 1 }
        return whole + pieces.filter { $0.utf8.count >= confidentialPartMin }
    }
}
