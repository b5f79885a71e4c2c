internal import ArgumentParser
internal import StrictJSON

/// Checks a configuration as the daemon would.
protocol ConfigurationChecking: Sendable {
    /// Reads the file and all it includes.
    func check(path: String) -> ConfigurationVerdict
}

/// What the check of a configuration found.
enum ConfigurationVerdict: Hashable, Sendable {
    /// The digest of its files, and how many there are.
    case good(digest: String, files: [String])
    /// Everything that is wrong, by place.
    case problems([ConfigurationProblem])
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

              tocsin config check --config Config/tocsin.yaml

            Every problem is on a line of its own, with file, line and column. Exit status 0 when it is \
            good, 78 when it is not.
            """)

    /// Where a service of the system has its configuration, and where a working copy does.
    static let defaultFiles = ["/etc/tocsin/tocsin.yaml", "./Config/tocsin.yaml"]

    @Option(
        help: ArgumentHelp(
            "The file. Default: $TOCSIN_CONFIG, else /etc/tocsin/tocsin.yaml, else ./Config/tocsin.yaml.",
            valueName: "file"),
        completion: .file(extensions: ["yaml"]))
    var config: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func perform(in world: World) throws(Failure) -> ExitStatus {
        let path = self.path(in: world)
        switch world.configurationChecker.check(path: path) {
        case .good(let digest, let files):
            if output.json {
                return world.show(["settings": .string(digest), "files": .strings(files), "problems": []])
            }
            var page = Page()
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
