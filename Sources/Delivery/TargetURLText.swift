/// The rules on a URL's text that libcurl's parser does not have.
enum TargetURLText {
    /// Refuses what parsers disagree about, before any parser sees it.
    static func check(_ text: String) throws(AddressDenial) {
        let bytes = Array(text.utf8)
        guard bytes.count <= DeliveryLimits.urlBytesMax else {
            throw TargetURL.denial(.urlTooLong, "the URL is longer than \(DeliveryLimits.urlBytesMax) bytes")
        }
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw TargetURL.denial(
                .urlCharacters,
                "the URL holds a space, a backslash, a control or a non-ASCII character; write names as xn--...")
        }
        guard let colon = text.firstIndex(of: ":"),
            TargetScheme(rawValue: text[..<colon].lowercased()) != nil
        else { throw TargetURL.denial(.urlScheme, "the URL must begin with https:// (or http://)") }
        let rest = text[colon...].dropFirst()
        guard rest.hasPrefix("//"), !rest.hasPrefix("///") else {
            throw TargetURL.denial(.urlSlashes, "exactly two slashes must follow the URL's scheme")
        }
        try checkAuthority(rest.dropFirst(2))
    }

    private static func checkAuthority(_ rest: Substring) throws(AddressDenial) {
        let authority = rest.prefix { !"/?#".contains($0) }
        if authority.contains("@") {
            throw TargetURL.denial(.urlUserinfo, "the URL holds a user or a password; take it out")
        }
        if authority.hasPrefix("["), authority.contains("%") {
            throw TargetURL.denial(.urlZone, "the URL's address names an interface; take the zone out")
        }
        if rest.contains("#") {
            throw TargetURL.denial(.urlFragment, "the URL holds a fragment (#...); take it out")
        }
    }

    /// Reads the host as libcurl normalised it.
    static func host(_ text: String) throws(AddressDenial) -> TargetURL.Host {
        if text.hasPrefix("["), text.hasSuffix("]") {
            guard let address = NetworkAddress(String(text.dropFirst().dropLast())) else {
                throw TargetURL.denial(.urlHost, "the URL's address cannot be read")
            }
            return .address(address)
        }
        if let address = NetworkAddress(text) { return .address(address) }
        return .name(try name(text))
    }

    private static func name(_ text: String) throws(AddressDenial) -> String {
        let name = (text.hasSuffix(".") ? String(text.dropLast()) : text).lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, name.utf8.count <= 253 else {
            throw TargetURL.denial(.urlHost, "the URL's host name is longer than 253 characters")
        }
        guard labels.allSatisfy({ (1...63).contains($0.utf8.count) }) else {
            throw TargetURL.denial(.urlHost, "the URL's host name has an empty or overlong part")
        }
        guard name.utf8.allSatisfy(isNameByte) else {
            throw TargetURL.denial(.urlHost, "the URL's host name may hold letters, digits, - and _ only")
        }
        // Not an address for libcurl, but one for other resolvers: `127.0.0.1.`, `1.2.3.4.5`, `0x7f.1.`
        guard !looksNumeric(last) else {
            throw TargetURL.denial(.urlHost, "the URL's host ends in a number and is no IPv4 address")
        }
        return name
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func looksNumeric(_ label: Substring) -> Bool {
        if label.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
        guard label.hasPrefix("0x") else { return false }
        return label.dropFirst(2).utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
