import CivilTime
import Coordination
import OnCall
import Responsibility

/// Who there is and what is agreed: a provider, two to six customers, and the configurations that will be in force one after
/// another. Everything that a customer has carries its word, so that a trace of one customer with another is found by looking
/// for a word.
struct World {
    static let start = Instant(rfc3339: "2026-03-10T02:00:00Z") ?? Instant(milliseconds: 0)
    static let provider: PartyID = "prov"
    static let gateway: PartyID = "ext-abuse"
    /// Where the daemon shows that it lives.
    static let deadMan: ChannelID = "prov-alive"
    /// An address that several customers share: a report that names it is nobody's in particular.
    static let sharedAddress = "192.0.2.12"

    let customers: [Customer]
    /// The configurations in the order of their numbers; the first is in force at the start, the last from the quiet end on.
    let versions: [Arrangements]
    /// Whose each channel is, in whatever version it is used.
    let owners: [ChannelID: PartyID]
    let limits: CoordinationLimits
    let actors: [Actor]

    struct Customer {
        let word: String
        let managed: Bool
        let sharesAddress: Bool
        let host: AssetID?
        let number: Int

        var id: PartyID { PartyID(word) }
        var agreement: AgreementID { AgreementID("agr-\(word)") }
        var ledger: LedgerID { LedgerID("agr-\(word)") }
        /// Names by which a report may call what is its own.
        var assetNames: [String] { ["\(word)-vps1", "panel.\(word).example", "198.51.100.\(20 + number)"] }
    }

    /// No entry, id or sentence of the daemon itself contains one of these: ids have no `l`, `o` and `u`.
    static let words = ["oluba", "oluda", "oluga", "oluka", "olupa", "oluza"]

    /// - Parameter memorable: Without what is not on record.
    init(seed: UInt64, memorable: Bool = false) {
        var entropy = Entropy(seed: seed, .world)
        let hosts: [AssetID] = ["hv-1", "hv-2"]
        let count = entropy.number(2...6)
        let customers = Self.words.prefix(count).enumerated().map { number, word in
            Customer(
                word: word, managed: entropy.chance(50), sharesAddress: entropy.chance(50),
                host: entropy.chance(70) ? entropy.pick(hosts) : nil, number: number)
        }
        var owners: [ChannelID: PartyID] = [:]
        var base = Terms(customers: customers, &entropy)
        if memorable { base = base.memorable() }
        var versions = [base.arrangements(customers, digest: "d0", &owners)]
        for number in 1...entropy.number(1...4) {
            let terms = memorable ? base : base.changed(customers, &entropy)
            versions.append(terms.arrangements(customers, digest: "d\(number)", &owners))
        }
        versions.append(base.atRest().arrangements(customers, digest: "end", &owners))
        self.customers = customers
        self.versions = versions
        self.owners = owners
        limits = Self.limits(&entropy)
        actors = Self.actors(customers)
    }

    private static func limits(_ entropy: inout Entropy) -> CoordinationLimits {
        var limits = CoordinationLimits()
        if entropy.chance(20) { limits.timersPerTurnMax = entropy.number(1...5) }
        if entropy.chance(10) { limits.incidentsMax = entropy.number(5...40) }
        if entropy.chance(10) { limits.incidentsPerAgreementMax = entropy.number(2...10) }
        if entropy.chance(20) { limits.reportsPerIncidentMax = entropy.number(1...10) }
        limits.reopenWithin = entropy.pick([.zero, .minutes(10), .minutes(10), .hours(2)])
        limits.heldAgainAfter = entropy.pick([.minutes(5), .hours(1)])
        limits.proposalAnswerWithin = entropy.pick([.hours(1), .hours(4), .hours(24)])
        limits.auditEvery = entropy.pick([.minutes(1), .minutes(10), .hours(1), .hours(1), .hours(4)])
        if entropy.chance(20) { limits.auditedPerTurnMax = entropy.number(1...5) }
        if entropy.chance(20) { limits.partsPerTurnMax = 1 }
        if entropy.chance(20) { limits.noticesPerDigestMax = entropy.number(2...5) }
        if entropy.chance(10) { limits.changesPerIncidentMax = entropy.number(2...5) }
        if entropy.chance(10) { limits.commentsPerIncidentMax = entropy.number(1...3) }
        if entropy.chance(10) {
            limits.keysPerIncidentMax = entropy.number(2...8)
            limits.repeatKeysPerIncidentMax = limits.keysPerIncidentMax / 2
        }
        return limits
    }

    private static func actors(_ customers: [Customer]) -> [Actor] {
        let own: [PeerRole] = [.agent, .responder]
        let provider = [PeerRole.agent, .responder, .operator].map { role in
            Actor(party: Self.provider, side: .provider, role: role, name: "uid of \(Self.provider) \(role.rawValue)")
        }
        let gateway = Actor(party: Self.gateway, side: .provider, role: .gateway, name: "uid of the form")
        let others = customers.flatMap { customer in
            own.map { role in
                Actor(party: customer.id, side: .customer, role: role, name: "uid of \(customer.word) \(role.rawValue)")
            }
        }
        return provider + [gateway] + others
    }

    /// The place of an actor in the list.
    func actor(_ party: PartyID, _ role: PeerRole) -> Int {
        guard let index = actors.firstIndex(where: { $0.party == party && $0.role == role }) else {
            preconditionFailure("\(party) has nobody as \(role)")
        }
        return index
    }

    func customer(_ id: PartyID) -> Customer? { customers.first { $0.id == id } }

    /// Whose ledger it is; nil for the provider's own.
    func customer(ofLedger ledger: LedgerID) -> PartyID? { customers.first { $0.ledger == ledger }?.id }
}
