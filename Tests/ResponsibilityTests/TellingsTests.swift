import CivilTime
import Responsibility
import Testing

@Suite struct TellingsTests {
    private func told(
        _ question: Question, _ severity: Severity, reporter: PartyID? = nil, rules: [JointCareRule] = World.jointCare
    ) throws -> [String] {
        let book = try World.book(jointCare: rules)
        let ruling = try book.rule(on: question)
        return World.written(
            book.care(for: ruling, on: World.occasion(severity, reporter ?? question.asker)).tellings)
    }

    private func careRule(
        _ tell: JointCareRule.Recipient, _ within: JointCareRule.Within = .response,
        when: JointCareRule.When = .init(event: .opened)
    ) -> JointCareRule {
        JointCareRule(
            id: "X", title: "a rule", when: when, tell: tell, within: within, acknowledgementExpected: false,
            basis: "test")
    }

    @Test func infoAsksForNothingWithinATable() throws {
        let question = World.question("prov", "tern-vps1", .vulnerability, layer: .os)
        #expect(try told(question, .info) == [])
        #expect(try told(question, .info, rules: [careRule(.ownerDesk)]) == [])
        #expect(
            try told(question, .info, rules: [careRule(.ownerDesk, .elapsed(.minutes(5)))]) == ["tern.sec X 5"])
    }

    /// An abuse report by the customer concerned goes to the security desk, not to the abuse desk.
    @Test func selfReportIsNoAbuseCase() throws {
        let rules = [careRule(.bothDesks)]
        let own = World.question("mango", "mango-site", .malware, layer: .application)
        #expect(try told(own, .high, rules: rules) == ["prov.sec X 30", "mango.sec X 30"])
        let other = World.question("prov", "mango-site", .malware, layer: .application)
        #expect(try told(other, .high, rules: rules) == ["prov.abuse X 30", "mango.sec X 30"])
    }

    @Test func counterpartIsTheSideThatDidNotReport() throws {
        let rules = [careRule(.counterpart, .immediately)]
        let tern = World.question("tern", "tern-vps1", .intrusion, layer: .os)
        #expect(try told(tern, .medium, rules: rules) == ["prov.sec X 60"])
        for reporter in ["prov", "never-heard-of"] as [PartyID] {
            #expect(try told(tern, .medium, reporter: reporter, rules: rules) == ["tern.sec X 60"])
        }
        // An outsider has no side: both are told.
        #expect(
            try told(tern, .medium, reporter: "ext-abuse", rules: rules) == ["prov.sec X 60", "tern.sec X 60"])
        #expect(try told(World.question("prov", "hv-07", .intrusion), .medium, rules: rules) == [])
    }

    @Test func desksFallBack() throws {
        let rules = [careRule(.bothDesks)]
        let orchid = World.question("prov", "orchid-site", .intrusion, layer: .application)
        #expect(try told(orchid, .high, rules: rules) == ["prov.sec X 30", "orchid.ops X 30"])
        let oldco = World.question("prov", "oldco-site", .intrusion, layer: .application)
        #expect(try told(oldco, .high, rules: rules) == ["prov.sec X 30", "oldco.owner X 30"])
    }

    @Test func ownerDeskFollowsTheRuling() throws {
        let rules = [careRule(.ownerDesk)]
        #expect(
            try told(World.question("prov", "tern-vps1", .tls, duty: "edge.tls"), .high, rules: rules)
                == ["tern.ops X 30"])
        #expect(
            try told(World.question("prov", "banyan-vps1", .firewall, duty: "edge.firewall"), .high, rules: rules)
                == ["prov.sec X 30"])
        #expect(try told(World.question("prov", "tern-vps1", duty: "staff.training"), .high, rules: rules) == [])
    }

    /// Whatever the rules say, a shared address tells no customer anything.
    @Test func sharedAddressTellsNoCustomer() throws {
        for recipient in JointCareRule.Recipient.allCases {
            for category in Responsibility.Category.allCases {
                let told = try told(
                    World.question("ext-abuse", "192.0.2.12", category), .critical,
                    rules: [careRule(recipient, .elapsed(.zero))])
                #expect(told.allSatisfy { $0.hasPrefix("prov.") })
            }
        }
        let book = try World.book(jointCare: [careRule(.bothDesks), careRule(.customerDesk)])
        var ruling = try book.rule(on: World.question("prov", "192.0.2.12"))
        ruling.customer = "mango"
        ruling.agreement = "agr-mango"
        ruling.revision = 1
        let recipients = book.care(for: ruling, on: World.occasion(.high, "mango")).tellings.map(\.recipient)
        #expect(recipients == ["prov"])
    }

    @Test(
        arguments: [
            (JointCareRule.When(event: .opened), true), (.init(event: .resolved), false),
            (.init(event: .opened, categories: [.malware]), true), (.init(event: .opened, categories: [.spam]), false),
            (.init(event: .opened, notCategories: [.malware]), false),
            (.init(event: .opened, notCategories: [.spam]), true),
            (.init(event: .opened, severityAtLeast: .high), true),
            (.init(event: .opened, severityAtLeast: .critical), false),
            (.init(event: .opened, owners: [.customer]), true),
            (.init(event: .opened, owners: [.provider, .joint]), false),
            (.init(event: .opened, reporterSides: [.provider]), true),
            (.init(event: .opened, reporterSides: [.customer]), false),
            (.init(event: .opened, triage: false), true), (.init(event: .opened, triage: true), false),
            (.init(event: .opened, concernsCustomer: true), true),
            (.init(event: .opened, concernsCustomer: false), false),
            (.init(event: .opened, categories: [.malware], owners: [.provider]), false),
        ] as [(JointCareRule.When, Bool)])
    func condition(_ when: JointCareRule.When, _ fires: Bool) throws {
        let question = World.question("prov", "mango-site", .malware, layer: .application)
        #expect(try told(question, .high, rules: [careRule(.ownerDesk, when: when)]).isEmpty != fires)
    }

    @Test func ruleWithOneIDTellsADeskOnce() throws {
        let rules = [
            careRule(.ownerDesk), careRule(.ownerDesk, .immediately), careRule(.ownerDesk, .elapsed(.hours(9))),
        ]
        let question = World.question("prov", "tern-vps1", .intrusion, layer: .os)
        #expect(try told(question, .high, rules: rules) == ["tern.sec X 15"])
    }

    @Test func houseMattersUseTheDefaultTimes() throws {
        let rules = [careRule(.providerDesk)]
        let expected: [(Severity, Int)] = [(.critical, 15), (.high, 30), (.medium, 240), (.low, 1440)]
        for (severity, minutes) in expected {
            #expect(
                try told(World.question("prov", "hv-07", .hardware), severity, rules: rules)
                    == ["prov.noc X \(minutes)"])
        }
    }

    /// The revision that the ruling was made under gives the times, not a later one.
    @Test func timesComeFromTheRevisionOfTheRuling() throws {
        let old = World.agreement("tern", [World.service("svc", "vps", [Asset(id: "box")])], to: "2026-01-01T00:00:00Z")
        let new = AgreementRevision(
            id: old.id, revision: 2, customer: "tern", from: World.instant("2026-01-01T00:00:00Z"), to: nil,
            models: old.models, overrides: [], immediately: .houseImmediately,
            response: SeverityTable([
                .critical: .minutes(1), .high: .minutes(2), .medium: .minutes(3), .low: .minutes(4),
            ]),
            designatedChannels: old.designatedChannels, breachNotice: .hours(1), retention: .hours(1),
            services: old.services)
        let book = try World.book(agreements: [new, old], jointCare: [careRule(.ownerDesk)])
        func minutes(_ at: String) throws -> [String] {
            let ruling = try book.rule(on: World.question("prov", "box", layer: .data, at: World.instant(at)))
            return World.written(book.care(for: ruling, on: World.occasion(.high, "prov")).tellings)
        }
        #expect(try minutes("2025-12-31T23:59:59Z") == ["tern.ops X 30"])
        #expect(try minutes("2026-01-01T00:00:00Z") == ["tern.ops X 2"])
    }
}
