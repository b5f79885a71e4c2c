internal import CivilTime
internal import Settings
internal import TocsinDaemon

/// Checks a configuration by the path that the daemon's start takes.
struct SettingsChecker: ConfigurationChecking {
    /// `$CREDENTIALS_DIRECTORY`, where secrets may be.
    let credentialsDirectory: String?
    /// Whom `user: self` means. The daemon's user, when the check runs as that.
    let ownUserID: UInt32
    /// The wall clock, for warnings about what lies ahead.
    let now: @Sendable () -> Instant

    func check(path: String) -> ConfigurationVerdict {
        let environment = SettingsEnvironment(
            credentialsDirectory: credentialsDirectory, ownUserID: ownUserID, now: now)
        do {
            let file = ConfigurationPath.file(at: path)
            let settings = try PreparedSettings(path: file, environment: environment).settings
            return .good(
                digest: settings.digest, files: settings.files,
                warnings: settings.warnings.map { ConfigurationProblem($0) })
        } catch {
            return .problems(ConfigurationProblems(error))
        }
    }
}

extension ConfigurationProblems {
    init(_ error: ConfigurationError) {
        self.init(error.problems.map { ConfigurationProblem($0) }, isUnreadable: error.isUnreadable)
    }
}

extension ConfigurationProblem {
    init(_ problem: Settings.ConfigurationProblem) {
        self.init(
            file: problem.file, line: problem.line, column: problem.column, what: problem.what, hint: problem.hint)
    }
}
