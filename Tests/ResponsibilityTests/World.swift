import CivilTime
import Responsibility

/// The sample world: one provider, nine customers, shared hosts, an address that two sites answer on.
enum World {
    static let t = instant("2026-03-10T02:00:00Z")

    static func instant(_ text: String) -> Instant {
        guard let instant = Instant(rfc3339: text) else { preconditionFailure("no instant: \(text)") }
        return instant
    }

    static let provider = party(
        "prov", "Meridian Hosting", [.noc, .sec, .abuse, .support, .dpo, .mgr], side: .provider)
    static let parties = [
        provider, Party(id: "ext-abuse", name: "Abuse desk", kind: .external),
        Party(id: "aws", name: "AWS", kind: .thirdParty),
        party("orchid", "Orchid Florist", [.ops]), party("mango", "Mango Press", [.ops, .sec, .dpo]),
        party("tern", "Tern Robotics", [.ops, .sec, .dpo]), party("banyan", "Banyan Clinic", [.ops, .sec, .dpo]),
        party("siam", "Siam Tickets", [.ops, .sec, .dpo]), party("norr", "Norr Bank", [.ops, .sec, .dpo, .ict]),
        party("palma", "Palma Fashion", [.ops, .sec, .dpo]), party("wing", "Wing Software", [.ops, .sec]),
        party("oldco", "Oldco", [.owner]),
    ]

    static func party(_ id: PartyID, _ name: String, _ roles: [ContactRole], side: Side = .customer) -> Party {
        Party(
            id: id, name: name, side: side,
            contacts: Dictionary(uniqueKeysWithValues: roles.map { ($0, [ChannelID("\(id)-\($0.rawValue)")]) }),
            escalations: [:])
    }

    static func agreement(
        _ customer: PartyID, _ services: [Service], id: AgreementID? = nil, revision: Int = 1,
        from: String = "2025-06-01T00:00:00+02:00", to: String? = nil, models: [ResponsibilityModel] = [Models.hosting],
        overrides: [ResponsibilityRule] = []
    ) -> AgreementRevision {
        AgreementRevision(
            id: id ?? AgreementID("agr-\(customer)"), revision: revision, customer: customer, from: instant(from),
            to: to.map(instant), models: models, overrides: overrides, immediately: .houseImmediately,
            response: .houseResponse,
            designatedChannels: [.provider: "prov-sec", .customer: ChannelID("\(customer)-ops")],
            breachNotice: .hours(24), retention: .hours(720), services: services)
    }

    static func service(
        _ id: ServiceID, _ type: String, managed: Bool = true, scope: Set<String> = [], addons: Set<String> = [],
        lifecycle: Lifecycle = .active, endedAt: String? = nil, tls: Side = .provider,
        backups: BackupSchedule = .every(.hours(24)), hosts: [AssetID] = [], _ assets: [Asset]
    ) -> Service {
        Service(
            id: id, type: type, managed: managed, managedScope: scope, addons: addons, lifecycle: lifecycle,
            endedAt: endedAt.map(instant), tlsTerminator: tls, backupSchedule: backups, hosts: hosts, assets: assets)
    }

    static let agreements: [AgreementRevision] = {
        let shared = "192.0.2.12"
        let ternAssets = [
            Asset(id: "tern-vps1", addresses: ["198.51.100.21", "2001:db8:21::1"]),
            Asset(id: "tern-office", atClientSite: true),
        ]
        return [
            agreement(
                "orchid",
                [
                    service(
                        "svc-orchid", "web", hosts: ["web-12"],
                        [Asset(id: "orchid-site", domains: ["orchid.example"], addresses: [shared])])
                ]),
            agreement(
                "mango",
                [
                    service(
                        "svc-mango", "wordpress", hosts: ["web-12"],
                        [Asset(id: "mango-site", domains: ["mango.example"], addresses: [shared])])
                ]),
            agreement(
                "tern", [service("svc-tern", "vps", managed: false, tls: .customer, hosts: ["hv-07"], ternAssets)],
                revision: 2,
                to: "2026-04-01T00:00:00+02:00"),
            agreement(
                "tern", [service("svc-tern", "vps", scope: ["os", "panel", "mariadb"], hosts: ["hv-07"], ternAssets)],
                revision: 3,
                from: "2026-04-01T00:00:00+02:00"),
            agreement(
                "banyan",
                [
                    service(
                        "svc-banyan", "vps", scope: ["os", "panel", "httpd", "php", "mariadb"], hosts: ["hv-07"],
                        [
                            Asset(id: "banyan-vps1", hostnames: ["panel.banyan.example"], addresses: ["198.51.100.34"])
                        ])
                ]),
            agreement(
                "siam",
                [
                    service(
                        "svc-siam", "paas", addons: ["ddos-advanced"], hosts: ["hv-07", "hv-08"],
                        [
                            Asset(id: "siam-app", domains: ["siam-tickets.example", "siam.apps.meridian.example"])
                        ])
                ]),
            agreement(
                "norr",
                [
                    service(
                        "svc-norr", "iaas", managed: false, tls: .customer, hosts: ["hv-08"],
                        [
                            Asset(id: "norr-net", addresses: ["203.0.113.64/28"])
                        ])
                ]),
            agreement(
                "palma",
                [
                    service(
                        "svc-palma", "managed-magento", scope: ["os", "httpd", "php", "mariadb", "redis"],
                        [
                            Asset(id: "palma-shop", domains: ["palma.example"], addresses: ["203.0.113.10"])
                        ])
                ], models: [Models.managedServices]),
            agreement(
                "wing",
                [
                    service(
                        "svc-wing-git", "managed-gitlab",
                        [
                            Asset(id: "wing-git", hostnames: ["git.wing.example"], addresses: ["203.0.113.11"])
                        ]),
                    service("svc-wing-run", "managed-aws", [Asset(id: "wing-runner", hostnames: ["i-0abc12"])]),
                ], models: [Models.managedServices]),
            agreement(
                "oldco",
                [
                    service(
                        "svc-oldco", "web", lifecycle: .terminated, endedAt: "2026-02-18T00:00:00+07:00",
                        hosts: ["web-12"],
                        [
                            Asset(id: "oldco-site", domains: ["oldco.example"], addresses: [shared])
                        ])
                ]),
        ]
    }()

    static let providerAssets = [
        Asset(id: "web-12", hostnames: ["web-12.meridian.example"], addresses: ["192.0.2.12"]),
        Asset(id: "hv-07", hostnames: ["hv-07.meridian.example"]),
        Asset(id: "hv-08", hostnames: ["hv-08.meridian.example"]), Asset(id: "sw-core-1"),
    ]

    static let desks = DeskTable(
        rows: [
            .provider: [
                DeskTable.Row(
                    role: .abuse, categories: [.phishing, .spam, .illegalContent, .malware], exceptSelfReports: true),
                DeskTable.Row(role: .sec, categories: Category.securitySet),
                DeskTable.Row(role: .support, categories: [.request, .tls, .resource, .exit]),
            ],
            .customer: [DeskTable.Row(role: .sec, categories: Category.securitySet)],
        ],
        otherwise: [.provider: .noc, .customer: .ops])

    static let jointCare: [JointCareRule] = [
        JointCareRule(
            id: "JC-01", title: "the owner is told",
            when: .init(
                event: .opened, notCategories: [.request, .resource], severityAtLeast: .low,
                owners: [.provider, .customer]),
            tell: .ownerDesk, within: .response, acknowledgementExpected: true, basis: "both pages"),
        JointCareRule(
            id: "JC-02", title: "either side tells the other",
            when: .init(
                event: .opened, categories: Category.securitySet, severityAtLeast: .low, concernsCustomer: true),
            tell: .counterpart, within: .immediately, acknowledgementExpected: false, basis: "hosting page, list 3"),
        JointCareRule(
            id: "JC-11", title: "settings on both sides",
            when: .init(event: .opened, categories: [.tls, .firewall], owners: [.joint], triage: false),
            tell: .bothDesks,
            within: .response, acknowledgementExpected: true, basis: "hosting page, list 3"),
        JointCareRule(
            id: "JC-15", title: "triage", when: .init(event: .opened, triage: true), tell: .providerDesk,
            within: .elapsed(.minutes(60)), acknowledgementExpected: true, basis: "hosting page, list 3"),
        JointCareRule(
            id: "JC-15", title: "triage, the known customer",
            when: .init(event: .opened, triage: true, concernsCustomer: true),
            tell: .customerDesk, within: .response, acknowledgementExpected: false, basis: "hosting page, list 3"),
        JointCareRule(
            id: "JC-17", title: "clear", when: .init(event: .resolved), tell: .everyoneTold,
            within: .elapsed(.minutes(60)),
            acknowledgementExpected: false, basis: "symmetry"),
    ]

    static func book(
        parties: [Party] = parties, agreements: [AgreementRevision] = agreements,
        providerAssets: [Asset] = providerAssets, jointCare: [JointCareRule] = jointCare
    ) throws(BookError) -> ResponsibilityBook {
        try ResponsibilityBook(
            provider: provider, parties: parties, agreements: agreements, providerAssets: providerAssets,
            jointCare: jointCare, desks: desks)
    }

    static func question(
        _ asker: PartyID, _ asset: String?, _ category: Responsibility.Category? = nil, layer: Layer? = nil,
        duty: DutyID? = nil, service: ServiceID? = nil, component: String? = nil, cause: String? = nil, at: Instant = t
    ) -> Question {
        Question(
            asset: asset, service: service, category: category, layer: layer, duty: duty, component: component,
            cause: cause, asker: asker, observedAt: at)
    }

    /// Of a report that came in at `t`.
    static func occasion(
        _ severity: Severity, _ reporter: PartyID, event: JointCareRule.Event = .opened
    ) -> Occasion {
        Occasion(event: event, severity: severity, reporter: reporter, receivedAt: t)
    }

    /// `prov.sec JC-01 30`, in minutes after `t`, as the sample table writes it.
    static func written(_ tellings: [Telling]) -> [String] {
        tellings.map { telling in
            let minutes = telling.due.map { String($0.since(t).milliseconds / 60_000) } ?? "waiting"
            return "\(telling.recipient).\(telling.role.rawValue) \(telling.rule) \(minutes)"
        }
    }
}
