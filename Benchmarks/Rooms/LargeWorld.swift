import CivilTime
import Responsibility

/// A provider with as many agreements as asked for, ten assets each: five by domain and host name, four by address, one
/// by a block of addresses. The models are small copies of the shipped ones in shape: seven columns, rules with
/// conditions, duties that follow layers.
struct LargeWorld {
    let book: ResponsibilityBook
    let assetsCount: Int
    /// What is asked, in turn; over as many different assets as there are, so that no cache of the machine helps more
    /// than it would in life.
    let questions: [Question]

    static let now = Instant(rfc3339: "2026-03-10T02:00:00Z") ?? Instant(milliseconds: 0)

    init(agreements count: Int, questions: Int) throws(BookError) {
        let customers = (0..<count).map { index in
            Party(
                id: PartyID("c\(index)"), name: "Customer \(index)", side: .customer,
                contacts: [.ops: [ChannelID("c\(index)-hook")]], escalations: [:])
        }
        let roles: [ContactRole] = [.noc, .sec, .abuse, .support, .mgr]
        let provider = Party(
            id: "prov", name: "Meridian Hosting", side: .provider,
            contacts: Dictionary(uniqueKeysWithValues: roles.map { ($0, [ChannelID("prov-\($0.rawValue)")]) }),
            escalations: [:])
        let agreements = customers.enumerated().map { Self.agreement($0.offset, of: $0.element) }
        book = try ResponsibilityBook(
            provider: provider, parties: customers, agreements: agreements,
            providerAssets: [Asset(id: "hv-1", hostnames: ["hv-1.meridian.example"])], jointCare: Self.jointCare,
            desks: Self.desks)
        assetsCount = count * 10
        self.questions = (0..<questions).map { Self.question($0, of: count) }
    }

    private static func agreement(_ index: Int, of customer: Party) -> AgreementRevision {
        let isManaged = index % 2 == 0
        let name = "c\(index)"
        var assets = (0..<5).map { number in
            Asset(
                id: AssetID("\(name)-site\(number)"), hostnames: ["www\(number).\(name).example"],
                domains: ["shop\(number).\(name).example"])
        }
        assets += (0..<4).map { number in
            Asset(
                id: AssetID("\(name)-vm\(number)"),
                addresses: ["10.\(index >> 8 & 255).\(index & 255).\(number + 1)"])
        }
        assets.append(
            Asset(
                id: AssetID("\(name)-net"),
                addresses: ["100.\(64 + (index >> 12 & 63)).\(index >> 4 & 255).\((index & 15) << 4)/28"]))
        let service = Service(
            id: ServiceID("svc-\(name)"), type: "vps", managed: isManaged,
            managedScope: isManaged ? ["os", "panel", "mariadb"] : [], addons: [], lifecycle: .active,
            tlsTerminator: isManaged ? .provider : .customer, backupSchedule: .every(.hours(24)), hosts: ["hv-1"],
            assets: assets)
        return AgreementRevision(
            id: AgreementID("agr-\(name)"), revision: 1, customer: customer.id,
            from: Instant(rfc3339: "2025-01-01T00:00:00Z") ?? now, to: nil, models: [SmallModel.hosting], overrides: [],
            immediately: .houseImmediately, response: .houseResponse,
            designatedChannels: [.provider: "prov-sec", .customer: ChannelID("\(name)-hook")],
            breachNotice: .hours(24), retention: .hours(720), services: [service])
    }

    /// Eight kinds of question, over assets far apart from one another.
    private static func question(_ index: Int, of count: Int) -> Question {
        let customer = "c\(index &* 7919 % count)"
        let number = index % 4
        return switch index % 8 {
        case 0: Question(asset: "\(customer)-vm\(number)", layer: .os, asker: "prov", observedAt: now)
        case 1:
            Question(
                asset: "www\(number).\(customer).example", category: .vulnerability, layer: .application, asker: "prov",
                observedAt: now)
        case 2:
            Question(
                asset: "https://a.b.shop\(number).\(customer).example/x", category: .malware, asker: "prov",
                observedAt: now)
        case 3:
            Question(
                asset: "\(customer)-vm\(number)", layer: .runtime, component: "mariadb", asker: PartyID(customer),
                observedAt: now)
        case 4:
            Question(asset: "\(customer)-site\(number)", duty: "edge.tls", asker: PartyID(customer), observedAt: now)
        case 5: Question(asset: "\(customer)-vm\(number)", category: .backup, asker: "prov", observedAt: now)
        case 6: Question(asset: "\(customer)-vm\(number)", duty: "net.ddos_advanced", asker: "prov", observedAt: now)
        default: Question(asset: "\(customer)-net", category: .isolation, asker: "prov", observedAt: now)
        }
    }

    private static let desks = DeskTable(
        rows: [
            .provider: [
                .init(role: .sec, categories: Category.securitySet), .init(role: .support, categories: [.tls]),
            ],
            .customer: [.init(role: .sec, categories: Category.securitySet)],
        ], otherwise: [.provider: .noc, .customer: .ops])

    private static let jointCare: [JointCareRule] = [
        JointCareRule(
            id: "JC-01", title: "The owner is told",
            when: .init(event: .opened, severityAtLeast: .low, owners: [.provider, .customer], triage: false),
            tell: .ownerDesk, within: .response, acknowledgementExpected: true, basis: "practice"),
        JointCareRule(
            id: "JC-02", title: "Either side tells the other",
            when: .init(
                event: .opened, categories: Category.securitySet, severityAtLeast: .low, concernsCustomer: true),
            tell: .counterpart, within: .immediately, acknowledgementExpected: false, basis: "hosting page, 3.1"),
    ]
}
