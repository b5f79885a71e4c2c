import CivilTime
import OnCall
import Responsibility
import StrictJSON
import Testing

@testable import Coordination

@Suite struct TimerHeapTests {
    @Test(arguments: 0..<10) func comesUpInOrder(_ seed: UInt64) {
        var entropy = Entropy(seed: seed)
        var heap = TimerHeap()
        for index in 0..<500 {
            heap.add(
                at: Instant(milliseconds: Int64.random(in: 0..<100, using: &entropy)),
                incident: IncidentID("i\(index)"),
                cause: .repeats)
        }
        var last: Timer?
        while let timer = heap.takeDue(at: Instant(milliseconds: 1000)) {
            if let last { #expect(last.at < timer.at || (last.at == timer.at && last.sequence < timer.sequence)) }
            last = timer
        }
        #expect(heap.count == 0)
    }

    @Test func nothingComesUpEarly() {
        var heap = TimerHeap()
        heap.add(at: Instant(milliseconds: 10), incident: "i", cause: .repeats)
        #expect(heap.takeDue(at: Instant(milliseconds: 9)) == nil)
        #expect(heap.next == Instant(milliseconds: 10))
        #expect(heap.takeDue(at: Instant(milliseconds: 10)) != nil)
        #expect(heap.next == nil)
    }
}

@Suite struct RetryScheduleTests {
    @Test(arguments: Urgency.allCases) func risesWithinItsJitter(_ urgency: Urgency) {
        var entropy = Entropy(seed: 7)
        var previous = Elapsed.zero
        for attempt in 1...10 {
            guard let delay = RetrySchedule.delay(after: attempt, urgency: urgency, hint: nil, entropy: &entropy) else {
                Issue.record("the schedule ended after attempt \(attempt)")
                return
            }
            #expect(delay.milliseconds * 12 >= previous.milliseconds * 10)
            previous = delay
        }
        #expect(RetrySchedule.delay(after: 11, urgency: urgency, hint: nil, entropy: &entropy) == nil)
    }

    @Test func urgentEndsWithinAQuarterOfAnHour() {
        var entropy = Entropy(seed: 1)
        let total = (1...10).compactMap {
            RetrySchedule.delay(after: $0, urgency: .urgent, hint: nil, entropy: &entropy)?.milliseconds
        }
        #expect(total.reduce(0, +) <= 15 * 60_000)
    }

    @Test func aHintOnlyDelaysAndIsClamped() {
        var entropy = Entropy(seed: 1)
        func delay(_ hint: Elapsed, _ urgency: Urgency) -> Elapsed? {
            RetrySchedule.delay(after: 1, urgency: urgency, hint: hint, entropy: &entropy)
        }
        #expect((delay(.zero, .urgent) ?? .zero) >= .seconds(2))
        #expect(delay(.seconds(30), .urgent) == .seconds(30))
        #expect(delay(.hours(5000), .urgent) == .minutes(2))
        #expect(delay(.hours(5000), .record) == .hours(6))
    }
}

@Suite struct LimitTests {
    func state(_ limits: CoordinationLimits) throws -> State {
        State(arrangements: try SmallWorld.arrangements(), limits: limits)
    }

    func report(_ number: Int) -> Report {
        Report(summary: "trouble", asset: "tern-vps1", layer: .application, dedupKey: "key \(number)")
    }

    @Test func openIncidentsAreLimited() throws {
        var limits = CoordinationLimits()
        limits.incidentsPerAgreementMax = 2
        var state = try state(limits)
        var entropy = Entropy(seed: 1)
        let actor = SmallWorld.actor("prov", .agent)
        for number in 0..<2 {
            var turn = Turn(at: SmallWorld.start)
            _ = try state.accept(report(number), from: actor, entropy: &entropy, turn: &turn)
        }
        var turn = Turn(at: SmallWorld.start)
        #expect { try state.accept(report(2), from: actor, entropy: &entropy, turn: &turn) } throws: {
            ($0 as? Refusal)?.code == .overloaded
        }
        #expect(turn.entries.isEmpty)
        // What is open goes on: a repeat is welcome, and after an end there is room again.
        _ = try state.accept(report(1), from: actor, entropy: &entropy, turn: &turn)
        let open = try #require(state.incidents.keys.sorted().first)
        _ = try state.act(
            ActionRequest(.resolve(note: nil)), on: open, from: SmallWorld.actor("prov", .responder), entropy: &entropy,
            turn: &turn)
        // Resolved, but those who were told are still to be told of the end: only then there is room.
        #expect { try state.accept(report(2), from: actor, entropy: &entropy, turn: &turn) } throws: {
            ($0 as? Refusal)?.code == .overloaded
        }
        while let delivery = state.incidents[open]?.notices.flatMap(\.deliveries).first(where: { $0.state == .sending })
        {
            let result = AttemptResult(
                delivery: delivery.id, attempt: delivery.attempts, result: .delivered, reason: "ok")
            state.finish(result, entropy: &entropy, turn: &turn)
        }
        _ = try state.accept(report(2), from: actor, entropy: &entropy, turn: &turn)
    }

    @Test func timersOfATurnAreLimited() throws {
        var limits = CoordinationLimits()
        limits.timersPerTurnMax = 3
        var state = try state(limits)
        var entropy = Entropy(seed: 1)
        for number in 0..<10 {
            var turn = Turn(at: SmallWorld.start)
            _ = try state.accept(report(number), from: SmallWorld.actor("prov", .agent), entropy: &entropy, turn: &turn)
        }
        var turns = 0
        let late = SmallWorld.start + .hours(10)
        while let deadline = state.nextDeadline, deadline <= late, turns < 1000 {
            var turn = Turn(at: late)
            state.tick(entropy: &entropy, turn: &turn)
            turns += 1
        }
        #expect(turns > 5 && turns < 1000)
        let overdue = state.incidents.values.flatMap(\.obligations).count { $0.state == .overdue }
        #expect(overdue == 10)
    }

    @Test func reportsKeptApartAreLimited() throws {
        var limits = CoordinationLimits()
        limits.reportsPerIncidentMax = 2
        var state = try state(limits)
        var entropy = Entropy(seed: 1)
        for number in 0..<5 {
            var report = report(0)
            report.idempotencyKey = "k\(number)"
            var turn = Turn(at: SmallWorld.start)
            _ = try state.accept(report, from: SmallWorld.actor("prov", .agent), entropy: &entropy, turn: &turn)
        }
        let incident = try #require(state.incidents.values.first)
        #expect(incident.reportsKept == 2)
        #expect(incident.reportCount + incident.unwrittenRepeats == 5)
    }
}

@Suite struct IsolationTests {
    /// Every answer a customer can get about another's world is the same as about nothing.
    @Test func foreignIsUnknown() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 3)
        var turn = Turn(at: SmallWorld.start)
        let opened = try state.accept(
            Report(summary: "x", asset: "tern-vps1", layer: .application), from: SmallWorld.actor("tern", .agent),
            entropy: &entropy, turn: &turn)
        let foreign = IncidentID(opened.body["incident"]?.string ?? "")
        let banyan = SmallWorld.actor("banyan", .responder)
        func refusal(_ id: IncidentID) -> Refusal? {
            var turn = Turn(at: SmallWorld.start)
            var copy = state
            let result = Result {
                try copy.act(
                    ActionRequest(.acknowledge(note: nil, until: nil)), on: id, from: banyan, entropy: &entropy,
                    turn: &turn)
            }
            if case .failure(let error) = result { return error as? Refusal }
            return nil
        }
        let unknown = refusal("inc_0000000000000")
        #expect(refusal(foreign)?.code == unknown?.code)
        #expect(
            refusal(foreign)?.detail.replacing(foreign.rawValue, with: "ID")
                == unknown?.detail.replacing("inc_0000000000000", with: "ID"))
        #expect(state.incidents(IncidentFilter(selection: .all), for: Viewer(banyan)).isEmpty)
    }

    @Test func personsAreShownToTheirOwnPartyOnly() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 3)
        var turn = Turn(at: SmallWorld.start)
        let opened = try state.accept(
            Report(summary: "x", asset: "tern-vps1", category: .intrusion), from: SmallWorld.actor("tern", .agent),
            entropy: &entropy, turn: &turn)
        let id = IncidentID(opened.body["incident"]?.string ?? "")
        _ = try state.act(
            ActionRequest(.acknowledge(note: nil, until: nil)), on: id, from: SmallWorld.actor("prov", .responder),
            entropy: &entropy, turn: &turn)
        let incident = try #require(state.incidents[id])
        func text(_ party: PartyID, _ side: Side) -> String {
            let viewer = Viewer(party: party, side: side)
            return JSON.object(incident.json(for: viewer)).text
                + turn.entries.map { $0.timelineJSON(index: 0, for: viewer).text }.joined()
        }
        #expect(text("prov", .provider).contains("uid of prov responder"))
        #expect(!text("prov", .provider).contains("uid of tern agent"))
        #expect(text("tern", .customer).contains("uid of tern agent"))
        #expect(!text("tern", .customer).contains("uid of prov responder"))
        for notice in incident.notices { #expect(!notice.body.contains("uid of")) }
    }

    @Test func redTextStaysInside() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 3)
        var turn = Turn(at: SmallWorld.start)
        let report = Report(summary: "secret words", asset: "tern-vps1", category: .intrusion, trafficLight: .red)
        let opened = try state.accept(report, from: SmallWorld.actor("prov", .agent), entropy: &entropy, turn: &turn)
        let incident = try #require(state.incidents[IncidentID(opened.body["incident"]?.string ?? "")])
        let tern = Viewer(party: "tern", side: .customer)
        #expect(!incident.notices.isEmpty)
        for notice in incident.notices { #expect(!notice.body.contains("secret words")) }
        #expect(!JSON.object(incident.json(for: tern)).text.contains("secret words"))
        for entry in turn.entries { #expect(!entry.timelineJSON(index: 0, for: tern).text.contains("secret words")) }
    }

    /// What is written down for ever names no asset, no person and no free text: those are parts.
    @Test func envelopesHoldNothingPersonal() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 3)
        var turn = Turn(at: SmallWorld.start)
        let report = Report(
            summary: "free words", asset: "198.51.100.21", category: .intrusion, dedupKey: "dedup words",
            details: "more words")
        let opened = try state.accept(report, from: SmallWorld.actor("tern", .agent), entropy: &entropy, turn: &turn)
        _ = try state.act(
            ActionRequest(.acknowledge(note: "note words", until: nil)),
            on: IncidentID(opened.body["incident"]?.string ?? ""),
            from: SmallWorld.actor("tern", .responder), entropy: &entropy, turn: &turn)
        for recorded in turn.entries {
            let envelope = JSON.object(recorded.entry.form.fields).text
            for personal in ["words", "198.51.100.21", "tern-vps1", "uid of"] {
                #expect(!envelope.contains(personal), "\(recorded.entry.type) holds \(personal)")
            }
        }
    }
}

@Suite struct BoundaryTests {
    private func accept(
        _ report: Report, _ party: String, _ role: PeerRole = .agent, in state: inout State, turn: inout Turn
    ) throws -> PeerAnswer {
        var entropy = Entropy(seed: 5)
        return try state.accept(report, from: SmallWorld.actor(party, role), entropy: &entropy, turn: &turn)
    }

    /// A customer cannot reach `house` by an old time of observation: its report lands in the agreement that is in force now, where it
    /// can follow it, and never meets what the provider reported under the same key.
    @Test func anOldObservationDoesNotOpenTheHouse() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var turn = Turn(at: SmallWorld.start)
        let house = try accept(
            Report(summary: "power", asset: "hv-07", category: .hardware, dedupKey: "power"), "prov", in: &state,
            turn: &turn)
        let before = Instant(milliseconds: -1)
        let own = try accept(
            Report(summary: "power", asset: "unknown", observedAt: before, dedupKey: "power"), "tern", in: &state,
            turn: &turn)
        #expect(own.body["incident"] != house.body["incident"])
        let incident = try #require(state.incidents[IncidentID(own.body["incident"]?.string ?? "")])
        #expect(incident.ledger == "agr-tern")
        #expect(Viewer(party: "tern", side: .customer).sees(incident))
        // Nor can it end the provider's incident that way.
        let end = try accept(
            Report(summary: "over", asset: "unknown", status: .resolved, observedAt: before, dedupKey: "power"),
            "banyan",
            in: &state, turn: &turn)
        #expect(end.body["disposition"] == "nothing_to_resolve")
        #expect(state.incidents[IncidentID(house.body["incident"]?.string ?? "")]?.phase == .open)
    }

    /// Reporting to a red incident does not make a party its reporter, and what quotes the report stays hidden too.
    @Test func joiningDoesNotShowARedReport() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var turn = Turn(at: SmallWorld.start)
        let red = Report(
            summary: "secret words", asset: "tern-vps1", category: .intrusion, component: "secret-component",
            trafficLight: .red)
        let opened = try accept(red, "prov", in: &state, turn: &turn)
        let id = IncidentID(opened.body["incident"]?.string ?? "")
        _ = try accept(
            Report(summary: "me too", asset: "tern-vps1", category: .intrusion, incident: id), "tern", in: &state,
            turn: &turn)
        let incident = try #require(state.incidents[id])
        let text = JSON.object(incident.json(for: Viewer(party: "tern", side: .customer))).text
        for hidden in ["secret words", "secret-component", "tern-vps1"] { #expect(!text.contains(hidden), "\(hidden)") }
        for notice in incident.notices {
            #expect(!notice.body.contains("secret") && !notice.body.contains("tern-vps1"))
        }
    }

    /// No customer can keep the provider from reporting.
    @Test func theLastTenthIsForTheHouse() throws {
        var limits = CoordinationLimits()
        limits.incidentsMax = 10
        limits.incidentsPerAgreementMax = 9
        var state = State(arrangements: try SmallWorld.arrangements(), limits: limits)
        var turn = Turn(at: SmallWorld.start)
        func report(_ number: Int, _ asset: String) -> Report {
            Report(summary: "r", asset: asset, layer: .application, dedupKey: "k\(number)")
        }
        for number in 0..<9 { _ = try accept(report(number, "tern-vps1"), "tern", in: &state, turn: &turn) }
        #expect(throws: Refusal.self) { try accept(report(9, "banyan-vps1"), "banyan", in: &state, turn: &turn) }
        _ = try accept(report(10, "hv-07"), "prov", in: &state, turn: &turn)
        #expect(throws: Refusal.self) { try accept(report(11, "hv-07"), "prov", in: &state, turn: &turn) }
    }

    /// What is only counted is written down before an end.
    @Test func countedRepeatsAreWrittenBeforeAnEnd() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var turn = Turn(at: SmallWorld.start)
        let report = Report(summary: "down", asset: "tern-vps1", layer: .application, dedupKey: "k")
        for _ in 0..<4 { _ = try accept(report, "prov", in: &state, turn: &turn) }
        var last = Turn(at: SmallWorld.start)
        state.writeAllRepeats(turn: &last)
        #expect(last.entries.map(\.entry.type) == ["report.repeated"])
        #expect(state.incidents.values.first?.reportCount == 4)
    }
}

/// A breach of personal data that only a later report tells of is told like one that was known at once.
@Suite struct ReclassifiedTests {
    @Test func whatALaterReportAddsIsTold() throws {
        let rule = JointCareRule(
            id: "JC-05", title: "the processor tells the controller",
            when: .init(events: [.opened, .classified], personalDataAtLeast: .suspected), tell: .customerDesk,
            within: .breachNotice, acknowledgementExpected: false, basis: "law")
        var state = State(arrangements: try SmallWorld.arrangements(moreRules: [rule]))
        var entropy = Entropy(seed: 9)
        var turn = Turn(at: SmallWorld.start)
        var report = Report(
            summary: "odd", asset: "banyan-vps1", category: .availability, layer: .os, severity: .medium, dedupKey: "k")
        let first = try state.accept(report, from: SmallWorld.actor("prov", .agent), entropy: &entropy, turn: &turn)
        let id = IncidentID(try #require(first.body["incident"]?.string))
        #expect(state.incidents[id]?.notices.map(\.desk.description) == ["prov.noc"])
        report.attachments = JSONObject([.init("personal_data", .string("confirmed"))])
        let second = try state.accept(report, from: SmallWorld.actor("prov", .agent), entropy: &entropy, turn: &turn)
        #expect(second.body["disposition"]?.string == "attached")
        let notices = try #require(state.incidents[id]).notices
        #expect(notices.map(\.desk.description) == ["prov.noc", "banyan.ops"])
        #expect(notices.last?.kind == .reclassified)
        #expect(notices.last?.due == SmallWorld.start + .hours(24))
        #expect(second.body["rules"]?.array?.isEmpty == false)
        // Said once more, it tells nobody again.
        _ = try state.accept(report, from: SmallWorld.actor("prov", .agent), entropy: &entropy, turn: &turn)
        #expect(state.incidents[id]?.notices.count == 2)
    }
}

/// What outsiders report reaches whom it concerns, and they learn that it is in hand and nothing else.
@Suite struct GatewayTests {
    private let gateway = Actor(party: "ext-abuse", side: .provider, role: .gateway, name: "uid 1400")

    @Test func outsidersLearnOnlyTheStateOfTheirReports() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 7)
        var turn = Turn(at: SmallWorld.start)
        let report = Report(
            summary: "phishing", asset: "tern-vps1", category: .intrusion, severity: .high, dedupKey: "page")
        let answer = try state.accept(report, from: gateway, entropy: &entropy, turn: &turn)
        #expect(answer.body.members.map(\.name) == ["report", "incident", "disposition"])
        let id = IncidentID(try #require(answer.body["incident"]?.string))
        let incident = try #require(state.incidents[id])
        // Both sides are told: an outsider has no side.
        #expect(incident.notices.map(\.desk.description) == ["tern.sec", "prov.sec"])
        let viewer = Viewer(gateway)
        #expect(viewer.sees(incident))
        let shown = incident.json(for: viewer)
        #expect(shown.members.map(\.name) == ["incident", "state", "opened_at", "resolved_at"])
        #expect(incident.summaryJSON(for: viewer) == shown)

        // Others' incidents do not exist for it, and it ends nothing, not even what came through it.
        let own = try state.accept(
            Report(summary: "down", asset: "tern-vps1", category: .availability),
            from: SmallWorld.actor("prov", .agent),
            entropy: &entropy, turn: &turn)
        let other = try #require(state.incidents[IncidentID(own.body["incident"]?.string ?? "")])
        #expect(!viewer.sees(other))
        #expect(state.incidents(IncidentFilter(selection: .all), for: viewer).map(\.id) == [id])
        var over = report
        over.status = .resolved
        _ = try state.accept(over, from: gateway, entropy: &entropy, turn: &turn)
        #expect(state.incidents[id]?.phase == .open)
    }

    /// Known and unknown, shared and nobody's: one answer, and a key of the provider's own is no key of theirs.
    @Test func outsidersCannotProbe() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 8)
        var turn = Turn(at: SmallWorld.start)
        func report(_ asset: String, key: String? = nil, service: ServiceID? = nil) throws -> PeerAnswer {
            try state.accept(
                Report(summary: "spam", asset: asset, service: service, category: .spam, dedupKey: key), from: gateway,
                entropy: &entropy, turn: &turn)
        }
        for asset in ["tern-vps1", "192.0.2.12", "nowhere.example"] {
            #expect(try report(asset).outcome == .created)
        }
        _ = try state.accept(
            Report(summary: "x", asset: "tern-vps1", category: .spam, dedupKey: "am:1"),
            from: SmallWorld.actor("prov", .agent), entropy: &entropy, turn: &turn)
        #expect(try report("tern-vps1", key: "am:1").body["disposition"]?.string == "received")
        // What belongs together is not told: neither a service and an asset, nor two names under one key.
        for service in ["svc-tern", "svc-banyan", "svc-none"] as [ServiceID] {
            #expect(try report("tern-vps1", key: "s-\(service)", service: service).outcome == .created)
        }
        let first = try report("banyan-vps1", key: "same").body["incident"]
        #expect(try report("panel.banyan.example", key: "same").body["incident"] != first)
    }

    @Test func whatIsAgreedIsNotForOutsiders() throws {
        let arrangements = try SmallWorld.arrangements()
        let viewer = Viewer(gateway)
        #expect(arrangements.agreements(for: viewer, at: SmallWorld.start)["agreements"]?.array?.isEmpty == true)
        #expect(throws: Refusal.self) { try arrangements.agreement("agr-tern", for: viewer, at: SmallWorld.start) }
        #expect(throws: Refusal.self) { try arrangements.matrix(of: "agr-tern", for: viewer, at: SmallWorld.start) }
        let asked = try arrangements.explain(
            Explanation(asset: "192.0.2.12", category: .intrusion), to: viewer, at: SmallWorld.start)
        #expect(asked["ruling"]?["candidates"] == nil)
    }
}

@Suite struct PermissionTests {
    @Test func theTable() {
        for action in [PeerRole.Action.report, .read] {
            for role in PeerRole.allCases { #expect(role.permits(action)) }
        }
        #expect(PeerRole.allCases.filter { !$0.permits(.explain) } == [.gateway])
        for action in [PeerRole.Action.explain] {
            for role in PeerRole.allCases where role != .gateway { #expect(role.permits(action)) }
        }
        #expect(PeerRole.allCases.filter { $0.permits(.acknowledge) } == [.responder, .operator])
        #expect(PeerRole.allCases.filter { $0.permits(.resolve) } == [.responder, .operator])
        #expect(PeerRole.allCases.filter { $0.permits(.operate) } == [.operator])
    }
}

@Suite struct EntryReadingTests {
    @Test func unknownEntriesAreRefused() {
        let form = EntryForm(type: "incident.teleported", fields: JSONObject(), parts: [:])
        #expect { try Entry(reading: form) } throws: { ($0 as? EntryReadError)?.field == "type" }
    }

    @Test func damagedEntriesAreRefused() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 3)
        var turn = Turn(at: SmallWorld.start)
        _ = try state.accept(
            Report(summary: "x", asset: "tern-vps1", category: .intrusion), from: SmallWorld.actor("tern", .agent),
            entropy: &entropy, turn: &turn)
        for recorded in turn.entries {
            let form = recorded.entry.form
            _ = try Entry(reading: form)
            #expect(throws: EntryReadError.self) {
                try Entry(reading: EntryForm(type: form.type, fields: JSONObject(), parts: [:]))
            }
        }
    }

    /// A part that was erased reads as such; the entry stays readable.
    @Test func erasedPartsAreReadable() throws {
        var state = State(arrangements: try SmallWorld.arrangements())
        var entropy = Entropy(seed: 3)
        var turn = Turn(at: SmallWorld.start)
        _ = try state.accept(
            Report(summary: "gone", asset: "tern-vps1", category: .intrusion), from: SmallWorld.actor("tern", .agent),
            entropy: &entropy, turn: &turn)
        let entries = try turn.entries.map { recorded in
            RecordedEntry(
                ledger: recorded.ledger, incident: recorded.incident, at: recorded.at,
                entry: try Entry(
                    reading: EntryForm(type: recorded.entry.type, fields: recorded.entry.form.fields, parts: [:])))
        }
        let incident = try #require(Incident(folding: entries))
        #expect(incident.summary == "[erased]")
        #expect(incident.ruling.owner == .customer)
    }
}
