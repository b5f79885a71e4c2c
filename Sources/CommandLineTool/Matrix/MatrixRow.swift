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
    /// How often it is done: `every 1 d`, `none`, `not stated in the agreement`; may be empty.
    let schedule: String
    let source: String
    /// The rows of the published page that say so, `row 15`.
    let published: [String]
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
        schedule = line.text("schedule") ?? ""
        source = line.text("source") ?? ""
        published = line.texts("published")
        confidence = line.text("confidence") ?? ""
    }

    /// `split`, and how often.
    var splitAndSchedule: String {
        let often = schedule.isEmpty || schedule.hasPrefix("every ") ? schedule : "schedule: " + schedule
        return [split, often].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// `source`, and under which rows it was published.
    var sourceAndRows: String {
        // A row's own name may hold a comma: `summary row 7, managed`.
        let rows = published.isEmpty ? "" : "published as " + published.joined(separator: "; ")
        return [source, rows].filter { !$0.isEmpty }.joined(separator: "; ")
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
