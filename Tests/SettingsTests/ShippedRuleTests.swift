import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// What no customer of the sample world bought: the rules, columns and leads that a case cannot ask for, asked of a world
/// that was changed.
@Suite("Rules of the shipped models that the sample world does not need")
struct ShippedRuleTests {
    private let world: World

    init() throws { world = try World() }

    private func ruling(
        _ asset: String, duty: DutyID? = nil, layer: Layer? = nil, category: Category? = nil,
        as asker: PartyID = "prov",
        at text: String = "2026-03-10T02:00:00Z"
    ) throws -> Ruling {
        try world.load().arrangements.book.rule(
            on: Question(
                asset: asset, category: category, layer: layer, duty: duty, asker: asker,
                observedAt: try #require(Instant(rfc3339: text))))
    }

    // MARK: Rules

    @Test("the add-on against large floods, bought with a managed product")
    func addonOfAManagedProduct() throws {
        try world.edit(
            "agreements/palma.yaml", "        managed: true", "        managed: true\n        addons: [ddos-advanced]")
        let bought = try ruling("palma-shop", duty: "net.ddos_advanced")
        #expect(bought.owner == .provider)
        #expect(bought.gap == nil)
        #expect(bought.confidence == .assumed)
        #expect(bought.rule == "managed-services.ddos-advanced")
    }

    /// Where an end is asked for before and after its retention.
    @Test("what is left of a managed product that has ended is the provider's until the retention is over")
    func exitOfAManagedProduct() throws {
        try world.edit(
            "agreements/palma.yaml", "        managed: true",
            "        managed: true\n        lifecycle: terminated\n        ended_at: 2026-02-10T00:00:00+01:00")
        let kept = try ruling("palma-shop", duty: "data.exit", as: "palma")
        #expect(kept.owner == .provider)
        #expect(kept.until == Instant(rfc3339: "2026-03-12T00:00:00+01:00"))
        #expect(kept.confidence == .assumed)
        #expect(kept.rule == "managed-services.exit")
        let gone = try ruling("palma-shop", duty: "data.exit", as: "palma", at: "2026-03-12T00:00:00+01:00")
        #expect(gone.owner == .nobody)
        #expect(gone.until == nil)
        #expect(gone.gap?.contains("retention ended") == true)
    }

    @Test("what is left of a web site that has ended is the provider's until the retention is over")
    func exitOfAPackage() throws {
        let kept = try ruling("oldco-site", duty: "data.exit", as: "oldco")
        #expect(kept.owner == .provider)
        #expect(kept.until == Instant(rfc3339: "2026-03-20T00:00:00+07:00"))
        #expect(kept.confidence == .stated)
        #expect(kept.rule == "hosting.exit")
        let gone = try ruling("oldco-site", duty: "data.exit", as: "oldco", at: "2026-03-20T00:00:00+07:00")
        #expect(gone.owner == .nobody)
        #expect(gone.gap?.contains("retention ended") == true)
    }

    @Test("a provider that is not under NIS2 files nothing under it")
    func withoutDirective() throws {
        try world.edit("tocsin.yaml", "regimes: [pdpa, gdpr, nis2]", "regimes: [pdpa, gdpr]")
        let book = try world.load().arrangements.book
        let received = try #require(Instant(rfc3339: "2026-03-10T02:00:00Z"))
        let ruling = try book.rule(
            on: Question(asset: "hv-07", category: .hardware, asker: "prov", observedAt: received))
        let occasion = Occasion(
            event: .opened, severity: .critical, reporter: "prov", receivedAt: received, significant: true)
        #expect(book.care(for: ruling, on: occasion).rules == ["JC-01", "JC-03"])
    }

    // MARK: Leads

    /// Who leads in certificates, the firewall, the edge as a whole, and telling each other.
    private func leads(_ asset: String) throws -> [PartyID?] {
        let duties = try ["edge.tls", "edge.firewall"].map { try ruling(asset, duty: $0) }
        let rulings = try duties + [ruling(asset, layer: .edge), ruling(asset, duty: "coord.notify")]
        #expect(rulings.allSatisfy { $0.owner == .joint && $0.parts?.isEmpty == false })
        return rulings.map(\.lead)
    }

    @Test("a customer that runs its system behind the provider's TLS leads in the firewall alone")
    func providerTerminates() throws {
        try world.edit("agreements/tern.yaml", "tls_terminator: customer", "tls_terminator: provider")
        #expect(try leads("tern-vps1") == ["prov", "tern", "tern", "prov"])
    }

    @Test("a customer that terminates TLS on the provider's system leads in certificates alone")
    func customerTerminates() throws {
        try world.edit("agreements/banyan.yaml", "tls_terminator: provider", "tls_terminator: customer")
        #expect(try leads("banyan-vps1") == ["banyan", "prov", "prov", "prov"])
    }

    @Test("the same of a managed product")
    func customerTerminatesForAProduct() throws {
        try world.edit("agreements/palma.yaml", "tls_terminator: provider", "tls_terminator: customer")
        #expect(try leads("palma-shop") == ["palma", "prov", "prov", "prov"])
    }

    @Test("a managed product whose system a contract leaves to its customer")
    func systemOfAProductLeftToTheCustomer() throws {
        try world.edit(
            "agreements/palma.yaml", "    services:",
            "    overrides:\n      - {id: system, layer: os, owner: customer, source: order 7}\n    services:")
        #expect(try leads("palma-shop") == ["prov", "palma", "palma", "prov"])
    }

    // MARK: Columns

    /// A column of a layer table: who owns what, from the data down to the metal, and how sure that is.
    private func column(_ asset: String) throws -> [String] {
        try [Layer.data, .application, .runtime, .os, .virtualization, .network, .physical, .account].map {
            let ruling = try ruling(asset, layer: $0)
            return "\(ruling.owner) \(ruling.confidence)"
        }
    }

    @Test("managed IaaS, which the page does not describe")
    func managedInfrastructureAsAService() throws {
        try world.edit("agreements/norr.yaml", "managed: false", "managed: true")
        #expect(
            try column("norr-net") == [
                "customer stated", "customer derived", "customer assumed", "provider assumed", "provider derived",
                "provider derived", "provider derived", "customer stated",
            ])
        #expect(try ruling("norr-net", layer: .clientSite).owner == .customer)
    }

    @Test("managed infrastructure, without AWS beneath it")
    func managedInfrastructure() throws {
        try world.edit("agreements/wing.yaml", "type: managed-aws", "type: managed-infrastructure")
        #expect(
            try column("wing-runner") == [
                "customer stated", "customer stated", "provider assumed", "provider stated", "provider derived",
                "provider stated", "provider stated", "customer stated",
            ])
        #expect(try ruling("wing-runner", layer: .physical).performedBy == nil)
        #expect(try ruling("wing-runner", layer: .clientSite).owner == .customer)
    }
}
