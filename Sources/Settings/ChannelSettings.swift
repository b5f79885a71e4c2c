package import Presets
package import Responsibility

/// A channel as configured. The address was looked at only lightly; who opens it judges it.
package struct ChannelSettings: Sendable, CustomStringConvertible {
    package let id: ChannelID
    /// Whose channel it is.
    package let party: PartyID
    /// An absolute address with the scheme `http` or `https`.
    package let url: String
    /// What signs its notices, `whsec_…`; the first is the present one, the others are being replaced. Empty only where a product
    /// that takes no signatures is told.
    package let secrets: [String]
    /// How the product at the other end wants to be told; nil: by Standard Webhooks.
    package let preset: (any Preset)?
    /// Sent with every request.
    package let headers: [Header]
    /// Addresses that may be reached although they are not public, as written.
    package let allow: [String]
    /// Where it stands, for problems that only show when the address is judged.
    package let place: ConfigurationPlace

    /// A header as written; whether it may be sent is judged by who sends it.
    package struct Header: Sendable {
        package let name: String
        /// May open a door.
        package let value: String
        package let place: ConfigurationPlace
    }

    package init(
        id: ChannelID, party: PartyID, url: String, secrets: [String], preset: (any Preset)? = nil,
        headers: [Header] = [], allow: [String], place: ConfigurationPlace
    ) {
        self.id = id
        self.party = party
        self.url = url
        self.secrets = secrets
        self.preset = preset
        self.headers = headers
        self.allow = allow
        self.place = place
    }

    /// Without the secrets, so that it can stand in a log.
    package var description: String { "channel \(id) of \(party)" }
}

extension Value {
    /// An absolute web address, as far as its form goes.
    func url() -> String? {
        guard let text = scalar() else { return nil }
        if let fault = Self.fault(ofURL: text) {
            problem(
                "\(code(Self.withoutPath(text))) is no address for a channel: \(fault)",
                hint: "write it as in https://hooks.example/tocsin")
            return nil
        }
        return text
    }

    /// An address as far as its host: what follows opens the door of most products, and what stands before an @ any.
    private static func withoutPath(_ text: String) -> String {
        guard let slashes = text.firstRange(of: "//") else { return text }
        let rest = text[slashes.upperBound...]
        let host = rest.prefix { !"/?#".contains($0) }
        let shown = host.lastIndex(of: "@").map { "…" + host[$0...] } ?? String(host)
        return text[..<slashes.upperBound] + shown + (host.endIndex == rest.endIndex ? "" : "/…")
    }

    static func fault(ofURL text: String) -> String? {
        guard text.utf8.count <= Limits.urlBytesMax else { return "it is longer than \(Limits.urlBytesMax) bytes" }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            return "it holds blanks, backslashes or characters beyond ASCII"
        }
        guard let colon = text.firstIndex(of: ":"), ["http", "https"].contains(text[..<colon]) else {
            return "the scheme is not http or https"
        }
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//"), !rest.hasPrefix("///") else { return "exactly two slashes follow the scheme" }
        let host = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.isEmpty, !host.hasPrefix(":") else { return "it names no host" }
        guard !host.contains("@") else { return "it holds a user name" }
        return text.contains("#") ? "it holds a fragment" : nil
    }

    /// A network with an optional scheme and port, as far as its form goes: `10.20.0.0/16:443`,
    /// `http://127.0.0.1:9180`.
    func addressException() -> String? {
        guard let text = scalar() else { return nil }
        let network =
            ["http://", "https://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) } ?? text[...]
        let isPlausible =
            (1...64).contains(network.utf8.count)
            && network.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (Character(scalar).isHexDigit || ".:/[]".unicodeScalars.contains(scalar))
            }
        guard isPlausible else {
            problem(
                "\(code(text)) is no address exception",
                hint: "write a network, for example 10.20.0.0/16:443 or http://192.168.7.9:9200; never a name")
            return nil
        }
        return text
    }
}
