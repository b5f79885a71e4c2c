internal import ArgumentParser
internal import StrictJSON

/// `tocsin incidents`: a table, newest first.
struct IncidentsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "List incidents, newest first.",
        discussion: """
            Example:

              tocsin incidents --state all --limit 20

            Only what concerns your party is listed.
            """)

    /// How many incidents one answer may hold.
    static let limits = 1...500

    @Option(
        help: ArgumentHelp("open (default), resolved, closed or all.", valueName: "state"),
        completion: .list(["open", "resolved", "closed", "all"]))
    var state: String?

    @Option(help: ArgumentHelp("At most so many, 1 to 500. Default: 100.", valueName: "count"))
    var limit: Int?

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        if let limit, !Self.limits.contains(limit) { throw ValidationError("--limit wants 1 to 500, not \(limit).") }
    }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "incidents"])
        request.ask("state", state)
        request.ask("limit", limit.map(String.init))
        return request
    }

    func page(for answer: JSONAnswer) -> Page {
        answer.json.list("incidents").isEmpty ? Page() : IncidentsPage.make(answer.json, now: answer.now)
    }

    func remark(on answer: JSONAnswer) -> Page? {
        guard answer.json.list("incidents").isEmpty else { return nil }
        var page = Page()
        page.line(
            (state ?? "open") == "all"
                ? "No incidents." : "No \(state ?? "open") incidents. See the others: tocsin incidents --state all")
        return page
    }
}

/// The id of an incident, as an argument.
struct IncidentArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The incident, as `tocsin incidents` lists it.", valueName: "incident"))
    var id: String

    func validate() throws {
        if id.isEmpty { throw ValidationError("The incident's id is empty.") }
    }
}

/// `tocsin show`: everything on record about one incident.
struct ShowCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one incident: ruling, obligations, notices, answers, timeline.",
        discussion: """
            Example:

              tocsin show inc_01JNZ4T8
            """)

    @OptionGroup var incident: IncidentArgument
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest { DaemonRequest(.get, ["v1", "incidents", incident.id]) }

    func page(for answer: JSONAnswer) -> Page { IncidentPage(answer: answer.json, now: answer.now).make() }
}

/// `tocsin ack`: a person of this party took notice.
struct AcknowledgeCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Acknowledge an incident: somebody of your party took notice.",
        discussion: """
            Example:

              tocsin ack inc_01JNZ4T8 --note "I take care of it"

            Nobody else of your party is called. The other party sees who answered and when.
            """)

    @OptionGroup var incident: IncidentArgument

    @Option(help: ArgumentHelp("A line for the record, which both parties see.", valueName: "text"))
    var note: String?

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest {
        .noted(["v1", "incidents", incident.id, "acknowledge"], note: note)
    }

    func page(for answer: JSONAnswer) -> Page { OutcomePages.acknowledged(answer.json) }
}

/// `tocsin resolve`: it is over.
struct ResolveCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Say that an incident is over.",
        discussion: """
            Example:

              tocsin resolve inc_01JNZ4T8 --note "Key revoked, host reinstalled"

            Those who were told of it are told that it is over.
            """)

    @OptionGroup var incident: IncidentArgument

    @Option(help: ArgumentHelp("A line for the record, which both parties see.", valueName: "text"))
    var note: String?

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest { .noted(["v1", "incidents", incident.id, "resolve"], note: note) }

    func page(for answer: JSONAnswer) -> Page { OutcomePages.resolved(answer.json) }
}

extension DaemonRequest {
    /// A POST whose body is a note, or nothing.
    fileprivate static func noted(_ path: [String], note: String?) -> DaemonRequest {
        var request = DaemonRequest(.post, path)
        request.body = note.map { ["note": .string($0)] }
        return request
    }
}
