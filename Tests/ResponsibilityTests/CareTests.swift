import CivilTime
import Responsibility
import Testing

/// What joint care asks for beyond telling the two sides: who else is affected, what a party owes, and clocks that wait.
@Suite struct CareTests {
    typealias Rule = JointCareRule

    private func rule(_ when: Rule.When, _ acts: Rule.Act...) -> Rule {
        Rule(id: "X", title: "a rule", when: [when], acts: acts, basis: "test")
    }

    private func tell(
        _ recipient: Rule.Recipient, role: ContactRole? = nil, _ start: Rule.Start = .received,
        _ within: Rule.Within = .elapsed(.hours(1))
    ) -> Rule.Act {
        Rule.Act(deed: .tell(recipient, role: role), clocks: [.init(start: start, within: within)])
    }

    private func owe(
        _ side: Side, _ name: String? = nil, _ clocks: [(Rule.Start, Elapsed)]
    ) -> Rule.Act {
        Rule.Act(
            name: name, deed: .owe(side, role: .dpo, what: "files it"),
            clocks: clocks.map { .init(start: $0.0, within: .elapsed($0.1)) })
    }

    private func care(
        _ question: Question, _ rules: [Rule], severity: Severity = .high, reporter: PartyID? = nil,
        agreements: [AgreementRevision] = World.agreements, _ change: (inout Occasion) -> Void = { _ in }
    ) throws -> Care {
        let book = try World.book(agreements: agreements, jointCare: rules)
        var occasion = World.occasion(severity, reporter ?? question.asker)
        change(&occasion)
        return book.care(for: try book.rule(on: question), on: occasion)
    }

    private let opened = Rule.When(event: .opened)

    // MARK: Who is affected

    @Test func troubleOfAHostReachesEveryoneOnIt() throws {
        let care = try care(World.question("prov", "hv-07", .hardware), [rule(opened, tell(.affected))])
        #expect(World.written(care.tellings) == ["banyan.ops X 60", "siam.ops X 60", "tern.ops X 60"])
    }

    /// Data that is still kept can be read by a neighbour, too; a service that ended cannot be unavailable.
    @Test func retainedDataCountsForTenantsOnly() throws {
        let question = World.question("prov", "web-12", .isolation)
        let tenants = try care(question, [rule(opened, tell(.tenants))])
        #expect(World.written(tenants.tellings) == ["mango.sec X 60", "oldco.owner X 60", "orchid.ops X 60"])
        let affected = try care(question, [rule(opened, tell(.affected))])
        #expect(World.written(affected.tellings) == ["mango.ops X 60", "orchid.ops X 60"])
        let purged = try care(question, [rule(opened, tell(.tenants))]) {
            $0.observedAt = World.instant("2026-03-20T00:00:00+07:00")
        }
        #expect(World.written(purged.tellings) == ["mango.sec X 60", "orchid.ops X 60"])
    }

    @Test func whoReportedIsNotToldItsOwnStory() throws {
        let question = World.question("norr", "norr-net", .isolation, duty: "virt.isolation")
        let care = try care(question, [rule(opened, tell(.tenants))])
        #expect(World.written(care.tellings) == ["siam.sec X 60"])
    }

    /// A matter of one customer's service touches that customer, and not its neighbours.
    @Test func oneServiceAffectsOneCustomer() throws {
        let question = World.question("prov", "tern-vps1", .hardware)
        #expect(
            World.written(try care(question, [rule(opened, tell(.affected))]).tellings) == ["tern.ops X 60"])
    }

    @Test func whatCarriesAllReachesAll() throws {
        let book = try World.book(
            providerAssets: World.providerAssets + [Asset(id: "dc-1", carriesAll: true)],
            jointCare: [rule(opened, tell(.affected))])
        let ruling = try book.rule(on: World.question("prov", "dc-1", .physical))
        let told = Set(book.care(for: ruling, on: World.occasion(.high, "prov")).tellings.map(\.recipient))
        #expect(told == ["orchid", "mango", "tern", "banyan", "siam", "norr", "palma", "wing"])
    }

    @Test func whoIsAffectedDependsOnTheDay() throws {
        let before = try care(World.question("prov", "hv-07", .hardware), [rule(opened, tell(.affected))]) {
            $0.observedAt = World.instant("2025-01-01T00:00:00Z")
        }
        #expect(before.tellings.isEmpty)
        #expect(before.rules.isEmpty)
    }

    // MARK: Conditions

    @Test(
        arguments: [
            (Rule.When(events: [.opened], selfReported: true), false),
            (.init(events: [.opened], selfReported: false), true),
            (.init(events: [.opened], personalDataAtLeast: .suspected), true),
            (.init(events: [.opened], personalDataAtLeast: .confirmed), false),
            (.init(events: [.opened], significant: true), true), (.init(events: [.opened], significant: false), false),
            (.init(events: [.classified]), false), (.init(events: [.classified, .opened]), true),
            (.init(events: [.opened], classifications: ["major"]), true),
            (.init(events: [.opened], classifications: ["minor"]), false),
            (.init(events: [.opened], causes: ["isolation"]), true), (.init(events: [.opened], causes: ["dns"]), false),
            (.init(events: [.opened], lifecycles: [.active]), true),
            (.init(events: [.opened], lifecycles: [.terminated]), false),
            (.init(events: [.opened], regimes: [.dora, .gdpr]), true),
            (.init(events: [.opened], regimes: [.pci]), false),
            (.init(events: [.opened], providerRegimes: [.nis2]), false),
            (.init(events: [.opened], severityAtLeast: .agreement), true),
            (.init(events: [.opened], reporterSides: [.external]), false),
        ] as [(Rule.When, Bool)])
    func term(_ when: Rule.When, _ fires: Bool) throws {
        let service = World.service("svc", "iaas", managed: false, [Asset(id: "box")])
        let agreement = Self.changed(World.agreement("norr", [service]), regimes: [.dora])
        let question = World.question("prov", "box", .malware, layer: .application, cause: "isolation")
        let care = try care(question, [rule(when, tell(.customerDesk))], agreements: [agreement]) {
            $0.personalData = .suspected
            $0.significant = true
            $0.classification = "major"
        }
        #expect(care.rules == (fires ? ["X"] : []))
    }

    @Test func anyOfSeveralConditionsFires() throws {
        let when = [Rule.When(event: .opened, categories: [.spam]), .init(events: [.opened], causes: ["isolation"])]
        let rule = Rule(id: "X", title: "", when: when, acts: [tell(.customerDesk)], basis: "")
        for (category, cause, fires) in [
            (.spam, nil, true), (.malware, "isolation", true), (.malware, nil, false), (.spam, "isolation", true),
        ] as [(Responsibility.Category, String?, Bool)] {
            let question = World.question("prov", "mango-site", category, cause: cause)
            #expect(try care(question, [rule]).rules.isEmpty != fires)
        }
    }

    @Test func floorOfTheAgreement() throws {
        let service = World.service("svc", "vps", [Asset(id: "box")])
        let agreement = Self.changed(World.agreement("tern", [service]), floor: .high)
        let rules = [rule(.init(events: [.opened], severityAtLeast: .agreement), tell(.customerDesk))]
        let question = World.question("prov", "box", .intrusion)
        #expect(try care(question, rules, severity: .medium, agreements: [agreement]).rules == [])
        #expect(try care(question, rules, severity: .high, agreements: [agreement]).rules == ["X"])
    }

    // MARK: Clocks

    /// An obligation whose start has not happened waits, and shows no due time.
    @Test func clocksWaitForTheirStart() throws {
        let question = World.question("prov", "mango-site", .dataBreach)
        let rules = [
            rule(
                opened, owe(.customer, "initial", [(.aware(.customer), .hours(72))]),
                owe(.customer, "final", [(.sent("initial"), .hours(1))]))
        ]
        let waiting = try care(question, rules)
        #expect(waiting.owed.map(\.due) == [nil, nil])
        #expect(waiting.owed.map(\.name) == ["X/initial", "X/final"])
        let own = try care(World.question("mango", "mango-site", .dataBreach), rules)
        #expect(own.owed.map(\.due) == [World.t + .hours(72), nil])
        let sent = try care(question, rules) {
            $0.happened = [.sent("initial"): World.t + .hours(5), .aware(.customer): World.t + .hours(1)]
        }
        #expect(sent.owed.map(\.due) == [World.t + .hours(73), World.t + .hours(6)])
    }

    /// 4 h from being classified and 24 h from being aware: whichever is first.
    @Test func theEarlierOfTwoStartsCounts() throws {
        let clocks: [(Rule.Start, Elapsed)] = [(.classified("major"), .hours(4)), (.aware(.customer), .hours(24))]
        let rules = [rule(.init(events: [.classified]), owe(.customer, nil, clocks))]
        let aware = World.instant("2026-03-09T08:00:00Z")
        func due(classified: String) throws -> [Instant?] {
            let received = World.instant(classified)
            return try care(World.question("norr", "norr-net", .availability), rules) {
                $0.event = .classified
                $0.classification = "major"
                $0.receivedAt = received
                $0.happened = [.aware(.customer): aware]
            }.owed.map(\.due)
        }
        #expect(try due(classified: "2026-03-10T07:00:00Z") == [World.instant("2026-03-10T08:00:00Z")])
        #expect(try due(classified: "2026-03-09T09:00:00Z") == [World.instant("2026-03-09T13:00:00Z")])
    }

    @Test func plannedWorkIsToldBeforeItBegins() throws {
        let rules = [rule(opened, tell(.affected, .windowStart, .span(.elapsed(.hours(-48)), withCalendar: nil)))]
        let question = World.question("prov", "hv-09", .maintenance)
        let agreement = World.agreement("palma", [World.service("svc", "vps", hosts: ["hv-09"], [Asset(id: "box")])])
        let book = try World.book(
            agreements: [agreement], providerAssets: [Asset(id: "hv-09")], jointCare: rules)
        let ruling = try book.rule(on: question)
        var occasion = World.occasion(.info, "prov")
        #expect(book.care(for: ruling, on: occasion).tellings.map(\.due) == [nil])
        occasion.windowStart = World.t + .hours(100)
        #expect(book.care(for: ruling, on: occasion).tellings.map(\.due) == [World.t + .hours(52)])
    }

    @Test func oneDeskIsOneMessageWithTheEarliestDue() throws {
        let rules = World.jointCare
        let care = try care(World.question("prov", "mango-site", .malware, layer: .application), rules)
        let told = care.told
        #expect(told.map { "\($0.party).\($0.role.rawValue)" } == ["mango.sec"])
        #expect(told.first?.rules == ["JC-01", "JC-02"])
        #expect(told.first?.due == World.t + .minutes(15))
        #expect(told.first?.acknowledgementExpected == true)
    }

    @Test func thePartnerIsWhoDoesNotLead() throws {
        let rules = [rule(opened, tell(.partner))]
        let tern = try care(World.question("prov", "tern-vps1", .tls, duty: "edge.tls"), rules)
        #expect(World.written(tern.tellings) == ["prov.support X 60"])
        let banyan = try care(World.question("prov", "banyan-vps1", .tls, duty: "edge.tls"), rules)
        #expect(World.written(banyan.tellings) == ["banyan.ops X 60"])
        #expect(try care(World.question("prov", "tern-vps1", layer: .os), rules).tellings.isEmpty)
    }

    /// Who left is not told of outages of what it no longer has.
    @Test func anEndedServiceIsNotAffected() throws {
        let question = World.question("prov", "oldco-site", .availability)
        #expect(try care(question, [rule(opened, tell(.affected))]).tellings.isEmpty)
        let kept = try care(question, [rule(opened, tell(.tenants))]).tellings.map(\.recipient)
        #expect(kept.contains("oldco"))
        let over = try care(question, [rule(opened, tell(.tenants))]) {
            $0.observedAt = World.instant("2026-05-01T00:00:00Z")
        }
        #expect(!over.tellings.map(\.recipient).contains("oldco"))
    }

    @Test func causeChoosesTheDesk() {
        let desks = DeskTable(
            rows: [
                .provider: [
                    .init(role: .sec, categories: [], causes: ["isolation"]),
                    .init(role: .abuse, categories: [.malware]),
                ]
            ],
            otherwise: [:])
        #expect(desks.desk(of: .provider, for: .malware, cause: "isolation", selfReported: false) == .sec)
        #expect(desks.desk(of: .provider, for: .malware, cause: "dns", selfReported: false) == .abuse)
        #expect(desks.desk(of: .provider, for: .malware, selfReported: false) == .abuse)
        #expect(desks.desk(of: .provider, for: .tls, selfReported: false) == .noc)
    }

    @Test(arguments: Rule.Start.samples) func startsReadWhatTheyWrite(_ start: Rule.Start) {
        #expect(Rule.Start(text: start.text) == start)
    }

    @Test(arguments: [
        "", "sent", "received twice", "aware", "aware nobody", "classified", "delivered a b", " received",
    ])
    func unknownStartsAreRefused(_ text: String) {
        #expect(Rule.Start(text: text) == nil)
    }

    static func changed(
        _ agreement: AgreementRevision, regimes: Set<Regime> = [], floor: Severity = .low
    ) -> AgreementRevision {
        AgreementRevision(
            id: agreement.id, revision: agreement.revision, customer: agreement.customer, from: agreement.from,
            to: agreement.to, models: agreement.models, overrides: agreement.overrides,
            immediately: agreement.immediately, response: agreement.response,
            designatedChannels: agreement.designatedChannels, breachNotice: agreement.breachNotice,
            retention: agreement.retention, regimes: regimes, crossNotifyFloor: floor, services: agreement.services)
    }
}

extension JointCareRule.Start {
    fileprivate static let samples: [Self] = [
        .received, .observed, .requested, .resolved, .terminated, .purged, .ownerSet, .windowStart, .aware(.provider),
        .aware(.customer), .classified("major"), .delivered(nil), .delivered("a"), .acknowledged(nil),
        .acknowledged("a"), .sent("a"),
    ]
}
