import Foundation
import Glibc
import Testing

/// A step calls whoever is on call at that moment: by the rotation, or by what a person changed.
@Suite(.ownThread) struct ScheduleTests {
    /// The provider's desk calls whoever has the week after a second. One person has every hour.
    private static func weekOfAnong(_ world: World) throws {
        try world.hurryEscalation()
        try world.replace(
            "- {after: PT1S, tell: [own mgr]}\n      - {after: PT2S, tell: [own mgr, own sec]}",
            with: "- {after: PT1S, tell: [schedule noc-week]}\n      - {after: PT30S, tell: [own mgr, own sec]}",
            in: "escalation.yaml")
        try world.replace("members: [anong, boon, chai]", with: "members: [anong]", in: "schedules.yaml")
        try world.replace("members: [boon, chai, anong]", with: "members: [anong]", in: "schedules.yaml")
    }

    private static func override(_ daemon: DaemonUnderTest, _ options: String...) throws -> Finished {
        try daemon.tocsin(["schedule", "override", "noc-week"] + options + ["--reason", "Songkran", "--json"])
    }

    private static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    /// From an hour ago, so that no clock of this machine matters, for a day.
    private static func swap(_ daemon: DaemonUnderTest) throws -> Finished {
        try override(
            daemon, "--from", text(Date().addingTimeInterval(-3600)), "--to", text(Date().addingTimeInterval(86_400)),
            "--replace", "anong", "--with", "boon")
    }

    private static func onCall(_ daemon: DaemonUnderTest, over endpoint: Endpoint? = nil) throws -> [String] {
        let schedules = try (endpoint ?? daemon.provider).ask(.get("/v1/oncall")).json["schedules"].items
        let schedule = schedules.first { $0["schedule"].string == "noc-week" }
        return schedule?["on_call"].items.compactMap { $0["person"].string } ?? []
    }

    private static func called(_ daemon: DaemonUnderTest, _ incident: String) throws -> String {
        try daemon.receiver.first("the call of \(incident)") { $0.kind == "escalated" && $0.incident == incident }
            .channel
    }

    @Test func whoIsOnCallIsCalledAndAfterASwapTheOther() throws {
        let daemon = try DaemonUnderTest.started(Self.weekOfAnong)
        #expect(try Self.onCall(daemon) == ["anong"])
        let first = try daemon.opened("Disk errors", category: "hardware", layer: "virtualization")
        #expect(try Self.called(daemon, first) == "prov-anong")

        let made = try Self.swap(daemon)
        #expect(made.exit == .exit(0), "\(made.errors)")
        let id = try #require(try made.json["override"].string)
        #expect(try made.json["on_call_then"].strings == ["boon"])
        #expect(try Self.onCall(daemon) == ["boon"])
        let second = try daemon.opened(
            "Cage on fire", asset: "banyan-vps1", category: "hardware", layer: "virtualization")
        #expect(try Self.called(daemon, second) == "prov-boon")

        // Killed and started again, it is as it was.
        try daemon.killAtOnce()
        try daemon.start()
        #expect(try Self.onCall(daemon) == ["boon"])
        let shown = try daemon.tocsin(["schedule", "preview", "noc-week"])
        #expect(shown.output.contains("override \(id) of layer"), "\(shown.output)")

        // The other side sees that somebody is there, and nobody's name.
        let theirs = try daemon.tern.ask(.get("/v1/oncall")).text
        #expect(theirs.contains("noc-week") && !theirs.contains("boon") && !theirs.contains("anong"), "\(theirs)")
        #expect(try daemon.tern.ask(.post("/v1/overrides/\(id)/end")).status == 404)

        #expect(try daemon.tocsin(["schedule", "end-override", id]).exit == .exit(0))
        #expect(try Self.onCall(daemon) == ["anong"])
        #expect(try daemon.tocsin(["schedule", "end-override", id]).errors.contains("unknown_override"))
        try daemon.killAtOnce()
        try daemon.start()
        #expect(try Self.onCall(daemon) == ["anong"])
        _ = try daemon.verifiedSizes()
    }

    @Test func aTimeThatComesTwiceIsRefusedWithBothCandidates() throws {
        let daemon = try DaemonUnderTest.started {
            try Self.weekOfAnong($0)
            try $0.replace("    zone: Asia/Bangkok\n", with: "    zone: Europe/Berlin\n", in: "schedules.yaml")
        }
        let refused = try Self.override(
            daemon, "--from", "2027-10-31T02:30", "--to", "2027-10-31T03:30", "--replace", "anong", "--with", "boon")
        #expect(refused.exit == .exit(1))
        #expect(
            refused.errors.contains(
                "from  2027-10-31T02:30:00 comes twice in Europe/Berlin, because clocks are put back; write"
                    + " 2027-10-31T02:30:00+02:00 or 2027-10-31T02:30:00+01:00"), "\(refused.errors)")
        let skipped = try Self.override(
            daemon, "--from", "2027-03-28T02:30", "--to", "2027-03-28T05:30", "--add", "boon")
        #expect(skipped.errors.contains("2027-03-28T02:30:00 does not exist in Europe/Berlin"), "\(skipped.errors)")
        let made = try Self.override(
            daemon, "--from", "2027-10-31T02:30:00+01:00", "--to", "2027-10-31T03:30", "--replace", "anong", "--with",
            "boon")
        #expect(made.exit == .exit(0), "\(made.errors)")
        #expect(try made.json["from"].string == "2027-10-31T02:30:00+01:00")
        #expect(try made.json["to"].string == "2027-10-31T03:30:00+01:00")
        // The same again is in its way.
        let twice = try Self.override(
            daemon, "--from", "2027-10-31T03:00", "--to", "2027-10-31T04:00", "--replace", "anong", "--with", "chai")
        #expect(twice.errors.contains("are both about anong at the same time"), "\(twice.errors)")
        // Nobody of the other side stands in.
        let stranger = try Self.override(
            daemon, "--from", "2027-11-01T00:00", "--to", "2027-11-02T00:00", "--replace", "anong", "--with", "mara")
        #expect(stranger.errors.contains("mara has no channel; accepted: anong, boon, chai"), "\(stranger.errors)")
    }

    @Test func aCalendarGoesOutOverTheSocket() throws {
        let daemon = try DaemonUnderTest.started()
        let target = "/v1/schedules/noc-week/calendar?from=2026-03-10T00:00:00Z&to=2026-03-11T00:00:00Z"
        let calendar = try daemon.provider.ask(Request.get(target).with("Accept", "text/calendar"))
        #expect(calendar.status == 200)
        #expect(calendar.text.hasPrefix("BEGIN:VCALENDAR\r\n"))
        let exported = try daemon.tocsin([
            "schedule", "export", "noc-week", "--from", "2026-03-10T00:00:00Z", "--to", "2026-03-11T00:00:00Z",
        ])
        let withoutStamp = { (text: String) in
            text.split(separator: "\r\n").filter { !$0.hasPrefix("DTSTAMP:") }
        }
        #expect(withoutStamp(exported.output) == withoutStamp(calendar.text))
        #expect(try daemon.tern.ask(.get(target)).status == 403)
    }

    @Test func whoIsMissingIsAWarningBeforeTheStartAndAtIt() throws {
        let world = try World()
        try world.replace("starting_on: 2026-01-05", with: "starting_on: 2999-01-05", in: "schedules.yaml")
        let daemon = DaemonUnderTest(world)
        let words = "the schedule `noc-week` has nobody on call from "
        let checked = try daemon.tocsin(["config", "check", "--config", "Config"])
        #expect(checked.exit == .exit(0))
        #expect((checked.output + checked.errors).contains(words), "\(checked.output) \(checked.errors)")
        try daemon.start()
        #expect(daemon.log.contains(words), "\(daemon.log)")
        #expect(try daemon.tocsin(["oncall"]).output.contains("NOBODY"))
    }

    @Test func aScheduleThatIsGoneAfterAReloadLeavesItsOverrides() throws {
        let daemon = try DaemonUnderTest.started(Self.weekOfAnong)
        #expect(try Self.swap(daemon).exit == .exit(0))
        // The rotation is boon's now: that anong is replaced changes nothing, and stays on record.
        try daemon.world.replace("members: [anong]", with: "members: [chai]", in: "schedules.yaml")
        #expect(try daemon.tocsin(["reload"]).exit == .exit(0))
        #expect(try Self.onCall(daemon) == ["chai"])
        try daemon.world.replace("members: [chai]", with: "members: [anong]", in: "schedules.yaml")
        #expect(try daemon.tocsin(["reload"]).exit == .exit(0))
        #expect(try Self.onCall(daemon) == ["boon"])
    }
}
