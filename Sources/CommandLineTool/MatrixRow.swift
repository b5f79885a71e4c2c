internal import StrictJSON

/// One line of a matrix as a table shows it: a layer or duty of a service, and who has it.
struct MatrixRow: Hashable, Sendable {
    let service: String
    let isDuty: Bool
    /// `operating system (os)`, `security updates (os.patch)`.
    let subject: String
    let isProviders: Bool
    let isCustomers: Bool
    /// Who leads, where both have it together; nil where they do not.
    let lead: String?
    /// Who has which part, and everything else that the letters do not say; may be empty.
    let split: String
    let source: String
    let confidence: String

    init(_ line: JSON) {
        service = line.text("service") ?? "?"
        let duty = line.text("duty")
        isDuty = duty != nil
        let id = duty ?? line.text("layer") ?? "?"
        subject = line.text("title").map { "\($0) (\(id))" } ?? id
        let owner = line.text("owner")
        isProviders = owner == "provider" || owner == "each"
        isCustomers = owner == "customer" || owner == "each"
        lead = owner == "joint" ? line.text("lead") ?? "nobody" : nil
        split = Self.split(line, owner: owner)
        source = line.text("source") ?? ""
        confidence = line.text("confidence") ?? ""
    }

    private static func split(_ line: JSON, owner: String?) -> String {
        let parts = [
            owner == "each" ? "each for itself" : owner == "nobody" ? "nobody" : nil,
            line.text("split"),
            line.text("performed_by").map { "done by \($0)" },
            line["on_request"]?.bool == true ? "on request" : nil,
            line.text("until").map { "until " + WrittenTime.plain($0) },
            line.text("gap"),
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }
}

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
            for isDuty in [false, true] {
                let shown = rows.filter { $0.service == service && $0.isDuty == isDuty }
                guard !shown.isEmpty else { continue }
                if isDuty { page.blank() }
                page.append(table(shown, heading: isDuty ? "DUTY" : "LAYER"))
            }
        }
        return page
    }

    private func table(_ rows: [MatrixRow], heading: String) -> Page {
        var table = Table([heading, "PROVIDER", "CUSTOMER", "SHARED", "HOW SPLIT", "SOURCE", "CONFIDENCE"])
        for row in rows {
            table.add([
                Span(row.subject), Span(row.isProviders ? Self.mark : ""), Span(row.isCustomers ? Self.mark : ""),
                Span(row.shared), Span(row.split), Span(row.source, .faint), Span(row.confidence, .faint),
            ])
        }
        return table.page(indent: 2)
    }

    /// The services in the order of the agreement.
    private var services: [String] {
        var seen: Set<String> = []
        return rows.map(\.service).filter { seen.insert($0).inserted }
    }

    /// Comma-separated values after RFC 4180, in the columns of the responsibility matrices that auditors know. A letter
    /// says who has it: P the provider, C the customer, J both together.
    var csv: String {
        let heading = ["service", "duty", "provider", "customer", "shared", "how split", "source"]
        let lines = rows.map { row in
            [
                row.service, row.subject, row.isProviders ? "P" : "", row.isCustomers ? "C" : "",
                row.lead.map { "J (\($0) leads)" } ?? "", row.split, row.source,
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
                    row.split, row.source, row.confidence,
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

extension String {
    /// As one cell of RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front, so that it stays
    /// text; control characters are made visible.
    var csvCell: String {
        var cell = visible
        if let first = cell.utf8.first, "=+-@".utf8.contains(first) { cell = "'" + cell }
        guard cell.contains(where: { $0 == "," || $0 == "\"" }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    /// As text inside a table of Markdown: nothing of it ends the cell or becomes markup of HTML.
    var markdownCell: String {
        visible.replacing("\\", with: "\\\\").replacing("|", with: "\\|").replacing("&", with: "&amp;")
            .replacing("<", with: "&lt;")
    }
}
