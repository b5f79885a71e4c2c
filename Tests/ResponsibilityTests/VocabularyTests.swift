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
}
