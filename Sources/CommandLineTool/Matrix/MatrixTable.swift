internal import StrictJSON

/// A matrix in the forms that people and their programs read.
struct MatrixTable: Sendable {
    /// `agr-tern@2 of tern at …`
    let title: String
    let rows: [MatrixRow]

    private static let mark = "●"

    init(_ answer: JSON) {
        let revision = [answer.text("agreement"), answer.text("revision")].compactMap(\.self).joined(separator: "@")
        let customer = answer.text("customer").map { ", \($0)" } ?? ""
        let instant = answer.text("as_of").map { ", as of " + WrittenTime.plain($0) } ?? ""
        title = revision + customer + instant
        rows = answer.list("lines").map { MatrixRow($0) }
    }

    /// For each service a block: its layers, then its duties.
    var page: Page {
        var page = Page()
        page.line(title, .strong)
        for service in services {
            page.heading("Service \(service)")
            let own = rows.filter { $0.service == service }
            let tables = [("LAYER", own.filter { !$0.isDuty }), ("DUTY", own.filter(\.isDuty))].filter { !$0.1.isEmpty }
            for (position, (heading, rows)) in tables.enumerated() {
                if position > 0 { page.blank() }
                page.append(table(rows, heading: heading))
            }
        }
        return page
    }

    private func table(_ rows: [MatrixRow], heading: String) -> Page {
        var table = Table([heading, "PROVIDER", "CUSTOMER", "SHARED", "HOW SPLIT", "SOURCE", "CONFIDENCE"])
        for row in rows {
            let subject = row.subject.wrapped(Self.subjectColumns)
            let split = row.splitAndSchedule.wrapped(Self.textColumns)
            let source = row.sourceAndRows.wrapped(Self.textColumns)
            for line in 0..<max(subject.count, split.count, source.count, 1) {
                func first(_ text: String) -> Span { Span(line == 0 ? text : "") }
                table.add([
                    Span(subject.at(line)), first(row.isProviders ? Self.mark : ""),
                    first(row.isCustomers ? Self.mark : ""), first(row.shared), Span(split.at(line)),
                    Span(source.at(line), .faint), Span(line == 0 ? row.confidence : "", .faint),
                ])
            }
        }
        return table.page(indent: 2)
    }

    /// Widths at which long texts go on in the next line, so that a line of the table fits on a wide page.
    private static let subjectColumns = 40
    private static let textColumns = 34

    /// The services in the order of the agreement.
    private var services: [String] {
        var seen: Set<String> = []
        return rows.map(\.service).filter { seen.insert($0).inserted }
    }

    /// Comma-separated values after RFC 4180: the seven columns of the responsibility matrices that auditors know, then how
    /// sure it is and how often it is done. A letter says who has it: P the provider, C the customer, J both together.
    var csv: String {
        let heading = [
            "service", "duty", "provider", "customer", "shared", "how split", "source", "confidence", "schedule",
        ]
        let lines = rows.map { row in
            [
                row.service, row.subject, row.isProviders ? "P" : "", row.isCustomers ? "C" : "",
                row.lead.map { "J (\($0) leads)" } ?? "", row.split, row.source, row.confidence, row.schedule,
            ]
        }
        return ([heading] + lines).map { $0.map(\.csvCell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A table for each service, for pages and tickets.
    var markdown: String {
        var text = "# \(title.markdownCell)\n"
        for service in services {
            text += "\n## \(service.markdownCell)\n\n"
            text += "| Layer or duty | Provider | Customer | Shared | How split | Source | Confidence |\n"
            text += "|---|:-:|:-:|---|---|---|---|\n"
            for row in rows where row.service == service {
                let cells = [
                    row.subject, row.isProviders ? Self.mark : "", row.isCustomers ? Self.mark : "", row.shared,
                    row.splitAndSchedule, row.sourceAndRows, row.confidence,
                ]
                text += "| " + cells.map(\.markdownCell).joined(separator: " | ") + " |\n"
            }
        }
        return text
    }
}

extension MatrixRow {
    fileprivate var shared: String { lead.map { "● \($0) leads" } ?? "" }
}

extension [String] {
    /// The element, or nothing beyond the end.
    fileprivate func at(_ index: Int) -> String { index < count ? self[index] : "" }
}
