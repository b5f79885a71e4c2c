/// Every preset by its name. A new one is added here.
package enum PresetRegistry {
    /// In the order in which documentation lists them.
    package static let all: [any Preset.Type] = [
        WebhookPreset.self, CloudEventsPreset.self, AlertmanagerPreset.self, SlackPreset.self, DiscordPreset.self,
        TeamsPreset.self, PagerDutyPreset.self, OpsgeniePreset.self, TelegramPreset.self, NtfyPreset.self,
        MattermostPreset.self, GoogleChatPreset.self, RocketChatPreset.self, GotifyPreset.self, MatrixPreset.self,
    ]

    package static func named(_ name: String) -> (any Preset.Type)? { all.first { $0.name == name } }
}
