internal import ArgumentParser
internal import Delivery
internal import StrictJSON

/// Judges addresses as the daemon would, on this machine.
protocol AddressJudging: Sendable {
    func check(_ url: String, allow: [AddressException], lookingUp: Bool) -> AddressCheck
}

/// By the system's interfaces and resolver.
struct SystemAddressJudge: AddressJudging {
    func check(_ url: String, allow: [AddressException], lookingUp: Bool) -> AddressCheck {
        AddressCheck(
            url, policy: .ofThisMachine(allow: allow), lookup: lookingUp ? SystemResolver.lookup : nil)
    }
}

/// `tocsin channel`: the group of what concerns channels.
struct ChannelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel",
        abstract: "Look at where notices go.",
        discussion: """
            Example:

              tocsin channel check https://hooks.example/tocsin
            """,
        subcommands: [ChannelCheckCommand.self])
}

/// `tocsin channel check`: whether an address may be spoken to, without sending anything.
struct ChannelCheckCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether a channel may have an address, and why. Nothing is sent.",
        discussion: """
            Examples:

              tocsin channel check https://hooks.example/tocsin
              tocsin channel check --allow http://10.20.0.7:8080 http://10.20.0.7:8080/hook
              tocsin channel check - < addresses

            Names are looked up by this machine's resolver, and each address is judged as the daemon judges it when it \
            connects. An address in a list, on standard input, stands on a line of its own; blank lines and lines that \
            begin with # are skipped. Exit status 0 when all of them may be spoken to, 1 when one may not.
            """)

    /// Addresses that one run checks, and the bytes of a list of them.
    static let addressesMax = 1000
    static let inputBytesMax = 1 << 20

    @Argument(help: ArgumentHelp("Addresses; - reads a list from standard input.", valueName: "url"))
    var addresses: [String]

    @Option(
        name: .customLong("allow"), parsing: .singleValue,
        help: ArgumentHelp("As a channel's allow list has it; may be given several times.", valueName: "network"))
    var allow: [String] = []

    @Flag(help: "Judge what is written, and look no name up.")
    var noLookup = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func perform(in world: World) throws(Failure) -> ExitStatus {
        let exceptions = try self.exceptions()
        let urls = try self.urls(in: world)
        let checks = urls.map { ($0, world.addressJudge.check($0, allow: exceptions, lookingUp: !noLookup)) }
        let shown =
            output.json
            ? world.show(["checks": .array(checks.map { Self.json($0, $1) })]) : world.show(Self.page(checks))
        guard shown == .good else { return shown }
        return checks.allSatisfy { $0.1.isAllowed } ? .good : .refused
    }

    private func exceptions() throws(Failure) -> [AddressException] {
        var exceptions: [AddressException] = []
        for text in allow {
            do throws(AddressExceptionError) {
                exceptions.append(try AddressException(parsing: text))
            } catch {
                throw Failure(.usage, "--allow \(text): \(error)")
            }
        }
        return exceptions
    }

    private func urls(in world: World) throws(Failure) -> [String] {
        var urls: [String] = []
        for argument in addresses {
            guard argument == "-" else {
                urls.append(argument)
                continue
            }
            for line in try world.text("-", bytesMax: Self.inputBytesMax).split(whereSeparator: \.isNewline) {
                let line = line.drop { $0 == " " || $0 == "\t" }
                if !line.isEmpty, line.first != "#" { urls.append(String(line)) }
            }
        }
        guard !urls.isEmpty else { throw Failure(.usage, "there is no address to check") }
        guard urls.count <= Self.addressesMax else {
            throw Failure(
                .usage, "there are \(urls.count) addresses", advice: ["check at most \(Self.addressesMax) at once"])
        }
        return urls
    }

    // MARK: - Showing

    private static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    private static func json(_ url: String, _ check: AddressCheck) -> JSON {
        [
            "url": .string(url), "allowed": .bool(check.isAllowed), "code": text(check.denial?.code.rawValue),
            "reason": text(check.denial?.sentence ?? check.dead?.words), "host": text(check.host),
            "port": check.port.map { .integer(Int64($0)) } ?? .null,
            "exception": text(check.exception.map { "\($0)" }), "mixed": .bool(check.isMixed),
            "addresses": .array(
                check.findings.map { finding in
                    [
                        "address": .string("\(finding.address)"), "allowed": .bool(finding.verdict.denial == nil),
                        "code": text(finding.verdict.denial?.code.rawValue),
                        "reason": text(finding.verdict.denial?.sentence),
                    ]
                }),
        ]
    }

    private static func page(_ checks: [(String, AddressCheck)]) -> Page {
        var page = Page()
        for (url, check) in checks {
            page.line([
                check.isAllowed ? Span("allowed", .good) : Span("denied ", .bad), Span("  "), Span(url),
            ])
            if let reason = check.denial?.sentence ?? check.dead?.words { page.line("         " + reason) }
            if let exception = check.exception, check.isAllowed { page.line("         by the exception \(exception)") }
            for finding in check.findings {
                let verdict = finding.verdict.denial.map { "denied: \($0.sentence)" } ?? "allowed"
                page.line("         \(finding.address) is \(verdict)")
            }
            if check.isMixed {
                page.line(
                    "         The name leads to forbidden addresses as well; only the others are used. Find out why.",
                    .warning)
            }
        }
        return page
    }
}
