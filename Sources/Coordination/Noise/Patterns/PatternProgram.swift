/// A pattern as a machine: Thompson's construction. Every instruction is one state.
struct PatternProgram: Hashable, Sendable {
    enum Instruction: Hashable, Sendable {
        /// Takes one character of the set with this index, and goes to the next instruction.
        case take(Int)
        /// Goes on only before the first character.
        case atStart
        /// Goes on only after the last character.
        case atEnd
        /// Goes to the next instruction and to that one.
        case fork(Int)
        case jump(Int)
        /// The text matches if it ends here.
        case accept
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []

    /// - Precondition: the tree's size is within the limit of states.
    init(_ node: PatternNode) {
        append(node)
        instructions.append(.accept)
        precondition(instructions.count <= NoiseLimits.patternStatesMax + 1, "the size of a tree is no lower bound")
    }

    private mutating func append(_ node: PatternNode) {
        switch node {
        case .empty: break
        case .one(let set):
            instructions.append(.take(sets.count))
            sets.append(set)
        case .atStart: instructions.append(.atStart)
        case .atEnd: instructions.append(.atEnd)
        case .sequence(let nodes): for node in nodes { append(node) }
        case .choice(let nodes): append(choice: nodes)
        case .repetition(let node, let least, let most): append(node, least: least, most: most)
        }
    }

    private mutating func append(choice nodes: [PatternNode]) {
        var jumps: [Int] = []
        for node in nodes.dropLast() {
            let fork = reserve()
            append(node)
            jumps.append(reserve())
            instructions[fork] = .fork(instructions.count)
        }
        if let last = nodes.last { append(last) }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func append(_ node: PatternNode, least: Int, most: Int?) {
        var lastCopy = instructions.count
        for _ in 0..<least {
            lastCopy = instructions.count
            append(node)
        }
        guard let most else { return least > 0 ? instructions.append(.fork(lastCopy)) : appendAnyNumber(of: node) }
        // Each further time may be left out, and with it all that follow.
        var forks: [Int] = []
        for _ in least..<most {
            forks.append(reserve())
            append(node)
        }
        for fork in forks { instructions[fork] = .fork(instructions.count) }
    }

    private mutating func appendAnyNumber(of node: PatternNode) {
        let fork = reserve()
        append(node)
        instructions.append(.jump(fork))
        instructions[fork] = .fork(instructions.count)
    }

    private mutating func reserve() -> Int {
        instructions.append(.accept)
        return instructions.count - 1
    }
}
