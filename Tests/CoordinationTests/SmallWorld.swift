import CivilTime
import Coordination
import OnCall
import Responsibility

/// A provider, two customers with a server each, and one shared address: just enough for stories.
enum SmallWorld {
    static let start = Instant(rfc3339: "2026-03-10T02:00:00Z") ?? Instant(milliseconds: 0)

    static func arrangements(
        digest: String = "d1", ternChannels: [ChannelID] = ["tern-hook", "tern-pager"], moreRules: [JointCareRule] = []
    ) throws -> Arrangements {
        let provider = Party(
            id: "prov", name: "Meridian Hosting", side: .provider,
            contacts: [.noc: ["prov-noc"], .sec: ["prov-sec"], .mgr: ["prov-mgr"], .support: ["prov-noc"]],
            escalations: [.noc: "noc", .sec: "noc"])
        let tern = Party(
            id: "tern", name: "Tern Robotics", side: .customer, contacts: [.ops: ternChannels, .sec: ternChannels],
            escalations: [.sec: "customer"])
        let banyan = Party(
            id: "banyan", name: "Banyan Clinic", side: .customer, contacts: [.ops: ["banyan-hook"]], escalations: [:])
        let book = try ResponsibilityBook(
            provider: provider, parties: [tern, banyan, Party(id: "ext-abuse", name: "Abuse form", kind: .external)],
            agreements: [
                agreement(
                    "agr-tern", tern.id, managed: false,
                    asset: Asset(id: "tern-vps1", addresses: ["198.51.100.21", "192.0.2.12"])),
                agreement(
                    "agr-banyan", banyan.id, managed: true,
                    asset: Asset(
                        id: "banyan-vps1", hostnames: ["panel.banyan.example"],
                        addresses: ["198.51.100.34", "192.0.2.12"])),
            ],
            providerAssets: [Asset(id: "hv-07", hostnames: ["hv-07.meridian.example"])],
            jointCare: jointCare + moreRules, desks: desks)
        return Arrangements(
            book: book,
            policies: [
                "noc": EscalationPolicy(
                    steps: [.init(after: .minutes(10), targets: [.desk(.own, .mgr)])], lastWait: .minutes(10)
                ),
                "customer": EscalationPolicy(
                    steps: [
                        .init(after: .minutes(15), targets: [.desk(.own, .owner)]),
                        .init(after: .minutes(30), targets: [.desk(.other, .noc)]),
                    ], lastWait: .minutes(15)),
            ], digest: digest)
    }

    private static func agreement(_ id: AgreementID, _ customer: PartyID, managed: Bool, asset: Asset)
        -> AgreementRevision
    {
        AgreementRevision(
            id: id, revision: 2, customer: customer, from: Instant(milliseconds: 0), to: nil, models: [model],
            overrides: [],
            immediately: SeverityTable([
                .critical: .minutes(15), .high: .minutes(15), .medium: .hours(1), .low: .hours(4),
            ]),
            response: SeverityTable([
                .critical: .minutes(15), .high: .minutes(30), .medium: .hours(4), .low: .hours(24),
            ]),
            designatedChannels: [.provider: "prov-sec", .customer: "\(customer)-hook"].mapValues { ChannelID($0) },
            breachNotice: .hours(24), retention: .hours(720),
            services: [
                Service(
                    id: ServiceID("svc-\(customer)"), type: "vps", managed: managed, managedScope: [], addons: [],
                    lifecycle: .active,
                    tlsTerminator: managed ? .provider : .customer, assets: [asset])
            ])
    }

    private static let model: ResponsibilityModel = {
        func cells(_ owners: Owner...) -> [Matrix.Cell] { owners.map { Matrix.Cell(owner: $0, confidence: .stated) } }
        return ResponsibilityModel(
            id: "hosting", version: "2026-01-01", title: "Hosting", source: "hosting page",
            matrix: Matrix(
                columns: ["vps", "vps+managed"],
                rows: [
                    .application: cells(.customer, .customer), .os: cells(.customer, .provider),
                    .network: cells(.provider, .provider),
                    .physical: cells(.provider, .provider),
                ]),
            duties: [
                "edge.tls": DutyDefinition(
                    id: "edge.tls", title: "TLS", category: .tls, layer: .edge, holder: .fixed(.joint),
                    lead: .tlsTerminator,
                    parts: "one installs, the other keeps DNS", source: "hosting page, 3.2", confidence: .stated)
            ],
            categoryDefaults: [
                .availability: .layer(.physical), .tls: .duty("edge.tls"), .intrusion: .layer(.application),
            ], rules: [])
    }()

    private static let jointCare: [JointCareRule] = [
        JointCareRule(
            id: "JC-01", title: "the owner is told",
            when: .init(
                event: .opened, notCategories: [.tls], severityAtLeast: .low, owners: [.provider, .customer],
                triage: false),
            tell: .ownerDesk, within: .response, acknowledgementExpected: true, basis: "both pages"),
        JointCareRule(
            id: "JC-02", title: "either side tells the other",
            when: .init(
                event: .opened, categories: Category.securitySet, severityAtLeast: .low, concernsCustomer: true),
            tell: .counterpart, within: .immediately, acknowledgementExpected: false, basis: "hosting page, 3.1"),
        JointCareRule(
            id: "JC-11", title: "settings on both sides",
            when: .init(event: .opened, categories: [.tls], owners: [.joint]),
            tell: .bothDesks, within: .response, acknowledgementExpected: true, basis: "hosting page, 3.2"),
        JointCareRule(
            id: "JC-15", title: "the provider finds out whose it is", when: .init(event: .opened, triage: true),
            tell: .providerDesk, within: .elapsed(.minutes(60)), acknowledgementExpected: true,
            basis: "hosting page, 3.1"),
        JointCareRule(
            id: "JC-17", title: "whoever was told is told of the end", when: .init(event: .resolved),
            tell: .everyoneTold,
            within: .elapsed(.minutes(60)), acknowledgementExpected: false, basis: "symmetry"),
    ]

    private static let desks = DeskTable(
        rows: [
            .provider: [
                .init(role: .sec, categories: Category.securitySet), .init(role: .support, categories: [.tls]),
            ],
            .customer: [.init(role: .sec, categories: Category.securitySet)],
        ], otherwise: [.provider: .noc, .customer: .ops])

    static func actor(_ party: String, _ role: PeerRole) -> Actor {
        Actor(
            party: PartyID(party), side: party == "prov" ? .provider : .customer, role: role,
            name: "uid of \(party) \(role.rawValue)")
    }
}
