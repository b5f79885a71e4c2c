internal import ArgumentParser
internal import Hashing
internal import StrictJSON

/// `tocsin comment`: something to read for both sides.
struct CommentCommand: ActionCommand {
    static let verb = "comment"

    static let configuration = CommandConfiguration(
        commandName: "comment",
        abstract: "Say something about an incident, for both parties to read.",
        discussion: """
            Examples:

              tocsin comment inc_01JNZ4T8 "The key was used from 203.0.113.9"
              tail -n 20 auth.log | tocsin comment inc_01JNZ4T8 -

            It stays on record. A key makes it safe to repeat: without one, a random one is sent.
            """)

    /// Bytes of a comment, the daemon's limit.
    static let bytesMax = 2000

    @OptionGroup var incident: IncidentArgument

    @Argument(help: "What you have to say; `-` reads it from standard input, up to 2000 bytes.")
    var text: String

    @OptionGroup(title: "Conditions") var conditions: ActionConditions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func fields(in world: World) throws(Failure) -> JSONObject {
        JSONObject([.init("text", .string(try world.text(text, bytesMax: Self.bytesMax)))])
    }

    /// Every other action changes nothing when it is done twice; a comment would stand there twice.
    func idempotencyKey(in world: World) -> String? {
        conditions.idempotencyKey ?? "tocsin-" + Hexadecimal.encode(world.randomBytes(16))
    }
}
