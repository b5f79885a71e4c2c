import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// Whoever makes an override that does nothing, or leaves nobody, hears of it.
@Suite struct OverrideWarningTests {
    private var state: State
    private var entropy = Entropy(seed: 1)

    /// A week each, from Mondays at nine in UTC: on 10 March 2026 it is ana's.
    init() throws {
        let rotation = try Rotation(
            .weekly(every: 1), startingOn: #require(CivilDate(text: "2026-03-09")),
            handoff: #require(TimeOfDay(text: "09:00")), zone: .utc, members: ["ana", "bo"])
        let schedule = try Schedule(id: "noc", zone: .utc, layers: [Layer(id: "week", plan: .rotation(rotation))])
        let small = try SmallWorld.arrangements()
        let rota = Rota(
            party: "prov", schedule: schedule,
            channels: ["ana": ["prov-noc"], "bo": ["prov-sec"], "chai": ["prov-mgr"]])
        state = State(
            arrangements: Arrangements(
                book: small.book, policies: small.policies, digest: small.digest, rotas: ["noc": rota]))
    }

    private mutating func warnings(_ change: Override.Change, from: String, to: String) throws -> [String] {
        let start = try #require(Instant(rfc3339: from))
        let end = try #require(Instant(rfc3339: to))
        var turn = Turn(at: SmallWorld.start)
        let request = OverrideRequest(
            schedule: "noc", start: .instant(start), end: .instant(end), change: change, reason: "because")
        let answer = try state.override(
            request, from: SmallWorld.actor("prov", .responder), entropy: &entropy, turn: &turn)
        #expect(turn.entries.count == 1)
        return try #require(answer.body["warnings"]?.array).compactMap(\.string)
    }

    @Test mutating func aSwapIsWarnedOfByNothing() throws {
        #expect(
            try warnings(.replace("ana", with: "bo"), from: "2026-03-11T00:00:00Z", to: "2026-03-12T00:00:00Z") == [])
        #expect(try warnings(.add("chai"), from: "2026-03-11T00:00:00Z", to: "2026-03-12T00:00:00Z") == [])
    }

    @Test mutating func whatChangesNothingIsSaid() throws {
        let same = ["it changes nothing: the same people are on call as before"]
        #expect(
            try warnings(.replace("bo", with: "chai"), from: "2026-03-11T00:00:00Z", to: "2026-03-12T00:00:00Z") == same
        )
        #expect(try warnings(.add("ana"), from: "2026-03-12T00:00:00Z", to: "2026-03-13T00:00:00Z") == same)
        #expect(try warnings(.remove("chai"), from: "2026-03-13T00:00:00Z", to: "2026-03-14T00:00:00Z") == same)
        // Where it reaches into the other's week, it changes something.
        #expect(
            try warnings(.replace("bo", with: "chai"), from: "2026-03-15T00:00:00Z", to: "2026-03-17T00:00:00Z") == [])
    }

    @Test mutating func aTimeWithoutAnybodyIsSaid() throws {
        #expect(
            try warnings(.remove("ana"), from: "2026-03-15T00:00:00Z", to: "2026-03-17T00:00:00Z") == [
                "nobody is on call from 2026-03-15T00:00:00Z to 2026-03-16T09:00:00Z"
            ])
    }
}
