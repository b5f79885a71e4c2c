import Foundation
import Testing

/// Pages that must agree with the code.
@Suite struct DocumentationTests {
    /// Entries are for ever, so the page that describes them names every type.
    @Test func theLedgerPageNamesEveryEntryType() throws {
        let source = try String(
            contentsOf: TidyTests.root.appending(path: "Sources/Coordination/Encoding/EntryEncoding.swift"),
            encoding: .utf8)
        let page = try String(
            contentsOf: TidyTests.root.appending(path: "docs/internals/ledger.md"), encoding: .utf8)
        let types = source.matches(of: /case "([a-z_.]+)": self =/).map { String($0.1) }
        #expect(types.count >= 19)
        for type in types { #expect(page.contains("`\(type)`"), "docs/internals/ledger.md does not name \(type)") }
    }

    /// What an entry is encoded with stands in its row, fields and parts apart, and nothing else does.
    @Test func theLedgerPageNamesEveryField() throws {
        let encoding = try EntryEncodings()
        let rows = try LedgerPage().rows
        #expect(encoding.types.count >= 40 && Set(encoding.types.keys) == Set(rows.keys))
        for (type, encoded) in encoding.types.sorted(by: { $0.key < $1.key }) {
            let row = try #require(rows[type], "docs/internals/ledger.md does not name \(type)")
            #expect(row.fields == encoded.fields, "fields of \(type) in docs/internals/ledger.md")
            #expect(row.parts == encoded.parts, "parts of \(type) in docs/internals/ledger.md")
        }
    }

    /// The exit codes that the README promises are those of the programs.
    @Test(arguments: [
        "Sources/TocsinDaemon/System/ExitCode.swift", "Sources/CommandLineTool/ExitStatus.swift",
    ])
    func exitCodesAreDocumented(path: String) throws {
        let source = try String(contentsOf: TidyTests.root.appending(path: path), encoding: .utf8)
        let readme = try String(contentsOf: TidyTests.root.appending(path: "README.md"), encoding: .utf8)
        let codes = source.matches(of: /case [a-zA-Z]+ = ([0-9]+)/).map { String($0.1) }
        #expect(codes.count >= 7)
        for code in codes {
            #expect(readme.contains("\(code) "), "README.md does not say what exit code \(code) means")
        }
    }
}

/// The names that an entry is written with.
struct EntryNames: Equatable {
    var fields: Set<String> = []
    var parts: Set<String> = []

    static func + (one: EntryNames, other: EntryNames) -> EntryNames {
        EntryNames(fields: one.fields.union(other.fields), parts: one.parts.union(other.parts))
    }
}

/// What the sources encode entries with.
struct EntryEncodings {
    /// By the type's name on the ledger.
    private(set) var types: [String: EntryNames] = [:]
    private let source: String
    /// Ends, which are entries without fields of their own.
    private static let withoutFields: Set<String> = ["IncidentClosed", "RequestForgotten"]

    init() throws {
        source = try TidyTests.files(in: "Sources/Coordination/Encoding").map { $0.lines.joined(separator: "\n") }
            .joined(separator: "\n")
        for match in source.matches(of: /case "([a-z]+\.[a-z_]+)":\s+self = \.[a-zA-Z]+\((?:try )?([A-Za-z]+)\(/) {
            types[String(match.1)] =
                Self.withoutFields.contains(String(match.2)) ? EntryNames() : try names(of: String(match.2))
        }
    }

    /// What `write(into:)` of a type writes, what it passes on included.
    private func names(of type: String) throws -> EntryNames {
        let start = try #require(source.firstRange(of: "extension \(type) {"), "no encoding of \(type)").upperBound
        let opening = try #require(source[start...].firstMatch(of: /func write\(into form: inout EntryForm\) {/))
        let rest = source[opening.range.upperBound...]
        // A function of an extension ends at its own indentation, or on the same line.
        let end = try #require(rest.firstMatch(of: /\n    }|^[^\n]* }/)).range.lowerBound
        let body = rest[..<(end > rest.startIndex ? end : rest.firstIndex(of: "\n") ?? rest.endIndex)]
        var names = EntryNames(
            fields: Set(body.matches(of: /form\.set\(\s*"([a-z_]+)"/).map { String($0.1) }),
            parts: Set(body.matches(of: /form\.setPart\(\s*"([a-z_]+)"/).map { String($0.1) }))
        if body.contains("form.set(by)") { names = names + EntryNames(fields: ["party"], parts: ["by"]) }
        if body.contains("ruling.write(into:") { names = try names + self.names(of: "Ruling") }
        if body.contains("outcome?.write(into:") { names = try names + self.names(of: "LoneOutcome") }
        if body.contains("terms.write(into:") { names = try names + self.names(of: "ActTerms") }
        if body.contains("silence.written") { names = try names + Self.silence() }
        return names
    }

    /// A silence is written as it is kept.
    private static func silence() throws -> EntryNames {
        let path = "Sources/Coordination/Noise/Silence.swift"
        let source = try String(contentsOf: TidyTests.root.appending(path: path), encoding: .utf8)
        let start = try #require(source.firstRange(of: "package var written: JSONObject")).upperBound
        let end = try #require(source[start...].firstRange(of: "\n    }")).lowerBound
        let members = Set(source[start..<end].matches(of: /(?:\.init|set)\("([a-z_]+)"/).map { String($0.1) })
        let personal = try #require(source.firstMatch(of: /personalMembers[^=]*= \[([^\]]*)\]/)).1
        let parts = Set(personal.matches(of: /"([a-z_]+)"/).map { String($0.1) }).union(["matchers"])
        return EntryNames(fields: members.subtracting(parts), parts: members.intersection(parts))
    }
}

/// The table of entry types.
struct LedgerPage {
    private(set) var rows: [String: EntryNames] = [:]

    /// Words between the names.
    private static let fillers: Set<String> = ["and", "or"]
    /// A row says that a ruling is written in it as in this one.
    private static let ruling = "and those of a ruling as in `incident.opened`"

    init() throws {
        let page = try String(
            contentsOf: TidyTests.root.appending(path: "docs/internals/ledger.md"), encoding: .utf8)
        var withRuling: [String] = []
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 5 else { continue }
            let types = cells[1].matches(of: /`([a-z_.]+)`/).map { String($0.1) }
            if cells[2].contains(Self.ruling) { withRuling += types }
            let names = EntryNames(
                fields: Self.names(cells[2].replacing(Self.ruling, with: "")), parts: Self.names(cells[3]))
            for type in types { rows[type] = names }
        }
        let opened = rows["incident.opened"]?.fields ?? []
        let own: Set<String> = ["severity", "reporter", "tlp", "root", "observed_at"]
        for type in withRuling {
            let ruling = EntryNames(fields: opened.subtracting(own))
            rows[type] = rows[type].map { $0 + ruling }
        }
    }

    private static func names(_ cell: String) -> Set<String> {
        Set(cell.matches(of: /[a-z_]+/).map { String($0.0) }).subtracting(fillers)
    }
}
