internal import CivilTime
internal import StrictJSON

extension JSON {
    /// The member as text for people: strings as they are, numbers and booleans written out; nil for null and anything else.
    func text(_ name: String) -> String? {
        switch self[name] {
        case .string(let text): text
        case .integer(let number): String(number)
        case .decimal(let text): text
        case .bool(let value): value ? "yes" : "no"
        default: nil
        }
    }

    func texts(_ name: String) -> [String] { (self[name]?.array ?? []).compactMap(\.string) }
    func list(_ name: String) -> [JSON] { self[name]?.array ?? [] }
}

/// How a ruling reads: whose it is, decided by what, and why.
struct RulingPage {
    let ruling: JSON

    var sentence: String { ruling.text("sentence") ?? owner }

    /// `customer tern`, `joint (prov leads)`, `nobody`.
    var owner: String {
        let party = ruling.text("party").map { " \($0)" } ?? ""
        let lead = ruling.text("lead").map { " (\($0) leads)" } ?? ""
        return (ruling.text("owner") ?? "unknown") + party + lead
    }

    /// The fields every answer with a ruling shows.
    var fields: [Field] {
        [
            Field("owner", owner),
            Field("done by", ruling.text("performed_by")),
            Field("parts", ruling.text("parts")),
            Field("on request", ruling["on_request"]?.bool == true ? "only because it was asked for" : nil),
            Field("until", ruling.text("until").map { WrittenTime.plain($0) }),
            Field("gap", ruling.text("gap"), .warning),
            Field("triage", triage, .warning),
            Field("candidates", each: ruling.texts("candidates")),
            Field("decided by", decidedBy),
            Field("source", ruling["decided_by"]?.text("source")),
            Field("because", each: ruling.texts("because")),
        ]
    }

    /// The rules that were considered and did not apply.
    var rejected: [Field] {
        let rules = ruling.list("rejected").map { rule in
            [Span(rule.text("rule") ?? "?"), Span(": " + (rule.text("why") ?? "?"))]
        }
        return [Field("considered", rules)]
    }

    /// What was asked about, as the daemon understood it.
    var subject: Field {
        let names = ["asset", "service", "category", "layer", "duty"]
        let parts = names.compactMap { name in ruling["subject"]?.text(name).map { "\(name) \($0)" } }
        return Field("about", parts.isEmpty ? nil : parts.joined(separator: ", "))
    }

    private var decidedBy: String? {
        guard let decision = ruling["decided_by"], let rule = decision.text("rule") else { return nil }
        let confidence = decision.text("confidence").map { " (\($0))" } ?? ""
        let basis = [decision.text("agreement"), decision.text("model")].compactMap(\.self)
        return rule + confidence + (basis.isEmpty ? "" : " under " + basis.joined(separator: ", "))
    }

    private var triage: String? {
        switch ruling.text("triage") {
        case nil: nil
        case "unknown_asset": "the asset is in no agreement of yours; the provider's triage decides"
        case "ambiguous_asset": "the asset fits more than one service; the provider's triage decides"
        case "backdated":
            "it was seen long before it was reported, under another revision; the provider's triage decides"
        case "undecided": "no rule decides it; the provider's triage does"
        case let other?: other
        }
    }
}
