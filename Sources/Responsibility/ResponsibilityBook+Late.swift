package import CivilTime

// Reports come in after what they are about was observed, and what is agreed may have changed in between.
extension ResponsibilityBook {
    /// How long after it was observed a report may come in and still be ruled on by what was agreed back then.
    package static let backdatingMax = Elapsed.hours(24)

    /// By what was agreed when it was observed. Where something else was agreed by the time it came in, the ruling says
    /// what that would say; who reports more than a day late must not thereby choose the owner, so then the provider
    /// finds out. What was under no agreement yet is ruled on by the one that lists it now.
    func rule(
        onLate question: Question, _ found: Result<Location, QuestionRefusal>, for asker: Asker
    ) throws(QuestionRefusal) -> Ruling {
        var now = question
        now.observedAt = question.receivedAt
        let present = try? locate(now, for: asker)
        let isLate = question.receivedAt.since(question.observedAt) > Self.backdatingMax
        switch (try? found.get(), present) {
        case (.service(let before)?, _):
            let ruling = try rule(on: question, under: before)
            let successor = successor(of: before, at: question.receivedAt)
            // What was agreed about it has not changed, whoever else bears the name by now.
            if let successor, successor.isUnderTheSame(as: before) { return ruling }
            let later = successor.flatMap { try? rule(on: now, under: $0) }
            return isLate
                ? backdated(ruling, later, present?.placement, for: asker)
                : compared(ruling, later, isListed: successor != nil)
        case (.triage(.unknownAsset, _)?, .service(let after)?), (nil, .service(let after)?):
            let ruling = try rule(on: question, under: after)
            return isLate ? backdated(nil, ruling, after, for: asker) : begun(ruling, after)
        case (nil, let present?): return try rule(on: now, at: present, asker)
        case (.provider?, _), (.triage?, _), (nil, nil): return try rule(on: question, at: found.get(), asker)
        }
    }

    /// Where the same thing stands in the agreement's revision at another instant; nil where it no longer lists it.
    private func successor(of place: Placement, at instant: Instant) -> Placement? {
        guard let agreement = indexedAgreement(place.agreement.revision.id, at: instant) else { return nil }
        for (index, service) in agreement.revision.services.enumerated() {
            let asset = service.assets.first { $0.id == place.asset }
            guard place.asset == nil ? service.id == place.serviceID : asset != nil else { continue }
            let facts = ["asset \(place.asset?.rawValue ?? "not named") belongs to \(agreement.serviceTitles[index])"]
            return Placement(
                agreement: agreement, serviceIndex: index, asset: place.asset,
                atClientSite: asset?.atClientSite ?? place.atClientSite, facts: place.asset == nil ? [] : facts)
        }
        return nil
    }

    /// A report up to a day late, across a change.
    ///
    /// - Parameter isListed: Whether the agreement still lists it when it is received; then only a duty that its models no
    ///   longer know leaves it without a later ruling.
    private func compared(_ ruling: Ruling, _ later: Ruling?, isListed: Bool) -> Ruling {
        var ruling = ruling
        guard let later, let number = later.revision else {
            ruling.because.append(
                isListed
                    ? "the agreement's models no longer know the duty since then"
                    : "the agreement no longer lists it since then")
            return ruling
        }
        let isSame = (later.owner, later.ownerParty, later.lead) == (ruling.owner, ruling.ownerParty, ruling.lead)
        let who = holder(later)
        ruling.because.append(
            "revision \(number), in force when it was received, would say \(isSame ? "the same" : who)")
        if !isSame { ruling.sentence += " Revision \(number), in force since then, would say: \(who)." }
        return ruling
    }

    /// A report of what no agreement listed yet when it was observed.
    private func begun(_ ruling: Ruling, _ place: Placement) -> Ruling {
        var ruling = ruling
        ruling.because.removeAll { $0 == place.agreement.inForceFact }
        ruling.because.append(
            "no agreement listed it yet when it was observed; \(place.agreement.revision.id) revision"
                + " \(place.agreement.revision.revision), in force when it was received, does")
        return ruling
    }

    /// A report more than a day late, across a change: neither revision decides.
    ///
    /// - Parameters:
    ///   - before: What would have been said when it was observed; nil where no agreement listed it.
    ///   - later: What the present revision of the same agreement says; nil where it no longer lists it.
    ///   - place: Where the name leads now, whosever it is.
    private func backdated(
        _ before: Ruling?, _ later: Ruling?, _ place: Placement?, for asker: Asker
    ) -> Ruling {
        guard var triaged = later ?? before else { preconditionFailure("a late report without any ruling") }
        triaged.owner = .joint
        triaged.ownerParty = nil
        triaged.lead = provider.id
        triaged.performedBy = nil
        triaged.gap = nil
        triaged.parts = nil
        triaged.onRequest = false
        triaged.until = nil
        triaged.triage = .backdated
        triaged.rule = RuleID("triage.\(Ruling.Triage.backdated.code)")
        triaged.source = "a report that is more than \(Self.backdatingMax.inWords) late does not choose the revision"
        triaged.confidence = .assumed
        triaged.model = nil
        let (then, now) = (before.map(holder), later.map(holder))
        triaged.because = [
            then.map { "when it was observed, the agreement said \($0)" }
                ?? "when it was observed, no agreement listed it",
            now.map { "when it was received, it says \($0)" } ?? "when it was received, it no longer lists it",
            "it was reported more than \(Self.backdatingMax.inWords) after it was observed, across that change",
        ]
        triaged.rejected = []
        triaged.sentence =
            "\(provider.name) finds out whose this is: it was reported more than \(Self.backdatingMax.inWords) after it"
            + " was observed, and what is agreed changed in between (before: \(then ?? "nothing");"
            + " now: \(now ?? "nothing"))."
        // The name leads to another customer by now. Neither of the two may learn of the other, so it is a matter of the
        // provider's own; a customer that reports its own trouble keeps it.
        if case .provider = asker, later == nil, let place, let before,
            place.agreement.revision.customer != before.customer
        {
            triaged.agreement = nil
            triaged.revision = nil
            triaged.customer = nil
            triaged.service = nil
            triaged.asset = nil
        }
        return triaged
    }

    private func holder(_ ruling: Ruling) -> String {
        Wording.holder(ruling, name: { party($0)?.name ?? $0.rawValue })
    }
}

extension Location {
    var placement: Placement? { if case .service(let placement) = self { placement } else { nil } }
}

extension Placement {
    /// In the same revision of the same agreement.
    func isUnderTheSame(as other: Placement) -> Bool {
        agreement.revision.id == other.agreement.revision.id
            && agreement.revision.revision == other.agreement.revision.revision
    }
}
