import Foundation
import StrictJSON
import Testing

@testable import CommandLineTool

/// What the commands about schedules ask of the daemon, and what they refuse to ask.
@Suite("Schedules: requests")
struct ScheduleRequestTests {
    @Test("who is on call, now and then")
    func onCall() throws {
        #expect(try Bench.request("oncall").target == "/v1/oncall")
        #expect(
            try Bench.request("oncall", "--at", "2026-03-29T03:00:00+02:00").target
                == "/v1/oncall?at=2026-03-29T03%3A00%3A00%2B02%3A00")
    }

    @Test("a stretch, for readers in several zones")
    func preview() throws {
        #expect(try Bench.request("schedule", "preview", "noc-week").target == "/v1/schedules/noc-week")
        let request = try Bench.request(
            "schedule", "preview", "noc-week", "--from", "2026-03-28T00:00:00Z", "--to", "2026-03-30T00:00:00Z",
            "--zone", "Asia/Bangkok", "--zone", "Europe/Berlin")
        #expect(request.method == .get)
        #expect(
            request.target
                == "/v1/schedules/noc-week?from=2026-03-28T00%3A00%3A00Z&to=2026-03-30T00%3A00%3A00Z"
                + "&zone=Asia%2FBangkok%2CEurope%2FBerlin")
    }

    @Test(
        "a time with an offset may do without seconds on the command line; what is no such time goes on as it is",
        arguments: [
            ("2026-11-25T10:00+01:00", "2026-11-25T10:00:00+01:00"), ("2026-11-25T10:00Z", "2026-11-25T10:00:00Z"),
            ("2026-11-25T10:00:30Z", "2026-11-25T10:00:30Z"), ("2026-11-25T10:00", "2026-11-25T10:00"),
            ("2026-11-25T25:00Z", "2026-11-25T25:00Z"), ("2026-11-25", "2026-11-25"), ("", ""), ("é", "é"),
        ])
    func withoutSeconds(typed: String, sent: String) throws {
        #expect(TypedTime(argument: typed).text == sent)
        guard !typed.isEmpty else { return }
        #expect(try Bench.request("oncall", "--at", typed).query == [DaemonRequest.Item("at", sent)])
        let override = try Bench.request(
            "schedule", "override", "s", "--from", typed, "--to", typed, "--add", "a", "--reason", "x")
        #expect(override.body?["from"] == .string(sent) && override.body?["to"] == .string(sent))
        let silence = try Bench.request("silence", "add", "asset=a", "--until", typed, "--comment", "c")
        #expect(silence.body?["ends"] == .string(sent))
        #expect(try Bench.request("ack", "inc_1", "--until", typed).body?["until"] == .string(sent))
        #expect(try Bench.request("owner", "inc_1", "--at", typed).query == [DaemonRequest.Item("at", sent)])
        #expect(try Bench.request("report", "x", "--observed-at", typed).body?["observed_at"] == .string(sent))
    }

    @Test("an override says one thing")
    func override() throws {
        let request = try Bench.request(
            "schedule", "override", "noc-week", "--from", "2026-04-13T09:00", "--to", "2026-04-14T09:00", "--replace",
            "anong", "--with", "boon", "--reason", "Songkran")
        #expect(request.method == .post)
        #expect(request.target == "/v1/schedules/noc-week/overrides")
        #expect(
            request.body?.text
                == #"{"from":"2026-04-13T09:00","to":"2026-04-14T09:00","replace":"anong","with":"boon","reason":"Songkran"}"#
        )
        for option in ["add", "remove"] {
            let one = try Bench.request(
                "schedule", "override", "s", "--from", "a", "--to", "b", "--\(option)", "chai", "--reason", "x")
            #expect(one.body?[option] == "chai")
        }
    }

    @Test(
        "what does not say one thing is not asked",
        arguments: [
            [], ["--replace", "a"], ["--with", "a"], ["--add", "a", "--remove", "b"],
            ["--replace", "a", "--with", "b", "--add", "c"],
        ])
    func confused(_ options: [String]) {
        let bench = Bench()
        let outcome = bench.run(
            arguments: ["schedule", "override", "s", "--from", "a", "--to", "b", "--reason", "x"] + options)
        #expect(outcome.status == .usage)
        #expect(bench.daemon.requests.isEmpty)
    }

    @Test("an override is taken back, a schedule exported")
    func others() throws {
        let end = try Bench.request("schedule", "end-override", "ovr_1")
        #expect(end.method == .post && end.target == "/v1/overrides/ovr_1/end" && end.body == nil)
        #expect(
            try Bench.request("schedule", "export", "noc-week", "--to", "2026-04-01T00:00:00Z").target
                == "/v1/schedules/noc-week/calendar?to=2026-04-01T00%3A00%3A00Z")
    }

    @Test("an unknown schedule is looked for with oncall")
    func unknown() {
        let bench = Bench(
            404, #"{"code":"unknown_schedule","status":404,"detail":"there is no schedule x among yours"}"#)
        let outcome = bench.run("schedule", "preview", "x", "--socket", "/tmp/s")
        #expect(outcome.status == .refused)
        #expect(outcome.talk.hasSuffix("  on the command line: tocsin oncall --socket /tmp/s\n"), "\(outcome.talk)")
    }
}

/// How answers about schedules read.
@Suite("Schedules: pages")
struct SchedulePageTests {
    @Test("who is on call, by what, until when; nobody is shouted")
    func onCall() {
        let answer = """
            {"at":"2026-03-10T02:00:00Z","schedules":[{"schedule":"noc-week","party":"prov","zone":"Asia/Bangkok",\
            "covered":true,"next_handoff":"2026-03-10T14:00:00Z","on_call":[{"person":"anong",\
            "by":"layer week@1, turn 9","channels":["prov-anong"]},{"person":"boon","by":"override ovr_1",\
            "channels":[]}]},{"schedule":"empty","party":"prov","zone":"UTC","covered":false,"next_handoff":null,\
            "on_call":[]},{"schedule":"tern-ops","party":"tern","zone":"Europe/Berlin","covered":true,\
            "next_handoff":null}]}
            """
        #expect(
            Bench(200, answer).run("oncall").data == """
                At 2026-03-10 02:00 UTC:
                SCHEDULE  PARTY  ON CALL   CHANNELS    BY                    UNTIL
                noc-week  prov   anong     prov-anong  layer week@1, turn 9  2026-03-10 14:00 UTC (in 12 h)
                                 boon                  override ovr_1
                empty     prov   NOBODY    -           -                     -
                tern-ops  tern   somebody  -           -                     -

                """)
    }

    @Test("no schedule at all is said, and nothing is printed")
    func none() {
        let outcome = Bench(200, #"{"at":"2026-03-10T02:00:00Z","schedules":[]}"#).run("oncall")
        #expect(outcome.status == .good && outcome.data.isEmpty)
        #expect(outcome.talk.contains("schedules.yaml"))
    }

    @Test("an override: who, when on the wall, and how it is taken back")
    func override() {
        let answer = """
            {"override":"ovr_1","schedule":"noc-week","from":"2026-04-13T09:00:00+07:00","to":"2026-04-14T09:00:30+07:00",\
            "replace":"anong","with":"boon","reason":"Songkran","on_call_then":["boon"]}
            """
        let arguments = [
            "schedule", "override", "noc-week", "--from", "a", "--to", "b", "--remove", "c", "--reason", "d",
        ]
        #expect(
            Bench(201, answer).run(arguments: arguments).data == """
                Override ovr_1 of noc-week: boon for anong
                  from          Mon 2026-04-13 09:00 +07:00
                  to            Tue 2026-04-14 09:00:30 +07:00
                  reason        Songkran
                  on call then  boon
                  take it back  tocsin schedule end-override ovr_1

                """)
        let nobody = answer.replacing(#"["boon"]"#, with: "[]").replacing(
            #""replace":"anong","with":"boon""#, with: #""remove":"anong""#)
        let page = Bench(201, nobody).run(arguments: arguments).data
        #expect(page.contains("without anong") && page.contains("on call then  NOBODY"))
        let warned = answer.replacing(
            #""on_call_then""#, with: #""warnings":["it changes nothing","nobody is on call then"],"on_call_then""#)
        #expect(
            Bench(201, warned).run(arguments: arguments).data.contains(
                "  mind          it changes nothing\n                nobody is on call then\n"))
    }

    @Test("a candidate for each of two times is shown as the daemon says it")
    func ambiguous() {
        let problem = """
            {"code":"invalid_fields","status":400,"detail":"the override cannot be made","errors":[{"field":"from",\
            "problem":"2026-10-25T02:30:00 comes twice; write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00"}]}
            """
        let outcome = Bench(400, problem).run(
            "schedule", "override", "s", "--from", "2026-10-25T02:30", "--to", "b", "--add", "c", "--reason", "d")
        #expect(outcome.status == .refused)
        #expect(outcome.talk.contains("write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00"))
    }

    @Test("a wall time: weekday, date, time, offset; what is none is left alone")
    func wall() {
        let rows = [
            ("2026-03-29T03:00:00+02:00", "Sun 2026-03-29 03:00 +02:00"),
            ("2026-03-29T01:00:05Z", "Sun 2026-03-29 01:00:05 Z"),
            ("2026-03-29T01:00:00-11:30", "Sun 2026-03-29 01:00 -11:30"), ("soon", "soon"), ("", ""),
        ]
        for (text, wall) in rows { #expect(WrittenTime.onWall(text) == wall) }
        let spans = [
            ("2026-03-28T08:00:00+01:00", "2026-03-28T20:00:00+01:00", "Sat 2026-03-28 08:00 - 20:00 +01:00"),
            ("2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00", "Sun 2026-03-29 01:00 +01:00 - 03:00 +02:00"),
            ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "Sun 2026-10-25 02:30 +02:00 - 02:30 +01:00"),
            (
                "2026-03-28T20:00:00+01:00", "2026-03-29T08:00:00+01:00",
                "Sat 2026-03-28 20:00 - Sun 2026-03-29 08:00 +01:00"
            ), ("now", "then", "now - then"),
        ]
        for (start, end, walls) in spans { #expect(WrittenTime.onWall(start, end) == walls) }
    }
}

/// Schedules of files on disk, across a change of clocks.
@Suite("Schedules: files")
struct ScheduleFileTests {
    /// The shipped configuration with other schedules.
    final class Folder {
        let path: String

        init(_ schedules: String) throws {
            path = FileManager.default.temporaryDirectory.appending(path: "tocsin-schedules-\(UUID())").path()
            try FileManager.default.copyItem(atPath: FileConfigurationTests.shipped, toPath: path)
            try schedules.write(toFile: path + "/schedules.yaml", atomically: false, encoding: .utf8)
            // The shipped policy tells a schedule that is not among these.
            let policies = try String(contentsOfFile: path + "/escalation.yaml", encoding: .utf8)
            try policies.replacing("tell: [schedule noc-week]", with: "tell: [own noc]")
                .write(toFile: path + "/escalation.yaml", atomically: false, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private static let daily = """
        people:
          - {id: ana, party: prov, name: Ana, channels: [prov-anong]}
          - {id: bo, party: prov, name: Bo, channels: [prov-boon]}
        zones: [Europe/Zagreb, UTC]
        schedules:
          - id: daily
            party: prov
            zone: Europe/Zagreb
            layers:
              - {id: turns, members: [ana, bo], every: 1 day, starting_on: 2026-03-27, handoff: "HANDOFF"}
        """

    private func ask(_ arguments: [String]) throws -> (outcome: Outcome, json: JSON?) {
        let bench = Bench()
        let outcome = bench.run(arguments: arguments)
        #expect(bench.daemon.requests.isEmpty)
        return (outcome, try? JSON(parsing: outcome.data))
    }

    private func rows(handoff: String, from: String, to: String) throws -> [[String]] {
        let folder = try Folder(Self.daily.replacing("HANDOFF", with: handoff))
        let (outcome, json) = try ask([
            "schedule", "preview", "daily", "--config", folder.path, "--from", from, "--to", to, "--json",
        ])
        #expect(outcome.status == .good, "\(outcome.talk)")
        #expect(json?["coverage"]?["percent"] == "100.00 %")
        return (json?["shifts"]?.array ?? []).map { shift in
            ["person", "start", "end", "length"].map { shift[$0]?.string ?? "-" }
        }
    }

    @Test("a handoff that clocks skip is the first instant after the gap: twice 23 and a half hours")
    func gap() throws {
        #expect(
            try rows(handoff: "02:30", from: "2026-03-28T01:30:00Z", to: "2026-03-30T00:30:00Z") == [
                ["bo", "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "PT23H30M"],
                ["ana", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z", "PT23H30M"],
            ])
    }

    @Test("a shift over the night on which clocks are put forward has 23 hours")
    func shortShift() throws {
        #expect(
            try rows(handoff: "09:00", from: "2026-03-28T08:00:00Z", to: "2026-03-30T07:00:00Z") == [
                ["bo", "2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "PT23H"],
                ["ana", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z", "P1D"],
            ])
    }

    @Test("the page shows each wall, what is open and what clocks do")
    func page() throws {
        let gap = Self.daily.replacing("HANDOFF", with: "02:30").replacing(
            #""02:30"}"#,
            with: """
                "02:30", restrictions: [{from: "02:00", to: "03:00"}, {from: "08:00", to: "20:00"}]}
                    overrides:
                      - {id: pair, from: 2026-03-28T12:00, to: 2026-03-28T13:00, add: ana, reason: A move}
                """)
        let folder = try Folder(gap)
        let (outcome, _) = try ask([
            "schedule", "preview", "daily", "--config", folder.path, "--from", "2026-03-28T07:00:00Z", "--to",
            "2026-03-29T18:00:00Z", "--zone", "Europe/Zagreb", "--zone", "UTC",
        ])
        #expect(outcome.status == .good, "\(outcome.talk)")
        for line in [
            "daily of prov, 2026-03-28 07:00 UTC to 2026-03-29 18:00 UTC\n", "  ON CALL  Europe/Zagreb",
            "  bo       Sat 2026-03-28 08:00 - 20:00 +01:00 ", "  ana      Sat 2026-03-28 12:00 - 13:00 +01:00 ",
            "  NOBODY   Sat 2026-03-28 20:00 +01:00 - Sun 2026-03-29 08:00 +02:00  Sat 2026-03-28 19:00 - Sun 2026-03-29 06:00 Z",
            "Sun 2026-03-29 06:00 - 18:00 Z", "override pair", "  covered          68.57 %\n",
            "  gaps             Sat 2026-03-28 20:00 +01:00 - Sun 2026-03-29 08:00 +02:00 (11 h)\n",
            "  two at once      Sat 2026-03-28 12:00 - 13:00 +01:00: ana, bo\n",
            "  taken by clocks  layer turns, 2026-03-29T02:00:00 to 2026-03-29T03:00:00: no clock shows",
            "  clocks           Europe/Zagreb: put forward 1 h, to Sun 2026-03-29 03:00 +02:00\n",
        ] {
            #expect(outcome.data.contains(line), "\(line) in \(outcome.data)")
        }
    }

    @Test("the shipped schedules, as either side sees them")
    func shipped() throws {
        let config = ["--config", FileConfigurationTests.shipped, "--at", "2026-03-10T02:00:00Z"]
        let own = try ask(["oncall"] + config).outcome.data
        #expect(own.contains("noc-week  prov   anong     prov-anong  layer week@1, turn 9"), "\(own)")
        #expect(own.contains("tern-ops  tern   somebody"), "\(own)")
        let theirs = try ask(["oncall", "--as", "tern"] + config).outcome.data
        #expect(theirs.contains("noc-week  prov   somebody"), "\(theirs)")
        #expect(theirs.contains("tern-ops  tern   jonas     tern"), "\(theirs)")
        let others = try ask(["oncall", "--as", "mango"] + config).outcome.data
        #expect(others.contains("noc-week") && !others.contains("tern"), "\(others)")
        let foreign = try ask([
            "schedule", "preview", "tern-ops", "--config", FileConfigurationTests.shipped, "--as", "mango",
        ]).outcome
        #expect(foreign.status == .refused && foreign.talk.contains("unknown_schedule"))
    }

    @Test("both sides' zones are shown where none is named, and a zone that nobody named is refused")
    func zones() throws {
        let preview = [
            "schedule", "preview", "noc-week", "--config", FileConfigurationTests.shipped, "--as", "tern", "--from",
            "2026-03-28T00:00:00Z", "--to", "2026-03-30T00:00:00Z",
        ]
        let (_, json) = try ask(preview + ["--json"])
        #expect(json?["zones"] == ["Asia/Bangkok", "Europe/Berlin"])
        #expect(json?["shifts"]?.array?.allSatisfy { $0["person"] == nil && $0["covered"] == true } == true)
        #expect(json?["clock_changes"]?.array?.first?["zone"] == "Europe/Berlin")
        let (refused, _) = try ask(preview + ["--zone", "America/New_York"])
        #expect(refused.status == .refused)
        #expect(refused.talk.contains("America/New_York is not among the zones of this configuration: "))
        #expect(refused.talk.contains("Europe/Berlin, ") && refused.talk.contains("zones: in schedules.yaml"))
        let (page, _) = try ask(preview)
        #expect(page.data.contains("  somebody  Sat 2026-03-28 07:00 - 21:00 +07:00 "), "\(page.data)")
        #expect(page.data.hasSuffix("Who somebody is, only prov sees.\n"), "\(page.data)")
        var own = preview
        own.removeAll { $0 == "--as" || $0 == "tern" }
        #expect(try !ask(own).outcome.data.contains("only prov sees"))
    }

    @Test("a calendar goes out, and its events are those of the preview")
    func export() throws {
        let options = [
            "--config", FileConfigurationTests.shipped, "--from", "2026-03-10T00:00:00Z", "--to",
            "2026-03-11T00:00:00Z",
        ]
        let outcome = try ask(["schedule", "export", "noc-week"] + options).outcome
        #expect(outcome.status == .good)
        #expect(outcome.data.hasPrefix("BEGIN:VCALENDAR\r\n") && outcome.data.hasSuffix("END:VCALENDAR\r\n"))
        let (_, json) = try ask(["schedule", "preview", "noc-week"] + options + ["--json"])
        let people = json?["shifts"]?.array?.compactMap { $0["person"]?.string } ?? []
        #expect(people == ["anong", "chai"])
        #expect(
            outcome.data.split(separator: "\r\n").filter { $0.hasPrefix("X-TOCSIN-PERSON:") }.map { $0.dropFirst(16) }
                == people.map { $0[...] })
        let foreign = try ask(["schedule", "export", "noc-week", "--as", "tern"] + options).outcome
        #expect(foreign.status == .notPermitted)
        let words = "who is on call by noc-week is for prov alone to see and to export"
        #expect(foreign.talk.contains(words), "\(foreign.talk)")
        // Of a schedule that does not concern it, a party learns nothing.
        let unknown = try ask(["schedule", "export", "tern-ops", "--as", "mango"] + options).outcome
        #expect(unknown.status == .refused && unknown.talk.contains("unknown_schedule"))
    }
}
