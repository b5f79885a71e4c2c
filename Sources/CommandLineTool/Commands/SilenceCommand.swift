internal import ArgumentParser
internal import StrictJSON

/// `tocsin silence`: the group of what holds notices back for a while.
struct SilenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence",
        abstract: "Hold for a while what your own party would be called for.",
        discussion: """
            Examples:

              tocsin silence preview 'asset="web-12",severity!="critical"'
              tocsin silence add 'asset="web-12",severity!="critical"' --for PT2H --comment "disk is swapped"
              tocsin silence list
              tocsin silence expire sil_01JNZ4T8

            A silence holds the calls to desks of your own party, and nothing else: the other party is told as ever, \
            incidents and their clocks stay on record, and what still stands when it is over is told then.

            Conditions are written as Alertmanager writes them, divided by commas: =, !=, =~ (pattern) and !~, on asset, \
            service, category, layer, duty, severity, customer, agreement, reporter, owner, summary and label.NAME.
            """,
        subcommands: [
            SilenceAddCommand.self, SilencePreviewCommand.self, SilenceListCommand.self, SilenceExpireCommand.self,
        ])
}

/// Which incidents a silence is about, and when it holds.
struct SilenceOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Which incidents, for example 'asset=\"web-12\"'.", valueName: "matchers"))
    var matchers: String

    @Option(name: .customLong("for"), help: ArgumentHelp("How long it holds, as PT2H or P1D.", valueName: "duration"))
    var length: String?

    @Option(help: ArgumentHelp("Until when it holds: RFC 3339, as 2026-03-10T02:00:00Z.", valueName: "time"))
    var until: TypedTime?

    @Option(help: ArgumentHelp("From when it holds. Default: now.", valueName: "time"))
    var starts: TypedTime?

    @Option(help: ArgumentHelp("On whose record it stands, where you have several agreements.", valueName: "id"))
    var agreement: String?

    func validate() throws {
        if matchers.isEmpty { throw ValidationError("The matchers are empty.") }
        if length != nil, until != nil { throw ValidationError("Give --for or --until, not both.") }
    }

    /// The body; without an end, what a preview needs.
    func body(comment: String?) -> JSONObject {
        var body = JSONObject([JSONObject.Member("matchers", .string(matchers))])
        body.set("starts", ifPresent: starts.map { .string($0.text) })
        body.set("ends", ifPresent: until.map { .string($0.text) })
        body.set("for", ifPresent: length.map { .string($0) })
        body.set("comment", ifPresent: comment.map { .string($0) })
        body.set("agreement", ifPresent: agreement.map { .string($0) })
        return body
    }
}

/// `tocsin silence add`: makes one.
struct SilenceAddCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make a silence.",
        discussion: """
            Example:

              tocsin silence add 'asset="web-12",severity!="critical"' --for PT2H --comment "disk is swapped"

            It ends by itself, after 30 days at the latest, or with: tocsin silence expire
            """)

    @OptionGroup var silence: SilenceOptions

    @Option(help: ArgumentHelp("Why, in a line for the record.", valueName: "text"))
    var comment: String

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        if silence.length == nil, silence.until == nil {
            throw ValidationError("Say how long it holds: --for PT2H, or --until with a time.")
        }
    }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.post, ["v1", "silences"])
        request.body = .object(silence.body(comment: comment))
        return request
    }

    func page(for answer: JSONAnswer) -> Page { SilencePages.made(answer.json, now: answer.now) }
}

/// `tocsin silence preview`: what one would hold.
struct SilencePreviewCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show what a silence would hold now, without making it.",
        discussion: """
            Example:

              tocsin silence preview 'asset=~"web-.*"'
            """)

    /// What a preview is asked for that says no end. Nothing comes of it: only what is open now is looked at.
    static let lengthDefault = "PT1H"

    @OptionGroup var silence: SilenceOptions

    @Option(help: ArgumentHelp("Taken as `silence add` takes it; a preview needs none.", valueName: "text"))
    var comment: String?

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest {
        var body = silence.body(comment: comment)
        if silence.length == nil, silence.until == nil { body.set("for", .string(Self.lengthDefault)) }
        var request = DaemonRequest(.post, ["v1", "silences", "preview"])
        request.body = .object(body)
        return request
    }

    func page(for answer: JSONAnswer) -> Page { SilencePages.preview(answer.json) }
}

/// `tocsin silence list`: those of the party that are not over.
struct SilenceListCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the silences of your party that are not over.",
        discussion: """
            Example:

              tocsin silence list
            """)

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest { DaemonRequest(.get, ["v1", "silences"]) }

    func page(for answer: JSONAnswer) -> Page {
        answer.json.list("silences").isEmpty ? Page() : SilencePages.list(answer.json, now: answer.now)
    }

    func remark(on answer: JSONAnswer) -> Page? {
        guard answer.json.list("silences").isEmpty else { return nil }
        var page = Page()
        page.line("No silence of yours holds, and none is to come.")
        return page
    }
}

/// `tocsin silence expire`: ends one before its time.
struct SilenceExpireCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire",
        abstract: "End a silence now; what it held and still stands is told.",
        discussion: """
            Example:

              tocsin silence expire sil_01JNZ4T8
            """)

    @Argument(help: ArgumentHelp("The silence, as `tocsin silence list` lists it.", valueName: "silence"))
    var id: String

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        if id.isEmpty { throw ValidationError("The silence's id is empty.") }
    }

    func request(in world: World) -> DaemonRequest { DaemonRequest(.post, ["v1", "silences", id, "expire"]) }
    func page(for answer: JSONAnswer) -> Page { SilencePages.ended(answer.json) }
}
