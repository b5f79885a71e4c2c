import CivilTime

/// What a question is about, once its names are resolved.
enum Location: Sendable {
    /// Equipment of the provider's own; nil when an address belongs to several pieces of it.
    case provider(Asset?, facts: [String])
    /// A service in the revision in force.
    case service(Placement)
    /// No single service; the provider finds out. The first fact says why.
    case triage(Ruling.Triage, facts: [String])
}

/// A service, and the asset of it where one is named.
struct Placement: Sendable {
    let agreement: IndexedRevision
    /// Where the service stands in the revision.
    let serviceIndex: Int
    /// Nil when only the service is named, or an address that several assets of the service have.
    let asset: AssetID?
    let atClientSite: Bool
    let facts: [String]

    var service: Service { agreement.revision.services[serviceIndex] }
    var serviceID: ServiceID { agreement.revision.services[serviceIndex].id }

    func key(for question: Question, isOutsider: Bool) -> ConclusionKey {
        let revision = agreement.revision
        return ConclusionKey(
            profile: agreement.profiles[serviceIndex], duty: question.duty, layer: question.layer,
            category: question.category, component: question.component,
            isComponentInScope: question.component.map {
                Circumstances.isAmong(revision.services[serviceIndex].managedScope, $0)
            },
            cause: question.cause, asksAsProvider: question.asker != agreement.revision.customer,
            isOutsider: isOutsider,
            isAtClientSite: atClientSite,
            isRetentionOver: revision.services[serviceIndex].endedAt.map {
                $0 + revision.retention <= question.observedAt
            } ?? false,
            asset: agreement.namesAssets ? asset : nil)
    }
}

/// Who asks: the provider's side sees everything, a customer its own, a stranger nothing.
enum Asker: Sendable {
    case provider
    case customer(PartyID)
    case stranger
}

extension ResponsibilityBook {
    /// The most candidates that a ruling lists for an address that many services answer on.
    package static let candidatesMax = 32

    func asker(_ id: PartyID) -> Asker {
        if id == provider.id { return .provider }
        return switch sides[id] {
        case .provider: .provider
        case .customer: .customer(id)
        case nil: .stranger
        }
    }

    /// Resolves the asset and the service of a question. For a customer, what is foreign and what does not exist end in
    /// the same refusal, before anything else about the question is looked at.
    func locate(_ question: Question, for asker: Asker) throws(QuestionRefusal) -> Location {
        if case .stranger = asker { throw .notYours }
        let instant = question.observedAt
        guard let name = AssetName(question.asset) else {
            guard let id = question.service else {
                return .triage(.unknownAsset, facts: ["the report names neither an asset nor a service"])
            }
            return try locate(service: id, at: instant, for: asker)
        }
        let found = assets.find(name, at: instant, Sight(asker: asker, revisions: revisions))
        // By far the most questions name one asset of one service that lives.
        if question.service == nil, let found, found.claims.count == 1,
            case .service(let revision, let service, let asset) = found.claims[0].holder,
            revisions[revision].revision.services[service].lifecycle != .terminated
        {
            return .service(
                placement(ServicePlace(revision: revision, service: service), asset, found.means, question.asset ?? ""))
        }
        let shown = quoted(question.asset ?? "")
        var claims = found?.claims ?? []
        let living = claims.filter { isLive($0) }
        // An address of a service that ended may already be somebody else's; its other names stay its own while it is
        // on record.
        if !living.isEmpty || found?.means.isAddress == true { claims = living }
        guard let found, !claims.isEmpty else {
            if case .customer = asker { throw .notYours }
            return .triage(.unknownAsset, facts: ["no asset is known by the name \(shown)"])
        }
        if let id = question.service {
            claims = try narrow(claims, to: id, at: instant, for: asker)
        }
        return settle(claims, found.means, question.asset ?? "")
    }

    private func locate(service id: ServiceID, at instant: Instant, for asker: Asker) throws(QuestionRefusal)
        -> Location
    {
        let places = visiblePlaces(of: id, at: instant, for: asker)
        guard let place = places.first(where: { service($0).lifecycle != .terminated }) ?? places.first else {
            if case .customer = asker { throw .notYours }
            return .triage(.unknownAsset, facts: ["no service is known by the name \(quoted(id.rawValue))"])
        }
        let definition = service(place)
        return .service(
            Placement(
                agreement: revisions[place.revision], serviceIndex: place.service, asset: nil, atClientSite: false,
                facts: ["the report names the service \(definition.id) (\(definition.kind))"]
                    + definition.lifecycleFacts))
    }

    /// The claims of the service that the question names beside the asset.
    private func narrow(
        _ claims: [AssetIndex.Claim], to id: ServiceID, at instant: Instant, for asker: Asker
    ) throws(QuestionRefusal) -> [AssetIndex.Claim] {
        if case .customer = asker, visiblePlaces(of: id, at: instant, for: asker).isEmpty { throw .notYours }
        let narrowed = claims.filter { place($0).map { service($0).id == id } ?? false }
        if narrowed.isEmpty, let other = claims.map({ asset($0).id }).min() {
            throw .serviceContradictsAsset(id, other)
        }
        return narrowed
    }

    /// One service or the provider alone is an identity; anything else is shared.
    private func settle(_ claims: [AssetIndex.Claim], _ means: AssetIndex.Means, _ written: String) -> Location {
        let shown = quoted(written)
        let places = Set(claims.compactMap { place($0) })
        let own = claims.filter { place($0) == nil }.map { asset($0) }
        let theirs = claims.filter { place($0) != nil }.map { asset($0) }
        if places.isEmpty {
            let asset = own.count == 1 ? own.first : nil
            return .provider(
                asset, facts: asset.map { nameFacts($0, means, written) } ?? ["\(shown) is the provider's own"])
        }
        if places.count == 1, own.isEmpty, let place = places.first {
            let definition = service(place)
            let asset = theirs.count == 1 ? theirs.first : nil
            let belonging =
                asset.map { "asset \($0.id) belongs to service \(definition.id) (\(definition.kind))" }
                ?? "\(shown) is the \(means.title) of several assets of service \(definition.id) (\(definition.kind))"
            return .service(
                Placement(
                    agreement: revisions[place.revision], serviceIndex: place.service, asset: asset?.id,
                    atClientSite: theirs.allSatisfy(\.atClientSite),
                    facts: (asset.map { nameFacts($0, means, written) } ?? []) + [belonging] + definition.lifecycleFacts
                ))
        }
        let candidates = Set(theirs.map(\.id)).sorted().prefix(Self.candidatesMax)
        let sharers = places.count == 1 ? "one service" : "\(places.count) services"
        return .triage(
            .ambiguousAsset(candidates: Array(candidates)),
            facts: [
                "\(shown) is shared, and a shared name is no identity:"
                    + " \(own.isEmpty ? "" : "the provider and ")\(sharers) answer on it"
            ] + own.map { "\(shown) is the \(means.title) of the provider's \($0.id)" })
    }

    /// Where one asset of one service stands.
    private func placement(
        _ place: ServicePlace, _ asset: Int, _ means: AssetIndex.Means, _ written: String
    ) -> Placement {
        let agreement = revisions[place.revision]
        // The parts that are needed are read in place: a copy of the service would cost more than the rest.
        let id = agreement.revision.services[place.service].assets[asset].id
        var facts: [String] = []
        if !means.isID { facts.append("\(quoted(written)) is the asset \(id), by its \(means.title)") }
        facts.append("asset \(id) belongs to \(agreement.serviceTitles[place.service])")
        facts += agreement.revision.services[place.service].lifecycleFacts
        return Placement(
            agreement: agreement, serviceIndex: place.service, asset: id,
            atClientSite: agreement.revision.services[place.service].assets[asset].atClientSite, facts: facts)
    }

    /// - Parameter written: The name as the reporter wrote it.
    private func nameFacts(_ asset: Asset, _ means: AssetIndex.Means, _ written: String) -> [String] {
        if means.isID { return [] }
        return ["\(quoted(written)) is the asset \(asset.id), by its \(means.title)"]
    }
}

extension ResponsibilityBook {
    func service(_ place: ServicePlace) -> Service { revisions[place.revision].revision.services[place.service] }

    /// Nil for an asset of the provider's own.
    private func place(_ claim: AssetIndex.Claim) -> ServicePlace? {
        switch claim.holder {
        case .provider: nil
        case .service(let revision, let service, _): ServicePlace(revision: revision, service: service)
        }
    }

    private func asset(_ claim: AssetIndex.Claim) -> Asset {
        switch claim.holder {
        case .provider(let asset): providerAssets[asset]
        case .service(let revision, let service, let asset):
            revisions[revision].revision.services[service].assets[asset]
        }
    }

    private func isLive(_ claim: AssetIndex.Claim) -> Bool {
        place(claim).map { service($0).lifecycle != .terminated } ?? true
    }

    private func visiblePlaces(of id: ServiceID, at instant: Instant, for asker: Asker) -> [ServicePlace] {
        (services[id] ?? []).filter { place in
            let revision = revisions[place.revision].revision
            guard revision.timeRange.contains(instant) else { return false }
            if case .customer(let customer) = asker { return revision.customer == customer }
            return true
        }
    }
}

extension Service {
    /// Type and management, as a fact says it: `vps, unmanaged`.
    package var kind: String { "\(type), \(managed ? "managed" : "unmanaged")" }

    fileprivate var lifecycleFacts: [String] {
        lifecycle == .active ? [] : ["service \(id) is \(lifecycle.rawValue)"]
    }
}
