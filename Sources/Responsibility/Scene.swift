import CivilTime

/// What the conditions and clocks of joint-care rules look at: the ruling and the occasion, with the agreement at hand.
struct Scene: Sendable {
    let ruling: Ruling
    let occasion: Occasion
    let reporterSide: JointCareRule.ReporterSide
    /// The customer concerned is the one that reported.
    let reporterIsCustomer: Bool
    /// Nil in a matter that concerns no single customer.
    let customer: Party?
    let provider: Party
    /// Nil in a matter that falls under no agreement.
    let agreement: AgreementRevision?
    let service: Service?

    init(_ ruling: Ruling, _ occasion: Occasion, book: ResponsibilityBook) {
        self.ruling = ruling
        self.occasion = occasion
        provider = book.provider
        // Several services answer on a shared name: until one is singled out, telling any tenant would disclose
        // another's trouble.
        if case .ambiguousAsset? = ruling.triage {
            customer = nil
        } else {
            customer = ruling.customer.flatMap { book.party($0) }
        }
        reporterIsCustomer = ruling.customer == occasion.reporter
        reporterSide =
            switch book.party(occasion.reporter)?.kind {
            case .customer?: .customer
            case .external?: .external
            case .provider?, .thirdParty?, nil: reporterIsCustomer ? .customer : .provider
            }
        var inForce: AgreementRevision?
        if let id = ruling.agreement, let revision = ruling.revision {
            inForce = book.agreement(id, revision: revision)
        }
        agreement = inForce
        service = inForce?.services.first { $0.id == ruling.service }
    }

    /// A joint matter is at the desk of whoever leads it. What each side does for itself, or nobody owns, is at no
    /// desk.
    var ownerSides: [Side] {
        switch ruling.owner {
        case .provider: [.provider]
        case .customer: [.customer]
        case .joint: [ruling.lead == customer?.id && customer != nil ? .customer : .provider]
        case .each, .nobody: []
        }
    }

    /// Of a joint matter, the side that does not lead.
    var partnerSides: [Side] {
        guard ruling.owner == .joint, customer != nil else { return [] }
        return ownerSides == [.provider] ? [.customer] : [.provider]
    }

    /// The side that did not report; both when an outsider did.
    var counterpartSides: [Side] {
        guard customer != nil else { return [] }
        return switch reporterSide {
        case .customer: reporterIsCustomer ? [.provider] : [.customer]
        case .provider: [.customer]
        case .external: [.provider, .customer]
        }
    }
}

extension JointCareRule {
    func fires(in scene: Scene) -> Bool { when.contains { $0.holds(in: scene) } }
}

extension JointCareRule.When {
    fileprivate func holds(in scene: Scene) -> Bool {
        holdsOfTheRuling(scene) && holdsOfTheOccasion(scene)
    }

    private func holdsOfTheRuling(_ scene: Scene) -> Bool {
        let ruling = scene.ruling
        return categories?.contains(ruling.category) ?? true
            && !notCategories.contains(ruling.category)
            && causes.map { causes in ruling.cause.map(causes.contains) ?? false } ?? true
            && owners?.contains(ruling.owner) ?? true
            && triage.map { $0 == (ruling.triage != nil) } ?? true
            && concernsCustomer.map { $0 == (scene.customer != nil) } ?? true
            && lifecycles.map { phases in scene.service.map { phases.contains($0.lifecycle) } ?? false } ?? true
    }

    private func holdsOfTheOccasion(_ scene: Scene) -> Bool {
        let occasion = scene.occasion
        return events.contains(occasion.event)
            && severityAtLeast.map { occasion.severity >= $0.severity(in: scene) } ?? true
            && reporterSides?.contains(scene.reporterSide) ?? true
            && selfReported.map { $0 == scene.reporterIsCustomer } ?? true
            && personalDataAtLeast.map { occasion.personalData >= $0 } ?? true
            && significant.map { $0 == occasion.significant } ?? true
            && classifications.map { words in occasion.classification.map(words.contains) ?? false } ?? true
            && regimes.map { !$0.isDisjoint(with: scene.agreement?.regimes ?? []) } ?? true
            && providerRegimes.map { !$0.isDisjoint(with: scene.provider.regimes) } ?? true
    }
}

extension JointCareRule.Floor {
    fileprivate func severity(in scene: Scene) -> Severity {
        switch self {
        case .severity(let severity): severity
        case .agreement: scene.agreement?.crossNotifyFloor ?? .low
        }
    }
}

// MARK: - Clocks

/// When an act is due, as far as that is known.
struct ActTiming: Sendable {
    let start: JointCareRule.Start
    let within: Span
    /// When the start happened; nil while it has not.
    let startedAt: Instant?
    /// Nil while the start has not happened.
    let due: Instant?
}

extension Scene {
    /// The clock that decides when an act is due: the earliest due of those whose start has happened, else the first.
    /// Nil when no clock asks for anything at this severity.
    ///
    /// - Parameter zone: Where the months of a span are counted: the zone of whoever must act.
    func timing(_ clocks: [JointCareRule.Clock], zone: TimeZoneRules?) -> ActTiming? {
        let timings = clocks.compactMap { clock -> ActTiming? in
            guard let within = span(clock.within) else { return nil }
            // What a calendar that is nearly always closed cannot reach is due as if every hour counted: too early, and
            // never silently not at all.
            let startedAt = instant(of: clock.start)
            let due = startedAt.map { start in
                within.due(from: start, zone: zone ?? .utc, calendar: agreement?.calendar) ?? start + within.atLeast
            }
            return ActTiming(start: clock.start, within: within, startedAt: startedAt, due: due)
        }
        let running = timings.filter { $0.due != nil }
        return running.min { ($0.due ?? occasion.receivedAt) < ($1.due ?? occasion.receivedAt) } ?? timings.first
    }

    /// The terms of an act with the agreement's numbers filled in.
    func terms(of act: JointCareRule.Act) -> ActTerms {
        ActTerms(
            clocks: act.clocks.compactMap { clock in
                span(clock.within).map { ActTerms.Clock(start: clock.start, within: $0) }
            }, evidence: act.evidence, onMiss: act.onMiss, updateEvery: act.updateEvery)
    }

    private func span(_ within: JointCareRule.Within) -> Span? {
        let severity = occasion.severity
        return switch within {
        case .response: (agreement?.response ?? .houseResponse)[severity]
        case .immediately: (agreement?.immediately ?? .houseImmediately)[severity]
        case .breachNotice: .elapsed(agreement?.breachNotice ?? Self.houseBreachNotice)
        case .span(let span, let withCalendar): agreement?.calendar == nil ? span : withCalendar ?? span
        case .bySeverity(let table): table[severity]
        }
    }

    /// Within what the controller is told of a breach where no agreement says so.
    private static let houseBreachNotice = Elapsed.hours(24)

    /// When a start happened; nil when it has not.
    private func instant(of start: JointCareRule.Start) -> Instant? {
        if let known = occasion.happened[start] { return known }
        switch start {
        case .received, .ownerSet: return occasion.receivedAt
        case .observed: return occasion.observedAt
        case .requested: return ruling.category == .request || ruling.category == .exit ? occasion.receivedAt : nil
        case .resolved: return occasion.event == .resolved ? occasion.receivedAt : nil
        case .terminated: return service?.endedAt
        case .windowStart: return occasion.windowStart
        // A report of either side comes to the provider's knowledge when it is accepted.
        case .aware(.provider): return occasion.receivedAt
        case .aware(.customer): return reporterIsCustomer ? occasion.receivedAt : nil
        case .classified(let word):
            let isSo = occasion.classification == word || word == Self.significant && occasion.significant
            return isSo ? occasion.receivedAt : nil
        case .purged, .delivered, .acknowledged, .sent: return nil
        }
    }

    private static let significant = "significant"
}
