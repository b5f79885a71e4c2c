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
    var asText: String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
        return "\(place): \(what)" + (hint.map { " — \($0)" } ?? "")
    }
}

extension World {
    /// Prints what is wrong with a configuration, every problem on a line of its own, and how many there are.
    ///
    /// - Parameters:
    ///   - subject: What has them.
    ///   - consequence: Goes on from the count.
    func show(
        _ problems: [ConfigurationProblem], asJSON: Bool, of subject: String = "the configuration",
        consequence: String = ""
    ) -> ExitStatus {
        if asJSON {
            _ = show(["problems": .array(problems.map(\.json))])
        } else {
            var list = Page()
            for problem in problems { list.line(problem.asText) }
            _ = show(list)
        }
        var page = Page()
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        page.line([Span("tocsin: ", .bad), Span("\(count) in \(subject)\(consequence)")])
        say(page)
        return .configuration
    }
}
