import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// What the shipped files say beyond parties and channels, read back.
@Suite("The sample world")
struct SampleWorldTests {
    private let book: ResponsibilityBook

    init() throws { book = try World().load().arrangements.book }

    private func revision(_ id: AgreementID, _ number: Int = 1) throws -> AgreementRevision {
        try #require(book.agreement(id, revision: number))
    }

    private func service(_ id: ServiceID, of agreement: AgreementID, _ number: Int = 1) throws -> Service {
        try #require(try revision(agreement, number).services.first { $0.id == id })
    }

    @Test("everybody lives somewhere")
    func zones() throws {
        let zones: [PartyID: String] = [
            "prov": "Asia/Bangkok", "orchid": "Asia/Bangkok", "mango": "Asia/Bangkok", "banyan": "Asia/Bangkok",
            "siam": "Asia/Bangkok", "oldco": "Asia/Bangkok", "tern": "Europe/Berlin", "norr": "Europe/Stockholm",
            "palma": "Europe/Madrid", "wing": "Europe/London",
        ]
        for (party, zone) in zones { #expect(book.party(party)?.zone?.name.text == zone, "\(party)") }
        #expect(book.customers.count == zones.count - 1)
    }

    @Test("the system's own zones serve as well")
    func systemZones() throws {
        let zone = try World().load(zoneDirectory: SettingsEnvironment.zoneDirectoryDefault).arrangements.book
            .party("norr")?.zone
        let summer = try #require(Instant(rfc3339: "2026-07-01T00:00:00Z"))
        #expect(zone?.name.text == "Europe/Stockholm")
        #expect(zone?.offsetSeconds(at: summer) == 7200)
    }

    @Test("the provider is under its own regimes, a customer under its agreement's")
    func regimes() throws {
        #expect(book.provider.regimes == [.pdpa, .gdpr, .nis2])
        #expect(try revision("agr-norr").regimes == [.gdpr, .dora])
        #expect(try revision("agr-palma").regimes == [.gdpr, .pci])
        #expect(try revision("agr-tern", 3).regimes == [.gdpr])
        #expect(try revision("agr-orchid").crossNotifyFloor == .low)
    }

    @Test("third parties and gateways stand on the provider's side and are told nothing")
    func others() throws {
        let aws = try #require(book.party("aws"))
        let gateway = try #require(book.party("ext-abuse"))
        #expect(aws.kind == .thirdParty)
        #expect(gateway.kind == .external)
        for party in [aws, gateway] {
            #expect(party.side == .provider)
            #expect(party.contacts.isEmpty)
        }
    }

    @Test("the office in Bangkok is closed over Songkran (D01)")
    func calendar() throws {
        let orchid = try revision("agr-orchid")
        let calendar = try #require(orchid.calendar)
        #expect(calendar.id == "th-office")
        #expect(calendar.zone.name.text == "Asia/Bangkok")
        #expect(calendar.holidays.count == 5)
        #expect(orchid.response[.medium] == .business(.hours(4)))
        #expect(orchid.response[.low] == .business(.hours(9)))
        #expect(orchid.response[.high] == .elapsed(.minutes(30)))
        let received = try #require(Instant(rfc3339: "2026-04-10T17:30:00+07:00"))
        let due = try #require(Instant(rfc3339: "2026-04-16T12:30:00+07:00"))
        #expect(calendar.add(.hours(4), to: received) == due)
        #expect(try revision("agr-mango").calendar?.id == "th-office")
        #expect(try revision("agr-oldco", 2).calendar?.id == "th-office")
        #expect(try revision("agr-siam").calendar == nil)
    }

    @Test("a breach is told within what was agreed")
    func breachNotices() throws {
        #expect(try revision("agr-siam").breachNotice == .hours(12))
        #expect(try revision("agr-norr").breachNotice == .hours(4))
        #expect(try revision("agr-wing").breachNotice == .hours(24))
    }

    @Test("services have hosts, schedules and, where they have ended, an end")
    func services() throws {
        let siam = try service("svc-siam", of: "agr-siam")
        #expect(siam.hosts == ["hv-07", "hv-08"])
        #expect(siam.addons == ["ddos-advanced"])
        #expect(siam.backupSchedule == .every(.hours(24)))
        #expect(try service("svc-tern", of: "agr-tern", 2).hosts == ["hv-07"])
        #expect(try service("svc-wing-run", of: "agr-wing").hosts == [])
        #expect(try service("svc-wing-git", of: "agr-wing").hosts == ["hv-09"])
        let oldco = try service("svc-oldco", of: "agr-oldco", 2)
        #expect(oldco.lifecycle == .terminated)
        #expect(oldco.backupSchedule == .unstated)
        #expect(oldco.endedAt == Instant(rfc3339: "2026-02-18T00:00:00+07:00"))
        #expect(try revision("agr-oldco", 2).retentionEnd(of: oldco) == Instant(rfc3339: "2026-03-20T00:00:00+07:00"))
    }

    @Test("a package without a backup says so")
    func noBackup() throws {
        let world = try World()
        try world.edit("agreements/norr.yaml", "backup_schedule: P7D", "backup_schedule: none")
        let revision = try world.load().arrangements.book.agreement("agr-norr", revision: 1)
        #expect(revision?.services.first?.backupSchedule == BackupSchedule.none)
    }

    @Test("assets are found by what other systems call them")
    func names() throws {
        let at = try #require(Instant(rfc3339: "2026-03-10T02:00:00Z"))
        for (name, asset) in [
            ("i-0abc12", "wing-runner"), ("project=norr", "norr-net"), ("203.0.113.70", "norr-net"),
            ("www.siam-tickets.example", "siam-app"), ("git.wing.example", "wing-git"),
        ] {
            let question = Question(asset: name, layer: .physical, asker: "prov", observedAt: at)
            #expect(try book.rule(on: question).asset?.rawValue == asset, "\(name)")
        }
    }

    @Test("a legacy name of a zone stands for the present one")
    func legacyZone() throws {
        let world = try World()
        try world.edit("agreements/tern.yaml", "zone: Europe/Berlin", "zone: Europe/Kiev")
        #expect(try world.load().arrangements.book.party("tern")?.zone?.name.text == "Europe/Kyiv")
    }

    @Test("24x7 is no calendar, and neither is none")
    func dayAndNight() throws {
        let world = try World()
        try world.edit(
            "agreements/tern.yaml", "    breach_notice: PT24H", "    calendar: 24x7\n    breach_notice: PT24H")
        #expect(try world.load().arrangements.book.agreement("agr-tern", revision: 2)?.calendar == nil)
    }

    @Test("an agreement may hear of less")
    func floor() throws {
        let world = try World()
        try world.edit(
            "agreements/tern.yaml", "    breach_notice: PT24H", "    tell_from: medium\n    breach_notice: PT24H")
        #expect(try world.load().arrangements.book.agreement("agr-tern", revision: 2)?.crossNotifyFloor == .medium)
    }

    @Test("a configuration without calendars is one")
    func withoutCalendars() throws {
        let world = try World()
        try world.edit("tocsin.yaml", "calendars: calendars.yaml\n", "")
        for name in ["orchid", "mango", "oldco"] {
            while try world.text("agreements/\(name).yaml").contains("th-office") {
                try world.edit("agreements/\(name).yaml", "medium: 4bh, low: 9bh", "medium: PT4H, low: PT24H")
                try world.edit("agreements/\(name).yaml", "    calendar: th-office\n", "")
            }
        }
        #expect(try world.load().files.contains("calendars.yaml") == false)
    }

    @Test("members of a gateway speak for it")
    func gatewayMembers() throws {
        let world = try World()
        try world.edit("tocsin.yaml", "    # members: [{user: abuse-form,", "    members: [{user: 1400,")
        let member = try #require(try world.load().peers.members.first)
        #expect(member.standing == Standing(party: "ext-abuse", side: .provider, role: .gateway))
    }
}

@Suite("Zones that cannot be read")
struct ZoneDirectoryTests {
    @Test("without the database's text the files themselves are the names")
    func withoutText() throws {
        let world = try World()
        world.remove("zoneinfo/tzdata.zi")
        #expect(try world.load().arrangements.book.party("tern")?.zone?.name.text == "Europe/Berlin")
        try world.edit("agreements/tern.yaml", "zone: Europe/Berlin", "zone: Europe/Berlni")
        #expect(
            world.problems() == [
                "Config/agreements/tern.yaml:12:9: `Europe/Berlni` is not a zone of the system's time zone database"
                    + " — write UTC or a region and city such as Europe/Berlin"
            ])
    }

    @Test("a zone that is listed and is not there is told for everybody in it")
    func missingFile() throws {
        let world = try World()
        world.remove("zoneinfo/Europe/Berlin")
        #expect(
            world.problems() == [
                "Config/agreements/tern.yaml:12:9: `Europe/Berlin` cannot be used: the file"
                    + " `zoneinfo/Europe/Berlin` cannot be read (No such file or directory)"
                    + " — install the system's tzdata package"
            ])
    }

    @Test("a damaged zone is refused")
    func damagedFile() throws {
        let world = try World()
        world.remove("zoneinfo/Europe/Berlin")
        world.write(Array("TZif2 and nothing more".utf8), to: "zoneinfo/Europe/Berlin")
        #expect(
            world.problems() == [
                "Config/agreements/tern.yaml:12:9: `Europe/Berlin` cannot be used: the file"
                    + " `zoneinfo/Europe/Berlin` ends before its header says it would"
                    + " — reinstall the system's tzdata package"
            ])
    }

    @Test("a machine without zones says so")
    func nothing() throws {
        let world = try World()
        let error = #expect(throws: ConfigurationError.self) {
            _ = try world.load(zoneDirectory: world.path("nowhere"))
        }
        #expect(error?.problems.allSatisfy { $0.what.contains("is not a zone of the system's") } == true)
        #expect(error?.problems.count == 13)
    }
}
