import Responsibility

/// Reads joint-care.yaml: which desk takes what, and who must tell whom.
struct JointCareReader {
    let catalogue: Catalogue
    let places: BookPlaces

    /// What the file holds.
    struct JointCare {
        let desks: DeskTable
        let rules: [JointCareRule]
    }

    static let keys = ["desks", "rules"]
    static let sideKeys = Side.allCases.map(\.rawValue)
    static let deskKeys = ["rows", "otherwise"]
    static let rowKeys = ["role", "categories", "causes", "except_self_reports"]
    static let ruleKeys = ["id", "title", "when", "acts", "basis"] + JointCareActReader.keys
    static let actKeys = ["act"] + JointCareActReader.keys

    func jointCare(_ value: Value) -> JointCare? {
        guard let fields = Fields(value, "the joint-care file", keys: Self.keys) else { return nil }
        let desks = fields.required("desks").flatMap { self.desks($0) }
        let rules = fields.required("rules")?.list(max: Limits.jointCareRulesMax) { rule($0) }
        guard let desks, let rules else { return nil }
        return JointCare(desks: desks, rules: rules)
    }

    private func desks(_ value: Value) -> DeskTable? {
        guard let fields = Fields(value, "the desks", keys: Self.sideKeys) else { return nil }
        var rows: [Side: [DeskTable.Row]] = [:]
        var otherwise: [Side: ContactRole] = [:]
        for side in Side.allCases {
            guard let value = fields.required(side.rawValue),
                let table = Fields(value, "the table of a side", keys: Self.deskKeys)
            else { continue }
            rows[side] = table.optional("rows")?.list { row($0) }
            otherwise[side] = table.required("otherwise")?.word(ContactRole.self)
        }
        return DeskTable(rows: rows, otherwise: otherwise)
    }

    private func row(_ value: Value) -> DeskTable.Row? {
        guard let fields = Fields(value, "a desk", keys: Self.rowKeys) else { return nil }
        let role = fields.required("role")?.word(ContactRole.self)
        let causes = fields.optional("causes").map { $0.identifiers() } ?? []
        let categories =
            fields.optional("causes") == nil
            ? fields.required("categories")?.categories() : fields.optional("categories").map { $0.categories() } ?? []
        let except = fields.optional("except_self_reports").map { $0.boolean() } ?? false
        guard let role, let categories, let causes, let except else { return nil }
        return DeskTable.Row(role: role, categories: categories, causes: causes, exceptSelfReports: except)
    }

    /// Nil when anything in it is wrong.
    private func rule(_ value: Value) -> JointCareRule? {
        let problemsBefore = value.log.count
        guard let fields = Fields(value, "a joint-care rule", keys: Self.ruleKeys) else { return nil }
        let idValue = fields.required("id")
        let id = idValue?.identifier(RuleID.self)
        if let id, let idValue {
            catalogue.declare(.jointCareRule, id.rawValue, at: idValue.place)
            places.enter(.jointCareRule(id), at: fields.place)
        }
        let title = fields.required("title")?.text()
        let when = fields.required("when").flatMap { JointCareConditionReader().conditions($0) }
        let acts = acts(fields, when: when ?? [])
        let basis = fields.required("basis", hint: "name the clause, standard or practice it rests on")?.text()
        guard value.log.count == problemsBefore, let id, let title, let when, let acts, let basis else { return nil }
        return JointCareRule(id: id, title: title, when: when, acts: acts, basis: basis)
    }

    /// The list under `acts`, or the one act whose keys stand in the rule itself.
    private func acts(_ fields: Fields, when: [JointCareRule.When]) -> [JointCareRule.Act]? {
        let reader = JointCareActReader(when: when)
        guard let value = fields.optional("acts") else { return reader.act(fields, named: false).map { [$0] } }
        for key in JointCareActReader.keys where fields.optional(key) != nil {
            fields.problem(
                "\(code(key)) stands beside `acts`", hint: "move it into the act that it is about")
        }
        return value.list(min: 1, max: Limits.actsMax) { item in
            Fields(item, "an act", keys: Self.actKeys).flatMap { reader.act($0, named: true) }
        }
    }
}

/// Reads when a rule fires: one condition, or a list of which any must hold.
struct JointCareConditionReader {
    static let keys = [
        "event", "categories", "not_categories", "causes", "severity_at_least", "owners", "reporter_sides",
        "self_reported", "triage", "concerns_customer", "personal_data_at_least", "significant", "classifications",
        "regimes", "provider_regimes", "lifecycles",
    ]

    func conditions(_ value: Value) -> [JointCareRule.When]? {
        guard case .sequence = value.node else { return condition(value).map { [$0] } }
        return value.list(min: 1, max: Limits.actsMax) { condition($0) }
    }

    private func condition(_ value: Value) -> JointCareRule.When? {
        guard let fields = Fields(value, "a condition", keys: Self.keys) else { return nil }
        guard let events = fields.required("event").flatMap({ $0.wordOrWords(JointCareRule.Event.self) }) else {
            return nil
        }
        var when = JointCareRule.When(events: events)
        when.categories = fields.optional("categories").flatMap { $0.categories() }
        when.notCategories = fields.optional("not_categories").flatMap { $0.categories() } ?? []
        when.causes = fields.optional("causes").flatMap { $0.identifiers() }
        when.severityAtLeast = fields.optional("severity_at_least").flatMap { floor($0) }
        when.owners = fields.optional("owners").flatMap { $0.words(Owner.self) }
        when.triage = fields.optional("triage").flatMap { $0.boolean() }
        when.concernsCustomer = fields.optional("concerns_customer").flatMap { $0.boolean() }
        when.lifecycles = fields.optional("lifecycles").flatMap { $0.words(Lifecycle.self) }
        readOccasion(fields, into: &when)
        return when
    }

    /// What is asked of the report rather than of the ruling.
    private func readOccasion(_ fields: Fields, into when: inout JointCareRule.When) {
        when.reporterSides = fields.optional("reporter_sides").flatMap { $0.words(JointCareRule.ReporterSide.self) }
        when.selfReported = fields.optional("self_reported").flatMap { $0.boolean() }
        when.personalDataAtLeast = fields.optional("personal_data_at_least").flatMap { $0.word(PersonalData.self) }
        when.significant = fields.optional("significant").flatMap { $0.boolean() }
        when.classifications = fields.optional("classifications").flatMap { $0.identifiers() }
        when.regimes = fields.optional("regimes").flatMap { $0.words(Regime.self) }
        when.providerRegimes = fields.optional("provider_regimes").flatMap { $0.words(Regime.self) }
    }

    static let agreementsFloor = "agreement"

    /// A severity, or the agreement's own `tell_from`.
    private func floor(_ value: Value) -> JointCareRule.Floor? {
        if case .scalar(let scalar) = value.node, scalar.text == Self.agreementsFloor { return .agreement }
        guard let text = value.scalar() else { return nil }
        if let severity = Severity(rawValue: text) { return .severity(severity) }
        let accepted = Severity.allCases.map(\.rawValue) + [Self.agreementsFloor]
        value.unknownWord(text, accepted: accepted)
        return nil
    }
}

extension Value {
    /// Words of a closed list, at least one.
    func words<Word>(
        _ words: Word.Type
    ) -> Set<Word>? where Word: CaseIterable & RawRepresentable & Hashable, Word.RawValue == String {
        list(min: 1) { $0.word(Word.self) }.map { Set($0) }
    }

    /// One word of a closed list, or a list of them.
    func wordOrWords<Word>(
        _ words: Word.Type
    ) -> Set<Word>? where Word: CaseIterable & RawRepresentable & Hashable, Word.RawValue == String {
        guard case .sequence = node else { return word(Word.self).map { [$0] } }
        return self.words(Word.self)
    }

    /// Names that the writer chooses, at least one.
    func identifiers() -> Set<String>? { list(min: 1) { $0.identifier() }.map { Set($0) } }

    /// A list of categories, or the word `security-set` for the whole security set.
    func categories() -> Set<Category>? {
        if case .scalar(let scalar) = node, scalar.text == Self.securitySet { return Category.securitySet }
        guard case .sequence = node else {
            problem(
                "\(code(name)) is neither a list nor \(code(Self.securitySet))",
                hint: "write [intrusion, malware], or \(Self.securitySet) for all security categories")
            return nil
        }
        return words(Category.self)
    }

    static let securitySet = "security-set"

    /// Files the problem of a word that is not among those accepted here.
    func unknownWord(_ text: String, accepted: [String]) {
        let similar = SimilarNames.closest(to: text, among: accepted).map { "did you mean \(code($0))? " } ?? ""
        problem(
            "\(code(text)) is not a word for \(code(name))",
            hint: similar + "accepted: " + accepted.joined(separator: ", "))
    }
}
