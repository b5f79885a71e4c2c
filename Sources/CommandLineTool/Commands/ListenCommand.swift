internal import ArgumentParser
internal import StrictJSON
internal import Synchronization

/// `tocsin listen`: receives notices and says whether their signatures are valid.
struct ListenCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Receive webhooks, print them, and check their signatures.",
        discussion: """
            Example:

              tocsin listen --port 9180 --secrets-directory secrets

            Point a channel at http://127.0.0.1:9180/NAME, and the file secrets/NAME is its secret. For trying \
            things out, and for seeing a failing receiver: --status 503 answers every webhook so. It listens \
            on the loopback address only. With --once it ends after one webhook, with status 1 when its \
            signature is not valid.
            """)

    static let defaultPort = 9180

    @Option(help: ArgumentHelp("The port on 127.0.0.1; 0 takes a free one. Default: 9180.", valueName: "port"))
    var port: Int = ListenCommand.defaultPort

    @Option(help: ArgumentHelp("The file with the secret for every path.", valueName: "file"), completion: .file())
    var secretFile: String?

    @Option(
        help: ArgumentHelp("A directory; the file named like the end of the path holds the secret.", valueName: "dir"),
        completion: .directory)
    var secretsDirectory: String?

    @Option(help: ArgumentHelp("The status to answer with, 200 to 599. Default: 204.", valueName: "code"))
    var status: Int = 204

    @OptionGroup(title: "Output") var output: OutputOptions

    @Flag(help: "End after one webhook.")
    var once = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port wants 0 to 65535, not \(port).") }
        guard (200...599).contains(status) else { throw ValidationError("--status wants 200 to 599, not \(status).") }
        guard secretFile == nil || secretsDirectory == nil else {
            throw ValidationError("Give either --secret-file or --secrets-directory, not both.")
        }
    }

    /// What the handler of requests changes; it may run on another thread.
    private struct State: Sendable {
        var judge: WebhookJudge
        var outcome = ExitStatus.good
    }

    func perform(in world: World) throws(Failure) -> ExitStatus {
        let state = SharedState(State(judge: WebhookJudge(secrets: try secretSource())))
        try world.webhookServer.serve(
            port: port, ready: { announce(port: $0, in: world) },
            handle: { webhook in
                state.value.withLock { state in
                    let finding = state.judge.judge(webhook, at: world.now())
                    let printed = show(finding, in: world)
                    state.outcome = finding.isValid == false ? .refused : printed
                    // When the output is gone, nobody reads along any more.
                    return WebhookReply(httpStatus: status, isLast: once || printed != .good)
                }
            })
        return state.value.withLock { $0.outcome }
    }

    /// Shares the state between this thread and the server's.
    private final class SharedState: Sendable {
        let value: Mutex<State>
        init(_ state: State) { value = Mutex(state) }
    }

    private func secretSource() throws(Failure) -> SecretSource {
        if let secretFile { return .fixed(try SecretSource.read(secretFile)) }
        return secretsDirectory.map { .directory($0) } ?? .none
    }

    private func announce(port: Int, in world: World) {
        var page = Page()
        page.line("Listening on http://127.0.0.1:\(port)/, answering \(status). End with Ctrl-C.")
        world.say(page)
    }

    private func show(_ finding: WebhookFinding, in world: World) -> ExitStatus {
        let page = WebhookPage(finding: finding)
        guard output.json else { return world.show(page.make()) }
        let line = page.json(answered: status).text + "\n"
        let text = world.console.isTerminal(.data) ? line.visibleJSON : line
        return world.console.write(text, to: .data) ? .good : .outputFailed
    }
}
