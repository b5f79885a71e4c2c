import CivilTime
import Coordination
import Foundation
import Ledger
import Logging
import OnCall
import Responsibility
import StrictJSON
import Synchronization
import Testing

@testable import TocsinDaemon

/// Nothing leaves the process before what it rests on is durable.
@Suite struct CoordinatorTests {
    /// What came out of the coordinator, and waiting for it.
    final class Outcomes: Sendable {
        private let condition = DispatchSemaphore(value: 0)
        private let answers = Mutex<[Result<PeerAnswer, Refusal>]>([])
        private let sends = Mutex<[Turn.Send]>([])
        let failures = Mutex<[LedgerFailure]>([])

        var answered: [Result<PeerAnswer, Refusal>] { answers.withLock { $0 } }
        var sent: [Turn.Send] { sends.withLock { $0 } }

        func take(_ answer: Result<PeerAnswer, Refusal>) {
            answers.withLock { $0.append(answer) }
            condition.signal()
        }

        func take(_ new: [Turn.Send]) {
            sends.withLock { $0 += new }
            condition.signal()
        }

        func fail(_ failure: LedgerFailure) {
            failures.withLock { $0.append(failure) }
            condition.signal()
        }

        func wait() -> Bool { condition.wait(timeout: .now() + 10) == .success }
    }

    struct World {
        let gate = GatedStore.Gate()
        let outcomes = Outcomes()
        let writer: LedgerWriter
        let coordinator: Coordinator

        init() throws {
            let gate = gate
            let outcomes = outcomes
            writer = LedgerWriter(store: GatedStore(gate))
            coordinator = Coordinator(
                writer: writer, clock: WallClock(), version: "test", logger: Logger(label: "test"),
                send: { outcomes.take($0) },
                fail: { outcomes.fail($0) })
            try coordinator.start(with: State(arrangements: try TinyWorld.arrangements()), entropy: Entropy(seed: 1))
        }

        func report(_ name: String, party: String = "prov") {
            let actor = Actor(party: PartyID(party), side: .provider, role: .operator, name: "test")
            let report = Report(summary: name, asset: "host-1", category: .hardware, severity: .high, dedupKey: name)
            coordinator.submit(.report(report), from: actor, Responder { outcomes.take($0) })
        }

        func finish() {
            gate.open(100)
            coordinator.stop()
            writer.stop()
        }
    }

    @Test func answersAndAttemptsWaitForTheDisk() throws {
        let world = try World()
        defer { world.finish() }
        // The configuration's own entry goes first.
        world.gate.entered.wait()
        world.report("one")
        // The coordinator has decided when it makes turns again; the commit has not happened.
        let turns = world.coordinator.turns
        while world.coordinator.turns < turns + 2 { usleep(1000) }
        #expect(world.outcomes.answered.isEmpty)
        #expect(world.outcomes.sent.isEmpty)
        world.gate.open(2)
        #expect(world.outcomes.wait())
        #expect(world.outcomes.wait())
        #expect(world.outcomes.sent.count == 1)
        let answer = try #require(try world.outcomes.answered.first?.get())
        #expect(answer.body["ledger"]?["id"]?.string == "house")
        // Settings, opening, then the report itself is the receipt.
        #expect(answer.body["ledger"]?["index"]?.integer == 2)
        #expect(world.gate.committed.withLock { $0[2].type } == "report.accepted")
    }

    /// A question sees the state that runs ahead of the disk, so its answer waits behind it.
    @Test func answersWithoutEntriesWaitToo() throws {
        let world = try World()
        defer { world.finish() }
        world.gate.entered.wait()
        world.report("one")
        let listed = DispatchSemaphore(value: 0)
        let seen = Mutex<[Incident]>([])
        let viewer = Viewer(party: "prov", side: .provider)
        _ = world.coordinator.submitAlways(
            .list(IncidentFilter(), viewer) { incidents in
                seen.withLock { $0 = incidents }
                listed.signal()
            })
        let turns = world.coordinator.turns
        while world.coordinator.turns < turns + 2 { usleep(1000) }
        #expect(seen.withLock { $0.isEmpty })
        world.gate.open(3)
        #expect(listed.wait(timeout: .now() + 10) == .success)
        #expect(seen.withLock { $0.count } == 1)
        #expect(world.gate.committed.withLock { $0.contains { $0.type == "incident.opened" } })
    }

    @Test func afterAFailedCommitNobodyIsAnswered() throws {
        let world = try World()
        defer { world.finish() }
        world.gate.entered.wait()
        world.gate.open()
        world.gate.failing.withLock { $0 = true }
        world.report("lost")
        world.gate.open()
        #expect(world.outcomes.wait())
        #expect(world.outcomes.failures.withLock { $0.count } >= 1)
        #expect(world.outcomes.answered.isEmpty)
        #expect(world.outcomes.sent.isEmpty)
    }

    @Test func refusalsRecordNothing() throws {
        let world = try World()
        defer { world.finish() }
        world.gate.open(10)
        let actor = Actor(party: "prov", side: .provider, role: .operator, name: "test")
        world.coordinator.submit(
            .act("inc_0000000000000", ActionRequest(.acknowledge(note: nil, until: nil))), from: actor,
            Responder { world.outcomes.take($0) })
        #expect(world.outcomes.wait())
        #expect { try world.outcomes.answered.first?.get() } throws: { ($0 as? Refusal)?.code == .unknownIncident }
        #expect(world.gate.committed.withLock { $0.map(\.type) } == ["settings.loaded"])
    }

    @Test func whatTheConfigurationKnowsIsAnsweredAndRecordsNothing() throws {
        let world = try World()
        defer { world.finish() }
        world.gate.open(10)
        let actor = Actor(party: "prov", side: .provider, role: .agent, name: "test")
        let questions: [PeerRequest] = [
            .explain(Explanation(asset: "host-1", severity: .high)), .agreements(at: nil), .contacts,
            .agreement("agr-none"), .matrix("agr-none", at: nil),
        ]
        for question in questions {
            world.coordinator.submit(question, from: actor, Responder { world.outcomes.take($0) })
            #expect(world.outcomes.wait())
        }
        let answers = world.outcomes.answered
        try #require(answers.count == questions.count)
        let explained = try answers[0].get().body
        #expect(explained["ruling"]?["owner"] == "provider")
        #expect(explained["rules"]?.array?.first?["title"] == "the owner is told")
        #expect(explained["notify"]?.array?.first?["to"] == "prov.noc")
        #expect(try answers[1].get().body["agreements"] == [])
        #expect(try answers[2].get().body["parties"]?.array?.first?["party"] == "prov")
        for refused in answers[3...] {
            #expect { try refused.get() } throws: { ($0 as? Refusal)?.code == .unknownAgreement }
        }
        #expect(world.gate.committed.withLock { $0.map(\.type) } == ["settings.loaded"])
    }

    @Test func moreThanTheQueueHoldsIsOverload() throws {
        let world = try World()
        defer { world.finish() }
        world.gate.entered.wait()
        // The writer hangs, its queue fills, the coordinator waits, and the rest is refused: 429 is an answer, silence is not.
        let overload = Mutex(0)
        let actor = Actor(party: "prov", side: .provider, role: .operator, name: "test")
        for number in 0..<200_000 where overload.withLock({ $0 }) == 0 {
            let report = Report(
                summary: "r\(number)", asset: "host-1", category: .hardware, severity: .info, dedupKey: "k\(number)")
            world.coordinator.submit(
                .report(report), from: actor,
                Responder {
                    if case .failure(let refusal) = $0, refusal.code == .overloaded { overload.withLock { $0 += 1 } }
                })
        }
        #expect(overload.withLock { $0 } > 0)
    }
}

/// A provider with one host.
enum TinyWorld {
    static func arrangements() throws -> Arrangements {
        let provider = Party(
            id: "prov", name: "Meridian", side: .provider, contacts: [.noc: ["prov-noc"], .mgr: ["prov-noc"]],
            escalations: [:])
        let rule = JointCareRule(
            id: "JC-01", title: "the owner is told",
            when: .init(event: .opened, severityAtLeast: .low, owners: [.provider]),
            tell: .ownerDesk, within: .response, acknowledgementExpected: true, basis: "test")
        let book = try ResponsibilityBook(
            provider: provider, parties: [], agreements: [], providerAssets: [Asset(id: "host-1")], jointCare: [rule],
            desks: DeskTable(rows: [:], otherwise: [.provider: .noc, .customer: .ops]))
        return Arrangements(book: book, policies: [:], digest: "digest")
    }
}
