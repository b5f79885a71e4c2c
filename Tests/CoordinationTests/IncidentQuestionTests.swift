import CivilTime
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// What is asked about incidents: which are in triage, and who owned one when.
@Suite struct IncidentQuestionTests {
    /// A state, and what people do to it at some minute.
    struct Bench {
        var state: State
        var entropy = Entropy(seed: 1)

        init() throws { state = State(arrangements: try SmallWorld.arrangements()) }

        static func instant(_ minute: Int64) -> Instant { SmallWorld.start + .minutes(minute) }

        mutating func report(_ asset: String, minute: Int64) throws -> IncidentID {
            var turn = Turn(at: Self.instant(minute))
            let report = Report(summary: "trouble", asset: asset, layer: .application, dedupKey: asset)
            let answer = try state.accept(
                report, from: SmallWorld.actor("prov", .agent), entropy: &entropy, turn: &turn)
            return IncidentID(try #require(answer.body["incident"]?.string))
        }

        mutating func act(_ action: IncidentAction, on id: IncidentID, as party: String, minute: Int64) throws {
            var turn = Turn(at: Self.instant(minute))
            _ = try state.act(
                ActionRequest(action), on: id, from: SmallWorld.actor(party, .responder), entropy: &entropy,
                turn: &turn)
        }

        func listed(_ filter: IncidentFilter) -> [IncidentID] {
            state.incidents(filter, for: Viewer(party: "prov", side: .provider)).map(\.id)
        }

        func owner(_ id: IncidentID, minute: Int64) throws -> JSONObject {
            try #require(state.incidents[id]).ownerJSON(at: Self.instant(minute))
        }
    }

    @Test func theTriageQueueIsByWhatIsDueFirst() throws {
        var bench = try Bench()
        let first = try bench.report("who-knows-1", minute: 0)
        let second = try bench.report("who-knows-2", minute: 1)
        let owned = try bench.report("tern-vps1", minute: 2)
        let third = try bench.report("who-knows-3", minute: 3)
        #expect(bench.listed(IncidentFilter()) == [third, owned, second, first])
        #expect(bench.listed(IncidentFilter(inTriage: false)) == [owned])
        #expect(bench.listed(IncidentFilter(inTriage: true)) == [first, second, third])
        // Nobody is called any further for what somebody has answered: the others come first.
        try bench.act(.acknowledge(note: nil, until: nil), on: first, as: "prov", minute: 4)
        #expect(bench.listed(IncidentFilter(inTriage: true)) == [second, third, first])
        try bench.act(.resolve(note: nil), on: third, as: "prov", minute: 5)
        #expect(bench.listed(IncidentFilter(inTriage: true)) == [second, first])
        #expect(bench.listed(IncidentFilter(selection: .resolved, inTriage: true)) == [third])
    }

    @Test func theOwnerIsKnownOfEveryInstant() throws {
        var bench = try Bench()
        let id = try bench.report("tern-vps1", minute: 10)
        try bench.act(.propose(.offer, reason: "yours to do"), on: id, as: "tern", minute: 20)
        try bench.act(.answerProposal(accepted: true, reason: nil), on: id, as: "prov", minute: 30)
        #expect {
            try bench.owner(id, minute: 9)
        } throws: { error in
            (error as? Refusal)?.code == .invalidFields && (error as? Refusal)?.fields.map(\.name) == ["at"]
        }
        for minute: Int64 in [10, 20, 29] {
            let owner = try bench.owner(id, minute: minute)
            #expect(owner["party"] == "tern" && owner["owner"] == "customer", "\(minute)")
            #expect(owner["by"] == "ruling")
            #expect(owner["since"] == .string(Bench.instant(10).rfc3339))
            #expect(owner["until"] == .string(Bench.instant(30).rfc3339))
            #expect(owner["at"] == .string(Bench.instant(minute).rfc3339))
        }
        for minute: Int64 in [30, 10_000] {
            let owner = try bench.owner(id, minute: minute)
            #expect(owner["party"] == "prov" && owner["owner"] == "provider", "\(minute)")
            #expect(owner["by"] == "handover")
            #expect(owner["until"] == .null)
        }
    }

    /// Whose it is, and what is in triage, is not for whoever passes on what outsiders report.
    @Test func outsidersMayNotAsk() {
        #expect(!PeerRole.gateway.permits(PeerRequest.owner("i", at: SmallWorld.start).action))
        #expect(!PeerRole.gateway.permits(PeerRequest.incidents(IncidentFilter(inTriage: false)).action))
        #expect(PeerRole.gateway.permits(PeerRequest.incidents(IncidentFilter()).action))
        #expect(PeerRole.agent.permits(PeerRequest.owner("i", at: SmallWorld.start).action))
    }
}
