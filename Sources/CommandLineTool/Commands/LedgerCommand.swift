internal import ArgumentParser
internal import StrictJSON

/// Verifies the ledgers of a state directory without the daemon.
protocol LedgerAuditing: Sendable {
    /// Recomputes every ledger, in the order of their ids.
    ///
    /// - Throws: `unreadable` when the directory holds no ledgers or they cannot be opened.
    func audit(stateDirectory: String) throws(Failure) -> [LedgerAudit]
}

/// What the verification of one ledger found.
struct LedgerAudit: Hashable, Sendable {
    struct Fault: Hashable, Sendable {
        /// The first entry that is wrong; nil when the ledger as a whole is.
        let index: Int?
        let what: String
    }

    let ledger: String
    /// Entries.
    let size: Int
    /// The root of the tree over them, in hexadecimal.
    let root: String
    let fault: Fault?

    var verdict: String {
        guard let fault else { return "good" }
        return "BAD" + (fault.index.map { " at entry \($0)" } ?? "") + ": " + fault.what
    }

    var json: JSON {
        [
            "ledger": .string(ledger), "size": .integer(Int64(size)), "root": .string(root),
            "good": .bool(fault == nil), "index": fault?.index.map { .integer(Int64($0)) } ?? .null,
            "problem": fault.map { .string($0.what) } ?? .null,
        ]
    }
}

/// `tocsin ledger`: the group of what concerns ledgers.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Work with the ledgers on disk.",
        discussion: """
            Example:

              tocsin ledger verify --state /var/lib/tocsin
            """,
        subcommands: [LedgerVerifyCommand.self])
}

/// `tocsin ledger verify`: recomputes every tree from its entries.
struct LedgerVerifyCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute every ledger from its entries and compare it with what was signed.",
        discussion: """
            Example:

              tocsin ledger verify --state /var/lib/tocsin

            It needs no daemon and changes nothing; run it as the user who may read the state, or on a copy. \
            Exit status 0 when all are good, 1 when one is not, 66 when they cannot be read.
            """)

    /// Where a service of the system keeps its state, and where one started by hand does.
    static let defaultDirectories = ["/var/lib/tocsin", "./var/state"]

    @Option(
        help: ArgumentHelp(
            "The state directory. Default: $TOCSIN_STATE, else /var/lib/tocsin, else ./var/state.", valueName: "dir"),
        completion: .directory)
    var state: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func perform(in world: World) throws(Failure) -> ExitStatus {
        let directory = self.directory(in: world)
        let audits = try world.ledgerAuditor.audit(stateDirectory: directory)
        let shown = output.json ? world.show(JSON.array(audits.map(\.json))) : world.show(table(audits))
        let bad = audits.filter { $0.fault != nil }
        world.say(summary(of: audits, bad: bad, in: directory))
        return bad.isEmpty ? shown : .refused
    }

    private func directory(in world: World) -> String {
        if let state { return state }
        if let directory = world.environment["TOCSIN_STATE"], !directory.isEmpty { return directory }
        return Self.defaultDirectories.first { world.exists($0) } ?? Self.defaultDirectories[0]
    }

    private func table(_ audits: [LedgerAudit]) -> Page {
        var table = Table(["LEDGER", "SIZE", "ROOT", "VERDICT"])
        for audit in audits {
            table.add([
                Span(audit.ledger, .strong), Span(String(audit.size)), Span(audit.root),
                Span(audit.verdict, audit.fault == nil ? .good : .bad),
            ])
        }
        return table.page()
    }

    private func summary(of audits: [LedgerAudit], bad: [LedgerAudit], in directory: String) -> Page {
        let count = audits.count == 1 ? "1 ledger" : "\(audits.count) ledgers"
        var page = Page()
        if bad.isEmpty {
            page.line("\(count) in \(directory), all good.")
        } else {
            page.line([Span("tocsin: ", .bad), Span("\(bad.count) of \(count) in \(directory) cannot be trusted")])
            page.line("  keep the directory as it is, stop the daemon, and compare with the other side's copy")
        }
        return page
    }
}
