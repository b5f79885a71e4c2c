/// When something happens, who must tell whom, from which start, within what, proved by what.
package struct JointCareRule: Sendable {
    package let id: RuleID
    package let title: String
    /// The rule fires when any of them holds. Never empty.
    package let when: [When]
    /// What it asks for, each with a clock of its own. Never empty.
    package let acts: [Act]
    /// The clause, standard or practice it rests on.
    package let basis: String

    package init(id: RuleID, title: String, when: [When], acts: [Act], basis: String) {
        precondition(!when.isEmpty && !acts.isEmpty, "a rule of joint care without condition or act")
        self.id = id
        self.title = title
        self.when = when
        self.acts = acts
        self.basis = basis
    }

    /// A rule with one condition that tells one recipient, from the reception on.
    package init(
        id: RuleID, title: String, when: When, tell: Recipient, within: Within, acknowledgementExpected: Bool,
        basis: String
    ) {
        let act = Act(
            deed: .tell(tell, role: nil), clocks: [Clock(start: .received, within: within)],
            acknowledgementExpected: acknowledgementExpected)
        self.init(id: id, title: title, when: [when], acts: [act], basis: basis)
    }
}

extension JointCareRule {
    /// The change of an incident that may fire a rule.
    package enum Event: String, CaseIterable, Sendable {
        case opened
        /// The ruled owner changed, by a new ruling or a handover.
        case ownerChanged = "owner_changed"
        /// Somebody classified it: as significant, as major.
        case classified
        case resolved
    }

    /// Whose report it was. The gateway for outsiders stands on the provider's side and counts as external.
    package enum ReporterSide: String, CaseIterable, Sendable {
        case provider, customer, external
    }

    /// From which severity on.
    package enum Floor: Hashable, Sendable {
        case severity(Severity)
        /// The agreement's own floor for telling the other side.
        case agreement
    }

    /// What must be true of the incident. Every term that is present must hold.
    package struct When: Sendable {
        package var events: Set<Event>
        /// Nil: any category.
        package var categories: Set<Category>?
        package var notCategories: Set<Category>
        /// The cause that triage found is one of these.
        package var causes: Set<String>?
        package var severityAtLeast: Floor?
        /// Nil: any owner.
        package var owners: Set<Owner>?
        package var reporterSides: Set<ReporterSide>?
        /// True: the customer concerned reported it itself; false: somebody else did.
        package var selfReported: Bool?
        /// True: only matters in triage; false: only matters with a definite ruling; nil: both.
        package var triage: Bool?
        /// True: only where one customer is concerned.
        package var concernsCustomer: Bool?
        package var personalDataAtLeast: PersonalData?
        /// The provider set that the incident is significant in the sense of NIS2.
        package var significant: Bool?
        /// What it was classified as, for example `major`.
        package var classifications: Set<String>?
        /// The agreement names one of these.
        package var regimes: Set<Regime>?
        /// The provider is under one of these.
        package var providerRegimes: Set<Regime>?
        /// The service concerned is in one of these phases of its life.
        package var lifecycles: Set<Lifecycle>?

        package init(
            events: Set<Event>, categories: Set<Category>? = nil, notCategories: Set<Category> = [],
            causes: Set<String>? = nil, severityAtLeast: Floor? = nil, owners: Set<Owner>? = nil,
            reporterSides: Set<ReporterSide>? = nil, selfReported: Bool? = nil, triage: Bool? = nil,
            concernsCustomer: Bool? = nil, personalDataAtLeast: PersonalData? = nil, significant: Bool? = nil,
            classifications: Set<String>? = nil, regimes: Set<Regime>? = nil, providerRegimes: Set<Regime>? = nil,
            lifecycles: Set<Lifecycle>? = nil
        ) {
            self.events = events
            self.categories = categories
            self.notCategories = notCategories
            self.causes = causes
            self.severityAtLeast = severityAtLeast
            self.owners = owners
            self.reporterSides = reporterSides
            self.selfReported = selfReported
            self.triage = triage
            self.concernsCustomer = concernsCustomer
            self.personalDataAtLeast = personalDataAtLeast
            self.significant = significant
            self.classifications = classifications
            self.regimes = regimes
            self.providerRegimes = providerRegimes
            self.lifecycles = lifecycles
        }

        package init(
            event: Event, categories: Set<Category>? = nil, notCategories: Set<Category> = [],
            severityAtLeast: Severity? = nil, owners: Set<Owner>? = nil, reporterSides: Set<ReporterSide>? = nil,
            triage: Bool? = nil, concernsCustomer: Bool? = nil
        ) {
            self.init(
                events: [event], categories: categories, notCategories: notCategories,
                severityAtLeast: severityAtLeast.map { .severity($0) }, owners: owners, reporterSides: reporterSides,
                triage: triage, concernsCustomer: concernsCustomer)
        }
    }
}
