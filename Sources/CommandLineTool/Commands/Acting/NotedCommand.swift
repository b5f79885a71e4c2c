internal import ArgumentParser
internal import StrictJSON

/// A command that needs no more than the incident, and may say something with it.
struct NotedCommand<Verb: ActionVerb>: ActionCommand {
    static var verb: String { Verb.verb }
    static var configuration: CommandConfiguration { Verb.configuration }

    @OptionGroup var incident: IncidentArgument
    @OptionGroup var note: NoteOption
    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func fields(in world: World) -> JSONObject {
        var fields = JSONObject()
        fields.set("note", ifPresent: note.note.map { .string($0) })
        return fields
    }
}

/// `tocsin take`: this person looks after it.
enum TakeVerb: ActionVerb {
    static let verb = "take"

    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Take an incident: you, by name, look after it for your party.",
        discussion: """
            Example:

              tocsin take inc_01JNZ4T8 --note "At the console"

            Whoever had taken it for your party before has no longer. The other party sees that it is taken, and not by whom.
            """)
}

/// `tocsin resolve`: it is over.
enum ResolveVerb: ActionVerb {
    static let verb = "resolve"

    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Say that an incident is over.",
        discussion: """
            Example:

              tocsin resolve inc_01JNZ4T8 --note "Key revoked, host reinstalled"

            Those who were told of it are told that it is over. The owner, the provider and whoever reported it may say so.
            """)
}

/// `tocsin reopen`: it is not over after all.
enum ReopenVerb: ActionVerb {
    static let verb = "reopen"

    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Say that an incident is not over after all.",
        discussion: """
            Example:

              tocsin reopen inc_01JNZ4T8 --note "The login came back"

            Everybody who must know is told as at its beginning. What is closed stays so: report it anew.
            """)
}
