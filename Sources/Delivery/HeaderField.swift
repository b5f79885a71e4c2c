/// A header that a channel's requests carry. Its value may open a door, so nothing prints it.
package struct HeaderField: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// In lower case.
    package let name: String
    let value: String

    /// Names that the protocol, libcurl or Standard Webhooks decide: a value of somebody else's would break the request, or let it
    /// pass for another.
    package static let reserved: Set<String> = [
        "host", "content-length", "content-type", "connection", "keep-alive", "proxy-connection", "transfer-encoding",
        "expect", "te", "trailer", "upgrade", "user-agent", "accept-encoding", "proxy-authorization",
    ]
    private static let reservedPrefix = "webhook-"
    /// Characters of a name, and of a value.
    package static let nameCharactersMax = 64
    package static let valueCharactersMax = 4096

    /// - Throws: `HeaderFieldError` when the header must not be set, or cannot be written on a line.
    package init(name: String, value: String) throws(HeaderFieldError) {
        let name = name.lowercased()
        guard (1...Self.nameCharactersMax).contains(name.utf8.count), name.utf8.allSatisfy(Self.isTokenByte) else {
            throw .badName
        }
        guard !Self.reserved.contains(name), !name.hasPrefix(Self.reservedPrefix) else { throw .reserved }
        guard (1...Self.valueCharactersMax).contains(value.utf8.count),
            value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), value.first != " ", value.last != " "
        else { throw .badValue }
        self.name = name
        self.value = value
    }

    /// `Authorization: Bearer TOKEN`.
    package static func bearer(_ token: String) throws(HeaderFieldError) -> HeaderField {
        try HeaderField(name: "authorization", value: "Bearer " + token)
    }

    /// The characters of a token (RFC 9110, 5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    var line: String { "\(name): \(value)" }

    package var description: String { "\(name): …" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

/// Why a header cannot be sent. None repeats the value.
package enum HeaderFieldError: String, Error, Sendable, Hashable, CustomStringConvertible {
    case badName = "header_bad_name"
    case reserved = "header_reserved"
    case badValue = "header_bad_value"

    package var description: String {
        switch self {
        case .badName:
            "the header's name must be 1 to \(HeaderField.nameCharactersMax) letters, digits and any of !#$%&'*+-.^_`|~"
        case .reserved: "the header is set by the daemon itself; leave it out"
        case .badValue:
            "the header's value must be 1 to \(HeaderField.valueCharactersMax) printable ASCII characters, without blanks at its ends"
        }
    }
}
