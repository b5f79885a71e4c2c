import Testing

@testable import Presets

@Suite struct DialectTests {
    @Test func cutsByTheUnitOfTheProduct() {
        let text = "aé😀aé😀"
        #expect(Dialect.plain(.scalars).line(text, max: 6) == text)
        #expect(Dialect.plain(.scalars).line(text, max: 5) == "aé😀a…")
        #expect(Dialect.plain(.utf16).line(text, max: 8) == text)
        #expect(Dialect.plain(.utf16).line(text, max: 7) == "aé😀aé…")
        #expect(Dialect.plain(.utf16).line(text, max: 4) == "aé…")
        #expect(Dialect.plain(.bytes).line(text, max: 14) == text)
        #expect(Dialect.plain(.bytes).line(text, max: 13) == "aé😀aé…")
        #expect(Dialect.plain(.bytes).line(text, max: 9) == "aé…")
    }

    /// Neither a family nor a letter with its accent is torn.
    @Test func keepsCharactersWhole() {
        #expect(Dialect.plain(.scalars).line("👨‍👩‍👧x", max: 5) == "…")
        #expect(Dialect.plain(.scalars).line("e\u{301}e\u{301}e\u{301}", max: 4) == "e\u{301}…")
        #expect(Dialect.plain(.scalars).line("a" + String(repeating: "\u{301}", count: 500), max: 100) == "…")
    }

    /// The limit holds for what is sent, and no escape is torn.
    @Test(arguments: 2...20) func cutsAfterEscaping(_ max: Int) {
        let cut = Dialect.html(.scalars).line("<<<<", max: max)
        #expect(cut.unicodeScalars.count <= max)
        #expect(["…", "&lt;…", "&lt;&lt;…", "&lt;&lt;&lt;…", "&lt;&lt;&lt;&lt;"].contains(cut))
        let marked = Dialect.markdown(.scalars, special: "*").line("****", max: max)
        #expect(marked.unicodeScalars.count <= max)
        #expect(marked.filter { $0 == "\\" }.count == marked.filter { $0 == "*" }.count)
    }

    /// White space in which the cut falls is no end of the text.
    @Test func cutsWithinWhiteSpace() {
        let text = "  a" + String(repeating: " ", count: 100) + "b"
        #expect(Dialect.plain(.bytes).line(text, max: 10) == "a      …")
        #expect(Dialect.plain(.bytes).line("  a" + String(repeating: " ", count: 5), max: 10) == "a")
        #expect(Dialect.html(.bytes).sentences("````````" + text, max: 10).hasSuffix("…"))
    }

    @Test func keepsLinesOnlyWhereAsked() {
        #expect(Dialect.plain(.bytes).line(" a\r\nb\n\nc\u{2028}d ", max: 99) == "a  b  c d")
        #expect(Dialect.plain(.bytes).text(" a\nb\u{2029}c ", max: 99) == "a\nb\nc")
    }

    @Test func takesOutWhatCannotBeSeen() {
        let text = "\u{FEFF}a\u{0}b\u{1B}[31mc\u{202E}d\u{2066}e\u{FFFE}f\u{7F}\u{85}"
        #expect(Dialect.plain(.bytes).line(text, max: 99) == "a b [31mcdef")
    }

    @Test(arguments: ["", " \n", "\u{200B}\u{FEFF}", "\u{202E} \u{0}", "\u{FFFF}"]) func isBlank(_ text: String) {
        #expect(text.isBlank)
        #expect(!(text + "x").isBlank)
    }

    @Test(arguments: [
        ("@all", "@\u{200B}all"), ("a@all.example", "a@\u{200B}all.example"), ("(@here)", "(@\u{200B}here)"),
        ("_@Channel", "_@\u{200B}Channel"), ("@@everyone", "@\u{200B}@\u{200B}everyone"), ("@mia", "@\u{200B}mia"),
        ("ops@example.org", "ops@example.org"), ("ü@example.org", "ü@example.org"), ("x@ROOM", "x@\u{200B}ROOM"),
        ("a @ b", "a @\u{200B} b"), ("@", "@\u{200B}"), ("none", "none"),
    ])
    func breaksMentions(_ text: String, _ expected: String) { #expect(text.withBrokenMentions == expected) }

    /// What a notice wants to be typed is marked; what has no partner, or does not fit, is ordinary text.
    @Test func marksWhatIsToBeTyped() {
        let html = Dialect.html(.bytes)
        #expect(html.sentences("Type `a < b`; `c`.", max: 99) == "Type <code>a &lt; b</code>; <code>c</code>.")
        #expect(html.sentences("Type `a < b.", max: 99) == "Type `a &lt; b.")
        #expect(html.sentences("Type `abcdef`", max: 15) == "Type `abcdef`")
        #expect(html.sentences("Type `abcdef`", max: 10) == "Type `a…")
        let markdown = Dialect.markdown(.bytes, special: "\\`*")
        #expect(markdown.sentences("*a* `*b*`", max: 99) == #"\*a\* `*b*`"#)
        #expect(markdown.code("a`b", max: 99) == "`a'b`")
        #expect(markdown.code("abcdef", max: 7) == "`ab…`")
    }

    @Test func listsAsManyAsFit() {
        let plain = Dialect.plain(.bytes)
        #expect(plain.list(["one", "two", "three"], lineMax: 20, max: 99) == "• one\n• two\n• three")
        #expect(plain.list([], lineMax: 20, max: 99) == "")
        let short = plain.list((1...50).map { "line \($0)" }, lineMax: 20, max: 60)
        #expect(short == "• line 1\n• line 2\n• line 3\n• line 4\n… and 46 more")
        #expect(short.utf8.count <= 60)
    }

    @Test(arguments: [
        ("2026-03-10T02:15:00Z", true), ("2026-03-10T02:15:00.250Z", true), ("2026-03-10T02:15:00+07:00", true),
        ("2024-02-29T00:00:00Z", true), ("2026-02-29T00:00:00Z", false), ("2026-04-31T00:00:00Z", false),
        ("2026-13-10T02:15:00Z", false), ("2026-00-10T02:15:00Z", false), ("2026-03-10 02:15:00Z", false),
        ("2026-03-10T24:15:00Z", false), ("2026-03-10T02:15:00", false), ("2026-03-10T02:15:00.Z", false),
        ("2026-03-10T02:15:00+7:00", false), ("2026-03-10T02:15:00+24:00", false), ("", false), ("yesterday", false),
        ("２026-03-10T02:15:00Z", false), ("2026-03-10T02:15:00ZZ", false),
    ])
    func knowsAnInstant(_ text: String, _ isInstant: Bool) { #expect(text.isInstant == isInstant) }

    @Test func writesAnInstantForPeople() {
        #expect("2026-03-10T02:15:00Z".readableInstant == "2026-03-10 02:15:00 UTC")
        #expect("2026-03-10T02:15:00+07:00".readableInstant == "2026-03-10T02:15:00+07:00")
        #expect("soon".readableInstant == "soon")
    }
}
