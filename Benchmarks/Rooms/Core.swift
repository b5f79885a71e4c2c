import CivilTime
import Coordination
import Responsibility

/// A core with its source of ids, and reports that each open an incident of their own.
struct Core {
    private(set) var state: State
    private var entropy = Entropy(seed: 1)
    private var made = 0

    /// The provider's monitoring.
    static let monitor = Actor(party: "prov", side: .provider, role: .agent, name: "uid 1000")

    /// A core over a world, with room for a million incidents.
    ///
    /// - Parameter silencesMax: of one party.
    init(world: LargeWorld, silencesMax: Int? = nil) {
        var limits = CoordinationLimits()
        limits.incidentsMax = 1_000_000
        limits.incidentsPerAgreementMax = 1_000_000
        if let silencesMax { limits.silencesPerPartyMax = silencesMax }
        state = State(arrangements: Arrangements(book: world.book, policies: [:], digest: "0"), limits: limits)
    }

    /// Nanoseconds per report, the best of five rounds; a copy is measured.
    ///
    /// - Parameters:
    ///   - customer: whose host report number so-and-so is about.
    ///   - reporter: who sends it.
    func opening(
        _ count: Int, about customer: (Int) -> Int = { $0 % 1000 }, from reporter: (Int) -> Actor = { _ in monitor }
    ) -> Int {
        Figures.best {
            var copy = self
            return copy.open(count, deliver: false, about: customer, from: reporter)
        }
    }

    /// Opens incidents under two rules each, and delivers their notices if asked to.
    ///
    /// - Returns: Nanoseconds per report, without the deliveries.
    @discardableResult
    mutating func open(
        _ count: Int, deliver: Bool, about customer: (Int) -> Int = { $0 % 1000 },
        from reporter: (Int) -> Actor = { _ in monitor }
    ) -> Int {
        var sends: [Turn.Send] = []
        let started = Figures.now()
        for _ in 0..<count {
            made += 1
            let told = accept("c\(customer(made))-vm1", key: "scan-\(made)", from: reporter(made))
            precondition(!told.isEmpty, "nobody is told")
            if deliver { sends += told }
        }
        let elapsed = Figures.now() - started
        finish(sends)
        return elapsed / count
    }

    /// Nanoseconds per repeat of the incident under one key, the best of five rounds; a copy is measured.
    func repeating(_ count: Int, from reporter: (Int) -> Actor) -> Int {
        Figures.best {
            var copy = self
            return copy.repeatOne(count, from: reporter)
        }
    }

    /// Reports the same thing over and over.
    ///
    /// - Returns: Nanoseconds per report.
    @discardableResult
    mutating func repeatOne(_ count: Int, from reporter: (Int) -> Actor) -> Int {
        let started = Figures.now()
        for number in 0..<count { _ = accept("c1-vm1", key: "again and again", from: reporter(number)) }
        return (Figures.now() - started) / count
    }

    /// Nanoseconds per outcome of an attempt, with everything open that is.
    mutating func outcomeNanoseconds(_ count: Int) -> Int {
        var sends: [Turn.Send] = []
        for _ in 0..<count {
            made += 1
            sends += accept("c\(made % 1000)-vm1", key: "scan-\(made)", from: Self.monitor)
        }
        let started = Figures.now()
        finish(sends)
        return (Figures.now() - started) / max(sends.count, 1)
    }

    /// A silence of a customer's, made so long ago, that stands for another day.
    mutating func silence(_ matchers: String, of party: PartyID, ago: Elapsed) throws {
        let person = Actor(party: party, side: .customer, role: .responder, name: "uid 2000")
        let request = SilenceRequest(
            matchers: try MatcherSet(text: matchers), ends: LargeWorld.now + .hours(24), comment: "planned work")
        var turn = Turn(at: LargeWorld.now - ago)
        _ = try state.silence(request, from: person, entropy: &entropy, turn: &turn)
    }

    private mutating func accept(_ asset: String, key: String, from reporter: Actor) -> [Turn.Send] {
        var turn = Turn(at: LargeWorld.now)
        let report = Report(
            summary: "Kernel of \(asset) is not patched", asset: asset, category: .vulnerability, layer: .os,
            severity: .high, dedupKey: key)
        let answer = try? state.accept(report, from: reporter, entropy: &entropy, turn: &turn)
        precondition(answer != nil, "the report was refused")
        return turn.sends
    }

    private mutating func finish(_ sends: [Turn.Send]) {
        for send in sends {
            var turn = Turn(at: LargeWorld.now)
            state.finish(
                AttemptResult(
                    delivery: send.delivery, attempt: send.attempt, result: .delivered, reason: "ok", status: 200),
                entropy: &entropy, turn: &turn)
        }
    }
}
