package import CivilTime

/// When something happens, who must tell whom, from which start, within what.
package struct JointCareRule: Sendable {
    /// What must be true of the incident. Every term that is present must hold.
    package struct When: Sendable {
        package var event: Event
        /// Nil: any category.
        package var categories: Set<Category>?
        package var notCategories: Set<Category>
        package var severityAtLeast: Severity?
        /// Nil: any owner.
        package var owners: Set<Owner>?
        package var reporterSides: Set<Side>?
        /// True: only matters in triage; false: only matters with a definite ruling; nil: both.
        package var triage: Bool?
        /// True: only where one customer is concerned.
        package var concernsCustomer: Bool?

        package init(
            event: Event, categories: Set<Category>? = nil, notCategories: Set<Category> = [],
            severityAtLeast: Severity? = nil,
            owners: Set<Owner>? = nil, reporterSides: Set<Side>? = nil, triage: Bool? = nil,
            concernsCustomer: Bool? = nil
        ) {
            self.event = event
            self.categories = categories
            self.notCategories = notCategories
            self.severityAtLeast = severityAtLeast
            self.owners = owners
            self.reporterSides = reporterSides
            self.triage = triage
            self.concernsCustomer = concernsCustomer
        }
    }

    /// The change of an incident that may fire the rule.
    package enum Event: String, CaseIterable, Sendable {
        case opened, resolved
    }

    /// Who is told.
    package enum Recipient: String, CaseIterable, Sendable {
        /// The desk of the owner that the ruling names.
        case ownerDesk = "owner"
        /// The security desk of the side that did not report.
        case counterpart
        /// The desks of both sides.
        case bothDesks = "both"
        /// The provider's operations desk.
        case providerDesk = "provider"
        /// The customer's desk, where a customer is concerned.
        case customerDesk = "customer"
        /// Everybody who was told of the problem.
        case everyoneTold = "told"
    }

    /// Within what the recipient must have been told.
    package enum Within: Hashable, Sendable {
        /// The agreement's response table.
        case response
        /// The agreement's numbers for "immediately".
        case immediately
        case elapsed(Elapsed)
    }

    package let id: RuleID
    package let title: String
    package let when: When
    package let tell: Recipient
    package let within: Within
    /// A person of the recipient is expected to acknowledge; escalation runs until one does.
    package let acknowledgementExpected: Bool
    /// The clause, standard or practice it rests on.
    package let basis: String

    package init(
        id: RuleID, title: String, when: When, tell: Recipient, within: Within, acknowledgementExpected: Bool,
        basis: String
    ) {
        self.id = id
        self.title = title
        self.when = when
        self.tell = tell
        self.within = within
        self.acknowledgementExpected = acknowledgementExpected
        self.basis = basis
    }
}

/// Which desk of a party takes which category.
package struct DeskTable: Sendable {
    /// The first row whose categories contain the category decides.
    package struct Row: Sendable {
        package let role: ContactRole
        package let categories: Set<Category>
        /// The row does not apply when the customer concerned reported it itself.
        package let exceptSelfReports: Bool

        package init(role: ContactRole, categories: Set<Category>, exceptSelfReports: Bool = false) {
            self.role = role
            self.categories = categories
            self.exceptSelfReports = exceptSelfReports
        }
    }

    package let rows: [Side: [Row]]
    package let otherwise: [Side: ContactRole]

    package init(rows: [Side: [Row]], otherwise: [Side: ContactRole]) {
        self.rows = rows
        self.otherwise = otherwise
    }

    /// Every role of a side that a rule may be told to, in the order of the roles' list: those of the table, the
    /// security desk as counterpart, and the provider's operations centre.
    func roles(on side: Side) -> [ContactRole] {
        let named = (rows[side] ?? []).map(\.role) + [.sec] + (side == .provider ? [.noc] : [])
        let roles = Set(named + [otherwise[side] ?? Self.usual(side)])
        return ContactRole.allCases.filter(roles.contains)
    }

    private static func usual(_ side: Side) -> ContactRole { side == .provider ? .noc : .ops }

    /// The desk that takes a category.
    package func desk(of side: Side, for category: Category, selfReported: Bool) -> ContactRole {
        let row = rows[side]?.first { $0.categories.contains(category) && !($0.exceptSelfReports && selfReported) }
        return row?.role ?? otherwise[side] ?? Self.usual(side)
    }
}

/// One party's desk that must be told under one rule.
package struct Telling: Hashable, Sendable {
    package let rule: RuleID
    package let recipient: PartyID
    package let role: ContactRole
    /// From the start of the rule's clock.
    package let within: Elapsed
    package let acknowledgementExpected: Bool

    package init(rule: RuleID, recipient: PartyID, role: ContactRole, within: Elapsed, acknowledgementExpected: Bool) {
        self.rule = rule
        self.recipient = recipient
        self.role = role
        self.within = within
        self.acknowledgementExpected = acknowledgementExpected
    }
}
