import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// Which rules fire again when an incident changes hands, is classified or ends. What was told when it was opened is not
/// told again.
@Suite("Later events under the shipped configuration")
struct ShippedEventTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let event: JointCareRule.Event
        let asset: String
        let category: Category
        let cause: String?
        let rules: [RuleID]
        let change: @Sendable (inout Occasion) -> Void

        init(
            _ name: String, _ event: JointCareRule.Event, _ asset: String, _ category: Category, cause: String? = nil,
            rules: [RuleID], _ change: @escaping @Sendable (inout Occasion) -> Void = { _ in }
        ) {
            testDescription = name
            self.event = event
            self.asset = asset
            self.category = category
            self.cause = cause
            self.rules = rules
            self.change = change
        }
    }

    static let rows: [Row] = [
        Row("an outage that becomes the provider's", .ownerChanged, "hv-07", .hardware, rules: ["JC-01", "JC-03"]),
        Row(
            "an outage that becomes the provider's, and is significant", .ownerChanged, "hv-07", .hardware,
            rules: ["JC-01", "JC-03", "JC-07"]
        ) { $0.significant = true },
        Row("malware that becomes the customer's", .ownerChanged, "mango-site", .malware, rules: ["JC-01", "JC-04"]),
        Row(
            "malware that came from a neighbour, as triage finds", .ownerChanged, "mango-site", .malware,
            cause: "isolation", rules: ["JC-01", "JC-13"]),
        Row(
            "a hole in the wall that becomes the provider's, at the bank", .ownerChanged, "norr-net", .isolation,
            rules: ["JC-01", "JC-08", "JC-13"]),
        Row("certificates, whoever leads now", .ownerChanged, "tern-vps1", .tls, rules: []),
        Row("a package, whoever has it now", .ownerChanged, "palma-shop", .resource, rules: []),

        Row("found to be significant", .classified, "hv-07", .hardware, rules: ["JC-07"]) { $0.significant = true },
        Row("found to be personal data, perhaps", .classified, "tern-vps1", .dataBreach, rules: ["JC-05"]) {
            $0.personalData = .suspected
        },
        Row("found to be personal data", .classified, "tern-vps1", .dataBreach, rules: ["JC-05", "JC-06"]) {
            $0.personalData = .confirmed
        },
        Row(
            "found to be major, at the bank", .classified, "norr-net", .availability, rules: ["JC-08", "JC-19"]
        ) { $0.classification = "major" },
        Row("found to be grave, at the merchant", .classified, "palma-shop", .intrusion, rules: ["JC-09"]),
        Row(
            "found to have come from a neighbour", .classified, "mango-site", .malware, cause: "isolation",
            rules: ["JC-13"]),
        Row("found to be a hole in the wall", .classified, "web-12", .isolation, rules: ["JC-13"]),

        Row("the end of an outage", .resolved, "hv-07", .hardware, rules: ["JC-17"]),
        Row("the end of a hole in the wall", .resolved, "norr-net", .isolation, rules: ["JC-17"]),
        Row("the end of a significant breach", .resolved, "tern-vps1", .dataBreach, rules: ["JC-17"]) {
            $0.significant = true
            $0.personalData = .confirmed
        },
        Row("the end of malware", .resolved, "palma-shop", .malware, rules: ["JC-17"]),
    ]

    @Test("fire what is for them, and nothing else", arguments: rows)
    func events(_ row: Row) throws {
        let book = try World().load().arrangements.book
        let received = try #require(Instant(rfc3339: "2026-03-10T02:00:00Z"))
        let ruling = try book.rule(
            on: Question(
                asset: row.asset, category: row.category, cause: row.cause, asker: "prov", observedAt: received))
        var occasion = Occasion(event: row.event, severity: .high, reporter: "prov", receivedAt: received)
        row.change(&occasion)
        #expect(book.care(for: ruling, on: occasion).rules == row.rules)
    }
}
