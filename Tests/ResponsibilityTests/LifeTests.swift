import CivilTime
import Responsibility
import Testing

/// Duties that exist only sometimes: on request, by the package, until the retention ends; and reports that come late.
@Suite struct LifeTests {
    private func model(_ duty: DutyDefinition, rules: [ResponsibilityRule] = []) -> ResponsibilityModel {
        ResponsibilityModel(
            id: "m", version: "1", title: "M", source: "page",
            matrix: Models.matrix(columns: ["vps", "vps+managed"], rows: [.data: "C C", .os: "C P"]),
            duties: [duty.id: duty], categoryDefaults: [:], rules: rules)
    }

    private func ruling(
        _ service: Service, _ duty: DutyDefinition, rules: [ResponsibilityRule] = [],
        _ category: Responsibility.Category? = nil, at: String = "2026-03-10T02:00:00Z"
    ) throws -> Ruling {
        let agreement = World.agreement("tern", [service], models: [model(duty, rules: rules)])
        return try World.book(agreements: [agreement]).rule(
            on: World.question("prov", nil, category, duty: duty.id, service: service.id, at: World.instant(at)))
    }

    private let restore = DutyDefinition(
        id: "backup.restore", title: "restore", category: .request, layer: .data, holder: .fixed(.provider),
        source: "row 28", confidence: .stated, requestedBy: [.owner, .ops])
    private let backup = DutyDefinition(
        id: "backup.system", title: "system backups", category: .backup, layer: .data, holder: .fixed(.provider),
        source: "1.7", confidence: .stated, byPackageSchedule: true, grace: .hours(6))
    private let exit = DutyDefinition(
        id: "data.exit", title: "data at the end", category: .exit, layer: .data, holder: .fixed(.provider),
        source: "1.8", confidence: .stated)
    private let exitRule = ResponsibilityRule(
        id: "exit", selector: .duty("data.exit"), when: Condition(lifecycle: .terminated), owner: .provider,
        untilRetentionEnd: true, source: "1.8", confidence: .stated)

    @Test func nobodyHasWhatNobodyAskedFor() throws {
        let service = World.service("svc", "vps", [])
        let asked = try ruling(service, restore, .request)
        #expect(asked.owner == .provider)
        #expect(asked.onRequest)
        #expect(asked.sentence.contains("only because it was asked for"))
        let unasked = try ruling(service, restore, .dataLoss)
        #expect(unasked.owner == .nobody)
        #expect(unasked.gap == "nobody has asked for it")
        #expect(unasked.ownerParty == nil)
        #expect(
            unasked.sentence.hasSuffix(
                "Meridian Hosting would own it if the customer's owner or ops had asked for it."))
    }

    @Test func thePackageSaysHowOften() throws {
        let daily = try ruling(World.service("svc", "vps", []), backup)
        #expect(daily.owner == .provider)
        #expect(
            daily.because.contains(
                "the package brings one every 1 d; a run that is more than 6 h late was missed"))
        let none = try ruling(World.service("svc", "vps", backups: .none, []), backup)
        #expect(none.owner == .nobody)
        #expect(none.gap == "the package holds no backup of the system")
        #expect(none.sentence.hasSuffix("would own it if the package held a backup of the system."))
        let unstated = try ruling(World.service("svc", "vps", backups: .unstated, []), backup)
        #expect(unstated.owner == .provider)
        #expect(unstated.because.contains("the agreement does not say how often the package brings one"))
    }

    @Test func dataIsTheProvidersUntilRetentionEnds() throws {
        let service = World.service("svc", "vps", lifecycle: .terminated, endedAt: "2026-02-18T00:00:00+07:00", [])
        let kept = try ruling(service, exit, rules: [exitRule], at: "2026-03-19T16:59:59Z")
        #expect(kept.owner == .provider)
        #expect(kept.until == World.instant("2026-03-20T00:00:00+07:00"))
        let expired = try ruling(service, exit, rules: [exitRule], at: "2026-03-19T17:00:00Z")
        #expect(expired.owner == .nobody)
        #expect(expired.until == nil)
        #expect(expired.gap?.contains("2026-03-19T17:00:00Z") == true)
        #expect(expired.sentence.contains("would own it if it had been asked before 2026-03-19T17:00:00Z"))
    }

    // MARK: Reports that come late

    private func late(_ observed: String, _ received: String) throws -> Ruling {
        var question = World.question("prov", "tern-vps1", .vulnerability, layer: .os, at: World.instant(observed))
        question.receivedAt = World.instant(received)
        return try World.book().rule(on: question)
    }

    @Test func theRevisionWhenItWasObservedDecides() throws {
        let ruling = try late("2026-03-31T23:30:00+02:00", "2026-04-01T00:10:00+02:00")
        #expect(ruling.owner == .customer)
        #expect(ruling.revision == 2)
        #expect(ruling.sentence.hasSuffix("Revision 3, in force since then, would say: Meridian Hosting."))
        #expect(ruling.because.last?.hasSuffix("would say Meridian Hosting") == true)
    }

    @Test func aDayLateAcrossAChangeGoesToTriage() throws {
        let onTime = try late("2026-03-31T23:30:00+02:00", "2026-04-01T23:30:00+02:00")
        #expect(onTime.triage == nil)
        let ruling = try late("2026-03-31T23:30:00+02:00", "2026-04-01T23:30:00.001+02:00")
        #expect(ruling.triage == .backdated)
        #expect(ruling.owner == .joint)
        #expect(ruling.lead == "prov")
        #expect(ruling.agreement == "agr-tern")
        #expect(ruling.revision == 3)
        #expect(ruling.rule == "triage.backdated")
        #expect(ruling.sentence.contains("before: Tern Robotics; now: Meridian Hosting"))
    }

    @Test func lateWithinOneRevisionIsNothingSpecial() throws {
        let ruling = try late("2026-02-01T00:00:00Z", "2026-03-10T02:00:00Z")
        #expect(ruling.triage == nil)
        #expect(ruling.owner == .customer)
        #expect(!ruling.because.contains { $0.contains("would say") })
    }

    /// An address that passed from one customer to another: neither may learn of the other.
    private func moved(_ observed: String, _ received: String, asker: PartyID = "prov") throws -> Ruling {
        func box(_ customer: PartyID, _ from: String, _ to: String?) -> AgreementRevision {
            World.agreement(
                customer,
                [
                    World.service(
                        ServiceID("svc-\(customer)"), "vps", managed: false,
                        [Asset(id: AssetID("\(customer)-box"), addresses: ["198.51.100.7"])])
                ], from: from, to: to)
        }
        let book = try World.book(agreements: [
            box("tern", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), box("banyan", "2026-01-01T00:00:00Z", nil),
        ])
        var question = World.question(asker, "198.51.100.7", .intrusion, layer: .os, at: World.instant(observed))
        question.receivedAt = World.instant(received)
        return try book.rule(on: question)
    }

    @Test(arguments: ["2026-01-01T05:00:00Z", "2026-01-05T05:00:00Z"])
    func whatPassedToAnotherNamesNobodyElse(_ received: String) throws {
        for asker in ["prov", "tern"] as [PartyID] {
            let ruling = try moved("2025-12-31T23:00:00Z", received, asker: asker)
            let text = ([ruling.sentence, ruling.source] + ruling.because).joined()
            #expect(!text.contains("Banyan") && !text.contains("banyan"))
            #expect(!ruling.rejected.contains { $0.why.contains("anyan") })
        }
        #expect(throws: QuestionRefusal.notYours) {
            try moved("2025-12-31T23:00:00Z", "2025-12-31T23:30:00Z", asker: "banyan")
        }
    }

    @Test func whatPassedToAnotherIsTheProvidersToFindOut() throws {
        let late = try moved("2025-12-31T23:00:00Z", "2026-01-05T05:00:00Z")
        #expect(late.triage == .backdated)
        #expect(late.agreement == nil)
        #expect(late.customer == nil)
        #expect(late.asset == nil)
        let soon = try moved("2025-12-31T23:00:00Z", "2026-01-01T05:00:00Z")
        #expect(soon.customer == "tern")
        #expect(soon.because.last == "the agreement no longer lists it since then")
        // Who had it then still finds its own report among its own.
        let own = try moved("2025-12-31T23:00:00Z", "2026-01-05T05:00:00Z", asker: "tern")
        #expect(own.triage == .backdated)
        #expect(own.agreement == "agr-tern")
    }

    @Test func anEndedAgreementDoesNotEndTheGuard() throws {
        let agreement = World.agreement(
            "tern", [World.service("svc", "vps", [Asset(id: "box")])], to: "2026-04-01T00:00:00+02:00")
        let book = try World.book(agreements: [agreement])
        var question = World.question("prov", "box", layer: .os, at: World.instant("2026-03-31T00:00:00Z"))
        question.receivedAt = World.instant("2026-04-05T00:00:00Z")
        let ruling = try book.rule(on: question)
        #expect(ruling.triage == .backdated)
        #expect(ruling.customer == "tern")
        #expect(ruling.sentence.contains("now: nothing"))
    }

    /// Trouble that began before the revision that first lists the asset is the asset's all the same.
    @Test func whatWasListedOnlyLaterIsRuledOnByThat() throws {
        let agreement = World.agreement(
            "tern", [World.service("svc", "vps", managed: false, [Asset(id: "box")])], from: "2026-03-10T00:00:00Z")
        let book = try World.book(agreements: [agreement])
        func ask(_ asker: PartyID, received: String) throws -> Ruling {
            var question = World.question(asker, "box", layer: .os, at: World.instant("2026-03-09T23:50:00Z"))
            question.receivedAt = World.instant(received)
            return try book.rule(on: question)
        }
        for asker in ["prov", "tern"] as [PartyID] {
            let ruling = try ask(asker, received: "2026-03-10T00:10:00Z")
            #expect(ruling.owner == .customer)
            #expect(ruling.agreement == "agr-tern")
            #expect(ruling.because.last?.hasPrefix("no agreement listed it yet when it was observed") == true)
            #expect(try ask(asker, received: "2026-03-12T00:10:00Z").triage == .backdated)
        }
        #expect(throws: QuestionRefusal.notYours) { try ask("banyan", received: "2026-03-10T00:10:00Z") }
    }

    // MARK: Who asks, and what came through the wall

    @Test func outsidersAskForNothing() throws {
        let service = World.service("svc", "vps", [])
        let agreement = World.agreement("tern", [service], models: [model(restore)])
        let book = try World.book(agreements: [agreement])
        func owner(_ asker: PartyID, _ category: Responsibility.Category?, _ duty: DutyID?) throws -> Owner {
            try book.rule(on: World.question(asker, nil, category, duty: duty, service: "svc")).owner
        }
        #expect(try owner("tern", .request, "backup.restore") == .provider)
        #expect(try owner("tern", nil, "backup.restore") == .provider)
        #expect(try owner("prov", .request, "backup.restore") == .provider)
        #expect(try owner("prov", nil, "backup.restore") == .nobody)
        #expect(try owner("ext-abuse", .request, "backup.restore") == .nobody)
    }

    @Test func aCauseDecidesWhateverItLookedLike() throws {
        let rule = ResponsibilityRule(
            id: "isolation", selector: .anything, when: Condition(cause: "isolation"), owner: .provider, source: "1.4",
            confidence: .derived)
        let narrower = ResponsibilityRule(
            id: "narrow", selector: .layer(.data), when: Condition(serviceType: "vps", managed: false),
            owner: .customer,
            source: "x", confidence: .stated)
        let model = model(exit, rules: [rule, narrower])
        let agreement = World.agreement(
            "tern", [World.service("svc", "vps", managed: false, [Asset(id: "box")])], models: [model])
        let book = try World.book(agreements: [agreement])
        for category in Responsibility.Category.allCases {
            #expect(try book.rule(on: World.question("prov", "box", category, cause: "isolation")).owner == .provider)
            let without = try book.rule(on: World.question("prov", "box", category))
            #expect(!without.sentence.contains("cause were"))
            #expect(!without.rejected.contains { $0.rule == "isolation" })
        }
        for layer in [Layer.data, .os] {
            #expect(
                try book.rule(on: World.question("prov", "box", layer: layer, cause: "isolation")).owner == .provider)
        }
    }
}
