internal import ArgumentParser
internal import CivilTime
internal import StrictJSON

/// The whole program as a function: arguments in, text on two streams and a status out.
package struct Program: Sendable {
    private let world: World

    package init(in world: World) { self.world = world }

    /// Parses the arguments (without the program's name) and does what they say.
    package func run(_ arguments: [String]) -> ExitStatus {
        do {
            var parsed = try TocsinCommand.parseAsRoot(arguments)
            guard let command = parsed as? any Subcommand else {
                // A group without its subcommand, `help`, and the like: ArgumentParser answers by throwing.
                try parsed.run()
                return .good
            }
            return finish(command)
        } catch {
            return answer(parsingError: error)
        }
    }

    private func finish(_ command: any Subcommand) -> ExitStatus {
        do {
            return try command.perform(in: world)
        } catch {
            world.say(error.page)
            return error.status
        }
    }

    /// Help, version and completion scripts are data; complaints are talk.
    private func answer(parsingError error: any Error) -> ExitStatus {
        let isClean = TocsinCommand.exitCode(for: error).isSuccess
        var text = TocsinCommand.fullMessage(for: error)
        if !text.hasSuffix("\n") { text += "\n" }
        guard world.console.write(text, to: isClean ? .data : .talk) else { return .outputFailed }
        return isClean ? .good : .usage
    }
}

/// A command that does something by itself.
protocol Subcommand: ParsableCommand {
    /// Does it, and says how it ended. Throws what keeps it from being done.
    func perform(in world: World) throws(Failure) -> ExitStatus
}

/// An answer to be shown, and the instant it is shown at.
struct JSONAnswer: Sendable {
    let json: JSON
    let now: Instant
}

/// A command that asks the daemon one question and shows the answer.
protocol DaemonCommand: Subcommand {
    var connection: ConnectionOptions { get }
    var output: OutputOptions { get }
    /// The question. Throws when the arguments cannot be made into one.
    func request(in world: World) throws(Failure) -> DaemonRequest
    /// How an answer reads.
    func page(for answer: JSONAnswer) -> Page
    /// What to say, beside the page, about an answer. Nothing by default.
    func remark(on answer: JSONAnswer) -> Page?
}

extension DaemonCommand {
    func remark(on answer: JSONAnswer) -> Page? { nil }

    func perform(in world: World) throws(Failure) -> ExitStatus {
        let request = try request(in: world)
        let transport = world.transport(try connection.socketPath(in: world))
        let answer = try transport.deliver(request)
        guard (200..<300).contains(answer.httpStatus) else { return try refuse(answer, in: world) }
        guard let json = answer.json else {
            throw Failure(
                .refused, "the daemon's answer is no JSON document",
                advice: ["does another program listen at this socket? its answer had status \(answer.httpStatus)"])
        }
        if output.json { return world.show(json) }
        let read = JSONAnswer(json: json, now: world.now())
        if let remark = remark(on: read) { world.say(remark) }
        return world.show(page(for: read))
    }

    private func refuse(_ answer: DaemonAnswer, in world: World) throws(Failure) -> ExitStatus {
        let problem = Problem(answer)
        if output.json, let json = answer.json { _ = world.show(json) }
        world.say(problem.page)
        return problem.status
    }
}

extension DaemonTransport {
    /// Sends, and turns what goes wrong into words.
    fileprivate func deliver(_ request: DaemonRequest) throws(Failure) -> DaemonAnswer {
        do {
            return try send(request)
        } catch {
            let key = request.headers.first { $0.name == ReportCommand.idempotencyHeader }?.value
            throw error.failure(idempotencyKey: key)
        }
    }
}

extension World {
    /// Prints data.
    func show(_ page: Page) -> ExitStatus {
        console.write(page.text(inColour: showsColour(.data)), to: .data) ? .good : .outputFailed
    }

    /// Prints the daemon's JSON with one member a line. On a terminal, characters that act on it are written as escapes.
    func show(_ json: JSON) -> ExitStatus {
        let text = json.prettyText + "\n"
        return console.write(console.isTerminal(.data) ? text.visibleJSON : text, to: .data) ? .good : .outputFailed
    }

    /// Prints talk. When even that fails, the exit status still tells.
    func say(_ page: Page) {
        _ = console.write(page.text(inColour: showsColour(.talk)), to: .talk)
    }
}
