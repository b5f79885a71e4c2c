internal import Settings
internal import TocsinDaemon

/// Checks a configuration by the path that the daemon's start takes.
struct SettingsChecker: ConfigurationChecking {
    /// `$CREDENTIALS_DIRECTORY`, where secrets may be.
    let credentialsDirectory: String?
    /// Whom `user: self` means. The daemon's user, when the check runs as that.
    let ownUserID: UInt32

    func check(path: String) -> ConfigurationVerdict {
        let environment = SettingsEnvironment(credentialsDirectory: credentialsDirectory, ownUserID: ownUserID)
        do {
            let settings = try PreparedSettings(path: path, environment: environment).settings
            return .good(digest: settings.digest, files: settings.files)
        } catch {
            return .problems(error.problems.map { ConfigurationProblem($0) })
        }
    }
}

extension ConfigurationProblem {
    init(_ problem: Settings.ConfigurationProblem) {
        self.init(
            file: problem.file, line: problem.line, column: problem.column, what: problem.what, hint: problem.hint)
    }
}
