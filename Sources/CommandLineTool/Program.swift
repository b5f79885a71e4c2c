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
    /// Where files answer in the daemon's place. None by default.
    var files: ConfigurationOptions? { get }
    /// The part of an answer that was asked for. All of it by default.
    func selected(from answer: JSON) throws(Failure) -> JSON
    /// How an answer reads.
    func page(for answer: JSONAnswer) -> Page
    /// Prints an answer for people. The page by default.
    func show(_ answer: JSONAnswer, in world: World) -> ExitStatus
    /// What to say, beside the page, about an answer. Nothing by default.
    func remark(on answer: JSONAnswer) -> Page?
}

extension DaemonCommand {
    var files: ConfigurationOptions? { nil }
    func selected(from answer: JSON) throws(Failure) -> JSON { answer }
    func show(_ answer: JSONAnswer, in world: World) -> ExitStatus { world.show(page(for: answer)) }
    func remark(on answer: JSONAnswer) -> Page? { nil }

    func perform(in world: World) throws(Failure) -> ExitStatus { try ask(in: world) }

    /// Asks the daemon, or the files, and shows the answer.
    func ask(in world: World) throws(Failure) -> ExitStatus {
        let request = try request(in: world)
        guard let files, let path = files.config else {
            let transport = world.transport(try connection.socketPath(in: world))
            return try finish(transport.deliver(request), in: world)
        }
        switch world.configurationReader.read(path: path) {
        case .problems(let problems): return world.show(problems, asJSON: output.json)
        case .read(let configuration):
            let answer = try configuration.answer(to: request, as: files.party, at: world.now())
            return try finish(answer, in: world)
        }
    }

    private func finish(_ answer: DaemonAnswer, in world: World) throws(Failure) -> ExitStatus {
        guard (200..<300).contains(answer.httpStatus) else { return try refuse(answer, in: world) }
        guard let json = answer.json else {
            throw Failure(
                .refused, "the daemon's answer is no JSON document",
                advice: ["does another program listen at this socket? its answer had status \(answer.httpStatus)"])
        }
        let selected = try selected(from: json)
        if output.json { return world.show(selected) }
        let read = JSONAnswer(json: selected, now: world.now())
        if let remark = remark(on: read) { world.say(remark) }
        return show(read, in: world)
    }

    /// The line of a command that looks where this one did.
    private func line(of command: String) -> String {
        var words = ["tocsin", command]
        if let path = files?.config {
            words += ["--config", path]
            if let party = files?.party { words += ["--as", party] }
        } else if let socket = connection.socket {
            words += ["--socket", socket]
        }
        return words.map(\.shellWord).joined(separator: " ")
    }

    private func refuse(_ answer: DaemonAnswer, in world: World) throws(Failure) -> ExitStatus {
        let problem = Problem(answer)
        if output.json, let json = answer.json { _ = world.show(json) }
        world.say(problem.page)
        if let advice = problem.advice(line) { world.say(advice) }
        return problem.status
    }
}

extension DaemonTransport {
    /// Sends, and turns what goes wrong into words.
    fileprivate func deliver(_ request: DaemonRequest) throws(Failure) -> DaemonAnswer {
        do {
            return try send(request)
        } catch {
            let key = request.headers.first { $0.name == IdempotencyKey.header }?.value
            throw error.failure(idempotencyKey: key)
        }
    }
}

extension World {
    /// Prints data.
    func show(_ page: Page) -> ExitStatus {
        console.write(page.text(inColour: showsColour(.data)), to: .data) ? .good : .outputFailed
    }

    /// Prints a text that is no page, such as a table for another program.
    func show(text: String) -> ExitStatus { console.write(text, to: .data) ? .good : .outputFailed }

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
