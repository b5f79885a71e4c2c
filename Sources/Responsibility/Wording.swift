import CivilTime

/// The sentences of a ruling, with the parties by name.
struct Wording: Sendable {
    let provider: String
    /// Empty where no customer is concerned.
    let customer: String
    /// `the operating system of an unmanaged vps`.
    let subject: String

    func name(_ side: Side) -> String { side == .provider ? provider : customer }

    /// Who owns it and why; what is missing; how sure that is; what would have changed it.
    ///
    /// - Parameter lead: Who leads, where the finding is joint.
    func sentence(_ finding: Finding?, lead: Side, performer: String?, _ counterfactual: String?) -> String {
        guard let finding else {
            return [
                "\(customer) and \(provider) both look after this until it is known whose it is, and \(provider) leads:"
                    + " no rule decides about \(subject).", counterfactual,
            ].compactMap(\.self).joined(separator: " ")
        }
        let parts: [String?] = [
            "\(ownership(finding.owner, lead)): \(subject) (\(finding.source)).",
            performer.map { "\($0) performs it." },
            finding.onRequest ? "It exists only because it was asked for." : nil,
            finding.until.map { "It is theirs until \($0.rfc3339)." },
            finding.gap.map { "What is missing: \($0)." },
            finding.confidence == .assumed ? "This is assumed; a line in the agreement should confirm it." : nil,
            counterfactual,
        ]
        return parts.compactMap(\.self).joined(separator: " ")
    }

    private func ownership(_ owner: Owner, _ lead: Side) -> String {
        switch owner {
        case .provider: "\(provider) owns this"
        case .customer: "\(customer) owns this"
        case .joint: "\(customer) and \(provider) own this jointly and \(name(lead)) leads"
        case .each: "Each side owns this for itself"
        case .nobody: "Nobody owns this"
        }
    }

    /// Who has it, in a few words: `Tern Robotics`, `both sides, led by Meridian Hosting`.
    static func holder(_ ruling: Ruling, name: (PartyID) -> String) -> String {
        switch ruling.owner {
        case .provider, .customer: ruling.ownerParty.map(name) ?? ruling.owner.phrase
        case .joint: "both sides, led by \(ruling.lead.map(name) ?? "the provider")"
        case .each, .nobody: ruling.owner.phrase
        }
    }

    /// "Meridian Hosting would own it", and who would lead.
    func would(_ owner: Owner, lead: Side?, leadOnly: Bool) -> String {
        if leadOnly, let lead { return "\(name(lead)) would lead" }
        return switch owner {
        case .provider: "\(provider) would own it"
        case .customer: "\(customer) would own it"
        case .joint: "Both would own it jointly" + (lead.map { " and \(name($0)) would lead" } ?? "")
        case .each: "Each side would own it for itself"
        case .nobody: "Nobody would own it"
        }
    }

    var houseSentence: String {
        "\(provider) owns this: \(subject), the provider's own. It concerns no single customer."
    }

    func triageSentence(_ reason: String) -> String {
        "\(provider) finds out whose this is: \(reason)."
    }
}

extension Matter {
    /// As the subject of a sentence: `operating system of an unmanaged vps`, `TLS certificates for a web service`.
    func title(at place: String) -> String {
        switch self {
        case .duty(let definition, _): "\(definition.title) for \(place)"
        case .layer(let layer): "\(layer.title) of \(place)"
        case .category(let category, let meaning):
            meaning?.title(at: place) ?? "the category \(category.rawValue) for \(place)"
        }
    }

    /// What the question named, and what that stands for.
    func facts(named question: Question) -> [String] {
        switch self {
        case .duty(let definition, _):
            ["the report names the duty \(definition.id) (\(definition.title))"]
        case .layer(let layer): ["the report names the layer \(layer.title)"]
        case .category(let category, let meaning):
            [
                question.category == nil
                    ? "the report names neither duty, layer nor category, which makes it \(category.rawValue)"
                    : "the report names the category \(category.rawValue)",
                meaning.map { "\(category.rawValue) stands for \($0.designation)" }
                    ?? "\(category.rawValue) stands for no duty and no layer",
            ]
        }
    }

    private var designation: String {
        switch self {
        case .duty(let definition, _): "the duty \(definition.id) (\(definition.title))"
        case .layer(let layer): "the layer \(layer.title)"
        case .category(let category, _): "the category \(category.rawValue)"
        }
    }
}

extension Circumstances {
    /// What the report adds to the agreement.
    ///
    /// - Parameter causes: Those that some rule asks for.
    func reportFacts(causes: Set<String>) -> [String] {
        var facts: [String] = []
        if let component {
            let within = componentInManagedScope == true ? "" : "not "
            facts.append("the component \(quoted(component)) is \(within)in the managed scope")
        }
        if let cause {
            let known = causes.contains(cause) ? "" : ", which no rule asks for"
            facts.append("the cause is \(quoted(cause))\(known)")
        }
        return facts
    }
}

extension Placement {
    /// `an unmanaged vps` where the model tells managed from unmanaged, else `a web service`.
    func title(in model: ModelIndex) -> String {
        let site = atClientSite ? " at the customer's own site" : ""
        let matrix = model.model.matrix
        let isSplit =
            matrix.column(type: service.type, managed: true) != matrix.column(type: service.type, managed: false)
        if isSplit { return "\(service.managed ? "a managed" : "an unmanaged") \(service.type)\(site)" }
        let article = service.type.first.map { "aeiou".contains($0) } == true ? "an" : "a"
        return "\(article) \(service.type) service\(site)"
    }
}
