import Coordination
import Responsibility
import Settings
import Testing

/// Each condition of the shipped joint-care rules is held by a case: without it a rule fires where it must not.
@Suite("The cases hold every condition of joint care")
struct ShippedConditionTests {
    private static let conditions: Set<Substring> = [
        "categories", "not_categories", "causes", "severity_at_least", "owners", "reporter_sides", "self_reported",
        "triage", "concerns_customer", "personal_data_at_least", "significant", "classifications", "regimes",
        "provider_regimes", "lifecycles",
    ]

    /// Conditions that say once more what follows from something else: the tables give no time for such a severity, what is
    /// in triage is joint, and where no customer is concerned there is none to tell, to owe, or to be under a law. And the
    /// provider of the sample world is under NIS2; of one that is not, `ShippedRuleTests` asks.
    private static let implied: Set<String> = [
        "JC-01 severity_at_least", "JC-01 triage", "JC-02 severity_at_least", "JC-02 concerns_customer",
        "JC-03 severity_at_least", "JC-05 concerns_customer", "JC-06 concerns_customer", "JC-07 provider_regimes",
        "JC-08 concerns_customer", "JC-09 concerns_customer", "JC-11 severity_at_least", "JC-12 concerns_customer",
        "JC-19 concerns_customer",
    ]

    @Test("no condition can be dropped unseen")
    func dropped() throws {
        let world = try World()
        let lines = try world.text("joint-care.yaml").split(separator: "\n", omittingEmptySubsequences: false)
        let first = try #require(lines.firstIndex(of: "rules:"))
        let cases = try ShippedCasesTests.all()
        var dropped = 0
        var rule = ""
        for number in lines.indices.dropFirst(first) {
            if let id = lines[number].wholeMatch(of: #/  - id: (.*)/#) { rule = String(id.1) }
            guard let condition = lines[number].wholeMatch(of: #/ {6,8}([a-z_]+): .*/#),
                Self.conditions.contains(condition.1), !Self.implied.contains("\(rule) \(condition.1)")
            else { continue }
            var mutant = lines
            mutant[number] = ""
            world.write(Array(mutant.joined(separator: "\n").utf8), to: "Config/joint-care.yaml")
            let arrangements = try world.load().arrangements
            #expect(
                cases.contains { !$0.differences(under: arrangements).isEmpty },
                "joint-care.yaml:\(number + 1) is not needed: \(lines[number])")
            dropped += 1
        }
        #expect(dropped >= 25, "the conditions were not found: \(dropped)")
    }
}
