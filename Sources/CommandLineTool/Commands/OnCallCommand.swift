internal import ArgumentParser

/// `tocsin oncall`: who is on call, by every schedule that concerns the asker.
struct OnCallCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "oncall",
        abstract: "Show who is on call, by each schedule.",
        discussion: """
            Examples:

              tocsin oncall
              tocsin oncall --at 2026-12-25T03:00:00+01:00
              tocsin oncall --config Config --as tern

            Of the other side's schedules you see whether somebody is on call, and not who. Files (--config) know the \
            overrides that are written in them, and not those that people made.
            """)

    @OptionGroup var instant: InstantOption
    @OptionGroup(title: "Files instead of the daemon") var configuration: ConfigurationOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    var files: ConfigurationOptions? { configuration }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "oncall"])
        request.ask("at", instant.at?.text)
        return request
    }

    func page(for answer: JSONAnswer) -> Page {
        answer.json.list("schedules").isEmpty ? Page() : SchedulePages.onCall(answer.json, now: answer.now)
    }

    func remark(on answer: JSONAnswer) -> Page? {
        guard answer.json.list("schedules").isEmpty else { return nil }
        var page = Page()
        page.line("There is no schedule that concerns you. Schedules are written in schedules.yaml.")
        return page
    }
}
