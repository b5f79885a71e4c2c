/// What the bench says about a matter, who leads, and what would have changed the answer.
struct Verdict: Sendable {
    private let bench: Bench
    private let matter: Matter
    private let facts: Circumstances
    private let outcome: Outcome
    let finding: Finding?
    /// Strongest first among those that failed by equally many terms; those that came closest first.
    let rejected: [RejectedRule]
    /// Who leads, when the finding is joint.
    var lead: Side { outcome.lead ?? .provider }

    /// What a reader takes away: the owner, and the lead of a joint matter.
    private struct Outcome: Equatable {
        let owner: Owner
        let lead: Side?
    }

    init(bench: Bench, matter: Matter, facts: Circumstances) {
        self.bench = bench
        self.matter = matter
        self.facts = facts
        let deliberation = bench.deliberate(on: matter, in: facts)
        finding = deliberation.finding
        outcome = Self.outcome(deliberation.finding, bench, facts)
        rejected = Self.closestFirst(deliberation.rejected)
    }

    private static func closestFirst(_ rules: [RejectedRule]) -> [RejectedRule] {
        rules.enumerated()
            .sorted { ($0.element.failed.count, $0.offset) < ($1.element.failed.count, $1.offset) }
            .map(\.element)
    }

    /// An undecided matter counts as joint: both sides are in it until one is named.
    private static func outcome(_ finding: Finding?, _ bench: Bench, _ facts: Circumstances) -> Outcome {
        guard let finding else { return Outcome(owner: .joint, lead: nil) }
        return Outcome(owner: finding.owner, lead: finding.owner == .joint ? side(of: finding.lead, bench, facts) : nil)
    }

    private static func side(of lead: Lead?, _ bench: Bench, _ facts: Circumstances) -> Side {
        switch lead {
        case nil, .provider?: return .provider
        case .customer?: return .customer
        case .tlsTerminator?: return facts.tlsTerminator
        case .operatingSystemOwner?:
            return bench.deliberate(on: .layer(.os), in: facts).finding?.owner == .customer ? .customer : .provider
        }
    }

    /// Why that side leads.
    func leadFact(_ wording: Wording) -> String {
        switch finding?.lead {
        case .tlsTerminator?: "\(wording.name(lead)) leads because it terminates TLS for the service"
        case .operatingSystemOwner?:
            "\(wording.name(lead)) leads because the lead is with whoever owns the operating system"
        case .provider?, .customer?: "\(wording.name(lead)) leads, as the rule says"
        case nil: "\(wording.name(lead)) leads because the provider does unless something else is agreed"
        }
    }
}

extension Verdict {
    /// What would have changed the answer, as a sentence: "Meridian Hosting would own it if the vps were managed." It
    /// is found by judging the same matter again with the closest rejected rule's missing facts made true, so it never
    /// claims what the rules would not say. Nil when nothing of that kind changes the answer.
    func counterfactual(_ wording: Wording) -> String? {
        for failed in alternatives {
            var changed = facts
            guard failed.allSatisfy({ $0.makeTrue(in: &changed) }) else { continue }
            let other = bench.deliberate(on: matter, in: changed)
            let otherOutcome = Self.outcome(other.finding, bench, changed)
            guard other.finding != nil, otherOutcome != outcome || finding == nil else { continue }
            let condition = failed.map { $0.subjunctive(in: facts) }.joined(separator: " and ")
            return wording.would(otherOutcome.owner, lead: otherOutcome.lead, leadOnly: isJointNow(with: otherOutcome))
                + " if \(condition)."
        }
        return withoutTheRule(wording)
    }

    /// What a line of the agreement changed, where nothing else explains the answer.
    private func withoutTheRule(_ wording: Wording) -> String? {
        guard let finding, finding.isOfAgreement else { return nil }
        var bench = bench
        bench.without = finding.rule
        let other = bench.deliberate(on: matter, in: facts)
        let otherOutcome = Self.outcome(other.finding, bench, facts)
        guard other.finding != nil, otherOutcome != outcome else { return nil }
        return wording.would(otherOutcome.owner, lead: otherOutcome.lead, leadOnly: isJointNow(with: otherOutcome))
            + " without the agreement's own rule \(finding.rule)."
    }

    private func isJointNow(with other: Outcome) -> Bool {
        finding != nil && outcome.owner == .joint && other.owner == .joint
    }

    /// Sets of facts that, made true, may change the answer; the closest first.
    private var alternatives: [[FailedTerm]] {
        var sets = rejected.map(\.failed)
        switch finding?.lead {
        case .tlsTerminator?: sets.append([.tlsTerminator(facts.tlsTerminator == .provider ? .customer : .provider)])
        case .operatingSystemOwner?:
            sets += Self.closestFirst(bench.deliberate(on: .layer(.os), in: facts).rejected).map(\.failed)
        default: break
        }
        sets += (finding?.condition.negations ?? []).map { [$0] }
        if facts.atClientSite { sets.append([.atClientSite(false)]) }
        return sets
    }
}
