internal import ArgumentParser
internal import StrictJSON

/// `tocsin owner`: who owned an incident at an instant.
struct OwnerCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "owner",
        abstract: "Show who owned an incident at an instant.",
        discussion: """
            Examples:

              tocsin owner inc_01JNZ4T8
              tocsin owner inc_01JNZ4T8 --at 2026-03-10T02:00:00Z
            """)

    @OptionGroup var incident: IncidentArgument

    @Option(
        help: ArgumentHelp(
            "At which instant: RFC 3339, as 2026-03-10T02:00:00Z. Default: now.", valueName: "time"))
    var at: TypedTime?

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "incidents", incident.id, "owner"])
        request.ask("at", at?.text)
        return request
    }

    func page(for answer: JSONAnswer) -> Page { OwnerPage(answer: answer.json, now: answer.now).make() }
}
