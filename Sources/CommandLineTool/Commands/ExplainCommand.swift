internal import ArgumentParser

/// `tocsin explain`: whose would it be, without reporting anything.
struct ExplainCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Ask whose something would be, and why. Nothing is reported.",
        discussion: """
            Example:

              tocsin explain --asset tern-vps1 --layer os

            The answer names the owner, the rule and source that decide it, the rules that were considered, \
            and who would have to be told.
            """)

    @OptionGroup(title: "What it is about") var subject: SubjectOptions

    @Option(help: ArgumentHelp("The cause, if it is known.", valueName: "cause"))
    var cause: String?

    @Option(help: ArgumentHelp("At which instant: RFC 3339, as 2026-03-10T02:00:00Z. Default: now.", valueName: "time"))
    var at: String?

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "explain"])
        request.query = subject.items
        request.ask("cause", cause)
        request.ask("at", at)
        return request
    }

    func page(for answer: JSONAnswer) -> Page { ExplainPage.make(answer.json, now: answer.now) }
}
