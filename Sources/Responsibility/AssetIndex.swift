import CivilTime

/// Finds assets by the names that reports give them, in hashed steps: id, exact host name, longest domain, exact
/// address, longest block of addresses, and at last, exactly as written, what other systems call it and how they label
/// it. One step for each label of a host name and each block length in use; never a
/// scan.
struct AssetIndex: Sendable {
    /// One asset behind a name, for as long as the revision that lists it is in force.
    struct Claim: Sendable {
        enum Holder: Hashable, Sendable {
            /// The index of an asset of the provider's own.
            case provider(asset: Int)
            /// The indices of a revision, of its service and of the service's asset.
            case service(revision: Int, service: Int, asset: Int)
        }

        let holder: Holder
        /// Nil: always.
        let inForce: TimeRange?

        func holds(at instant: Instant) -> Bool { inForce?.contains(instant) ?? true }
    }

    /// What kind of name it was found by.
    enum Means: Sendable {
        case id, hostname
        case domain(String)
        case address
        case block
        case externalID
        case label

        /// An address may be shared and may have passed to somebody else; the other names may not.
        var isAddress: Bool {
            switch self {
            case .address, .block: true
            case .id, .hostname, .domain, .externalID, .label: false
            }
        }

        var isID: Bool { if case .id = self { true } else { false } }

        /// How a fact says it.
        var title: String {
            switch self {
            case .id: "id"
            case .hostname: "host name"
            case .domain(let domain): "domain \(domain)"
            case .address: "address"
            case .block: "block of addresses"
            case .externalID: "external id"
            case .label: "label"
            }
        }
    }

    private var byID: [String: [Claim]] = [:]
    private var byHostname: [String: [Claim]] = [:]
    private var byDomain: [String: [Claim]] = [:]
    private var byBlock: [AddressBlock: [Claim]] = [:]
    private var byExternalID: [String: [Claim]] = [:]
    private var byLabel: [String: [Claim]] = [:]
    /// The lengths of the blocks in use, longest first.
    private var blockLengths: [Int] = []

    init() {}

    mutating func add(_ asset: Asset, _ claim: Claim) {
        byID[AssetName.normalised(asset.id.rawValue), default: []].append(claim)
        for name in AssetName.normalised(asset.hostnames) { byHostname[name, default: []].append(claim) }
        for domain in AssetName.normalised(asset.domains) { byDomain[domain, default: []].append(claim) }
        for name in Set(asset.externalIDs) { byExternalID[name, default: []].append(claim) }
        for label in Set(asset.labels) { byLabel[label, default: []].append(claim) }
        for block in Self.blocks(of: asset) {
            byBlock[block, default: []].append(claim)
            if !blockLengths.contains(block.length) {
                blockLengths.append(block.length)
                blockLengths.sort(by: >)
            }
        }
    }

    /// Each once.
    private static func blocks(of asset: Asset) -> [AddressBlock] {
        let blocks = asset.addresses.compactMap { AddressBlock($0) }
        return blocks.count < 2 ? blocks : Array(Set(blocks))
    }

    /// Makes room for so many assets, so that the tables do not grow by doubling.
    mutating func reserve(_ count: Int) {
        byID.reserveCapacity(count)
        byDomain.reserveCapacity(count / 2)
        byBlock.reserveCapacity(count / 2)
    }

    /// The claims in force at the instant that the most telling kind of name has, in the order they were added.
    /// Nil when the name is nobody's then.
    ///
    /// - Parameter sight: What the asker must not see is passed over as if it were not there, so that a wider name of its
    ///   own answers as it would for a name that is nobody's.
    func find(_ name: AssetName, at instant: Instant, _ sight: Sight) -> (claims: [Claim], means: Means)? {
        func live(_ claims: [Claim]?) -> [Claim]? { Self.held(claims, at: instant, sight) }
        if let claims = live(byID[name.whole]) { return (claims, .id) }
        let host = name.host
        if host != name.whole, let claims = live(byID[host]) { return (claims, .id) }
        if let claims = live(byHostname[host]) { return (claims, .hostname) }
        if let address = NetworkAddress(host) {
            if let found = block(around: address, live) { return found }
        } else if let found = domain(above: host, live) {
            return found
        }
        if let claims = live(byExternalID[name.written]) { return (claims, .externalID) }
        if let claims = live(byLabel[name.written]) { return (claims, .label) }
        return nil
    }

    /// Those in force at an instant that the asker may see; nil when there are none.
    private static func held(_ claims: [Claim]?, at instant: Instant, _ sight: Sight) -> [Claim]? {
        guard let claims else { return nil }
        if claims.count == 1 { return claims[0].holds(at: instant) && sight.reaches(claims[0]) ? claims : nil }
        let held = claims.filter { $0.holds(at: instant) && sight.reaches($0) }
        return held.isEmpty ? nil : held
    }

    private func block(
        around address: NetworkAddress, _ live: ([Claim]?) -> [Claim]?
    ) -> (claims: [Claim], means: Means)? {
        for length in blockLengths {
            guard let claims = live(byBlock[AddressBlock(around: address, length: length)]) else { continue }
            return (claims, length == NetworkAddress.bitsCount ? .address : .block)
        }
        return nil
    }

    private func domain(above host: String, _ live: ([Claim]?) -> [Claim]?) -> (claims: [Claim], means: Means)? {
        var rest = host.utf8[...]
        while !rest.isEmpty {
            let domain = String(Substring(rest))
            if let claims = live(byDomain[domain]) { return (claims, .domain(domain)) }
            guard let dot = rest.firstIndex(of: UInt8(ascii: ".")) else { break }
            rest = rest[rest.index(after: dot)...]
        }
        return nil
    }
}

/// What an asker may see: the provider's side everything, a customer its own, a stranger nothing. Two references, so that
/// it costs nothing to hand on.
struct Sight: Sendable {
    let asker: Asker
    let revisions: [IndexedRevision]

    func reaches(_ claim: AssetIndex.Claim) -> Bool {
        switch asker {
        case .provider: return true
        case .customer(let id):
            guard case .service(let revision, _, _) = claim.holder else { return false }
            return revisions[revision].revision.customer == id
        case .stranger: return false
        }
    }
}

/// From an instant on, until just before another or for good.
struct TimeRange: Sendable {
    let from: Instant
    let to: Instant?

    func contains(_ instant: Instant) -> Bool { from <= instant && to.map { instant < $0 } ?? true }

    func overlaps(_ other: TimeRange) -> Bool {
        to.map { other.from < $0 } ?? true && other.to.map { from < $0 } ?? true
    }
}

extension AgreementRevision {
    var timeRange: TimeRange { TimeRange(from: from, to: to) }
}
