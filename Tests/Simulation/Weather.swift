import CivilTime
import Coordination

/// What goes wrong around the daemon, and how often. Each seed has a part of it only: one in ten has none, so that plain logic is
/// tried as well.
struct Weather {
    private(set) var trueTime = World.start
    private var wallOffset = Elapsed.zero
    private(set) var isCalm = false
    private var entropy: Entropy

    /// Chances of each kind, of a thousand.
    let crashPermille: Int
    let diskFailurePermille: Int
    let clockJumps: Int
    let reloads: Int
    let crashes: Int
    let slowDiskPercent: Int
    /// How long it lasts.
    let chaos: Elapsed

    /// The disk takes its time, which is another every time.
    private let hasTemper: Bool

    /// - Parameter fair: Nothing goes wrong, and the disk always takes as long.
    init(seed: UInt64, fair: Bool) {
        var entropy = Entropy(seed: seed, .weather)
        let isFair = entropy.chance(10) || fair
        hasTemper = !fair
        func some(_ range: ClosedRange<Int>, percent: Int, _ entropy: inout Entropy) -> Int {
            !isFair && entropy.chance(percent) ? entropy.number(range) : 0
        }
        crashPermille = some(1...60, percent: 60, &entropy)
        diskFailurePermille = some(1...20, percent: 40, &entropy)
        clockJumps = some(1...5, percent: 40, &entropy)
        reloads = some(1...5, percent: 60, &entropy)
        crashes = some(1...5, percent: 60, &entropy)
        slowDiskPercent = some(1...50, percent: 30, &entropy)
        chaos = .hours(Int64(entropy.number(4...72)))
        self.entropy = entropy
    }

    /// The system's clock, which is set now and then.
    var wall: Instant { trueTime + wallOffset }

    mutating func pass(to instant: Instant) {
        precondition(instant >= trueTime, "true time does not go back")
        trueTime = instant
    }

    mutating func setClock(by elapsed: Elapsed) {
        wallOffset = Elapsed(milliseconds: wallOffset.milliseconds + elapsed.milliseconds)
    }

    /// From now on nothing goes wrong any more.
    mutating func calmDown() { isCalm = true }

    /// Plans what comes at times of its own.
    mutating func plan(into agenda: inout Agenda, versions: Int) {
        for _ in 0..<crashes { agenda.plan(.crash, at: moment()) }
        for _ in 0..<reloads { agenda.plan(.reload(version: entropy.number(0...versions - 1)), at: moment()) }
        for _ in 0..<clockJumps {
            let size = entropy.spreadElapsed(upTo: .hours(12)).milliseconds
            agenda.plan(
                .clockSet(by: Elapsed(milliseconds: entropy.chance(60) ? -size : size)), at: moment())
        }
    }

    private mutating func moment() -> Instant { trueTime + entropy.elapsed(0...chaos.milliseconds) }

    /// How long a commit takes.
    mutating func commitLatency() -> Elapsed {
        if !hasTemper { return .milliseconds(5) }
        return entropy.chance(slowDiskPercent) ? entropy.elapsed(1...3000) : entropy.elapsed(0...20)
    }

    /// How long the process is away after a crash.
    mutating func downtime() -> Elapsed {
        entropy.chance(80) ? entropy.elapsed(100...5000) : entropy.elapsed(5000...3_600_000)
    }

    /// What becomes of a process around one commit.
    enum Fate {
        case lives
        /// Dies before the commit is durable.
        case diesBefore
        /// The commit or its sync failed; whether it is durable nobody knows, and the process must stop.
        case commitFails(durable: Bool)
        /// Dies after so many of the effects; none means between commit and effects.
        case diesAfter(effects: Int)
    }

    /// - Parameter isFirst: It is the commit of what a start found to do: dying there is what a start must bear as well.
    mutating func fate(effects: Int, isFirst: Bool) -> Fate {
        if isCalm { return .lives }
        if entropy.rarely(diskFailurePermille) { return .commitFails(durable: entropy.chance(50)) }
        guard entropy.rarely(isFirst ? min(300, 10 * crashPermille) : crashPermille) else { return .lives }
        return entropy.chance(30) ? .diesBefore : .diesAfter(effects: entropy.number(0...effects))
    }

    /// Whether what was being written when the process died is there after all.
    mutating func survives() -> Bool { entropy.chance(50) }
}
