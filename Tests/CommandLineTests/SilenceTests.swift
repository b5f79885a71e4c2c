import StrictJSON
import Testing

@testable import CommandLineTool

@Suite("Silences and heartbeats")
struct SilenceTests {
    @Test(
        "what each command asks",
        arguments: [
            (
                [
                    "silence", "add", #"asset="web-12",severity!="critical""#, "--for", "PT2H", "--comment", "disk",
                ],
                #"POST /v1/silences {"matchers":"asset=\"web-12\",severity!=\"critical\"","for":"PT2H","comment":"disk"}"#
            ),
            (
                [
                    "silence", "add", "layer=os", "--starts", "2026-03-10T03:00:00Z", "--until", "2026-03-10T04:00:00Z",
                    "--comment", "c", "--agreement", "agr-tern",
                ],
                #"POST /v1/silences {"matchers":"layer=os","starts":"2026-03-10T03:00:00Z","#
                    + #""ends":"2026-03-10T04:00:00Z","comment":"c","agreement":"agr-tern"}"#
            ),
            (
                ["silence", "preview", "layer=os"],
                #"POST /v1/silences/preview {"matchers":"layer=os","for":"PT1H"}"#
            ),
            (
                ["silence", "preview", "layer=os", "--until", "2026-03-10T04:00:00Z", "--comment", "c"],
                #"POST /v1/silences/preview {"matchers":"layer=os","ends":"2026-03-10T04:00:00Z","comment":"c"}"#
            ),
            (["silence", "list"], "GET /v1/silences"),
            (["silence", "expire", "sil_1"], "POST /v1/silences/sil_1/expire"),
            (["silence", "expire", "../x"], "POST /v1/silences/..%2Fx/expire"),
            (["beat", "nightly-backup"], "POST /v1/heartbeats/nightly-backup"),
            (["beat", "a b"], "POST /v1/heartbeats/a%20b"),
            (["heartbeats"], "GET /v1/heartbeats"),
        ])
    func requests(arguments: [String], expected: String) throws {
        let request = try Bench.request(arguments, input: "")
        let body = request.body.map { " " + $0.text } ?? ""
        #expect("\(request.method.rawValue) \(request.target)\(body)" == expected)
    }

    @Test(
        "wrong command lines end with 64, ask nothing and say what is wanted",
        arguments: [
            (["silence", "add"], "matchers"),
            (["silence", "add", "layer=os", "--comment", "c"], "--for PT2H, or --until"),
            (["silence", "add", "layer=os", "--for", "PT2H"], "--comment"),
            (["silence", "add", "", "--for", "PT2H", "--comment", "c"], "matchers are empty"),
            (
                ["silence", "add", "a=b", "--for", "PT2H", "--until", "2026-03-10T04:00:00Z", "--comment", "c"],
                "not both"
            ),
            (["silence", "preview", "a=b", "--for", "PT2H", "--until", "x"], "not both"),
            (["silence", "expire"], "silence"),
            (["silence", "expire", ""], "empty"),
            (["silence", "lst"], "lst"),
            (["beat"], "heartbeat"),
            (["beat", ""], "empty"),
        ])
    func wrong(arguments: [String], hint: String) {
        let bench = Bench()
        let outcome = bench.run(arguments: arguments)
        #expect(outcome.status == .usage)
        #expect(outcome.talk.contains(hint), "\(outcome.talk)")
        #expect(outcome.data.isEmpty)
        #expect(bench.daemon.requests.isEmpty)
    }

    /// A silence of prov in the state and with the incidents given.
    private func silence(_ state: String, holds: String) -> String {
        #"""
        {"silence":"sil_1","party":"prov","state":"\#(state)","matchers":"asset=\"web-12\"","comment":"disk\nis swapped",
         "author":"mia","starts":"2026-03-10T02:00:00Z","ends":"2026-03-10T04:00:00Z","holds":[\#(holds)],
         "ledger":{"id":"house","index":3,"leaf":"0b1c"}}
        """#
    }

    private static let incidents = #"""
        {"incident":"inc_1","severity":"high","summary":"Disk errors"},
        {"incident":"inc_2","severity":"low","summary":"Fan\u001b[2J"}
        """#

    @Test("a silence that was made says what it does not do")
    func made() {
        let outcome = Bench(201, silence("active", holds: Self.incidents)).run(
            "silence", "add", "asset=web-12", "--for", "PT2H", "--comment", "c")
        #expect(
            outcome.data == #"""
                sil_1: prov is not called for this any more
                  matchers     asset="web-12"
                  comment      disk\u{a}is swapped
                  until        2026-03-10 04:00 UTC (in 2 h)
                  matches now  inc_1  high  Disk errors
                               inc_2  low  Fan\u{1b}[2J
                The other party is told as ever. Next: end it before its time: tocsin silence expire sil_1

                """#)
        #expect(outcome.status == .good)
    }

    @Test("a silence to come says from when")
    func pending() {
        let outcome = Bench(201, silence("pending", holds: "")).run(
            "silence", "add", "asset=web-12", "--for", "PT2H", "--comment", "c")
        #expect(outcome.data.hasPrefix("sil_1: prov is not called from 2026-03-10 02:00 UTC (now)\n"))
        #expect(outcome.data.contains("  matches now  nothing that is open and that you were told of\n"))
    }

    @Test("a preview says that nothing was recorded")
    func preview() {
        let answer =
            #"{"party":"prov","matchers":"layer=\"os\"","holds":[{"incident":"inc_1","severity":"high","summary":"Disk"}]}"#
        #expect(
            Bench(200, answer).run("silence", "preview", "layer=os").data == """
                prov would not be called for layer="os".
                  matches now  inc_1  high  Disk
                Nothing was recorded. To do it: tocsin silence add with the same matchers, --for and --comment

                """)
    }

    @Test("a list, and an empty one")
    func list() {
        let answer = #"""
            {"silences":[
              {"silence":"sil_1","party":"prov","state":"active","matchers":"layer=\"os\"","comment":"disk","author":"mia",
               "starts":"2026-03-10T01:00:00Z","ends":"2026-03-10T04:00:00Z"},
              {"silence":"sil_2","party":"prov","state":"pending","matchers":"asset=\"a\"","comment":"c","author":null,
               "starts":"2026-03-11T01:00:00Z","ends":"2026-03-11T04:00:00Z"}]}
            """#
        let expected = [
            "SILENCE  STATE    STARTS                ENDS                            AUTHOR  MATCHERS    COMMENT",
            #"sil_1    active   2026-03-10 01:00 UTC  2026-03-10 04:00 UTC (in 2 h)   mia     layer="os"  disk"#,
            #"sil_2    pending  2026-03-11 01:00 UTC  2026-03-11 04:00 UTC (in 26 h)  -       asset="a"   c"#, "",
        ]
        #expect(Bench(200, answer).run("silence", "list").data == expected.joined(separator: "\n"))
        let none = Bench(200, #"{"silences":[]}"#).run("silence", "list")
        #expect(none.data.isEmpty)
        #expect(none.talk == "No silence of yours holds, and none is to come.\n")
    }

    @Test("a silence that was ended")
    func ended() {
        #expect(
            Bench(200, #"{"silence":"sil_1","state":"expired"}"#).run("silence", "expire", "sil_1").data
                == "sil_1 is over. What it held and still stands is told now.\n")
    }

    @Test("a call, and one that ends a silence")
    func beat() {
        let answer = #"{"heartbeat":"backup","next_by":"2026-03-10T03:00:00Z","resolved":"#
        #expect(
            Bench(200, answer + "null}").run("beat", "backup").data
                == "backup is alive. It must call again by 2026-03-10 03:00 UTC (in 1 h).\n")
        #expect(
            Bench(200, answer + #""inc_1"}"#).run("beat", "backup").data == """
                backup is alive. It must call again by 2026-03-10 03:00 UTC (in 1 h).
                Its silence is over: inc_1 is resolved.

                """)
    }

    @Test("who promised to call, and who does not")
    func heartbeats() {
        let answer = #"""
            {"heartbeats":[
              {"heartbeat":"backup","every":"PT24H","asset":null,"next_by":"2026-03-10T03:00:00Z","missed":false},
              {"heartbeat":"agent","every":"PT5M","asset":"tern-vps1","next_by":"2026-03-10T04:00:00Z","missed":true}]}
            """#
        let expected = [
            "HEARTBEAT  STATE   EVERY  NEXT BY                        ASSET",
            "backup     alive   24 h   2026-03-10 03:00 UTC (in 1 h)  -",
            "agent      silent  5 min  -                              tern-vps1", "",
        ]
        #expect(Bench(200, answer).run("heartbeats").data == expected.joined(separator: "\n"))
        let none = Bench(200, #"{"heartbeats":[]}"#).run("heartbeats")
        #expect(none.data.isEmpty)
        #expect(none.talk == "Nobody of your party promised to call. Heartbeats are written in watches.yaml.\n")
    }

    @Test(
        "whoever has none of that name learns no more",
        arguments: [(["silence", "expire", "x"], "unknown_silence"), (["beat", "x"], "unknown_heartbeat")])
    func unknown(arguments: [String], code: String) {
        let outcome = Bench(404, #"{"code":"\#(code)","detail":"there is none among yours"}"#).run(arguments: arguments)
        #expect(outcome.status == .refused)
        #expect(outcome.talk == "tocsin: there is none among yours (404, \(code))\n")
    }
}
