/// What a configuration may measure. Everything here is far beyond what a person writes and far below what hurts.
package enum Limits {
    /// One configuration file, in bytes.
    package static let fileBytesMax = 1 << 20
    /// All files of a configuration together, in bytes.
    package static let configurationBytesMax = 256 << 20
    /// The files of one included folder.
    package static let folderFilesMax = 20_000
    /// A secret or token file, in bytes.
    package static let secretBytesMax = 4096
    /// Entries of one list.
    static let itemsMax = 1000
    /// A text for people, in characters.
    static let textMax = 300
    /// A name of a thing, in bytes.
    static let identifierMax = 64
    /// A path, in characters.
    static let pathMax = 1024
    /// The path of a Unix-domain socket, in bytes: `sun_path` without its final NUL.
    static let socketPathBytesMax = 107
    /// Addresses of receivers, in bytes.
    static let urlBytesMax = 2048
    /// The steps of one escalation policy.
    static let stepsMax = 16
    /// Secrets that one channel may have at a time: the present one and those it replaces.
    static let secretsMax = 3

    // An entry of the ledger has a limit of its own (8 KiB); these keep what a notice or an escalation puts on record below it.

    /// Rules of joint care, the acts of one, and the clocks of one act.
    static let jointCareRulesMax = 32
    static let actsMax = 8
    static let clocksMax = 4
    /// Channels of a role.
    static let channelsPerRoleMax = 8
    /// Desks, channels and schedules that one step of an escalation policy tells, and all steps of one.
    static let targetsPerStepMax = 8
    static let targetsPerPolicyMax = 64
}
