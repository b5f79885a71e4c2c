import CivilTime
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// A part follows the whole, and which of them changed last is on record.
@Suite struct PartTests {
    private let provider = SmallWorld.actor("prov", .responder)

    /// A whole in `house` with a part of tern's.
    private func shared(_ limits: CoordinationLimits = CoordinationLimits()) throws -> (
        run: Run, whole: IncidentID, part: IncidentID
    ) {
        var run = try Run(limits: limits)
        try run.report(
            Report(summary: "down", asset: "hv-07", category: .hardware, severity: .high, dedupKey: "h"), from: provider
        )
        let whole = try #require(run.state.incidents.values.first)
        #expect(whole.ledger == .house)
        var ruling = whole.ruling
        (ruling.agreement, ruling.customer) = ("agr-tern", "tern")
        let opened = IncidentOpened(
            severity: .high, ruling: ruling, reporter: "prov", trafficLight: .amber,
            dedupKey: Incident.partKey(of: whole.id), root: whole.id, summary: "down")
        let part = run.turn { state, entropy, turn in
            state.openPart(opened, of: whole.id, on: "agr-tern", &entropy, &turn)
        }
        return (run, whole.id, part)
    }

    private func isBehind(_ part: IncidentID, _ whole: IncidentID, _ state: State) throws -> Bool {
        let (part, whole) = (try #require(state.incidents[part]), try #require(state.incidents[whole]))
        return part.isBehind(whole)
    }

    /// Everything happens at one instant; start-up, which reads one incident after another, sees the same order.
    @Test func theOrderCountsAndNotTheTime() throws {
        var (run, whole, part) = try shared()
        func expectBehind(_ isBehind: Bool, at step: Int) throws {
            #expect(try self.isBehind(part, whole, run.state) == isBehind, "after step \(step)")
            #expect(try self.isBehind(part, whole, run.replayed()) == isBehind, "after step \(step) and a restart")
        }
        func put(_ entry: Entry, in id: IncidentID) {
            run.turn { state, _, turn in state.record(entry, in: id, &turn) }
        }
        let ended = Entry.incidentResolved(IncidentResolved(party: "prov", by: "x", note: nil))
        let began = Entry.incidentReopened(IncidentReopened(party: "prov", by: "x", note: nil))
        try expectBehind(false, at: 0)
        put(ended, in: whole)
        try expectBehind(true, at: 1)
        put(ended, in: part)
        try expectBehind(false, at: 2)
        put(began, in: part)
        try expectBehind(false, at: 3)
        put(began, in: whole)
        put(ended, in: whole)
        try expectBehind(true, at: 4)
        put(began, in: whole)
        try expectBehind(false, at: 5)
        put(.severityRaised(SeverityChanged(from: .high, to: .critical)), in: whole)
        try expectBehind(true, at: 6)
        put(.severityLowered(SeverityChanged(from: .high, to: .low)), in: part)
        try expectBehind(false, at: 7)
        func marks(of id: IncidentID) -> [Int64] {
            run.record.filter { $0.incident == id }.compactMap { $0.entry.form.fields["whole_as_of"]?.integer }
        }
        #expect(marks(of: part) == [1, 1, 1])
        #expect(marks(of: whole).isEmpty)
    }

    /// What an older version wrote does not say so; then the times count, and at one instant the whole came last.
    @Test func withoutAMarkTheTimesCount() throws {
        var (run, whole, part) = try shared()
        func put(_ entry: Entry, in id: IncidentID) {
            let ledger = run.state.incidents[id]?.ledger ?? .house
            run.turn { state, _, turn in state.record(entry, in: id, on: ledger, &turn) }
        }
        let ended = Entry.incidentResolved(IncidentResolved(party: "prov", by: "x", note: nil))
        put(ended, in: whole)
        put(ended, in: part)
        put(.incidentReopened(IncidentReopened(party: "prov", by: "x", note: nil)), in: part)
        #expect(run.entries("incident.reopened").allSatisfy { $0.entry.form.fields["whole_as_of"] == nil })
        #expect(try isBehind(part, whole, run.state))
        put(ended, in: part)
        run.now = run.now + .seconds(1)
        put(.incidentReopened(IncidentReopened(party: "prov", by: "x", note: nil)), in: part)
        #expect(try !isBehind(part, whole, run.state))
        #expect(try !isBehind(part, whole, run.replayed()))
    }

    /// Whoever is to follow and is not brought along is found, whether the whole stands or is over.
    @Test(arguments: [true, false]) func aPartThatNothingBringsAlongIsFound(_ ends: Bool) throws {
        var (run, whole, part) = try shared()
        try run.act(.acknowledge(note: nil, until: nil), on: whole, from: provider)
        run.advance(by: .minutes(2))
        #expect(run.entries("audit.failed").isEmpty)
        run.turn { state, _, turn in
            let entry =
                ends
                ? Entry.incidentResolved(IncidentResolved(party: "prov", by: "x", note: nil))
                : .severityLowered(SeverityChanged(from: .high, to: .low))
            state.record(entry, in: whole, &turn)
        }
        #expect(try isBehind(part, whole, run.state))
        run.advance(by: .minutes(2))
        let found = run.entries("audit.failed").compactMap {
            if case .auditFailed(let failed) = $0.entry, failed.incident == whole { failed.finding } else { nil }
        }
        #expect(found == ["has parts that are not what it is, and nothing brings them along"])
    }

    /// What is gone is not waited for.
    @Test func whatIsGoneIsNotSpread() throws {
        var limits = CoordinationLimits()
        limits.reopenWithin = .zero
        var (run, whole, part) = try shared(limits)
        run.state.goOnTelling(about: whole, at: run.now + .hours(1))
        try run.act(.resolve(note: nil), on: whole, from: provider)
        run.advance(by: .minutes(1))
        #expect(run.state.incidents[part] == nil)
        #expect(run.state.incidents[whole] == nil)
        #expect(run.state.spreading.isEmpty)
    }
}
