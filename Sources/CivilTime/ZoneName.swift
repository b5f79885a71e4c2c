/// The name of a time zone as settings may state it: `UTC`, an IANA region and city (`Europe/Berlin`,
/// `America/Argentina/Salta`), or a fixed offset (`Etc/GMT-7`, which is seven hours *east*: the sign is inverted).
///
/// Names without a region are refused: `CET` and `EST5EDT` are legacy rules that follow no country's law, and `GMT+7`
/// means different things to different libraries. A name that is well formed may still be unknown to a machine;
/// `ZoneNames` knows.
package struct ZoneName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    package static let utc = ZoneName(valid: "UTC")

    /// The areas of the IANA database (its `theory.html`, "Timezone identifiers").
    static let areas: Set<String> = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Etc", "Europe", "Indian",
        "Pacific",
    ]
    /// No real name has more than 32 bytes.
    static let bytesMax = 64

    package init(_ text: String) throws(ZoneNameError) {
        if text == Self.utc.text {
            self = .utc
            return
        }
        guard Self.isWellFormed(text) else { throw .malformed(text) }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1 else { throw .noRegion(text, write: Self.etcName(forOffset: text)) }
        guard Self.areas.contains(String(parts[0])) else { throw .unknown(text, version: nil, write: nil) }
        self.text = text
    }

    private init(valid text: String) { self.text = text }

    package static func < (left: ZoneName, right: ZoneName) -> Bool { left.text < right.text }
    package var description: String { text }

    /// One to three parts of ASCII letters, digits, `_`, `+` and `-`, each beginning with a letter. Such a name is safe
    /// as the path of a file below the database's directory: no part is empty, `.` or `..`.
    private static func isWellFormed(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return text.utf8.count <= bytesMax && parts.count <= 3
            && parts.allSatisfy { part in
                guard let first = part.first, isLetter(first) else { return false }
                return part.allSatisfy {
                    isLetter($0) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x5F].contains($0)
                }
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// `Etc/GMT-7` for `GMT+7` or `UTC+7`; nil for what is no whole offset that the database has.
    static func etcName(forOffset text: String) -> String? {
        guard text.hasPrefix("GMT") || text.hasPrefix("UTC") else { return nil }
        var scanner = DigitScanner(String(text.dropFirst(3)))
        let isEast = scanner.take("+")
        guard isEast || scanner.take("-"), let hours = scanner.digits(upTo: 2), scanner.isAtEnd,
            (1...(isEast ? 14 : 12)).contains(hours)
        else { return nil }
        return "Etc/GMT\(isEast ? "-" : "+")\(hours)"
    }
}

/// Why a name of a zone was refused, and what to write instead.
package enum ZoneNameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No name of the database looks like this.
    case malformed(String)
    /// An abbreviation, an offset or a legacy rule, not a region and city.
    case noRegion(String, write: String?)
    /// The database has no such zone. `version` is the database's, where it is known.
    case unknown(String, version: String?, write: String?)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .malformed: "zone-name-malformed"
        case .noRegion: "zone-name-no-region"
        case .unknown: "zone-name-unknown"
        }
    }

    package var description: String {
        switch self {
        case .malformed:
            return "is no name of a time zone; \(Self.example)"
        case .noRegion(let text, let suggestion):
            let why =
                text.contains { $0 == "+" || $0 == "-" } && suggestion?.hasPrefix("Etc/") == true
                ? "is an offset, whose sign libraries read differently"
                : "is no region and city, so it follows no place's law"
            return "\(why); " + (suggestion.map { "write \($0)" } ?? Self.example)
        case .unknown(_, let version, let suggestion):
            let database = "the system's time zone database" + (version.map { " (\($0))" } ?? "")
            return "is not a zone of \(database); " + (suggestion.map { "write \($0)" } ?? Self.example)
        }
    }

    private static let example = "write UTC or a region and city such as Europe/Berlin"
}
