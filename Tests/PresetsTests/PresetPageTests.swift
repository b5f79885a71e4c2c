import Foundation
import Testing

@testable import Presets

/// The page for people says what there is, and nothing else.
@Suite struct PresetPageTests {
    private func page() throws -> String {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/channels/presets.md"), encoding: .utf8)
    }

    @Test func hasASectionForEveryPreset() throws {
        let page = try page()
        let sections = page.matches(of: /(?m)^## ([a-z]+)$/).map { String($0.1) }
        #expect(sections == PresetRegistry.all.map { $0.name })
        for preset in PresetRegistry.all {
            let section = try #require(page.components(separatedBy: "\n## \(preset.name)\n").last)
            let text = section.components(separatedBy: "\n## ").first ?? ""
            #expect(text.contains("preset: \(preset.name)"), "no example of \(preset.name)")
            #expect(text.contains("**Success:**"), "\(preset.name) does not say what success means")
            for parameter in preset.parameters {
                let key = parameter.kind == .secret ? parameter.name + "_file" : parameter.name
                #expect(text.contains("\(key):"), "the example of \(preset.name) does not show \(key)")
            }
        }
    }

    @Test func namesEveryParameterInItsTable() throws {
        let rows = try page().split(separator: "\n").filter { $0.hasPrefix("| [`") }
        #expect(rows.count == PresetRegistry.all.count)
        for (row, preset) in zip(rows, PresetRegistry.all) {
            #expect(row.contains("[`\(preset.name)`](#\(preset.name))"))
            for parameter in preset.parameters { #expect(row.contains("`\(parameter.name)`")) }
        }
    }
}
