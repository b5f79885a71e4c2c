import CivilTime
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// What an open incident waits for, as both sides see it: a next due time, or who has to do something.
@Suite struct WaitingTests {
    private typealias Bench = IncidentQuestionTests.Bench

    private static let provider = Viewer(party: "prov", side: .provider)
    private static let tern = Viewer(party: "tern", side: .customer)

    private func waiting(
        _ id: IncidentID, in bench: Bench, for viewer: Viewer = provider
    ) throws -> JSON {
        let incident = try #require(bench.state.incidents[id])
        let waiting = try #require(incident.json(for: viewer, provider: "prov")["waiting_for"])
        #expect(incident.summaryJSON(for: viewer, provider: "prov")["waiting_for"] == waiting)
        return waiting
    }

    private func deliverAll(_ bench: inout Bench, minute: Int64) {
        var turn = Turn(at: Bench.instant(minute))
        for incident in bench.state.incidents.values.sorted(by: { $0.id < $1.id }) {
            for delivery in incident.notices.flatMap(\.deliveries) where delivery.isLive {
                let result = AttemptResult(
                    delivery: delivery.id, attempt: delivery.attempts, result: .delivered, reason: "ok")
                bench.state.finish(result, entropy: &bench.entropy, turn: &turn)
            }
        }
    }

    private func tick(_ bench: inout Bench, minute: Int64) {
        for _ in 0..<1000 {
            guard let deadline = bench.state.nextDeadline, deadline <= Bench.instant(minute) else { return }
            var turn = Turn(at: deadline)
            bench.state.tick(entropy: &bench.entropy, turn: &turn)
        }
    }

    /// First a desk must be told, then a person answers, then the party looks after it, at last it is over.
    @Test func itGoesFromOneToTheNext() throws {
        var bench = try Bench()
        let id = try bench.report("tern-vps1", minute: 0)
        // `response` for the severity of a report that names none.
        let told = try waiting(id, in: bench)
        #expect(told["kind"] == "escalation" || told["kind"] == "obligation")
        #expect(told["party"] == "tern")
        deliverAll(&bench, minute: 1)
        #expect(try waiting(id, in: bench)["party"] == "tern")
        #expect(try waiting(id, in: bench, for: Self.tern) == waiting(id, in: bench))
        try bench.act(.acknowledge(note: nil, until: nil), on: id, as: "tern", minute: 2)
        let after = try waiting(id, in: bench)
        #expect(after["kind"] == "looked_after" && after["party"] == "tern" && after["due"] == .null)
        #expect(after["text"] == "tern looks after it, and says when it is over")
        try bench.act(.propose(.offer, reason: "yours to do"), on: id, as: "tern", minute: 3)
        // Both sides are told of the proposal first.
        #expect(try waiting(id, in: bench)["kind"] == "obligation")
        deliverAll(&bench, minute: 3)
        let offered = try waiting(id, in: bench)
        #expect(offered["kind"] == "answer" && offered["party"] == "prov")
        #expect(offered["text"] == "prov answers the offer; no answer counts as a no")
        #expect(offered["due"]?.string == bench.state.incidents[id]?.proposal?.answerBy.rfc3339)
        try bench.act(.answerProposal(accepted: false, reason: "no"), on: id, as: "prov", minute: 4)
        try bench.act(.resolve(note: nil), on: id, as: "tern", minute: 5)
        // It is over, and whoever was told is told of the end.
        #expect(try waiting(id, in: bench)["kind"] == "obligation")
    }

    @Test func whatIsDueIsNamed() throws {
        var bench = try Bench()
        let id = try bench.report("tern-vps1", minute: 0)
        let incident = try #require(bench.state.incidents[id])
        let due = try #require(incident.nextDue)
        let first = try waiting(id, in: bench)
        #expect(first["due"] == .string(due.rfc3339))
        let obligation = try #require(incident.obligations.first { $0.due == due })
        #expect(first["kind"] == "obligation" && first["obligation"] == .string(obligation.id.rawValue))
        #expect(first["text"] == .string("\(obligation.recipient) must be told, \(obligation.name)"))
        // Told, it waits for a person; the clock of the obligation is met.
        deliverAll(&bench, minute: 1)
        let person = try waiting(id, in: bench)
        #expect(person["kind"] == "escalation" && person["obligation"] == .null)
        #expect(person["text"]?.string?.hasPrefix("a person of tern acknowledges; else ") == true)
        // When nobody answers, that is what is said, and no time.
        tick(&bench, minute: 24 * 60)
        deliverAll(&bench, minute: 24 * 60)
        let nobody = try waiting(id, in: bench)
        #expect(nobody["kind"] == "nobody_reached" && nobody["party"] == "tern" && nobody["due"] == .null)
    }

    /// A part that nothing is due in ends with the whole; what nobody has to answer waits for its reporter.
    @Test(arguments: [IncidentID?.some("inc_root"), nil]) func aPartWaitsForTheWhole(_ root: IncidentID?) throws {
        let ruling = Ruling(
            owner: .provider, ownerParty: "prov", rule: "r", source: "s", confidence: .stated, customer: "tern",
            category: .availability, sentence: "Meridian Hosting owns this.")
        let opened = IncidentOpened(
            severity: .low, ruling: ruling, reporter: "prov", trafficLight: .amber, dedupKey: "k", root: root)
        let entry = RecordedEntry(
            ledger: "agr-tern", incident: "inc_part", at: Bench.instant(0), entry: .incidentOpened(opened))
        let part = try #require(Incident(folding: [entry]))
        for viewer in [Self.provider, Self.tern] {
            let waiting = part.json(for: viewer, provider: "prov")["waiting_for"]
            #expect(waiting?["kind"] == (root == nil ? "end" : "whole"))
            #expect(waiting?["incident"] == .text(root?.rawValue))
            #expect(waiting?["party"] == (root == nil ? "prov" : .null))
            #expect(waiting?["due"] == .null)
        }
    }

    /// Open, and nothing and nobody is waited for: the auditor finds it, and until then there is nothing to be said.
    @Test func anOrphanWaitsForNothing() throws {
        var bench = try Bench()
        let id = try bench.report("tern-vps1", minute: 0)
        try bench.act(.acknowledge(note: nil, until: nil), on: id, as: "tern", minute: 1)
        deliverAll(&bench, minute: 1)
        #expect(try waiting(id, in: bench)["kind"] == "looked_after")
        var incident = try #require(bench.state.incidents[id])
        incident.acknowledgements = []
        #expect(incident.json(for: Self.provider, provider: "prov")["waiting_for"] == .null)
    }

    @Test func outsidersAreNotTold() throws {
        var bench = try Bench()
        let id = try bench.report("tern-vps1", minute: 0)
        let gateway = Viewer(party: "ext-abuse", side: .provider, isGateway: true)
        let incident = try #require(bench.state.incidents[id])
        #expect(incident.json(for: gateway, provider: "prov") == incident.json(for: gateway))
        #expect(incident.summaryJSON(for: gateway, provider: "prov")["waiting_for"] == nil)
    }
}
