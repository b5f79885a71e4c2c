internal import ArgumentParser

/// A configuration on disk that answers in the daemon's place.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Ask this configuration instead of the daemon.",
            discussion: "tocsin.yaml or its folder. Neither a daemon, nor secrets, nor accounts are needed.",
            valueName: "path"),
        completion: .file(extensions: ["yaml"]))
    var config: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Whom to answer for, with --config: the provider (default) or a customer.", valueName: "party"))
    var party: String?

    func validate() throws {
        if party != nil, config == nil {
            throw ValidationError("--as wants --config; a daemon knows whom you speak for.")
        }
        if config?.isEmpty == true { throw ValidationError("--config is empty.") }
    }
}
