import Testing

@testable import CommandLineTool

@Suite("Text from elsewhere")
struct VisibleTextTests {
    @Test(
        "what acts on a terminal becomes visible",
        arguments: [
            ("\u{1B}[31mred", "\\u{1b}[31mred"), ("a\nb\tc\rd", "a\\u{a}b\\u{9}c\\u{d}d"),
            ("\0\u{7F}", "\\u{0}\\u{7f}"),
            ("\u{80}\u{9B}\u{9F}", "\\u{80}\\u{9b}\\u{9f}"), ("\u{202E}gnp\u{202C}", "\\u{202e}gnp\\u{202c}"),
            ("\u{2066}\u{2069}\u{200E}\u{200F}\u{061C}", "\\u{2066}\\u{2069}\\u{200e}\\u{200f}\\u{61c}"),
            ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"), ("\r\n", "\\u{d}\\u{a}"),
            ("Größe ≥ 5 🔥 日本 \u{A0}é", "Größe ≥ 5 🔥 日本 \u{A0}é"), ("", ""),
        ])
    func visible(text: String, shown: String) {
        #expect(text.visible == shown)
    }

    @Test("JSON keeps its value when it is made safe for a terminal")
    func visibleJSON() throws {
        #expect("{\n  \"a\": \"\u{202E}\u{85}ü\"\n}".visibleJSON == "{\n  \"a\": \"\\u202e\\u0085ü\"\n}")
    }

    @Test(
        "columns on a terminal",
        arguments: [("abc", 3), ("", 0), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("🔥", 2), ("가", 2)])
    func width(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test("a table stays aligned with wide characters and hidden ones")
    func table() {
        var table = Table(["A", "B"])
        table.add([Span("日本"), Span("x")])
        table.add([Span("\u{1B}"), Span("y")])
        table.add([Span("e\u{301}"), Span("z")])
        #expect(table.page().text(inColour: false) == "A       B\n日本    x\n\\u{1b}  y\ne\u{301}       z\n")
    }

    @Test("colour marks spans and nothing else")
    func colour() {
        var page = Page()
        page.line([Span("a", .bad), Span(" b"), Span("", .good)])
        #expect(page.text(inColour: true) == "\u{1B}[31ma\u{1B}[0m b\n")
        #expect(page.text(inColour: false) == "a b\n")
    }

    @Test("colour is for terminals, and not with NO_COLOR or a dumb terminal")
    func colourDecision() {
        var bench = Bench(200, #"{"incidents":[{"incident":"inc_1","state":"open"}]}"#)
        #expect(!bench.run("incidents").data.contains("\u{1B}"))
        bench.console = MemoryConsole(isATerminal: true)
        #expect(bench.run("incidents").data.contains("\u{1B}[1minc_1\u{1B}[0m"))
        for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
            bench.console = MemoryConsole(isATerminal: true)
            bench.environment = environment
            #expect(!bench.run("incidents").data.contains("\u{1B}"))
        }
    }

    @Test(
        "words for a shell",
        arguments: [
            ("Config/a-b_c.yaml", "Config/a-b_c.yaml"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
            ("$HOME", "'$HOME'"), ("ä", "'ä'"),
        ])
    func shellWords(text: String, word: String) { #expect(text.shellWord == word) }
}
