import StrictJSON
import Testing

@testable import CommandLineTool

/// The shipped configuration, which is asked without a daemon and without a single secret.
@Suite("Files that answer in the daemon's place")
struct FileConfigurationTests {
    static let shipped = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Config"

    private func ask(_ arguments: String...) -> (outcome: Outcome, json: JSON?) {
        let bench = Bench()
        let outcome = bench.run(arguments: arguments)
        #expect(bench.daemon.requests.isEmpty)
        return (outcome, try? JSON(parsing: outcome.data))
    }

    @Test("a question is answered, in the form of the API")
    func explain() throws {
        let (outcome, json) = ask(
            "explain", "--config", Self.shipped, "--as", "tern", "--asset", "tern-vps1", "--layer", "os", "--json")
        #expect(outcome.status == .good, "\(outcome.talk)")
        #expect(json?["as_of"] == "2026-03-10T02:00:00Z")
        #expect(json?["ruling"]?["party"] == "tern")
        #expect(json?["ruling"]?["decided_by"]?["agreement"] == "agr-tern@2")
        #expect(json?["ruling"]?["decided_by"]?["config"]?.string?.hasPrefix("sha256:") == true)
        #expect(json?["rules"]?.array?.first?["id"] == "JC-01")
        #expect(
            json?["notify"] == [
                [
                    "to": "tern.ops", "party": "tern", "role": "ops", "rules": ["JC-01"], "start": "received",
                    "within": "PT4H", "due": "2026-03-10T06:00:00Z", "acknowledge": true,
                ]
            ])
    }

    @Test("the page of an answer, with what a party owes and when")
    func page() {
        let (outcome, _) = ask(
            "explain", "--config", Self.shipped + "/tocsin.yaml", "--asset", "hv-07", "--category", "intrusion",
            "--severity", "high", "--significant")
        for line in [
            "owner       provider prov", "JC-07: A significant incident goes to the CSIRT and to whoever is hit",
            "would tell  prov.sec by 2026-03-10 02:", "(in 24 h)  JC-07/warning",
            "waits for its start: 1 month after notification was sent  JC-07/final",
        ] {
            #expect(outcome.data.contains(line), "\(line) in \(outcome.data)")
        }
    }

    @Test("the end of trouble is told to whoever was told of it, which files cannot name")
    func end() {
        let (outcome, _) = ask(
            "explain", "--config", Self.shipped, "--asset", "tern-vps1", "--layer", "os", "--status", "resolved")
        #expect(
            outcome.data.contains("would tell  whoever was told of it, by 2026-03-10 03:00 UTC (in 1 h)  JC-17\n"),
            "\(outcome.data)")
    }

    @Test("the matrix says how often backups are made, and under which rows a duty is published")
    func scheduleAndRows() {
        let text = ask("matrix", "agr-orchid", "--config", Self.shipped, "--format", "markdown").outcome.data
        #expect(text.contains(" | every 1 d | "), "\(text)")
        #expect(text.contains("; published as 1.1; summary row 1 |"), "\(text)")
        let csv = ask("matrix", "agr-orchid", "--config", Self.shipped, "--format", "csv").outcome.data
        #expect(csv.contains(",stated,every 1 d\r\n"), "\(csv)")
    }

    @Test("business hours are spelled beside the time they lead to")
    func businessHours() {
        let (outcome, _) = ask(
            "explain", "--config", Self.shipped, "--asset", "orchid-site", "--layer", "application", "--severity",
            "medium", "--at", "2026-03-10T10:00:00Z")
        // Five in the afternoon in Bangkok: one hour is left of the day, three go to the morning of the next.
        #expect(
            outcome.data.contains("orchid.ops by 2026-03-11 05:00 UTC (in 19 h; 4 business hours)  JC-01"),
            "\(outcome.data)")
    }

    @Test("a revision that is still to come answers for its time")
    func future() {
        for (at, party) in [("2026-03-31T21:59:59Z", "tern"), ("2026-03-31T22:00:00Z", "prov")] {
            let (_, json) = ask(
                "explain", "--config", Self.shipped, "--as", "tern", "--asset", "tern-vps1", "--layer", "os", "--at",
                at,
                "--json")
            #expect(json?["ruling"]?["party"]?.string == party, "\(at)")
        }
    }

    @Test("refusals are the daemon's, with its exit status")
    func refusals() {
        let foreign = ask("explain", "--config", Self.shipped, "--as", "orchid", "--asset", "tern-vps1").outcome
        #expect(foreign.status == .notPermitted)
        #expect(foreign.talk.contains("(403, not_yours)"))
        let wrong = ask(
            "explain", "--config", Self.shipped, "--as", "orchid", "--asset", "a", "--layer", "osx", "--significant",
            "--at", "2026-03-10T02:00:00Z", "--observed-at", "2026-03-10T02:00:01Z"
        ).outcome
        #expect(wrong.status == .refused)
        for words in ["layer", "accepted: physical", "only the provider's side", "is later than at"] {
            #expect(wrong.talk.contains(words), "\(words) in \(wrong.talk)")
        }
        #expect(wrong.data.isEmpty)
        let agreement = ask("matrix", "agr-norr", "--config", Self.shipped, "--as", "tern").outcome
        #expect(agreement.status == .refused)
        #expect(
            agreement.talk.hasSuffix(
                "(404, unknown_agreement)\n  on the command line: tocsin agreements --config \(Self.shipped) --as tern\n"
            ),
            "\(agreement.talk)")
        let party = ask("contacts", "--config", Self.shipped, "--as", "tern", "--party", "norr").outcome
        #expect(party.status == .refused)
        #expect(party.talk.contains("you see: prov, tern"))
    }

    @Test("whoever asks nothing is no one to answer for; who can ask is said")
    func unknownAsker() {
        for (party, words) in [
            ("aws", "the third party aws reports nothing and asks nothing"),
            ("nobody\u{1b}[2J", #"there is no party nobody\u{1b}[2J in this configuration"#),
        ] {
            let outcome = ask("agreements", "--config", Self.shipped, "--as", party).outcome
            #expect(outcome.status == .usage)
            #expect(
                outcome.talk.hasPrefix(
                    "tocsin: \(words)\n  who can ask, the provider and its customers: prov, banyan, mango"),
                "\(outcome.talk)")
            #expect(!outcome.talk.contains("\u{1b}"))
        }
    }

    @Test(
        "a gateway only reports: of files it is answered as little as of a daemon",
        arguments: [["explain", "--asset", "tern-vps1"], ["matrix", "agr-tern"], ["agreements"], ["contacts"]])
    func gateway(command: [String]) {
        let outcome = Bench().run(arguments: command + ["--config", Self.shipped, "--as", "ext-abuse"])
        #expect(outcome.status == .notPermitted)
        #expect(outcome.data.isEmpty)
        #expect(
            outcome.talk.hasPrefix(
                "tocsin: ext-abuse is a gateway: it passes reports on, and asks nothing\n"
                    + "  to see what its reports lead to, write them as cases (as: ext-abuse) and run them with"
                    + " tocsin explain --cases\n  who can ask, the provider and its customers: prov, banyan, "),
            "\(outcome.talk)")
    }

    @Test("a customer sees its own agreements and contacts, the provider all")
    func projections() {
        let own = ask("agreements", "--config", Self.shipped, "--as", "tern", "--json").json
        #expect(own?["agreements"]?.array?.compactMap { $0["agreement"]?.string } == ["agr-tern"])
        let all = ask("agreements", "--config", Self.shipped, "--json").json
        #expect((all?["agreements"]?.array?.count ?? 0) > 5)
        let contacts = ask("contacts", "--config", Self.shipped, "--as", "tern", "--json").json
        #expect(contacts?["parties"]?.array?.compactMap { $0["party"]?.string } == ["prov", "tern"])
        let none = ask("agreements", "--config", Self.shipped, "--at", "2001-01-01T00:00:00Z").outcome
        #expect(none.status == .good)
        #expect(none.data.isEmpty)
        #expect(none.talk == "No agreement is in force at that time.\n")
    }

    @Test("an agreement in full, and whom it leads to")
    func agreement() {
        let (outcome, _) = ask("agreement", "show", "agr-tern", "--config", Self.shipped, "--as", "tern")
        for line in [
            "agr-tern with tern: revision 2 is in force", "Revision 3, from 2026-03-31 22:00 UTC on",
            "service svc-tern (managed vps)", "response       critical 15 min, high 30 min, medium 4 h, low 24 h\n",
            "breach notice  24 h\n", "retention      30 d\n", "backup       every 7 d\n",
            "designated     provider prov-sec, customer tern\n",
            "  sec          sec          tern", "prov: Meridian Hosting (provider, Asia/Bangkok)",
        ] {
            #expect(outcome.data.contains(line), "\(line) in \(outcome.data)")
        }
        #expect(!outcome.data.contains("norr"))
    }

    @Test("roles that another one answers are shown with it, and its policy")
    func contacts() {
        let (outcome, _) = ask("contacts", "--config", Self.shipped, "--party", "orchid")
        #expect(outcome.data.hasPrefix("orchid: Orchid Flowers (customer, Asia/Bangkok)\n"), "\(outcome.data)")
        #expect(outcome.data.contains("  sec      ops          orchid    customer\n"), "\(outcome.data)")
        #expect(!outcome.data.contains("prov"))
    }

    @Test("the matrix says what rulings say")
    func matrix() throws {
        let (outcome, json) = ask(
            "matrix", "agr-tern", "--config", Self.shipped, "--at", "2026-04-02T00:00:00Z", "--json")
        #expect(outcome.status == .good)
        let lines = try #require(json?["lines"]?.array)
        let system = lines.first { $0["layer"] == "os" && $0["duty"] == .null }
        #expect(system?["owner"] == "provider")
        let csv = ask("matrix", "agr-tern", "--config", Self.shipped, "--format", "csv").outcome.data
        let rows = csv.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(rows.first == "service,duty,provider,customer,shared,how split,source,confidence,schedule")
        #expect(rows.contains { $0.hasPrefix("svc-tern,operating system (os),,C,,,") }, "\(csv)")
        #expect(rows.count > lines.count)
        let text = ask("matrix", "agr-tern", "--config", Self.shipped).outcome.data
        #expect(text.hasPrefix("agr-tern@2, tern, as of 2026-03-10 02:00 UTC\n\nService svc-tern\n  LAYER "))
    }

    @Test("a configuration with problems answers nothing; all of them are shown as config check does")
    func problems() throws {
        let folder = try TemporaryFolder(["tocsin.yaml": "a: 1\nb: 2\n"])
        let outcome = ask("explain", "--config", folder.path, "--asset", "a").outcome
        #expect(outcome.status == .configuration)
        #expect(outcome.data.contains(folder.path + "/tocsin.yaml:1:1: unknown key `a`"), "\(outcome.data)")
        #expect(outcome.data.contains(folder.path + "/tocsin.yaml:2:1: unknown key `b`"))
        #expect(outcome.talk.contains("problems in the configuration"))
    }

    @Test("a configuration that is not there is no configuration with problems: it has an exit status of its own")
    func unreadable() throws {
        let folder = try TemporaryFolder(["here.yaml": ""])
        for (path, file) in [("/none.yaml", "/none.yaml"), ("", "/tocsin.yaml"), ("/none/", "/none/")] {
            let (outcome, json) = ask("contacts", "--config", folder.path + path, "--json")
            #expect(outcome.status == .unreadable)
            #expect(json?["problems"]?.array?.count == 1)
            #expect(
                outcome.talk.hasPrefix("tocsin: cannot read the file `\(folder.path)\(file)`: "), "\(outcome.talk)")
            #expect(outcome.talk.hasSuffix("\n  check the name and its permissions\n"))
            #expect(ask("contacts", "--config", folder.path + path).outcome.data.isEmpty)
        }
        #expect(ask("contacts", "--config", folder.path + "/here.yaml").outcome.status == .configuration)
    }

    @Test("a file that the configuration names and that is not there is a problem of the configuration")
    func missingInclude() throws {
        let text = String(decoding: try Files.read(Self.shipped + "/tocsin.yaml", bytesMax: 1 << 20), as: UTF8.self)
        let folder = try TemporaryFolder(["tocsin.yaml": text])
        let outcome = ask("contacts", "--config", folder.path).outcome
        #expect(outcome.status == .configuration)
        #expect(outcome.data.contains("cannot read the file `\(folder.path)/joint-care.yaml`"), "\(outcome.data)")
    }
}

/// Tables of questions and answers, run by the program.
@Suite("Files of cases")
struct CaseFileTests {
    private static let shipped = FileConfigurationTests.shipped

    private static let good = """
        received: 2026-03-10T02:00:00Z
        cases:
          - {id: own, as: prov, ask: {asset: tern-vps1, layer: os}, expect: {owner: customer, told: {tern.ops: PT4H}}}
        """
    private static let bad = """
        received: 2026-03-10T02:00:00Z
        cases:
          - {id: first, as: prov, ask: {asset: tern-vps1, layer: os}, expect: {owner: customer}}
          - id: second
            title: tern's system
            as: prov
            ask: {asset: tern-vps1, layer: os}
            expect: {owner: provider, party: prov, told: {tern.ops: PT1H}}

        """

    @Test("all hold")
    func holds() throws {
        let folder = try TemporaryFolder(["good.yaml": Self.good])
        let outcome = Bench().run(
            "explain", "--config", Self.shipped, "--cases", folder.path + "/good.yaml", "--cases",
            folder.path + "/good.yaml")
        #expect(outcome.status == .good)
        #expect(outcome.data.isEmpty)
        #expect(outcome.talk == "2 cases, all hold.\n")
    }

    @Test("what does not hold is shown key by key, and ends with a status of its own")
    func differs() throws {
        let folder = try TemporaryFolder(["good.yaml": Self.good, "bad.yaml": Self.bad])
        let files = ["--cases", folder.path + "/good.yaml", "--cases", folder.path + "/bad.yaml"]
        let outcome = Bench().run(arguments: ["explain", "--config", Self.shipped] + files)
        #expect(
            outcome.data == """
                \(folder.path)/bad.yaml:4: second  tern's system
                  owner  expected provider, got customer
                  party  expected prov, got tern
                  told   expected tern.ops PT1H, got tern.ops PT4H

                """)
        #expect(outcome.talk == "tocsin: 1 of 3 cases does not hold\n")
        #expect(outcome.status == .differs)
        let json = try JSON(
            parsing: Bench().run(arguments: ["explain", "--json", "--config", Self.shipped] + files).data)
        #expect(json["cases"] == 3)
        #expect(
            json["differing"]?.array?.first?["differences"]?.array?.first
                == ["key": "owner", "expected": "provider", "got": "customer"])
        #expect(json["differing"]?.array?.first?["line"] == 4)
    }

    @Test("files of cases with problems are not run; the problems of all are shown")
    func problems() throws {
        let folder = try TemporaryFolder(["good.yaml": Self.good, "broken.yaml": "cases: [{}]\n"])
        let outcome = Bench().run(
            "explain", "--config", Self.shipped, "--cases", folder.path + "/broken.yaml", "--cases",
            folder.path + "/none.yaml", "--cases", folder.path + "/good.yaml")
        #expect(outcome.status == .configuration)
        #expect(outcome.data.contains("/broken.yaml:1:9: a case has no `id`"), "\(outcome.data)")
        #expect(outcome.data.contains("/none.yaml"), "\(outcome.data)")
        #expect(outcome.talk.contains("problems in the cases"))
    }

    @Test("a file of cases that is not there has an exit status of its own")
    func unreadable() throws {
        let folder = try TemporaryFolder(["good.yaml": Self.good])
        let files = ["--cases", folder.path + "/good.yaml", "--cases", folder.path + "/none.yaml"]
        let outcome = Bench().run(arguments: ["explain", "--config", Self.shipped] + files)
        #expect(outcome.status == .unreadable)
        #expect(outcome.data.isEmpty)
        #expect(
            outcome.talk.hasPrefix("tocsin: cannot read the file `\(folder.path)/none.yaml`: No such file"),
            "\(outcome.talk)")
        let unknown = Bench().run(arguments: ["explain", "--config", folder.path + "/none.yaml"] + files)
        #expect(unknown.status == .unreadable)
    }

    @Test("the help says that the whole answer is looked at")
    func help() {
        let help = Bench().run("explain", "--help").data
        #expect(help.contains("as the provider sees it, whoever asks"), "\(help)")
    }

    @Test("a configuration with problems runs no case")
    func configurationProblems() throws {
        let folder = try TemporaryFolder(["good.yaml": Self.good, "tocsin.yaml": "a: 1\n"])
        let outcome = Bench().run("explain", "--config", folder.path, "--cases", folder.path + "/good.yaml")
        #expect(outcome.status == .configuration)
        #expect(outcome.talk.contains("problems in the configuration"))
    }
}
