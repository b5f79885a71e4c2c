/// Why a run ends early: what happened, what to do, and the status to exit with.
package struct Failure: Error, Hashable, Sendable {
    package let status: ExitStatus
    /// What happened, in a sentence without a full stop.
    package let what: String
    /// What to do about it, one line each.
    package let advice: [String]

    package init(_ status: ExitStatus, _ what: String, advice: [String] = []) {
        self.status = status
        self.what = what
        self.advice = advice
    }

    /// As printed on standard error.
    var page: Page {
        var page = Page()
        page.line([Span("tocsin: ", .bad), Span(what)])
        for line in advice { page.line("  " + line) }
        return page
    }
}
