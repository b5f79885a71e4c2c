extension BookCheck {
    /// Each model once, whatever the number of agreements that use it.
    mutating func checkModels() {
        var seen: Set<String> = []
        for model in agreements.flatMap(\.models) where seen.insert(model.reference).inserted {
            checkMatrix(model)
            checkIDs(model.rules) { .modelRule(model.reference, $0) }
            checkTies(model.rules) { .modelRule(model.reference, $0) }
            checkDuties(model.rules, known: Set(model.duties.keys)) { .modelRule(model.reference, $0) }
            checkPerformers(model.rules) { .modelRule(model.reference, $0) }
            checkPage(model)
            for category in Category.allCases {
                guard case .duty(let duty)? = model.categoryDefaults[category], model.duties[duty] == nil else {
                    continue
                }
                report(
                    .unknownDuty, at: .modelCategory(model.reference, category),
                    "model \(model.reference) takes \(category.rawValue) to stand for the duty \(duty),"
                        + " which it does not define; define it or name another")
            }
        }
    }

    /// The rows of the page come down to duties of the model, and say the same of them unless the row says why not. A
    /// duty that follows a layer is judged by what services it is about, and not here.
    private mutating func checkPage(_ model: ResponsibilityModel) {
        for row in model.page {
            for duty in row.duties where model.duties[duty] == nil {
                report(
                    .unknownDuty, at: .modelRow(model.reference, row: row.row),
                    "\(row.row) of the page of model \(model.reference) names the duty \(duty), which the model does not"
                        + " define; define it or name another")
            }
            guard row.condition.isEmpty, row.departs.isEmpty else { continue }
            for duty in row.duties {
                guard case .fixed(let owner)? = model.duties[duty]?.holder, owner != row.owner else { continue }
                report(
                    .pageContradicted, at: .modelRow(model.reference, row: row.row),
                    "\(row.row) of the page of model \(model.reference) gives \(duty) to \(row.owner.phrase), and the"
                        + " model gives it to \(owner.phrase); mend one of them, or write `departs` and why")
            }
        }
    }

    private mutating func checkPerformers(_ rules: [ResponsibilityRule], at place: (RuleID) -> BookProblem.Place) {
        for rule in rules {
            guard let performer = rule.performedBy, !performers.contains(performer) else { continue }
            report(
                .unknownPerformer, at: place(rule.id),
                "\(place(rule.id)) is performed by \(quoted(performer)), which is no known party;"
                    + " list it among the third parties")
        }
    }

    private mutating func checkMatrix(_ model: ResponsibilityModel) {
        let matrix = model.matrix
        if Set(matrix.columns).count < matrix.columns.count {
            report(
                .columnTwice, at: .model(model.reference),
                "model \(model.reference) has a column twice (\(matrix.columns.joined(separator: ", "))); keep one")
        }
        for layer in Layer.allCases {
            guard let row = matrix.rows[layer], row.count != matrix.columns.count else { continue }
            report(
                .rowIncomplete, at: .modelLayer(model.reference, layer),
                "the row \(layer.rawValue) of model \(model.reference) has \(row.count) cells for"
                    + " \(matrix.columns.count) columns; write one owner for each column")
        }
    }

    mutating func checkOverrides() {
        for agreement in agreements where !agreement.overrides.isEmpty {
            let (id, revision) = (agreement.id, agreement.revision)
            func place(_ rule: RuleID) -> BookProblem.Place { .override(id, revision: revision, rule) }
            checkIDs(agreement.overrides, at: place)
            checkTies(agreement.overrides, at: place)
            checkPerformers(agreement.overrides, at: place)
            checkDuties(agreement.overrides, known: Set(agreement.models.flatMap(\.duties.keys)), at: place)
            let services = Set(agreement.services.map(\.id))
            let assets = Set(agreement.services.flatMap(\.assets).map(\.id))
            for rule in agreement.overrides {
                if let asset = rule.when.asset, !assets.contains(asset) {
                    report(
                        .unknownAsset, at: place(rule.id),
                        "\(place(rule.id)) names the asset \(asset), which this agreement does not have;"
                            + " name one of its own"
                    )
                }
                if let service = rule.when.service, !services.contains(service) {
                    report(
                        .unknownService, at: place(rule.id),
                        "\(place(rule.id)) names the service \(service), which this agreement does not have;"
                            + " name one of its own")
                }
            }
        }
    }

    private mutating func checkIDs(_ rules: [ResponsibilityRule], at place: (RuleID) -> BookProblem.Place) {
        var seen: Set<RuleID> = []
        for rule in rules where !seen.insert(rule.id).inserted {
            report(
                .ruleTwice, at: place(rule.id), "\(place(rule.id)) is defined twice; give each rule an id of its own")
        }
    }

    private mutating func checkDuties(
        _ rules: [ResponsibilityRule], known: Set<DutyID>, at place: (RuleID) -> BookProblem.Place
    ) {
        for rule in rules {
            guard case .duty(let duty) = rule.selector, !known.contains(duty) else { continue }
            report(
                .unknownDuty, at: place(rule.id),
                "\(place(rule.id)) is about the duty \(duty), which is not defined; define it or name another")
        }
    }

    /// Two rules that may both apply, that are equally strong and that name different owners leave the answer to
    /// chance.
    private mutating func checkTies(_ rules: [ResponsibilityRule], at place: (RuleID) -> BookProblem.Place) {
        struct Strength: Hashable {
            let selector: ResponsibilityRule.Selector
            let tier: Int
            let hasCause: Bool
            let terms: Int
            let priority: Int
        }
        let rules = rules.sorted { $0.id < $1.id }
        var equals: [Strength: [ResponsibilityRule]] = [:]
        for rule in rules {
            let strength = Strength(
                selector: rule.selector, tier: rule.overrideTier, hasCause: rule.when.cause != nil,
                terms: rule.when.terms, priority: rule.priority)
            for other in equals[strength] ?? [] where other.owner != rule.owner && other.when.canHold(with: rule.when) {
                report(
                    .rulesTied, at: place(rule.id), and: place(other.id),
                    "\(place(rule.id)) and rule \(other.id) can apply at once, are equally strong"
                        + " and name different owners (\(rule.owner.rawValue), \(other.owner.rawValue));"
                        + " give one a higher priority or another condition"
                )
            }
            equals[strength, default: []].append(rule)
        }
    }
}

extension Condition {
    /// Whether there are facts for which both conditions hold. Two add-ons can both be bought; every other term has one
    /// value.
    fileprivate func canHold(with other: Condition) -> Bool {
        func agree<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
            guard let left, let right else { return true }
            return left == right
        }
        return agree(asset, other.asset) && agree(service, other.service) && agree(serviceType, other.serviceType)
            && agree(managed, other.managed) && agree(lifecycle, other.lifecycle)
            && agree(componentInManagedScope, other.componentInManagedScope) && agree(cause, other.cause)
    }
}
