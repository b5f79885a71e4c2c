import StrictJSON
import Testing

@testable import CommandLineTool

@Suite("How a matrix is printed")
struct MatrixTests {
    private static let answer = #"""
        {"agreement":"agr-x","revision":2,"customer":"x","as_of":"2026-03-10T02:00:00Z","models":["m@1"],"lines":[
         {"service":"svc-a","layer":"os","duty":null,"title":"operating system","owner":"provider","party":"prov",
          "lead":null,"performed_by":"aws","on_request":false,"until":null,"split":null,"gap":null,"source":"page, row 1",
          "confidence":"stated","rule":"r1","schedule":"every 1 d","published":["row 15","row 16, managed"]},
         {"service":"svc-a","layer":"data","duty":"data.exit","title":"Data | \"at the end\"","owner":"joint","party":null,
          "lead":"prov","performed_by":null,"on_request":true,"until":"2026-05-01T00:00:00Z","split":"both, in turn",
          "gap":null,"source":"=HYPERLINK(\"http://x\")","confidence":"assumed","rule":"r2"},
         {"service":"svc-b","layer":"people","duty":"staff","title":"Training","owner":"each","party":null,"lead":null,
          "performed_by":null,"on_request":false,"until":null,"split":null,"gap":null,"source":"-\u001b[2J<b>\\|",
          "confidence":"derived","rule":"r3","schedule":"every 30 d","published":[]},
         {"service":"svc-b","layer":"network","duty":"net.ddos","title":"Large attacks","owner":"nobody","party":null,
          "lead":null,"performed_by":null,"on_request":false,"until":null,"split":null,"gap":"not bought",
          "source":"page, row 2","confidence":"stated","rule":"r4","schedule":null,"published":null},
         {"service":"svc-b","layer":"data","duty":"copy","title":"Copies","owner":"provider","party":"prov","lead":null,
          "performed_by":null,"on_request":false,"until":null,"split":null,"gap":null,"source":"page","confidence":"stated",
          "rule":"r5","schedule":"none","published":[]}]}
        """#

    @Test("as text: for each service its layers, then its duties")
    func text() {
        #expect(
            Bench(200, Self.answer).run("matrix", "agr-x").data == #"""
                agr-x@2, x, as of 2026-03-10 02:00 UTC

                Service svc-a
                  LAYER                  PROVIDER  CUSTOMER  SHARED  HOW SPLIT               SOURCE                             CONFIDENCE
                  operating system (os)  ●                           done by aws; every 1 d  page, row 1; published as row 15;  stated
                                                                                             row 16, managed

                  DUTY                             PROVIDER  CUSTOMER  SHARED        HOW SPLIT                         SOURCE                  CONFIDENCE
                  Data | "at the end" (data.exit)                      ● prov leads  both, in turn; on request; until  =HYPERLINK("http://x")  assumed
                                                                                     2026-05-01 00:00 UTC

                Service svc-b
                  DUTY                      PROVIDER  CUSTOMER  SHARED  HOW SPLIT                    SOURCE           CONFIDENCE
                  Training (staff)          ●         ●                 each for itself; every 30 d  -\u{1b}[2J<b>\|  derived
                  Large attacks (net.ddos)                              nobody; not bought           page, row 2      stated
                  Copies (copy)             ●                           schedule: none               page             stated

                """#)
    }

    @Test("as CSV: RFC 4180, nothing that a spreadsheet would run, no control characters")
    func csv() {
        #expect(
            Bench(200, Self.answer).run("matrix", "agr-x", "--format", "csv").data
                == [
                    "service,duty,provider,customer,shared,how split,source,confidence,schedule",
                    #"svc-a,operating system (os),P,,,done by aws,"page, row 1",stated,every 1 d"#,
                    #"svc-a,"Data | ""at the end"" (data.exit)",,,J (prov leads),"both, in turn; on request; until 2026-05-01 00:00 UTC","'=HYPERLINK(""http://x"")",assumed,"#,
                    #"svc-b,Training (staff),P,C,,each for itself,'-\u{1b}[2J<b>\|,derived,every 30 d"#,
                    #"svc-b,Large attacks (net.ddos),,,,nobody; not bought,"page, row 2",stated,"#,
                    "svc-b,Copies (copy),P,,,,page,stated,none",
                ].map { $0 + "\r\n" }.joined())
    }

    @Test(
        "cells of CSV",
        arguments: [
            ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"),
            ("@x", "'@x"), ("=a,b", "\"'=a,b\""), ("a\nb", #"a\u{a}b"#), ("\t=1", #"\u{9}=1"#), ("", ""),
        ])
    func cells(text: String, cell: String) { #expect(text.csvCell == cell) }

    @Test("as Markdown: a table for each service, with what would end a cell escaped")
    func markdown() {
        let data = Bench(200, Self.answer).run("matrix", "agr-x", "--format", "markdown").data
        let lines = data.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.first == "# agr-x@2, x, as of 2026-03-10 02:00 UTC")
        #expect(lines.contains("## svc-b"))
        #expect(
            lines.contains(
                "| operating system (os) | ● |  |  | done by aws; every 1 d | page, row 1; published as row 15; row 16, managed | stated |"
            ))
        #expect(
            lines.contains(
                #"| Data \| "at the end" (data.exit) |  |  | ● prov leads | both, in turn; on request; until "#
                    + #"2026-05-01 00:00 UTC | =HYPERLINK("http://x") | assumed |"#))
        #expect(
            lines.contains(
                #"| Training (staff) | ● | ● |  | each for itself; every 30 d | -\\u{1b}[2J&lt;b>\\\| | derived |"#))
        #expect(!data.contains("\u{1b}"))
    }

    @Test("as the daemon's JSON")
    func json() throws {
        let data = Bench(200, Self.answer).run("matrix", "agr-x", "--json").data
        #expect(try JSON(parsing: data) == JSON(parsing: Self.answer))
    }

    @Test("long texts go on in the next line, between words")
    func wrapping() {
        #expect("one two three".wrapped(7) == ["one two", "three"])
        #expect("one two three".wrapped(6) == ["one", "two", "three"])
        #expect("incomprehensible x".wrapped(4) == ["incomprehensible", "x"])
        #expect("".wrapped(4) == [])
    }
}
