import Presets
import Testing

@Suite struct PathFaultTests {
    /// An address that would never work is refused before the first alarm, and its path, which may open a door, is not repeated.
    @Test(arguments: [
        ("ntfy", "", true), ("ntfy", "/", true), ("ntfy", "/my-topic", false), ("telegram", "", true),
        ("telegram", "/bot123:AA/sendMessage", false), ("opsgenie", "/", true), ("opsgenie", "/v2/alerts", false),
        ("opsgenie", "/jsm/ops/integration", true), ("matrix", "/", true), ("matrix", "/_matrix/client/v3", false),
        ("gotify", "/push", true), ("gotify", "/push/message", false), ("slack", "/services/T/B/X", true),
    ])
    func pathsThatCannotWork(_ name: String, _ path: String, _ isGood: Bool) throws {
        let fault = try #require(PresetRegistry.named(name)).fault(ofPath: path)
        #expect((fault == nil) == isGood)
        if path.count > 1 { #expect(fault?.contains(path) != true) }
    }
}
