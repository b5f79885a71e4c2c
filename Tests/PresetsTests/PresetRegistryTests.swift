import Testing

@testable import Presets

@Suite struct PresetRegistryTests {
    @Test func knowsEveryPresetByItsName() {
        let names = PresetRegistry.all.map { $0.name }
        #expect(Set(names).count == names.count)
        #expect(
            names == [
                "webhook", "cloudevents", "alertmanager", "slack", "discord", "teams", "pagerduty", "opsgenie",
                "telegram",
                "ntfy", "mattermost", "googlechat", "rocketchat", "gotify", "matrix",
            ])
        for name in names { #expect(PresetRegistry.named(name)?.name == name) }
        #expect(PresetRegistry.named("Slack") == nil)
        #expect(PresetRegistry.named("") == nil)
    }

    @Test func describesItsParameters() {
        for preset in PresetRegistry.all {
            let names = preset.parameters.map(\.name)
            #expect(Set(names).count == names.count)
            for parameter in preset.parameters {
                #expect(parameter.name.isMade(of: "_", count: 2...32))
                #expect(!parameter.meaning.isEmpty && !parameter.meaning.hasSuffix("."))
                // These stand beside a channel's own keys.
                #expect(!["id", "url", "preset", "allow", "secret"].contains(parameter.name))
            }
        }
    }

    /// What is required is asked for by name, and a secret stands in no message.
    @Test func saysWhatIsMissing() {
        for preset in PresetRegistry.all {
            guard let required = preset.parameters.first(where: \.isRequired) else { continue }
            #expect { try preset.init(PresetValues()) } throws: { error in
                let problem = error as? PresetProblem
                return preset.parameters.contains { $0.name == problem?.parameter && $0.isRequired }
            }
            let secret = "s3cr3t value"
            let values = Dictionary(uniqueKeysWithValues: preset.parameters.map { ($0.name, secret) })
            #expect("\(required.name)") { try preset.init(PresetValues(values)) } throws: { error in
                !"\(error)".contains(secret)
            }
        }
    }

    /// The same notice gives the same bytes on every attempt.
    @Test(arguments: PresetRegistry.all.map { $0.name }) func repeatsItself(_ name: String) throws {
        for notice in [try Samples.opened(), try Samples.resolved(), try Samples.digest(), try Samples.test()] {
            let first = try Samples.make(name).request(for: notice, delivery: "del_1")
            let second = try Samples.make(name).request(for: notice, delivery: "del_1")
            #expect(first == second)
        }
    }
}
