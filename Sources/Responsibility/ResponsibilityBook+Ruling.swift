import CivilTime

extension ResponsibilityBook {
    /// The most rejected rules that a ruling lists; those that came closest are listed first.
    package static let rejectedMax = 16

    /// Whose is it: the owner with reasons, decided under the agreement revision in force when it was observed.
    ///
    /// A customer learns only of its own: foreign and unknown assets and services give the same refusal. For the
    /// provider an unknown or shared name gives a ruling in triage. Costs a few hash steps and the rules about the
    /// matter.
    package func rule(on question: Question) throws(QuestionRefusal) -> Ruling {
        let asker = asker(question.asker)
        let found: Result<Location, QuestionRefusal>
        do throws(QuestionRefusal) {
            found = .success(try locate(question, for: asker))
        } catch {
            found = .failure(error)
        }
        guard question.receivedAt > question.observedAt else { return try rule(on: question, at: found.get(), asker) }
        return try rule(onLate: question, found, for: asker)
    }

    func rule(on question: Question, at location: Location, _ asker: Asker) throws(QuestionRefusal) -> Ruling {
        switch location {
        case .service(let placement): try rule(on: question, under: placement)
        case .provider(let asset, let facts): try houseRuling(question, asset, facts)
        case .triage(let triage, let facts): try triageRuling(question, asker, triage, facts)
        }
    }

    /// The category of a question that names none: that of its duty, else `anomaly`.
    private func category(of question: Question, _ duty: DutyDefinition?) -> Category {
        question.category ?? duty?.category ?? .anomaly
    }

    /// The duty that a question names, checked against the models that apply and the layer that it names.
    private func duty(
        named question: Question, in catalogue: Catalogue
    ) throws(QuestionRefusal) -> (definition: DutyDefinition, model: ModelIndex)? {
        guard let id = question.duty else { return nil }
        guard let duty = catalogue.duty(id) else { throw .unknownDuty(id, known: catalogue.knownDuties) }
        if let layer = question.layer, layer != duty.definition.layer {
            throw .layerContradictsDuty(layer: layer, duty: id, dutyLayer: duty.definition.layer)
        }
        return duty
    }

    /// Duty before layer before what the category stands for.
    private func matter(
        of question: Question, _ duty: (definition: DutyDefinition, model: ModelIndex)?, in catalogue: Catalogue
    ) -> Matter {
        if let duty { return .duty(duty.definition, model: duty.model) }
        if let layer = question.layer { return .layer(layer) }
        let category = category(of: question, nil)
        switch catalogue.categoryDefault(category) {
        case .duty(let id)?:
            return .category(
                category, standingFor: catalogue.duty(id).map { .duty($0.definition, model: $0.model) })
        case .layer(let layer)?: return .category(category, standingFor: .layer(layer))
        case nil: return .category(category, standingFor: nil)
        }
    }
}

// MARK: - A customer's service

extension ResponsibilityBook {
    func rule(on question: Question, under place: Placement) throws(QuestionRefusal) -> Ruling {
        let conclusion = try conclusion(on: question, at: place)
        let agreement = place.agreement
        let revision = agreement.revision
        let finding = conclusion.finding
        var because = place.facts
        because.reserveCapacity(because.count + conclusion.facts.count + 2)
        because.append(agreement.inForceFact)
        because += conclusion.facts
        if let leadFact = conclusion.leadFact { because.append(leadFact.filled(with: agreement.customerName)) }
        let isJoint = finding == nil || finding?.owner == .joint
        return Ruling(
            owner: finding?.owner ?? .joint,
            ownerParty: finding.flatMap { holder(of: $0.owner, revision.customer) },
            lead: isJoint ? (conclusion.lead == .provider ? provider.id : revision.customer) : nil,
            performedBy: finding?.performedBy, gap: finding?.gap, parts: isJoint ? finding?.parts : nil,
            onRequest: finding?.onRequest ?? false, until: finding?.until,
            rule: finding?.rule ?? Self.undecidedRule, source: finding?.source ?? Self.undecidedSource,
            confidence: finding?.confidence ?? .assumed, agreement: revision.id, revision: revision.revision,
            model: finding?.model, customer: revision.customer, asset: place.asset,
            service: place.serviceID, category: conclusion.category, layer: conclusion.layer,
            duty: conclusion.duty, cause: question.cause, triage: finding == nil ? .undecided : nil, because: because,
            rejected: conclusion.rejected, sentence: conclusion.sentence.filled(with: agreement.customerName))
    }

    private func holder(of owner: Owner, _ customer: PartyID) -> PartyID? {
        switch owner {
        case .provider: provider.id
        case .customer: customer
        case .joint, .each, .nobody: nil
        }
    }

    private static let undecidedRule = RuleID("triage.\(Ruling.Triage.undecided.code)")
    private static let undecidedSource = "no rule decides; both sides look after it and the provider leads"

    /// What is known already about questions of this kind, or is found out now.
    private func conclusion(on question: Question, at place: Placement) throws(QuestionRefusal) -> Conclusion {
        let key = place.key(for: question, isOutsider: isOutsider(question.asker))
        if let known = memo[key] { return known }
        let conclusion = try conclude(on: question, at: place)
        memo.keep(conclusion, as: key)
        return conclusion
    }

    private func conclude(on question: Question, at place: Placement) throws(QuestionRefusal) -> Conclusion {
        let agreement = place.agreement
        guard let position = agreement.decidingModel(for: place.service) else {
            preconditionFailure("a service type without a column passed the check")
        }
        let deciding = agreement.models[position]
        // The deciding model's duties come first; a duty that only another model of the agreement knows is known all
        // the same.
        let catalogue = Catalogue(models: [deciding] + agreement.models)
        let duty = try duty(named: question, in: catalogue)
        let bench = Bench(agreement: agreement, deciding: deciding)
        let matter = finest(matter(of: question, duty, in: catalogue), of: question, bench, catalogue)
        let category = category(of: question, duty?.definition)
        let facts = Circumstances(
            service: place.service, asset: place.asset, atClientSite: place.atClientSite, component: question.component,
            cause: question.cause, isRequest: isRequest(question, category),
            retentionEnd: agreement.revision.retentionEnd(of: place.service), observedAt: question.observedAt)
        let wording = Wording(
            provider: provider.name, customer: Template.placeholder,
            subject: matter.title(at: place.title(in: deciding)))
        let verdict = Verdict(bench: bench, matter: matter, facts: facts)
        let finding = verdict.finding
        return Conclusion(
            category: category, layer: matter.layer ?? question.layer, duty: matter.duty?.id ?? question.duty,
            finding: finding, lead: verdict.lead,
            facts: matter.facts(named: question) + facts.reportFacts(causes: bench.causes) + (finding?.facts ?? []),
            leadFact: finding?.owner == .joint ? Template(verdict.leadFact(wording)) : nil,
            rejected: verdict.rejected.prefix(Self.rejectedMax).map { rule in
                Ruling.Rejected(rule: rule.rule, why: rule.failed.map { $0.why(in: facts) }.joined(separator: "; "))
            },
            sentence: Template(
                wording.sentence(
                    finding, lead: verdict.lead, performer: finding?.performedBy.map { party(PartyID($0))?.name ?? $0 },
                    verdict.counterfactual(wording))))
    }

    /// A layer about which nothing is said, such as the service as a whole, leaves the category to say what it is about,
    /// as long as that lies in the layer.
    private func finest(
        _ matter: Matter, of question: Question, _ bench: Bench, _ catalogue: Catalogue
    ) -> Matter {
        guard case .layer(let layer) = matter, !bench.decides(about: layer) else { return matter }
        var withoutLayer = question
        withoutLayer.layer = nil
        let meant = self.matter(of: withoutLayer, nil, in: catalogue)
        return meant.layer == layer ? meant : matter
    }

    /// Whether somebody asks for something rather than reporting that it is wrong: the customer concerned by naming a
    /// duty that is there to be asked for, or whoever files a request, the provider's support on the telephone included.
    /// An outsider asks for nothing.
    private func isRequest(_ question: Question, _ category: Category) -> Bool {
        guard category == .request, !isOutsider(question.asker) else { return false }
        return question.category == .request || question.asker != provider.id
    }

    private func isOutsider(_ asker: PartyID) -> Bool { asker != provider.id && parties[asker]?.kind == .external }

    /// The ruling as it stands while nothing has decided: joint, led by the provider, in triage.
    private func skeleton(_ question: Question, _ category: Category, _ matter: Matter?) -> Ruling {
        Ruling(
            owner: .joint, lead: provider.id, rule: Self.undecidedRule, source: Self.undecidedSource,
            confidence: .assumed, category: category, layer: matter?.layer ?? question.layer,
            duty: matter?.duty?.id ?? question.duty, cause: question.cause, triage: .undecided, sentence: "")
    }
}

// MARK: - What is no customer's service

extension ResponsibilityBook {
    /// The provider's own equipment concerns no single customer, and every layer of it is the provider's.
    private func houseRuling(
        _ question: Question, _ asset: Asset?, _ facts: [String]
    ) throws(QuestionRefusal) -> Ruling {
        let duty = try duty(named: question, in: catalogue)
        let matter = matter(of: question, duty, in: catalogue)
        let wording = Wording(
            provider: provider.name, customer: "", subject: matter.title(at: asset?.id.rawValue ?? "equipment"))
        var ruling = skeleton(question, category(of: question, duty?.definition), matter)
        ruling.owner = .provider
        ruling.ownerParty = provider.id
        ruling.lead = nil
        ruling.triage = nil
        ruling.rule = "provider-asset"
        ruling.source = "list of the provider's own assets"
        ruling.confidence = .stated
        ruling.asset = asset?.id
        ruling.because =
            facts
            + ["\(asset.map { "asset \($0.id)" } ?? "it") is the provider's own and concerns no single customer"]
            + matter.facts(named: question) + ["every layer of the provider's own equipment is the provider's"]
        ruling.sentence = wording.houseSentence
        return ruling
    }

    /// Nobody can be named yet. A customer that reports is known itself, where it has one agreement.
    private func triageRuling(
        _ question: Question, _ asker: Asker, _ triage: Ruling.Triage, _ facts: [String]
    ) throws(QuestionRefusal) -> Ruling {
        var known = catalogue
        var own: AgreementRevision?
        if case .customer(let customer) = asker {
            let indexed = (agreementsByCustomer[customer] ?? [])
                .compactMap {
                    indexedAgreement($0, at: question.observedAt) ?? indexedAgreement($0, at: question.receivedAt)
                }
            known = Catalogue(models: indexed.flatMap(\.models))
            own = indexed.count == 1 ? indexed.first?.revision : nil
        }
        let duty = try duty(named: question, in: known)
        let wording = Wording(
            provider: provider.name, customer: own.flatMap { party($0.customer)?.name } ?? "", subject: "")
        var ruling = skeleton(question, category(of: question, duty?.definition), nil)
        ruling.layer = question.layer ?? duty?.definition.layer
        ruling.triage = triage
        ruling.rule = RuleID("triage.\(triage.code)")
        ruling.agreement = own?.id
        ruling.revision = own?.revision
        ruling.customer = own?.customer
        ruling.because = facts + ["the provider finds out whose it is"]
        ruling.sentence = wording.triageSentence(facts.first ?? "")
        return ruling
    }
}
