import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

/// What is asked under a key is done once, and what is asked under a key that is used is refused, also after a restart.
@Suite struct KeyTests {
    private let provider = SmallWorld.actor("prov", .responder)
    private let agent = SmallWorld.actor("prov", .agent)
    private let tern = SmallWorld.actor("tern", .responder)

    private func opened(_ run: inout Run) throws -> IncidentID {
        try run.report(
            Report(summary: "x", asset: "tern-vps1", category: .availability, severity: .high, dedupKey: "k"),
            from: agent)
        return try #require(run.state.incidents.keys.first)
    }

    private func silence(_ asset: String, key: String?) throws -> SilenceRequest {
        var request = SilenceRequest(
            matchers: try MatcherSet(text: "asset=\"\(asset)\""), ends: SmallWorld.start + .hours(30),
            comment: "works")
        request.idempotencyKey = key
        return request
    }

    private func ask(_ request: SilenceRequest, of run: inout Run) throws -> PeerAnswer {
        try run.turn { state, entropy, turn in
            try state.silence(request, from: tern, entropy: &entropy, turn: &turn)
        }
    }

    private func isKeyUsed(_ error: any Error) -> Bool {
        (error as? Refusal)?.fields.first?.name == "idempotency_key"
    }

    // MARK: What is so already

    /// It changes nothing, and its key is used all the same.
    @Test func aKeyOfWhatIsSoAlreadyIsUsed() throws {
        var run = try Run()
        let id = try opened(&run)
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider, key: "first")
        let again = try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider, key: "second")
        #expect(again.body["already"] == .bool(true))
        #expect(throws: (any Error).self) {
            try run.act(.comment("another thing"), on: id, from: provider, key: "second")
        }
        #expect(run.state.incidents[id]?.commentCount == 0)
        try run.restart()
        #expect { try run.act(.comment("another thing"), on: id, from: provider, key: "second") } throws: {
            isKeyUsed($0)
        }
        let third = try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider, key: "second")
        #expect(third.body["already"] == .bool(true))
        // The same is remembered once.
        #expect(run.entries("request.remembered").count == 2)
    }

    /// Without a key it is not written down at all.
    @Test func whatIsSoAlreadyAndHasNoKeyLeavesNothing() throws {
        var run = try Run()
        let id = try opened(&run)
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider)
        let before = run.record.count
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider)
        #expect(run.record.count == before)
    }

    // MARK: Limits

    private func limited() -> CoordinationLimits {
        var limits = CoordinationLimits()
        limits.reportsPerIncidentMax = 2
        limits.keysPerIncidentMax = 6
        limits.repeatKeysPerIncidentMax = 4
        return limits
    }

    /// Beyond what an incident remembers, reports are counted without their keys, and none is lost.
    @Test func repeatsBeyondTheLimitAreCountedWithoutTheirKeys() throws {
        var run = try Run(limits: limited())
        let id = try opened(&run)
        for number in 1...20 {
            var report = Report(
                summary: "x", asset: "tern-vps1", category: .availability, severity: .high, dedupKey: "k")
            report.idempotencyKey = "k\(number)"
            let answer = try run.report(report, from: agent)
            #expect(answer.body["incident"]?.string == id.rawValue)
        }
        let incident = try #require(run.state.incidents[id])
        #expect(incident.reportCount + incident.unwrittenRepeats == 21)
        #expect(incident.idempotencyKeys.count == 4)
        #expect(incident.keyCount(of: "prov") == 4)
        #expect(run.entries("request.remembered").count == 3)
        // Another party's keys are its own.
        try run.act(.comment("mine"), on: id, from: tern, key: "t")
        #expect(run.state.incidents[id]?.keyCount(of: "tern") == 1)
        // What changes something has room left, what is so already has not, and in the end there is none.
        try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider, key: "a1")
        #expect { try run.act(.acknowledge(note: nil, until: nil), on: id, from: provider, key: "a2") } throws: {
            ($0 as? Refusal)?.code == .overloaded
        }
        try run.act(.comment("one"), on: id, from: provider, key: "c1")
        let before = run.record.count
        #expect { try run.act(.comment("two"), on: id, from: provider, key: "c2") } throws: {
            ($0 as? Refusal)?.code == .overloaded
        }
        #expect(run.record.count == before)
        // A key that is remembered is answered for ever, and without a key everything goes on.
        #expect(
            try run.act(.comment("one"), on: id, from: provider, key: "c1").body["already"] == .bool(true))
        try run.act(.comment("two"), on: id, from: provider)
        #expect(try run.replayed().incidents[id]?.keyCount(of: "prov") == 6)
    }

    // MARK: What is about no incident

    @Test func aSilenceIsMadeOnceAcrossARestart() throws {
        var run = try Run()
        let first = try ask(silence("tern-vps1", key: "once"), of: &run)
        #expect(first.outcome == .created)
        try run.restart()
        let again = try ask(silence("tern-vps1", key: "once"), of: &run)
        #expect(again.outcome == .ok)
        #expect(JSON.object(first.body) == JSON.object(again.body))
        #expect(run.state.silences.count == 1)
        #expect { try ask(silence("other", key: "once"), of: &run) } throws: { isKeyUsed($0) }
        // Nor may the key name an action or a report.
        let id = try opened(&run)
        #expect { try run.act(.comment("x"), on: id, from: tern, key: "once") } throws: { isKeyUsed($0) }
        var report = Report(summary: "y", asset: "tern-vps1", category: .availability)
        report.idempotencyKey = "once"
        #expect { try run.report(report, from: tern) } throws: { isKeyUsed($0) }
    }

    /// It is over, which start-up does not look at; its key is used still.
    @Test func aSilenceThatIsOverIsNotMadeAgain() throws {
        var run = try Run()
        let first = try ask(silence("tern-vps1", key: "once"), of: &run)
        let id = SilenceID(try #require(first.body["silence"]?.string))
        try run.turn { state, entropy, turn in
            _ = try state.endSilence(id, from: tern, entropy: &entropy, turn: &turn)
        }
        try run.restart()
        let again = try ask(silence("tern-vps1", key: "once"), of: &run)
        #expect(again.body["silence"]?.string == id.rawValue)
        #expect(again.body["state"]?.string == "expired")
        #expect(run.state.silences.isEmpty)
    }

    /// After a day the key is free, and start-up has nothing to read for it.
    @Test func aKeyIsFreeAfterADay() throws {
        var run = try Run()
        _ = try ask(silence("tern-vps1", key: "once"), of: &run)
        try run.restart()
        run.advance(to: SmallWorld.start + .hours(24) - .milliseconds(1))
        #expect { try ask(silence("other", key: "once"), of: &run) } throws: { isKeyUsed($0) }
        run.advance(to: SmallWorld.start + .hours(24))
        #expect(run.entries("request.forgotten").count == 1)
        #expect(run.state.rememberedRequests.isEmpty)
        #expect(try run.replayed().rememberedRequests.isEmpty)
        #expect(try ask(silence("other", key: "once"), of: &run).outcome == .created)
    }

    @Test func aTestIsMadeOnceAcrossARestart() throws {
        var run = try Run()
        var report = Report(summary: "x", asset: "tern-vps1", category: .availability, status: .test)
        report.idempotencyKey = "t"
        let first = try run.report(report, from: agent)
        try run.restart()
        let again = try run.report(report, from: agent)
        #expect(JSON.object(first.body) == JSON.object(again.body))
        #expect(run.entries("report.tested").count == 1)
        report.summary = "y"
        #expect { try run.report(report, from: agent) } throws: { isKeyUsed($0) }
    }

    private func end(of key: String, under idempotencyKey: String) -> Report {
        var report = Report(
            summary: key, asset: "tern-vps1", category: .availability, severity: .high, status: .resolved,
            dedupKey: key)
        report.idempotencyKey = idempotencyKey
        return report
    }

    /// There was nothing to end when it was asked; what began since then is not ended by the same request.
    @Test func anEndThatCameTooEarlyEndsNothingLater() throws {
        var run = try Run()
        let report = end(of: "k", under: "e")
        #expect(try run.report(report, from: agent).body["disposition"]?.string == "nothing_to_resolve")
        let id = try opened(&run)
        #expect(try run.report(report, from: agent).body["disposition"]?.string == "nothing_to_resolve")
        #expect(run.state.incidents[id]?.phase == .open)
        // Nothing else can be asked under its key.
        #expect { try run.act(.comment("x"), on: id, from: provider, key: "e") } throws: { isKeyUsed($0) }
        #expect { try run.report(end(of: "other", under: "e"), from: agent) } throws: { isKeyUsed($0) }
        _ = try run.report(end(of: "q", under: "f"), from: tern)
        #expect { try ask(silence("x", key: "f"), of: &run) } throws: { isKeyUsed($0) }
        // After a day the key is free.
        run.advance(by: .hours(24))
        #expect(try ask(silence("x", key: "f"), of: &run).outcome == .created)
    }

    /// A job that reports once a minute that all is well leaves nothing on the ledger, and makes nothing else forgotten.
    @Test func endsOfNothingLeaveNoTrace() throws {
        var limits = CoordinationLimits()
        limits.vainEndsPerPartyMax = 3
        var run = try Run(limits: limits)
        _ = try ask(silence("theirs", key: "t"), of: &run)
        let before = run.record.count
        for number in 0..<2000 {
            let answer = try run.report(end(of: "k", under: "e\(number)"), from: tern)
            #expect(answer.body["disposition"]?.string == "nothing_to_resolve")
        }
        #expect(run.record.count == before)
        #expect(run.state.vainEnds.count(of: "tern") == 3)
        #expect { try ask(silence("other", key: "t"), of: &run) } throws: { isKeyUsed($0) }
        #expect(try ask(silence("theirs", key: "t"), of: &run).outcome == .ok)
        // The latest are remembered, what is older is asked anew.
        #expect(run.state.vainEnd(under: IdempotencyReference(party: "tern", key: "e1999"), at: run.now) != nil)
        #expect(run.state.vainEnd(under: IdempotencyReference(party: "tern", key: "e1996"), at: run.now) == nil)
        // What is too old goes when something comes.
        run.advance(by: .hours(25))
        _ = try run.report(end(of: "k", under: "new"), from: tern)
        #expect(run.state.vainEnds.count(of: "tern") == 1)
    }

    private func test(_ number: Int) -> Report {
        var report = Report(summary: "\(number)", asset: "tern-vps1", category: .availability, status: .test)
        report.idempotencyKey = "k\(number)"
        return report
    }

    /// Beyond what is remembered of one party, the oldest of its own is forgotten.
    @Test func loneRequestsAreLimitedByParty() throws {
        var limits = CoordinationLimits()
        limits.testKeysPerPartyMax = 2
        limits.loneRequestsPerPartyMax = 3
        var run = try Run(limits: limits)
        _ = try ask(silence("theirs", key: "t"), of: &run)
        for number in 0..<5 { try run.report(test(number), from: agent) }
        #expect(run.state.rememberedRequests.values.map(\.key).sorted() == ["k3", "k4", "t"])
        #expect(run.entries("request.forgotten").count == 3)
        #expect(try run.replayed().rememberedRequests == run.state.rememberedRequests)
        for number in 0..<4 { _ = try ask(silence("more\(number)", key: "m\(number)"), of: &run) }
        #expect(run.state.rememberedRequests.values.map(\.key).sorted() == ["k3", "k4", "m1", "m2", "m3"])
    }

    /// What only tested something makes no silence forgotten: asked again, it is not made a second time.
    @Test func testsMakeNoSilenceForgotten() throws {
        var run = try Run()
        let first = try ask(silence("theirs", key: "t"), of: &run)
        for number in 0..<(run.state.limits.loneRequestsPerPartyMax + 10) { try run.report(test(number), from: tern) }
        #expect(run.state.rememberedRequests.count == run.state.limits.testKeysPerPartyMax + 1)
        try run.restart()
        let again = try ask(silence("theirs", key: "t"), of: &run)
        #expect(again.outcome == .ok && again.body["silence"] == first.body["silence"])
        #expect(run.state.silences.count == 1)
    }

    /// What was remembered before requests had outcomes reads as it did.
    @Test func anOlderEntryReadsAsItDid() throws {
        let form = EntryForm(
            type: "request.remembered",
            fields: JSONObject([.init("party", "prov"), .init("content", .integer(7))]),
            parts: ["idempotency_key": "k"])
        guard case .requestRemembered(let request) = try Entry(reading: form) else {
            Issue.record("it reads as something else")
            return
        }
        #expect(request.outcome == nil && request.content == 7 && request.key == "k")
        for outcome in [.silence("sil_1"), .override("ovr_1"), .tested("rep_1"), .nothingToResolve] as [LoneOutcome] {
            let entry = Entry.requestRemembered(
                RequestRemembered(party: "prov", key: "k", content: 1, outcome: outcome))
            guard case .requestRemembered(let read) = try Run.reread(entry) else {
                Issue.record("it reads as something else")
                return
            }
            #expect(read.outcome == outcome)
        }
    }

    /// Its keys are remembered for a day after the end, and then it is closed.
    @Test func whatIsOverIsClosedWhenItsKeysAre() throws {
        var run = try Run()
        let id = try opened(&run)
        try run.act(.resolve(note: nil), on: id, from: provider, key: "r")
        run.advance(by: .hours(23))
        #expect(run.state.incidents[id]?.phase == .resolved)
        run.advance(by: .hours(2))
        #expect(run.state.incidents[id] == nil)
        #expect(run.entries("audit.failed").isEmpty)
    }
}
