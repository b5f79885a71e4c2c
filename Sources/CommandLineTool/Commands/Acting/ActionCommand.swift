internal import ArgumentParser
internal import StrictJSON

/// A command by which a person acts on one incident: a POST of a few fields, answered by what came of it.
protocol ActionCommand: DaemonCommand {
    /// The last word of the path.
    static var verb: String { get }
    var incident: IncidentArgument { get }
    var conditions: ActionConditions { get }
    /// What is said with it, under the names of the API. Nothing by default.
    func fields(in world: World) throws(Failure) -> JSONObject
    /// The key it carries: the one that was given, by default.
    func idempotencyKey(in world: World) -> String?
}

extension ActionCommand {
    func fields(in world: World) throws(Failure) -> JSONObject { JSONObject() }

    func idempotencyKey(in world: World) -> String? { conditions.idempotencyKey }

    func request(in world: World) throws(Failure) -> DaemonRequest {
        var body = try fields(in: world)
        body.set("as_of", ifPresent: conditions.asOf.map { .integer(Int64($0)) })
        var request = DaemonRequest(.post, ["v1", "incidents", incident.id, Self.verb])
        if !body.isEmpty { request.body = .object(body) }
        if let key = idempotencyKey(in: world) {
            request.headers = [DaemonRequest.Item(IdempotencyKey.header, key)]
        }
        return request
    }

    func page(for answer: JSONAnswer) -> Page {
        ActionPage(verb: Self.verb, answer: answer.json, now: answer.now).make()
    }
}

/// On what view of the incident it is done, and under which key.
struct ActionConditions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only if nothing that matters changed since this revision, which `tocsin show` names.",
            valueName: "revision"))
    var asOf: Int?

    @Option(help: ArgumentHelp("Repeating it with its key does it once.", valueName: "key"))
    var idempotencyKey: String?

    func validate() throws {
        if let asOf, asOf < 1 { throw ValidationError("--as-of wants a revision, 1 or more, not \(asOf).") }
        try IdempotencyKey.validate(idempotencyKey)
    }
}

/// An obligation of an incident, as an argument.
struct ObligationArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The obligation, as `tocsin show` lists it.", valueName: "obligation"))
    var id: String

    func validate() throws {
        if id.isEmpty { throw ValidationError("The obligation's id is empty.") }
    }
}

/// Why it is done.
struct ReasonOption: ParsableArguments {
    @Option(help: ArgumentHelp("Why, for the record, which both parties see.", valueName: "text"))
    var reason: String
}

/// What is said beside it.
struct NoteOption: ParsableArguments {
    @Option(help: ArgumentHelp("A line for the record, which both parties see.", valueName: "text"))
    var note: String?
}

/// What is special about a verb whose command has the shape of others.
protocol ActionVerb: Sendable {
    /// The last word of the path.
    static var verb: String { get }
    static var configuration: CommandConfiguration { get }
}
