import CivilTime
import Coordination
import OnCall
import Responsibility

/// One configuration as values that can be varied, before it is built.
struct Terms {
    private var providerContacts: [ContactRole: [ChannelID]] = [:]
    private var contacts: [PartyID: [ContactRole: [ChannelID]]] = [:]
    private var escalations: [PartyID: [ContactRole: PolicyID]] = [:]
    private var policies: [PolicyID: EscalationPolicy<EscalationTarget>] = [:]
    private var rules: [JointCareRule] = []
    /// Percent of the usual times.
    private var pace: Int64 = 100
    private var left: Set<PartyID> = []
    private var noise = NoiseRules()
    private var watches = Watches()
    /// Whether the configuration says which channels there are, so that one that is gone is missed.
    private var namesChannels = true
    private var rotas: [ScheduleID: Rota] = [:]

    init(customers: [World.Customer], _ entropy: inout Entropy) {
        providerContacts = Self.providerContacts(&entropy)
        for customer in customers { contacts[customer.id] = Self.contacts(customer, &entropy) }
        rules = JointCare.some(&entropy)
        pace = Int64(entropy.pick([20, 100, 100, 300]))
        choosePolicies(customers, &entropy)
        namesChannels = entropy.chance(70)
        noise = Noise.some(customers, &entropy)
        watches = Noise.watches(customers, &entropy)
        rotas = Rotas.some(customers, &entropy)
    }

    /// The same without anything that calls regularly, so that there is an end.
    func atRest() -> Terms {
        var terms = self
        terms.watches = Watches()
        return terms
    }

    /// The same without what is not on record, so that a restart changes nothing.
    func memorable() -> Terms {
        var terms = atRest()
        terms.noise.storm = nil
        return terms
    }

    /// The same with one to three things changed, as a reload would bring it.
    func changed(_ customers: [World.Customer], _ entropy: inout Entropy) -> Terms {
        var terms = self
        for _ in 0..<entropy.number(1...3) {
            let customer = entropy.pick(customers)
            switch entropy.number(0...9) {
            case 0: terms.contacts[customer.id] = Self.contacts(customer, &entropy)
            case 1: terms.contacts[customer.id]?[.sec] = []
            case 2: terms.contacts[customer.id]?[.ops] = [ChannelID("\(customer.word)-moved")]
            case 3: terms.providerContacts = Self.providerContacts(&entropy)
            case 4: terms.rules = JointCare.some(&entropy)
            case 5: terms.choosePolicies(customers, &entropy)
            case 6: terms.noise = Noise.some(customers, &entropy)
            case 7: terms.watches = Noise.watches(customers, &entropy)
            case 8: terms.rotas = Rotas.some(customers, &entropy)
            default: terms.left.insert(customer.id)
            }
        }
        return terms
    }

    /// One to three channels for those who are there; a role without any falls back on another.
    private static func channels(_ name: String, _ least: Int, _ entropy: inout Entropy) -> [ChannelID] {
        (0..<entropy.number(least...3)).map { ChannelID("\(name)-\($0)") }
    }

    private static func providerContacts(_ entropy: inout Entropy) -> [ContactRole: [ChannelID]] {
        [
            .noc: channels("prov-noc", 1, &entropy), .sec: channels("prov-sec", 0, &entropy),
            .mgr: channels("prov-mgr", 0, &entropy), .support: channels("prov-support", 0, &entropy),
            .breakGlass: entropy.chance(50) ? channels("prov-last", 1, &entropy) : [],
        ]
    }

    private static func contacts(_ customer: World.Customer, _ entropy: inout Entropy) -> [ContactRole: [ChannelID]] {
        let ops = channels("\(customer.word)-ops", 0, &entropy)
        return [
            .ops: ops, .sec: channels("\(customer.word)-sec", 0, &entropy),
            .dpo: entropy.chance(30) ? channels("\(customer.word)-dpo", 0, &entropy) : [],
            .owner: channels("\(customer.word)-owner", ops.isEmpty ? 1 : 0, &entropy),
        ]
    }

    private mutating func choosePolicies(_ customers: [World.Customer], _ entropy: inout Entropy) {
        policies = ["noc": Self.policy(World.provider, &entropy)]
        escalations = [World.provider: entropy.chance(80) ? [.noc: "noc", .sec: "noc"] : [:]]
        for customer in customers {
            let own = PolicyID("policy-\(customer.word)")
            policies[own] = Self.policy(customer.id, &entropy)
            escalations[customer.id] =
                entropy.chance(70) ? [.ops: own, .sec: entropy.pick([own, "gone"])] : [:]
        }
    }

    private static func policy(_ party: PartyID, _ entropy: inout Entropy) -> EscalationPolicy<EscalationTarget> {
        let targets: [EscalationTarget] = [
            .desk(.own, .mgr), .desk(.own, .owner), .desk(.own, .sec), .desk(.other, .noc), .desk(.other, .ops),
            .desk(.own, .ops), .schedule("rota-\(party)"), .schedule("rota-\(party)"),
            .channel(ChannelID("\(party)-rose")), .channel(ChannelID("\(party)-nowhere")),
        ]
        var after = Elapsed.zero
        let steps = (0..<entropy.number(0...3)).map { _ in
            after = Elapsed(milliseconds: after.milliseconds + entropy.elapsed(60_000...1_800_000).milliseconds)
            return EscalationPolicy<EscalationTarget>.Step(
                after: after, condition: entropy.chance(20) ? .unresolved : .unacknowledged,
                targets: (0..<entropy.number(1...2)).map { _ in entropy.pick(targets) })
        }
        return EscalationPolicy(
            steps: steps, lastWait: entropy.elapsed(60_000...3_600_000),
            repeats: entropy.chance(30) ? entropy.number(1...3) : 0,
            acknowledgementLasts: entropy.chance(30) ? entropy.elapsed(600_000...28_800_000) : nil)
    }
}

extension Terms {
    /// Builds the configuration, and notes whose the channels are.
    func arrangements(
        _ customers: [World.Customer], digest: String, _ owners: inout [ChannelID: PartyID]
    ) -> Arrangements {
        for channel in providerContacts.values.joined() { owners[channel] = World.provider }
        for (party, contacts) in contacts {
            for channel in contacts.values.joined() { owners[channel] = party }
        }
        for rota in rotas.values {
            for channel in rota.channels.values.joined() { owners[channel] = rota.party }
        }
        for party in [World.provider] + customers.map(\.id) {
            owners[ChannelID("\(party)-rose")] = party
            owners[ChannelID("\(party)-nowhere")] = party
        }
        for customer in customers { owners[ChannelID("\(customer.word)-ops-0")] = customer.id }
        owners[World.deadMan] = World.provider
        let present = customers.filter { !left.contains($0.id) }
        let provider = Party(
            id: World.provider, name: "Meridian Hosting", side: .provider, contacts: providerContacts,
            escalations: escalations[World.provider] ?? [:])
        let parties = present.map { customer in
            Party(
                id: customer.id, name: "\(customer.word) works", side: .customer,
                contacts: contacts[customer.id] ?? [:], escalations: escalations[customer.id] ?? [:])
        }
        do throws(BookError) {
            let book = try ResponsibilityBook(
                provider: provider, parties: parties + [Party(id: World.gateway, name: "Form", kind: .external)],
                agreements: present.map(agreement),
                providerAssets: [
                    Asset(id: "hv-1", hostnames: ["hv-1.meridian.example"]), Asset(id: "hv-2"),
                    Asset(id: "dc-1", carriesAll: true),
                ], jointCare: rules, desks: JointCare.desks)
            var watches = watches
            watches.heartbeats.removeAll { left.contains($0.party) }
            return Arrangements(
                book: book, policies: policies, digest: digest,
                channels: namesChannels ? channels(of: present) : nil, noise: noise, watches: watches, rotas: rotas,
                zones: [.utc: .utc])
        } catch {
            preconditionFailure("the simulator made a configuration that is none: \(error)")
        }
    }

    /// Every channel that this configuration has.
    private func channels(of customers: [World.Customer]) -> Set<ChannelID> {
        var channels = Set(providerContacts.values.joined() + rotas.values.flatMap { $0.channels.values.joined() })
        for customer in customers { channels.formUnion((contacts[customer.id] ?? [:]).values.joined()) }
        for party in [World.provider] + customers.map(\.id) { channels.insert(ChannelID("\(party)-rose")) }
        channels.insert(World.deadMan)
        return channels
    }

    private func agreement(_ customer: World.Customer) -> AgreementRevision {
        AgreementRevision(
            id: customer.agreement, revision: 1, customer: customer.id, from: Instant(milliseconds: 0), to: nil,
            models: [HostingModel.model], overrides: [],
            immediately: times(critical: 15, high: 15, medium: 60, low: 240),
            response: times(critical: 15, high: 30, medium: 240, low: 1440),
            designatedChannels: [.provider: "prov-noc-0", .customer: ChannelID("\(customer.word)-ops-0")],
            breachNotice: .hours(24), retention: .hours(720), regimes: [.gdpr],
            services: [
                Service(
                    id: ServiceID("svc-\(customer.word)"), type: "vps", managed: customer.managed, managedScope: [],
                    addons: [], lifecycle: .active, tlsTerminator: customer.managed ? .provider : .customer,
                    hosts: customer.host.map { [$0] } ?? [],
                    assets: [
                        Asset(
                            id: AssetID("\(customer.word)-vps1"), hostnames: ["panel.\(customer.word).example"],
                            addresses: ["198.51.100.\(20 + customer.number)"]
                                + (customer.sharesAddress ? [World.sharedAddress] : []))
                    ])
            ])
    }

    /// In minutes, at this configuration's pace.
    private func times(critical: Int64, high: Int64, medium: Int64, low: Int64) -> SeverityTable {
        SeverityTable(
            [.critical: critical, .high: high, .medium: medium, .low: low]
                .mapValues { Elapsed(milliseconds: $0 * 600 * pace) })
    }
}

/// A published model, small: two kinds of service, four layers, one joint duty.
enum HostingModel {
    static let model = ResponsibilityModel(
        id: "hosting", version: "2026-01-01", title: "Hosting", source: "hosting page",
        matrix: Matrix(
            columns: ["vps", "vps+managed"],
            rows: [
                .application: cells(.customer, .customer), .os: cells(.customer, .provider),
                .network: cells(.provider, .provider), .physical: cells(.provider, .provider),
                .people: cells(.each, .each), .data: cells(.nobody, .customer),
            ]),
        duties: [
            "edge.tls": DutyDefinition(
                id: "edge.tls", title: "TLS", category: .tls, layer: .edge, holder: .fixed(.joint),
                lead: .tlsTerminator, parts: "one installs, the other keeps DNS", source: "hosting page, 3.2",
                confidence: .stated)
        ],
        categoryDefaults: [
            .availability: .layer(.physical), .tls: .duty("edge.tls"), .intrusion: .layer(.application),
            .malware: .layer(.application), .phishing: .layer(.application), .hardware: .layer(.physical),
            .resource: .layer(.os), .dataBreach: .layer(.application), .isolation: .layer(.physical),
            .maintenance: .layer(.physical), .request: .layer(.os),
        ], rules: [])

    private static func cells(_ owners: Owner...) -> [Matrix.Cell] {
        owners.map { Matrix.Cell(owner: $0, confidence: .stated) }
    }
}
