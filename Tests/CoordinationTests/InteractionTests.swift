import Foundation
import Testing

/// The stories in Tests/Interactions. Run with `TOCSIN_RECORD=1` to write down what really happens, and read the difference.
@Suite struct InteractionTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "Interactions")

    static var stories: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".txt") }
            .sorted()
    }

    @Test func thereAreStories() { #expect(Self.stories.count >= 8) }

    @Test(arguments: stories) func story(_ name: String) throws {
        let file = Self.folder.appending(path: name)
        let expected = try String(contentsOf: file, encoding: .utf8)
        let actual = try Story.replayed(expected)
        if ProcessInfo.processInfo.environment["TOCSIN_RECORD"] != nil {
            try actual.write(to: file, atomically: true, encoding: .utf8)
        }
        let differences = zip(
            expected.split(separator: "\n", omittingEmptySubsequences: false),
            actual.split(separator: "\n", omittingEmptySubsequences: false)
        )
        .enumerated().first { $0.element.0 != $0.element.1 }
        let hint =
            differences.map { "line \($0.offset + 1):\n- \($0.element.0)\n+ \($0.element.1)" } ?? "different lengths"
        #expect(actual == expected, "\(name) \(hint)")
    }
}
