/// One text against one program: all states the machine can be in are followed at once (Pike's algorithm without
/// captures), so that a character costs at most one step for each state, and nothing is ever tried again.
struct PatternRun {
    private let program: PatternProgram
    /// The `take` and `accept` instructions that were reached before the next character.
    private var reached: [Int] = []
    /// For each instruction, before which character it was last visited, counted from 1.
    private var visitedBefore: [Int]
    private var pending: [Int] = []
    /// Visits of instructions and looks at sets; what a match costs.
    private(set) var steps = 0

    init(_ program: PatternProgram) {
        self.program = program
        visitedBefore = Array(repeating: 0, count: program.instructions.count)
    }

    /// Whether the whole text matches. O(states × characters).
    mutating func matches(_ text: String, ignoresCase: Bool) -> Bool {
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        var round = 1
        follow(0, round: round, isAtEnd: next == nil)
        while let scalar = next {
            guard !reached.isEmpty else { return false }
            next = scalars.next()
            round += 1
            let probe = ignoresCase ? ScalarSet.Probe(scalar) : ScalarSet.Probe(heedingCase: scalar)
            advance(over: probe, round: round, isAtEnd: next == nil)
        }
        return reached.contains { program.instructions[$0] == .accept }
    }

    private mutating func advance(over probe: ScalarSet.Probe, round: Int, isAtEnd: Bool) {
        let before = reached
        reached.removeAll(keepingCapacity: true)
        for index in before {
            steps += 1
            guard case .take(let set) = program.instructions[index], program.sets[set].contains(probe) else { continue }
            follow(index + 1, round: round, isAtEnd: isAtEnd)
        }
    }

    /// Goes wherever the machine gets without taking a character, to each instruction once.
    private mutating func follow(_ start: Int, round: Int, isAtEnd: Bool) {
        pending.append(start)
        while let index = pending.popLast() {
            guard visitedBefore[index] != round else { continue }
            visitedBefore[index] = round
            steps += 1
            switch program.instructions[index] {
            case .take, .accept: reached.append(index)
            case .atStart: if round == 1 { pending.append(index + 1) }
            case .atEnd: if isAtEnd { pending.append(index + 1) }
            case .jump(let target): pending.append(target)
            case .fork(let target):
                pending.append(target)
                pending.append(index + 1)
            }
        }
    }
}
