import Settings
import Testing

/// The shipped tables of expectations hold for the shipped world. They are written from the published pages, row by row,
/// and not from what the program says.
@Suite struct ShippedCasesTests {
    private static let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Config/cases"
    static let files = ["published-rows.yaml", "layers.yaml", "ambiguities.yaml", "reports.yaml"]

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
