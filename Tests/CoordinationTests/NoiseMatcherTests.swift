import StrictJSON
import Testing

@testable import Coordination

/// The grammar of matchers, and what they match.
@Suite struct NoiseMatcherTests {
    static let incident = Matchable([
        .asset: "web-1", .service: "tern-vps", .severity: "high", .category: "availability", .summary: "disk\nfull",
        .label("team"): "db",
    ])

    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let canonical: String
        let matches: Bool
        var testDescription: String { text }

        init(_ text: String, _ canonical: String, _ matches: Bool) {
            self.text = text
            self.canonical = canonical
            self.matches = matches
        }
    }

    @Test(arguments: [
        Row(#"severity="high""#, #"severity="high""#, true),
        Row("severity=high", #"severity="high""#, true),
        Row("severity!=high", #"severity!="high""#, false),
        Row("severity=High", #"severity="High""#, false),
        Row(#"{severity="high"}"#, #"severity="high""#, true),
        Row(#" { severity = "high" , asset =~ "web-.*" , } "#, #"severity="high", asset=~"web-.*""#, true),
        Row("severity=high,asset=~web-.*", #"severity="high", asset=~"web-.*""#, true),
        Row("severity=high,asset=web", #"severity="high", asset="web""#, false),
        Row(#"asset=~"web""#, #"asset=~"web""#, false),
        Row(#"asset!~"web""#, #"asset!~"web""#, true),
        Row(#"asset!~"web-[0-9]""#, #"asset!~"web-[0-9]""#, false),
        Row(#"asset=~"web-\\d""#, #"asset=~"web-\\d""#, true),
        Row("asset=~web-[0-9]+|db", #"asset=~"web-[0-9]+|db""#, true),
        Row("asset=~web-(1|2)", #"asset=~"web-(1|2)""#, true),
        Row(#"label.team=db"#, #"label.team="db""#, true),
        Row(#""label.team"="db""#, #"label.team="db""#, true),
        Row(#""label.a b"="""#, #""label.a b"="""#, true),
        Row(#"owner="""#, #"owner="""#, true),
        Row(#"owner!="""#, #"owner!="""#, false),
        Row(#"owner=~".+""#, #"owner=~".+""#, false),
        Row(#"summary="disk\nfull""#, #"summary="disk\nfull""#, true),
        Row("summary=~\"disk.full\"", #"summary=~"disk.full""#, true),
        Row(#"summary!="a\"b\\c\td""#, #"summary!="a\"b\\c\td""#, true),
        Row(#"asset="a,b}{=~!'`""#, #"asset="a,b}{=~!'`""#, false),
        Row("asset=日本:8080/x", #"asset="日本:8080/x""#, false),
    ])
    func reads(_ row: Row) throws {
        let set = try MatcherSet(text: row.text)
        #expect(set.text == row.canonical)
        #expect(set.matches(Self.incident) == row.matches)
        // The canonical text and the form in the record both read as the same set.
        #expect(try MatcherSet(text: set.text) == set)
        #expect(try MatcherSet(written: JSON(parsing: set.written.bytes)) == set)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let text: String
        let error: MatcherError
        var testDescription: String { String(text.prefix(60)) }

        init(_ text: String, _ error: MatcherError) {
            self.text = text
            self.error = error
        }
    }

    static let long = NoiseLimits.matcherValueBytesMax

    @Test(arguments: [
        Refused("", .noMatcher),
        Refused("  ", .noMatcher),
        Refused("{}", .noMatcher),
        Refused(",", .unknownField("", position: 1)),
        Refused("{,}", .unknownField("", position: 2)),
        Refused("asset=a,,severity=b", .unknownField("", position: 9)),
        Refused("asset=a severity=b", .unexpected("s", position: 9)),
        Refused("asset=a b", .unexpected("b", position: 9)),
        Refused("sevrity=high", .unknownField("sevrity", position: 1)),
        Refused("Asset=a", .unknownField("Asset", position: 1)),
        Refused("label.=a", .unknownField("label.", position: 1)),
        Refused("label=a", .unknownField("label", position: 1)),
        Refused("asset", .noComparison(field: .asset, position: 6)),
        Refused("asset~a", .noComparison(field: .asset, position: 6)),
        Refused("asset!a", .noComparison(field: .asset, position: 6)),
        Refused("asset=", .noValue(field: .asset, position: 7)),
        Refused("asset==a", .noValue(field: .asset, position: 7)),
        Refused("asset= ~a", .noValue(field: .asset, position: 8)),
        Refused("asset=,severity=a", .noValue(field: .asset, position: 7)),
        Refused("asset='a'", .noValue(field: .asset, position: 7)),
        Refused("asset=a'b", .unexpected("'", position: 8)),
        Refused("asset=a\\b", .unexpected("\\", position: 8)),
        Refused("asset=\u{1}", .noValue(field: .asset, position: 7)),
        Refused("asset=\"\u{1}\"", .controlCharacter(field: .asset)),
        Refused("asset=~\"\u{7F}\"", .controlCharacter(field: .asset)),
        Refused(#"asset="a"b"#, .unexpected("b", position: 10)),
        Refused(#"asset="a"#, .notClosed("\"", position: 7)),
        Refused(#"asset="a\"#, .badEscape("the end", position: 9)),
        Refused(#"asset="a\""#, .notClosed("\"", position: 7)),
        Refused(#"asset=~"a\d""#, .badEscape("d", position: 10)),
        Refused("{asset=a", .notClosed("{", position: 1)),
        Refused("asset=a}", .unexpected("}", position: 8)),
        Refused("{asset=a}}", .unexpected("}", position: 10)),
        Refused("{{asset=a}}", .unknownField("", position: 2)),
        Refused("asset=~\"(\"", .pattern(field: .asset, .groupNotClosed(position: 1))),
        Refused("asset!~\"a**\"", .pattern(field: .asset, .repeatedTwice(position: 3))),
        Refused("asset=" + String(repeating: "a", count: long + 1), .valueTooLong(field: .asset, bytes: 1025)),
        Refused(
            String(repeating: " ", count: NoiseLimits.matcherTextBytesMax + 1),
            .tooLong(bytes: NoiseLimits.matcherTextBytesMax + 1)),
        Refused(String(repeating: "asset=a,", count: NoiseLimits.matchersMax + 1), .tooMany),
    ])
    func refusesWithAdvice(_ refused: Refused) {
        #expect(throws: refused.error) { _ = try MatcherSet(text: refused.text) }
        #expect(refused.error.code.hasPrefix("matcher-") || refused.error.code.hasPrefix("pattern-"))
        #expect(refused.error.description.count > 20)
    }

    @Test func acceptsWhatIsAtTheLimits() throws {
        let many = String(repeating: "asset=a,", count: NoiseLimits.matchersMax)
        #expect(try MatcherSet(text: many).matchers.count == NoiseLimits.matchersMax)
        let value = String(repeating: "a", count: NoiseLimits.matcherValueBytesMax)
        #expect(try MatcherSet(text: "asset=\(value)").matches(Matchable([.asset: value])))
    }

    /// Not read from a text, and all the same no longer than one.
    @Test func aSetIsNoLongerThanItsText() throws {
        let value = String(repeating: "a", count: NoiseLimits.matcherValueBytesMax)
        let matchers = try (0..<4).map { _ in try Matcher(.asset, .equals, value) }
        #expect(throws: MatcherError.tooLong(bytes: 4 * (1024 + 8) + 3 * 2)) { _ = try MatcherSet(matchers) }
        #expect(throws: MatcherError.noMatcher) { _ = try MatcherSet([]) }
        #expect(try MatcherSet(Array(matchers.prefix(3))).matchers.count == 3)
    }

    @Test(arguments: [
        ("asset!=web-1", true), ("asset=~\".*\"", true), ("asset!~\"web\", severity!=low", true), ("owner=\"\"", true),
        ("asset=web-1", false), ("asset=~\".+\"", false), ("asset!=\"\"", false), ("severity!=low, asset=web-1", false),
    ])
    func knowsWhatNamesNothing(text: String, namesNothing: Bool) throws {
        #expect(try MatcherSet(text: text).namesNothing == namesNothing)
    }

    /// A value that only looks the same is another: patterns and `=` agree.
    @Test func comparesBytes() throws {
        let composed = Matchable([.asset: "caf\u{E9}"])
        let decomposed = Matchable([.asset: "cafe\u{301}"])
        for comparison in ["=", "=~"] {
            let set = try MatcherSet(text: "asset\(comparison)\"caf\u{E9}\"")
            #expect(set.matches(composed))
            #expect(!set.matches(decomposed))
        }
    }

    /// A comparison and its opposite never agree, whatever is compared.
    @Test(arguments: 0..<20) func oppositesDisagree(_ seed: UInt64) throws {
        var maker = NoisePatternDifferentialTests.Maker(entropy: Entropy(seed: seed))
        for _ in 0..<20 {
            let value = maker.pattern()
            let fields = Matchable([.asset: maker.text()])
            #expect(
                try Matcher(.asset, .equals, value).matches(fields)
                    != Matcher(.asset, .differs, value).matches(fields))
            #expect(
                try Matcher(.asset, .fits, value).matches(fields)
                    != Matcher(.asset, .fitsNot, value).matches(fields))
        }
    }

    /// Any text at all is read or refused; what is read is written and read again as the same.
    @Test(arguments: 0..<4) func anythingIsReadOrRefused(_ seed: UInt64) throws {
        var entropy = Entropy(seed: seed)
        let pieces = [
            "asset", "severity", "label.x", "=", "!=", "=~", "!~", "\"", "\\", ",", "{", "}", " ", "a", "web-.*", "é",
            "\n",
            "\"a\"", "\\n", "\u{0}", "asset=~\"a.b\"", "severity!=low", ", label.x=\"\\\"\"",
        ]
        var accepted = 0
        for _ in 0..<1500 {
            let count = Int.random(in: 1...6, using: &entropy)
            let text = (0..<count).map { _ in pieces.randomElement(using: &entropy) ?? "" }.joined()
            guard let set = try? MatcherSet(text: text) else { continue }
            accepted += 1
            #expect(try MatcherSet(text: set.text) == set)
            #expect(try MatcherSet(written: set.written) == set)
        }
        #expect(accepted > 20)
    }

    @Test(arguments: [
        #"{"field":"asset","op":"=","value":"a"}"#, #"[]"#, #"[1]"#, #"[{"op":"=","value":"a"}]"#,
        #"[{"field":"x","op":"=","value":"a"}]"#, #"[{"field":"asset","op":"<","value":"a"}]"#,
        #"[{"field":"asset","op":"="}]"#, #"[{"field":"asset","op":"=~","value":"("}]"#,
    ])
    func aBadFormIsRefused(text: String) throws {
        let json = try JSON(parsing: Array(text.utf8))
        #expect(throws: NoiseFormError.self) { _ = try MatcherSet(written: json) }
    }

    @Test func fieldsAreReadByTheirWrittenNames() {
        for field in MatchField.named + [.label("a.b")] { #expect(MatchField(text: field.text) == field) }
        #expect(MatchField(text: "label." + String(repeating: "a", count: NoiseLimits.labelNameBytesMax)) != nil)
        #expect(MatchField(text: "label." + String(repeating: "a", count: NoiseLimits.labelNameBytesMax + 1)) == nil)
        #expect(Self.incident["label.team"] == "db")
        #expect(Self.incident["asset"] == "web-1")
        #expect(Self.incident["owner"] == nil)
        #expect(Self.incident["nonsense"] == nil)
    }
}
