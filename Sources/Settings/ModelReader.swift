import Responsibility

/// Reads a responsibility model: one file of the folder `responsibility`.
struct ModelReader {
    let catalogue: Catalogue
    let places: BookPlaces
    let log: ProblemLog

    static let keys = [
        "model", "version", "title", "source", "matrix", "duties", "category_defaults", "rules",
        "page",
    ]

    /// Nil when anything in it is wrong.
    func model(_ value: Value) -> ResponsibilityModel? {
        let problemsBefore = log.count
        guard let fields = Fields(value, "a responsibility model", keys: Self.keys) else { return nil }
        let idValue = fields.required("model")
        let id = idValue?.identifier(ModelID.self)
        let version = fields.required("version", hint: "add its date, for example version: 2026-01-01")?.identifier()
        let reference = id.flatMap { id in version.map { "\(id)@\($0)" } }
        if let reference, let idValue {
            catalogue.declare(.model, reference, at: idValue.place)
            places.enter(.model(reference), at: idValue.place)
        }
        let title = fields.required("title")?.text()
        let source = fields.required("source")?.text()
        let matrix = fields.required("matrix").flatMap {
            MatrixReader(reference: reference, places: places).matrix($0)
        }
        let dutiesValue = fields.required("duties")
        let duties = dutiesValue.flatMap { DutyReader(reference: reference, places: places).duties($0) }
        // A duty that could not be read is a duty all the same for whatever names it.
        let dutyIDs = dutiesValue.flatMap { DutyReader.ids($0) }
        let defaults = fields.required("category_defaults").flatMap {
            CategoryDefaultReader(reference: reference, places: places).defaults($0, duties: dutyIDs)
        }
        let rules = fields.optional("rules").map { self.rules($0, id: id, reference: reference, duties: dutyIDs) } ?? []
        let page =
            fields.optional("page").map {
                PageReader(reference: reference, places: places).page($0, duties: dutyIDs)
            } ?? []
        guard log.count == problemsBefore, let id, let version, let title, let source, let matrix, let duties,
            let defaults,
            let rules, let page
        else { return nil }
        return ResponsibilityModel(
            id: id, version: version, title: title, source: source, matrix: matrix, duties: duties,
            categoryDefaults: defaults, rules: rules, page: page)
    }

    private func rules(
        _ value: Value, id: ModelID?, reference: String?, duties: Set<DutyID>?
    ) -> [ResponsibilityRule]? {
        let reader = RuleReader(prefix: id?.rawValue, namesThings: false, knownDuties: duties)
        return value.list { item in
            guard let rule = reader.rule(item) else { return nil }
            if let reference { places.enter(.modelRule(reference, rule.content.id), at: rule.place) }
            return rule.content
        }
    }
}

/// Reads the duties of a model: a mapping from the duty's id to its definition.
struct DutyReader {
    let reference: String?
    let places: BookPlaces

    static let keys = [
        "title", "category", "layer", "owner", "follows", "lead", "parts", "source", "confidence", "requested_by",
        "schedule", "grace",
    ]
    private static let advice = ["on_request": "write requested_by: [owner, ops] and name who may ask for it"]

    /// What says how often it is done.
    enum Schedule: String, CaseIterable { case package }

    /// The ids alone, whether or not their duties can be read; nil, without a problem, when there are none to read.
    static func ids(_ value: Value) -> Set<DutyID>? {
        guard case .mapping(let mapping) = value.node else { return nil }
        return Set(mapping.entries.map { DutyID($0.key.text) })
    }

    func duties(_ value: Value) -> [DutyID: DutyDefinition]? {
        guard let entries = value.entries() else { return nil }
        var duties: [DutyID: DutyDefinition] = [:]
        for entry in entries {
            let id = entry.key.identifier(DutyID.self)
            if let reference, let id { places.enter(.modelDuty(reference, id), at: entry.key.place) }
            if let duty = duty(entry.value, id: id) { duties[duty.id] = duty }
        }
        return duties
    }

    private func duty(_ value: Value, id: DutyID?) -> DutyDefinition? {
        guard let fields = Fields(value, "a duty", keys: Self.keys, advice: Self.advice) else { return nil }
        let title = fields.required("title")?.text()
        let category = fields.required("category")?.word(Category.self)
        let layer = fields.required("layer")?.word(Layer.self)
        let holder = holder(fields)
        let lead = fields.optional("lead").map { $0.lead() }
        let parts = fields.optional("parts").map { $0.text() }
        let source = fields.required("source")?.text()
        let confidence = fields.optional("confidence").map { $0.word(Confidence.self) } ?? .stated
        let requestedBy = fields.optional("requested_by").map { $0.list(min: 1) { $0.word(ContactRole.self) } } ?? []
        let schedule = fields.optional("schedule")
        let byPackage = schedule.map { $0.word(Schedule.self) }
        let graceValue = fields.optional("grace")
        let grace = graceValue.flatMap { $0.duration() }
        if schedule == nil, let graceValue {
            graceValue.problem(
                "a duty without a schedule cannot be late", hint: "add schedule: package, or remove grace")
        }
        if case .fixed(.joint) = holder { requireSplit(fields) }
        guard let id, let title, let category, let layer, let holder, let source, let confidence, let requestedBy
        else { return nil }
        return DutyDefinition(
            id: id, title: title, category: category, layer: layer, holder: holder, lead: lead ?? nil,
            parts: parts ?? nil,
            source: source, confidence: confidence, requestedBy: requestedBy,
            byPackageSchedule: byPackage == .some(.package), grace: grace)
    }

    private func holder(_ fields: Fields) -> DutyDefinition.Holder? {
        let owner = fields.optional("owner")
        let follows = fields.optional("follows")
        guard (owner == nil) != (follows == nil) else {
            fields.problem(
                "a duty has one holder",
                hint: "write either owner: (provider, customer, joint, each, nobody) or follows: (a layer)")
            return nil
        }
        if let owner { return owner.word(Owner.self).map { .fixed($0) } }
        return follows?.word(Layer.self).map { .follows($0) }
    }
}

/// A joint matter without a lead and a split is one that nobody does (PCI DSS 12.8.5 says as much).
func requireSplit(_ fields: Fields) {
    if fields.optional("lead") == nil {
        fields.problem(
            "\(fields.subject) is joint and has no `lead`",
            hint: "write who leads: \(Value.leads.map(\.word).joined(separator: ", "))")
    }
    if fields.optional("parts") == nil {
        fields.problem(
            "\(fields.subject) is joint and has no `parts`", hint: "write in a sentence which side does what")
    }
}

extension Value {
    static let leads: [(word: String, lead: Lead)] = [
        ("provider", .provider), ("customer", .customer), ("tls_terminator", .tlsTerminator),
        ("operating_system_owner", .operatingSystemOwner),
    ]

    /// Who leads a joint matter.
    func lead() -> Lead? {
        guard let text = scalar() else { return nil }
        if let found = Self.leads.first(where: { $0.word == text }) { return found.lead }
        problem(
            "\(code(text)) is not a word for \(code(name))",
            hint: "accepted: " + Self.leads.map(\.word).joined(separator: ", "))
        return nil
    }
}

/// Reads what a category stands for when a report names nothing finer: a duty's id, `layer os`, or `triage`.
struct CategoryDefaultReader {
    let reference: String?
    let places: BookPlaces

    /// No default: the matter is joint, and the provider finds out whose it is.
    static let none = "triage"
    static let layerPrefix = "layer "

    func defaults(_ value: Value, duties: Set<DutyID>?) -> [Category: CategoryDefault]? {
        guard let entries = value.entries() else { return nil }
        var defaults: [Category: CategoryDefault] = [:]
        var missing = Set(Category.allCases)
        for entry in entries {
            guard let category = entry.key.word(Category.self) else { continue }
            missing.remove(category)
            if let reference { places.enter(.modelCategory(reference, category), at: entry.value.place) }
            defaults[category] = meaning(entry.value, duties: duties)
        }
        if !missing.isEmpty {
            let names = missing.map(\.rawValue).sorted().joined(separator: ", ")
            value.problem(
                "categories without a default: \(names)",
                hint: "give each a duty, a layer (layer os) or the word \(Self.none)")
        }
        return defaults
    }

    private func meaning(_ value: Value, duties: Set<DutyID>?) -> CategoryDefault? {
        guard let text = value.scalar(), text != Self.none else { return nil }
        if text.hasPrefix(Self.layerPrefix) {
            let word = YAMLScalar(
                text: String(text.dropFirst(Self.layerPrefix.count)), style: .plain, place: value.place)
            return Value(node: .scalar(word), name: "layer", log: value.log).word(Layer.self).map { .layer($0) }
        }
        return value.duty(among: duties).map { .duty($0) }
    }
}

extension Value {
    /// A duty's id; a problem when it is not among the known ones, where they are known.
    func duty(among known: Set<DutyID>?) -> DutyID? {
        guard let duty = identifier(DutyID.self) else { return nil }
        guard let known, !known.contains(duty) else { return duty }
        problem(
            "there is no duty \(code(duty.rawValue))",
            hint: SimilarNames.hint(for: duty.rawValue, among: known.map(\.rawValue), kind: "duty"))
        return nil
    }
}
