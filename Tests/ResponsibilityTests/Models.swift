import CivilTime
import Responsibility

/// The two published pages as models: owners by layer and service, the duties, and the rules that are no plain cell.
enum Models {
    static let hosting = ResponsibilityModel(
        id: "hosting", version: "2026-01-01", title: "Shared responsibility of a hosting provider",
        source: "hosting page",
        matrix: matrix(
            columns: ["web", "wordpress", "vps", "vps+managed", "paas", "iaas", "iaas+managed"],
            rows: [
                .data: "C C C C C C C", .application: "C C C C C C Cd", .runtime: "P P C Pa P C Ca",
                .os: "Pr Pr Cr Pr Pr Cr Pa", .virtualization: "P P P P P P Pd", .network: "P P P P P P Pd",
                .physical: "P P P P P P Pd", .edge: "J J J J J J Jd", .account: "C C C C C C C",
                .clientSite: "Cd Cd Cd Cd Cd Cd Cd",
            ],
            notes: [.os: ["vps": "note 1", "vps+managed": "note 1"], .runtime: ["vps+managed": "the panel brings it"]]),
        duties: duties(performance: .follows(.os)),
        categoryDefaults: [
            .tls: .duty("edge.tls"), .firewall: .duty("edge.firewall"), .isolation: .duty("virt.isolation"),
            .backup: .duty("backup.system"), .resource: .duty("res.usage"), .network: .layer(.network),
        ],
        rules: rules + [
            ResponsibilityRule(
                id: "rt-vps-managed", selector: .layer(.runtime),
                when: Condition(serviceType: "vps", managed: true, componentInManagedScope: true), owner: .provider,
                source: "hosting page, note 1 and summary row 7", confidence: .assumed),
            ResponsibilityRule(
                id: "rt-vps-own", selector: .layer(.runtime),
                when: Condition(serviceType: "vps", managed: true, componentInManagedScope: false), owner: .customer,
                source: "hosting page, note 1", confidence: .assumed),
            ResponsibilityRule(
                id: "app-isolation", selector: .layer(.application), when: Condition(cause: "isolation"),
                owner: .provider,
                source: "hosting page, list 1, separating user data", confidence: .derived),
        ])

    static let managedServices = ResponsibilityModel(
        id: "managed-services", version: "2026-01-01", title: "Shared responsibility of a managed-services provider",
        source: "managed-services page",
        matrix: matrix(
            columns: ["managed-infrastructure", "managed-magento", "managed-gitlab", "managed-aws"],
            rows: [
                .data: "C C C C", .application: "C C Pa C", .runtime: "Pa Pa Pd Pa", .os: "P P P P",
                .virtualization: "Pd Pd Pd Pd", .network: "P P P Pd", .physical: "P P P Pd", .edge: "Ja Ja Ja Ja",
                .account: "C C C C", .clientSite: "C C C C",
            ]),
        duties: duties(performance: .fixed(.provider)), categoryDefaults: hosting.categoryDefaults,
        rules: rules
            + [Layer.physical, .virtualization].map { layer in
                ResponsibilityRule(
                    id: RuleID("aws-\(layer.rawValue)"), selector: .layer(layer),
                    when: Condition(serviceType: "managed-aws"),
                    owner: .provider, performedBy: "aws", source: "managed-services page, first paragraph",
                    confidence: .derived)
            })

    /// The layer `edge` names both TLS and firewall; whoever runs the box leads.
    private static let rules = [
        ResponsibilityRule(
            id: "edge", selector: .layer(.edge), when: Condition(), owner: .joint, lead: .operatingSystemOwner,
            parts: "each side its own settings", source: "hosting page, list 3", confidence: .stated),
        ResponsibilityRule(
            id: "ddos-adv", selector: .duty("net.ddos_advanced"), when: Condition(addon: "ddos-advanced"),
            owner: .provider,
            source: "hosting page, list 1", confidence: .stated),
        ResponsibilityRule(
            id: "ddos-adv-none", selector: .duty("net.ddos_advanced"), when: Condition(), owner: .customer,
            gap: "the add-on ddos-advanced was not bought", source: "hosting page, list 1", confidence: .derived),
    ]

    private static func duties(performance: DutyDefinition.Holder) -> [DutyID: DutyDefinition] {
        let all = [
            duty("net.trouble", "server network troubleshooting", .network, .network, .fixed(.provider)),
            duty("hw.server", "server hardware", .hardware, .physical, .fixed(.provider)),
            duty("virt.isolation", "keeping tenants apart", .isolation, .virtualization, .fixed(.provider)),
            duty("net.ddos_advanced", "protection against large attacks", .ddos, .network, .fixed(.provider)),
            duty("perf.debug", "debugging of server performance", .performance, .os, performance),
            duty("os.patch", "operating system patching", .vulnerability, .os, .follows(.os)),
            duty("db.engine", "the database engine", .vulnerability, .runtime, .follows(.runtime)),
            duty("db.schema", "schema design and query tuning", .performance, .data, .fixed(.customer)),
            duty("acct.credentials", "keeping logins secret", .credential, .account, .fixed(.customer)),
            duty("res.usage", "staying within package limits", .resource, .service, .fixed(.customer)),
            duty("backup.system", "system backup", .backup, .data, .fixed(.provider)),
            duty(
                "backup.restore", "restore of a backup", .request, .data, .fixed(.provider),
                requestedBy: [.owner, .ops]),
            duty("staff.training", "training of staff", .other, .people, .fixed(.each)),
            duty("local.hw", "local hardware", .hardware, .clientSite, .fixed(.customer)),
            duty("local.net", "the local network", .network, .clientSite, .fixed(.customer)),
            duty(
                "edge.tls", "TLS certificates", .tls, .edge, .fixed(.joint), lead: .tlsTerminator,
                parts: "the lead renews, the other side keeps DNS and redirects right"),
            duty(
                "edge.firewall", "firewall settings", .firewall, .edge, .fixed(.joint), lead: .operatingSystemOwner,
                parts: "the host's rules are with the lead, the perimeter with the provider"),
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    }

    static func duty(
        _ id: DutyID, _ title: String, _ category: Category, _ layer: Layer, _ holder: DutyDefinition.Holder,
        lead: Lead? = nil, parts: String? = nil, requestedBy: [ContactRole] = []
    ) -> DutyDefinition {
        DutyDefinition(
            id: id, title: title, category: category, layer: layer, holder: holder, lead: lead, parts: parts,
            source: "the page's list of duties", confidence: .stated, requestedBy: requestedBy)
    }

    /// Reads rows such as `P Cr Pa`: an owner's letter, then r, d or a for reconstructed, derived or assumed.
    static func matrix(
        columns: [String], rows: [Layer: String], notes: [Layer: [String: String]] = [:]
    ) -> Matrix {
        let cells = rows.map { layer, row in
            let cells = zip(columns, row.split(separator: " ")).map { column, letters in
                cell(letters, note: notes[layer]?[column] ?? "")
            }
            return (layer, cells)
        }
        return Matrix(columns: columns, rows: Dictionary(uniqueKeysWithValues: cells))
    }

    static func cell(_ letters: Substring, note: String = "") -> Matrix.Cell {
        let owners: [Character: Owner] = ["P": .provider, "C": .customer, "J": .joint, "E": .each, "-": .nobody]
        let confidences: [Character: Confidence] = ["r": .reconstructed, "d": .derived, "a": .assumed]
        guard let first = letters.first, let owner = owners[first] else {
            preconditionFailure("no such owner: \(letters)")
        }
        let confidence = letters.dropFirst().first.flatMap { confidences[$0] } ?? .stated
        return Matrix.Cell(owner: owner, confidence: confidence, note: note)
    }
}
