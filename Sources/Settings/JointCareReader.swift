import Responsibility

/// Reads joint-care.yaml: which desk takes what, and who must tell whom.
struct JointCareReader {
    let catalogue: Catalogue

    /// What the file holds.
    struct JointCare {
        let desks: DeskTable
        let rules: [JointCareRule]
    }

    private static let whenKeys = [
        "event", "categories", "not_categories", "severity_at_least", "owners", "reporter_sides", "triage",
        "concerns_customer",
    ]
    private static let ruleKeys = ["id", "title", "when", "tell", "within", "acknowledgement_expected", "basis"]

    func jointCare(_ value: Value) -> JointCare? {
        guard let fields = Fields(value, "the joint-care file", keys: ["desks", "rules"]) else { return nil }
        let desks = fields.required("desks").flatMap { self.desks($0) }
        let rules = fields.required("rules")?.list(max: Limits.jointCareRulesMax) { rule($0) }
        guard let desks, let rules else { return nil }
        return JointCare(desks: desks, rules: rules)
    }

    private func desks(_ value: Value) -> DeskTable? {
        guard let fields = Fields(value, "the desks", keys: Side.allCases.map(\.rawValue)) else { return nil }
        var rows: [Side: [DeskTable.Row]] = [:]
        var otherwise: [Side: ContactRole] = [:]
        for side in Side.allCases {
            guard let value = fields.required(side.rawValue),
                let table = Fields(value, "the table of a side", keys: ["rows", "otherwise"])
            else { continue }
            rows[side] = table.optional("rows")?.list { row($0) }
            otherwise[side] = table.required("otherwise")?.word(ContactRole.self)
        }
        return DeskTable(rows: rows, otherwise: otherwise)
    }

    private func row(_ value: Value) -> DeskTable.Row? {
        guard let fields = Fields(value, "a desk", keys: ["role", "categories", "except_self_reports"]) else {
            return nil
        }
        let role = fields.required("role")?.word(ContactRole.self)
        let categories = fields.required("categories")?.categories()
        let except = fields.optional("except_self_reports").map { $0.boolean() } ?? false
        guard let role, let categories, let except else { return nil }
        return DeskTable.Row(role: role, categories: categories, exceptSelfReports: except)
    }

    private func rule(_ value: Value) -> JointCareRule? {
        guard let fields = Fields(value, "a joint-care rule", keys: Self.ruleKeys) else { return nil }
        let idValue = fields.required("id")
        let id = idValue?.identifier(RuleID.self)
        if let id, let idValue { catalogue.declare(.jointCareRule, id.rawValue, at: idValue.place) }
        let title = fields.required("title")?.text()
        let when = fields.required("when").flatMap { self.when($0) }
        let tell = fields.required("tell")
        let recipient = tell?.word(JointCareRule.Recipient.self)
        let within = fields.required("within").flatMap { self.within($0) }
        let expected = fields.required("acknowledgement_expected")?.boolean()
        let basis = fields.required("basis", hint: "name the clause, standard or practice it rests on")?.text()
        if let when, let recipient, let tell { checkSense(when, recipient, tell) }
        guard let id, let title, let when, let recipient, let within, let expected, let basis else { return nil }
        return JointCareRule(
            id: id, title: title, when: when, tell: recipient, within: within, acknowledgementExpected: expected,
            basis: basis)
    }

    /// At the opening nobody has been told yet, and without a definite owner no desk is the owner's.
    private func checkSense(_ when: JointCareRule.When, _ recipient: JointCareRule.Recipient, _ tell: Value) {
        if recipient == .everyoneTold, when.event == .opened {
            tell.problem(
                "nobody has been told yet when an incident opens", hint: "write event: resolved, or tell another")
        }
        if recipient == .ownerDesk, when.triage == true {
            tell.problem(
                "a matter in triage has no owner to tell", hint: "tell provider or customer, or write triage: false")
        }
    }

    private func when(_ value: Value) -> JointCareRule.When? {
        guard let fields = Fields(value, "a condition", keys: Self.whenKeys) else { return nil }
        guard let event = fields.required("event")?.word(JointCareRule.Event.self) else { return nil }
        var when = JointCareRule.When(event: event)
        when.categories = fields.optional("categories").flatMap { $0.categories() }
        when.notCategories = fields.optional("not_categories").flatMap { $0.categories() } ?? []
        when.severityAtLeast = fields.optional("severity_at_least").flatMap { $0.word(Severity.self) }
        when.owners = fields.optional("owners").flatMap { $0.words(Owner.self) }
        when.reporterSides = fields.optional("reporter_sides").flatMap { $0.words(Side.self) }
        when.triage = fields.optional("triage").flatMap { $0.boolean() }
        when.concernsCustomer = fields.optional("concerns_customer").flatMap { $0.boolean() }
        return when
    }

    private func within(_ value: Value) -> JointCareRule.Within? {
        switch value.scalar() {
        case nil: nil
        case "response": .response
        case "immediately": .immediately
        case .some: value.duration().map { .elapsed($0) }
        }
    }
}

extension Value {
    /// Words of a closed list, at least one.
    fileprivate func words<Word>(
        _ words: Word.Type
    ) -> Set<Word>? where Word: CaseIterable & RawRepresentable & Hashable, Word.RawValue == String {
        list(min: 1) { $0.word(Word.self) }.map { Set($0) }
    }

    /// A list of categories, or the word `security-set` for the whole security set.
    fileprivate func categories() -> Set<Category>? {
        if case .scalar(let scalar) = node, scalar.text == Self.securitySet { return Category.securitySet }
        guard case .sequence = node else {
            problem(
                "\(code(name)) is neither a list nor \(code(Self.securitySet))",
                hint: "write [intrusion, malware], or \(Self.securitySet) for all security categories")
            return nil
        }
        return words(Category.self)
    }

    private static let securitySet = "security-set"
}
