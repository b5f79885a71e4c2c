import CivilTime
import Responsibility
import Testing

/// Rows of the acceptance table that the lookup decides.
@Suite struct SampleTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let id: String
        let question: Question
        let severity: Severity
        let owner: Owner
        var party: PartyID?
        var lead: PartyID?
        var confidence: Confidence?
        var triage: String?
        /// `party.role rule minutes`
        let told: [String]

        var testDescription: String { id }
    }

    static let rows: [Row] = [
        Row(
            id: "A03", question: World.question("prov", "orchid-site", .availability, layer: .application),
            severity: .high,
            owner: .customer, party: "orchid", confidence: .stated, told: ["orchid.ops JC-01 30"]),
        Row(
            id: "A04", question: World.question("prov", "mango.example", .vulnerability, layer: .application),
            severity: .high, owner: .customer, party: "mango", told: ["mango.sec JC-01 30", "mango.sec JC-02 15"]),
        Row(
            id: "A05", question: World.question("prov", "tern-vps1", .vulnerability, layer: .os), severity: .medium,
            owner: .customer, party: "tern", confidence: .reconstructed,
            told: ["tern.sec JC-01 240", "tern.sec JC-02 60"]),
        Row(
            id: "A06", question: World.question("prov", "banyan-vps1", .vulnerability, layer: .os), severity: .medium,
            owner: .provider, party: "prov", confidence: .reconstructed,
            told: ["prov.sec JC-01 240", "banyan.sec JC-02 60"]),
        Row(
            id: "A07",
            question: World.question("prov", "banyan-vps1", .vulnerability, layer: .runtime, component: "MariaDB"),
            severity: .medium, owner: .provider, party: "prov", confidence: .assumed,
            told: ["prov.sec JC-01 240", "banyan.sec JC-02 60"]),
        Row(
            id: "A12", question: World.question("prov", "palma-shop", .performance, duty: "db.schema"),
            severity: .medium,
            owner: .customer, party: "palma", told: ["palma.ops JC-01 240"]),
        Row(
            id: "A13", question: World.question("prov", "palma-shop", .performance, duty: "perf.debug"),
            severity: .medium,
            owner: .provider, party: "prov", told: ["prov.noc JC-01 240"]),
        Row(
            id: "A15", question: World.question("prov", "web-12", .intrusion, layer: .os), severity: .low,
            owner: .provider,
            party: "prov", told: ["prov.sec JC-01 1440"]),
        Row(
            id: "A17", question: World.question("prov", "mango-site", .malware, layer: .application), severity: .high,
            owner: .customer, party: "mango", told: ["mango.sec JC-01 30", "mango.sec JC-02 15"]),
        Row(
            id: "A21", question: World.question("prov", "tern-vps1", .ddos, duty: "net.ddos_advanced"), severity: .high,
            owner: .customer, party: "tern", told: ["tern.sec JC-01 30", "tern.sec JC-02 15"]),
        Row(
            id: "A22", question: World.question("prov", "orchid-site", .backup, duty: "backup.system"),
            severity: .medium,
            owner: .provider, party: "prov", told: ["prov.noc JC-01 240"]),
        Row(
            id: "A26", question: World.question("prov", "tern-vps1", .tls, duty: "edge.tls"), severity: .medium,
            owner: .joint, lead: "tern", told: ["prov.support JC-11 240", "tern.ops JC-11 240"]),
        Row(
            id: "A28", question: World.question("prov", "banyan-vps1", .firewall, duty: "edge.firewall"),
            severity: .high,
            owner: .joint, lead: "prov",
            told: ["banyan.sec JC-02 15", "prov.sec JC-11 30", "banyan.sec JC-11 30"]),
        Row(
            id: "B01", question: World.question("tern", "tern-vps1", .network, duty: "local.net"), severity: .low,
            owner: .customer, party: "tern", told: ["tern.ops JC-01 1440"]),
        Row(
            id: "B03", question: World.question("siam", "siam-tickets.example", .credential, duty: "acct.credentials"),
            severity: .high, owner: .customer, party: "siam", told: ["siam.sec JC-01 30", "prov.sec JC-02 15"]),
        Row(
            id: "B13", question: World.question("tern", "tern-office", .hardware, duty: "local.hw"), severity: .medium,
            owner: .customer, party: "tern", told: ["tern.ops JC-01 240"]),
        Row(
            id: "B14", question: World.question("banyan", "banyan-vps1", .anomaly), severity: .medium, owner: .joint,
            lead: "prov", triage: "undecided", told: ["prov.noc JC-15 60", "banyan.ops JC-15 240"]),
        Row(
            id: "C03", question: World.question("ext-abuse", "192.0.2.250", .network), severity: .medium, owner: .joint,
            lead: "prov", triage: "unknown_asset", told: ["prov.noc JC-15 60"]),
        Row(
            id: "C05", question: World.question("ext-abuse", "192.0.2.12", .spam), severity: .medium, owner: .joint,
            lead: "prov", triage: "ambiguous_asset", told: ["prov.noc JC-15 60"]),
        Row(
            id: "D09",
            question: World.question(
                "prov", "tern-vps1", .vulnerability, layer: .os, at: World.instant("2026-03-31T23:30:00+02:00")),
            severity: .medium, owner: .customer, party: "tern", told: ["tern.sec JC-01 240", "tern.sec JC-02 60"]),
    ]

    @Test(arguments: rows) func row(_ row: Row) throws {
        let book = try World.book()
        let ruling = try book.rule(on: row.question)
        #expect(ruling.owner == row.owner)
        #expect(ruling.ownerParty == row.party)
        #expect(ruling.lead == row.lead)
        #expect(ruling.triage?.code == row.triage)
        if let confidence = row.confidence { #expect(ruling.confidence == confidence) }
        #expect(!ruling.because.isEmpty)
        #expect(!ruling.source.isEmpty)
        #expect((ruling.agreement == nil) == (ruling.customer == nil))
        let tellings = book.care(for: ruling, on: World.occasion(row.severity, row.question.asker)).tellings
        #expect(World.written(tellings) == row.told)
        #expect(
            book.care(for: ruling, on: World.occasion(row.severity, row.question.asker, event: .resolved)).tellings
                == [])
    }

    @Test func gapNamesTheMissingAddon() throws {
        let ruling = try World.book().rule(on: World.question("prov", "tern-vps1", .ddos, duty: "net.ddos_advanced"))
        #expect(ruling.gap == "the add-on ddos-advanced was not bought")
        #expect(ruling.rule == "ddos-adv-none")
        #expect(ruling.sentence.hasSuffix("Meridian Hosting would own it if the add-on ddos-advanced had been bought."))
        let bought = try World.book().rule(on: World.question("prov", "siam-app", .ddos, duty: "net.ddos_advanced"))
        #expect(bought.owner == .provider)
        #expect(bought.gap == nil)
        #expect(bought.rule == "ddos-adv")
    }

    @Test func sharedAddressNamesCandidatesToTheProviderOnly() throws {
        let ruling = try World.book().rule(on: World.question("ext-abuse", "192.0.2.12", .spam))
        #expect(ruling.triage == .ambiguousAsset(candidates: ["mango-site", "orchid-site"]))
        #expect(ruling.customer == nil)
        #expect(ruling.asset == nil)
        let text = (ruling.because + [ruling.sentence]).joined(separator: " ")
        for word in ["mango", "orchid", "Mango", "Orchid", "oldco"] { #expect(!text.contains(word)) }
    }

    @Test func revisionInForceWhenObservedDecides() throws {
        let book = try World.book()
        func ruling(_ instant: String) throws -> Ruling {
            try book.rule(
                on: World.question("prov", "tern-vps1", .vulnerability, layer: .os, at: World.instant(instant)))
        }
        let before = try ruling("2026-03-31T23:59:59.999+02:00")
        #expect(before.revision == 2)
        #expect(before.owner == .customer)
        let after = try ruling("2026-04-01T00:00:00+02:00")
        #expect(after.revision == 3)
        #expect(after.owner == .provider)
        #expect(after.rule == "hosting.os×vps+managed")
    }
}
