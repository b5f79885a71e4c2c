package import CivilTime

/// Everything that is agreed about who owns what, ready to answer questions. Immutable; a new configuration makes a new
/// book.
///
/// A lookup costs a few hash steps: no list of parties, agreements or assets is scanned. The order in which parties,
/// agreements and assets are handed in makes no difference to any answer; the order of models within an agreement and
/// of joint-care rules does, as configured.
package struct ResponsibilityBook: Sendable {
    package let provider: Party
    /// In configured order. Several rules may share an id when one clause tells several desks within different times.
    package let jointCare: [JointCareRule]
    package let desks: DeskTable

    let parties: [PartyID: Party]
    /// The side each party asks from. Who only works for the provider asks nothing.
    let sides: [PartyID: Side]
    /// By agreement id and revision.
    let revisions: [IndexedRevision]
    /// The revisions of an agreement as indices, in the order they come into force.
    let revisionsByAgreement: [AgreementID: [Int]]
    let agreementsByCustomer: [PartyID: [AgreementID]]
    let services: [ServiceID: [ServicePlace]]
    let assets: AssetIndex
    /// By id.
    let providerAssets: [Asset]
    /// The services that name a provider's asset as their host, in every revision.
    let hosted: [AssetID: [ServicePlace]]
    /// The provider's assets that carry every service.
    let carryingAll: Set<AssetID>
    /// The duties of all models, the newest version of a model first, for what falls under no agreement.
    let catalogue: Catalogue
    /// Conclusions that were reached before.
    let memo: ConclusionMemo

    /// Where a service stands: the indices of its revision and of the service within it.
    struct ServicePlace: Hashable, Sendable {
        let revision: Int
        let service: Int
    }

    /// Checks everything and builds the indices.
    ///
    /// - Parameters:
    ///   - parties: All parties; the provider may be among them.
    ///   - agreements: All revisions of all agreements. Models with the same reference are taken to be the same model.
    ///   - providerAssets: Assets of the provider's own, which concern no single customer.
    /// - Throws: `BookError` with every problem found.
    package init(
        provider: Party, parties: [Party], agreements: [AgreementRevision], providerAssets: [Asset],
        jointCare: [JointCareRule], desks: DeskTable
    ) throws(BookError) {
        let agreements = agreements.sorted { ($0.id, $0.revision) < ($1.id, $1.revision) }
        let providerAssets = providerAssets.sorted { $0.id < $1.id }
        let problems = BookCheck.problems(
            provider: provider, parties: parties, agreements: agreements, providerAssets: providerAssets,
            jointCare: jointCare, desks: desks)
        if !problems.isEmpty { throw BookError(problems: problems) }

        self.provider = provider
        self.providerAssets = providerAssets
        self.jointCare = jointCare
        self.desks = desks
        self.parties = Dictionary(([provider] + parties).map { ($0.id, $0) }) { first, _ in first }

        sides = self.parties.filter { $0.value.kind != .thirdParty }.mapValues(\.side)
        let names = self.parties.mapValues(\.name)
        let models = Self.models(of: agreements)
        var profiles: [ServiceProfile: Int] = [:]
        revisions = agreements.enumerated().map { index, revision in
            IndexedRevision(
                revision, models: revision.models.compactMap { models[$0.reference] },
                profiles: revision.services.map { service in
                    let profile = ServiceProfile(service, of: revision, at: index)
                    if let known = profiles[profile] { return known }
                    profiles[profile] = profiles.count
                    return profiles.count - 1
                }, customerName: names[revision.customer] ?? "")
        }
        catalogue = Catalogue(
            models: models.values.sorted { ($0.model.id, $1.model.version) < ($1.model.id, $0.model.version) })
        memo = ConclusionMemo()
        revisionsByAgreement = Dictionary(grouping: agreements.indices) { agreements[$0].id }
            .mapValues { $0.sorted { agreements[$0].from < agreements[$1].from } }
        agreementsByCustomer = Dictionary(grouping: agreements) { $0.customer }
            .mapValues { Set($0.map(\.id)).sorted() }
        services = Self.places(of: agreements)
        hosted = Self.hosted(agreements)
        carryingAll = Set(providerAssets.filter(\.carriesAll).map(\.id))
        assets = Self.index(agreements, providerAssets)
    }

    /// Each model once, by reference.
    private static func models(of agreements: [AgreementRevision]) -> [String: ModelIndex] {
        var models: [String: ModelIndex] = [:]
        for model in agreements.lazy.flatMap(\.models) where models[model.reference] == nil {
            models[model.reference] = ModelIndex(model)
        }
        return models
    }

    private static func hosted(_ agreements: [AgreementRevision]) -> [AssetID: [ServicePlace]] {
        var hosted: [AssetID: [ServicePlace]] = [:]
        for (revision, agreement) in agreements.enumerated() {
            for (service, definition) in agreement.services.enumerated() {
                for host in definition.hosts {
                    hosted[host, default: []].append(ServicePlace(revision: revision, service: service))
                }
            }
        }
        return hosted
    }

    private static func places(of agreements: [AgreementRevision]) -> [ServiceID: [ServicePlace]] {
        var places: [ServiceID: [ServicePlace]] = [:]
        for (revision, agreement) in agreements.enumerated() {
            for (service, definition) in agreement.services.enumerated() {
                places[definition.id, default: []].append(ServicePlace(revision: revision, service: service))
            }
        }
        return places
    }

    private static func index(_ agreements: [AgreementRevision], _ providerAssets: [Asset]) -> AssetIndex {
        var index = AssetIndex()
        index.reserve(agreements.reduce(providerAssets.count) { $0 + $1.services.reduce(0) { $0 + $1.assets.count } })
        for (position, asset) in providerAssets.enumerated() {
            index.add(asset, AssetIndex.Claim(holder: .provider(asset: position), inForce: nil))
        }
        for (revision, agreement) in agreements.enumerated() {
            for (service, definition) in agreement.services.enumerated() {
                for (position, asset) in definition.assets.enumerated() {
                    let holder = AssetIndex.Claim.Holder.service(revision: revision, service: service, asset: position)
                    index.add(asset, AssetIndex.Claim(holder: holder, inForce: agreement.timeRange))
                }
            }
        }
        return index
    }
}

extension ResponsibilityBook {
    /// Nil for a party that the configuration does not know.
    package func party(_ id: PartyID) -> Party? { parties[id] }

    /// All parties on the customer's side, by id.
    package var customers: [Party] {
        parties.values.filter { $0.kind == .customer }.sorted { $0.id < $1.id }
    }

    /// The revision of an agreement that is in force at an instant. Nil before its first, after its last and in a gap.
    /// Logarithmic in the number of its revisions.
    package func agreement(_ id: AgreementID, at instant: Instant) -> AgreementRevision? {
        indexedAgreement(id, at: instant)?.revision
    }

    /// The revision with that number, whether in force or not.
    package func agreement(_ id: AgreementID, revision: Int) -> AgreementRevision? {
        guard let indices = revisionsByAgreement[id] else { return nil }
        return indices.lazy.map { revisions[$0].revision }.first { $0.revision == revision }
    }

    /// All revisions of an agreement, in the order they come into force. Empty for an agreement that is not known.
    package func revisions(of id: AgreementID) -> [AgreementRevision] {
        (revisionsByAgreement[id] ?? []).map { revisions[$0].revision }
    }

    /// All agreements, by id.
    package var agreementIDs: [AgreementID] { revisionsByAgreement.keys.sorted() }

    /// The revisions in force at an instant of all agreements of a customer, by agreement id.
    package func agreements(of customer: PartyID, at instant: Instant) -> [AgreementRevision] {
        (agreementsByCustomer[customer] ?? []).compactMap { agreement($0, at: instant) }
    }

    /// All agreements of a customer, in force or not, by id.
    package func agreementIDs(of customer: PartyID) -> [AgreementID] { agreementsByCustomer[customer] ?? [] }

    /// The channel that a side agreed to be told on. Nil where no revision of the agreement is in force.
    package func designatedChannel(of side: Side, under id: AgreementID, at instant: Instant) -> ChannelID? {
        agreement(id, at: instant)?.designatedChannels[side]
    }

    func indexedAgreement(_ id: AgreementID, at instant: Instant) -> IndexedRevision? {
        guard let indices = revisionsByAgreement[id] else { return nil }
        // The last that has begun; binary search over revisions that do not overlap.
        var low = 0
        var high = indices.count
        while low < high {
            let middle = (low + high) / 2
            if revisions[indices[middle]].revision.from <= instant { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let found = revisions[indices[low - 1]]
        return found.revision.timeRange.contains(instant) ? found : nil
    }
}
