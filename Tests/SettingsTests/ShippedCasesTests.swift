import Settings
import Testing

/// The shipped tables of expectations hold for the shipped world. They are written from the published pages, row by row,
/// and not from what the program says.
@Suite struct ShippedCasesTests {
    private static let folder = "\(World.shipped)/cases"
    static let files = World.names(folder)

    /// All cases of all files.
    static func all() throws -> [ExplanationCase] {
        try files.flatMap { try CaseFile.load(path: "\(folder)/\($0)").cases }
    }

    @Test func areAllThere() {
        #expect(
            Self.files == [
                "ambiguities.yaml", "categories.yaml", "duties.yaml", "joint-care.yaml", "layers.yaml",
                "published-rows.yaml", "reports.yaml",
            ])
    }

    @Test(arguments: files) func hold(_ name: String) throws {
        let arrangements = try World().load().arrangements
        let cases = try CaseFile.load(path: "\(Self.folder)/\(name)").cases
        #expect(!cases.isEmpty)
        for expected in cases {
            let differences = expected.differences(under: arrangements)
                .map { "\($0.key): expected \($0.expected), got \($0.got)" }
            #expect(
                differences.isEmpty, "\(expected.id) \(expected.title ?? ""): \(differences.joined(separator: "; "))")
        }
    }
}
