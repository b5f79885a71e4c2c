internal import ArgumentParser
internal import StrictJSON

/// Checks a configuration as the daemon would.
protocol ConfigurationChecking: Sendable {
    /// Reads the file, or tocsin.yaml of the folder, and all it includes.
    func check(path: String) -> ConfigurationVerdict
}

/// What the check of a configuration found.
enum ConfigurationVerdict: Hashable, Sendable {
    /// The digest of its files, their names, and what is right and hardly meant.
    case good(digest: String, files: [String], warnings: [ConfigurationProblem])
    case problems(ConfigurationProblems)
}

/// `tocsin config`: the group of what concerns the configuration.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Work with the configuration on disk.",
        discussion: """
            Example:

              tocsin config check --config /etc/tocsin/tocsin.yaml
            """,
        subcommands: [ConfigCheckCommand.self])
}

/// `tocsin config check`: every problem at once, without the daemon.
struct ConfigCheckCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a configuration without putting it in force.",
        discussion: """
            Example:

              tocsin config check --config Config

            Every problem is on a line of its own, with file, line and column; so is every warning, of what is right and \
            hardly meant. Exit status 0 when it is good, with warnings or without, 78 when it is not, and 66 when there is \
            nothing to read.
            """)

    /// Where a service of the system has its configuration, and where a working copy does.
    static let defaultFiles = ["/etc/tocsin/tocsin.yaml", "./Config/tocsin.yaml"]

    @Option(
        help: ArgumentHelp(
            "tocsin.yaml or its folder.",
            discussion: "Default: $TOCSIN_CONFIG, else /etc/tocsin/tocsin.yaml, else ./Config/tocsin.yaml.",
            valueName: "path"),
        completion: .file(extensions: ["yaml"]))
    var config: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func perform(in world: World) throws(Failure) -> ExitStatus {
        let path = self.path(in: world)
        switch world.configurationChecker.check(path: path) {
        case .good(let digest, let files, let warnings):
            if output.json {
                return world.show([
                    "settings": .string(digest), "files": .strings(files), "problems": [],
                    "warnings": .array(warnings.map(\.json)),
                ])
            }
            var page = Page()
            for warning in warnings { page.line(warning.asWarning) }
            let count = files.count == 1 ? "1 file" : "\(files.count) files"
            page.line("\(path) is good: \(count), settings \(digest)")
            return world.show(page)
        case .problems(let problems):
            return world.show(problems, asJSON: output.json, consequence: "; a daemon that runs keeps the one it has")
        }
    }

    private func path(in world: World) -> String {
        if let config { return config }
        if let path = world.environment["TOCSIN_CONFIG"], !path.isEmpty { return path }
        return Self.defaultFiles.first { world.exists($0) } ?? Self.defaultFiles[0]
    }
}
