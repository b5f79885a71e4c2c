import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// What the auditor finds when something is forgotten. Nothing is in a state that was reached by entries alone, so these tests take
/// timers away.
@Suite struct AuditTests {
    private let provider = SmallWorld.actor("prov", .responder)
    private let tern = SmallWorld.actor("tern", .responder)

    private func report(
        _ key: String, asset: String = "tern-vps1", severity: Severity = .high,
        layer: Responsibility.Layer = .application
    ) -> Report {
        Report(
            summary: key, asset: asset, category: .availability, layer: layer, severity: severity, dedupKey: key)
    }

    private func onlyIncident(_ run: Run) throws -> IncidentID { try #require(run.state.incidents.keys.first) }

    /// The entry, who is told of it, and that a restart has it.
    @Test func whatIsDueAndNotLookedAtIsAnIncident() throws {
        var run = try Run()
        run.delivers = false
        try run.report(report("a"), from: provider)
        let id = try onlyIncident(run)
        run.state.timers = TimerHeap()
        run.advance(by: .hours(4))
        let failed = run.entries("audit.failed")
        #expect(failed.count == 1)
        let entry = try #require(failed.first)
        #expect(entry.ledger == .house)
        guard case .auditFailed(let finding) = try Run.reread(entry.entry) else {
            Issue.record("it reads back as something else")
            return
        }
        #expect(finding.incident == id && finding.ledger == "agr-tern")
        #expect(finding.finding.hasPrefix("due since"))
        let audit = try #require(entry.incident)
        let told = run.notices(.opened).filter { $0.incident == audit }
        #expect(told.map(\.notice.desk.description) == ["prov.noc"])
        #expect(told.first?.notice.body.contains(id.rawValue) == true)
        let again = try #require(try run.replayed().incidents[audit])
        let live = try #require(run.state.incidents[audit])
        let viewer = Viewer(provider)
        #expect(JSON.object(again.json(for: viewer)).text == JSON.object(live.json(for: viewer)).text)
    }

    /// It is looked at every minute, and told once.
    @Test func anOrphanIsToldOnce() throws {
        var run = try Run()
        try run.report(report("a"), from: provider)
        run.state.timers = TimerHeap()
        run.advance(by: .hours(2))
        run.state.timers = TimerHeap()
        run.advance(by: .minutes(3))
        let id = try #require(run.entries("incident.opened").first?.incident)
        let about = run.entries("audit.failed").filter {
            if case .auditFailed(let failed) = $0.entry { failed.incident == id } else { false }
        }
        #expect(about.count == 1)
    }

    /// Somebody who does not look after it took notice: that does not mean that somebody is on it.
    @Test func onlyTheAnswerOfWhoeverLooksAfterItCounts() throws {
        var run = try Run()
        try run.report(report("a", asset: "tern-vps1", layer: .network), from: tern)
        let id = try onlyIncident(run)
        #expect(run.state.incidents[id]?.ruling.owner == .provider)
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: tern)
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider)
        func blocker() -> Blocker? { run.state.incidents[id]?.blocker(at: run.now + .hours(9), provider: "prov") }
        #expect(blocker() == .lookedAfter(by: "prov"))
        run.turn { state, _, turn in
            state.record(.acknowledgementExpired(AcknowledgementExpired(party: "prov")), in: id, &turn)
        }
        // As if the call that follows had been lost.
        #expect(blocker() != .lookedAfter(by: "tern"))
    }

    /// The owner was called, answered, and its answer is gone: another party's answer does not hide that.
    @Test func theOwnersAnswerIsGoneAndAnotherStands() throws {
        var run = try Run()
        try run.report(report("a", layer: .network), from: tern)
        let id = try onlyIncident(run)
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider)
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: tern)
        var incident = try #require(run.state.incidents[id])
        incident.acknowledgements.removeAll { $0.party == "prov" }
        #expect(incident.blocker(at: run.now + .hours(9), provider: "prov") == nil)
    }

    /// Where both sides are asked the answer of either counts.
    @Test func ofAJointMatterEitherSideMayBeOnIt() throws {
        var run = try Run()
        try run.report(Report(summary: "x", asset: "tern-vps1", category: .tls, severity: .low), from: provider)
        let id = try onlyIncident(run)
        #expect(run.state.incidents[id]?.ruling.owner == .joint)
        let at = run.now + .hours(999)
        for party in ["prov", "tern"] as [PartyID] {
            var incident = try #require(run.state.incidents[id])
            incident.escalations = []
            incident.acknowledgements = [.init(party: party, by: nil, at: at, note: nil, until: nil)]
            #expect(incident.blocker(at: at, provider: "prov") == .lookedAfter(by: party))
        }
    }

    /// Nobody's it is found out to be: only the provider is on it.
    @Test func inTriageTheProviderIsOnIt() throws {
        var run = try Run()
        try run.report(Report(summary: "x", asset: "unknown", category: .anomaly, severity: .high), from: provider)
        var incident = try #require(run.state.incidents.values.first)
        #expect(incident.ruling.triage != nil)
        incident.escalations = []
        let at = run.now + .hours(999)
        incident.acknowledgements = [.init(party: "tern", by: nil, at: at, note: nil, until: nil)]
        #expect(incident.blocker(at: at, provider: "prov") != .lookedAfter(by: "tern"))
        incident.acknowledgements = [.init(party: "prov", by: nil, at: at, note: nil, until: nil)]
        #expect(incident.blocker(at: at, provider: "prov") == .lookedAfter(by: "prov"))
    }

    @Test func aNoticeThatNothingLetsGoIsFound() throws {
        var run = try Run()
        try run.turn { state, entropy, turn in
            _ = try state.silence(
                SilenceRequest(
                    matchers: try MatcherSet(text: "asset=\"tern-vps1\""), ends: SmallWorld.start + .hours(1),
                    comment: "works"), from: tern, entropy: &entropy, turn: &turn)
        }
        try run.report(report("a"), from: provider)
        let id = try onlyIncident(run)
        #expect(run.state.incidents[id]?.notices.contains { $0.state == .held } == true)
        // The party has answered, so that nothing else of it is due.
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider)
        run.advance(by: .minutes(30))
        #expect(run.entries("audit.failed").isEmpty)
        run.state.timers = TimerHeap()
        for escalation in run.state.incidents[id]?.escalations ?? [] {
            run.turn { state, _, turn in
                state.record(.nobodyReached(NobodyReached(party: escalation.party, told: [])), in: id, &turn)
            }
        }
        run.advance(by: .hours(1))
        let findings = run.entries("audit.failed").compactMap {
            if case .auditFailed(let failed) = $0.entry { failed.finding } else { nil }
        }
        #expect(findings.count == 1)
        #expect(findings.first?.contains("nothing lets it go") == true)
    }

    @Test func whatIsOverAndNothingClosesIsFound() throws {
        var limits = CoordinationLimits()
        limits.reopenWithin = .hours(1)
        var run = try Run(limits: limits)
        try run.report(report("a"), from: provider)
        let id = try onlyIncident(run)
        try run.act(.resolve(note: nil), on: id, from: provider)
        run.advance(by: .minutes(30))
        #expect(run.entries("audit.failed").isEmpty)
        #expect(run.state.incidents[id]?.phase == .resolved)
        run.state.timers = TimerHeap()
        run.advance(by: .minutes(2))
        let findings = run.entries("audit.failed").compactMap {
            if case .auditFailed(let failed) = $0.entry { failed.finding } else { nil }
        }
        #expect(findings == ["is over, and nothing closes it"])
    }

    /// The same in every process, whatever its hashes are: as they were opened, also where some are closed by now.
    @Test func incidentsAreLookedAtAsTheyWereOpened() throws {
        var limits = CoordinationLimits()
        limits.auditedPerTurnMax = 30
        var run = try Run(limits: limits)
        for number in 0..<60 { try run.report(report("k\(number)"), from: provider) }
        for (number, id) in Array(run.state.incidents.keys).enumerated() where number % 5 != 1 {
            try run.act(.resolve(note: nil), on: id, from: provider)
        }
        for number in 60..<120 { try run.report(report("k\(number)"), from: provider) }
        let closed = Set(run.entries("incident.closed").compactMap(\.incident))
        let open = run.entries("incident.opened").compactMap(\.incident).filter { !closed.contains($0) }
        #expect(closed.count == 48 && open.count == 72)
        #expect(Array(run.state.incidents.keys) == open)
        #expect(run.state.incidents.values.map(\.id) == open)
        run.now = SmallWorld.start + .minutes(1)
        run.turn { state, entropy, turn in state.tick(entropy: &entropy, turn: &turn) }
        #expect(Array(run.state.auditQueue) == Array(open.dropFirst(30)))
    }

    /// Whatever order a round looks in, it tells in the order of ids, and not all at once.
    @Test func orphansAreToldInOrderAndInSlices() throws {
        var limits = CoordinationLimits()
        limits.auditedPerTurnMax = 3
        limits.orphansToldPerTurnMax = 2
        var run = try Run(limits: limits)
        for number in 0..<10 { try run.report(report("k\(number)"), from: provider) }
        run.state.timers = TimerHeap()
        run.now = SmallWorld.start + .hours(3)
        var perTurn: [Int] = []
        while run.entries("audit.failed").count < 10, perTurn.count < 20 {
            let before = run.entries("audit.failed").count
            run.turn { state, entropy, turn in state.tick(entropy: &entropy, turn: &turn) }
            perTurn.append(run.entries("audit.failed").count - before)
        }
        #expect(perTurn == [0, 0, 0, 2, 2, 2, 2, 2])
        let told = run.entries("audit.failed").compactMap {
            if case .auditFailed(let failed) = $0.entry { failed.incident } else { nil }
        }
        #expect(told == told.sorted())
    }
}
