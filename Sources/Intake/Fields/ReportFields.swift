internal import Coordination
internal import Responsibility

/// The native report, field by field. This table is the rule; what it refuses is refused with the accepted words,
/// all at once.
enum ReportFields {
    static let table: [FieldSpec] = [
        FieldSpec("summary", .line(max: 200), required: true),
        // The asset as the reporter calls it: an id, host name, domain, address or URL; or `unknown`.
        FieldSpec("asset", .line(max: 255)),
        FieldSpec("service", .name(max: 64)),
        FieldSpec("category", .word(Category.allCases.map(\.rawValue))),
        FieldSpec("layer", .word(Layer.allCases.map(\.rawValue))),
        FieldSpec("duty", .name(max: 64)),
        FieldSpec("component", .line(max: 64)),
        // What it came from is found out by triage, and not by whoever it might burden or relieve.
        FieldSpec("cause", .providerLine(max: 64)),
        FieldSpec("severity", .severity),
        FieldSpec("status", .word(Report.Status.allCases.map(\.rawValue))),
        FieldSpec("observed_at", .observed),
        FieldSpec("dedup_key", .line(max: 200)),
        FieldSpec("details", .text(bytesMax: 16 * 1024)),
        FieldSpec("tlp", .word(Report.TrafficLight.allCases.map(\.rawValue))),
        FieldSpec("incident", .name(max: 64)),
        FieldSpec("evidence", .list(max: 10, .evidence(evidence))),
        FieldSpec("indicators", .list(max: 50, .object(indicator))),
        FieldSpec("personal_data", .objectOr(personalData, .word(personalDataStates))),
        FieldSpec("significant", .providerFlag),
        FieldSpec("impact", .object(impact)),
        FieldSpec(
            "cvss",
            .textOrNumber(.matching(max: 200, "a CVSS vector or a score from 0 to 10", isVector), .number(0...10))),
        FieldSpec("confidence", .textOrNumber(.word(["low", "medium", "high"]), .integer(0...100))),
        FieldSpec("source", .object(source)),
        FieldSpec("contact", .object(contact)),
        FieldSpec("labels", .labels),
        FieldSpec("lang", .matching(max: 35, "a language tag such as de or en-GB (BCP 47)", isLanguageTag)),
    ]

    /// A question without a report. Any time will do, whether long past or to come: it asks what the configuration says.
    static let explanation: [FieldSpec] =
        table.filter { sharedWithExplanation.contains($0.name) } + [
            FieldSpec("status", .word([Report.Status.firing, .resolved].map(\.rawValue))),
            FieldSpec("cause", .line(max: 64)),
            FieldSpec("personal_data", .word(personalDataStates)),
            FieldSpec("classification", .name(max: 64)),
            FieldSpec("at", .instant),
            FieldSpec("observed_at", .instant),
            FieldSpec("window_start", .instant),
        ]

    private static let sharedWithExplanation: Set<String> = [
        "asset", "service", "category", "layer", "duty", "component", "severity", "significant",
    ]

    private static let evidence: [FieldSpec] = [
        FieldSpec("name", .line(max: 120), required: true),
        FieldSpec("type", .matching(max: 120, "a MIME type such as text/plain", isMIMEType), required: true),
        FieldSpec("sha256", .matching(max: 64, "64 hexadecimal digits", isDigest)),
        FieldSpec("text", .text(bytesMax: 16 * 1024)),
        FieldSpec("base64", .matching(max: 64 * 1024, "base 64 with padding", isBase64)),
        FieldSpec("url", .line(max: 2048)),
    ]

    private static let indicator: [FieldSpec] = [
        FieldSpec(
            "type", .word(["ip", "cidr", "domain", "url", "email", "sha256", "cve", "path", "user"]), required: true),
        FieldSpec("value", .line(max: 2048), required: true),
    ]

    private static let personalDataStates = PersonalData.allCases.map(\.rawValue)

    private static let personalData: [FieldSpec] = [
        FieldSpec("state", .word(personalDataStates), required: true),
        FieldSpec("records", .integer(0...Int64.max)),
        FieldSpec("subjects", .integer(0...Int64.max)),
        FieldSpec("kinds", .list(max: 16, .line(max: 64))),
    ]

    private static let impact: [FieldSpec] = [
        FieldSpec("since", .instant),
        FieldSpec("until", .instant),
        FieldSpec("users", .integer(0...Int64.max)),
        FieldSpec("users_pct", .number(0...100)),
        FieldSpec("scope", .word(["partial", "full"])),
    ]

    private static let source: [FieldSpec] = [
        FieldSpec("tool", .line(max: 40)),
        FieldSpec("rule", .line(max: 120)),
        FieldSpec("id", .line(max: 200)),
        FieldSpec("url", .line(max: 2048)),
    ]

    private static let contact: [FieldSpec] = [
        FieldSpec("name", .line(max: 120)),
        FieldSpec("email", .line(max: 120)),
        FieldSpec("phone", .line(max: 120)),
    ]

    /// The fields that a form reaches into with a dot.
    static let namesOfObjects: Set<String> = ["contact", "impact", "labels", "personal_data", "source"]

    /// What a body must never say: who speaks and when it arrived.
    static let identityFields: Set<String> = [
        "reporter", "reported_by", "party", "side", "role", "actor", "customer", "provider", "agreement", "sender",
        "user", "uid", "gid",
        "from", "received", "received_at", "external",
    ]
    /// What is ruled here and not by a reporter.
    static let ruledFields: Set<String> = [
        "owner", "owner_party", "lead", "ruling", "state", "id", "report", "severity_override", "acknowledged",
        "notify",
    ]

    /// Fields of the sender's own: `x_` and 1 to 38 characters from `[a-z0-9_]`, passed through as sent.
    static let ownFieldPrefix = "x_"
    static let ownFieldsMax = 16
    /// Bytes of one such field's value, as JSON.
    static let ownFieldBytesMax = 2048

    private static func isVector(_ text: String) -> Bool {
        text.utf8.allSatisfy {
            isLetterOrDigit($0) || [UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains($0)
        }
    }

    private static func isLanguageTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.allSatisfy { (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(isLetterOrDigit) }
            && (parts.first?.utf8.allSatisfy { !(0x30...0x39).contains($0) } ?? false)
    }

    private static func isMIMEType(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isMIMECharacter) }
    }

    private static func isMIMECharacter(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$&^_.+-".utf8.contains(byte)
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }

    private static func isBase64(_ text: String) -> Bool {
        text.utf8.allSatisfy { isLetterOrDigit($0) || "+/=".utf8.contains($0) }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
}
