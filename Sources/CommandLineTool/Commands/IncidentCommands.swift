internal import ArgumentParser
internal import StrictJSON

/// `tocsin incidents`: a table, newest first, or the triage queue.
struct IncidentsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "List incidents, newest first, or those in triage.",
        discussion: """
            Examples:

              tocsin incidents --state all --limit 20
              tocsin incidents --triage
                  the queue of those whose owner is still to be found out

            Only what concerns your party is listed.
            """)

    /// How many incidents one answer may hold.
    static let limits = 1...500

    @Option(
        help: ArgumentHelp("open (default), resolved, closed or all.", valueName: "state"),
        completion: .list(["open", "resolved", "closed", "all"]))
    var state: String?

    @Flag(help: "Only those in triage, which nobody owns yet: the earliest due first.")
    var triage = false

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
        request.ask("triage", triage ? "true" : nil)
        request.ask("limit", limit.map(String.init))
        return request
    }

    func page(for answer: JSONAnswer) -> Page {
        answer.json.list("incidents").isEmpty ? Page() : IncidentsPage.make(answer.json, now: answer.now)
    }

    func remark(on answer: JSONAnswer) -> Page? {
        guard answer.json.list("incidents").isEmpty else { return nil }
        let state = state ?? "open"
        let kind = (state == "all" ? "" : state + " ") + "incidents" + (triage ? " in triage" : "")
        let isAll = state == "all" && !triage
        var page = Page()
        page.line("No \(kind)." + (isAll ? "" : " See the others: tocsin incidents --state all"))
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
        abstract: "Show one incident: ruling, owners, obligations, notices, answers, timeline.",
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
