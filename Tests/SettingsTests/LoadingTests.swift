import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

@Suite("Loading")
struct LoadingTests {
    @Test("all problems of all files are told at once, by place")
    func allAtOnce() throws {
        let world = try World()
        try world.edit("tocsin.yaml", "log_level: info", "log_level: loud")
        try world.edit("tocsin.yaml", "sec: [prov-sec]", "sec: [prov-sek]")
        try world.edit("escalation.yaml", "after: PT20M", "after: PT5M")
        try world.edit("joint-care.yaml", "tell: counterpart", "tell: counterparts")
        try world.edit("agreements/tern.yaml", "    retention: P30D\n", "")
        try world.edit("agreements/mango.yaml", "type: wordpress", "type: wordpres")
        try world.edit("agreements/orchid.yaml", "domains: [orchid.example]", "domains: [mango.example]")
        try world.edit("responsibility/managed-services.yaml", "owner: each", "owner: all")
        try world.edit("calendars.yaml", "zone: Asia/Bangkok", "zone: Asia")
        world.remove("var/secrets/banyan")
        let places = world.problems().map { $0.prefix { $0 != " " } }
        #expect(
            places == [
                "Config/agreements/banyan.yaml:13:20:", "Config/agreements/mango.yaml:36:9:",
                "Config/agreements/orchid.yaml:41:13:", "Config/agreements/tern.yaml:30:5:",
                "Config/calendars.yaml:15:11:", "Config/escalation.yaml:24:17:", "Config/joint-care.yaml:94:11:",
                "Config/responsibility/managed-services.yaml:387:12:", "Config/tocsin.yaml:23:12:",
                "Config/tocsin.yaml:124:11:",
            ])
    }

    @Test("a time between two revisions in which none is in force loads, and is warned of where the earlier one ends")
    func gap() throws {
        let world = try World()
        #expect(try world.load().warnings.isEmpty)
        try world.edit("agreements/tern.yaml", "to: 2026-04-01T00:00:00+02:00", "to: 2026-03-01T00:00:00+01:00")
        let settings = try world.load()
        #expect(
            settings.warnings.map { $0.description.replacing(world.folder + "/", with: "") } == [
                "Config/agreements/tern.yaml:32:9: no revision of agr-tern is in force from 2026-02-28T23:00:00Z to"
                    + " 2026-03-31T22:00:00Z: the assets of tern are unknown then, trouble with them goes to the"
                    + " provider's triage, and what tern reports about them is refused — if no pause is meant, let revision 2 end when revision 3 begins"
            ])
        // What the warning says is so.
        let at = try #require(Instant(rfc3339: "2026-03-10T02:00:00Z"))
        let ruling = try settings.arrangements.book.rule(
            on: Question(asset: "tern-vps1", category: .intrusion, asker: "prov", observedAt: at))
        #expect(ruling.triage == .unknownAsset)
        #expect(ruling.lead == "prov")
        #expect(throws: QuestionRefusal.self) {
            _ = try settings.arrangements.book.rule(
                on: Question(asset: "tern-vps1", category: .intrusion, asker: "tern", observedAt: at))
        }
    }

    @Test("a configuration whose first file is not there is unreadable; one that lacks another file has a problem")
    func unreadable() throws {
        let world = try World()
        world.remove("Config/calendars.yaml")
        let missing = #expect(throws: ConfigurationError.self) { _ = try world.load() }
        #expect(missing?.isUnreadable == false)
        world.remove("Config/tocsin.yaml")
        let unreadable = #expect(throws: ConfigurationError.self) { _ = try world.load() }
        #expect(unreadable?.isUnreadable == true)
        #expect(unreadable?.problems.count == 1)
    }

    @Test("a role that nobody fills, even after fallback, is told for desks and for escalation")
    func unfilledRoles() throws {
        let world = try World()
        try world.edit("agreements/orchid.yaml", "    ops: [orchid]", "    dpo: [orchid]")
        #expect(
            world.problems() == [
                "Config/agreements/orchid.yaml:17:5: nobody of orchid can be told as owner, which"
                    + " Config/escalation.yaml:51:31 wants"
                    + " — add owner: [channel], or one of the roles that stand in for it: ops",
                "Config/agreements/orchid.yaml:17:5: party orchid has nobody who could be told as owner, ops,"
                    + " sec, ict, fallbacks included — give it a contact",
            ])
    }

    @Test("a joint rule without a lead and without a split is two problems at one place")
    func jointWithoutLead() throws {
        let world = try World()
        try world.edit(
            "agreements/mango.yaml", "    services:",
            "    overrides:\n      - {id: x, layer: edge, owner: joint, source: contract}\n    services:")
        #expect(
            world.problems() == [
                "Config/agreements/mango.yaml:36:9: a rule is joint and has no `lead`"
                    + " — write who leads: provider, customer, tls_terminator, operating_system_owner",
                "Config/agreements/mango.yaml:36:9: a rule is joint and has no `parts`"
                    + " — write in a sentence which side does what",
            ])
    }

    @Test("the digest changes with any byte of any file")
    func digestOfEveryFile() throws {
        let world = try World()
        var seen: Set<String> = [try world.load().digest]
        for file in try World.files() {
            world.write(Array((try world.text(file) + "\n").utf8), to: "Config/\(file)")
            #expect(seen.insert(try world.load().digest).inserted, "\(file)")
        }
    }

    @Test("the digest is of names and bytes: not of secrets, folders or the order of reading")
    func digestOfNothingElse() throws {
        let (first, second) = (try World(), try World())
        #expect(first.folder != second.folder)
        let digest = try first.load().digest
        #expect(try second.load().digest == digest)
        first.write(Array(("whsec_" + String(repeating: "QUJD", count: 10)).utf8), to: "var/secrets/tern", mode: 0o600)
        #expect(try first.load().digest == digest)
        // The same keys in another order are read in another order.
        try second.edit("tocsin.yaml", "escalation: escalation.yaml\n", "")
        try second.edit(
            "tocsin.yaml", "calendars: calendars.yaml\n", "calendars: calendars.yaml\nescalation: escalation.yaml\n")
        let reordered = try second.load().digest
        #expect(reordered != digest)
        try second.edit(
            "tocsin.yaml", "calendars: calendars.yaml\nescalation: escalation.yaml\n", "calendars: calendars.yaml\n")
        try second.edit(
            "tocsin.yaml", "calendars: calendars.yaml\n", "escalation: escalation.yaml\ncalendars: calendars.yaml\n")
        #expect(try second.load().digest == digest)
    }

    @Test("a file under another name is another configuration")
    func digestOfNames() throws {
        let world = try World()
        let digest = try world.load().digest
        world.write(Array(try world.text("agreements/tern.yaml").utf8), to: "Config/agreements/zebra.yaml")
        world.remove("Config/agreements/tern.yaml")
        let renamed = try world.load()
        #expect(renamed.digest != digest)
        #expect(renamed.files.contains("agreements/zebra.yaml"))
    }

    @Test("a model is declared once")
    func modelTwice() throws {
        let world = try World()
        world.write(Array(try world.text("responsibility/hosting.yaml").utf8), to: "Config/responsibility/zz.yaml")
        #expect(
            world.problems() == [
                "Config/responsibility/zz.yaml:11:8: the model `hosting@2026-01-01` is declared twice — the first is at"
                    + " Config/responsibility/hosting.yaml:11:8; rename one"
            ])
    }

    @Test("business hours that no agreement can name, and others without a day on which anybody is there")
    func badCalendars() throws {
        let world = try World()
        try world.edit(
            "calendars.yaml", "  - id: th-office",
            "  - {id: 24x7, zone: UTC, hours: \"Mon 09:00-10:00\"}\n  - id: th-office")
        #expect(
            world.problems() == [
                "Config/calendars.yaml:14:10: no calendar can be called `24x7`"
                    + " — that is what counts day and night; rename it"
            ])
        let mondays = (0..<52).compactMap { CivilDate(text: "2026-01-05")?.adding(days: 7 * $0).description }
        try world.edit(
            "calendars.yaml", "{id: 24x7, zone: UTC,",
            "{id: never, zone: UTC, holidays: [\(mondays.joined(separator: ", "))],")
        #expect(
            world.problems() == [
                "Config/calendars.yaml:14:5: the calendar `never` is closed on every day of 2026, so nothing counted in its"
                    + " hours could ever be due — take out holidays"
            ])
    }

    @Test("hidden files and other endings are no part of a folder")
    func otherFiles() throws {
        let world = try World()
        let digest = try world.load().digest
        world.write([0x7B], to: "Config/agreements/.tern.yaml")
        world.write([0x7B], to: "Config/agreements/tern.yaml~")
        #expect(try world.load().digest == digest)
    }

    @Test("members are resolved to users and groups, by name or number")
    func members() throws {
        let world = try World()
        try world.edit(
            "tocsin.yaml", "    - {user: self, role: operator}",
            "    - {user: root, role: operator}\n    - {group: 1300, role: agent}\n    - {user: 1201, role: responder}")
        let peers = try world.load().peers
        #expect(peers.selfMember == nil)
        #expect(peers.members.map(\.account) == [.user(0), .group(1300), .user(1201)])
        #expect(peers.members.map(\.name) == ["uid 0 (root)", "gid 1300", "uid 1201"])
        #expect(peers.members.map(\.standing.role) == [.operator, .agent, .responder])
        #expect(Set(peers.members.map(\.standing.party)) == ["prov"])
    }

    @Test("the daemon's own user is one account, by whatever name")
    func ownUserTwice() throws {
        let world = try World()
        try world.edit("agreements/tern.yaml", "  channels:", "  members: [{user: 1201, role: responder}]\n  channels:")
        #expect(throws: Never.self) { _ = try world.load(ownUserID: 4711) }
        let error = #expect(throws: ConfigurationError.self) { _ = try world.load(ownUserID: 1201) }
        #expect(error?.problems.map(\.what) == ["uid 1201 already speaks for prov as operator"])
    }

    @Test("an agreement's own rule takes the place of the model's")
    func overrides() throws {
        let world = try World()
        let rule = """
                overrides:
                  - id: plugins
                    duty: app.thirdparty
                    when: {asset: mango-site}
                    owner: provider
                    source: order of 2 February, line 3
                services:
            """
        try world.edit("agreements/mango.yaml", "    services:", rule)
        let revision = try #require(try world.load().arrangements.book.agreement("agr-mango", revision: 1))
        #expect(revision.overrides.map(\.id.rawValue) == ["agr-mango.plugins"])
        #expect(revision.overrides.map(\.selector) == [.duty("app.thirdparty")])
        #expect(revision.overrides.map(\.when) == [Condition(asset: "mango-site")])
    }

    @Test("joint owners of the shipped models always have a lead and a split")
    func jointDuties() throws {
        let revision = try #require(try World().load().arrangements.book.agreement("agr-tern", revision: 2))
        let joint = try #require(revision.models.first).duties.values.filter { $0.holder == .fixed(.joint) }
        #expect(joint.count == 3)
        #expect(joint.allSatisfy { $0.lead != nil && $0.parts != nil })
    }
}
