/// The release that all programs of the project belong to.
package enum DaemonRelease {
    /// Semantic version: printed by `--version`, sent as the user agent, put on record with each configuration.
    package static let version = "0.1.0"
}
