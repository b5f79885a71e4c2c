internal import StrictJSON

/// A problem document of the daemon (RFC 9457), or what stands in for one when the answer is something else.
struct Problem: Hashable, Sendable {
    /// A field that is wrong, and why.
    struct FieldProblem: Hashable, Sendable {
        let field: String
        let problem: String
    }

    let httpStatus: Int
    let code: String?
    /// What happened and what to do.
    let detail: String
    let fields: [FieldProblem]
    /// Problems of the configuration, for `bad_configuration`.
    let configuration: [ConfigurationProblem]

    /// Characters of a foreign answer that are shown.
    private static let excerptCharactersMax = 200

    init(_ answer: DaemonAnswer) {
        httpStatus = answer.httpStatus
        let document = answer.json
        code = document?["code"]?.string
        detail =
            document?["detail"]?.string ?? document?["title"]?.string
            ?? "it sent no problem document: "
            + String(String(decoding: answer.body, as: UTF8.self).prefix(Self.excerptCharactersMax))
        fields = (document?["errors"]?.array ?? []).map {
            FieldProblem(field: $0["field"]?.string ?? "?", problem: $0["problem"]?.string ?? "?")
        }
        configuration = (document?["problems"]?.array ?? []).map { ConfigurationProblem($0) }
    }

    var status: ExitStatus {
        let status = ExitStatus(httpStatus: httpStatus)
        return status == .good ? .refused : status
    }

    /// What to do about it with this program, where the sentence of the daemon speaks of its own interface.
    ///
    /// - Parameter line: The line of a command of this program, to be asked where this question was.
    func advice(_ line: (_ command: String) -> String) -> Page? {
        let commands = ["unknown_agreement": "agreements", "unknown_schedule": "oncall"]
        guard let command = code.flatMap({ commands[$0] }) else { return nil }
        var page = Page()
        page.line("  on the command line: " + line(command))
        return page
    }

    /// As printed on standard error: what happened, then every field that is wrong on a line of its own.
    var page: Page {
        var page = Page()
        let code = code.map { ", \($0)" } ?? ""
        page.line([Span("tocsin: ", .bad), Span(detail), Span(" (\(httpStatus)\(code))", .faint)])
        page.fields(fields.map { Field($0.field, $0.problem) })
        for problem in configuration { page.line("  " + problem.asText) }
        if status == .temporary { page.line("  nothing was stored; try again in a second") }
        return page
    }
}
