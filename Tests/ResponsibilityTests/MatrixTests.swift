import CivilTime
import Responsibility
import Testing

/// Every cell of the published tables, asked of a service of that kind, as the page prints them.
@Suite struct MatrixTests {
    static let columns: [(type: String, managed: Bool)] = [
        ("web", true), ("wordpress", true), ("vps", false), ("vps", true), ("paas", true), ("iaas", false),
        ("iaas", true),
        ("managed-infrastructure", true), ("managed-magento", true), ("managed-gitlab", true), ("managed-aws", true),
    ]

    static let rows: [(layer: Layer, cells: String)] = [
        (.data, "C C C C C C C C C C C"),
        (.application, "C C C C C C Cd C C Pa C"),
        (.runtime, "P P C Pa P C Ca Pa Pa Pd Pa"),
        (.os, "Pr Pr Cr Pr Pr Cr Pa P P P P"),
        (.virtualization, "P P P P P P Pd Pd Pd Pd Pd"),
        (.network, "P P P P P P Pd P P P Pd"),
        (.physical, "P P P P P P Pd P P P Pd"),
        (.account, "C C C C C C C C C C C"),
        (.clientSite, "Cd Cd Cd Cd Cd Cd Cd C C C C"),
    ]

    /// Who leads at the edge, TLS and firewall alike: P or C.
    static let leads = "P P C P P C P P P P P"

    private func book(_ column: (type: String, managed: Bool)) throws -> ResponsibilityBook {
        let tls: Side =
            column.type == "vps" && !column.managed || column.type == "iaas" && !column.managed ? .customer : .provider
        let service = World.service("svc", column.type, managed: column.managed, tls: tls, [Asset(id: "box")])
        return try World.book(
            agreements: [World.agreement("tern", [service], models: [Models.hosting, Models.managedServices])])
    }

    @Test func everyCell() throws {
        for (position, column) in Self.columns.enumerated() {
            let book = try book(column)
            for row in Self.rows {
                let expected = Models.cell(row.cells.split(separator: " ")[position])
                let ruling = try book.rule(on: World.question("prov", "box", layer: row.layer))
                let place: Comment = "\(row.layer.rawValue) × \(column.type) managed \(column.managed)"
                #expect(ruling.owner == expected.owner, place)
                #expect(ruling.confidence == expected.confidence, place)
                #expect(ruling.ownerParty == (expected.owner == .provider ? "prov" : "tern"), place)
                #expect(ruling.sentence.contains("assumed") == (expected.confidence == .assumed), place)
            }
        }
    }

    @Test func edgeIsJointWithALead() throws {
        for (column, letter) in zip(Self.columns, Self.leads.split(separator: " ")) {
            let book = try book(column)
            let questions = [
                World.question("prov", "box", duty: "edge.tls"), World.question("prov", "box", duty: "edge.firewall"),
                World.question("prov", "box", layer: .edge), World.question("prov", "box", .tls),
                World.question("prov", "box", .firewall),
            ]
            for question in questions {
                let ruling = try book.rule(on: question)
                #expect(ruling.owner == .joint)
                #expect(ruling.lead == (letter == "P" ? "prov" : "tern"), "\(column)")
                #expect(ruling.ownerParty == nil)
                #expect(ruling.parts != nil)
            }
        }
    }

    @Test func performerIsNamedBesideTheAccountableOwner() throws {
        let book = try World.book()
        let layer = try book.rule(on: World.question("prov", "wing-runner", layer: .physical))
        #expect(layer.performedBy == "aws")
        #expect(layer.owner == .provider)
        #expect(layer.sentence.contains("AWS performs it."))
        let duty = try book.rule(on: World.question("prov", "wing-runner", duty: "hw.server"))
        #expect(duty.performedBy == "aws")
        let other = try book.rule(on: World.question("prov", "wing-git", duty: "hw.server"))
        #expect(other.performedBy == nil)
    }
}
