import CivilTime
import Coordination
import Glibc
import Responsibility

/// What a report costs the core that decides: taken, ruled on, two rules selected, everything recorded and applied; with few
/// incidents open and with many. And what an open incident costs in memory.
enum CoordinationFigures {
    private static let measured = 4096

    static func run() {
        let world: LargeWorld
        do {
            world = try LargeWorld(agreements: 1000, questions: measured)
        } catch {
            preconditionFailure("the world of the benchmark has problems: \(error.problems.prefix(3))")
        }
        let arrangements = Arrangements(book: world.book, policies: [:], digest: "0")
        var limits = CoordinationLimits()
        limits.incidentsMax = 1_000_000
        limits.incidentsPerAgreementMax = 1_000_000
        var core = Core(state: State(arrangements: arrangements, limits: limits))
        let bare = Figures.best { measureRulingAndCare(world) }
        _ = core.open(measured, deliver: true)
        let few = (0..<5).map { _ in core.opening(measured) }.min() ?? 0
        let before = Figures.residentKilobytes()
        let openBefore = core.state.openCount
        while core.state.openCount < openBefore + 100_000 { _ = core.open(measured, deliver: true) }
        let grown = Figures.residentKilobytes() - before
        let opened = core.state.openCount - openBefore
        let many = core.open(measured, deliver: false)
        let tick = core.tickNanoseconds(measured)
        print(
            "coordination open=\(measured) accept_ns=\(few) ruling_and_care_ns=\(bare) ratio=\(few / max(bare, 1))"
                + " open_many=\(opened) accept_many_ns=\(many) many_to_few=\(Figures.ratio(many, few))"
                + " bytes_per_incident=\(grown * 1024 / opened) grown_mb=\(grown / 1024) outcome_ns=\(tick)")
    }

    /// The part of it that the responsibility room does.
    private static func measureRulingAndCare(_ world: LargeWorld) -> Int {
        var count = 0
        let started = Figures.now()
        for question in world.questions {
            guard let ruling = try? world.book.rule(on: question) else { preconditionFailure("refused: \(question)") }
            let occasion = Occasion(
                event: .opened, severity: .high, reporter: question.asker, receivedAt: LargeWorld.now)
            count &+= world.book.care(for: ruling, on: occasion).tellings.count
        }
        let elapsed = Figures.now() - started
        precondition(count > 0)
        return elapsed / world.questions.count
    }
}

/// A core with its source of ids, and reports that each open an incident of their own.
private struct Core {
    private(set) var state: State
    private var entropy = Entropy(seed: 1)
    private var made = 0
    private let agent = Actor(party: "prov", side: .provider, role: .agent, name: "uid 1000")

    init(state: State) { self.state = state }

    /// Nanoseconds per report; a copy is measured.
    func opening(_ count: Int) -> Int {
        var copy = self
        return copy.open(count, deliver: false)
    }

    /// Opens incidents under two rules each, and delivers their notices if asked to.
    ///
    /// - Returns: Nanoseconds per report, without the deliveries.
    mutating func open(_ count: Int, deliver: Bool) -> Int {
        var sends: [Turn.Send] = []
        let started = Figures.now()
        for _ in 0..<count {
            made += 1
            var turn = Turn(at: LargeWorld.now)
            let report = Report(
                summary: "Kernel of host \(made) is not patched", asset: "c\(made % 1000)-vm1",
                category: .vulnerability,
                layer: .os, severity: .high, dedupKey: "scan-\(made)")
            let answer = try? state.accept(report, from: agent, entropy: &entropy, turn: &turn)
            precondition(answer != nil && turn.sends.count > 0, "the report was refused, or nobody is told")
            if deliver { sends += turn.sends }
        }
        let elapsed = Figures.now() - started
        for send in sends {
            var turn = Turn(at: LargeWorld.now)
            state.finish(
                AttemptResult(
                    delivery: send.delivery, attempt: send.attempt, result: .delivered, reason: "ok", status: 200),
                entropy: &entropy, turn: &turn)
        }
        return elapsed / count
    }

    /// Nanoseconds per outcome of an attempt, with everything open that is.
    mutating func tickNanoseconds(_ count: Int) -> Int {
        var sends: [Turn.Send] = []
        for _ in 0..<count {
            made += 1
            var turn = Turn(at: LargeWorld.now)
            let report = Report(
                summary: "Kernel of host \(made) is not patched", asset: "c\(made % 1000)-vm1",
                category: .vulnerability,
                layer: .os, severity: .high, dedupKey: "scan-\(made)")
            _ = try? state.accept(report, from: agent, entropy: &entropy, turn: &turn)
            sends += turn.sends
        }
        let started = Figures.now()
        for send in sends {
            var turn = Turn(at: LargeWorld.now)
            state.finish(
                AttemptResult(
                    delivery: send.delivery, attempt: send.attempt, result: .delivered, reason: "ok", status: 200),
                entropy: &entropy, turn: &turn)
        }
        return (Figures.now() - started) / max(sends.count, 1)
    }
}
