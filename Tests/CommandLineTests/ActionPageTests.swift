import Testing

@testable import CommandLineTool

@Suite("How the answers to actions read")
struct ActionPageTests {
    static let obligation = #","obligation":"#
    static let sentence = #","owner":"provider","owner_party":"prov","sentence":"prov took it over.","answer_by":null"#
    static let proposed = #","owner":"customer","owner_party":"tern","sentence":"s","answer_by":"2026-03-11T02:00:00Z""#

    /// A command line, the answer to it, and the page.
    struct Reading: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let answer: String
        let page: String

        init(_ arguments: [String], _ answer: String, _ page: String) {
            (self.arguments, self.answer, self.page) = (arguments, answer, page)
        }

        var testDescription: String { arguments.joined(separator: " ") + " " + answer }
    }

    static let done: [Reading] = [
        Reading(
            ["ack", "inc_1", "--for", "PT2H"],
            LifeSamples.acted(
                "acknowledge",
                #","acknowledged":{"party":"tern","by":"mia","at":"2026-03-10T02:00:00Z","until":"2026-03-10T04:00:00Z"}"#
            ),
            """
            inc_1 is acknowledged for tern at 2026-03-10 02:00 UTC; tern is called anew after 2026-03-10 04:00 UTC (in 2 h).
            Next: when it is over: tocsin resolve inc_1

            """),
        Reading(
            ["take", "inc_1"],
            LifeSamples.acted("take", #","ledger":{"id":"agr-tern","index":12,"leaf":"0b1c"}"#),
            """
            inc_1 is taken: you look after it for your party.
              record  ledger agr-tern, entry 12, leaf 0b1c
            Next: when it is over: tocsin resolve inc_1

            """),
        Reading(
            ["comment", "inc_1", "x"], LifeSamples.acted("comment"),
            """
            Your comment on inc_1 is on record, for both parties.
            Next: nothing. See the record: tocsin show inc_1

            """),
        Reading(
            ["reopen", "inc_1"], LifeSamples.acted("reopen"),
            """
            inc_1 is open again; everybody who must know is told.
            Next: follow it: tocsin show inc_1

            """),
        Reading(
            ["severity", "inc_1", "high", "--reason", "r"], LifeSamples.acted("severity", #","severity":"high""#),
            """
            inc_1 is high now.
            Next: follow it: tocsin show inc_1

            """),
        Reading(
            ["dispute", "inc_1", "--reason", "r"], LifeSamples.acted("dispute", proposed),
            """
            inc_1 is disputed; until the other party has answered, it stays tern's.
              answer by  2026-03-11 02:00 UTC (in 24 h)
            Next: look after it until then. See what was answered: tocsin show inc_1

            """),
        Reading(
            ["offer", "inc_1", "--reason", "r"], LifeSamples.acted("offer", proposed),
            """
            inc_1 is offered to the other party; until it has answered, it stays tern's.
              answer by  2026-03-11 02:00 UTC (in 24 h)
            Next: look after it until then. See what was answered: tocsin show inc_1

            """),
        Reading(
            ["accept", "inc_1"], LifeSamples.acted("accept", sentence),
            """
            Accepted: inc_1 is prov's from now on.
              whose  prov took it over.
            Next: look after it; say so: tocsin ack inc_1

            """),
        Reading(
            ["decline", "inc_1", "--reason", "r"], LifeSamples.acted("decline", sentence),
            """
            Declined: inc_1 stays prov's.
              whose  prov took it over.
            Next: nothing. See the record: tocsin show inc_1

            """),
        Reading(
            ["classify", "inc_1", "--as", "major", "--reason", "r"], LifeSamples.acted("classify", sentence),
            """
            inc_1 is classified.
              whose  prov took it over.
            Next: follow it: tocsin show inc_1

            """),
        Reading(
            ["classify", "inc_1", "--asset", "a", "--reason", "r"], LifeSamples.acted("classify", state: "closed"),
            """
            inc_1 goes on as an incident of the agreement concerned.
              state  closed: nothing is left to do
            Next: see where it goes on: tocsin show inc_1

            """),
        Reading(
            ["record", "inc_1", "obl_5", "--note", "n"],
            LifeSamples.acted(
                "record",
                obligation + LifeSamples.obligation("obl_5", "met", due: "2026-03-10T01:59:50Z", late: true)),
            """
            JC-07/final is on record as done, late.
              owed  files the report
            Next: nothing. See the record: tocsin show inc_1

            """),
        Reading(
            ["waive", "inc_1", "obl_5", "--reason", "r"],
            LifeSamples.acted("waive", obligation + LifeSamples.obligation("obl_5", "waived", act: nil)),
            """
            JC-07 is waived; the reason is on record.
              owed  files the report
            Next: nothing. See the record: tocsin show inc_1

            """),
        Reading(
            ["hold", "inc_1", "obl_5", "--reason", "r"],
            LifeSamples.acted(
                "hold", obligation + LifeSamples.obligation("obl_5", "held", due: "2026-03-10T02:15:00Z")),
            """
            JC-07/final is put off; its clock goes on.
              owed  files the report
              due   2026-03-10 02:15 UTC (in 15 min)
            Next: when it goes on: tocsin resume inc_1 obl_5 --reason …

            """),
        Reading(
            ["resume", "inc_1", "obl_5", "--reason", "r"],
            LifeSamples.acted("resume", obligation + LifeSamples.obligation("obl_5", "waiting")),
            """
            JC-07/final is taken up again.
              owed  files the report
              due   not yet: its clock waits
            Next: follow it: tocsin show inc_1

            """),
        Reading(
            ["happened", "inc_1", "purged"], LifeSamples.acted("happened"),
            """
            It is on record; clocks of inc_1 that waited for it run now.
            Next: follow it: tocsin show inc_1

            """),
        // What was done was the last thing left to do: the incident is closed, and what it held is on its ledger only.
        Reading(
            ["record", "inc_1", "obl_5", "--note", "n"], LifeSamples.acted("record", state: "closed"),
            """
            The obligation is on record as done.
              state  closed: nothing is left to do
            Next: nothing. See the record: tocsin show inc_1

            """),
    ]

    @Test("each verb says what came of it and what is next", arguments: done)
    func reads(reading: Reading) {
        let outcome = Bench(200, reading.answer).run(arguments: reading.arguments)
        #expect(outcome.data == reading.page)
        #expect(outcome.talk.isEmpty)
        #expect(outcome.status == .good)
    }

    @Test(
        "done twice, nothing changed",
        arguments: [
            (["take", "inc_1"], "take", "", "You had taken inc_1 already"),
            (["comment", "inc_1", "x"], "comment", "", "This comment on inc_1 was on record already"),
            (["reopen", "inc_1"], "reopen", "", "inc_1 was open already"),
            (
                ["severity", "inc_1", "high", "--reason", "r"], "severity", #","severity":"high""#,
                "inc_1 was high already"
            ),
            (["dispute", "inc_1", "--reason", "r"], "dispute", proposed, "You had proposed this about inc_1 already"),
            (["offer", "inc_1", "--reason", "r"], "offer", proposed, "You had proposed this about inc_1 already"),
            (["accept", "inc_1"], "accept", sentence, "You had answered about inc_1 already"),
            (["decline", "inc_1", "--reason", "r"], "decline", sentence, "You had answered about inc_1 already"),
            (
                ["classify", "inc_1", "--as", "major", "--reason", "r"], "classify", sentence,
                "inc_1 was known to be this already"
            ),
            (
                ["record", "inc_1", "obl_5", "--note", "n"], "record",
                obligation + LifeSamples.obligation("obl_5", "met"), "JC-07/final was on record as done already"
            ),
            (
                ["waive", "inc_1", "obl_5", "--reason", "r"], "waive",
                obligation + LifeSamples.obligation("obl_5", "waived"), "JC-07/final was waived already"
            ),
            (
                ["hold", "inc_1", "obl_5", "--reason", "r"], "hold",
                obligation + LifeSamples.obligation("obl_5", "held"), "JC-07/final was put off already"
            ),
            (
                ["resume", "inc_1", "obl_5", "--reason", "r"], "resume",
                obligation + LifeSamples.obligation("obl_5", "running"), "JC-07/final was not put off"
            ),
            (["happened", "inc_1", "purged"], "happened", "", "It was on record for inc_1 already"),
        ])
    func already(arguments: [String], verb: String, more: String, sentence: String) {
        let answer = LifeSamples.acted(verb, already: true, more)
        let outcome = Bench(200, answer).run(arguments: arguments)
        #expect(outcome.data.hasPrefix(sentence + "; nothing changed.\n"), "\(outcome.data)")
        #expect(outcome.status == .good)
    }

    @Test("--json prints the daemon's answer to an action")
    func json() {
        let outcome = Bench(200, #"{"incident":"inc_1","did":"take"}"#).run("take", "inc_1", "--json")
        #expect(outcome.data == "{\n  \"incident\": \"inc_1\",\n  \"did\": \"take\"\n}\n")
    }

    @Test("what cannot be known to have taken effect says how to repeat it, where a key makes that safe")
    func unknownOutcome() {
        func talk(_ arguments: String...) -> String {
            var bench = Bench()
            bench.daemon = CannedDaemon(.failure(.timedOut(seconds: 30)))
            return bench.run(arguments: arguments).talk
        }
        #expect(talk("comment", "inc_1", "x").contains("repeat with --idempotency-key tocsin-0001"))
        #expect(talk("take", "inc_1", "--idempotency-key", "k-1").contains("repeat with --idempotency-key k-1"))
        #expect(talk("take", "inc_1").contains("look with: tocsin incidents"))
    }
}
