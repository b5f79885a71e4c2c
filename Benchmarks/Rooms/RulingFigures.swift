import CivilTime
import Glibc
import Responsibility

/// What a ruling with its whole explanation costs, beside a bare look-up of the same names in a dictionary.
enum RulingFigures {
    private static let questionsCount = 8 * 4096

    static func run() {
        for agreements in [1, 10_000] { figure(agreements) }
    }

    private static func figure(_ agreements: Int) {
        let world: LargeWorld
        let started = Figures.now()
        do {
            world = try LargeWorld(agreements: agreements, questions: questionsCount)
        } catch {
            preconditionFailure("the world of the benchmark has problems: \(error.problems.prefix(3))")
        }
        let built = Figures.now() - started
        let ruling = Figures.best { measure(world) }
        let care = Figures.best { measureCare(world) }
        let limit = Figures.best { measureDictionary(world) }
        print(
            "ruling assets=\(world.assetsCount) agreements=\(agreements)"
                + " ruling_ns=\(ruling) care_ns=\(care) dictionary_ns=\(limit) ratio=\(ruling / max(limit, 1))"
                + " build_ms=\(built / 1_000_000) rss_mb=\(residentMegabytes())")
    }

    private static func measure(_ world: LargeWorld) -> Int {
        var bytes = 0
        let started = Figures.now()
        for question in world.questions {
            guard let ruling = try? world.book.rule(on: question) else { preconditionFailure("refused: \(question)") }
            // The text is part of the figure: it is made, not only promised.
            bytes &+= ruling.sentence.utf8.count &+ ruling.because.count
        }
        let elapsed = Figures.now() - started
        precondition(bytes > 0)
        return elapsed / world.questions.count
    }

    private static func measureCare(_ world: LargeWorld) -> Int {
        let rulings = world.questions.prefix(4096).compactMap { question in
            (try? world.book.rule(on: question)).map { ($0, question.asker) }
        }
        var count = 0
        let started = Figures.now()
        for (ruling, asker) in rulings {
            let occasion = Occasion(event: .opened, severity: .high, reporter: asker, receivedAt: LargeWorld.now)
            count &+= world.book.care(for: ruling, on: occasion).told.count
        }
        let elapsed = Figures.now() - started
        precondition(count > 0)
        return elapsed / rulings.count
    }

    /// The least that finding a name can cost: one hash of it and one step.
    private static func measureDictionary(_ world: LargeWorld) -> Int {
        let names = world.questions.compactMap(\.asset)
        let table = Dictionary(names.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        var sum = 0
        let started = Figures.now()
        for name in names { sum &+= table[name] ?? 0 }
        let elapsed = Figures.now() - started
        precondition(sum > 0)
        return elapsed / names.count
    }

    private static func residentMegabytes() -> Int {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}
