internal import ArgumentParser

/// `tocsin beat`: a reporter calls as it promised.
struct BeatCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "beat",
        abstract: "Call as promised: this reporter is alive.",
        discussion: """
            Example, at the end of a job that runs every hour:

              tocsin beat nightly-backup

            Heartbeats are promised in watches.yaml. One that does not call in time is an incident; the next call \
            ends it. Without this program:

              curl --unix-socket /run/tocsin.sock -X POST http://localhost/v1/heartbeats/nightly-backup
            """)

    @Argument(help: ArgumentHelp("The heartbeat, as `tocsin heartbeats` lists it.", valueName: "heartbeat"))
    var id: String

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        if id.isEmpty { throw ValidationError("The heartbeat's id is empty.") }
    }

    func request(in world: World) -> DaemonRequest { DaemonRequest(.post, ["v1", "heartbeats", id]) }
    func page(for answer: JSONAnswer) -> Page { HeartbeatPages.heard(answer.json, now: answer.now) }
}

/// `tocsin heartbeats`: who promised to call, and who does not.
struct HeartbeatsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "heartbeats",
        abstract: "List the heartbeats of your party, and which of them are silent.",
        discussion: """
            Example:

              tocsin heartbeats
            """)

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func request(in world: World) -> DaemonRequest { DaemonRequest(.get, ["v1", "heartbeats"]) }

    func page(for answer: JSONAnswer) -> Page {
        answer.json.list("heartbeats").isEmpty ? Page() : HeartbeatPages.list(answer.json, now: answer.now)
    }

    func remark(on answer: JSONAnswer) -> Page? {
        guard answer.json.list("heartbeats").isEmpty else { return nil }
        var page = Page()
        page.line("Nobody of your party promised to call. Heartbeats are written in watches.yaml.")
        return page
    }
}
