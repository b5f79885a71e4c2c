internal import ArgumentParser

/// `tocsin status`: what the daemon says of itself.
struct StatusCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the daemon's state, and whom you speak for.",
        discussion: """
            Example:

              tocsin status --json
            """)

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest { DaemonRequest(.get, ["v1", "status"]) }
    func page(for answer: JSONAnswer) -> Page { OutcomePages.status(answer.json) }
}

/// `tocsin reload`: takes the configuration anew.
struct ReloadCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Make the daemon read its configuration again (operators).",
        discussion: """
            Example:

              tocsin reload

            Try the files first with: tocsin config check. It waits for the result. When the new configuration has problems, all are shown, the old one \
            stays in force, and the exit status is 78.
            """)

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest { DaemonRequest(.post, ["v1", "reload"]) }
    func page(for answer: JSONAnswer) -> Page { OutcomePages.reloaded(answer.json) }
}
