import CivilTime
import Responsibility
import Testing

@Suite struct RulingTests {
    private func rule(
        _ id: RuleID, _ selector: ResponsibilityRule.Selector, _ when: Condition, _ owner: Owner,
        priority: Int = 0
    ) -> ResponsibilityRule {
        ResponsibilityRule(
            id: id, selector: selector, when: when, owner: owner, source: "contract", confidence: .stated,
            priority: priority)
    }

    private func book(
        overrides: [ResponsibilityRule] = [], modelRules: [ResponsibilityRule] = [], managed: Bool = false
    ) throws -> ResponsibilityBook {
        let hosting = Models.hosting
        let model = ResponsibilityModel(
            id: hosting.id, version: hosting.version, title: hosting.title, source: hosting.source,
            matrix: hosting.matrix,
            duties: hosting.duties, categoryDefaults: hosting.categoryDefaults, rules: modelRules)
        let services = [
            World.service("svc-a", "vps", managed: managed, [Asset(id: "a1"), Asset(id: "a2")]),
            World.service("svc-b", "vps", managed: managed, [Asset(id: "b1")]),
            World.service("svc-c", "web", [Asset(id: "c1")]),
        ]
        return try World.book(
            agreements: [World.agreement("tern", services, models: [model], overrides: overrides)])
    }

    @Test func sentenceSaysWhoWhyAndWhatWouldChangeIt() throws {
        let ruling = try World.book().rule(on: World.question("prov", "tern-vps1", .vulnerability, layer: .os))
        #expect(
            ruling.sentence
                == "Tern Robotics owns this: operating system of an unmanaged vps (hosting page, layer table"
                + " and note 1). Meridian Hosting would own it if the vps were managed.")
        #expect(
            ruling.because == [
                "asset tern-vps1 belongs to service svc-tern (vps, unmanaged)",
                "agreement agr-tern revision 2 was in force when it was observed",
                "the report names the layer operating system",
                "the layer table of the model hosting@2026-01-01 gives the operating system of vps to the customer",
            ])
        #expect(ruling.rejected == [.init(rule: "hosting.os×vps+managed", why: "managed is false")])
        #expect(ruling.rule == "hosting.os×vps")
        #expect(ruling.model == "hosting@2026-01-01")
        #expect(ruling.agreement == "agr-tern")
        #expect(ruling.revision == 2)
    }

    @Test func leadHasACounterfactualToo() throws {
        let book = try World.book()
        let tls = try book.rule(on: World.question("prov", "tern-vps1", .tls))
        #expect(tls.sentence.hasSuffix("Meridian Hosting would lead if it terminated TLS."))
        let firewall = try book.rule(on: World.question("prov", "tern-vps1", .firewall))
        #expect(firewall.sentence.hasSuffix("Meridian Hosting would lead if the vps were managed."))
        #expect(firewall.lead == "tern")
        let undecided = try book.rule(on: World.question("banyan", "banyan-vps1", .anomaly))
        #expect(
            undecided.sentence
                == "Banyan Clinic and Meridian Hosting both look after this until it is known whose it is,"
                + " and Meridian Hosting leads: no rule decides about the category anomaly for a managed vps.")
    }

    /// Each step of the ladder beats the one below it.
    @Test func precedence() throws {
        let os: ResponsibilityRule.Selector = .layer(.os)
        var modelRules = [rule("m0", os, Condition(), .nobody)]
        func owner(_ overrides: [ResponsibilityRule]) throws -> Ruling {
            try book(overrides: overrides, modelRules: modelRules).rule(on: World.question("prov", "a1", layer: .os))
        }
        #expect(try owner([]).rule == "m0")
        modelRules.append(rule("m1-low", os, Condition(serviceType: "vps"), .provider))
        modelRules.append(rule("m1-high", os, Condition(managed: false), .each, priority: 1))
        #expect(try owner([]).rule == "m1-high")
        modelRules.append(rule("m2", os, Condition(serviceType: "vps", managed: false), .joint))
        #expect(try owner([]).rule == "m2")
        var overrides = [rule("o0", os, Condition(), .provider)]
        #expect(try owner(overrides).rule == "o0")
        overrides.append(rule("o-type", os, Condition(serviceType: "vps"), .each))
        #expect(try owner(overrides).rule == "o-type")
        overrides.append(rule("o-service", os, Condition(service: "svc-a"), .customer))
        #expect(try owner(overrides).rule == "o-service")
        overrides.append(rule("o-asset", os, Condition(asset: "a1"), .provider))
        let ruling = try owner(overrides)
        #expect(ruling.rule == "o-asset")
        #expect(ruling.source == "contract")
        #expect(ruling.model == nil)
        let other = try book(overrides: overrides, modelRules: modelRules)
        #expect(try other.rule(on: World.question("prov", "a2", layer: .os)).rule == "o-service")
        #expect(try other.rule(on: World.question("prov", "b1", layer: .os)).rule == "o-type")
        #expect(try other.rule(on: World.question("prov", "c1", layer: .os)).rule == "o0")
        #expect(
            try other.rule(on: World.question("prov", "c1", layer: .os)).rejected.map(\.rule)
                == ["o-asset", "o-service", "o-type", "m1-high", "m1-low", "m2"])
    }

    /// Two equally strong rules may agree on the owner; then the id decides which is named, not the order of writing.
    @Test func equallyStrongRulesAreNamedByID() throws {
        let rules = [rule("b", .layer(.os), Condition(), .provider), rule("a", .layer(.os), Condition(), .provider)]
        for overrides in [rules, rules.reversed()] {
            let book = try book(overrides: overrides)
            #expect(try book.rule(on: World.question("prov", "a1", layer: .os)).rule == "a")
        }
    }

    @Test func dutiesFollowTheDecisionAboutTheirLayer() throws {
        let overrides = [rule("contract-os", .layer(.os), Condition(asset: "a1"), .provider)]
        let book = try book(overrides: overrides)
        let followed = try book.rule(on: World.question("prov", "a1", duty: "os.patch"))
        #expect(followed.owner == .provider)
        #expect(followed.rule == "contract-os")
        #expect(followed.duty == "os.patch")
        #expect(followed.because.contains("the duty os.patch is with whoever owns the operating system"))
        #expect(try book.rule(on: World.question("prov", "a2", duty: "os.patch")).rule == "hosting.os×vps")
        // A fixed duty has its own holder, whoever owns the layer.
        #expect(try book.rule(on: World.question("prov", "a1", duty: "db.schema")).rule == "hosting.db.schema")
    }

    /// An answer is as sure as the weakest thing it rests on: the duty that follows, or the cell that it follows.
    @Test func confidenceIsThatOfTheWeakestLink() throws {
        func confidence(_ duty: Confidence, managed: Bool) throws -> Confidence {
            let hosting = Models.hosting
            let patch = DutyDefinition(
                id: "os.patch", title: "patching", category: .vulnerability, layer: .os, holder: .follows(.os),
                source: "list", confidence: duty)
            let model = ResponsibilityModel(
                id: "m", version: "1", title: "M", source: "m", matrix: hosting.matrix, duties: [patch.id: patch],
                categoryDefaults: [:], rules: [])
            let service = World.service("svc", "iaas", managed: managed, [Asset(id: "box")])
            let book = try World.book(agreements: [World.agreement("tern", [service], models: [model])])
            return try book.rule(on: World.question("prov", "box", duty: "os.patch")).confidence
        }
        #expect(try confidence(.stated, managed: false) == .reconstructed)
        #expect(try confidence(.derived, managed: false) == .derived)
        #expect(try confidence(.derived, managed: true) == .assumed)
    }

    @Test func ruleOfADutyBeatsItsHolder() throws {
        let rules = [rule("schema", .duty("db.schema"), Condition(addon: "tuning"), .provider)]
        let ruling = try book(modelRules: rules).rule(on: World.question("prov", "a1", duty: "db.schema"))
        #expect(ruling.owner == .customer)
        #expect(ruling.rejected == [.init(rule: "schema", why: "the add-on tuning was not bought")])
        let bought = [rule("schema", .duty("db.schema"), Condition(lifecycle: .active), .provider)]
        #expect(
            try book(modelRules: bought).rule(on: World.question("prov", "a1", duty: "db.schema")).owner == .provider)
    }

    @Test func categoryRuleCountsOnlyWhereNothingFinerIsNamed() throws {
        let rules = [rule("all-backup", .category(.backup), Condition(), .customer)]
        let book = try book(modelRules: rules)
        #expect(try book.rule(on: World.question("prov", "a1", .backup)).rule == "all-backup")
        #expect(try book.rule(on: World.question("prov", "a1", .backup, duty: "backup.system")).owner == .provider)
        #expect(try book.rule(on: World.question("prov", "a1", .backup, layer: .physical)).owner == .provider)
    }

    @Test func causeChangesTheOwner() throws {
        let book = try World.book()
        let before = try book.rule(on: World.question("prov", "mango-site", .malware, layer: .application))
        let after = try book.rule(
            on: World.question("prov", "mango-site", .malware, layer: .application, cause: "isolation"))
        #expect(before.owner == .customer)
        #expect(before.sentence.hasSuffix("Meridian Hosting would own it if the cause were isolation."))
        #expect(after.owner == .provider)
    }

    @Test func componentOutsideTheManagedScopeIsTheCustomers() throws {
        let book = try World.book()
        func ruling(_ component: String?) throws -> Ruling {
            try book.rule(on: World.question("prov", "banyan-vps1", layer: .runtime, component: component))
        }
        #expect(try ruling("mariadb").rule == "rt-vps-managed")
        #expect(try ruling("elasticsearch").owner == .customer)
        #expect(try ruling(nil).rule == "hosting.runtime×vps+managed")
        #expect(try ruling(nil).sentence.contains("This is assumed"))
    }

    @Test func clientSiteIsAlwaysTheCustomers() throws {
        let book = try World.book()
        for layer in Layer.allCases {
            let ruling = try book.rule(on: World.question("prov", "tern-office", layer: layer))
            #expect(ruling.owner == .customer)
            #expect(ruling.rule == "hosting.client_site×vps")
        }
        let network = try book.rule(on: World.question("prov", "tern-office", layer: .network))
        #expect(network.sentence.hasSuffix("Meridian Hosting would own it if it were not at the customer's own site."))
    }

    @Test func everyLayerOfTheProvidersOwnIsTheProviders() throws {
        let book = try World.book()
        for layer in Layer.allCases {
            let ruling = try book.rule(on: World.question("prov", "hv-07", layer: layer))
            #expect(ruling.owner == .provider)
            #expect(ruling.ownerParty == "prov")
            #expect(ruling.customer == nil)
            #expect(ruling.agreement == nil)
            #expect(ruling.asset == "hv-07")
        }
        for duty in Models.hosting.duties.keys {
            #expect(try book.rule(on: World.question("prov", "hv-07", duty: duty)).owner == .provider)
        }
        #expect(try book.rule(on: World.question("prov", "hv-07")).owner == .provider)
        #expect(throws: QuestionRefusal.self) { try book.rule(on: World.question("prov", "hv-07", duty: "no.such")) }
    }

    @Test func eachHasNoLead() throws {
        let ruling = try World.book().rule(on: World.question("prov", "tern-vps1", duty: "staff.training"))
        #expect(ruling.owner == .each)
        #expect(ruling.lead == nil)
        #expect(ruling.ownerParty == nil)
        #expect(ruling.category == .other)
    }

    @Test func onRequestIsSaid() throws {
        let ruling = try World.book().rule(on: World.question("palma", "palma-shop", .request, duty: "backup.restore"))
        #expect(ruling.owner == .provider)
        #expect(ruling.onRequest)
        #expect(ruling.because.contains("the customer's owner or ops may ask for it"))
    }

    @Test func contradictionsAreRefused() throws {
        let book = try World.book()
        #expect(throws: QuestionRefusal.layerContradictsDuty(layer: .data, duty: "os.patch", dutyLayer: .os)) {
            try book.rule(on: World.question("tern", "tern-vps1", layer: .data, duty: "os.patch"))
        }
        #expect(throws: QuestionRefusal.unknownDuty("os.wash", known: Models.hosting.duties.keys.sorted())) {
            try book.rule(on: World.question("tern", "tern-vps1", duty: "os.wash"))
        }
        #expect(try book.rule(on: World.question("tern", "tern-vps1", layer: .os, duty: "os.patch")).owner == .customer)
    }

    @Test func textOfTheReporterCannotBreakASentence() throws {
        let ruling = try World.book().rule(
            on: World.question("prov", "evil\n\u{1B}[31m\u{202E}x" + String(repeating: "y", count: 200)))
        let scalars = ([ruling.sentence] + ruling.because).joined().unicodeScalars
        #expect(!scalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        #expect(ruling.sentence.count < 200)
    }

    /// The order in which parties, agreements, services, assets and rules are handed in changes no answer.
    @Test func orderMakesNoDifference() throws {
        func reversed(_ revision: AgreementRevision) -> AgreementRevision {
            let services = revision.services.reversed().map { service in
                World.service(
                    service.id, service.type, managed: service.managed, scope: service.managedScope,
                    addons: service.addons, lifecycle: service.lifecycle, endedAt: service.endedAt?.rfc3339,
                    tls: service.tlsTerminator, backups: service.backupSchedule, hosts: service.hosts.reversed(),
                    service.assets.reversed())
            }
            return AgreementRevision(
                id: revision.id, revision: revision.revision, customer: revision.customer, from: revision.from,
                to: revision.to, models: revision.models, overrides: revision.overrides.reversed(),
                immediately: revision.immediately, response: revision.response,
                designatedChannels: revision.designatedChannels, breachNotice: revision.breachNotice,
                retention: revision.retention, services: services)
        }
        let straight = try World.book()
        let turned = try World.book(
            parties: World.parties.reversed(), agreements: World.agreements.reversed().map(reversed),
            providerAssets: World.providerAssets.reversed())
        let names = World.agreements.flatMap(\.services).flatMap(\.assets).flatMap {
            [$0.id.rawValue] + $0.domains + $0.addresses
        }
        for name in names + ["hv-07", "unknown", "nowhere"] {
            for category in Responsibility.Category.allCases {
                for layer in [nil] + Layer.allCases.map(Optional.some) {
                    let question = World.question("prov", name, category, layer: layer)
                    let ruling = try straight.rule(on: question)
                    #expect(try turned.rule(on: question) == ruling)
                    #expect(
                        turned.care(for: ruling, on: World.occasion(.high, "prov"))
                            == straight.care(for: ruling, on: World.occasion(.high, "prov")))
                }
            }
        }
    }

    @Test func rejectedRulesAreBounded() throws {
        let rules = (0..<40).map { rule(RuleID("r\($0)"), .layer(.os), Condition(cause: "cause-\($0)"), .provider) }
        let ruling = try book(modelRules: rules).rule(on: World.question("prov", "a1", layer: .os))
        #expect(ruling.rejected.count == ResponsibilityBook.rejectedMax)
    }

    /// What is kept from earlier questions makes answers quicker and never different.
    @Test func whatWasAskedBeforeChangesNothing() throws {
        let warm = try World.book()
        var questions: [Question] = []
        for asset in ["tern-vps1", "banyan-vps1", "orchid-site", "palma-shop", "oldco-site", "tern-office"] {
            for category in Responsibility.Category.allCases {
                for (component, cause) in [(nil, nil), ("mariadb", nil), ("MariaDB", "isolation"), ("x\u{7}", "dns")]
                    as [(String?, String?)]
                {
                    questions.append(World.question("prov", asset, category, component: component, cause: cause))
                }
            }
        }
        let later = questions.map { question in
            var question = question
            question.observedAt = World.instant("2026-05-01T00:00:00Z")
            return question
        }
        for question in questions + later + questions {
            #expect(try warm.rule(on: question) == World.book().rule(on: question))
        }
    }

    /// Reporters choose components; however many they make up, the answer is right.
    @Test func madeUpComponentsFillNothing() throws {
        let book = try World.book()
        let known = try book.rule(on: World.question("prov", "banyan-vps1", layer: .runtime, component: "mariadb"))
        for number in 0..<10_000 {
            let asked = World.question("prov", "banyan-vps1", layer: .runtime, component: "made-up-\(number)")
            #expect(try book.rule(on: asked).owner == .customer)
        }
        #expect(
            try book.rule(on: World.question("prov", "banyan-vps1", layer: .runtime, component: "mariadb")) == known)
    }

    /// The other way round as well: what would be if the fact that decided were not so.
    @Test func whatDecidedIsTurnedRound() throws {
        let siam = try World.book().rule(on: World.question("prov", "siam-app", .ddos, duty: "net.ddos_advanced"))
        #expect(siam.owner == .provider)
        #expect(siam.sentence.hasSuffix("Siam Tickets would own it if the add-on ddos-advanced had not been bought."))
        let mango = try World.book().rule(
            on: World.question("prov", "mango-site", .malware, layer: .application, cause: "isolation"))
        #expect(mango.sentence.hasSuffix("Mango Press would own it if the cause were not isolation."))
        let own = rule("own", .layer(.os), Condition(), .provider)
        let agreement = World.agreement(
            "tern", [World.service("svc", "vps", managed: false, [Asset(id: "box")])], overrides: [own])
        let tern = try World.book(agreements: [agreement]).rule(on: World.question("prov", "box", layer: .os))
        #expect(tern.owner == .provider)
        #expect(tern.sentence.hasSuffix("Tern Robotics would own it without the agreement's own rule own."))
    }

    @Test func aCauseThatNoRuleAsksForIsSaidToBe() throws {
        let unknown = try World.book().rule(on: World.question("prov", "tern-vps1", .malware, cause: "sunspots"))
        #expect(unknown.because.contains("the cause is \u{201C}sunspots\u{201D}, which no rule asks for"))
        let known = try World.book().rule(on: World.question("prov", "tern-vps1", .malware, cause: "isolation"))
        #expect(known.because.contains("the cause is \u{201C}isolation\u{201D}"))
    }
}
