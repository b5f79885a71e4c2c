/// Why the bytes of a zone file were refused. Reading stops at the first fault: a file of the time zone database is
/// good or is to be replaced as a whole.
package enum TZifError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Larger than `TZifReader.bytesMax`.
    case tooLarge(bytes: Int)
    /// The first four bytes are not `TZif`.
    case notTZif
    /// The version byte is none of NUL, 2, 3, 4.
    case unknownVersion(UInt8)
    /// The header promises more bytes than there are.
    case truncated
    /// A count of the header is none that RFC 8536 section 3.1 allows.
    case badCounts
    /// The file counts leap seconds, so its times are not POSIX times.
    case leapSeconds
    /// The times of the transitions do not rise.
    case unsortedTransitions
    /// A transition names a local time type that is not there.
    case badTransitionType
    /// A local time type has an impossible offset, flag or abbreviation.
    case badLocalTimeType
    /// The rule for the time after the last transition is not a POSIX TZ string. The text is made printable.
    case badFooter(String)

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .tooLarge: "zone-file-too-large"
        case .notTZif: "zone-file-not-tzif"
        case .unknownVersion: "zone-file-unknown-version"
        case .truncated: "zone-file-truncated"
        case .badCounts: "zone-file-bad-counts"
        case .leapSeconds: "zone-file-leap-seconds"
        case .unsortedTransitions: "zone-file-unsorted"
        case .badTransitionType: "zone-file-bad-transition"
        case .badLocalTimeType: "zone-file-bad-type"
        case .badFooter: "zone-file-bad-footer"
        }
    }

    /// What is wrong and what to do, as the end of a sentence that names the file.
    package var description: String {
        switch self {
        case .tooLarge(let bytes):
            "has \(bytes) bytes, more than the \(TZifReader.bytesMax) that a zone file may have; \(Self.remedy)"
        case .notTZif: "is not a compiled time zone file (it does not begin with \"TZif\"); \(Self.remedy)"
        case .unknownVersion(let byte):
            "has the unknown TZif version byte \(byte); versions 1 to 4 are understood"
        case .truncated: "ends before its header says it would; \(Self.remedy)"
        case .badCounts: "has a header with impossible counts; \(Self.remedy)"
        case .leapSeconds:
            "counts leap seconds, which no other clock of this system does; use the zone without \"right/\""
        case .unsortedTransitions: "has transitions out of order; \(Self.remedy)"
        case .badTransitionType, .badLocalTimeType: "has an impossible local time type; \(Self.remedy)"
        case .badFooter(let text):
            "has an unreadable rule for the years after its last transition, \"\(text)\"; \(Self.remedy)"
        }
    }

    private static let remedy = "reinstall the system's tzdata package"
}
