internal import ArgumentParser

/// The root of the command line.
struct TocsinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin",
        abstract: "Report what is wrong, learn whose it is, and see that the other side is told.",
        discussion: """
            A first session:

              tocsin explain --asset tern-vps1 --layer os
                  whose would it be, and why; nothing is reported
              tocsin report --asset tern-vps1 --category intrusion "Unknown login"
                  report it; the answer says whose it is and who is told by when
              tocsin incidents
                  what is open
              tocsin show inc_...
                  one incident: ruling, notices, answers, timeline
              tocsin ack inc_... --note "I take care of it"
                  somebody took notice; nobody else of your side is called
              tocsin resolve inc_...
                  it is over; take, comment, severity, dispute and others: below
              tocsin matrix agr-tern
                  whose is what under an agreement, as a table; also: agreements, contacts
              tocsin oncall
                  who is on call; also: schedule preview, schedule override

            Whom you speak for is decided by the user you run as, never by an option. Only files on disk (--config) \
            answer for anybody (--as).

            Environment: TOCSIN_SOCKET, the daemon's socket; TOCSIN_STATE and TOCSIN_CONFIG, where \
            `ledger verify` and `config check` look; NO_COLOR, no colour.

            Exit status:
            \(exitStatuses)
            """,
        version: Release.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Report",
                subcommands: [
                    ReportCommand.self, ExplainCommand.self, IncidentsCommand.self, ShowCommand.self, OwnerCommand.self,
                ]),
            CommandGroup(
                name: "Incident",
                subcommands: [
                    AcknowledgeCommand.self, NotedCommand<TakeVerb>.self, CommentCommand.self,
                    NotedCommand<ResolveVerb>.self, NotedCommand<ReopenVerb>.self, SeverityCommand.self,
                    ClassifyCommand.self,
                ]),
            CommandGroup(
                name: "Ownership",
                subcommands: [
                    ReasonedCommand<DisputeVerb>.self, ReasonedCommand<OfferVerb>.self, AcceptCommand.self,
                    ReasonedCommand<DeclineVerb>.self,
                ]),
            CommandGroup(
                name: "Obligation",
                subcommands: [
                    RecordCommand.self, ObligationCommand<WaiveVerb>.self, ObligationCommand<HoldVerb>.self,
                    ObligationCommand<ResumeVerb>.self, HappenedCommand.self,
                ]),
            CommandGroup(
                name: "Agreement",
                subcommands: [
                    AgreementsCommand.self, AgreementCommand.self, MatrixCommand.self, ContactsCommand.self,
                ]),
            CommandGroup(name: "On call", subcommands: [OnCallCommand.self, ScheduleCommand.self]),
            CommandGroup(
                name: "Noise",
                subcommands: [SilenceCommand.self, BeatCommand.self, HeartbeatsCommand.self]),
            CommandGroup(
                name: "Operation",
                subcommands: [
                    StatusCommand.self, ListenCommand.self, LedgerCommand.self, ConfigCommand.self, ReloadCommand.self,
                    ChannelCommand.self, NewSecretCommand.self,
                ]),
        ])

    @OptionGroup(title: "Options of every command") var connection: ConnectionOptions
    @OptionGroup(title: "Options of every command") var output: OutputOptions

    private static var exitStatuses: String {
        ExitStatus.allCases.map { status in
            let number = String(status.rawValue)
            return "  \(number)\(String(repeating: " ", count: 3 - number.count)) \(status.meaning)"
        }
        .joined(separator: "\n")
    }
}
