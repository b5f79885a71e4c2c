import CivilTime
import Coordination

/// What a run was made of: a campaign in which something never happened has not tried it.
struct Tally: Sendable {
    var seeds = 0
    var crashes = 0
    var reloads = 0
    var clockJumps = 0
    var turns = 0
    var sends = 0
    var answers = 0
    private(set) var entries = 0
    private(set) var notices = 0
    private(set) var byType: [String: Int] = [:]
    private(set) var occurrences: [Occurrence: Int] = [:]
    private(set) var checks = 0
    private(set) var untended = 0
    private(set) var simulated = Elapsed.zero
    /// Over the bytes of all entries, seed after seed.
    private(set) var digest: UInt64 = 0

    mutating func count(_ batch: [RecordedEntry]) {
        entries += batch.count
        for recorded in batch {
            byType[recorded.entry.type, default: 0] += 1
            if case .noticeQueued = recorded.entry { notices += 1 }
        }
    }

    mutating func saw(_ occurrence: Occurrence?) {
        if let occurrence { occurrences[occurrence, default: 0] += 1 }
    }

    /// What should have happened in so many seeds and did not.
    var missing: [String] {
        Occurrence.allCases.filter { occurrences[$0] == nil }.map(\.rawValue)
    }

    mutating func finish(_ weather: Weather, _ auditor: Auditor, _ store: Store) {
        seeds = 1
        simulated = weather.trueTime.since(World.start)
        checks = auditor.checkCount
        untended = auditor.untendedCount
        digest = store.digest
    }

    static func + (left: Tally, right: Tally) -> Tally {
        var sum = left
        sum.seeds += right.seeds
        sum.crashes += right.crashes
        sum.reloads += right.reloads
        sum.clockJumps += right.clockJumps
        sum.turns += right.turns
        sum.sends += right.sends
        sum.answers += right.answers
        sum.entries += right.entries
        sum.notices += right.notices
        sum.checks += right.checks
        sum.untended += right.untended
        sum.simulated = Elapsed(milliseconds: left.simulated.milliseconds + right.simulated.milliseconds)
        sum.occurrences.merge(right.occurrences, uniquingKeysWith: +)
        sum.byType.merge(right.byType, uniquingKeysWith: +)
        sum.digest = (left.digest &* 0x0000_0100_0000_01B3) ^ right.digest
        return sum
    }
}
