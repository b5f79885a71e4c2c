internal import ArgumentParser
internal import StrictJSON

/// `tocsin ack`: a person of this party took notice.
struct AcknowledgeCommand: ActionCommand {
    static let verb = "acknowledge"

    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Acknowledge an incident: somebody of your party took notice.",
        discussion: """
            Examples:

              tocsin ack inc_01JNZ4T8 --note "I take care of it"
              tocsin ack inc_01JNZ4T8 --for PT2H
                  your party is called anew after two hours, if it is not over by then

            Nobody else of your party is called. The other party sees that your party answered, and when.
            """)

    @OptionGroup var incident: IncidentArgument
    @OptionGroup var note: NoteOption

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long it stands, as PT2H or P1D; then you are called anew.", valueName: "duration"))
    var duration: String?

    @Option(
        help: ArgumentHelp(
            "Until when it stands: RFC 3339, as 2026-03-10T02:00:00Z; then you are called anew.", valueName: "time"))
    var until: TypedTime?

    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        if duration != nil, until != nil { throw ValidationError("Give --for or --until, not both.") }
    }

    func fields(in world: World) -> JSONObject {
        var fields = JSONObject()
        fields.set("note", ifPresent: note.note.map { .string($0) })
        fields.set("for", ifPresent: duration.map { .string($0) })
        fields.set("until", ifPresent: until.map { .string($0.text) })
        return fields
    }
}
