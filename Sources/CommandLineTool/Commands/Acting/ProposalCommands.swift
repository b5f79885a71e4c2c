internal import ArgumentParser
internal import StrictJSON

/// A command that says why, and nothing else.
struct ReasonedCommand<Verb: ActionVerb>: ActionCommand {
    static var verb: String { Verb.verb }
    static var configuration: CommandConfiguration { Verb.configuration }

    @OptionGroup var incident: IncidentArgument
    @OptionGroup var reason: ReasonOption
    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func fields(in world: World) -> JSONObject { JSONObject([.init("reason", .string(reason.reason))]) }
}

/// `tocsin dispute`: the owner says that it is not its own.
enum DisputeVerb: ActionVerb {
    static let verb = "dispute"

    static let configuration = CommandConfiguration(
        commandName: "dispute",
        abstract: "Say that an incident is not yours under the agreement.",
        discussion: """
            Example:

              tocsin dispute inc_01JNZ4T8 --reason "The hypervisor is yours"

            The other party accepts or declines. Until it has, the incident stays yours; no answer counts as a no.
            """)
}

/// `tocsin offer`: the owner asks the other side to take it over.
enum OfferVerb: ActionVerb {
    static let verb = "offer"

    static let configuration = CommandConfiguration(
        commandName: "offer",
        abstract: "Ask the other party to take an incident over.",
        discussion: """
            Example:

              tocsin offer inc_01JNZ4T8 --reason "Only you can replace the disk"

            The other party accepts or declines. Until it has, the incident stays yours; no answer counts as a no.
            """)
}

/// `tocsin decline`: what the other side proposed is refused.
enum DeclineVerb: ActionVerb {
    static let verb = "decline"

    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract: "Decline what the other party proposed about whose an incident is.",
        discussion: """
            Example:

              tocsin decline inc_01JNZ4T8 --reason "The agreement puts the OS on you"

            The owner stays who it is. Both sides are told, and both views stay on record.
            """)
}

/// `tocsin accept`: what the other side proposed is agreed to.
struct AcceptCommand: ActionCommand {
    static let verb = "accept"

    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accept what the other party proposed: the incident is yours from then on.",
        discussion: """
            Example:

              tocsin accept inc_01JNZ4T8

            Its clocks start anew. Who proposed what, when and why, `tocsin show` tells.
            """)

    @OptionGroup var incident: IncidentArgument

    @Option(help: ArgumentHelp("Why, for the record, which both parties see.", valueName: "text"))
    var reason: String?

    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func fields(in world: World) -> JSONObject {
        var fields = JSONObject()
        fields.set("reason", ifPresent: reason.map { .string($0) })
        return fields
    }
}
