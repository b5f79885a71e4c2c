import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// Overrides that people made, laid over the configured schedules.
@Suite struct OverrideLayingTests {
    private static let people = ["ann", "rose", "fay"].map { PersonID($0) }

    private func arrangements(_ configured: [Override] = []) throws -> Arrangements {
        let date = try #require(CivilDate(year: 2026, month: 3, day: 1))
        let handoff = try #require(TimeOfDay(hour: 9, minute: 0))
        let rotation = try Rotation(
            .daily(every: 1), startingOn: date, handoff: handoff, zone: .utc, members: Self.people)
        var rotas: [ScheduleID: Rota] = [:]
        for name in ["one", "two"] {
            let id = ScheduleID(name)
            rotas[id] = Rota(
                party: "prov",
                schedule: try Schedule(
                    id: id, zone: .utc,
                    layers: [try OnCall.Layer(id: "base", plan: .rotation(rotation))], overrides: configured),
                channels: Dictionary(Self.people.map { ($0, [ChannelID($0.text)]) }) { $1 })
        }
        let base = try SmallWorld.arrangements()
        return Arrangements(book: base.book, policies: base.policies, digest: base.digest, rotas: rotas)
    }

    private func override(
        _ number: Int, at hours: Int64, for length: Elapsed = .hours(1), person: String = "ann"
    ) throws -> Override {
        let start = SmallWorld.start + .hours(hours)
        return try Override(
            id: OverrideID("ovr_\(number)"), start: start, end: start + length, change: .add(PersonID(person)),
            madeBy: PersonID("ann"), reason: "swap")
    }

    private func created(_ override: Override, _ schedule: String = "one") -> RecordedEntry {
        RecordedEntry(
            ledger: .house, matter: .override(override.id), at: SmallWorld.start,
            entry: .overrideCreated(OverrideCreated(schedule: ScheduleID(schedule), override: override)))
    }

    /// A start reads as many as a schedule holds, and lays them once. Laid anew for each, they would take minutes.
    @Test(.timeLimit(.minutes(1))) func manyAreLaidOnce() throws {
        var state = State(arrangements: try arrangements())
        for number in 0..<OnCallLimits.overridesMax {
            state.evolve(created(try override(number, at: Int64(number)), number % 2 == 0 ? "one" : "two"))
        }
        #expect(state.unlaidSchedules.count == 2)
        state.layOverrides()
        #expect(state.unlaidSchedules.isEmpty)
        #expect(state.rota("one")?.schedule.overrides.count == OnCallLimits.overridesMax / 2)
        #expect(state.rota("two")?.schedule.overrides.count == OnCallLimits.overridesMax / 2)
    }

    /// Whoever asks before they are laid gets the same.
    @Test func whatIsNotLaidYetCountsAllTheSame() throws {
        var state = State(arrangements: try arrangements())
        state.evolve(created(try override(1, at: 1)))
        #expect(state.rota("one")?.schedule.overrides.map(\.id) == ["ovr_1"])
        #expect(state.rotas["one"]?.schedule.overrides.count == 1)
        #expect(state.rotas["two"]?.schedule.overrides.isEmpty == true)
        state.layOverrides()
        #expect(state.rota("one")?.schedule.overrides.map(\.id) == ["ovr_1"])
        let end = RecordedEntry(
            ledger: .house, matter: .override("ovr_1"), at: SmallWorld.start,
            entry: .overrideEnded(OverrideEnded(id: "ovr_1", by: nil)))
        state.evolve(end)
        #expect(state.rotas["one"]?.schedule.overrides.isEmpty == true)
        state.layOverrides()
        #expect(state.overridden.isEmpty)
    }

    /// The configuration changed under them: what no longer fits is left out, whatever of it is whose, and the rest stands.
    @Test func whatNoLongerFitsIsLeftOut() throws {
        let configured = try Override(
            id: "written", start: SmallWorld.start + .hours(10), end: SmallWorld.start + .hours(20),
            change: .add(PersonID("ann")), madeBy: PersonID("rose"), reason: "written down")
        var state = State(arrangements: try arrangements([configured]))
        // Over the written one, before it and into it, beside it, of another person, and two over one another.
        let made = [
            try override(1, at: 12), try override(2, at: 9, for: .hours(2)), try override(3, at: 30),
            try override(4, at: 12, person: "rose"), try override(5, at: 40, for: .hours(4)), try override(6, at: 41),
        ]
        for override in made.reversed() { state.evolve(created(override)) }
        state.layAllOverrides()
        let stand = state.rota("one")?.schedule.overrides.map(\.id.text) ?? []
        #expect(Set(stand) == ["written", "ovr_3", "ovr_4", "ovr_5"])
        #expect(state.overrides.count == 6)
    }

    @Test func moreThanAScheduleHoldsAreLeftOut() throws {
        var state = State(arrangements: try arrangements([try override(9999, at: 9000)]))
        for number in 0..<OnCallLimits.overridesMax { state.evolve(created(try override(number, at: Int64(number)))) }
        state.layAllOverrides()
        #expect(state.rota("one")?.schedule.overrides.count == OnCallLimits.overridesMax)
        #expect(state.rota("one")?.schedule.overrides.contains { $0.id == "ovr_9999" } == true)
    }

    private func request(
        _ person: String, from start: Int64, to end: Int64, key: String? = nil
    ) -> OverrideRequest {
        var request = OverrideRequest(
            schedule: "one", start: .instant(SmallWorld.start + .hours(start)),
            end: .instant(SmallWorld.start + .hours(end)), change: .add(PersonID(person)), reason: "swap")
        request.idempotencyKey = key
        return request
    }

    private func ask(_ request: OverrideRequest, of run: inout Run) throws -> PeerAnswer {
        try run.turn { state, entropy, turn in
            try state.override(request, from: SmallWorld.actor("prov", .responder), entropy: &entropy, turn: &turn)
        }
    }

    /// One that the configuration keeps out keeps out no other: who was told that it is made is on call.
    @Test func whatIsLeftOutKeepsNothingOut() throws {
        var run = try Run(arrangements: try arrangements())
        #expect(try ask(request("fay", from: 10, to: 20, key: "first"), of: &run).outcome == .created)
        let written = try Override(
            id: "written", start: SmallWorld.start + .hours(19), end: SmallWorld.start + .hours(22),
            change: .add(PersonID("fay")), madeBy: PersonID("rose"), reason: "written down")
        let reloaded = try arrangements([written])
        run.turn { state, entropy, turn in
            state.adopt(reloaded, version: "test", entropy: &entropy, turn: &turn)
        }
        #expect(run.state.rota("one")?.schedule.overrides.map(\.id) == ["written"])
        // The answer says outright what became of it.
        let first = try ask(request("fay", from: 10, to: 20, key: "first"), of: &run).body
        #expect(first["state"]?.string == "not_in_force")
        let warnings = try #require(first["warnings"]?.array).compactMap(\.string)
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix("it is not in force: ") == true)
        #expect(warnings.first?.contains("written") == true && warnings.first?.contains("fay") == true)

        let second = try ask(request("fay", from: 15, to: 18), of: &run)
        #expect(second.outcome == .created)
        #expect(second.body["state"] == nil)
        #expect(second.body["warnings"]?.array == [])
        #expect(second.body["on_call_then"]?.array?.compactMap(\.string).contains("fay") == true)
        let onCall = run.state.onCall("one", of: "prov", at: SmallWorld.start + .hours(16)).map(\.person)
        #expect(onCall.contains("fay"))
        try run.restart()
        #expect(run.state.rota("one")?.schedule.overrides.count == 2)
    }

    /// Of several that people made over one another, one that is kept out itself keeps none out.
    @Test func aChainStandsWithEveryOther() throws {
        var state = State(arrangements: try arrangements())
        for number in 0..<6 {
            state.evolve(created(try override(number, at: Int64(10 + 2 * number), for: .hours(3))))
        }
        state.layAllOverrides()
        #expect(state.rota("one")?.schedule.overrides.map(\.id.text) == ["ovr_0", "ovr_2", "ovr_4"])
    }

    @Test func anOverrideIsMadeOnceAcrossARestart() throws {
        var run = try Run(arrangements: try arrangements())
        var request = OverrideRequest(
            schedule: "one", start: .instant(SmallWorld.start + .hours(1)), end: .instant(SmallWorld.start + .hours(2)),
            change: .add(PersonID("ann")), reason: "swap")
        request.idempotencyKey = "once"
        func ask(_ run: inout Run) throws -> PeerAnswer {
            try run.turn { state, entropy, turn in
                try state.override(request, from: SmallWorld.actor("prov", .responder), entropy: &entropy, turn: &turn)
            }
        }
        let first = try ask(&run)
        try run.restart()
        #expect(JSON.object(try ask(&run).body) == JSON.object(first.body))
        #expect(run.state.overrides.count == 1)
        run.advance(by: .hours(3))
        #expect(run.state.overrides.isEmpty)
        try run.restart()
        #expect(try ask(&run).body["state"]?.string == "ended")
        #expect(run.state.overrides.isEmpty)
    }
}
