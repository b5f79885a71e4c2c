import CivilTime
import Coordination
import Glibc
import Responsibility

/// What it costs to take the next timer and to set another, while so many stand; beside the plain ways to keep them: a sorted
/// array, and the least, a look-up by hash that knows no order at all.
///
/// Each is kept at its size: the timer that comes up is taken, and one is set at a time by chance after it.
enum TimerFigures {
    private static let sizes = [1000, 10_000, 100_000, 1_000_000]
    private static let span: Int64 = 24 * 3_600_000
    private static let endOfTime = Instant(milliseconds: .max)

    static func run() {
        var first = 0
        for size in sizes {
            var entropy = Entropy(seed: 5)
            let incidents = (0..<size).map { index in
                entropy.identifier(
                    "inc", at: LargeWorld.now + .milliseconds(Int64(index)), of: IncidentKind.self)
            }
            let instants = incidents.map { _ in
                Instant(milliseconds: Int64.random(in: 0..<span, using: &entropy))
            }
            let heap = measureHeap(incidents, instants, &entropy)
            let array = measureSortedArray(incidents, instants, &entropy)
            let table = measureDictionary(incidents, &entropy)
            if first == 0 { first = heap }
            print(
                "timers standing=\(size) take_and_set_ns=\(heap) to_\(sizes[0])=\(Figures.ratio(heap, first))"
                    + " log2_to_\(sizes[0])=\(logarithms(size)) sorted_array_ns=\(array)"
                    + " dictionary_ns=\(table)")
        }
    }

    /// What the ratio would be if each doubling cost the same.
    private static func logarithms(_ size: Int) -> String {
        Figures.ratio(Int(log2(Double(size)) * 10_000), Int(log2(Double(sizes[0])) * 10_000))
    }

    private static func delays(_ count: Int, _ entropy: inout Entropy) -> [Elapsed] {
        (0..<count).map { _ in .milliseconds(Int64.random(in: 1..<span, using: &entropy)) }
    }

    private static func measureHeap(
        _ incidents: [IncidentID], _ instants: [Instant], _ entropy: inout Entropy
    ) -> Int {
        var heap = TimerHeap()
        for (incident, instant) in zip(incidents, instants) {
            heap.add(at: instant, incident: incident, cause: .close)
        }
        let delays = delays(100_000, &entropy)
        return Figures.best {
            let started = Figures.now()
            for delay in delays {
                guard let timer = heap.takeDue(at: endOfTime) else {
                    preconditionFailure("a timer is lost")
                }
                heap.add(at: timer.at + delay, incident: timer.incident, cause: timer.cause)
            }
            let elapsed = Figures.now() - started
            precondition(heap.count == incidents.count)
            return elapsed / delays.count
        }
    }

    /// What a timer holds, with the last one first: then the next one is taken from the end.
    private struct Standing {
        let at: Instant
        let sequence: Int
        let incident: IncidentID?
        let cause: Timer.Cause

        func follows(_ other: Standing) -> Bool {
            at != other.at ? at > other.at : sequence > other.sequence
        }
    }

    private static func measureSortedArray(
        _ incidents: [IncidentID], _ instants: [Instant], _ entropy: inout Entropy
    ) -> Int {
        var timers = zip(incidents, instants).enumerated().map {
            Standing(at: $0.element.1, sequence: $0.offset, incident: $0.element.0, cause: .close)
        }.sorted { $0.follows($1) }
        timers.reserveCapacity(timers.count + 1)
        var sequence = timers.count
        // Each insertion moves half of the array: fewer of them where that is a lot.
        let delays = delays(min(100_000, 100_000_000 / incidents.count), &entropy)
        return Figures.best {
            let started = Figures.now()
            for delay in delays {
                let next = timers.removeLast()
                let timer = Standing(
                    at: next.at + delay, sequence: sequence, incident: next.incident, cause: next.cause)
                sequence += 1
                timers.insert(timer, at: place(of: timer, in: timers))
            }
            return (Figures.now() - started) / delays.count
        }
    }

    private static func place(of timer: Standing, in timers: [Standing]) -> Int {
        var (low, high) = (0, timers.count)
        while low < high {
            let middle = (low + high) / 2
            if timers[middle].follows(timer) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func measureDictionary(_ incidents: [IncidentID], _ entropy: inout Entropy) -> Int {
        let table = Dictionary(
            uniqueKeysWithValues: incidents.enumerated().map { ($0.element, $0.offset) })
        let questions = (0..<100_000).map { _ in
            incidents[Int.random(in: 0..<incidents.count, using: &entropy)]
        }
        return Figures.best {
            var sum = 0
            let started = Figures.now()
            for question in questions { sum &+= table[question] ?? 0 }
            let elapsed = Figures.now() - started
            precondition(sum > 0)
            return elapsed / questions.count
        }
    }
}
