internal import ArgumentParser
internal import StrictJSON

/// A command that decides about an obligation, and says why.
struct ObligationCommand<Verb: ActionVerb>: ActionCommand {
    static var verb: String { Verb.verb }
    static var configuration: CommandConfiguration { Verb.configuration }

    @OptionGroup var incident: IncidentArgument
    @OptionGroup var obligation: ObligationArgument
    @OptionGroup var reason: ReasonOption
    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func fields(in world: World) -> JSONObject {
        JSONObject([.init("obligation", .string(obligation.id)), .init("reason", .string(reason.reason))])
    }
}

/// `tocsin waive`: it is decided not to do it.
enum WaiveVerb: ActionVerb {
    static let verb = "waive"

    static let configuration = CommandConfiguration(
        commandName: "waive",
        abstract: "Decide that your party does not do what it owes, where its rule permits that.",
        discussion: """
            Example:

              tocsin waive inc_01JNZ4T8 o4 --reason "No personal data was read"
            """)
}

/// `tocsin hold`: it is put off.
enum HoldVerb: ActionVerb {
    static let verb = "hold"

    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Put off what your party owes.",
        discussion: """
            Example:

              tocsin hold inc_01JNZ4T8 o4 --reason "Police asked us to wait, ref. 17/26"

            Its clock goes on and stays on record. Take it up again with: tocsin resume
            """)
}

/// `tocsin resume`: what was put off goes on.
enum ResumeVerb: ActionVerb {
    static let verb = "resume"

    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Take up again what your party had put off.",
        discussion: """
            Example:

              tocsin resume inc_01JNZ4T8 o4 --reason "Police agreed on 12 March"
            """)
}

/// `tocsin record`: a party did what it owes.
struct RecordCommand: ActionCommand {
    static let verb = "record"

    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record that your party did what it owes.",
        discussion: """
            Example:

              tocsin record inc_01JNZ4T8 o4 --note "Filed with the authority, ref. 4711"

            The note is the proof: say when, with whom, under which reference.
            """)

    @OptionGroup var incident: IncidentArgument
    @OptionGroup var obligation: ObligationArgument

    @Option(help: ArgumentHelp("What was done, for the record, which both parties see.", valueName: "text"))
    var note: String

    @Option(
        help: ArgumentHelp(
            "When it was done: RFC 3339, as 2026-03-10T02:00:00Z. Default: now.", valueName: "time"))
    var doneAt: TypedTime?

    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func fields(in world: World) -> JSONObject {
        var fields = JSONObject([.init("obligation", .string(obligation.id)), .init("note", .string(note))])
        fields.set("done_at", ifPresent: doneAt.map { .string($0.text) })
        return fields
    }
}
