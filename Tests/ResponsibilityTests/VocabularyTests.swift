import Responsibility
import Testing

@Suite struct VocabularyTests {
    @Test(
        arguments: [
            (.sec, [.ops, .owner], [.ops, .noc, .owner]), (.dpo, [.sec, .ops, .owner], [.sec, .ops, .noc, .owner]),
            (.ict, [.sec, .ops, .owner], [.sec, .ops, .noc, .owner]),
            (.abuse, [.sec, .noc, .ops, .owner], [.sec, .noc, .ops, .owner]),
            (.support, [.noc, .ops, .owner], [.noc, .ops, .owner]), (.noc, [.ops, .owner], [.ops, .owner]),
            (.mgr, [.noc, .ops, .owner], [.noc, .ops, .owner]), (.ops, [.owner], [.noc, .owner]),
            (.owner, [.ops], [.ops, .noc]),
        ] as [(ContactRole, [ContactRole], [ContactRole])])
    func fallbacks(_ role: ContactRole, _ customer: [ContactRole], _ provider: [ContactRole]) {
        #expect(role.fallbacks == customer)
        #expect(role.fallbacks(on: .provider) == provider)
        #expect(!role.fallbacks.contains(role))
    }

    @Test func desk() {
        let party = Party(
            id: "p", name: "P", side: .customer, contacts: [.sec: [], .ops: ["one", "two"]], escalations: [:])
        #expect(party.desk(for: .sec)?.role == .ops)
        #expect(party.desk(for: .sec)?.channels == ["one", "two"])
        #expect(party.desk(for: .ops)?.role == .ops)
        #expect(World.party("q", "Q", [.noc], side: .provider).desk(for: .ops)?.role == .noc)
        #expect(World.party("q", "Q", [.dpo]).desk(for: .sec) == nil)
    }

    @Test func severityWords() {
        let expected: [(String, Severity)] = [
            ("none", .info), ("Informational", .info), ("notice", .low), ("WARNING", .medium), ("error", .high),
            ("major", .high), ("page", .critical), ("Emergency", .critical), ("p1", .critical), ("P5", .info),
        ]
        for (word, severity) in expected { #expect(Severity(word: word) == severity) }
        for severity in Severity.allCases { #expect(Severity(word: severity.rawValue) == severity) }
        for word in ["", "urgent!!", " high", "unknown", "5"] { #expect(Severity(word: word) == nil) }
        for word in Severity.acceptedWords { #expect(Severity(word: word) != nil) }
        #expect(Severity.acceptedWords.first == "info")
    }
}
