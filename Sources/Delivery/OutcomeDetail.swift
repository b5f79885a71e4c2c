/// The words of an outcome.
enum OutcomeDetail {
    /// Makes any text fit for entries and logs: printable ASCII, at most 200 characters, and nothing confidential.
    ///
    /// - Parameter confidential: texts that must not appear; when one does, all is withheld.
    static func text(_ raw: String, withholding confidential: [String] = []) -> String {
        if confidential.contains(where: raw.contains) {
            return withheld
        }
        var text = ""
        for scalar in raw.unicodeScalars {
            let piece = printable(scalar)
            guard text.utf8.count + piece.utf8.count <= DeliveryLimits.detailCharactersMax else { break }
            text += piece
        }
        return text
    }

    static let withheld = "the details are withheld because they repeat part of the channel's address"

    /// Control and non-ASCII characters are written as `\u{...}`, so that no terminal or log viewer acts on them.
    private static func printable(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x20...0x5B, 0x5D...0x7E: String(scalar)
        case 0x5C: "\\\\"
        default: "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// Where a redirect points: its scheme, host and port only. The rest may repeat what the request's URL holds.
    static func redirect(to location: String?) -> String? {
        guard let location = location?.drop(while: \.isWhitespace), let colon = location.firstIndex(of: ":"),
            location[colon...].hasPrefix("://"), TargetScheme(rawValue: location[..<colon].lowercased()) != nil
        else { return nil }
        let authority = location[colon...].dropFirst(3).prefix { !"/?#\\".contains($0) && !$0.isWhitespace }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        return "\(location[..<colon])://\(authority)"
    }
}
