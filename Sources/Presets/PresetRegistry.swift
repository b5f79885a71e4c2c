/// Every preset by its name. A new one is added here.
package enum PresetRegistry {
    package static let all: [any Preset.Type] = []

    package static func named(_ name: String) -> (any Preset.Type)? { all.first { $0.name == name } }
}
