import CivilTime
import Responsibility
import Testing

@Suite struct LookupTests {
    @Test(
        arguments: [
            ("tern-vps1", "tern-vps1"), ("  TERN-VPS1 ", "tern-vps1"), ("tern-vps1:9100", "tern-vps1"),
            ("198.51.100.21", "tern-vps1"), ("198.51.100.21.", "tern-vps1"), ("198.51.100.21:9100", "tern-vps1"),
            ("::ffff:198.51.100.21", "tern-vps1"),
            ("2001:DB8:21:0:0:0:0:1", "tern-vps1"), ("http://[2001:db8:21::1]:8080/", "tern-vps1"),
            ("orchid.example", "orchid-site"), ("WWW.Orchid.Example.", "orchid-site"),
            ("a.b.c.orchid.example", "orchid-site"),
            ("https://shop.mango.example:8443/basket?id=1#top", "mango-site"),
            ("mango.example/wp-login.php", "mango-site"),
            ("https://user:secret@mango.example/", "mango-site"), ("panel.banyan.example", "banyan-vps1"),
            ("x.siam.apps.meridian.example", "siam-app"), ("203.0.113.79", "norr-net"), ("203.0.113.64/28", "norr-net"),
            ("git.wing.example", "wing-git"), ("oldco.example", "oldco-site"), ("web-12.meridian.example", "web-12"),
        ] as [(String, AssetID)])
    func name(_ text: String, _ asset: AssetID) throws {
        #expect(try World.book().rule(on: World.question("prov", text, layer: .data)).asset == asset)
    }

    @Test(arguments: [
        "notorchid.example", "orchid.example.net", "example", "www.panel.banyan.example", "198.51.100.021",
        "203.0.113.80",
        "203.0.113.63", "meridian.example", "http://", ":9100", "[::1", "tern-vps1\u{0}",
        String(repeating: "a.", count: 2000) + "orchid.example",
    ])
    func unknown(_ text: String) throws {
        let book = try World.book()
        let ruling = try book.rule(on: World.question("prov", text, layer: .data))
        #expect(ruling.triage == .unknownAsset)
        #expect(ruling.customer == nil)
        #expect(throws: QuestionRefusal.notYours) { try book.rule(on: World.question("tern", text, layer: .data)) }
    }

    @Test func longestDomainWins() throws {
        let houses = World.providerAssets + [Asset(id: "apps", domains: ["apps.meridian.example", "meridian.example"])]
        let book = try World.book(providerAssets: houses)
        func asset(_ name: String) throws -> AssetID? { try book.rule(on: World.question("prov", name)).asset }
        #expect(try asset("x.siam.apps.meridian.example") == "siam-app")
        #expect(try asset("xsiam.apps.meridian.example") == "apps")
        #expect(try asset("hv-07.meridian.example") == "hv-07")
        #expect(try asset("new.meridian.example") == "apps")
    }

    @Test func longestBlockWins() throws {
        let houses =
            World.providerAssets + [
                Asset(id: "net", addresses: ["203.0.113.0/24", "2001:db8::/32"]),
                Asset(id: "all", addresses: ["0.0.0.0/0"]),
            ]
        let book = try World.book(providerAssets: houses)
        func asset(_ name: String) throws -> AssetID? { try book.rule(on: World.question("prov", name)).asset }
        #expect(try asset("203.0.113.70") == "norr-net")
        #expect(try asset("203.0.113.10") == "palma-shop")
        #expect(try asset("203.0.113.200") == "net")
        #expect(try asset("2001:db8:ffff::1") == "net")
        #expect(try asset("8.8.8.8") == "all")
        #expect(try asset("2001:db9::1") == nil)
    }

    /// Whatever a customer asks about what is not its own, the answer is the one for what does not exist.
    @Test func foreignIsUnknown() throws {
        let book = try World.book()
        let names = World.agreements.flatMap(\.services).flatMap(\.assets)
            .filter { !$0.id.rawValue.hasPrefix("mango") }
            .flatMap { [$0.id.rawValue] + $0.hostnames + $0.domains }
        let addresses = [
            "198.51.100.21", "203.0.113.64", "web-12", "hv-07", "web-12.meridian.example", "nowhere.example",
        ]
        for name in names + addresses {
            for duty in [nil, "os.patch", "no.such.duty"] as [DutyID?] {
                let question = World.question("mango", name, .vulnerability, layer: .physical, duty: duty)
                #expect(throws: QuestionRefusal.notYours, "\(name)") { try book.rule(on: question) }
            }
        }
        for service in ["svc-tern", "svc-nowhere"] as [ServiceID] {
            #expect(throws: QuestionRefusal.notYours) {
                try book.rule(on: World.question("mango", nil, service: service))
            }
            #expect(throws: QuestionRefusal.notYours) {
                try book.rule(on: World.question("mango", "mango-site", service: service))
            }
        }
        for asset in ["mango-site", nil, "unknown"] {
            #expect(throws: QuestionRefusal.notYours) { try book.rule(on: World.question("nobody", asset)) }
        }
    }

    @Test func sharedAddressIsACustomersOwnForThatCustomer() throws {
        let ruling = try World.book().rule(on: World.question("mango", "192.0.2.12", layer: .application))
        #expect(ruling.asset == "mango-site")
        #expect(ruling.customer == "mango")
        // The service that ended answers on it no more.
        #expect(throws: QuestionRefusal.notYours) {
            try World.book().rule(on: World.question("oldco", "192.0.2.12", layer: .application))
        }
    }

    @Test func namedServiceNarrowsASharedAddress() throws {
        let book = try World.book()
        let ruling = try book.rule(
            on: World.question("prov", "192.0.2.12", layer: .application, service: "svc-orchid"))
        #expect(ruling.asset == "orchid-site")
        #expect(throws: QuestionRefusal.serviceContradictsAsset("svc-tern", "mango-site")) {
            try book.rule(on: World.question("prov", "192.0.2.12", service: "svc-tern"))
        }
        #expect(throws: QuestionRefusal.serviceContradictsAsset("svc-wing-run", "wing-git")) {
            try book.rule(on: World.question("wing", "wing-git", service: "svc-wing-run"))
        }
    }

    /// One service on the address of a shared host is still no identity: the host may be meant.
    @Test func addressOfAHostWithOneServiceIsShared() throws {
        let agreements = World.agreements.filter { $0.customer != "mango" }
        let ruling = try World.book(agreements: agreements).rule(on: World.question("prov", "192.0.2.12", .spam))
        #expect(ruling.triage == .ambiguousAsset(candidates: ["orchid-site"]))
        #expect(ruling.customer == nil)
    }

    @Test func candidatesAreBounded() throws {
        let many = (0..<ResponsibilityBook.candidatesMax + 5).map { number in
            let id = PartyID("c\(number)")
            let asset = Asset(id: AssetID("site-\(number)"), addresses: ["192.0.2.99"])
            return World.agreement(id, [World.service(ServiceID("svc-\(number)"), "web", [asset])])
        }
        let parties = many.map { World.party($0.customer, "Customer", [.ops]) }
        let book = try World.book(parties: World.parties + parties, agreements: World.agreements + many)
        let ruling = try book.rule(on: World.question("prov", "192.0.2.99"))
        guard case .ambiguousAsset(let candidates)? = ruling.triage else {
            Issue.record("not ambiguous")
            return
        }
        #expect(candidates.count == ResponsibilityBook.candidatesMax)
        #expect(ruling.sentence.contains("37 services"))
    }

    @Test func severalAssetsOfOneServiceNameTheService() throws {
        let assets = ["a", "b"].map { Asset(id: AssetID($0), addresses: ["192.0.2.50"], atClientSite: true) }
        let book = try World.book(agreements: [World.agreement("tern", [World.service("svc", "vps", assets)])])
        let ruling = try book.rule(on: World.question("prov", "192.0.2.50", layer: .os))
        #expect(ruling.service == "svc")
        #expect(ruling.asset == nil)
        #expect(ruling.owner == .customer)
    }

    @Test func nothingNamedIsTriageOfTheOwnAgreement() throws {
        let book = try World.book()
        for asset in [nil, "", " ", "Unknown"] {
            let own = try book.rule(on: World.question("tern", asset, .network))
            #expect(own.triage == .unknownAsset)
            #expect(own.agreement == "agr-tern")
            #expect(own.revision == 2)
            #expect(own.customer == "tern")
            #expect(
                World.written(book.care(for: own, on: World.occasion(.high, "tern")).tellings)
                    == ["prov.noc JC-15 60", "tern.ops JC-15 30"])
            let provider = try book.rule(on: World.question("prov", asset, .network))
            #expect(provider.customer == nil)
            #expect(provider.agreement == nil)
        }
        // With two agreements nobody can say which is meant.
        let second = World.agreement("tern", [], id: "agr-tern-2")
        let two = try World.book(agreements: World.agreements + [second])
        #expect(try two.rule(on: World.question("tern", nil)).agreement == nil)
        #expect(throws: QuestionRefusal.self) { try book.rule(on: World.question("tern", nil, duty: "no.such")) }
    }

    @Test func serviceAloneIsEnough() throws {
        let ruling = try World.book().rule(on: World.question("tern", "unknown", layer: .os, service: "svc-tern"))
        #expect(ruling.service == "svc-tern")
        #expect(ruling.asset == nil)
        #expect(ruling.rule == "hosting.os×vps")
        let unknown = try World.book().rule(on: World.question("prov", nil, service: "svc-nowhere"))
        #expect(unknown.triage == .unknownAsset)
    }

    @Test func endedServiceKeepsItsNamesUntilAnotherUsesThem() throws {
        let successor = World.agreement(
            "siam", [World.service("svc-new", "web", [Asset(id: "new-site", domains: ["oldco.example"])])],
            id: "agr-new")
        let book = try World.book(agreements: World.agreements + [successor])
        #expect(try book.rule(on: World.question("prov", "oldco.example", layer: .data)).asset == "new-site")
        #expect(try book.rule(on: World.question("oldco", "oldco.example", layer: .data)).asset == "oldco-site")
        #expect(try book.rule(on: World.question("siam", "oldco.example", layer: .data)).asset == "new-site")
    }

    @Test func beforeTheFirstRevisionNothingIsKnown() throws {
        let book = try World.book()
        let early = World.instant("2025-05-31T21:59:59Z")
        #expect(try book.rule(on: World.question("prov", "tern-vps1", at: early)).triage == .unknownAsset)
        #expect(book.agreement("agr-tern", at: early) == nil)
        #expect(book.agreement("agr-tern", at: World.t)?.revision == 2)
        #expect(book.agreement("agr-tern", at: World.instant("2026-03-31T21:59:59.999Z"))?.revision == 2)
        #expect(book.agreement("agr-tern", at: World.instant("2026-03-31T22:00:00Z"))?.revision == 3)
        #expect(book.agreement("agr-tern", at: World.instant("2030-01-01T00:00:00Z"))?.revision == 3)
        #expect(book.agreement("agr-tern", revision: 3)?.services.first?.managed == true)
        #expect(book.agreement("agr-nobody", at: World.t) == nil)
        #expect(book.designatedChannel(of: .customer, under: "agr-tern", at: World.t) == "tern-ops")
        #expect(book.designatedChannel(of: .customer, under: "agr-tern", at: early) == nil)
        #expect(book.agreements(of: "tern", at: World.t).map(\.id) == ["agr-tern"])
        #expect(book.party("tern")?.name == "Tern Robotics")
        #expect(book.party("nobody") == nil)
        #expect(
            book.customers.map(\.id)
                == ["banyan", "mango", "norr", "oldco", "orchid", "palma", "siam", "tern", "wing"])
    }

    // MARK: - Names of other systems

    @Test func externalIDsAndLabelsAreFoundAsWritten() throws {
        let box = Asset(id: "box", externalIDs: ["i-0ABC12"], labels: ["project=norr"])
        let other = Asset(id: "other", labels: ["team=web"])
        let third = Asset(id: "third", labels: ["team=web"])
        let book = try World.book(agreements: [
            World.agreement("norr", [World.service("svc-norr", "iaas", [box])]),
            World.agreement("siam", [World.service("svc-siam", "paas", [other])]),
            World.agreement("tern", [World.service("svc-tern", "vps", [third])]),
        ])
        func ask(_ name: String) throws -> Ruling { try book.rule(on: World.question("prov", name, layer: .data)) }
        #expect(try ask("i-0ABC12").asset == "box")
        #expect(try ask(" project=norr ").asset == "box")
        #expect(try ask("project=norr").because.first == "\u{201C}project=norr\u{201D} is the asset box, by its label")
        // Case matters to other systems.
        #expect(try ask("i-0abc12").triage == .unknownAsset)
        #expect(try ask("project=nor").triage == .unknownAsset)
        // A label that several services bear is no identity.
        #expect(try ask("team=web").triage == .ambiguousAsset(candidates: ["other", "third"]))
        #expect(throws: QuestionRefusal.notYours) {
            try book.rule(on: World.question("tern", "project=norr", layer: .data))
        }
    }

    /// Within its own range a customer gets the same answer for what is somebody else's and for what is nobody's.
    @Test func aRangeOfOnesOwnTellsNothingOfOthers() throws {
        let book = try World.book(agreements: [
            World.agreement(
                "tern",
                [
                    World.service(
                        "svc-tern", "vps", [Asset(id: "net", domains: ["t.example"], addresses: ["198.51.100.0/24"])])
                ]),
            World.agreement(
                "banyan",
                [
                    World.service(
                        "svc-banyan", "vps",
                        [Asset(id: "box", hostnames: ["b.t.example"], addresses: ["198.51.100.34"])])
                ]),
        ])
        for (theirs, nobodys) in [("198.51.100.34", "198.51.100.35"), ("b.t.example", "c.t.example")] {
            let first = try book.rule(on: World.question("tern", theirs, layer: .os))
            let second = try book.rule(on: World.question("tern", nobodys, layer: .os))
            #expect(first.asset == "net")
            #expect(first.owner == second.owner)
            #expect(try book.rule(on: World.question("prov", theirs, layer: .os)).asset == "box")
        }
    }

    /// All names are looked up in one text, so none may be another's of another kind.
    @Test func namesOfDifferentKindsDoNotCollide() throws {
        let first = World.agreement("tern", [World.service("svc-tern", "vps", [Asset(id: "box")])])
        for asset in [
            Asset(id: "other", externalIDs: ["BOX"]), Asset(id: "other", hostnames: ["box"]),
            Asset(id: "other", domains: ["Box"]),
        ] {
            #expect(throws: BookError.self) {
                try World.book(agreements: [first, World.agreement("banyan", [World.service("svc-b", "vps", [asset])])])
            }
        }
        // Within one agreement they may: a web server at the top of its domain is an everyday thing.
        let apex = World.service(
            "svc-b", "vps", [Asset(id: "mail", domains: ["b.example"]), Asset(id: "web", hostnames: ["b.example"])])
        let book = try World.book(agreements: [World.agreement("banyan", [apex])])
        #expect(try book.rule(on: World.question("prov", "b.example", layer: .os)).asset == "web")
        #expect(try book.rule(on: World.question("prov", "mx.b.example", layer: .os)).asset == "mail")
        let same = Asset(id: "box", hostnames: ["box"], domains: ["box"], externalIDs: ["box"])
        _ = try World.book(agreements: [World.agreement("tern", [World.service("svc-tern", "vps", [same])])])
    }
}
