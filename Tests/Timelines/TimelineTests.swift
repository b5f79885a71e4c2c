import Foundation
import Testing

/// The timelines in this folder, each of which says what must happen.
@Suite struct TimelineTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Stories")

    static var timelines: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".timeline") }
            .sorted()
    }

    @Test func thereAreTimelines() { #expect(Self.timelines.count >= 40) }

    @Test(arguments: timelines) func timeline(_ name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let failures = try Timeline.failures(of: text)
        #expect(failures.isEmpty, "\(name)\n\(failures.map(\.description).joined(separator: "\n"))")
    }

    /// An expectation that is not met, and a notice that nobody expects, are failures.
    @Test func whatIsNotExpectedFails() throws {
        let head = "at 2026-03-10T09:00+07:00\n"
        let report = "report prov agent asset=orchid-site category=availability layer=application severity=high\n"
        #expect(try Timeline.failures(of: head + report).count == 1)
        let right = "expect notice opened orchid.ops rules=JC-01 due=+PT30M\n"
        #expect(try Timeline.failures(of: head + report + right).isEmpty)
        #expect(try Timeline.failures(of: head + report + right + "expect notice opened prov.noc\n").count == 1)
        #expect(try Timeline.failures(of: head + report + right + "expect owner provider prov\n").count == 1)
    }
}
