extension State {
    /// Puts a new configuration in force. Running clocks, queued notices and frozen policies go on as they are; incidents keep the
    /// ruling they were given. Only notices to channels that are gone find another way. It is recorded in `house` when it differs
    /// from the last one on record.
    package mutating func adopt(
        _ arrangements: Arrangements, version: String, entropy: inout Entropy, turn: inout Turn
    ) {
        self.arrangements = arrangements
        watch(at: turn.now)
        layAllOverrides()
        explaining = [:]
        for id in incidents.keys { noteWhetherItExplains(id) }
        guard settingsDigest != arrangements.digest else { return }
        let loaded = SettingsLoaded(digest: arrangements.digest, version: version)
        record(.settingsLoaded(loaded), in: nil, on: .house, &turn)
        for id in incidents.keys.sorted() {
            redirectNotices(of: id, &entropy, &turn)
            judgeHeldNotices(of: id, &entropy, &turn)
        }
    }
}
