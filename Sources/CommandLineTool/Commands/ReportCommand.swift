internal import ArgumentParser
internal import Hashing
internal import StrictJSON

/// `tocsin report`: says that something is, or is no longer, wrong.
struct ReportCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report that something is, or is no longer, wrong.",
        discussion: """
            Example:

              tocsin report --asset tern-vps1 --category intrusion "Unknown login"

            The answer says whose it is and why, which incident it belongs to, and who is told by when. \
            It comes when the report is on disk. Say that it is over with --status resolved and the same \
            asset, category and summary, or the same --dedup-key.

            A log as details:

              tail -n 20 auth.log | tocsin report --asset tern-vps1 --details - Login
            """)

    /// Bytes of details, the daemon's limit.
    static let detailsBytesMax = 16 * 1024

    @Argument(help: "What is wrong, in one line of at most 200 characters.")
    var summary: String

    @OptionGroup(title: "What it is about") var subject: SubjectOptions

    @Option(
        help: ArgumentHelp("firing (default), resolved, or test: nobody is told.", valueName: "status"),
        completion: .list(["firing", "resolved", "test"]))
    var status: String?

    @Option(help: ArgumentHelp("More text; `-` reads it from standard input, up to 16 KiB.", valueName: "text"))
    var details: String?

    @Option(help: ArgumentHelp("Reports with one key belong to one incident.", valueName: "key"))
    var dedupKey: String?

    @Option(help: ArgumentHelp("When it was seen: RFC 3339, as 2026-03-10T02:00:00Z. Default: now.", valueName: "time"))
    var observedAt: TypedTime?

    @Option(help: ArgumentHelp("Attach the report to this incident.", valueName: "id"))
    var incident: String?

    @Option(name: .customLong("label"), help: ArgumentHelp("A label to keep; may be repeated.", valueName: "key=value"))
    var labels: [String] = []

    @Option(
        help: ArgumentHelp("Repeating a report with its key stores it once. Default: a random one.", valueName: "key"))
    var idempotencyKey: String?

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    @OptionGroup(title: "Connection and output") var output: OutputOptions

    func validate() throws {
        var names: Set<String> = []
        for label in labels {
            guard let name = Self.split(label)?.name else {
                throw ValidationError("--label wants key=value, not '\(label.visible)'.")
            }
            guard names.insert(name).inserted else { throw ValidationError("--label \(name.visible) is given twice.") }
        }
        try IdempotencyKey.validate(idempotencyKey)
    }

    func request(in world: World) throws(Failure) -> DaemonRequest {
        var body = JSONObject([JSONObject.Member("summary", .string(summary))])
        for item in subject.items { body.set(item.name, .string(item.value)) }
        if subject.significant { body.set("significant", .bool(true)) }
        body.set("status", ifPresent: status.map { .string($0) })
        body.set("observed_at", ifPresent: observedAt.map { .string($0.text) })
        body.set("dedup_key", ifPresent: dedupKey.map { .string($0) })
        body.set("incident", ifPresent: incident.map { .string($0) })
        if let details { body.set("details", .string(try world.text(details, bytesMax: Self.detailsBytesMax))) }
        if !labels.isEmpty { body.set("labels", .object(labelObject)) }
        var request = DaemonRequest(.post, ["v1", "reports"])
        request.body = .object(body)
        let key = idempotencyKey ?? "tocsin-" + Hexadecimal.encode(world.randomBytes(16))
        request.headers = [DaemonRequest.Item(IdempotencyKey.header, key)]
        return request
    }

    func page(for answer: JSONAnswer) -> Page { ReportPage.make(answer.json, now: answer.now) }

    private var labelObject: JSONObject {
        var object = JSONObject()
        for label in labels {
            if let (name, value) = Self.split(label) { object.set(name, .string(value)) }
        }
        return object
    }

    private static func split(_ label: String) -> (name: String, value: String)? {
        let parts = label.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        return (String(parts[0]), String(parts[1]))
    }
}
