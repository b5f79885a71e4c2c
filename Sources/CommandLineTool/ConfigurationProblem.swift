internal import StrictJSON

/// One thing that is wrong in the configuration.
struct ConfigurationProblem: Hashable, Sendable {
    let file: String
    /// From 1; nil when the problem has no place.
    let line: Int?
    let column: Int?
    let what: String
    let hint: String?

    init(file: String, line: Int?, column: Int?, what: String, hint: String?) {
        self.file = file
        self.line = line
        self.column = column
        self.what = what
        self.hint = hint
    }

    init(_ json: JSON) {
        self.init(
            file: json["file"]?.string ?? "?", line: json["line"]?.integer.map(Int.init),
            column: json["column"]?.integer.map(Int.init), what: json["what"]?.string ?? "?", hint: json["hint"]?.string
        )
    }

    var json: JSON {
        [
            "file": .string(file), "line": line.map { .integer(Int64($0)) } ?? .null,
            "column": column.map { .integer(Int64($0)) } ?? .null, "what": .string(what),
            "hint": hint.map { .string($0) } ?? .null,
        ]
    }

    /// `file:line:column: what — hint`, as editors and compilers have it.
    var asText: String { text(kind: "") }

    /// `file:line:column: warning: what — hint`, as editors and compilers have it.
    var asWarning: String { text(kind: "warning: ") }

    private func text(kind: String) -> String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
        return "\(place): \(kind)\(what)" + (hint.map { " — \($0)" } ?? "")
    }
}

/// Everything that is wrong with one configuration or file of cases, by place.
struct ConfigurationProblems: Hashable, Sendable {
    let list: [ConfigurationProblem]
    /// Whether the file that was named could not be read at all. The list says why.
    let isUnreadable: Bool

    init(_ list: [ConfigurationProblem], isUnreadable: Bool = false) {
        self.list = list
        self.isUnreadable = isUnreadable
    }
}

extension World {
    /// Prints what is wrong with a configuration, every problem on a line of its own, and how many there are.
    ///
    /// A file that cannot be read is another matter than one whose words are wrong: it has no place to look at, so it is
    /// said and not listed, and has an exit status of its own.
    ///
    /// - Parameters:
    ///   - subject: What has them.
    ///   - consequence: Goes on from the count.
    func show(
        _ problems: ConfigurationProblems, asJSON: Bool, of subject: String = "the configuration",
        consequence: String = ""
    ) -> ExitStatus {
        if asJSON { _ = show(["problems": .array(problems.list.map(\.json))]) }
        if problems.isUnreadable {
            for problem in problems.list {
                say(Failure(.unreadable, problem.what, advice: problem.hint.map { [$0] } ?? []).page)
            }
            return .unreadable
        }
        if !asJSON { _ = show(Page(listing: problems.list)) }
        var page = Page()
        let count = problems.list.count == 1 ? "1 problem" : "\(problems.list.count) problems"
        page.line([Span("tocsin: ", .bad), Span("\(count) in \(subject)\(consequence)")])
        say(page)
        return .configuration
    }
}

extension Page {
    /// A line for each problem.
    fileprivate init(listing problems: [ConfigurationProblem]) {
        self.init()
        for problem in problems { line(problem.asText) }
    }
}
