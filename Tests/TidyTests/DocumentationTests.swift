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
