import CivilTime

/// How strong a rule is. The agreement's own words come before a model's; among them the asset before the service
/// before the type; then a rule about the cause, because what was found out is stronger than what is generally so; then
/// the rule with more conditions, the higher priority, the finer subject, the earlier model, and
/// at last the id, so that the order in which rules are written never matters.
private struct Precedence: Comparable {
    let tier: Int
    let cause: Int
    let terms: Int
    let priority: Int
    let fineness: Int
    let id: RuleID

    static func < (left: Precedence, right: Precedence) -> Bool {
        let ranks = (left.tier, left.cause, left.terms, left.priority, left.fineness)
        let others = (right.tier, right.cause, right.terms, right.priority, right.fineness)
        return ranks == others ? left.id > right.id : ranks < others
    }
}

extension ResponsibilityRule {
    /// The rank of an agreement's rule by what it names: asset 4, service 3, service type 2, none of them 1.
    var overrideTier: Int {
        if when.asset != nil { return 4 }
        if when.service != nil { return 3 }
        return when.serviceType != nil ? 2 : 1
    }
}

extension Confidence {
    /// The less sure of the two: an answer is as sure as the weakest thing it rests on.
    func weaker(_ other: Confidence) -> Confidence {
        let order = Confidence.allCases
        return (order.firstIndex(of: self) ?? 0) < (order.firstIndex(of: other) ?? 0) ? other : self
    }
}

/// Weighs the rules of one agreement revision for one service. The order is: rules of the agreement, rules of the
/// model, the duty's own holder, the cell of the matrix.
struct Bench: Sendable {
    let agreement: IndexedRevision
    /// The model that decides for the service.
    let deciding: ModelIndex
    /// A rule that is left out, to see what would be without it.
    var without: RuleID?

    func deliberate(on matter: Matter, in facts: Circumstances) -> Deliberation {
        // A duty about the customer's own site says itself whose it is.
        if facts.atClientSite, matter.duty?.layer != .clientSite {
            return Deliberation(finding: clientSite(facts), rejected: [])
        }
        let (winner, rejected) = weigh(matter, facts)
        if let winner { return bounded(Deliberation(finding: winner, rejected: rejected), matter, facts) }
        var rest = withoutRules(matter, facts)
        rest.rejected = rejected + rest.rejected
        return bounded(rest, matter, facts)
    }

    /// The causes that some rule asks for.
    var causes: Set<String> {
        deciding.causes.union(agreement.revision.overrides.compactMap(\.when.cause))
    }

    /// Whether anything is said about a layer as a whole: a row of the table, or a rule.
    func decides(about layer: Layer) -> Bool {
        deciding.model.matrix.rows[layer] != nil || candidates(.layer(layer)).contains { $0.rule.selector != .anything }
    }

    /// What a duty asks for beyond its owner: that somebody asked, that the package holds it, that it is not over.
    private func bounded(_ found: Deliberation, _ matter: Matter, _ facts: Circumstances) -> Deliberation {
        guard var finding = found.finding, let duty = matter.duty, finding.owner != .nobody else { return found }
        // Who answers for the cause does so whether or not anybody asked, and whatever the package holds.
        guard finding.condition.cause == nil else { return found }
        var bounded = found
        func leaveToNobody(_ failed: FailedTerm, _ gap: String) {
            bounded.rejected.insert(RejectedRule(rule: finding.rule, failed: [failed]), at: 0)
            finding.owner = .nobody
            finding.lead = nil
            finding.parts = nil
            finding.performedBy = nil
            finding.until = nil
            finding.gap = gap
        }
        if !duty.requestedBy.isEmpty {
            finding.facts.append("the customer's \(duty.requestedBy.inWords) may ask for it")
            if facts.isRequest {
                finding.onRequest = true
            } else {
                leaveToNobody(.requested(by: duty.requestedBy), "nobody has asked for it")
            }
        }
        if duty.byPackageSchedule {
            finding.facts.append(duty.scheduleFact(facts.backupSchedule))
            if facts.backupSchedule == .none {
                leaveToNobody(.backupInPackage, "the package holds no backup of the system")
            }
        }
        if finding.until != nil, facts.isRetentionOver, let end = facts.retentionEnd {
            leaveToNobody(.withinRetention, "the retention ended at \(end.rfc3339); nothing is kept from then on")
        }
        bounded.finding = finding
        return bounded
    }

    /// What is left when no rule applies: the holder of the duty, or the cell of the layer.
    private func withoutRules(_ matter: Matter, _ facts: Circumstances) -> Deliberation {
        switch matter {
        case .duty(let definition, let model): held(definition, model, facts)
        case .layer(let layer): cell(layer, facts)
        case .category(_, let meaning):
            meaning.map { withoutRules($0, facts) } ?? Deliberation(finding: nil, rejected: [])
        }
    }
}

extension Bench {
    /// The strongest rule that applies, and all that do not.
    private func weigh(_ matter: Matter, _ facts: Circumstances) -> (Finding?, [RejectedRule]) {
        var winner: Finding?
        var rejected: [RejectedRule] = []
        for (rule, model) in candidates(matter) {
            let failed = rule.when.failures(in: facts)
            if !failed.isEmpty {
                // That something else might have been the cause is true of everything and explains nothing.
                if rule.selector == .anything { continue }
                rejected.append(RejectedRule(rule: rule.id, failed: failed))
            } else if winner == nil {
                winner = finding(rule, model, matter, facts)
            }
        }
        return (winner, rejected)
    }

    /// All rules about the matter, strongest first. The model is nil for the agreement's own.
    private func candidates(_ matter: Matter) -> [(rule: ResponsibilityRule, model: ModelIndex?)] {
        let selectors = matter.selectors + [.anything]
        var found: [(rule: ResponsibilityRule, model: ModelIndex?, precedence: Precedence)] = []
        func add(_ rules: [ResponsibilityRule.Selector: [ResponsibilityRule]], _ model: ModelIndex?, fallbackTier: Int)
        {
            for (depth, selector) in selectors.enumerated() {
                for rule in rules[selector] ?? [] where rule.id != without {
                    let precedence = Precedence(
                        tier: model == nil ? rule.overrideTier : fallbackTier, cause: rule.when.cause == nil ? 0 : 1,
                        terms: rule.when.terms,
                        priority: rule.priority,
                        fineness: -depth, id: rule.id)
                    found.append((rule, model, precedence))
                }
            }
        }
        add(agreement.overrides, nil, fallbackTier: 0)
        add(deciding.rules, deciding, fallbackTier: 0)
        if case .duty(_, let defining)? = matter.innermost, defining.model.reference != deciding.model.reference {
            add(defining.rules, defining, fallbackTier: -1)
        }
        return found.sorted { $0.precedence > $1.precedence }.map { ($0.rule, $0.model) }
    }

    private func finding(
        _ rule: ResponsibilityRule, _ model: ModelIndex?, _ matter: Matter, _ facts: Circumstances
    ) -> Finding {
        let isJoint = rule.owner == .joint
        let revision = agreement.revision
        return Finding(
            owner: rule.owner, lead: isJoint ? rule.lead ?? matter.duty?.lead : nil, performedBy: rule.performedBy,
            gap: rule.gap, parts: rule.parts ?? (isJoint ? matter.duty?.parts : nil),
            until: rule.untilRetentionEnd ? facts.retentionEnd : nil, rule: rule.id,
            source: rule.source,
            confidence: rule.confidence, model: model?.model.reference,
            facts: [
                model.map { "rule \(rule.id) of the model \($0.model.reference) applies" }
                    ?? "rule \(rule.id) of agreement \(revision.id) revision \(revision.revision) applies"
            ], condition: rule.when, isOfAgreement: model == nil)
    }

    /// Who holds a duty when no rule says otherwise: a fixed owner, or whoever owns a layer of the same service.
    private func held(_ duty: DutyDefinition, _ model: ModelIndex, _ facts: Circumstances) -> Deliberation {
        switch duty.holder {
        case .fixed(let owner):
            var finding = Finding(
                owner: owner, lead: owner == .joint ? duty.lead : nil, performedBy: nil, gap: nil, parts: duty.parts,
                rule: model.dutyRule(duty.id), source: duty.source, confidence: duty.confidence,
                model: model.model.reference,
                facts: ["the model \(model.model.reference) gives the duty \(duty.id) to \(owner.phrase)"])
            // Accountable and performing party differ by layer, so a duty in that layer is performed by the same hands.
            if let layer = deliberate(on: .layer(duty.layer), in: facts).finding, layer.owner == owner,
                let performer = layer.performedBy
            {
                finding.performedBy = performer
                finding.facts.append("\(quoted(performer)) performs the \(duty.layer.title) of this service")
            }
            return Deliberation(finding: finding, rejected: [])
        case .follows(let layer):
            var followed = deliberate(on: .layer(layer), in: facts)
            if var finding = followed.finding {
                finding.facts.insert("the duty \(duty.id) is with whoever owns the \(layer.title)", at: 0)
                finding.confidence = finding.confidence.weaker(duty.confidence)
                if finding.owner == .joint {
                    finding.lead = finding.lead ?? duty.lead
                    finding.parts = finding.parts ?? duty.parts
                }
                followed.finding = finding
            }
            return followed
        }
    }

    private func cell(_ layer: Layer, _ facts: Circumstances) -> Deliberation {
        let matrix = deciding.model.matrix
        guard let column = matrix.column(type: facts.type, managed: facts.managed),
            let cell = matrix.cell(layer, column: column)
        else { return Deliberation(finding: nil, rejected: []) }
        let finding = Finding(
            owner: cell.owner, rule: deciding.cellRule(layer, column: column), source: deciding.source(of: cell),
            confidence: cell.confidence, model: deciding.model.reference,
            facts: [
                "the layer table of the model \(deciding.model.reference) gives the \(layer.title) of \(column) to "
                    + cell.owner.phrase
            ])
        var rejected: [RejectedRule] = []
        if let sibling = matrix.column(type: facts.type, managed: !facts.managed), sibling != column {
            let failed = FailedTerm.managed(!facts.managed)
            rejected = [RejectedRule(rule: deciding.cellRule(layer, column: sibling), failed: [failed])]
        }
        return Deliberation(finding: finding, rejected: rejected)
    }

    /// What stands at the customer's own site is the customer's, whatever the layer or the duty.
    private func clientSite(_ facts: Circumstances) -> Finding {
        var finding = Finding(
            owner: .customer, rule: "client-site", source: "the asset is listed as at the customer's own site",
            confidence: .derived, facts: ["what stands at the customer's own site is the customer's"])
        let matrix = deciding.model.matrix
        if let column = matrix.column(type: facts.type, managed: facts.managed),
            let cell = matrix.cell(.clientSite, column: column), cell.owner == .customer
        {
            finding.rule = deciding.cellRule(.clientSite, column: column)
            finding.source = deciding.source(of: cell)
            finding.confidence = cell.confidence
            finding.model = deciding.model.reference
        }
        return finding
    }
}

extension DutyDefinition {
    fileprivate func scheduleFact(_ schedule: BackupSchedule) -> String {
        let late = grace.map { "; a run that is more than \($0.inWords) late was missed" } ?? ""
        return switch schedule {
        case .unstated: "the agreement does not say how often the package brings one"
        case .none: "the package holds none"
        case .every(let interval): "the package brings one every \(interval.inWords)\(late)"
        }
    }
}
