package import CivilTime

extension ResponsibilityBook {
    /// What the joint-care rules ask for on an occasion: whom somebody must tell, what a party must do itself, and by
    /// when.
    ///
    /// - Returns: At most one telling for an act, a party and a role. None for `everyoneTold`: who was told is on the
    ///   record, not in the agreement. A severity that a table has no time for, `info` among them, asks for nothing.
    package func care(for ruling: Ruling, on occasion: Occasion) -> Care {
        let scene = Scene(ruling, occasion, book: self)
        var care = Care()
        for rule in jointCare where rule.fires(in: scene) {
            var asksForSomething = false
            for act in rule.acts {
                switch act.deed {
                case .tell(let recipient, let role):
                    let tellings = tellings(rule, act, recipient, role, scene)
                    for telling in tellings { care.insert(telling) }
                    asksForSomething = asksForSomething || !tellings.isEmpty || recipient == .everyoneTold
                case .owe(let side, let role, let what):
                    guard let owed = owed(rule, act, by: side, role, what, scene) else { continue }
                    care.owed.append(owed)
                    asksForSomething = true
                }
            }
            if asksForSomething, !care.rules.contains(rule.id) { care.rules.append(rule.id) }
        }
        return care
    }

    /// The same for several occasions at once; what two of them ask for alike counts once.
    package func care(for ruling: Ruling, on occasions: [Occasion]) -> Care {
        if occasions.count == 1 { return self.care(for: ruling, on: occasions[0]) }
        var care = Care()
        for occasion in occasions {
            let more = self.care(for: ruling, on: occasion)
            for telling in more.tellings { care.insert(telling) }
            for owed in more.owed where !care.owed.contains(owed) { care.owed.append(owed) }
            for rule in more.rules where !care.rules.contains(rule) { care.rules.append(rule) }
        }
        return care
    }

    private func tellings(
        _ rule: JointCareRule, _ act: JointCareRule.Act, _ recipient: JointCareRule.Recipient, _ role: ContactRole?,
        _ scene: Scene
    ) -> [Telling] {
        guard let timing = scene.timing(act.clocks, zone: provider.zone) else { return [] }
        let terms = scene.terms(of: act)
        return recipients(of: recipient, role, scene).map { desk in
            Telling(
                rule: rule.id, act: act.name, recipient: desk.party.id, role: desk.role, meantRole: desk.meantRole,
                start: timing.start, within: timing.within, startedAt: timing.startedAt, due: timing.due,
                acknowledgementExpected: act.acknowledgementExpected, terms: terms)
        }
    }

    private func owed(
        _ rule: JointCareRule, _ act: JointCareRule.Act, by side: Side, _ role: ContactRole?, _ what: String,
        _ scene: Scene
    ) -> OwedAct? {
        let party = side == .provider ? provider : scene.customer
        guard let party, let timing = scene.timing(act.clocks, zone: party.zone) else { return nil }
        return OwedAct(
            rule: rule.id, act: act.name, party: party.id, role: role.map { party.desk(for: $0)?.role ?? $0 },
            what: what, start: timing.start, within: timing.within, startedAt: timing.startedAt, due: timing.due,
            terms: scene.terms(of: act))
    }
}

extension Care {
    /// One clause may be written as several rules with one id; a desk is told once under it, by the earliest due.
    fileprivate mutating func insert(_ telling: Telling) {
        let known = tellings.firstIndex {
            $0.rule == telling.rule && $0.act == telling.act && $0.recipient == telling.recipient
                && $0.role == telling.role
        }
        guard let known else { return tellings.append(telling) }
        let dues = (tellings[known].due, telling.due)
        if let due = dues.1, dues.0.map({ due < $0 }) ?? true { tellings[known] = telling }
    }
}

// MARK: - Recipients

private struct RecipientDesk {
    let party: Party
    let role: ContactRole
    let meantRole: ContactRole
}

extension ResponsibilityBook {
    private func recipients(
        of recipient: JointCareRule.Recipient, _ role: ContactRole?, _ scene: Scene
    ) -> [RecipientDesk] {
        switch recipient {
        case .ownerDesk: desks(of: scene.ownerSides, role, scene)
        case .counterpart: desks(of: scene.counterpartSides, role, scene)
        case .bothDesks: desks(of: [.provider, .customer], role, scene)
        case .partner: desks(of: scene.partnerSides, role, scene)
        case .providerDesk: desks(of: [.provider], role ?? recipient.usualRole, scene)
        case .customerDesk: desks(of: [.customer], role, scene)
        case .affected: desks(of: affected(scene, retained: false), role ?? recipient.usualRole ?? .ops)
        case .tenants: desks(of: affected(scene, retained: true), role ?? recipient.usualRole ?? .sec)
        case .everyoneTold: []
        }
    }

    /// The desks of the sides, for a role or for the matter's category.
    private func desks(of sides: [Side], _ role: ContactRole?, _ scene: Scene) -> [RecipientDesk] {
        sides.compactMap { side in
            guard let party = side == .provider ? provider : scene.customer else { return nil }
            let ruling = scene.ruling
            let role =
                role
                ?? desks.desk(
                    of: side, for: ruling.category, cause: ruling.cause, selfReported: scene.reporterIsCustomer)
            return desk(of: party, role)
        }
    }

    private func desks(of customers: [PartyID], _ role: ContactRole) -> [RecipientDesk] {
        customers.compactMap { party($0) }.map { desk(of: $0, role) }
    }

    /// A party without anybody for the role keeps the role it was meant for: that nobody could be reached is for the
    /// record to say.
    private func desk(of party: Party, _ role: ContactRole) -> RecipientDesk {
        RecipientDesk(party: party, role: party.desk(for: role)?.role ?? role, meantRole: role)
    }

    /// The customers whom trouble of this ruling touches, by id, without the one that reported.
    private func affected(_ scene: Scene, retained: Bool) -> [PartyID] {
        Set(affectedServices(scene, retained: retained).map(\.customer)).sorted()
    }
}

/// A customer's service that trouble touches.
package struct AffectedService: Hashable, Comparable, Sendable {
    package let customer: PartyID
    package let agreement: AgreementID
    package let revision: Int
    package let service: ServiceID

    package static func < (left: AffectedService, right: AffectedService) -> Bool {
        (left.agreement, left.revision, left.service) < (right.agreement, right.revision, right.service)
    }
}

extension ResponsibilityBook {
    /// The customers' services that trouble of this ruling touches, by agreement, without those of the customer that
    /// reported: what carries customers' services touches them, and so does what is wrong with a service itself.
    ///
    /// - Parameter retained: Whether services that ended count while their data is still kept. Then whoever shares a
    ///   host with the service concerned counts as well.
    package func affectedServices(by ruling: Ruling, on occasion: Occasion, retained: Bool) -> [AffectedService] {
        affectedServices(Scene(ruling, occasion, book: self), retained: retained).sorted()
    }

    private func affectedServices(_ scene: Scene, retained: Bool) -> Set<AffectedService> {
        if case .ambiguousAsset? = scene.ruling.triage { return [] }
        let instant = scene.occasion.observedAt
        var affected: Set<AffectedService> = []
        if let service = scene.service {
            let isConcerned =
                service.lifecycle != .terminated
                || retained && scene.agreement?.keepsData(of: service, at: instant) ?? false
            if let customer = scene.customer, let agreement = scene.agreement, isConcerned {
                affected.insert(
                    AffectedService(
                        customer: customer.id, agreement: agreement.id, revision: agreement.revision,
                        service: service.id))
            }
            // What stands at the customer's own site is on no host of the provider's.
            let isElsewhere = service.assets.first { $0.id == scene.ruling.asset }?.atClientSite ?? false
            if retained, !isElsewhere {
                affected.formUnion(service.hosts.flatMap { self.services(on: $0, at: instant, retained) })
            }
        } else if let asset = scene.ruling.asset {
            affected.formUnion(services(on: asset, at: instant, retained))
        }
        return affected.filter { $0.customer != scene.occasion.reporter }
    }

    /// The customers' services that a provider's asset carries at an instant.
    private func services(on host: AssetID, at instant: Instant, _ retained: Bool) -> [AffectedService] {
        let places =
            carryingAll.contains(host)
            ? Array(services.values.joined()) : hosted[host] ?? []
        return places.compactMap { place in
            let revision = revisions[place.revision].revision
            guard revision.timeRange.contains(instant) else { return nil }
            let service = service(place)
            let isConcerned =
                service.lifecycle != .terminated || retained && revision.keepsData(of: service, at: instant)
            guard isConcerned else { return nil }
            return AffectedService(
                customer: revision.customer, agreement: revision.id, revision: revision.revision, service: service.id)
        }
    }
}

extension ResponsibilityBook {
    /// When an act is due by its terms, as far as its starts have happened: the earliest of its clocks.
    ///
    /// - Parameters:
    ///   - actor: Who must act; months are counted on the wall of its zone.
    ///   - agreement: Under which the terms were set; business hours are counted in its calendar.
    ///   - happened: When a start happened, or nil.
    package func due(
        under terms: ActTerms, actor: PartyID, agreement: AgreementID?, revision: Int?,
        happened: (JointCareRule.Start) -> Instant?
    ) -> (start: JointCareRule.Start, at: Instant, due: Instant)? {
        let zone = party(actor)?.zone ?? .utc
        var calendar: BusinessCalendar?
        if let agreement, let revision { calendar = self.agreement(agreement, revision: revision)?.calendar }
        let dues = terms.clocks.compactMap { clock in
            happened(clock.start).map { at in
                let due = clock.within.due(from: at, zone: zone, calendar: calendar) ?? at + clock.within.atLeast
                return (start: clock.start, at: at, due: due)
            }
        }
        return dues.min { $0.due < $1.due }
    }
}

extension AgreementRevision {
    /// When the data of a service that ended is no longer kept; nil for a service that lives.
    package func retentionEnd(of service: Service) -> Instant? { service.endedAt.map { $0 + retention } }

    /// Whether data of a service that ended is still kept at an instant.
    func keepsData(of service: Service, at instant: Instant) -> Bool {
        retentionEnd(of: service).map { instant < $0 } ?? false
    }
}

extension ResponsibilityBook {
    /// By when everybody who was told of a problem must have been told of its end. Nil when the rule does not ask for
    /// it, or asks for nothing at this severity.
    package func dueOfEnd(under rule: JointCareRule, _ ruling: Ruling, _ occasion: Occasion) -> Instant? {
        termsOfEnd(under: rule, ruling, occasion)?.due
    }

    /// The same, with the terms of the act.
    package func termsOfEnd(
        under rule: JointCareRule, _ ruling: Ruling, _ occasion: Occasion
    ) -> (terms: ActTerms, due: Instant)? {
        let scene = Scene(ruling, occasion, book: self)
        guard let act = rule.acts.first(where: { $0.deed == .tell(.everyoneTold, role: nil) }),
            let due = scene.timing(act.clocks, zone: provider.zone)?.due
        else { return nil }
        return (scene.terms(of: act), due)
    }
}
