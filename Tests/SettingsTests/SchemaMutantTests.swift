import Testing

@testable import Settings

/// Changed files: what a schema refuses, the reader refuses, in both ways in which a schema sees a file; and what a schema
/// lets be left out, the reader lets be left out.
@Suite("Schemas and readers")
struct SchemaMutantTests {
    private static let unknownKey = "no_such_key"
    private static let wrongWord = "no such word!"

    /// Keys that a reader wants in some files and no schema can: `place key`. The notes of a matrix, where a letter of its
    /// rows needs one.
    ///
    /// And without a time of its own, what a case says was observed may lie after what the file says was received.
    private static let wantedByReadersOnly: Set<String> = [
        "responsibility.json#/$defs/matrix notes", "cases.json#/$defs/case received",
    ]

    @Test("schemas are valid, and say of every key what it is for")
    func schemas() throws {
        let problems = try SchemaJudge.verdict().schemas
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("every shipped file and every example is valid, as text and as an editor reads it")
    func files() throws {
        let files = try SchemaJudge.verdict().files
        #expect(files.count == (try SchemaExamples.shipped().count) + 10)
        for file in files {
            #expect(file.asText == [], "\(file.path)")
            #expect(file.asEditor == [], "\(file.path)")
        }
    }

    /// The first line, so that nobody overlooks it.
    @Test("every shipped file names its schema for editors")
    func modelines() throws {
        for file in try SchemaExamples.shipped() {
            let depth = file.path.dropFirst(World.shipped.count + 1).split(separator: "/").count - 1
            let line =
                "# yaml-language-server: $schema=" + String(repeating: "../", count: depth) + "schema/\(file.schema)"
            let text = String(decoding: try World.bytes(file.path), as: UTF8.self)
            #expect(text.hasPrefix(line + "\n"), "\(file.path) does not begin with \(line)")
        }
    }

    @Test("agree about what is changed")
    func mutants() throws {
        let verdict = try SchemaJudge.verdict()
        let examples = try SchemaExamples()
        let readers = try SchemaReaders()
        let schemas = Dictionary(uniqueKeysWithValues: try SchemaExamples.shipped().map { ($0.path, $0.schema) })
        var kinds: [SchemaJudge.Mutant.Kind: Int] = [:]
        for (path, mutants) in Dictionary(grouping: verdict.mutants, by: \.file).sorted(by: { $0.key < $1.key }) {
            // The examples of the verdict lie in a folder of its own, by the same names.
            let example = examples.files.first { $0.path.split(separator: "/").last == path.split(separator: "/").last }
            let file = try #require(schemas[path].map { SchemaExamples.File(path: path, schema: $0) } ?? example)
            let tree = try readers.tree(file.path)
            let known = Set(try readers.problems(tree, schema: file.schema))
            #expect(known.isEmpty || file.schema == "tocsin.json", "\(file.path): \(known)")
            for mutant in mutants {
                try check(mutant, tree, readers, schema: file.schema, known: known)
                kinds[mutant.kind, default: 0] += 1
            }
        }
        for kind in [SchemaJudge.Mutant.Kind.unknown, .dropped, .word, .shape] {
            #expect(kinds[kind] ?? 0 > 100, "\(kind)")
        }
    }

    private func check(
        _ mutant: SchemaJudge.Mutant, _ tree: YAMLNode, _ readers: SchemaReaders, schema: String,
        known: Set<ConfigurationProblem>
    ) throws {
        let target = mutant.path + (mutant.kind == .unknown || mutant.kind == .dropped ? [] : [mutant.key])
        let place = try #require(tree[target[...]], "\(mutant)").place
        let changed = tree.replacing(target[...]) { node in
            switch mutant.kind {
            case .unknown: node.with(Self.unknownKey)
            case .dropped: node.without(mutant.key.description)
            case .word: .scalar(.plain(Self.wrongWord, at: node.place))
            case .shape: node.misshapen
            }
        }
        // A problem of its own: one that the unchanged file does not have.
        let problems = try readers.problems(changed, schema: schema).filter { !known.contains($0) }
        #expect(mutant.isRefusedAsText == mutant.isRefusedAsEditor, "\(mutant)")
        let isLenient = Self.wantedByReadersOnly.contains("\(mutant.place) \(mutant.key)") && !mutant.isRefusedAsText
        #expect(mutant.isRefusedAsText == !problems.isEmpty || isLenient, "\(mutant): \(problems)")
        switch mutant.kind {
        case .unknown: #expect(problems.contains { $0.what.contains("`\(Self.unknownKey)`") }, "\(mutant)")
        case .word, .shape: #expect(problems.contains { $0.place == place }, "\(mutant)")
        case .dropped: break
        }
        #expect(mutant.isRefusedAsText || mutant.kind == .dropped, "\(mutant)")
    }
}
