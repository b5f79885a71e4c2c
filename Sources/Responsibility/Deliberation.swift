import CivilTime

/// What a question comes down to.
indirect enum Matter: Sendable {
    /// A duty, as one of the models defines it.
    case duty(DutyDefinition, model: ModelIndex)
    case layer(Layer)
    /// A category, and what the models take it to stand for.
    case category(Category, standingFor: Matter?)

    /// The selectors of the rules that are about it, the finest first.
    var selectors: [ResponsibilityRule.Selector] {
        switch self {
        case .duty(let definition, _): [.duty(definition.id)]
        case .layer(let layer): [.layer(layer)]
        case .category(let category, let meaning): (meaning?.selectors ?? []) + [.category(category)]
        }
    }

    var duty: DutyDefinition? {
        switch self {
        case .duty(let definition, _): definition
        case .layer: nil
        case .category(_, let meaning): meaning?.duty
        }
    }

    var layer: Layer? {
        switch self {
        case .duty(let definition, _): definition.layer
        case .layer(let layer): layer
        case .category(_, let meaning): meaning?.layer
        }
    }
}

extension Matter {
    /// What is left when a category is replaced by what it stands for.
    var innermost: Matter? {
        if case .category(_, let meaning) = self { return meaning?.innermost }
        return self
    }
}

/// What decided, and what it says.
struct Finding: Sendable {
    var owner: Owner
    var lead: Lead?
    var performedBy: String?
    var gap: String?
    var parts: String?
    var onRequest = false
    var until: Instant?
    var rule: RuleID
    var source: String
    var confidence: Confidence
    /// The model it comes from; nil when the agreement itself says so.
    var model: String?
    /// In order, one sentence each.
    var facts: [String]
    /// What the rule asked for that decided; empty for a duty's holder and a cell.
    var condition = Condition()
    /// It was a rule of the agreement itself.
    var isOfAgreement = false
}

/// A rule that was considered and did not apply, and what it would have needed.
struct RejectedRule: Sendable {
    let rule: RuleID
    /// At least one.
    let failed: [FailedTerm]
}

/// The outcome of looking through the rules: what decided, if anything did, and what did not apply, strongest first.
struct Deliberation: Sendable {
    var finding: Finding?
    var rejected: [RejectedRule]
}

extension Owner {
    /// As the object of a sentence: "gives it to …".
    var phrase: String {
        switch self {
        case .provider: "the provider"
        case .customer: "the customer"
        case .joint: "both sides jointly"
        case .each: "each side for itself"
        case .nobody: "nobody"
        }
    }
}
