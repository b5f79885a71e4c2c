import CivilTime
import Responsibility
import Testing

/// Each problem is found where it is, and nothing else is reported with it.
@Suite struct BookProblemTests {
    typealias Place = BookProblem.Place

    struct Case: Sendable, CustomTestStringConvertible {
        let code: BookProblem.Code
        let places: [Place]
        var provider = World.provider
        var parties = World.parties
        var agreements: [AgreementRevision] = []
        var houses: [Asset] = []
        var jointCare: [JointCareRule] = []

        var testDescription: String { "\(code.rawValue) \(places)" }
    }

    static func tern(
        _ services: [Service] = [], revision: Int = 1, from: String = "2025-01-01T00:00:00Z", to: String? = nil,
        overrides: [ResponsibilityRule] = [], model: ResponsibilityModel = Models.hosting
    ) -> AgreementRevision {
        World.agreement(
            "tern", services, revision: revision, from: from, to: to, models: [model], overrides: overrides)
    }

    static func box(_ id: AssetID, _ hostnames: [String] = [], _ domains: [String] = [], _ addresses: [String] = [])
        -> Service
    {
        World.service(
            ServiceID("svc-\(id)"), "vps", [Asset(id: id, hostnames: hostnames, domains: domains, addresses: addresses)]
        )
    }

    static func rule(
        _ id: RuleID, _ when: Condition = Condition(), _ owner: Owner = .provider,
        _ selector: ResponsibilityRule.Selector = .layer(.os), priority: Int = 0
    ) -> ResponsibilityRule {
        ResponsibilityRule(
            id: id, selector: selector, when: when, owner: owner, source: "s", confidence: .stated, priority: priority)
    }

    static func model(
        columns: [String] = ["vps"], rows: [Layer: String] = [.os: "C"],
        defaults: [Responsibility.Category: CategoryDefault] = [:],
        rules: [ResponsibilityRule] = []
    ) -> ResponsibilityModel {
        let cells = rows.mapValues { row in row.split(separator: " ").map { Models.cell($0) } }
        return ResponsibilityModel(
            id: "m", version: "1", title: "M", source: "m", matrix: Matrix(columns: columns, rows: cells), duties: [:],
            categoryDefaults: defaults, rules: rules)
    }

    static func asset(_ id: AssetID, agreement: AgreementID = "agr-tern", revision: Int = 1) -> Place {
        .asset(agreement, revision: revision, ServiceID("svc-\(id)"), id)
    }

    static func tables(
        immediately: SeverityTable = .houseImmediately, response: SeverityTable = .houseResponse,
        channels: [Side: ChannelID] = [.provider: "p", .customer: "c"]
    ) -> AgreementRevision {
        AgreementRevision(
            id: "agr-tern", revision: 1, customer: "tern", from: World.t, to: nil, models: [Models.hosting],
            overrides: [],
            immediately: immediately, response: response, designatedChannels: channels, breachNotice: .hours(1),
            retention: .hours(1), services: [])
    }

    static let first = Place.agreement("agr-tern", revision: 1)
    static let second = Place.agreement("agr-tern", revision: 2)

    static let partiesAndRevisions: [Case] = [
        Case(
            code: .providerOnCustomerSide, places: [.party("prov")], provider: World.party("prov", "P", [.ops]),
            parties: [World.party("tern", "T", [])]),
        Case(code: .partyTwice, places: [.party("tern")], parties: World.parties + [World.party("tern", "T", [])]),
        Case(
            code: .unknownParty, places: [.agreement("agr-x", revision: 1)],
            agreements: [World.agreement("nobody", [], id: "agr-x")]),
        Case(
            code: .customerOnProviderSide, places: [.agreement("agr-x", revision: 1), .party("ext-abuse")],
            agreements: [World.agreement("ext-abuse", [], id: "agr-x")]),
        Case(
            code: .deskUnreachable, places: [.party("prov")],
            provider: World.party("prov", "P", [.dpo], side: .provider), parties: []),
        Case(
            code: .deskUnreachable, places: [.party("tern")], parties: [World.party("tern", "T", [.dpo, .noc])],
            agreements: [tern()]),
        Case(
            code: .agreementIDReserved, places: [.agreement("house", revision: 1)],
            agreements: [World.agreement("tern", [], id: "house")]),
        Case(
            code: .customerChanged, places: [second, first],
            agreements: [
                tern(to: "2026-01-01T00:00:00Z"),
                World.agreement("siam", [], id: "agr-tern", revision: 2, from: "2026-01-01T00:00:00Z"),
            ]),
        Case(
            code: .revisionTwice, places: [first, first],
            agreements: [tern(to: "2026-01-01T00:00:00Z"), tern(from: "2026-01-01T00:00:00Z")]),
        Case(
            code: .revisionOutOfOrder, places: [second, first],
            agreements: [tern(from: "2026-01-01T00:00:00Z"), tern(revision: 2, to: "2026-01-01T00:00:00Z")]),
        Case(code: .revisionEmpty, places: [first], agreements: [tern(to: "2025-01-01T00:00:00Z")]),
        Case(
            code: .revisionsOverlap, places: [second, first],
            agreements: [tern(), tern(revision: 2, from: "2026-01-01T00:00:00Z")]),
        Case(
            code: .revisionsOverlap, places: [second, first],
            agreements: [tern(to: "2026-01-01T00:00:00.001Z"), tern(revision: 2, from: "2026-01-01T00:00:00Z")]),
        Case(
            code: .timeMissing, places: [first],
            agreements: [
                tables(response: SeverityTable([.critical: .minutes(1), .high: .minutes(1), .low: .minutes(1)]))
            ]),
        Case(
            code: .timeMissing, places: [first],
            agreements: [
                tables(
                    immediately: SeverityTable([
                        .critical: .zero, .high: .minutes(1), .medium: .minutes(1), .low: .minutes(1),
                    ]))
            ]),
        Case(code: .designatedChannelMissing, places: [first], agreements: [tables(channels: [.provider: "p"])]),
    ]

    static let names: [Case] = [
        Case(
            code: .typeWithoutColumn, places: [.service("agr-tern", revision: 1, "svc")],
            agreements: [tern([World.service("svc", "toaster", [])])]),
        Case(
            code: .serviceClaimedTwice,
            places: [.service("agr-tern", revision: 1, "svc"), .service("agr-siam", revision: 1, "svc")],
            agreements: [
                tern([World.service("svc", "vps", [])]), World.agreement("siam", [World.service("svc", "web", [])]),
            ]),
        Case(
            code: .identifierClaimedTwice, places: [asset("a"), asset("A", agreement: "agr-siam")],
            agreements: [
                tern([World.service("svc-a", "vps", [Asset(id: "a")])]),
                World.agreement("siam", [World.service("svc-A", "vps", [Asset(id: "A")])]),
            ]),
        Case(
            code: .identifierClaimedTwice, places: [asset("b"), asset("a")],
            agreements: [tern([box("a", ["x.example"]), box("b", ["X.example."])])]),
        Case(
            code: .identifierClaimedTwice, places: [asset("b"), asset("a", agreement: "agr-siam")],
            agreements: [tern([box("b", [], ["d.example"])]), World.agreement("siam", [box("a", [], ["d.example"])])]),
        Case(
            code: .identifierClaimedTwice, places: [asset("a"), .providerAsset("h")],
            agreements: [tern([box("a", ["x.example"])])], houses: [Asset(id: "h", hostnames: ["x.example"])]),
        Case(
            code: .identifierClaimedTwice, places: [.providerAsset("h"), .providerAsset("h")],
            houses: [Asset(id: "h"), Asset(id: "h")]),
        Case(code: .assetIDReserved, places: [.providerAsset("Unknown")], houses: [Asset(id: "Unknown")]),
        Case(code: .assetIDReserved, places: [.providerAsset(" ")], houses: [Asset(id: " ")]),
        Case(code: .nameUnreadable, places: [asset("a")], agreements: [tern([box("a", [], [""])])]),
        Case(code: .nameUnreadable, places: [asset("a")], agreements: [tern([box("a", ["http://x.example"])])]),
        Case(code: .nameUnreadable, places: [asset("a")], agreements: [tern([box("a", [], ["a..example"])])]),
        Case(code: .addressUnreadable, places: [asset("a")], agreements: [tern([box("a", [], [], ["192.0.2.256"])])]),
        Case(
            code: .addressUnreadable, places: [.providerAsset("h")],
            houses: [Asset(id: "h", addresses: ["192.0.2.1/28"])]),
    ]

    static let rules: [Case] = [
        Case(
            code: .ruleTwice, places: [.override("agr-tern", revision: 1, "r")],
            agreements: [tern(overrides: [rule("r"), rule("r")])]),
        Case(
            code: .rulesTied,
            places: [.override("agr-tern", revision: 1, "s"), .override("agr-tern", revision: 1, "r")],
            agreements: [
                tern(overrides: [rule("s", Condition(managed: true)), rule("r", Condition(addon: "x"), .customer)])
            ]),
        Case(
            code: .rulesTied, places: [.modelRule("m@1", "s"), .modelRule("m@1", "r")],
            agreements: [tern(model: model(rules: [rule("r"), rule("s", Condition(), .joint)]))]),
        Case(
            code: .unknownDuty, places: [.override("agr-tern", revision: 1, "r")],
            agreements: [tern(overrides: [rule("r", Condition(), .provider, .duty("no.such"))])]),
        Case(
            code: .unknownDuty, places: [.modelRule("m@1", "r")],
            agreements: [tern(model: model(rules: [rule("r", Condition(), .provider, .duty("no.such"))]))]),
        Case(
            code: .unknownDuty, places: [.modelCategory("m@1", .tls)],
            agreements: [tern(model: model(defaults: [.tls: .duty("no.such")]))]),
        Case(
            code: .unknownAsset, places: [.override("agr-tern", revision: 1, "r")],
            agreements: [tern(overrides: [rule("r", Condition(asset: "orchid-site"))])]),
        Case(
            code: .unknownService, places: [.override("agr-tern", revision: 1, "r")],
            agreements: [tern(overrides: [rule("r", Condition(service: "svc-orchid"))])]),
        Case(
            code: .columnTwice, places: [.model("m@1")],
            agreements: [tern(model: model(columns: ["vps", "vps"], rows: [.os: "C C"]))]),
        Case(
            code: .rowIncomplete, places: [.modelLayer("m@1", .os)],
            agreements: [tern(model: model(columns: ["vps", "web"]))]),
    ]

    static func problems(_ wrong: Case) -> [BookProblem] {
        do {
            _ = try ResponsibilityBook(
                provider: wrong.provider, parties: wrong.parties, agreements: wrong.agreements,
                providerAssets: wrong.houses, jointCare: wrong.jointCare, desks: World.desks)
            return []
        } catch {
            return error.problems
        }
    }

    @Test(arguments: partiesAndRevisions + names + rules + terms) func found(_ wrong: Case) {
        let problems = Self.problems(wrong)
        #expect(problems.map(\.code) == [wrong.code])
        #expect(problems.first?.message.isEmpty == false)
        #expect(problems.first?.places == wrong.places)
    }

    @Test func everyCodeHasACase() {
        let covered = Set((Self.partiesAndRevisions + Self.names + Self.rules + Self.terms).map(\.code))
        #expect(covered == Set(BookProblem.Code.allCases))
    }

    @Test func allProblemsAtOnce() {
        let wrong = Case(
            code: .partyTwice, places: [], parties: World.parties + [World.party("tern", "T", [.ops])],
            agreements: [Self.tern([World.service("svc", "toaster", [])], to: "2024-01-01T00:00:00Z")],
            houses: [Asset(id: "unknown")])
        #expect(
            Self.problems(wrong).map(\.code) == [.partyTwice, .typeWithoutColumn, .revisionEmpty, .assetIDReserved])
    }

    /// What looks like a problem and is none.
    @Test(arguments: [
        // Rules that exclude each other, that agree, or of which one is stronger.
        [tern(overrides: [rule("r", Condition(managed: true)), rule("s", Condition(managed: false), .customer)])],
        [tern(overrides: [rule("r", Condition(managed: true)), rule("s", Condition(cause: "x"))])],
        [tern(overrides: [rule("r"), rule("s", Condition(), .customer, priority: 1)])],
        [tern(overrides: [rule("r"), rule("s", Condition(), .customer, .layer(.data))])],
        [tern([box("a")], overrides: [rule("r", Condition(asset: "a")), rule("s", Condition(cause: "x"), .customer)])],
        // Revisions that meet, and that leave a gap.
        [tern(to: "2026-01-01T00:00:00Z"), tern(revision: 2, from: "2026-01-01T00:00:00Z")],
        [tern([box("a")], to: "2026-01-01T00:00:00Z"), tern([box("a")], revision: 3, from: "2026-02-01T00:00:00Z")],
        // A name that moves from one customer to another, and a name that a terminated service leaves behind.
        [
            tern([box("a", ["x.example"])], to: "2026-01-01T00:00:00Z"),
            World.agreement("siam", [box("b", ["x.example"])], from: "2026-01-01T00:00:00Z"),
        ],
        [
            tern([
                World.service(
                    "svc-a", "vps", lifecycle: .terminated, endedAt: "2025-02-01T00:00:00Z",
                    [Asset(id: "a", domains: ["d.example"])])
            ]),
            World.agreement("siam", [box("b", [], ["d.example"])]),
        ],
        // A row that says why it departs, that depends on something, or that agrees.
        [
            tern(
                model: page(
                    PublishedRow(
                        row: "r", section: "s", text: "t", owner: .customer, condition: "", duties: ["hw"],
                        departs: "ours is better")))
        ],
        [
            tern(
                model: page(
                    PublishedRow(
                        row: "r", section: "s", text: "t", owner: .customer, condition: "on Mondays", duties: ["hw"])))
        ],
        // A shared address.
        [tern([box("a", [], [], ["192.0.2.1"])]), World.agreement("siam", [box("b", [], [], ["192.0.2.1"])])],
    ])
    func allowed(_ agreements: [AgreementRevision]) {
        #expect(Self.problems(Case(code: .rulesTied, places: [], agreements: agreements)) == [])
    }
}
