import CivilTime
import Coordination
import Hashing
import Responsibility
import StrictJSON
import Testing

@testable import Intake

/// The table of the native report: each field good, bad, at its limit and beyond.
struct ReportFieldsTests {
    /// Reads a report with these members beside the smallest possible ones.
    private func read(_ members: String, side: Side = .customer, source: FieldSource = .json) throws -> Report {
        let base = #""summary":"s","asset":"a""#
        return try whole("{\(base)\(members.isEmpty ? "" : ",")\(members)}", side: side, source: source)
    }

    private func whole(_ text: String, side: Side = .customer, source: FieldSource = .json, key: String? = nil) throws
        -> Report
    {
        let object = try #require(try JSON(parsing: text, limits: JSONLimits(bytesMax: 1 << 20)).object)
        return try ReportReader.report(
            object, idempotencyKey: key, check: FieldCheck(source: source, now: testNow, side: side))
    }

    private func problems(_ members: String, side: Side = .customer, source: FieldSource = .json) throws -> [Refusal
        .Field]
    {
        do {
            _ = try read(members, side: side, source: source)
            return []
        } catch let problem as Problem {
            #expect(problem.code == .invalidFields)
            return problem.fields
        }
    }

    static func text(_ count: Int, _ character: String = "x") -> String { String(repeating: character, count: count) }

    @Test(arguments: [
        #""service":"web-1""#, #""category":"data-breach""#, #""layer":"client_site""#, #""duty":"os.patch""#,
        #""component":"\#(text(64))""#, #""severity":"Warning""#, #""status":"test""#,
        #""observed_at":"2026-03-10T02:05:00Z""#, #""observed_at":"2025-12-10T02:00:00Z""#,
        #""observed_at":"2026-03-10T03:00:00+01:00""#, #""dedup_key":"\#(text(200))""#, #""details":"a\nb\tc""#,
        #""details":"\#(text(16 * 1024))""#, #""tlp":"amber+strict""#, #""incident":"inc_7""#, #""evidence":[]"#,
        #""indicators":[{"type":"ip","value":"192.0.2.1"}]"#, #""personal_data":"suspected""#,
        #""personal_data":{"state":"confirmed","records":12,"subjects":3,"kinds":["email"]}"#,
        #""impact":{"since":"2026-03-10T01:00:00Z","users":5,"users_pct":12.5,"scope":"full"}"#, #""cvss":9.8"#,
        #""cvss":10"#,
        #""cvss":"CVSS:3.1/AV:N/AC:L""#, #""confidence":100"#, #""confidence":"low""#,
        #""source":{"tool":"\#(text(40))","rule":"r","id":"1","url":"https://x.example"}"#,
        #""contact":{"email":"a@b.example"}"#,
        #""labels":{"a.b-c_1":"\#(text(200))"}"#, #""lang":"de-CH""#, #""x_ticket":{"any":[1,2.5,null]}"#,
        #""category":null"#,
        #""summary2":null,"x_":null"#.replacing(#""summary2":null,"x_":null"#, with: #""x_a":null"#),
    ])
    func accepts(_ members: String) throws {
        #expect(try problems(members).map { "\($0.name): \($0.problem)" } == [])
    }

    @Test(arguments: [
        (#""service":"has space""#, "service", "letters"), (#""service":"\#(text(65))""#, "service", "64"),
        (#""category":"fire""#, "category", "accepted: availability"), (#""category":7"#, "category", "a number"),
        (#""layer":"osx""#, "layer", "accepted: physical"), (#""duty":"\#(text(65))""#, "duty", "64"),
        (#""component":"\#(text(65))""#, "component", "64"),
        (#""cause":"isolation""#, "cause", "only the provider's side"),
        (#""severity":"hgih""#, "severity", "\"hgih\"; accepted: info"),
        (#""severity":"hgih""#, "severity", "disaster"),
        (#""status":"open""#, "status", "accepted: firing, resolved, test"),
        (#""observed_at":"2026-03-10T02:05:00.001Z""#, "observed_at", "future"),
        (#""observed_at":"2025-12-10T01:59:59Z""#, "observed_at", "90 days"),
        (#""observed_at":"2026-03-10T02:00:00""#, "observed_at", "offset"),
        (#""observed_at":1773108000"#, "observed_at", "text"),
        (#""dedup_key":"\#(text(201))""#, "dedup_key", "201"), (#""details":"a\u0007b""#, "details", "control"),
        (#""details":"\#(text(16 * 1024 + 1))""#, "details", "16384"), (#""details":"""#, "details", "empty"),
        (#""tlp":"AMBER""#, "tlp", "amber+strict"), (#""incident":"../x""#, "incident", "letters"),
        (#""evidence":{}"#, "evidence", "array"),
        (#""indicators":[{"type":"dns","value":"x"}]"#, "indicators[0].type", "accepted: ip"),
        (#""indicators":[{"type":"ip"}]"#, "indicators[0].value", "required"),
        (#""personal_data":"maybe""#, "personal_data", "accepted: none"),
        (#""personal_data":{"records":-1}"#, "personal_data.records", "0 or more"),
        (#""personal_data":{"records":-1}"#, "personal_data.state", "required"),
        (#""personal_data":{"state":"none","extra":1}"#, "personal_data.extra", "unknown; accepted: state"),
        (#""impact":{"users_pct":100.1}"#, "impact.users_pct", "0 to 100"),
        (#""impact":7"#, "impact", "object with since"),
        (#""impact":{"scope":"some"}"#, "impact.scope", "partial, full"), (#""cvss":10.1"#, "cvss", "0 to 10"),
        (#""cvss":"CVSS 3""#, "cvss", "vector"), (#""confidence":101"#, "confidence", "0 to 100"),
        (#""confidence":"sure""#, "confidence", "low, medium, high"), (#""confidence":1.5"#, "confidence", "whole"),
        (#""source":{"tool":"\#(text(41))"}"#, "source.tool", "40"),
        (#""source":{"who":"x"}"#, "source.who", "unknown"),
        (#""contact":{"phone":"\#(text(121))"}"#, "contact.phone", "120"),
        (#""labels":{"Upper":"x"}"#, "labels.Upper", "a-z"), (#""labels":{"a":1}"#, "labels.a", "one line"),
        (#""labels":{"a":"\#(text(201))"}"#, "labels.a", "200"), (#""lang":"deutsch-zu-lang-teil""#, "lang", ""),
        (#""lang":"1de""#, "lang", "BCP 47"), (#""x_Big":1"#, "x_Big", "a-z"),
        (#""x_big":"\#(text(2048))""#, "x_big", "2048"),
        (#""colour":1"#, "colour", "unknown; accepted: summary"),
        (#""asset":null"#.replacing("asset", with: "x-y"), "x-y", "unknown"),
    ])
    func refuses(_ members: String, _ field: String, _ words: String) throws {
        if field == "lang", words.isEmpty {
            #expect(try problems(members).isEmpty, "four subtags of up to eight characters are a language tag")
            return
        }
        let found = try problems(members)
        #expect(found.contains { $0.name == field && $0.problem.contains(words) }, "\(found)")
    }

    @Test func summaryIsOneLineOfUpTo200Characters() throws {
        #expect(try whole(#"{"summary":"\#(Self.text(200, "ä"))","asset":"a"}"#).summary.count == 200)
        for bad in [Self.text(201), "", "  ", #"a\nb"#, #"a\u0000b"#, #"a\u2028b"#, #"\u0085x"#] {
            #expect(throws: Problem.self, "\(bad.prefix(20))") { try whole(#"{"summary":"\#(bad)","asset":"a"}"#) }
        }
        #expect(throws: Problem.self) { try whole(#"{"asset":"a"}"#) }
        #expect(throws: Problem.self) { try whole(#"{"summary":null,"asset":"a"}"#) }
    }

    @Test func assetOrServiceIsRequired() throws {
        #expect(try whole(#"{"summary":"s","service":"web-1"}"#).service == "web-1")
        #expect(try whole(#"{"summary":"s","asset":"unknown"}"#).asset == "unknown")
        #expect(try whole(#"{"summary":"s","asset":"\#(Self.text(255))"}"#).asset?.count == 255)
        #expect(throws: Problem.self) { try whole(#"{"summary":"s","asset":"\#(Self.text(256))"}"#) }
        let problem = #expect(throws: Problem.self) { try whole(#"{"summary":"s"}"#) }
        #expect(problem?.fields.first?.problem.contains("asset=unknown") == true)
    }

    @Test func allProblemsAreToldAtOnce() throws {
        let problem = #expect(throws: Problem.self) {
            try whole(
                #"{"severity":"x","party":"prov","owner":"me","colour":1,"labels":{"A":"b"},"#
                    + #""observed_at":"yesterday"}"#,
                key: "a b")
        }
        let names = Set(problem?.fields.map(\.name) ?? [])
        #expect(
            names == [
                "summary", "asset", "severity", "party", "owner", "colour", "labels.A", "observed_at",
                "Idempotency-Key",
            ])
    }

    @Test(arguments: ["reporter", "party", "received_at", "role", "side", "uid", "agreement"])
    func identityCannotBeSmuggled(_ name: String) throws {
        let found = try problems(#""\#(name)":"prov""#)
        #expect(found == [Refusal.Field(name, "identity comes from the connection; leave it out")])
    }

    /// Whoever is burdened or relieved by a cause must not be the one to name it.
    @Test func theCauseIsTheProvidersToSay() throws {
        #expect(try read(#""cause":"isolation""#, side: .provider).cause == "isolation")
        #expect(try problems(#""cause":"isolation""#).map(\.name) == ["cause"])
    }

    @Test func significantIsTheProvidersToSay() throws {
        #expect(try read(#""significant":true"#, side: .provider).attachments["significant"] == true)
        #expect(try problems(#""significant":true"#).first?.name == "significant")
    }

    @Test func listsHaveLimits() throws {
        func list(_ name: String, _ element: String, _ count: Int) -> String {
            "\"\(name)\":[\(Array(repeating: element, count: count).joined(separator: ","))]"
        }
        let indicator = #"{"type":"ip","value":"192.0.2.1"}"#
        #expect(try problems(list("indicators", indicator, 50)).isEmpty)
        #expect(try problems(list("indicators", indicator, 51)).map(\.name) == ["indicators"])
        let piece = #"{"name":"n","type":"text/plain","text":"t"}"#
        #expect(try problems(list("evidence", piece, 10)).isEmpty)
        #expect(try problems(list("evidence", piece, 11)).map(\.name) == ["evidence"])
        let labels = (0..<33).map { #""k\#($0)":"v""# }
        #expect(try problems("\"labels\":{\(labels.prefix(32).joined(separator: ","))}").isEmpty)
        #expect(try problems("\"labels\":{\(labels.joined(separator: ","))}").map(\.name) == ["labels"])
        let own = (0..<17).map { "\"x_\($0)\":1" }
        #expect(try problems(own.prefix(16).joined(separator: ",")).isEmpty)
        #expect(try problems(own.joined(separator: ",")).map(\.name) == ["x_*"])
    }

    @Test func evidenceIsOnePieceWithItsOwnDigest() throws {
        let digest = Hash.sha256(Array("hello".utf8)).hex
        func piece(_ members: String) -> String { #""evidence":[{"name":"n","type":"text/plain",\#(members)}]"# }
        #expect(try problems(piece(#""text":"hello","sha256":"\#(digest)""#)).isEmpty)
        #expect(try problems(piece(#""base64":"aGVsbG8=","sha256":"\#(digest.uppercased())""#)).isEmpty)
        #expect(try problems(piece(#""url":"https://x.example/1","sha256":"\#(digest)""#)).isEmpty)
        #expect(try problems(piece(#""text":"other","sha256":"\#(digest)""#)).map(\.name) == ["evidence[0].sha256"])
        #expect(try problems(piece(#""text":"a","url":"https://x.example""#)).map(\.name) == ["evidence[0]"])
        #expect(try problems(piece(#""sha256":"\#(digest)""#)).map(\.name) == ["evidence[0]"])
        #expect(try problems(piece(#""base64":"aGVsbG8""#)).map(\.name) == ["evidence[0].base64"])
        #expect(
            try problems(#""evidence":[{"type":"nope","text":"a"}]"#).map(\.name) == [
                "evidence[0].name", "evidence[0].type",
            ])
        let big = Base64.encode([UInt8](repeating: 7, count: 48 * 1024))
        #expect(try problems(piece(#""base64":"\#(big)""#)).isEmpty)
        #expect(try problems(piece(#""base64":"\#(big)AAAA""#)).map(\.name) == ["evidence[0].base64"])
    }

    @Test func idempotencyKeyIsVisibleASCII() throws {
        let base = #"{"summary":"s","asset":"a"}"#
        #expect(try whole(base, key: Self.text(200)).idempotencyKey == Self.text(200))
        for bad in ["", Self.text(201), "a b", "ä"] {
            #expect(throws: Problem.self, "\(bad.prefix(5))") { try whole(base, key: bad) }
        }
    }

    @Test func defaultsAreThoseOfTheTable() throws {
        let report = try read("")
        // Who decides what it is taken for is the ruling: a duty has a category of its own.
        #expect(report.category == nil)
        #expect(report.severity == .medium)
        #expect(report.status == .firing)
        #expect(report.trafficLight == .amber)
        #expect(report.observedAt == nil)
        #expect(report.attachments.isEmpty)
    }

    @Test func attachmentsKeepWhatWasSent() throws {
        let report = try read(#""x_b":2.50,"labels":{"k":"v"},"source":{"tool":"nagios"},"lang":"en""#)
        #expect(report.tool == "nagios")
        #expect(
            JSON.object(report.attachments).text
                == #"{"source":{"tool":"nagios"},"labels":{"k":"v"},"lang":"en","x_b":2.50}"#)
    }

    @Test func formsMeanWhatTheirJSONMeans() throws {
        let json = #"""
            {"summary":"Home page défaced","asset":"shop.mango.example","category":"intrusion","severity":"crit",
             "details":"a\nb","observed_at":"2026-03-10T02:00:00+00:00","confidence":80,"cvss":9.8,"significant":true,
             "personal_data":{"state":"confirmed","records":12},"contact":{"email":"a+b@c.example"},
             "labels":{"env":"prod"},
             "impact":{"users":5,"users_pct":12.5},"x_ticket":"T 1"}
            """#
        let form =
            "summary=Home+page+d%C3%A9faced&asset=shop.mango.example&category=intrusion&severity=crit&details=a%0Ab"
            + "&observed_at=2026-03-10T02:00:00%2B00:00&confidence=80&cvss=9.8&significant=true"
            + "&personal_data.state=confirmed&personal_data.records=12&contact.email=a%2Bb@c.example&labels.env=prod"
            + "&impact.users=5&impact.users_pct=12.5"
            + "&x_ticket=T+1"
        let object = FormObject.object(of: try FormDecoder.decode(Array(form.utf8)))
        let check = FieldCheck(source: .form, now: testNow, side: .provider)
        let fromForm = try ReportReader.report(object, idempotencyKey: nil, check: check)
        #expect("\(fromForm)" == "\(try whole(json, side: .provider))")
    }

    @Test func formsRefuseWhatOnlyJSONCanSay() throws {
        let form = "summary=s&asset=a&evidence=x&contact.email=a&contact=b&source=t&confidence=081x&significant=yes"
        let object = FormObject.object(of: try FormDecoder.decode(Array(form.utf8)))
        let problem = #expect(throws: Problem.self) {
            try ReportReader.report(
                object, idempotencyKey: nil, check: FieldCheck(source: .form, now: testNow, side: .provider))
        }
        #expect(
            Set(problem?.fields.map(\.name) ?? []) == ["evidence", "contact.", "source", "confidence", "significant"])
    }

    @Test func severityWordsOfOtherSystems() {
        let expected: [String: Severity] = [
            "none": .info, "Informational": .info, "notice": .low, "warning": .medium, "WARN": .medium, "error": .high,
            "major": .high,
            "page": .critical, "emerg": .critical, "P1": .critical, "p5": .info, "DOWN": .critical,
            "disaster": .critical,
        ]
        for (word, severity) in expected { #expect(SeverityWords.severity(word) == severity, "\(word)") }
        #expect(SeverityWords.severity("hgih") == nil)
        #expect(SeverityWords.severity("") == nil)
        for severity in Severity.allCases { #expect(SeverityWords.severity(severity.rawValue) == severity) }
    }
}
