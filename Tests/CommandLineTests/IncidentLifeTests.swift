import Testing

@testable import CommandLineTool

@Suite("How the life of an incident reads")
struct IncidentLifeTests {
    @Test("owners over time, what is proposed, who knows, and every state of an obligation")
    func show() {
        let outcome = Bench(200, LifeSamples.incident).run("show", "inc_1")
        #expect(
            outcome.data == #"""
                Unknown login

                  incident    inc_1
                  state       open
                  severity    high
                  category    intrusion
                  asset       tern-vps1
                  classified  significant, major
                  customer    tern
                  ledger      agr-tern
                  opened      2026-03-10 01:59:30 UTC (30 s ago)
                  reports     2
                  aware       provider since 2026-03-10 01:59:30 UTC, it reported it
                              customer since 2026-03-10 01:59:31 UTC, the notice was delivered
                  taken by    tern (mia) at 2026-03-10 01:59:45 UTC
                              prov at 2026-03-10 01:59:46 UTC
                  part of     inc_0
                  parts       inc_2 in agr-mango
                              inc_3 in agr-siam
                  waits for   tern.sec must be told, JC-01: by 2026-03-10 02:15 UTC (in 15 min)
                  as of       revision 17

                Ruling
                  tern owns this: the operating system of an unmanaged VPS is the customer's; \#
                the provider would own it if the VPS were managed.
                  owner       customer tern
                  decided by  hosting.os×vps (stated) under agr-tern@2, hosting@2026-01-01
                  source      Shared responsibility, row Operating system
                  because     tern-vps1 belongs to svc-tern.
                              svc-tern is an unmanaged VPS.

                Proposal
                  tern disputes that it is its own: The hypervisor is yours
                  prov answers by 2026-03-11 01:00 UTC (in 23 h); no answer counts as a no:
                  tocsin accept inc_1, or tocsin decline inc_1 --reason …

                Owners
                  SINCE                    OWNER              WHY
                  2026-03-10 01:59:30 UTC  provider prov      the ruling at its opening
                  2026-03-10 01:59:35 UTC  joint, prov leads  ruled on again, because more was known
                  2026-03-10 01:59:40 UTC  customer tern      offered, and the other party accepted
                  2026-03-10 01:59:45 UTC  nobody             disputed, and the other party accepted

                Obligations
                  ID     RULE         DESK      STATE      DUE                                 MET
                  obl_1  JC-07/final  prov.sec  waiting    -                                   -
                      owes: files the report
                      waits until early was sent
                  obl_2  JC-07/final  prov.sec  running    2026-03-10 02:15 UTC (in 15 min)    -
                      owes: files the report
                      taken up again: police agreed
                  obl_3  JC-07/final  prov.sec  held       2026-03-10 02:15 UTC (in 15 min)    -
                      owes: files the report
                      held: police asked us to wait
                  obl_4  JC-07        prov.sec  met        2026-03-10 02:15 UTC (in 15 min)    2026-03-10 01:59:31 UTC
                      proof: delivered at 2026-03-10 01:59:31 UTC, dlv_1
                  obl_5  JC-07/final  prov.sec  met, late  2026-03-10 01:59:50 UTC (10 s ago)  2026-03-10 01:59:55 UTC
                      owes: files the report
                      proof: manual record at 2026-03-10 01:59:55 UTC: filed, ref. 4711
                  obl_6  JC-07/final  prov.sec  overdue    2026-03-10 01:59:50 UTC (10 s ago)  -
                      owes: files the report
                  obl_7  JC-07/final  prov.sec  waived     2026-03-10 02:15 UTC (in 15 min)    -
                      owes: files the report
                      waived: no personal data was read
                  obl_8  JC-07/final  prov.sec  cancelled  2026-03-10 02:15 UTC (in 15 min)    -
                      owes: files the report
                      cancelled: the owner changed

                Acknowledgements
                  2026-03-10 01:59:40 UTC  tern (mia), until 2026-03-10 04:00 UTC (in 2 h): on it

                """#)
    }

    @Test("an offer is another matter than a dispute")
    func offer() {
        let offered = LifeSamples.incident.replacing(
            LifeSamples.proposal("dispute"), with: LifeSamples.proposal("offer"))
        let outcome = Bench(200, offered).run("show", "inc_1")
        #expect(outcome.data.contains("\nProposal\n  tern asks prov to take it over: The hypervisor is yours\n"))
    }

    @Test("a customer is not shown the parts, and what nobody proposed is left out")
    func absent() {
        let outcome = Bench(200, Samples.incident).run("show", "inc_1")
        for words in ["parts", "Proposal", "Owners", "as of", "taken by"] {
            #expect(!outcome.data.contains(words), "\(words)")
        }
    }

    @Test("late, overdue and what is disputed stand out in colour")
    func colours() {
        var bench = Bench(200, LifeSamples.incident)
        bench.console = MemoryConsole(isATerminal: true)
        let page = bench.run("show", "inc_1").data
        #expect(page.contains("\u{1B}[31mmet, late\u{1B}[0m"))
        #expect(page.contains("\u{1B}[31moverdue\u{1B}[0m"))
        #expect(page.contains("\u{1B}[33mtern disputes that it is its own\u{1B}[0m"))
        #expect(page.contains("\u{1B}[1mcustomer tern\u{1B}[0m"))
    }

    @Test("what people wrote cannot touch the terminal")
    func smuggled() {
        let answer = LifeSamples.incident.replacing("filed, ref. 4711", with: #"filed\u001b[2J\nover"#)
        let page = Bench(200, answer).run("show", "inc_1").data
        #expect(page.contains(#"filed\u{1b}[2J\u{a}over"#))
    }

    @Test("a list marks what is in triage and what is disputed")
    func list() {
        let answer = Samples.incidents
            .replacing(#""next_due":"2026-03-10T02:15:00Z""#, with: #""next_due":null,"disputed":true"#)
            .replacing(#""owner_party":null"#, with: #""owner_party":"prov","triage":"unknown_asset","disputed":false"#)
        let rows = Bench(200, answer).run("incidents").data.split(separator: "\n")
        #expect(rows[1].contains("  tern, disputed   tern-vps1  "), "\(rows[1])")
        #expect(rows[2].contains("  prov, in triage  -  "), "\(rows[2])")
    }

    @Test(
        "an empty list says what it is a list of",
        arguments: [
            (["incidents", "--triage"], "No open incidents in triage. See the others: tocsin incidents --state all\n"),
            (
                ["incidents", "--triage", "--state", "all"],
                "No incidents in triage. See the others: tocsin incidents --state all\n"
            ),
            (["incidents", "--state", "all"], "No incidents.\n"),
            (
                ["incidents", "--state", "closed"],
                "No closed incidents. See the others: tocsin incidents --state all\n"
            ),
        ])
    func empty(arguments: [String], talk: String) {
        let outcome = Bench(200, #"{"incidents":[]}"#).run(arguments: arguments)
        #expect(outcome.talk == talk)
        #expect(outcome.data.isEmpty)
    }

    @Test("the owner at an instant")
    func owner() {
        let answer = #"""
            {"incident":"inc_1","at":"2026-03-10T01:00:00Z","owner":"joint","party":null,"lead":"prov",
             "since":"2026-03-10T00:30:00Z","by":"reclassification","until":null}
            """#
        #expect(
            Bench(200, answer).run("owner", "inc_1").data == """
                  incident  inc_1
                  at        2026-03-10 01:00 UTC (1 h ago)
                  owner     joint, prov leads
                  since     2026-03-10 00:30 UTC
                  until     it still is
                  why       ruled on again, because more was known

                """)
        let past = answer.replacing(#""until":null"#, with: #""until":"2026-03-10T01:30:00Z""#)
        #expect(Bench(200, past).run("owner", "inc_1").data.contains("  until     2026-03-10 01:30 UTC\n"))
    }
}
