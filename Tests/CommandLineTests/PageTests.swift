import Testing

@testable import CommandLineTool

@Suite("How answers read")
struct PageTests {
    @Test("a report that opened an incident")
    func report() {
        let outcome = Bench(201, Samples.report(disposition: "opened")).run("report", "Unknown login")
        #expect(
            outcome.data == """
                tern owns this: the operating system of an unmanaged VPS is the customer's; \
                the provider would own it if the VPS were managed.

                  incident    inc_1 (opened)
                  report      rep_1
                  owner       customer tern
                  decided by  hosting.os×vps (stated) under agr-tern@2, hosting@2026-01-01
                  source      Shared responsibility, row Operating system
                  because     tern-vps1 belongs to svc-tern.
                              svc-tern is an unmanaged VPS.
                  told        tern.sec by 2026-03-10 02:15 UTC (in 15 min)  JC-01, JC-02
                              prov.sec  JC-11
                  record      ledger agr-tern, entry 12, leaf 0b1c

                Next: follow it: tocsin show inc_1. The one who takes care says so: tocsin ack inc_1

                """)
        #expect(outcome.talk.isEmpty)
        #expect(outcome.status == .good)
    }

    @Test("a report in triage names the candidates and the way on")
    func triage() {
        let answer = Samples.report(disposition: "opened", ruling: Samples.ambiguous, notify: "[]")
        let outcome = Bench(202, answer).run("report", "Down")
        #expect(
            outcome.data == """
                The provider's triage decides: two services answer here.

                  incident    inc_1 (opened)
                  report      rep_1
                  owner       provider prov
                  triage      the asset fits more than one service; the provider's triage decides
                  candidates  svc-mango
                              svc-orchid
                  decided by  triage
                  told        nobody else has to be told
                  record      ledger agr-tern, entry 12, leaf 0b1c

                Next: report again with --asset set to the one that is meant and --incident inc_1.
                      See what triage does: tocsin show inc_1

                """)
    }

    @Test(
        "what to do next depends on what became of the report",
        arguments: [
            ("repeated", "inc_1 (repeated)", "Next: follow it: tocsin show inc_1."),
            ("resolved", "inc_1 (resolved)", "Next: nothing; the others are told that it is over."),
            ("tested", "none (tested)", "Next: nothing; this was a test"),
            ("nothing_to_resolve", "none (nothing to resolve)", "Next: nothing; no open incident matches."),
        ])
    func next(disposition: String, incident: String, next: String) {
        let id = incident.hasPrefix("none") ? nil : "inc_1"
        let outcome = Bench(200, Samples.report(disposition: disposition, incident: id)).run("report", "x")
        #expect(outcome.data.contains("  incident    \(incident)\n"), "\(outcome.data)")
        #expect(outcome.data.contains("\n" + next), "\(outcome.data)")
    }

    @Test("an explanation")
    func explain() {
        let answer = #"{"as_of":"2026-03-10T02:00:00Z","ruling":\#(Samples.ruling),"notify":\#(Samples.notify)}"#
        let outcome = Bench(200, answer).run("explain", "--asset", "tern-vps1")
        #expect(
            outcome.data == """
                tern owns this: the operating system of an unmanaged VPS is the customer's; \
                the provider would own it if the VPS were managed.

                  about       asset tern-vps1, service svc-tern, category intrusion, layer os
                  owner       customer tern
                  decided by  hosting.os×vps (stated) under agr-tern@2, hosting@2026-01-01
                  source      Shared responsibility, row Operating system
                  because     tern-vps1 belongs to svc-tern.
                              svc-tern is an unmanaged VPS.
                  considered  hosting.scope: the service has no managed scope
                  would tell  tern.sec by 2026-03-10 02:15 UTC (in 15 min)  JC-01, JC-02
                              prov.sec  JC-11
                  as of       2026-03-10 02:00 UTC

                Nothing was reported. To report it: tocsin report with the same options and a summary

                """)
    }

    @Test("rules, what waits, what is owed, and times from when it is reported")
    func wholeExplanation() {
        let answer = #"""
            {"as_of":"2026-04-01T02:00:00Z","ruling":\#(Samples.ruling),
             "rules":[{"id":"JC-01","title":"The owner is told","basis":"b"},{"id":"JC-9","title":null,"basis":null}],
             "notify":[{"to":"tern.sec","party":"tern","role":"sec","rules":["JC-01"],"start":"received","within":"90bm",
              "due":"2026-04-01T04:00:00Z","acknowledge":true},
              {"to":"prov.sec","party":"prov","role":"sec","rules":["JC-9"],"start":"delivered","within":"PT24H","due":null,
              "acknowledge":false},
              {"to":"prov.noc","party":"prov","role":"noc","rules":["JC-9"],"start":"window_start","within":"-PT48H",
              "due":"2026-03-31T02:00:00Z","acknowledge":false}],
             "owed":[{"act":"JC-7/final","party":"prov","role":"sec","what":"files the report","start":"sent early",
              "within":"P1M","state":"waiting","due":null},
              {"act":"JC-6","party":"tern","role":null,"what":"tells the authority","start":"received","within":"PT72H",
              "state":"running","due":"2026-04-04T02:00:00Z"}]}
            """#
        let outcome = Bench(200, answer).run("explain", "--asset", "tern-vps1")
        let expected = """
              rules       JC-01: The owner is told
                          JC-9
              would tell  tern.sec by 2026-04-01 04:00 UTC (in 2 h; 1 business hour 30 minutes)  JC-01
                          prov.sec waits for its start: 24 h after the notice was delivered  JC-9
                          prov.noc by 2026-03-31 02:00 UTC (24 h ago)  JC-9
              owed        prov.sec files the report, waits for its start: 1 month after early was sent  JC-7/final
                          tern tells the authority, by 2026-04-04 02:00 UTC (in 72 h)  JC-6
              as of       2026-04-01 02:00 UTC
            """
        #expect(outcome.data.contains(expected), "\(outcome.data)")
    }

    @Test("of an end: whoever was told of the trouble is told, beside the desks that are known")
    func end() {
        func page(_ notify: String, _ told: String) -> String {
            Bench(
                200,
                #"""
                {"as_of":"2026-03-10T02:00:00Z","ruling":\#(Samples.ruling),"notify":\#(notify),"told":\#(told)}
                """#
            ).run("explain", "--asset", "tern-vps1", "--status", "resolved").data
        }
        let told = #"{"rules":["JC-17"],"due":"2026-03-10T03:00:00Z"}"#
        #expect(
            page("[]", told).contains(
                "  would tell  whoever was told of it, by 2026-03-10 03:00 UTC (in 1 h)  JC-17\n"))
        #expect(
            page(Samples.notify, told).contains(
                "prov.sec  JC-11\n              whoever was told of it, by 2026-03-10 03:00 UTC (in 1 h)  JC-17\n"))
        #expect(page("[]", #"{"rules":["JC-17"],"due":null}"#).contains("whoever was told of it  JC-17\n"))
        for none in ["null", #"{"rules":[],"due":null}"#] {
            #expect(page("[]", none).contains("  would tell  nobody else has to be told\n"))
        }
    }

    @Test("a list of incidents, with what a reporter smuggled into a summary made visible")
    func incidents() {
        let outcome = Bench(200, Samples.incidents).run("incidents", "--state", "all")
        let expected = [
            "INCIDENT  STATE     SEVERITY  OWNER     ASSET      REPORTS  ACKNOWLEDGED  WAITS FOR                                     SUMMARY",
            "inc_1     open      high      tern      tern-vps1  2        tern          tern obl_1, 2026-03-10 02:15 UTC (in 15 min)  Unknown login",
            "inc_0     resolved  low       provider  -          1        -             -                                             "
                + #"Fan\u{1b}[2J is loud"#, "",
        ]
        #expect(outcome.data == expected.joined(separator: "\n"))
        #expect(outcome.talk.isEmpty)
    }

    @Test(
        "what an incident waits for, in a column and in a sentence",
        arguments: [
            (
                #"{"kind":"escalation","party":"tern","due":"2026-03-10T02:15:00Z","text":"T"}"#,
                "a person of tern, 2026-03-10 02:15 UTC (in 15 min)", "T: by 2026-03-10 02:15 UTC (in 15 min)"
            ),
            (#"{"kind":"answer","party":"prov","due":null,"text":"T"}"#, "an answer of prov", "T"),
            (#"{"kind":"looked_after","party":"tern","text":"T"}"#, "tern", "T"),
            (#"{"kind":"nobody_reached","party":"tern","text":"T"}"#, "tern, not reached", "T"),
            (#"{"kind":"end","party":"prov","text":"T"}"#, "its end, by prov", "T"),
            (#"{"kind":"whole","party":null,"incident":"inc_7","text":"T"}"#, "inc_7", "T"),
            // What a newer daemon says.
            (#"{"kind":"else","text":"T"}"#, "T", "T"),
        ])
    func waiting(json: String, short: String, sentence: String) throws {
        func told(_ answer: String) throws -> String {
            let start = try #require(answer.firstRange(of: #""waiting_for":{"#))
            let end = try #require(answer[start.upperBound...].firstRange(of: "}"))
            return answer[..<start.lowerBound] + #""waiting_for":"# + json + answer[end.upperBound...]
        }
        let list = Bench(200, try told(Samples.incidents)).run("incidents", "--state", "all").data
        #expect(list.contains("tern          \(short)  "), "\(list)")
        let page = Bench(200, try told(Samples.incident)).run("show", "inc_1").data
        #expect(page.contains("  waits for  \(sentence)\n"), "\(page)")
    }

    @Test("an empty list is said, not printed")
    func noIncidents() {
        let outcome = Bench(200, #"{"incidents":[]}"#).run("incidents")
        #expect(outcome.data.isEmpty)
        #expect(outcome.talk == "No open incidents. See the others: tocsin incidents --state all\n")
        #expect(outcome.status == .good)
    }

    @Test("one incident in full")
    func show() {
        let outcome = Bench(200, Samples.incident).run("show", "inc_1")
        #expect(
            outcome.data == #"""
                Unknown login

                  incident   inc_1
                  state      open
                  severity   high
                  category   intrusion
                  asset      tern-vps1
                  customer   tern
                  ledger     agr-tern
                  opened     2026-03-10 01:59:30 UTC (30 s ago)
                  reports    2
                  waits for  tern.sec must be told, JC-01: by 2026-03-10 02:15 UTC (in 15 min)

                Ruling
                  tern owns this: the operating system of an unmanaged VPS is the customer's; \#
                the provider would own it if the VPS were managed.
                  owner       customer tern
                  decided by  hosting.os×vps (stated) under agr-tern@2, hosting@2026-01-01
                  source      Shared responsibility, row Operating system
                  because     tern-vps1 belongs to svc-tern.
                              svc-tern is an unmanaged VPS.

                Obligations
                  ID     RULE   DESK      STATE    DUE                                 MET
                  obl_1  JC-01  tern.sec  met      2026-03-10 02:15 UTC (in 15 min)    2026-03-10 01:59:31 UTC
                  obl_2  JC-11  prov.sec  overdue  2026-03-10 01:59:50 UTC (10 s ago)  -

                Notices
                  tern.sec  opened  delivered, due 2026-03-10 02:15 UTC (in 15 min)  JC-01, JC-02  not_1
                    tern-hook  delivered after 1 attempt; last: HTTP 204  del_1
                  prov.sec  opened  pending  not_2
                    prov-hook  failed after 3 attempts; last: HTTP 503, server_error  del_2

                Acknowledgements
                  2026-03-10 01:59:40 UTC  tern (mia): on it

                Escalations
                  prov.sec  running, 1 step taken, next step 2026-03-10 02:05 UTC (in 5 min)

                Timeline
                  ENTRY  AT                       WHAT
                  11     2026-03-10 01:59:30 UTC  report.accepted   tern reported Unknown login
                  12     2026-03-10 01:59:31 UTC  notice.delivered  tern.sec was told

                """#)
    }

    @Test("what the asker is not told is said in words")
    func notShown() {
        let page = Bench(200, Samples.incident.replacing(#""channel":"prov-hook""#, with: #""channel":null"#))
            .run("show", "inc_1").data
        #expect(page.contains("    a channel of theirs  failed after 3 attempts"), "\(page)")
        // A gateway learns whether it is in hand.
        let outsider = #"{"incident":"inc_1","state":"open","opened_at":"2026-03-10T01:59:30Z","resolved_at":null}"#
        let shown = Bench(200, #"{"incident":\#(outsider),"timeline":[]}"#).run("show", "inc_1").data
        #expect(shown.hasPrefix("What you reported; what it is and whose, only the parties see\n"), "\(shown)")
        let listed = Bench(200, #"{"incidents":[\#(outsider)]}"#).run("incidents").data
        #expect(listed.contains("inc_1     open   not shown  not shown  -      not shown"), "\(listed)")
        for text in [page, shown, listed] { #expect(!text.contains("?"), "\(text)") }
    }

    @Test("acknowledged, resolved, and both once more")
    func outcomes() {
        let acknowledged =
            #"{"incident":"inc_1","state":"open","acknowledged":{"party":"tern","at":"2026-03-10T02:00:00Z"},"already":"#
        #expect(
            Bench(200, acknowledged + "false}").run("ack", "inc_1").data == """
                inc_1 is acknowledged for tern at 2026-03-10 02:00 UTC; tern is not called any further.
                Next: when it is over: tocsin resolve inc_1

                """)
        #expect(
            Bench(200, acknowledged + "true}").run("ack", "inc_1").data == """
                inc_1 was acknowledged for tern at 2026-03-10 02:00 UTC already; nothing changed.
                Next: when it is over: tocsin resolve inc_1

                """)
        let resolved = #"{"incident":"inc_1","state":"resolved","told":["tern.sec","prov.sec"],"already":"#
        #expect(
            Bench(200, resolved + "false}").run("resolve", "inc_1").data == """
                inc_1 is resolved.
                  told  tern.sec
                        prov.sec
                Next: nothing. See the record: tocsin show inc_1

                """)
        // Whoever was told of a part is told of its end there.
        let parts =
            #"{"incident":"inc_1","state":"resolved","told":[],"parts":[{"incident":"inc_2","agreement":"agr-tern"}],"already":false}"#
        #expect(
            Bench(200, parts).run("resolve", "inc_1").data.contains(
                "  told  whoever was told of its part inc_2 in agr-tern\n"))
        #expect(
            Bench(200, resolved + "true}").run("resolve", "inc_1").data == """
                inc_1 was resolved already; nothing changed.
                Next: nothing. See the record: tocsin show inc_1

                """)
    }

    @Test("status shows every member, also those of a newer daemon")
    func status() {
        let answer = #"""
            {"version":"0.1.0","settings":"ab12","party":"prov","role":"agent","open_incidents":3,"leader":true,
             "oldest":null,"channels":{"tern-hook":{"queue":0}},"ledgers":["agr-tern","house"]}
            """#
        #expect(
            Bench(200, answer).run("status").data == """
                  version                   0.1.0
                  settings                  ab12
                  party                     prov
                  role                      agent
                  open incidents            3
                  leader                    yes
                  oldest                    -
                  channels tern-hook queue  0
                  ledgers                   agr-tern
                                            house

                """)
    }

    @Test("reload says what is in force")
    func reload() {
        #expect(
            Bench(200, #"{"settings":"ab12","changed":true}"#).run("reload").data
                == "The new configuration is in force: ab12\n")
        #expect(
            Bench(200, #"{"settings":"ab12","changed":false}"#).run("reload").data
                == "The configuration is the same as before: ab12\n")
    }

    @Test("--json prints the daemon's JSON, before or after the command's name")
    func json() {
        let body = #"{"settings":"ab12","changed":true,"new":[1,{"x":null}]}"#
        let pretty = """
            {
              "settings": "ab12",
              "changed": true,
              "new": [
                1,
                {
                  "x": null
                }
              ]
            }

            """
        #expect(Bench(200, body).run("reload", "--json").data == pretty)
        #expect(Bench(200, body).run("--json", "reload").data == pretty)
    }

    @Test("--json escapes what acts on a terminal only when it is printed on one")
    func jsonOnTerminal() {
        var bench = Bench(200, #"{"settings":"\#u{202E}"}"#)
        #expect(bench.run("status", "--json").data == "{\n  \"settings\": \"\u{202E}\"\n}\n")
        bench.console = MemoryConsole(isATerminal: true)
        #expect(bench.run("status", "--json").data == "{\n  \"settings\": \"\\u202e\"\n}\n")
    }
}
