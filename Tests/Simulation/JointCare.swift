import CivilTime
import Coordination
import Responsibility

/// Joint-care rules after those that are shipped: telling, owing, chains of acts, updates, and every start that a clock can have.
enum JointCare {
    /// The rules of one configuration: those that a world cannot do without, and some of the others.
    static func some(_ entropy: inout Entropy) -> [JointCareRule] {
        always + entropy.some(often, percent: 70)
    }

    private static func tell(
        _ name: String?, _ recipient: JointCareRule.Recipient, _ role: ContactRole? = nil,
        start: JointCareRule.Start = .received, within: JointCareRule.Within, acknowledged: Bool = false,
        onMiss: JointCareRule.OnMiss = .escalate, updateEvery: Elapsed? = nil
    ) -> JointCareRule.Act {
        JointCareRule.Act(
            name: name, deed: .tell(recipient, role: role),
            clocks: [JointCareRule.Clock(start: start, within: within)], acknowledgementExpected: acknowledged,
            evidence: [.delivered], onMiss: onMiss, updateEvery: updateEvery)
    }

    private static func owe(
        _ name: String?, _ side: Side, _ role: ContactRole? = nil, start: JointCareRule.Start,
        within: JointCareRule.Within, onMiss: JointCareRule.OnMiss = .escalate
    ) -> JointCareRule.Act {
        JointCareRule.Act(
            name: name, deed: .owe(side, role: role, what: "does its part"),
            clocks: [JointCareRule.Clock(start: start, within: within)], evidence: [.manualRecord, .waiver],
            onMiss: onMiss)
    }

    private static func rule(
        _ id: RuleID, _ when: JointCareRule.When, _ acts: [JointCareRule.Act]
    ) -> JointCareRule {
        JointCareRule(id: id, title: "rule \(id)", when: [when], acts: acts, basis: "both pages")
    }

    private static let always = [
        rule(
            "JC-01",
            .init(
                events: [.opened, .ownerChanged], notCategories: [.request, .tls], severityAtLeast: .severity(.low),
                owners: [.provider, .customer], triage: false),
            [tell(nil, .ownerDesk, within: .response, acknowledged: true)]),
        rule(
            "JC-15", .init(events: [.opened], triage: true),
            [
                tell("triage", .providerDesk, within: .elapsed(.minutes(60)), acknowledged: true),
                tell("customer", .customerDesk, within: .response),
            ]),
    ]

    private static let often = [
        rule(
            "JC-02",
            .init(
                events: [.opened], categories: Category.securitySet, severityAtLeast: .agreement,
                concernsCustomer: true),
            [tell(nil, .counterpart, within: .immediately)]),
        rule(
            "JC-03",
            .init(
                events: [.opened, .ownerChanged], categories: [.availability, .hardware],
                severityAtLeast: .severity(.high), owners: [.provider]),
            [
                tell(
                    nil, .affected,
                    within: .bySeverity(SeverityTable([.critical: Elapsed.minutes(15), .high: .minutes(30)])),
                    updateEvery: .hours(4))
            ]),
        rule(
            "JC-04",
            .init(
                events: [.opened, .ownerChanged], categories: [.phishing, .malware], owners: [.customer],
                selfReported: false),
            [
                tell("desk", .providerDesk, .abuse, within: .immediately),
                tell("case", .customerDesk, within: .immediately),
                owe(
                    "answer", .customer, start: .delivered("case"), within: .elapsed(.hours(24)),
                    onMiss: .tell(.provider, .abuse)),
            ]),
        rule(
            "JC-05",
            .init(
                events: [.opened, .classified], selfReported: false, concernsCustomer: true,
                personalDataAtLeast: .suspected),
            [tell(nil, .customerDesk, .dpo, within: .breachNotice, acknowledged: true, onMiss: .tell(.provider, .mgr))]),
        rule(
            "JC-06",
            .init(events: [.opened, .classified], concernsCustomer: true, personalDataAtLeast: .confirmed),
            [owe(nil, .customer, .dpo, start: .aware(.customer), within: .elapsed(.hours(72)))]),
        rule(
            "JC-07", .init(events: [.opened, .classified], significant: true),
            [
                owe(
                    "warning", .provider, .sec, start: .classified("significant"), within: .elapsed(.hours(24)),
                    onMiss: .tell(.provider, .mgr)),
                owe("final", .provider, .sec, start: .sent("warning"), within: .span(.months(1), withCalendar: nil)),
                tell("customers", .customerDesk, .sec, start: .classified("significant"), within: .elapsed(.hours(1))),
            ]),
        rule(
            "JC-10", .init(events: [.opened], categories: [.request], owners: [.provider, .customer, .joint]),
            [
                tell(
                    "confirm", .providerDesk, .support, start: .requested, within: .elapsed(.minutes(60)),
                    acknowledged: true),
                owe("start", .provider, .support, start: .acknowledged("confirm"), within: .elapsed(.hours(4))),
            ]),
        rule(
            "JC-11",
            .init(events: [.opened], severityAtLeast: .severity(.low), owners: [.joint], triage: false),
            [
                tell("lead", .ownerDesk, within: .response, acknowledged: true),
                tell("partner", .partner, within: .response),
            ]),
        rule(
            "JC-13", .init(events: [.opened, .ownerChanged, .classified], categories: [.isolation]),
            [tell(nil, .tenants, .sec, within: .elapsed(.minutes(60)), onMiss: .tell(.provider, .mgr))]),
        rule(
            "JC-16", .init(events: [.opened], reporterSides: [.external]),
            [
                owe("receipt", .provider, .abuse, start: .received, within: .elapsed(.hours(24)), onMiss: .record),
                owe("decision", .provider, .abuse, start: .resolved, within: .elapsed(.hours(24)), onMiss: .record),
            ]),
        rule(
            "JC-17", .init(events: [.resolved]),
            [tell(nil, .everyoneTold, within: .elapsed(.minutes(60)))]),
        rule(
            "JC-18", .init(events: [.opened], categories: [.maintenance]),
            [tell(nil, .customerDesk, start: .windowStart, within: .elapsed(Elapsed(milliseconds: -48 * 3_600_000)))]),
        rule(
            "JC-20", .init(events: [.opened], categories: [.anomaly]),
            [
                tell("seen", .bothDesks, start: .observed, within: .response, acknowledged: true),
                tell("owner", .ownerDesk, start: .ownerSet, within: .elapsed(.minutes(30))),
                tell("aware", .providerDesk, .mgr, start: .aware(.provider), within: .elapsed(.hours(2))),
                owe("report", .provider, .noc, start: .acknowledged("seen"), within: .elapsed(.hours(6))),
                owe("after", .customer, .ops, start: .sent("report"), within: .elapsed(.hours(12))),
                owe("end", .customer, .ops, start: .terminated, within: .elapsed(.hours(12))),
                owe("purge", .provider, .support, start: .purged, within: .elapsed(.hours(12))),
            ]),
    ]

    static let desks = DeskTable(
        rows: [
            .provider: [
                .init(role: .abuse, categories: [.phishing, .malware], exceptSelfReports: true),
                .init(role: .sec, categories: Category.securitySet),
                .init(role: .support, categories: [.request, .tls]),
            ],
            .customer: [.init(role: .sec, categories: Category.securitySet)],
        ], otherwise: [.provider: .noc, .customer: .ops])
}
