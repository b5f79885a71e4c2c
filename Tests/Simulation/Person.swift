import CivilTime
import Coordination
import OnCall
import Responsibility

/// What one person does about a notice, right or wrong, sooner or later.
struct Person {
    let party: PartyID
    let world: World
    let at: Instant
    var entropy: Entropy

    typealias Plan = (action: Action, after: Elapsed)

    /// What the person does, and when.
    mutating func answers(to letter: Record.Letter, about id: IncidentID, _ subject: Record.Case) -> [Plan] {
        let delay = entropy.spreadElapsed(upTo: .hours(2))
        var plans: [Plan] = []
        for (action, later) in actions(on: letter, subject) {
            plans.append(
                (request(action, on: id, subject), Elapsed(milliseconds: delay.milliseconds + later.milliseconds)))
        }
        if entropy.chance(5) { plans.append((silence(subject), delay)) }
        if entropy.chance(5) { plans.append((override(), delay)) }
        if entropy.chance(5) { plans.append((.look, delay)) }
        return plans
    }

    /// The same, with the view that the person has of it, and a key, or without.
    private mutating func request(_ action: IncidentAction, on id: IncidentID, _ subject: Record.Case) -> Action {
        var seen = entropy.chance(40) ? subject.revision : nil
        if entropy.chance(2) { seen = subject.revision + 1000 }
        let key = entropy.chance(40) ? "act-\(entropy.number(0...1_000_000_000))" : nil
        return .act(id, ActionRequest(action, asOf: seen, idempotencyKey: key))
    }

    private mutating func actions(on letter: Record.Letter, _ subject: Record.Case) -> [(IncidentAction, Elapsed)] {
        switch letter.kind {
        case .digest, .canary, .silenceEnded: []
        case .proposed: [(.answerProposal(accepted: entropy.chance(60), reason: "as agreed"), .zero)]
        case .resolved: entropy.chance(10) ? [(.reopen(note: "it is not over"), .zero)] : []
        case .reminder, .overdue: letter.obligations.flatMap { aboutDuty($0) }
        default: aboutProblem(subject)
        }
    }

    private mutating func aboutDuty(_ id: ObligationID) -> [(IncidentAction, Elapsed)] {
        switch entropy.number(0...9) {
        case 0...4: return [(.recordAct(id, note: "done", doneAt: entropy.chance(20) ? at : nil), .zero)]
        case 5: return [(.waive(id, reason: "not needed"), .zero)]
        case 6, 7:
            let later = entropy.elapsed(60_000...86_400_000)
            return [(.hold(id, reason: "an authority asks"), .zero), (.resume(id, reason: "no longer"), later)]
        default: return []
        }
    }

    private mutating func aboutProblem(_ subject: Record.Case) -> [(IncidentAction, Elapsed)] {
        var some: [(IncidentAction, Elapsed)] = []
        if entropy.chance(75) { some.append((.acknowledge(note: nil, until: until()), .zero)) }
        if party == World.provider, subject.isInTriage, entropy.chance(60) {
            some.append((.classify(finding()), entropy.elapsed(0...3_600_000)))
        }
        let odd: [IncidentAction] = [
            .take(note: nil), .comment("I look at it"), .setSeverity(entropy.pick(Severity.allCases), reason: "it is"),
            .propose(entropy.pick([.dispute, .offer]), reason: "it is yours"),
            .propose(entropy.pick([.dispute, .offer]), reason: "it is yours"),
            .classify(finding()),
            .recordFact(entropy.pick([.purged, .terminated, .resolved]), happenedAt: nil, note: nil),
            .answerProposal(accepted: true, reason: nil), .reopen(note: nil),
        ]
        for action in entropy.some(odd, percent: 8) { some.append((action, entropy.elapsed(0...7_200_000))) }
        for duty in subject.obligations where duty.isLive && entropy.chance(10) { some += aboutDuty(duty.id) }
        if entropy.chance(45) { some.append((.resolve(note: nil), entropy.elapsed(0...14_400_000))) }
        return some
    }

    private mutating func until() -> Instant? {
        entropy.chance(25) ? at + entropy.elapsed(-60_000...28_800_000) : nil
    }

    /// What is found out: whose it is, what it is, or how bad.
    private mutating func finding() -> Classification {
        var finding = Classification()
        finding.reason = "it was looked into"
        switch entropy.number(0...7) {
        case 0...2: finding.asset = entropy.pick(entropy.pick(world.customers).assetNames)
        case 3: finding.asset = "hv-1"
        case 4: finding.category = entropy.pick([.availability, .hardware, .malware, .resource])
        case 5: finding.layer = entropy.pick([.application, .os, .physical, .data])
        case 6: finding.significant = true
        default: finding.personalData = entropy.pick([.suspected, .confirmed])
        }
        if entropy.chance(20) { finding.severity = entropy.pick(Severity.allCases) }
        return finding
    }

    private mutating func silence(_ subject: Record.Case) -> Action {
        let texts = [
            "agreement=\"\(subject.ledger)\"", "severity=~\"low|medium|high\"", "category=~\"availability|hardware\"",
        ]
        guard let matchers = try? MatcherSet(text: entropy.pick(texts)) else {
            preconditionFailure("the simulator made matchers that are none")
        }
        let starts = entropy.chance(30) ? at + entropy.elapsed(0...14_400_000) : nil
        var request = SilenceRequest(
            matchers: matchers, starts: starts, ends: (starts ?? at) + entropy.elapsed(600_000...86_400_000),
            comment: "planned")
        request.idempotencyKey = entropy.chance(60) ? "silence-\(entropy.number(0...1_000_000_000))" : nil
        return .silence(request)
    }

    private mutating func override() -> Action {
        let people = Rotas.people(of: party)
        let change: Override.Change =
            switch entropy.number(0...2) {
            case 0: .replace(people[0], with: people[1])
            case 1: .add(people[2])
            default: .remove(people[1])
            }
        let start = at + entropy.elapsed(0...28_800_000)
        var request = OverrideRequest(
            schedule: ScheduleID("rota-\(party)"), start: .instant(start),
            end: .instant(start + entropy.elapsed(600_000...86_400_000)), change: change, reason: "a swap")
        request.idempotencyKey = entropy.chance(60) ? "override-\(entropy.number(0...1_000_000_000))" : nil
        return .override(request)
    }

    /// A customer that has nothing to do with an incident learned its id, and tries what it can.
    mutating func intrusion(on incident: IncidentID, of other: PartyID) -> Action {
        var report = Report(summary: "mine now", asset: "\(party)-vps1", category: .anomaly)
        report.incident = incident
        let actions: [IncidentAction] = [
            .acknowledge(note: nil, until: nil), .resolve(note: nil), .comment("who is this"), .take(note: nil),
            .waive("o1", reason: "no"), .answerProposal(accepted: true, reason: nil), .reopen(note: nil),
            .setSeverity(.critical, reason: "now"),
        ]
        var change = override()
        if case .override(let request) = change {
            change = .override(
                OverrideRequest(
                    schedule: ScheduleID("rota-\(other)"), start: request.start, end: request.end,
                    change: request.change, reason: request.reason))
        }
        let all =
            actions.map { Action.act($0, on: incident) } + [
                .report(report), change, .beat(HeartbeatID("beat-\(other)")),
            ]
        return entropy.pick(all)
    }
}
