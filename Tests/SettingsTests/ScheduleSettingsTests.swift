import CivilTime
import Coordination
import OnCall
import Responsibility
import Testing

@testable import Settings

/// Schedules as written: what is shipped, and what else can be said.
@Suite("Schedules as written")
struct ScheduleSettingsTests {
    private let world: World

    init() throws { world = try World() }

    private static func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    private func warnings(at text: String) throws -> [ConfigurationProblem] {
        let now = try Self.instant(text)
        return try world.load(now: { now }).warnings
    }

    private func rota(_ id: ScheduleID) throws -> Rota { try #require(try world.load().arrangements.rotas[id]) }

    private func onCall(_ id: ScheduleID, _ text: String) throws -> [String] {
        try rota(id).schedule.onCall(at: Self.instant(text)).map(\.text)
    }

    /// A schedule of the provider with one layer of these lines, added to what is shipped.
    private func add(_ layer: String, more: String = "") throws {
        try world.edit(
            "schedules.yaml", "schedules:\n",
            "schedules:\n  - id: new\n    party: prov\n    zone: Europe/Berlin\n\(more)    layers:\n      - id: one\n\(layer)\n"
        )
    }

    @Test("the operations centre's week changes hands on Monday at nine in Bangkok, its nights each evening")
    func shipped() throws {
        let arrangements = try world.load().arrangements
        #expect(Set(arrangements.rotas.keys) == ["noc-week", "tern-ops"])
        let noc = try #require(arrangements.rotas["noc-week"])
        #expect(noc.party == "prov")
        #expect(noc.channels == ["anong": ["prov-anong"], "boon": ["prov-boon"], "chai": ["prov-chai"]])
        let rows = [
            ("2026-03-09T08:59:59+07:00", "chai"), ("2026-03-09T09:00:00+07:00", "anong"),
            ("2026-03-09T20:59:59+07:00", "anong"), ("2026-03-09T21:00:00+07:00", "boon"),
            ("2026-03-10T06:59:59+07:00", "boon"), ("2026-03-10T07:00:00+07:00", "anong"),
            ("2026-03-10T21:00:00+07:00", "chai"), ("2026-03-16T09:00:00+07:00", "boon"),
        ]
        for (text, person) in rows {
            #expect(noc.schedule.onCall(at: try Self.instant(text)) == [PersonID(person)], "\(text)")
        }
    }

    @Test("a schedule without a zone is in that of its party, and nine stays nine when clocks change")
    func zoneOfParty() throws {
        let rota = try rota("tern-ops")
        #expect(rota.schedule.zone.name.text == "Europe/Berlin")
        #expect(rota.channels.keys.sorted() == ["jonas", "mara"])
        let rows = [
            ("2026-03-23T08:59:59+01:00", ["jonas"]), ("2026-03-23T09:00:00+01:00", ["jonas"]),
            ("2026-03-27T18:00:00+01:00", ["mara"]), ("2026-03-30T08:59:59+02:00", ["mara"]),
            ("2026-03-30T09:00:00+02:00", ["mara"]), ("2026-04-03T18:00:00+02:00", ["jonas"]),
        ]
        for (text, people) in rows {
            #expect(rota.schedule.onCall(at: try Self.instant(text)).map(\.text) == people, "\(text)")
        }
    }

    @Test("the zones of parties, schedules and calendars, and those that are named, by old names as well")
    func zones() throws {
        try world.edit("schedules.yaml", "zones: [UTC]", "zones: [Europe/Kiev]")
        let zones = try world.load().arrangements.zones
        let names = ["Asia/Bangkok", "Europe/Berlin", "Europe/Kyiv", "Europe/Kiev", "UTC"]
        #expect(Set(names).isSubset(of: zones.keys.map(\.text)))
        #expect(zones[try ZoneName("Europe/Kiev")] == zones[try ZoneName("Europe/Kyiv")])
    }

    @Test("the shipped support desk calls whoever is on call, and nobody is warned of a gap")
    func shippedPolicy() throws {
        let arrangements = try world.load().arrangements
        let policy = try #require(arrangements.policies["support"])
        #expect(policy.steps.map(\.targets) == [[.schedule("noc-week")], [.desk(.own, .mgr)]])
        #expect(arrangements.book.provider.escalations[.support] == "support")
        let rota = try #require(arrangements.rotas["noc-week"])
        let start = try #require(Instant(rfc3339: "2026-03-10T00:00:00Z"))
        #expect(try rota.schedule.coverage(from: start, to: start + .hours(24 * 366)).isComplete)
    }

    @Test("a configuration without schedules has none")
    func none() throws {
        try world.edit("tocsin.yaml", "schedules: schedules.yaml\n", "")
        // The shipped policy of the support desk tells one.
        try world.edit("escalation.yaml", "tell: [schedule noc-week]", "tell: [own noc]")
        let settings = try world.load()
        #expect(settings.arrangements.rotas.isEmpty)
        #expect(!settings.files.contains("schedules.yaml"))
    }

    @Test("a step tells a schedule of its party; what an unreadable file would have held is missed by nobody")
    func step() throws {
        try world.edit("escalation.yaml", "tell: [own mgr]", "tell: [schedule noc-week]")
        let policy = try #require(try world.load().arrangements.policies["noc"])
        #expect(policy.steps.first?.targets == [.schedule("noc-week")])
        try world.edit("tocsin.yaml", "schedules: schedules.yaml", "schedules: schedule.yaml")
        let missing = world.problems()
        #expect(missing.count == 1)
        #expect(missing.first?.contains("cannot read the file `Config/schedule.yaml`") == true)
        try world.edit("tocsin.yaml", "schedules: schedule.yaml", "")
        // Beside this step, that of the shipped policy of the support desk.
        #expect(world.problems().map { $0.contains("this configuration has no schedules") } == [true, true])
    }

    @Test("a table takes times with an offset and times on the wall of its zone")
    func table() throws {
        try add(
            """
                    shifts:
                      - {person: boon, from: 2026-10-24T18:00, to: 2026-10-25T03:00:00+01:00}
                      - {person: chai, from: 2026-10-25T03:00, to: 2026-10-26T09:00}
            """)
        let rows = [
            ("2026-10-24T15:59:59Z", []), ("2026-10-24T16:00:00Z", ["boon"]), ("2026-10-25T01:59:59Z", ["boon"]),
            ("2026-10-25T02:00:00Z", ["chai"]), ("2026-10-26T08:00:00Z", []),
        ]
        for (text, people) in rows { #expect(try onCall("new", text) == people, "\(text)") }
    }

    @Test("a layer goes over to its next revision, and lengths of turns are hours, days, weeks and months")
    func revisions() throws {
        try add(
            """
                    members: [anong, boon]
                    every: 12 hours
                    starting_on: 2026-03-02
                    handoff: "06:00"
                    until: 2026-04-01T00:00
                  - id: one
                    revision: 2
                    members: [boon, chai]
                    every: 1 month
                    starting_on: 2026-03-31
                    handoff: "00:00"
                    from: 2026-04-01T00:00
            """)
        let rows = [
            ("2026-03-31T21:59:59Z", ["boon"]), ("2026-03-31T22:00:00Z", ["boon"]), ("2026-04-29T21:59:59Z", ["boon"]),
            ("2026-04-29T22:00:00Z", ["chai"]), ("2026-03-02T17:00:00Z", ["boon"]), ("2026-03-02T16:59:59Z", ["anong"]),
        ]
        for (text, people) in rows { #expect(try onCall("new", text) == people, "\(text)") }
    }

    @Test("weekends that nobody works use up nobody's turn, where the layer says so")
    func covered() throws {
        try add(
            """
                    members: [anong, boon, chai]
                    every: 1 day
                    starting_on: 2026-05-01
                    handoff: "09:00"
                    advance: covered
                    restrictions:
                      - {days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00"}
            """)
        #expect(try onCall("new", "2026-05-01T12:00:00+02:00") == ["anong"])
        #expect(try onCall("new", "2026-05-02T12:00:00+02:00") == [])
        #expect(try onCall("new", "2026-05-04T12:00:00+02:00") == ["boon"])
        #expect(try onCall("new", "2026-05-05T12:00:00+02:00") == ["chai"])
    }

    @Test("overrides that are known before: a swap, a second one, one who is ill")
    func overrides() throws {
        try world.edit(
            "schedules.yaml", "  # Tern in Berlin",
            """
                overrides:
                  - {id: swap, from: 2026-03-09T09:00, to: 2026-03-09T12:00, replace: anong, with: chai, reason: Dentist}
                  - {id: pair, from: 2026-03-09T12:00, to: 2026-03-09T13:00, add: boon, reason: A move}
                  - {id: ill, from: 2026-03-09T13:00:00+07:00, to: 2026-03-09T14:00, remove: anong, reason: Ill}

              # Tern in Berlin
            """)
        let rows = [
            ("2026-03-09T10:00:00+07:00", ["chai"]), ("2026-03-09T12:30:00+07:00", ["anong", "boon"]),
            ("2026-03-09T13:30:00+07:00", []), ("2026-03-09T14:00:00+07:00", ["anong"]),
        ]
        for (text, people) in rows { #expect(try onCall("noc-week", text) == people, "\(text)") }
    }

    // MARK: Calendars

    private static func event(_ lines: String...) -> String {
        (["BEGIN:VEVENT"] + lines + ["END:VEVENT"]).map { $0 + "\r\n" }.joined()
    }

    private func addCalendar(_ events: String) throws {
        world.write(Array("BEGIN:VCALENDAR\r\n\(events)END:VCALENDAR\r\n".utf8), to: "Config/duty.ics")
        try add("        calendar: duty.ics\n        from: 2026-01-01T00:00\n        until: 2026-12-31T00:00")
    }

    @Test("a calendar names people by name, id or address, in zones of its own, and is part of the configuration")
    func calendar() throws {
        try addCalendar(
            Self.event("SUMMARY:anong srisai", "DTSTART:20260302T080000Z", "DTEND:20260302T090000Z")
                + Self.event("SUMMARY:BOON", "DTSTART;TZID=Europe/London:20260302T090000", "DURATION:PT1H")
                + Self.event(
                    "SUMMARY:Duty", "ATTENDEE;CN=x:MAILTO:Chai@meridian.example", "DTSTART:20260302T110000",
                    "DTEND:20260302T120000", "RRULE:FREQ=DAILY;COUNT=2"))
        let rows = [
            ("2026-03-02T08:00:00Z", ["anong"]), ("2026-03-02T09:00:00Z", ["boon"]), ("2026-03-02T10:00:00Z", ["chai"]),
            ("2026-03-02T11:00:00Z", []), ("2026-03-03T10:00:00Z", ["chai"]), ("2026-03-04T10:00:00Z", []),
        ]
        for (text, people) in rows { #expect(try onCall("new", text) == people, "\(text)") }
        let (before, files) = (try world.load().digest, try world.load().files)
        #expect(files.contains("duty.ics"))
        try world.edit("duty.ics", "COUNT=2", "COUNT=3")
        #expect(try world.load().digest != before)
    }

    @Test("what is wrong with a calendar is told at its line")
    func brokenCalendar() throws {
        try addCalendar(
            Self.event("SUMMARY:Nobody", "DTSTART:20260302T080000Z", "DTEND:20260302T090000Z"))
        #expect(
            world.problems() == [
                "Config/duty.ics:2:1: the event in line 2, \"Nobody\", names nobody who is known — put a known name into"
                    + " SUMMARY or ATTENDEE"
            ])
        try world.edit("duty.ics", "SUMMARY:Nobody", "SUMMARY:anong")
        try world.edit("duty.ics", "DTEND:20260302T090000Z", "DTEND:20260302T070000Z")
        #expect(
            world.problems() == [
                "Config/duty.ics:2:1: the event in line 2 must end after it begins — correct its DTEND or DURATION"
            ])
        try world.edit("duty.ics", "20260302T080000Z", "20240302T080000Z")
        try world.edit("duty.ics", "20260302T070000Z", "20240302T090000Z")
        #expect(world.problems().count == 1)
        #expect(world.problems().first?.contains("has no event between `from` and `until`") == true)
        world.remove("Config/duty.ics")
        #expect(world.problems().first?.contains("cannot read the file `Config/duty.ics`") == true)
    }

    @Test("somebody of another party is nobody to a calendar")
    func foreignCalendar() throws {
        try addCalendar(
            Self.event("SUMMARY:Mara Vogel", "DTSTART:20260302T080000Z", "DTEND:20260302T090000Z"))
        #expect(world.problems().map { $0.contains("names nobody who is known") } == [true])
    }

    // MARK: Warnings

    @Test("the shipped schedules leave nothing open")
    func complete() throws {
        for text in ["2026-03-20T00:00:00Z", "2026-10-20T00:00:00Z", "2031-01-01T00:00:00Z"] {
            #expect(try warnings(at: text) == [])
        }
    }

    @Test("who is missing within two weeks is a warning, and no problem")
    func gaps() throws {
        try world.edit(
            "schedules.yaml", "starting_on: 2026-01-05\n        handoff: \"09:00\"",
            "starting_on: 2026-01-12\n        handoff: \"09:00\"")
        #expect(try world.load().warnings == [])
        #expect(try warnings(at: "2026-01-12T02:00:00Z") == [])
        let warnings = try warnings(at: "2026-01-01T00:00:00Z")
        #expect(
            warnings.map { $0.description.replacing(world.folder + "/", with: "") } == [
                "Config/schedules.yaml:37:9: the schedule `noc-week` has nobody on call from 2026-01-01T07:00:00+07:00 to"
                    + " 2026-01-05T21:00:00+07:00, and 7 more times within 14 days: a step that tells it is skipped then — if"
                    + " nobody is meant to be, leave it; else add a layer or an override; see all of it with: tocsin"
                    + " schedule preview noc-week",
                "Config/schedules.yaml:55:9: the schedule `tern-ops` has nobody on call from 2026-01-01T01:00:00+01:00 to"
                    + " 2026-01-05T09:00:00+01:00: a step that tells it is skipped then — if nobody is meant to be, leave"
                    + " it; else add a layer or an override; see all of it with: tocsin schedule preview tern-ops",
            ])
    }

    @Test("hours that clocks take away are a warning")
    func swallowed() throws {
        try add(
            """
                    members: [anong]
                    every: 1 week
                    starting_on: 2026-01-05
                    handoff: "09:00"
                  - id: two
                    members: [boon]
                    every: 1 week
                    starting_on: 2026-01-05
                    handoff: "09:00"
                    restrictions:
                      - {from: "02:00", to: "03:00"}
            """)
        let warnings = try warnings(at: "2026-03-20T00:00:00Z")
        #expect(warnings.count == 1)
        #expect(
            warnings.first?.what
                == "of the schedule `new`, the layer `two` has nothing of 2026-03-29T02:00:00 to 2026-03-29T03:00:00: clocks"
                + " are put forward over it")
    }
}
