internal import ArgumentParser
internal import Responsibility
internal import StrictJSON

/// `tocsin severity`: how bad it is.
struct SeverityCommand: ActionCommand {
    static let verb = "severity"

    static let configuration = CommandConfiguration(
        commandName: "severity",
        abstract: "Set how bad an incident is.",
        discussion: """
            Example:

              tocsin severity inc_01JNZ4T8 critical --reason "Root was reached"

            Everybody may raise it, and those concerned are told as at its beginning. Only its owner and the provider lower it.
            """)

    @OptionGroup var incident: IncidentArgument

    @Argument(
        help: ArgumentHelp("info, low, medium, high or critical.", valueName: "severity"),
        completion: .list(Severity.allCases.map(\.rawValue)))
    var severity: String

    @OptionGroup var reason: ReasonOption
    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func fields(in world: World) -> JSONObject {
        JSONObject([.init("severity", .string(severity)), .init("reason", .string(reason.reason))])
    }
}

/// `tocsin classify`: what it is, and thereby whose.
struct ClassifyCommand: ActionCommand {
    static let verb = "classify"

    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Say what an incident is, and thereby whose (provider's side only).",
        discussion: """
            Examples:

              tocsin classify inc_01JNZ4T8 --asset tern-vps1 --reason "By its IP"
                  out of triage: it is ruled on again, and those concerned are told
              tocsin classify inc_01JNZ4T8 --as major --reason "Over 100 users"
                  a word that joint-care rules ask for; clocks that wait for it run

            Say what you know; what is left out stays as it is. It is ruled on by what was agreed when it was seen.
            """)

    @OptionGroup var incident: IncidentArgument
    @OptionGroup(title: "What it is about") var subject: SubjectOptions

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("A word that joint-care rules ask for, for example major.", valueName: "word"))
    var word: String?

    @OptionGroup var reason: ReasonOption
    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        guard !subject.items.isEmpty || subject.significant || word != nil else {
            throw ValidationError("Say at least one thing that it is, for example with --asset, --layer or --as.")
        }
    }

    func fields(in world: World) -> JSONObject {
        var fields = JSONObject(subject.items.map { .init($0.name, .string($0.value)) })
        if subject.significant { fields.set("significant", .bool(true)) }
        fields.set("as", ifPresent: word.map { .string($0) })
        fields.set("reason", .string(reason.reason))
        return fields
    }
}

/// `tocsin happened`: something that clocks start from.
struct HappenedCommand: ActionCommand {
    static let verb = "happened"

    static let configuration = CommandConfiguration(
        commandName: "happened",
        abstract: "Record that the service ended or its data was deleted (provider's side only).",
        discussion: """
            Example:

              tocsin happened inc_01JNZ4T8 purged --at 2026-03-10T02:00:00Z

            What is owed some time after it gets its due time.
            """)

    @OptionGroup var incident: IncidentArgument

    @Argument(
        help: ArgumentHelp("purged: the data was deleted; terminated: the service ended.", valueName: "what"),
        completion: .list(["purged", "terminated"]))
    var what: String

    @Option(
        help: ArgumentHelp(
            "When it happened: RFC 3339, as 2026-03-10T02:00:00Z. Default: now.", valueName: "time"))
    var at: TypedTime?

    @OptionGroup var note: NoteOption
    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func fields(in world: World) -> JSONObject {
        var fields = JSONObject([.init("what", .string(what))])
        fields.set("at", ifPresent: at.map { .string($0.text) })
        fields.set("note", ifPresent: note.note.map { .string($0) })
        return fields
    }
}
