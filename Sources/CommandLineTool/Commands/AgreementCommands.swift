internal import ArgumentParser
internal import StrictJSON

/// `tocsin agreements`: what is agreed with whom, in force.
struct AgreementsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreements",
        abstract: "List the agreements in force.",
        discussion: """
            Examples:

              tocsin agreements
              tocsin agreements --config Config --as tern --at 2026-06-01T00:00:00Z

            Only what concerns your party is listed.
            """)

    @OptionGroup var instant: InstantOption
    @OptionGroup(title: "Files instead of the daemon") var configuration: ConfigurationOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    var files: ConfigurationOptions? { configuration }

    func request(in world: World) -> DaemonRequest {
        var request = DaemonRequest(.get, ["v1", "agreements"])
        request.ask("at", instant.at?.text)
        return request
    }

    func page(for answer: JSONAnswer) -> Page {
        answer.json.list("agreements").isEmpty ? Page() : AgreementPages.list(answer.json)
    }

    func remark(on answer: JSONAnswer) -> Page? {
        guard answer.json.list("agreements").isEmpty else { return nil }
        var page = Page()
        page.line("No agreement is in force at that time.")
        return page
    }
}

/// At which instant something is asked for.
struct InstantOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "At which instant, past or future: RFC 3339, as 2026-03-10T02:00:00Z. Default: now.", valueName: "time"))
    var at: TypedTime?
}

/// The id of an agreement, as an argument.
struct AgreementArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The agreement, as `tocsin agreements` lists it.", valueName: "agreement"))
    var id: String

    func validate() throws {
        if id.isEmpty { throw ValidationError("The agreement's id is empty.") }
    }
}

/// `tocsin agreement`: the group of what concerns one agreement.
struct AgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Look at one agreement.",
        discussion: """
            Example:

              tocsin agreement show agr-tern
            """,
        subcommands: [AgreementShowCommand.self])
}

/// `tocsin agreement show`: every revision, with what is agreed.
struct AgreementShowCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one agreement: its revisions, services, times and contacts.",
        discussion: """
            Examples:

              tocsin agreement show agr-tern
              tocsin agreement show agr-tern --config Config --as tern
            """)

    @OptionGroup var agreement: AgreementArgument
    @OptionGroup(title: "Files instead of the daemon") var configuration: ConfigurationOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    var files: ConfigurationOptions? { configuration }

    func request(in world: World) -> DaemonRequest { DaemonRequest(.get, ["v1", "agreements", agreement.id]) }

    func page(for answer: JSONAnswer) -> Page { AgreementPages.one(answer.json) }
}

/// `tocsin contacts`: who is told in which role.
struct ContactsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "contacts",
        abstract: "Show who is told in which role, on which channels, and who is next.",
        discussion: """
            Examples:

              tocsin contacts
              tocsin contacts --party prov
              tocsin contacts --config Config --party tern

            A role that nobody fills is answered by another one; which, is shown. The policy says who is next when \
            nobody acknowledges. You see the provider and your own party; the provider sees all.
            """)

    @Option(help: ArgumentHelp("Only this party.", valueName: "id"))
    var party: String?

    @OptionGroup(title: "Files instead of the daemon") var configuration: ConfigurationOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    var files: ConfigurationOptions? { configuration }

    func request(in world: World) -> DaemonRequest { DaemonRequest(.get, ["v1", "contacts"]) }

    func selected(from answer: JSON) throws(Failure) -> JSON {
        guard let party else { return answer }
        let parties = answer.list("parties")
        let found = parties.filter { $0.text("party") == party }
        guard !found.isEmpty else {
            let known = parties.compactMap { $0.text("party") }.joined(separator: ", ")
            throw Failure(.refused, "there is no party \(party) among those you see", advice: ["you see: \(known)"])
        }
        return ["parties": .array(found)]
    }

    func page(for answer: JSONAnswer) -> Page { AgreementPages.contacts(answer.json.list("parties")) }
}
