internal import ArgumentParser
internal import StrictJSON

/// `tocsin schedule`: the group of what concerns one schedule.
struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Look ahead in a schedule, change who is on call for a while, export it.",
        discussion: """
            Examples:

              tocsin schedule preview noc-week
              tocsin schedule override noc-week \\
                  --from 2026-04-13T09:00 --to 2026-04-14T09:00 \\
                  --replace anong --with boon --reason "Songkran"
              tocsin schedule export noc-week > noc.ics

            `tocsin oncall` lists the schedules.
            """,
        subcommands: [
            SchedulePreviewCommand.self, ScheduleOverrideCommand.self, ScheduleEndOverrideCommand.self,
            ScheduleExportCommand.self,
        ])
}

/// The id of a schedule, as an argument.
struct ScheduleArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The schedule, as `tocsin oncall` lists it.", valueName: "schedule"))
    var id: String

    func validate() throws {
        if id.isEmpty { throw ValidationError("The schedule's id is empty.") }
    }
}

/// Which stretch of a schedule is asked for.
struct StretchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "From when on: RFC 3339, as 2026-03-28T00:00:00+01:00. Default: now.", valueName: "time"))
    var from: TypedTime?

    @Option(
        help: ArgumentHelp(
            "Until when, at most 366 days later. Default: two weeks later, 90 days to export.", valueName: "time"))
    var to: TypedTime?
}

/// `tocsin schedule preview`: who is on call when, and when nobody is.
struct SchedulePreviewCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show a stretch of a schedule: shifts, gaps, overlaps, and how much of it is covered.",
        discussion: """
            Examples:

              tocsin schedule preview noc-week
              tocsin schedule preview noc-week \\
                  --from 2026-03-28T00:00:00Z --to 2026-03-30T00:00:00Z \\
                  --zone Asia/Bangkok --zone Europe/Berlin
              tocsin schedule preview tern-ops --config Config --as tern --json

            Every shift is shown on the wall of each zone: of the schedule, of the two sides, or of those that are named. \
            Zones are those that the configuration knows.
            """)

    @OptionGroup var schedule: ScheduleArgument
    @OptionGroup var stretch: StretchOptions

    @Option(help: ArgumentHelp("For readers in this zone. May be given several times.", valueName: "zone"))
    var zone: [String] = []

    @OptionGroup(title: "Files instead of the daemon") var configuration: ConfigurationOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    var files: ConfigurationOptions? { configuration }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "schedules", schedule.id])
        request.ask("from", stretch.from?.text)
        request.ask("to", stretch.to?.text)
        request.ask("zone", zone.isEmpty ? nil : zone.joined(separator: ","))
        return request
    }

    func page(for answer: JSONAnswer) -> Page { SchedulePages.preview(answer.json) }
}

/// `tocsin schedule override`: changes who is on call for a while.
struct ScheduleOverrideCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "Change who is on call for a while, on your party's record.",
        discussion: """
            Examples:

              tocsin schedule override noc-week \\
                  --from 2026-04-13T09:00 --to 2026-04-14T09:00 \\
                  --replace anong --with boon --reason "Songkran"
              tocsin schedule override noc-week \\
                  --from 2026-05-01T22:00:00+07:00 --to 2026-05-02T06:00 \\
                  --add chai --reason "Second pair of eyes"

            A time has an offset, or is on the wall of the schedule's zone. There it must come exactly once: where clocks \
            are put back over it, both candidates are shown.
            """)

    @OptionGroup var schedule: ScheduleArgument

    @Option(help: ArgumentHelp("When it begins.", valueName: "time"))
    var from: TypedTime

    @Option(help: ArgumentHelp("When it ends, at most 366 days later.", valueName: "time"))
    var to: TypedTime

    @Option(help: ArgumentHelp("Who is not on call where the layers say so; with --with.", valueName: "person"))
    var replace: String?

    @Option(help: ArgumentHelp("Who is on call instead.", valueName: "person"))
    var with: String?

    @Option(help: ArgumentHelp("Who is on call beside the others.", valueName: "person"))
    var add: String?

    @Option(help: ArgumentHelp("Who is not on call, and nobody instead.", valueName: "person"))
    var remove: String?

    @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
    var reason: String

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        guard (replace == nil) == (with == nil) else { throw ValidationError("--replace and --with go together.") }
        let count = [replace, add, remove].count { $0 != nil }
        guard count == 1 else {
            throw ValidationError("Say one thing: --replace A --with B, or --add P, or --remove P.")
        }
    }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.post, ["v1", "schedules", schedule.id, "overrides"])
        let fields = [
            ("from", from.text), ("to", to.text), ("replace", replace), ("with", with), ("add", add),
            ("remove", remove),
            ("reason", reason),
        ]
        request.body = .object(
            JSONObject(fields.compactMap { name, value in value.map { JSONObject.Member(name, .string($0)) } }))
        return request
    }

    func page(for answer: JSONAnswer) -> Page { SchedulePages.overridden(answer.json) }
}

/// `tocsin schedule end-override`: takes an override back.
struct ScheduleEndOverrideCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "end-override",
        abstract: "Take an override back.",
        discussion: """
            Example:

              tocsin schedule end-override ovr_01JNZ4T8

            From then on the layers say who is on call. That it was made, and taken back, stays on record.
            """)

    @Argument(
        help: ArgumentHelp("The override, as it was answered or as `schedule preview` shows it.", valueName: "override")
    )
    var id: String

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        if id.isEmpty { throw ValidationError("The override's id is empty.") }
    }

    func request(in world: World) -> DaemonRequest { DaemonRequest(.post, ["v1", "overrides", id, "end"]) }

    func page(for answer: JSONAnswer) -> Page { SchedulePages.ended(answer.json) }
}

/// `tocsin schedule export`: a stretch of a schedule as a calendar file.
struct ScheduleExportCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print a stretch of a schedule of your own party as a calendar (RFC 5545).",
        discussion: """
            Examples:

              tocsin schedule export noc-week > noc.ics
              tocsin schedule export noc-week --config Config --to 2026-12-31T00:00:00Z

            Calendars that read it again find the same events by the same ids.
            """)

    @OptionGroup var schedule: ScheduleArgument
    @OptionGroup var stretch: StretchOptions
    @OptionGroup(title: "Files instead of the daemon") var configuration: ConfigurationOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    var files: ConfigurationOptions? { configuration }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "schedules", schedule.id, "calendar"])
        request.ask("from", stretch.from?.text)
        request.ask("to", stretch.to?.text)
        return request
    }

    func page(for answer: JSONAnswer) -> Page { Page() }

    func show(_ answer: JSONAnswer, in world: World) -> ExitStatus {
        world.show(text: answer.json.text("calendar") ?? "")
    }
}
