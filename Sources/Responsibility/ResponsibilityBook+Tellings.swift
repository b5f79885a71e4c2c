import CivilTime

extension ResponsibilityBook {
    /// Whom the joint-care rules make somebody tell about an event, and within what from the start of the rule's clock.
    ///
    /// - Parameters:
    ///   - severity: As the incident has it. A severity that a table has no time for, `info` among them, asks for
    ///     nothing.
    ///   - reporter: Who reported. A party that the book does not know counts as one that came through the provider.
    /// - Returns: In the order of the rules; the provider before the customer. At most one for a rule, a party and a
    ///   role, the one due first. Nothing for `everyoneTold`: who was told is on the record, not in the agreement. A
    ///   desk's role is the one that answers after fallbacks.
    package func tellings(
        for ruling: Ruling, event: JointCareRule.Event, severity: Severity, reporter: PartyID
    ) -> [Telling] {
        let scene = Scene(ruling, severity, reporter: reporter, book: self)
        var tellings: [Telling] = []
        for rule in jointCare where rule.when.event == event && rule.when.holds(for: scene) {
            guard let within = scene.time(rule.within) else { continue }
            for desk in recipients(of: rule.tell, scene) {
                let telling = Telling(
                    rule: rule.id, recipient: desk.party.id, role: desk.role, within: within,
                    acknowledgementExpected: rule.acknowledgementExpected)
                let known = tellings.firstIndex {
                    $0.rule == telling.rule && $0.recipient == telling.recipient && $0.role == telling.role
                }
                if let known {
                    if telling.within < tellings[known].within { tellings[known] = telling }
                } else {
                    tellings.append(telling)
                }
            }
        }
        return tellings
    }

    private func recipients(of recipient: JointCareRule.Recipient, _ scene: Scene) -> [Desk] {
        switch recipient {
        case .ownerDesk: desks(of: scene.ownerSides, scene)
        case .counterpart:
            scene.customer == nil
                ? [] : desks(of: [scene.reporterIsCustomer ? .provider : .customer], scene, role: .sec)
        case .bothDesks: desks(of: [.provider, .customer], scene)
        case .providerDesk: desks(of: [.provider], scene, role: .noc)
        case .customerDesk: desks(of: [.customer], scene)
        case .everyoneTold: []
        }
    }

    /// The desks of the sides for the matter's category, or for a role.
    private func desks(of sides: [Side], _ scene: Scene, role: ContactRole? = nil) -> [Desk] {
        sides.compactMap { side in
            guard let party = side == .provider ? provider : scene.customer else { return nil }
            let role =
                role ?? desks.desk(of: side, for: scene.ruling.category, selfReported: scene.reporterIsCustomer)
            // A party without anybody for the role keeps the role it was meant for: that nobody could be reached is for
            // the record to say.
            return Desk(party: party, role: party.desk(for: role)?.role ?? role)
        }
    }
}

private struct Desk {
    let party: Party
    let role: ContactRole
}

/// What the conditions of joint-care rules look at.
private struct Scene {
    let ruling: Ruling
    let severity: Severity
    let reporterSide: Side
    /// The customer concerned is the one that reported.
    let reporterIsCustomer: Bool
    /// Nil in a matter that concerns no single customer.
    let customer: Party?
    private let response: SeverityTable
    private let immediately: SeverityTable

    init(_ ruling: Ruling, _ severity: Severity, reporter: PartyID, book: ResponsibilityBook) {
        self.ruling = ruling
        self.severity = severity
        // Several services answer on a shared name: until one is singled out, telling any tenant would disclose
        // another's trouble.
        if case .ambiguousAsset? = ruling.triage {
            customer = nil
        } else {
            customer = ruling.customer.flatMap { book.party($0) }
        }
        reporterIsCustomer = ruling.customer == reporter
        reporterSide = reporterIsCustomer ? .customer : book.party(reporter)?.side ?? .provider
        var agreement: AgreementRevision?
        if let id = ruling.agreement, let revision = ruling.revision {
            agreement = book.agreement(id, revision: revision)
        }
        response = agreement?.response ?? .houseResponse
        immediately = agreement?.immediately ?? .houseImmediately
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

    func time(_ within: JointCareRule.Within) -> Elapsed? {
        switch within {
        case .response: response[severity]
        case .immediately: immediately[severity]
        case .elapsed(let elapsed): elapsed
        }
    }
}

extension JointCareRule.When {
    fileprivate func holds(for scene: Scene) -> Bool {
        let ruling = scene.ruling
        return categories?.contains(ruling.category) ?? true
            && !notCategories.contains(ruling.category)
            && severityAtLeast.map { scene.severity >= $0 } ?? true
            && owners?.contains(ruling.owner) ?? true
            && reporterSides?.contains(scene.reporterSide) ?? true
            && triage.map { $0 == (ruling.triage != nil) } ?? true
            && concernsCustomer.map { $0 == (scene.customer != nil) } ?? true
    }
}
