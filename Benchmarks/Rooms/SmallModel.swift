import Responsibility

/// A model with one of each kind of rule that the shipped ones have.
enum SmallModel {
    static let hosting = ResponsibilityModel(
        id: "hosting", version: "2026-01-01", title: "Shared responsibility of a hosting provider",
        source: "hosting page",
        matrix: Matrix(
            columns: ["web", "wordpress", "vps", "vps+managed", "paas", "iaas", "iaas+managed"],
            rows: [
                .data: row("CCCCCCC"), .application: row("CCCCCCC"), .runtime: row("PPCPPCC"), .os: row("PPCPPCP"),
                .virtualization: row("PPPPPPP"), .network: row("PPPPPPP"), .physical: row("PPPPPPP"),
            ]),
        duties: Dictionary(
            uniqueKeysWithValues: [
                duty("os.patch", "Patching the operating system", .vulnerability, .os, .follows(.os)),
                duty("app.malware", "Removing malware from the application", .malware, .application, .fixed(.customer)),
                duty("virt.isolation", "Keeping customers apart", .isolation, .virtualization, .fixed(.provider)),
                duty("net.ddos_advanced", "Turning away large attacks", .ddos, .network, .fixed(.provider)),
                duty("backup.system", "Backups of the system", .backup, .data, .fixed(.provider), byPackage: true),
                duty("edge.tls", "Certificates", .tls, .edge, .fixed(.joint), lead: .tlsTerminator),
            ].map { ($0.id, $0) }),
        categoryDefaults: [
            .malware: .duty("app.malware"), .isolation: .duty("virt.isolation"), .backup: .duty("backup.system"),
            .tls: .duty("edge.tls"),
        ],
        rules: [
            rule("ddos-advanced", .duty("net.ddos_advanced"), Condition(addon: "ddos-advanced"), .provider),
            rule("ddos-advanced-not-bought", .duty("net.ddos_advanced"), Condition(), .customer, gap: "not bought"),
            rule(
                "runtime-in-scope", .layer(.runtime),
                Condition(serviceType: "vps", managed: true, componentInManagedScope: true), .provider),
            rule(
                "runtime-out-of-scope", .layer(.runtime),
                Condition(serviceType: "vps", managed: true, componentInManagedScope: false), .customer),
            rule("isolation-malware", .duty("app.malware"), Condition(cause: "isolation"), .provider),
            rule("isolation-application", .layer(.application), Condition(cause: "isolation"), .provider),
        ])

    private static func row(_ letters: String) -> [Matrix.Cell] {
        letters.map { Matrix.Cell(owner: $0 == "P" ? .provider : .customer, confidence: .stated, note: "note 1") }
    }

    private static func duty(
        _ id: DutyID, _ title: String, _ category: Category, _ layer: Layer, _ holder: DutyDefinition.Holder,
        lead: Lead? = nil, byPackage: Bool = false
    ) -> DutyDefinition {
        DutyDefinition(
            id: id, title: title, category: category, layer: layer, holder: holder, lead: lead,
            parts: lead == nil
                ? nil : "Whoever terminates TLS renews the certificate; the other side keeps DNS in step",
            source: "hosting page, 2.1", confidence: .stated, byPackageSchedule: byPackage)
    }

    private static func rule(
        _ id: RuleID, _ selector: ResponsibilityRule.Selector, _ when: Condition, _ owner: Owner, gap: String? = nil
    ) -> ResponsibilityRule {
        ResponsibilityRule(
            id: RuleID("hosting.\(id)"), selector: selector, when: when, owner: owner, gap: gap,
            source: "hosting page, 1.6", confidence: .stated)
    }
}
