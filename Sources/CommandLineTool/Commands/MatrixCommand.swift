internal import ArgumentParser

/// `tocsin matrix`: whose is what under one agreement, as a table.
struct MatrixCommand: DaemonCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, csv, markdown
    }

    static let configuration = CommandConfiguration(
        commandName: "matrix",
        abstract: "Print whose is what under one agreement: every layer and duty of every service.",
        discussion: """
            Examples:

              tocsin matrix agr-tern
              tocsin matrix agr-tern --format csv > tern.csv
                  for spreadsheets: the seven columns that auditors know,
                  then confidence and schedule
              tocsin matrix agr-tern --config Config --at 2026-06-01T00:00:00Z
                  a revision that is still to come, of files on disk

            It is made by the same rules that decide reports, so it cannot say anything else than they do. A duty that \
            exists only on request is shown as if it were asked for.
            """)

    @OptionGroup var agreement: AgreementArgument
    @OptionGroup var instant: InstantOption

    @Option(help: ArgumentHelp("text (default), csv or markdown.", valueName: "format"))
    var format: Format?

    @OptionGroup(title: "Files instead of the daemon") var configuration: ConfigurationOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    var files: ConfigurationOptions? { configuration }

    func validate() throws {
        if format != nil, output.json { throw ValidationError("--json is a format of its own; leave --format out.") }
    }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "agreements", agreement.id, "matrix"])
        request.ask("at", instant.at?.text)
        return request
    }

    func page(for answer: JSONAnswer) -> Page { MatrixTable(answer.json).page }

    func show(_ answer: JSONAnswer, in world: World) -> ExitStatus {
        switch format ?? .text {
        case .text: world.show(page(for: answer))
        case .csv: world.show(text: MatrixTable(answer.json).csv)
        case .markdown: world.show(text: MatrixTable(answer.json).markdown)
        }
    }
}
