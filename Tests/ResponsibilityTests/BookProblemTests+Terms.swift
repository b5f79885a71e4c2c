import CivilTime
import Responsibility

/// What is wrong with times, lives, hosts, performers and acts.
extension BookProblemTests {
    static func care(_ acts: JointCareRule.Act...) -> JointCareRule {
        JointCareRule(id: "X", title: "a rule", when: [.init(event: .opened)], acts: acts, basis: "test")
    }

    static func act(
        _ name: String?, _ start: JointCareRule.Start = .received,
        deed: JointCareRule.Deed = .tell(.ownerDesk, role: nil)
    ) -> JointCareRule.Act {
        JointCareRule.Act(name: name, deed: deed, clocks: [.init(start: start, within: .elapsed(.hours(1)))])
    }

    /// A model with one duty, the provider's, and one row of its page.
    static func page(_ row: PublishedRow) -> ResponsibilityModel {
        let duty = Models.duty("hw", "hardware", .hardware, .physical, .fixed(.provider))
        return ResponsibilityModel(
            id: "m", version: "1", title: "M", source: "m", matrix: Models.matrix(columns: ["vps"], rows: [.os: "C"]),
            duties: [duty.id: duty], categoryDefaults: [:], rules: [], page: [row])
    }

    private static let business = Span.business(.hours(4))

    static let terms: [Case] = [
        Case(
            code: .timeNotElapsed, places: [.agreement("agr-tern", revision: 1)],
            agreements: [
                tables(
                    immediately: SeverityTable([
                        .critical: business, .high: .elapsed(.hours(1)), .medium: .elapsed(.hours(1)),
                        .low: .elapsed(.hours(1)),
                    ]))
            ]),
        Case(
            code: .calendarMissing, places: [.agreement("agr-tern", revision: 1)],
            agreements: [
                tables(
                    response: SeverityTable([
                        .critical: .elapsed(.hours(1)), .high: .elapsed(.hours(1)), .medium: business,
                        .low: .elapsed(.hours(1)),
                    ]))
            ]),
        Case(
            code: .endMissing, places: [.service("agr-tern", revision: 1, "svc-a")],
            agreements: [tern([World.service("svc-a", "vps", lifecycle: .terminated, [])])]),
        Case(
            code: .endUnwanted, places: [.service("agr-tern", revision: 1, "svc-a")],
            agreements: [tern([World.service("svc-a", "vps", endedAt: "2025-02-01T00:00:00Z", [])])]),
        Case(
            code: .endUnwanted, places: [.service("agr-tern", revision: 1, "svc-a")],
            agreements: [
                tern([World.service("svc-a", "vps", lifecycle: .suspended, endedAt: "2025-02-01T00:00:00Z", [])])
            ]),
        Case(
            code: .unknownHost, places: [.service("agr-tern", revision: 1, "svc-a")],
            agreements: [tern([World.service("svc-a", "vps", hosts: ["hv-07", "hv-99"], [])])],
            houses: [Asset(id: "hv-07")]),
        Case(
            code: .unknownPerformer, places: [.override("agr-tern", revision: 1, "r")],
            agreements: [
                tern(overrides: [
                    ResponsibilityRule(
                        id: "r", selector: .layer(.os), when: Condition(), owner: .provider,
                        performedBy: "nobody-known",
                        source: "s", confidence: .stated)
                ])
            ]),
        Case(
            code: .pageContradicted, places: [.modelRow("m@1", row: "row 1")],
            agreements: [
                tern(
                    model: page(
                        PublishedRow(
                            row: "row 1", section: "s", text: "t", owner: .customer, condition: "", duties: ["hw"])))
            ]),
        Case(code: .actTwice, places: [.jointCareRule("X")], jointCare: [care(act("a"), act("a"))]),
        Case(code: .actTwice, places: [.jointCareRule("X")], jointCare: [care(act("a"), act(nil))]),
        Case(code: .unknownAct, places: [.jointCareRule("X")], jointCare: [care(act("a", .sent("b")))]),
        Case(code: .unknownAct, places: [.jointCareRule("X")], jointCare: [care(act(nil, .delivered("b")))]),
        // A rule may not name a role that nobody of a party answers for, fallbacks included.
        Case(
            code: .deskUnreachable, places: [.party("tern")],
            parties: World.parties.filter { $0.id != "tern" } + [World.party("tern", "T", [.abuse])],
            agreements: [tern()]),
    ]
}
