import CivilTime
import Coordination
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
        var core = Core(world: world)
        let bare = Figures.best { measureRulingAndCare(world) }
        core.open(measured, deliver: true)
        let few = core.opening(measured)
        let before = Figures.residentKilobytes()
        let openBefore = core.state.openCount
        while core.state.openCount < openBefore + 100_000 { core.open(measured, deliver: true) }
        let grown = Figures.residentKilobytes() - before
        let opened = core.state.openCount - openBefore
        let many = core.open(measured, deliver: false)
        let outcome = core.outcomeNanoseconds(measured)
        print(
            "coordination open=\(measured) accept_ns=\(few) ruling_and_care_ns=\(bare) ratio=\(few / max(bare, 1))"
                + " open_many=\(opened) accept_many_ns=\(many) many_to_few=\(Figures.ratio(many, few))"
                + " bytes_per_incident=\(grown * 1024 / opened) grown_mb=\(grown / 1024) outcome_ns=\(outcome)")
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
