package import CivilTime
package import Coordination

/// What the process brings along, as opposed to what the files say.
package struct SettingsEnvironment: Sendable {
    /// `$CREDENTIALS_DIRECTORY`; nil when systemd handed over no credentials.
    package let credentialsDirectory: String?
    /// The effective user id of the daemon: who `user: self` is.
    package let ownUserID: UInt32
    /// The operating system's compiled time zones.
    package let zoneDirectory: String
    /// Whether the secrets and accounts that the files name must be on this machine. False: how they are named is checked
    /// and no more, and settings hold no channels, tokens or members that need them. So a configuration can answer
    /// questions where it is not in force.
    package let looksAtMachine: Bool
    /// The wall clock, for warnings about what lies ahead; nil: there are none.
    package let now: (@Sendable () -> Instant)?

    package static let zoneDirectoryDefault = "/usr/share/zoneinfo"

    package init(
        credentialsDirectory: String?, ownUserID: UInt32, zoneDirectory: String = Self.zoneDirectoryDefault,
        looksAtMachine: Bool = true, now: (@Sendable () -> Instant)? = nil
    ) {
        self.credentialsDirectory = credentialsDirectory
        self.ownUserID = ownUserID
        self.zoneDirectory = zoneDirectory
        self.looksAtMachine = looksAtMachine
        self.now = now
    }
}

/// A configuration without a problem.
package struct LoadedSettings: Sendable {
    package let daemon: DaemonSettings
    package let arrangements: Arrangements
    /// By id.
    package let channels: [ChannelSettings]
    package let peers: PeerSettings
    /// SHA-256 over names and bytes of the files, in hexadecimal. Secrets are no part of it.
    package let digest: String
    /// The files read, relative to the folder of the first, sorted.
    package let files: [String]
    /// What is right and hardly meant, by place. Nothing is refused for it; somebody should look.
    package let warnings: [ConfigurationProblem]

    /// Reads tocsin.yaml and all it includes. Blocks on the disk and, for members by name, on the user database.
    ///
    /// - Parameter path: The path of tocsin.yaml. All places in problems begin with its folder as given.
    /// - Throws: every problem found.
    package static func load(
        path: String, environment: SettingsEnvironment
    ) throws(ConfigurationError) -> LoadedSettings {
        try Loader(path: path, environment: environment).load()
    }
}
