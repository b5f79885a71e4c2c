import Settings
import Testing

@Suite("Hints for slips of the pen")
struct SimilarNamesTests {
    /// An unknown key in tocsin.yaml, and the beginning of the hint.
    @Test(
        "a name within two edits is offered, the closest first",
        arguments: [
            ("sokets", "did you mean `sockets`?"), ("sockest", "did you mean `sockets`?"),
            ("Limits", "did you mean `limits`?"), ("joint-care", "did you mean `joint_care`?"),
            ("agremens", "did you mean `agreements`?"),
            ("agrmens", "known: agreements, calendars, coordination, escalation, gateways, joint_care, "),
            ("x", "known: agreements, calendars, coordination, escalation, gateways, joint_care, "),
        ])
    func offered(_ key: String, _ hint: String) throws {
        let world = try World()
        try world.edit("tocsin.yaml", "log_level: info", "\(key): info")
        let prefix = "Config/tocsin.yaml:23:1: unknown key `\(key)` in tocsin.yaml — "
        let problems = world.problems()
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(prefix + hint) == true, "\(problems)")
    }
}
