internal import ArgumentParser

/// `tocsin explain`: whose would it be, without reporting anything.
struct ExplainCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Ask whose something would be, and why. Nothing is reported.",
        discussion: """
            Examples:

              tocsin explain --asset tern-vps1 --layer os
                  the owner and why, who would be told by when, and what is owed
              tocsin explain --asset tern-vps1 --layer os --at 2026-04-02T00:00:00Z
                  the same under a revision that is still to come
              tocsin explain --config Config --as tern --asset tern-vps1 --layer os
                  the same of files on disk, without a daemon or secrets
              tocsin explain --config Config --cases Config/cases/reports.yaml
                  a table of questions and the answers that are expected

            Run the cases after every change of a configuration. Of a case the whole answer is looked at, as the provider \
            sees it, whoever asks in it: a customer itself, asking with --as, is not shown whom else its trouble reaches.

            With --config it ends with 0 when it is answered, 1 or 77 when the question is refused, 66 when a file that \
            is named here cannot be read, and 78 when the configuration or a file of cases has problems, which are all \
            shown. With --cases it ends with 0 when every case holds and with 65 when one does not.
            """)

    @OptionGroup(title: "What it is about") var subject: SubjectOptions

    @Option(help: ArgumentHelp("What it is classified as, for example major.", valueName: "word"))
    var classification: String?

    @Option(
        help: ArgumentHelp(
            "firing (default): what its report leads to; resolved: what its end does.", valueName: "status"),
        completion: .list(["firing", "resolved"]))
    var status: String?

    @Option(
        help: ArgumentHelp(
            "When it is reported, past or future: RFC 3339, as 2026-03-10T02:00:00Z. Default: now.", valueName: "time"))
    var at: TypedTime?

    @Option(help: ArgumentHelp("When it was seen. Default: when it is reported.", valueName: "time"))
    var observedAt: TypedTime?

    @Option(help: ArgumentHelp("When planned work begins.", valueName: "time"))
    var windowStart: TypedTime?

    @OptionGroup(title: "Files instead of the daemon") var configuration: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "Run the cases of a file against --config. May be given several times.",
            discussion: "The whole answer is looked at, as the provider sees it, whoever asks.", valueName: "file"),
        completion: .file(extensions: ["yaml"]))
    var cases: [String] = []

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    var files: ConfigurationOptions? { configuration }

    func validate() throws {
        guard !cases.isEmpty else { return }
        if configuration.config == nil { throw ValidationError("--cases wants --config.") }
        if configuration.party != nil || !items.isEmpty {
            throw ValidationError("--cases says what is asked, by whom and when; leave the other options out.")
        }
    }

    func perform(in world: World) throws(Failure) -> ExitStatus {
        guard let path = configuration.config, !cases.isEmpty else { return try ask(in: world) }
        return CaseRun(configuration: path, files: cases, asJSON: output.json).perform(in: world)
    }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "explain"])
        request.query = items
        return request
    }

    private var items: [DaemonRequest.Item] {
        let own = [
            ("significant", subject.significant ? "true" : nil), ("classification", classification), ("status", status),
            ("at", at?.text), ("observed_at", observedAt?.text), ("window_start", windowStart?.text),
        ]
        return subject.items + own.compactMap { name, value in value.map { DaemonRequest.Item(name, $0) } }
    }

    func page(for answer: JSONAnswer) -> Page { ExplainPage.make(answer.json, now: answer.now) }
}
