import Settings
import Testing

@Suite("Hostile and damaged files")
struct HostileFileTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let problem: String

        init(_ name: String, _ bytes: [UInt8], _ problem: String) {
            self.name = name
            self.bytes = bytes
            self.problem = problem
        }

        init(_ name: String, _ text: String, _ problem: String) { self.init(name, Array(text.utf8), problem) }

        var testDescription: String { name }
    }

    private static let syntax = "check the indentation, quotes and colons of this line and the one before it"

    static let cases: [Case] = [
        Case("empty", "", "1:1: the file is empty — write its settings, or remove the file"),
        Case("only comments", "# nothing\n", "1:1: the file is empty — write its settings, or remove the file"),
        Case(
            "anchors that multiply", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
            "1:4: anchors (&name) are not accepted — remove it, and write out what refers to it"),
        Case("alias", "a: *b\n", "1:4: aliases (*name) are not accepted — write the value out"),
        Case("alias as a key", "*b : 1\n", "1:1: aliases (*name) are not accepted — write the value out"),
        Case("tag", "a: !!python/object x\n", "1:4: tags (!name) are not accepted — remove it; quote text if need be"),
        Case("local tag", "- ! x\n", "1:3: tags (!name) are not accepted — remove it; quote text if need be"),
        Case("merge key", "a: 1\n<<: {b: 1}\n", "2:1: merge keys are not accepted — write the keys out"),
        Case("mapping as a key", "{a: b}: c\n", "1:1: a key that is not a single word — write `key: value`"),
        Case(
            "second document", "a: 1\n---\nb: 1\n",
            "2:1: a second document begins here — keep one document a file; remove the line ---"),
        Case(
            "tab", "policies:\n\t- id: x\n",
            "2:1: not valid YAML: found character that cannot start any token, while scanning for the next token"
                + " — the line holds a tab; indent with spaces"),
        Case(
            "open quote", "a: \"x\n",
            "2:1: not valid YAML: found unexpected end of stream, while scanning a quoted scalar — "
                + syntax),
        Case(
            "open list", "a: [x\nb: y\n",
            "2:2: not valid YAML: did not find expected ',' or ']', while parsing a flow sequence — " + syntax),
        Case("NUL", [0x61, 0x3A, 0x20, 0x00, 0x0A], "1:4: a NUL byte in the text — remove it; a text file has none"),
        Case(
            "escape", [0x61, 0x0A, 0x1B, 0x0A],
            "2:1: a control character (code 27) in the text — remove it; a text file has none"),
        Case(
            "byte order mark", [0xEF, 0xBB, 0xBF, 0x61],
            "1:1: the file begins with a byte order mark — save it as UTF-8 without one"),
        Case(
            "UTF-16", [0xFF, 0xFE, 0x61, 0x00],
            "1:1: the file begins with a byte order mark — save it as UTF-8 without one"),
        Case("overlong UTF-8", [0xC3, 0xBC, 0x3A, 0xC0, 0xAF], "1:3: invalid UTF-8 — save the file in UTF-8"),
        Case("surrogate", [0x0A, 0xED, 0xA0, 0x80], "2:1: invalid UTF-8 — save the file in UTF-8"),
        Case("cut UTF-8", [0x61, 0xE2, 0x82], "1:2: invalid UTF-8 — save the file in UTF-8"),
        Case(
            "33 levels", String(repeating: "[", count: 33) + String(repeating: "]", count: 33),
            "1:33: more than 32 levels inside each other — no setting goes that deep"),
        Case(
            "half a million levels", String(repeating: "[", count: 500_000),
            "1:33: more than 32 levels inside each other — no setting goes that deep"),
        Case(
            "a list", "- policies\n",
            "1:1: `escalation.yaml` is a list — the escalation file is a mapping, `key: value`"),
        Case(
            "a word", "policies\n",
            "1:1: `escalation.yaml` is a single value — the escalation file is a mapping, `key: value`"),
    ]

    @Test("are refused with a place", arguments: cases)
    func refused(_ hostile: Case) throws {
        let world = try World()
        world.write(hostile.bytes, to: "Config/escalation.yaml")
        let own = world.problems().filter { $0.hasPrefix("Config/escalation.yaml") }
        #expect(own == ["Config/escalation.yaml:" + hostile.problem])
    }

    @Test("an unreadable file is one problem, not one for each thing it would have declared")
    func noCascade() throws {
        let world = try World()
        world.write(Array("policies: [".utf8), to: "Config/escalation.yaml")
        #expect(world.problems().count == 1)
    }

    @Test("a duplicate key is named with the line of the first")
    func duplicateKey() throws {
        let world = try World()
        try world.edit("tocsin.yaml", "log_level: info", "log_level: info\nlog_level: debug")
        #expect(
            world.problems() == [
                "Config/tocsin.yaml:24:1: the key `log_level` stands here twice — the first is in line 23; remove one"
            ])
    }

    @Test("1 MiB is read, one byte more is not")
    func size() throws {
        let world = try World()
        let text = Array(try world.text("escalation.yaml").utf8)
        let mebibyte = 1 << 20
        world.write(text + Array(repeating: 0x0A, count: mebibyte - text.count), to: "Config/escalation.yaml")
        #expect(world.problems() == [])
        world.write(text + Array(repeating: 0x0A, count: mebibyte - text.count + 1), to: "Config/escalation.yaml")
        #expect(
            world.problems() == [
                "Config/tocsin.yaml:59:13: cannot read the file `Config/escalation.yaml`: it is larger"
                    + " than 1048576 bytes — check the name and its permissions"
            ])
    }

    @Test("a folder of 20,001 files is refused before one of them is read")
    func folderFiles() throws {
        let world = try World()
        let shipped = 9
        for number in 0...(20_000 - shipped) { world.write([], to: "Config/agreements/\(number).yaml") }
        #expect(
            world.problems() == [
                "Config/tocsin.yaml:61:13: 20001 files in `Config/agreements` — at most 20000"
            ])
    }

    @Test("a configuration of more than 256 MiB is not read to its end")
    func totalSize() throws {
        let world = try World()
        let problem =
            "Config:1:1: the files of the configuration have more than 268435456 bytes together"
            + " — keep less in them; the rest was not read"
        // Holes, which take no disk and are refused at their first byte.
        for number in 0..<255 { world.hole(of: 1 << 20, at: "Config/agreements/\(number).yaml") }
        #expect(!world.problems().contains(problem))
        world.hole(of: 1 << 20, at: "Config/agreements/255.yaml")
        let problems = world.problems()
        #expect(problems.contains(problem))
        #expect(problems.count == 256)
    }

    @Test("a file full of problems yields a bounded report")
    func bounded() throws {
        let world = try World()
        let text = (0..<5000).map { "unknown\($0): 1\n" }.joined()
        world.write(Array(text.utf8), to: "Config/joint-care.yaml")
        #expect(world.problems().count == 500)
    }

    @Test("a file with the wrong ending is not passed over in silence")
    func wrongEnding() throws {
        let world = try World()
        world.write([0x0A], to: "Config/agreements/new.yml")
        #expect(
            world.problems() == [
                "Config/agreements/new.yml:1:1: the name ends in .yml"
                    + " — rename it; only files that end in .yaml are read"
            ])
    }

    @Test("control characters of a name do not reach the report")
    func controlCharacters() throws {
        let world = try World()
        try world.edit("tocsin.yaml", "log_level: info", "\"log\\e[31m\": info")
        let problem = try #require(world.problems().first)
        #expect(problem.contains("`log\u{FFFD}[31m`"))
        #expect(!problem.contains("\u{1B}"))
    }

    @Test("a folder in place of the file, and no file at all")
    func noFile() throws {
        let world = try World()
        let environment = SettingsEnvironment(credentialsDirectory: nil, ownUserID: 1)
        for (path, reason) in [
            (world.path("Config"), "it is not a regular file"), (world.path("none.yaml"), "No such file or directory"),
        ] {
            let error = #expect(throws: ConfigurationError.self) {
                _ = try LoadedSettings.load(path: path, environment: environment)
            }
            #expect(error?.problems.map(\.what) == ["cannot read the file `\(path)`: \(reason)"])
        }
    }
}
