/// What a pattern says, as a tree.
indirect enum PatternNode: Hashable, Sendable {
    case empty
    case one(ScalarSet)
    case atStart
    case atEnd
    case sequence([PatternNode])
    case choice([PatternNode])
    /// At least and at most so often; `most` nil: without end.
    case repetition(PatternNode, least: Int, most: Int?)

    /// How many states the compiled form needs, at least 1, cut off just above the limit. Nothing is written out before
    /// this is known: `((a{250}){250}){250}` costs its 21 characters.
    var size: Int {
        let cap = NoiseLimits.patternStatesMax + 1
        switch self {
        case .empty, .one, .atStart, .atEnd: return 1
        case .sequence(let nodes): return max(1, nodes.reduce(0) { min(cap, $0 + $1.size) })
        case .choice(let nodes): return nodes.reduce(0) { min(cap, $0 + $1.size + 2) }
        case .repetition(let node, let least, let most):
            // A copy for each time it may come, and one state to choose for each time it may be left out.
            let copies = max(1, most ?? least)
            return min(cap, node.size * copies + copies - min(least, copies) + 2)
        }
    }
}
