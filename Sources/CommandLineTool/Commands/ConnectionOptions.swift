internal import ArgumentParser

/// How data is shown. May stand before or after the name of the command, as the root has it too.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the answer as JSON.")
    var json = false
}

/// Where the daemon is. May stand before or after the name of the command, as the root has it too.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The daemon's socket.",
            discussion: "Default: $TOCSIN_SOCKET, else /run/tocsin.sock, else ./var/tocsin.sock if it exists.",
            valueName: "path"),
        completion: .file())
    var socket: String?

    /// Where a service of the system listens.
    static let systemSocketPath = "/run/tocsin.sock"
    /// Where a daemon started by hand in a working copy listens.
    static let localSocketPath = "./var/tocsin.sock"

    /// The path to connect to: the option, the environment, then the first place that exists.
    func socketPath(in world: World) throws(Failure) -> String {
        let path = chosenPath(in: world)
        guard !path.isEmpty, path.utf8.count <= ClientLimits.socketPathBytesMax else {
            throw Failure(
                .usage, "a socket path has 1 to \(ClientLimits.socketPathBytesMax) bytes, this one \(path.utf8.count)",
                advice: ["use a shorter path, or one relative to the working directory"])
        }
        return path
    }

    private func chosenPath(in world: World) -> String {
        if let socket { return socket }
        if let path = world.environment["TOCSIN_SOCKET"], !path.isEmpty { return path }
        let isLocal = !world.exists(Self.systemSocketPath) && world.exists(Self.localSocketPath)
        return isLocal ? Self.localSocketPath : Self.systemSocketPath
    }
}
