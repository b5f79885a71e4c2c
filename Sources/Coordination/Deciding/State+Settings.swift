extension State {
    /// Puts a new configuration in force. Running clocks, queued notices and frozen policies go on as they are; incidents keep the
    /// ruling they were given. It is recorded in `house` when it differs from the last one on record.
    package mutating func adopt(_ arrangements: Arrangements, version: String, turn: inout Turn) {
        self.arrangements = arrangements
        guard settingsDigest != arrangements.digest else { return }
        let loaded = SettingsLoaded(digest: arrangements.digest, version: version)
        record(.settingsLoaded(loaded), in: nil, on: .house, &turn)
    }
}
