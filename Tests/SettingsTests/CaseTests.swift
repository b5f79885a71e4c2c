import CivilTime
import Coordination
import Responsibility
import Settings
import Testing

/// Tables of expectations: what is read, what is refused, and what is found to differ. The configuration is the shipped one.
@Suite("Cases")
struct CaseTests {
    private let world: World

    init() throws { world = try World() }

    private func read(_ text: String) throws -> [ExplanationCase] {
        world.write(Array(text.utf8), to: "cases.yaml")
        return try CaseFile.load(path: world.path("cases.yaml")).cases
    }

    private func problems(_ text: String) throws -> [String] {
        do {
            _ = try read(text)
            return []
        } catch let error as ConfigurationError {
            return error.problems.map { $0.description.replacing(world.folder + "/", with: "") }
        }
    }

    /// The differences of one case, `key: expected … | got …`.
    private func differences(_ ask: String, _ expect: String, as asker: String = "prov") throws -> [String] {
        let cases = try read(
            """
            received: 2026-03-10T02:00:00Z
            cases:
              - {id: one, as: \(asker), ask: {\(ask)}, expect: {\(expect)}}
            """)
        return try #require(cases.first).differences(under: world.load().arrangements)
            .map { "\($0.key): \($0.expected) | \($0.got)" }
    }

    @Test("everything a case can say is read")
    func everything() throws {
        let cases = try read(
            """
            received: 2026-03-10T02:00:00Z
            cases:
              - id: A-1.b_2
                title: A hole in the kernel
                as: ext-abuse
                received: 2026-03-11T02:00:00+07:00
                observed: 2026-03-10T00:00:00Z
                ask:
                  asset: "https://tern.example/x"
                  service: svc-tern
                  category: vulnerability
                  layer: os
                  duty: os.patch
                  component: mariadb
                  cause: isolation
                  severity: high
                  personal_data: suspected
                  significant: true
                  classification: major
                  status: resolved
                  window_start: 2026-03-12T00:00:00Z
                expect:
                  owner: each
                  party: tern
                  lead: prov
                  performed_by: aws
                  confidence: assumed
                  gap: an add-on
                  triage: unknown_asset
                  candidates: [a, b]
                  rule: hosting.os×vps
                  source: note 1
                  agreement: agr-tern@2
                  sentence: would own it
                  rules: [JC-01, JC-02]
                  told: {tern.sec: PT1H, prov.noc: 2026-03-10T03:00:00Z, norr.dpo: waiting, prov.sec: -PT48H}
                  owed: {JC-06: PT72H, JC-07/final: waiting}
                  refused: not_yours
              - {id: short, as: prov, ask: {}, expect: {told: {}}}
            """)
        let first = try #require(cases.first)
        #expect(first.id == "A-1.b_2")
        #expect(first.title == "A hole in the kernel")
        #expect(first.asker == "ext-abuse")
        #expect(first.place.line == 3)
        #expect(first.received.rfc3339 == "2026-03-10T19:00:00Z")
        #expect(first.ask.at == first.received)
        #expect(first.ask.observedAt?.rfc3339 == "2026-03-10T00:00:00Z")
        #expect(first.ask.asset == "https://tern.example/x")
        #expect(first.ask.service == "svc-tern")
        #expect(first.ask.category == .vulnerability)
        #expect(first.ask.layer == .os)
        #expect(first.ask.duty == "os.patch")
        #expect(first.ask.component == "mariadb")
        #expect(first.ask.cause == "isolation")
        #expect(first.ask.severity == .high)
        #expect(first.ask.personalData == .suspected)
        #expect(first.ask.significant)
        #expect(first.ask.classification == "major")
        #expect(first.ask.status == .resolved)
        #expect(first.ask.windowStart?.rfc3339 == "2026-03-12T00:00:00Z")
        let expected = first.expectation
        #expect(expected.owner == .each)
        #expect(expected.party == "tern")
        #expect(expected.lead == "prov")
        #expect(expected.performedBy == "aws")
        #expect(expected.confidence == .assumed)
        #expect(expected.gap == "an add-on")
        #expect(expected.triage == .unknownAsset)
        #expect(expected.candidates == ["a", "b"])
        #expect(expected.rule == "hosting.os×vps")
        #expect(expected.source == "note 1")
        #expect(expected.agreement == "agr-tern@2")
        #expect(expected.sentence == "would own it")
        #expect(expected.rules == ["JC-01", "JC-02"])
        let told: [Desk: CaseDue] = [
            Desk(party: "tern", role: .sec): .after(.hours(1)),
            Desk(party: "prov", role: .noc): .at(try #require(Instant(rfc3339: "2026-03-10T03:00:00Z"))),
            Desk(party: "norr", role: .dpo): .waiting, Desk(party: "prov", role: .sec): .after(.hours(-48)),
        ]
        #expect(expected.told == told)
        #expect(expected.owed == ["JC-06": .after(.hours(72)), "JC-07/final": .waiting])
        #expect(expected.refusal == .notYours)
        let second = try #require(cases.last)
        #expect(second.expectation.told == [:])
        #expect(second.expectation.rules == nil)
        #expect(second.ask.severity == .medium)
        #expect(second.received.rfc3339 == "2026-03-10T02:00:00Z")
    }

    @Test("every problem of a file of cases is told at once, with its place")
    func allProblems() throws {
        let told = try problems(
            """
            cases:
              - {id: one, as: prov, ask: {asset: x, colour: red}, expect: {owner: nobodys}}
              - {id: one, as: prov, received: soon, ask: {status: test, severity: warning}, expect: {}}
              - {id: two, ask: {layer: osx}, expect: {told: {tern: PT1H, tern.sec: 1h}, owed: {JC-01: P1M}, refused: no}}
              - {id: three, as: prov, received: 2026-03-10T02:00:00Z, observed: 2026-03-10T02:00:01Z, ask: {}, expects: {}}
            """)
        for (line, words) in [
            (2, "a case has no `received`"), (2, "unknown key `colour`"), (2, "`nobodys` is not a word for `owner`"),
            (3, "the case `one` stands here twice"), (3, "`soon` is no time"), (3, "`test` is not a word for `status`"),
            (3, "`warning` is not a word"), (3, "a case expects nothing"), (4, "a case has no `as`"),
            (4, "`osx` is not a word"), (4, "`tern` is no desk"), (4, "`1h` is no due time"),
            (4, "`P1M` is no due time"),
            (4, "`no` is not a word for `refused`"), (5, "it is observed after it is received"),
            (5, "unknown key `expects`"), (5, "a case has no `expect`"),
        ] {
            #expect(told.contains { $0.hasPrefix("cases.yaml:\(line):") && $0.contains(words) }, "\(words) in \(told)")
        }
    }

    @Test(
        "what is no file of cases is refused",
        arguments: [
            ("", "the file is empty"), ("[]", "is a list"), ("received: 2026-03-10T02:00:00Z", "has no `cases`"),
            ("cases: []", "is empty"), ("cases: [a]", "a case is a mapping"), ("cases: &x []", "anchors"),
        ])
    func noCases(text: String, words: String) throws {
        let told = try problems(text)
        #expect(told.count == 1 && told[0].hasPrefix("cases.yaml:") && told[0].contains(words), "\(told)")
    }

    @Test("a file that is not there is a problem")
    func missing() throws {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try CaseFile.load(path: world.path("none.yaml"))
        }
        #expect(error?.problems.first?.what.contains("cannot read the file") == true)
        #expect(error?.isUnreadable == true)
        let read = #expect(throws: ConfigurationError.self) { _ = try self.read("cases: [a]") }
        #expect(read?.isUnreadable == false)
    }

    @Test("due times are told in one form: as times where the case writes any, also for what else is owed")
    func oneForm() throws {
        let ask = "asset: hv-07, category: intrusion, severity: high, significant: true"
        let found = try differences(ask, "told: {}, owed: {JC-07/notification: 2026-03-11T02:00:00Z}")
        #expect(found.map { $0.prefix { $0 != ":" } } == ["told", "owed"])
        #expect(found.allSatisfy { $0.contains(" 2026-03-1") && !$0.contains(" P") }, "\(found)")
    }

    @Test("a case that holds differs in nothing")
    func holds() throws {
        #expect(
            try differences(
                "asset: tern-vps1, category: vulnerability, layer: os",
                """
                owner: customer, party: tern, confidence: reconstructed, triage: none, agreement: agr-tern, \
                rule: hosting.os×vps, source: note 1, sentence: if the vps were managed, rules: [JC-02, JC-01], \
                told: {tern.sec: PT1H}
                """) == [])
        #expect(try differences("asset: tern-vps1", "agreement: agr-tern@2") == [])
        #expect(try differences("asset: tern-vps1", "refused: not_yours", as: "orchid") == [])
    }

    @Test(
        "each key that is not as expected is told with what is",
        arguments: [
            ("owner: provider", "owner: provider | customer"), ("party: prov", "party: prov | tern"),
            ("lead: prov", "lead: prov | none"), ("performed_by: aws", "performed_by: aws | none"),
            ("confidence: stated", "confidence: stated | reconstructed"), ("gap: add-on", "gap: … add-on … | none"),
            ("triage: undecided", "triage: undecided | none"), ("candidates: [a]", "candidates: a | none"),
            ("rule: other", "rule: other | hosting.os×vps"),
            ("agreement: agr-tern@3", "agreement: agr-tern@3 | agr-tern@2"),
            ("agreement: agr-norr", "agreement: agr-norr | agr-tern"),
            ("rules: [JC-01]", "rules: JC-01 | JC-01, JC-02"), ("rules: []", "rules: none | JC-01, JC-02"),
            ("told: {}", "told: none | tern.sec PT1H"),
            ("told: {tern.sec: PT2H}", "told: tern.sec PT2H | tern.sec PT1H"),
            ("told: {tern.sec: waiting}", "told: tern.sec waiting | tern.sec PT1H"),
            (
                "told: {tern.sec: 2026-03-10T03:00:00.001Z}",
                "told: tern.sec 2026-03-10T03:00:00.001Z | tern.sec 2026-03-10T03:00:00Z"
            ),
            (
                "told: {tern.sec: 2026-03-10T04:00:00Z, prov.noc: PT24H, prov.sec: waiting}",
                "told: prov.noc 2026-03-11T02:00:00Z, prov.sec waiting, tern.sec 2026-03-10T04:00:00Z"
                    + " | tern.sec 2026-03-10T03:00:00Z"
            ),
            (
                "told: {mango.sec: 2026-03-10T03:00:00Z}",
                "told: mango.sec 2026-03-10T03:00:00Z | tern.sec 2026-03-10T03"
            ),
            ("told: {tern.sec: -PT48H}", "told: tern.sec -PT48H | tern.sec PT1H"),
            ("told: {tern.sec: PT73H}", "told: tern.sec P3DT1H | tern.sec PT1H"),
            ("told: {tern.sec: PT1H, prov.noc: PT1H}", "told: prov.noc PT1H, tern.sec PT1H | tern.sec PT1H"),
            ("owed: {JC-06: PT72H}", "owed: JC-06 PT72H | none"),
            ("refused: unknown_duty", "refused: unknown_duty | an answer: "),
        ])
    func differs(expect: String, difference: String) throws {
        let found = try differences("asset: tern-vps1, category: vulnerability, layer: os", expect)
        #expect(found.count == 1 && found[0].hasPrefix(difference), "\(found)")
    }

    @Test("a refusal where an answer is expected, and another refusal than the expected one")
    func refusals() throws {
        #expect(
            try differences("asset: tern-vps1", "owner: customer", as: "orchid") == ["refused: an answer | not_yours"])
        #expect(
            try differences("asset: tern-vps1, duty: no.such", "refused: not_yours")
                == ["refused: not_yours | unknown_duty"])
    }

    @Test("an asker that the configuration does not know, or that reports nothing, is a difference")
    func askers() throws {
        for asker in ["nobody", "aws"] {
            #expect(
                try differences("asset: tern-vps1", "owner: customer", as: asker)
                    == ["as: a party that reports | \(asker)"])
        }
    }

    @Test("acts that are owed are found by their rule, or by rule and act, with their clocks")
    func owed() throws {
        let ask = "asset: hv-07, category: intrusion, severity: high, significant: true"
        #expect(try differences(ask, "owed: {JC-07: PT24H, JC-07/notification: PT72H, JC-07/final: waiting}") == [])
        #expect(
            try differences(ask, "owed: {JC-07/final: PT72H}") == ["owed: JC-07/final PT72H | JC-07/final waiting"])
    }

    @Test("whoever asks, the whole answer is looked at: a customer's case may expect what a customer is not shown")
    func wholeAnswer() throws {
        let told = try differences("asset: orchid-site, category: isolation, severity: high", "told: {}", as: "orchid")
        #expect(told.first?.contains("mango") == true, "\(told)")
    }
}
