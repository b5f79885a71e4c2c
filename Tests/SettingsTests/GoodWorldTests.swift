import CivilTime
import Coordination
import OnCall
import Responsibility
import Settings
import Testing

@Suite("The shipped configuration")
struct GoodWorldTests {
    private let world: World
    private let settings: LoadedSettings

    init() throws {
        world = try World()
        settings = try world.load()
    }

    @Test("loads, and names its files in order")
    func files() throws {
        #expect(settings.files == (try World.files()).sorted())
        #expect(settings.digest.count == 64)
        #expect(settings.arrangements.digest == settings.digest)
    }

    @Test("says what the daemon needs")
    func daemon() {
        let daemon = settings.daemon
        #expect(daemon.stateDirectory == "var/state")
        #expect(daemon.logLevel == .info)
        #expect(daemon.reportBytesMax == 262_144)
        #expect(daemon.openIncidentsMax == 10_000)
        #expect(daemon.coordination.reopenWithin == .minutes(10))
        #expect(daemon.coordination.proposalAnswerWithin == .hours(24))
        #expect(daemon.coordination.proposalToldWithin == .hours(4))
        #expect(daemon.loopback == nil)
        #expect(daemon.sockets.map(\.name) == ["provider", "tern"])
        #expect(daemon.sockets.map(\.path) == ["var/tocsin.sock", "var/tern.sock"])
        #expect(daemon.sockets.map(\.mode) == [0o660, 0o600])
        #expect(daemon.sockets.map(\.speaksFor) == [nil, Standing(party: "tern", side: .customer, role: .responder)])
    }

    @Test("lets the daemon's own user operate, and nobody else in")
    func peers() {
        #expect(settings.peers.members.isEmpty)
        #expect(settings.peers.selfMember == Standing(party: "prov", side: .provider, role: .operator))
    }

    @Test("has a channel for each desk, with the secret's text and the developer's exception")
    func channels() throws {
        #expect(settings.channels.map(\.id.rawValue) == World.channels.sorted())
        #expect(settings.arrangements.channels?.map(\.rawValue).sorted() == World.channels.sorted())
        let tern = try #require(settings.channels.first { $0.id == "tern" })
        #expect(tern.party == "tern")
        #expect(tern.url == "http://127.0.0.1:9180/tern")
        #expect(tern.secrets == [World.secret])
        #expect(tern.allow == ["http://127.0.0.1:9180"])
        #expect(!"\(tern)".contains("whsec"))
    }

    @Test("tern's revisions meet at midnight in Berlin")
    func revisions() throws {
        let book = settings.arrangements.book
        let change = try #require(Instant(rfc3339: "2026-03-31T22:00:00Z"))
        let before = try #require(book.agreement("agr-tern", at: change - .milliseconds(1)))
        let after = try #require(book.agreement("agr-tern", at: change))
        #expect(before.revision == 2)
        #expect(after.revision == 3)
        #expect(before.services.map(\.managed) == [false])
        #expect(after.services.map(\.managed) == [true])
        #expect(after.services.first?.managedScope == ["os", "panel", "mariadb"])
        #expect(before.designatedChannels == [.provider: "prov-sec", .customer: "tern"])
        #expect(before.immediately[.low] == .elapsed(.hours(4)))
        #expect(before.response[.high] == .elapsed(.minutes(30)))
        #expect(before.response[.info] == nil)
        #expect(before.breachNotice == .hours(24))
        #expect(before.retention == .hours(720))
    }

    @Test("both models have every duty and say something of every category")
    func models() throws {
        let book = settings.arrangements.book
        let revision = try #require(book.agreement("agr-tern", revision: 2))
        let hosting = try #require(revision.models.first)
        #expect(hosting.reference == "hosting@2026-01-01")
        #expect(hosting.duties.count == 48)
        #expect(
            Set(hosting.categoryDefaults.keys)
                == Set(Category.allCases).subtracting([.vulnerability, .anomaly, .other]))
        #expect(hosting.categoryDefaults[.hardware] == .layer(.physical))
        #expect(hosting.matrix.cell(.os, column: "vps")?.owner == .customer)
        #expect(hosting.matrix.cell(.os, column: "vps")?.confidence == .reconstructed)
        #expect(hosting.matrix.cell(.runtime, column: "vps+managed")?.confidence == .assumed)
        #expect(hosting.matrix.cell(.network, column: "iaas+managed")?.confidence == .derived)
        #expect(hosting.matrix.cell(.data, column: "web")?.confidence == .stated)
        #expect(hosting.duties["os.patch"]?.holder == .follows(.os))
        #expect(hosting.duties["edge.tls"]?.lead == .tlsTerminator)
        #expect(hosting.duties["backup.restore"]?.requestedBy == [.owner, .ops])
    }

    @Test("escalation and joint care are there")
    func policies() throws {
        let policy = try #require(settings.arrangements.policies["customer"])
        #expect(policy.steps.map(\.after) == [.minutes(15), .minutes(30)])
        #expect(policy.steps.map(\.targets) == [[.desk(.own, .owner)], [.desk(.other, .noc)]])
        #expect(policy.steps.map(\.condition) == [.unacknowledged, .unacknowledged])
        #expect(policy.lastWait == .minutes(15))
        #expect(policy.repeats == 0)
        #expect(policy.acknowledgementLasts == .hours(24))
        let security = try #require(settings.arrangements.policies["security"])
        #expect(security.steps.map(\.after) == [.minutes(10), .minutes(20), .hours(4)])
        #expect(security.steps.map(\.condition) == [.unacknowledged, .unacknowledged, .unresolved])
        #expect(security.acknowledgementLasts == .hours(4))
        let rules = settings.arrangements.book.jointCare
        let names = (101...120).map { number in "JC-\(String(number).dropFirst())" }
        #expect(rules.map(\.id.rawValue) == names)
    }
}

/// Rows of the acceptance table: what the shipped files make of a question.
@Suite("Rulings under the shipped configuration")
struct ShippedRulingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let asset: String
        var category: Category?
        var layer: Responsibility.Layer?
        var duty: DutyID?
        var component: String?
        var cause: String?
        var asker: PartyID = "prov"
        var at = "2026-03-10T02:00:00Z"
        let owner: Owner
        var party: PartyID?
        var lead: PartyID?
        var confidence: Confidence = .stated
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "A03 the site is down, the server is well", asset: "orchid.example", category: .availability,
            layer: .application, owner: .customer, party: "orchid"),
        Row(
            name: "A05 kernel of an unmanaged VPS", asset: "tern-vps1", category: .vulnerability, layer: .os,
            owner: .customer, party: "tern", confidence: .reconstructed),
        Row(
            name: "D09 the same after the change of revision", asset: "tern-vps1", category: .vulnerability, layer: .os,
            at: "2026-04-01T02:00:00Z", owner: .provider, party: "prov", confidence: .reconstructed),
        Row(
            name: "A06 kernel of a managed VPS", asset: "198.51.100.34", category: .vulnerability, layer: .os,
            owner: .provider, party: "prov", confidence: .reconstructed),
        Row(
            name: "A07 database engine in the managed scope", asset: "banyan-vps1", category: .vulnerability,
            layer: .runtime, component: "mariadb", owner: .provider, party: "prov", confidence: .assumed),
        Row(
            name: "a runtime outside of the managed scope", asset: "banyan-vps1", category: .vulnerability,
            layer: .runtime, component: "nodejs", owner: .customer, party: "banyan", confidence: .assumed),
        Row(
            name: "A17 webshell on WordPress", asset: "blog.mango.example", category: .malware, layer: .application,
            owner: .customer, party: "mango"),
        Row(
            name: "the same through a break of isolation", asset: "mango-site", category: .malware, cause: "isolation",
            owner: .provider, party: "prov", confidence: .derived),
        Row(
            name: "A21 large attack without the add-on", asset: "tern-vps1", category: .ddos, duty: "net.ddos_advanced",
            owner: .customer, party: "tern"),
        Row(
            name: "A26 certificate of an unmanaged VPS", asset: "tern-vps1", category: .tls, owner: .joint, lead: "tern"
        ),
        Row(
            name: "A28 open port of a managed VPS", asset: "banyan-vps1", category: .firewall, owner: .joint,
            lead: "prov"),
        Row(
            name: "A29 isolation on the shared server", asset: "web-12", category: .isolation, owner: .provider,
            party: "prov"),
        Row(
            name: "B01 the customer's own network", asset: "tern-vps1", category: .network, duty: "local.net",
            asker: "tern", owner: .customer, party: "tern", confidence: .derived),
        Row(
            name: "B13 a device in the customer's office", asset: "tern-office", category: .hardware, duty: "local.hw",
            asker: "tern", owner: .customer, party: "tern", confidence: .derived),
        Row(
            name: "being up, named as the service as a whole", asset: "tern-vps1", category: .availability,
            layer: .service, owner: .provider, party: "prov"),
        Row(
            name: "what the package holds, named likewise", asset: "tern-vps1", category: .resource, layer: .service,
            owner: .customer, party: "tern"),
        Row(
            name: "a hole in a managed GitLab", asset: "wing-git", category: .vulnerability, duty: "app.patch",
            owner: .provider, party: "prov", confidence: .assumed),
        Row(
            name: "restore on request", asset: "orchid-site", category: .request, asker: "orchid", owner: .provider,
            party: "prov", confidence: .assumed),
    ]

    @Test("is the acceptance table's", arguments: rows)
    func ruling(_ row: Row) throws {
        let settings = try World().load()
        let at = try #require(Instant(rfc3339: row.at))
        let ruling = try settings.arrangements.book.rule(
            on: Question(
                asset: row.asset, category: row.category, layer: row.layer, duty: row.duty, component: row.component,
                cause: row.cause, asker: row.asker, observedAt: at))
        #expect(ruling.owner == row.owner)
        #expect(ruling.ownerParty == row.party)
        #expect(ruling.lead == row.lead)
        #expect(ruling.confidence == row.confidence, "\(ruling.source)")
        #expect(ruling.triage == nil)
    }

    @Test("C05 the shared address alone names nobody")
    func sharedAddress() throws {
        let settings = try World().load()
        let ruling = try settings.arrangements.book.rule(
            on: Question(
                asset: "192.0.2.12", category: .spam, asker: "prov",
                observedAt: Instant(milliseconds: 1_773_108_000_000)))
        guard case .ambiguousAsset(let candidates) = ruling.triage else {
            Issue.record("not ambiguous: \(ruling.sentence)")
            return
        }
        #expect(Set(candidates).isSuperset(of: ["mango-site", "orchid-site"]))
    }
}
