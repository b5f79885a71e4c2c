import Responsibility

/// Reads a rule of a model, or one that an agreement puts in its place.
struct RuleReader {
    /// Goes before the id, so that rules of several models can be told apart: `hosting.ddos-advanced`.
    let prefix: String?
    /// Whether conditions may name single services and assets: an agreement's may, a published model cannot.
    let namesThings: Bool
    /// Nil where the duties are not known yet.
    let knownDuties: Set<DutyID>?

    static let keys = [
        "id", "duty", "layer", "category", "when", "owner", "lead", "performed_by", "gap", "parts", "source",
        "confidence", "priority", "until",
    ]
    static let conditionKeys = [
        "service_type", "managed", "addon", "lifecycle", "component_in_managed_scope", "cause",
    ]
    /// What an agreement's conditions may name besides.
    static let agreementConditionKeys = ["asset", "service"] + conditionKeys
    private static let priorities = 0...1000

    /// For conditions that were written beside `when` instead of under it.
    private static let agreementAdvice = Dictionary(
        uniqueKeysWithValues: agreementConditionKeys.map { ($0, "it is a condition: put it under when: {\($0): …}") })
    private static let modelAdvice = agreementAdvice.filter { conditionKeys.contains($0.key) }

    /// How long a rule applies.
    enum Until: String, CaseIterable { case retentionEnd = "retention_end" }

    func rule(_ value: Value) -> Located<ResponsibilityRule>? {
        let advice = namesThings ? Self.agreementAdvice : Self.modelAdvice
        guard let fields = Fields(value, "a rule", keys: Self.keys, advice: advice) else { return nil }
        let id = fields.required("id")?.identifier()
        let condition = fields.optional("when").map { self.condition($0) } ?? Condition()
        let selector = selector(fields, isAboutCause: condition?.cause != nil)
        let owner = fields.required("owner")?.word(Owner.self)
        let lead = fields.optional("lead").map { $0.lead() }
        let texts = ["performed_by", "gap", "parts"].map { fields.optional($0).flatMap { $0.text() } }
        let source = fields.required("source")?.text()
        let confidence = fields.optional("confidence").map { $0.word(Confidence.self) } ?? .stated
        let priority = fields.optional("priority").map { $0.integer(in: Self.priorities) } ?? 0
        let until = fields.optional("until").flatMap { $0.word(Until.self) }
        if owner == .joint { requireSplit(fields) }
        if owner == .nobody, fields.optional("gap") == nil {
            fields.problem("a rule gives the matter to nobody and has no `gap`", hint: "say what was not bought")
        }
        guard let id, let prefix, let selector, let condition, let owner, let source, let confidence, let priority
        else {
            return nil
        }
        let rule = ResponsibilityRule(
            id: RuleID("\(prefix).\(id)"), selector: selector, when: condition, owner: owner, lead: lead ?? nil,
            performedBy: texts[0], gap: texts[1], parts: texts[2], untilRetentionEnd: until == .retentionEnd,
            source: source, confidence: confidence, priority: priority)
        return Located(content: rule, place: fields.place)
    }

    /// - Parameter isAboutCause: What was found to be the cause may decide whatever the matter is.
    private func selector(_ fields: Fields, isAboutCause: Bool) -> ResponsibilityRule.Selector? {
        let duty = fields.optional("duty")
        let layer = fields.optional("layer")
        let category = fields.optional("category")
        let named = [duty, layer, category].count { $0 != nil }
        if named == 0, isAboutCause { return .anything }
        guard named == 1 else {
            fields.problem(
                "a rule is about one thing",
                hint: "write exactly one of duty:, layer: and category:; only a rule about a cause may leave them out")
            return nil
        }
        if let duty { return duty.duty(among: knownDuties).map { .duty($0) } }
        if let layer { return layer.word(Layer.self).map { .layer($0) } }
        return category?.word(Category.self).map { .category($0) }
    }

    private func condition(_ value: Value) -> Condition? {
        let keys = namesThings ? Self.agreementConditionKeys : Self.conditionKeys
        guard let fields = Fields(value, "a condition", keys: keys) else { return nil }
        var condition = Condition()
        if namesThings {
            condition.asset = fields.optional("asset").flatMap { $0.identifier(AssetID.self) }
            condition.service = fields.optional("service").flatMap { $0.identifier(ServiceID.self) }
        }
        condition.serviceType = fields.optional("service_type").flatMap { $0.identifier() }
        condition.managed = fields.optional("managed").flatMap { $0.boolean() }
        condition.addon = fields.optional("addon").flatMap { $0.identifier() }
        condition.lifecycle = fields.optional("lifecycle").flatMap { $0.word(Lifecycle.self) }
        condition.componentInManagedScope = fields.optional("component_in_managed_scope").flatMap { $0.boolean() }
        condition.cause = fields.optional("cause").flatMap { $0.identifier() }
        return condition
    }
}
