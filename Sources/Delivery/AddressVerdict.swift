/// Why a target may not be spoken to: a stable code and a sentence that says what to do.
package struct AddressDenial: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable codes of denials.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        // The URL is not one we use.
        case urlTooLong = "url_too_long"
        case urlCharacters = "url_characters"
        case urlNotParsed = "url_not_parsed"
        case urlScheme = "url_scheme"
        case urlSlashes = "url_slashes"
        case urlUserinfo = "url_userinfo"
        case urlFragment = "url_fragment"
        case urlZone = "url_zone"
        case urlHost = "url_host"
        case urlPort = "url_port"
        // The URL is fine, its target is denied.
        case nameDenied = "name_denied"
        case addressSpecial = "address_special"
        case addressOwn = "address_own"
        case portDenied = "port_denied"
        case plainHTTP = "plain_http"
        case notPinned = "not_pinned"

        /// Whether the URL itself is at fault, whatever the policy.
        package var isAboutURL: Bool { rawValue.hasPrefix("url_") }
    }

    package let code: Code
    package let sentence: String
    package var description: String { sentence }
}

/// What the address policy says about a target.
package enum AddressVerdict: Sendable, Hashable {
    /// It may be spoken to, by default or because of the exception. For a URL with a name: as far as can be said before
    /// the name is resolved.
    case allowed(by: AddressException?)
    case denied(AddressDenial)

    /// The denial, if it is one.
    package var denial: AddressDenial? {
        if case .denied(let denial) = self { denial } else { nil }
    }
}
