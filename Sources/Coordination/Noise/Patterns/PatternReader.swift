/// Reads a pattern into a tree. The accepted syntax is the part of RE2's that people write in matchers; everything else
/// is refused with its position, so that no pattern means here something else than elsewhere.
struct PatternReader {
    let scalars: [Unicode.Scalar]
    var index = 0
    private var depth = 0
    private(set) var ignoresCase = false

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    static func read(_ text: String) throws(PatternError) -> (node: PatternNode, ignoresCase: Bool) {
        guard text.utf8.count <= NoiseLimits.patternBytesMax else { throw .tooLong(bytes: text.utf8.count) }
        var reader = PatternReader(text)
        reader.ignoresCase = reader.take("(?i)")
        let node = try reader.choice()
        guard reader.isAtEnd else { throw .groupNotOpened(position: reader.position) }
        guard node.size <= NoiseLimits.patternStatesMax else { throw .tooLarge }
        return (node, reader.ignoresCase)
    }

    // What the parts of a reader share.

    var isAtEnd: Bool { index == scalars.count }
    var peeked: Unicode.Scalar? { isAtEnd ? nil : scalars[index] }
    /// Of the next character, counted from 1.
    var position: Int { index + 1 }

    mutating func take(_ text: String) -> Bool {
        guard scalars[index...].starts(with: text.unicodeScalars) else { return false }
        index += text.unicodeScalars.count
        return true
    }

    mutating func takeScalar() -> Unicode.Scalar? {
        guard let scalar = peeked else { return nil }
        index += 1
        return scalar
    }

    // The grammar, from the outside in.

    private mutating func choice() throws(PatternError) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = peeked, scalar != "|", scalar != ")" { nodes.append(try repeated()) }
        return nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func repeated() throws(PatternError) -> PatternNode {
        let node = try atom()
        let repetitionPosition = position
        guard let (least, most) = try count() else { return node }
        if node == .atStart || node == .atEnd { throw .nothingToRepeat(position: repetitionPosition) }
        // A lazy repetition prefers less; whether the whole text matches is the same.
        _ = take("?")
        let next = position
        if try count() != nil { throw .repeatedTwice(position: next) }
        return .repetition(node, least: least, most: most)
    }

    /// How often what stands before comes; nil when that is not said.
    private mutating func count() throws(PatternError) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{") else { return nil }
        guard let least = number() else { throw .badCount(position: start) }
        var most: Int? = least
        if take(",") { most = peeked == "}" ? nil : number() ?? -1 }
        guard take("}"), least <= NoiseLimits.patternRepeatMax,
            most.map({ (least...max(least, NoiseLimits.patternRepeatMax)).contains($0) }) ?? true
        else { throw .badCount(position: start) }
        return (least, most)
    }

    /// One to four digits.
    private mutating func number() -> Int? {
        var value = 0
        var digits = 0
        while let scalar = peeked, ("0"..."9").contains(scalar), digits < 4 {
            value = value * 10 + Int(scalar.value - 0x30)
            digits += 1
            index += 1
        }
        return digits == 0 ? nil : value
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        let start = position
        guard let scalar = takeScalar() else { return .empty }
        switch scalar {
        case "(": return try group(openedAt: start)
        case "[": return .one(try characterClass(openedAt: start))
        case ".": return .one(.any)
        case "^": return .atStart
        case "$": return .atEnd
        case "\\": return .one(set(of: try escape(at: start)))
        case "*", "+", "?": throw .nothingToRepeat(position: start)
        case "{", "}", "]": throw .stray(String(scalar), position: start)
        default: return .one(ScalarSet(scalar, ignoresCase: ignoresCase))
        }
    }

    private mutating func group(openedAt start: Int) throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= NoiseLimits.patternDepthMax else { throw .tooDeep(position: start) }
        if !take("?:"), peeked == "?" { throw .unsupportedGroup(position: start) }
        let node = try choice()
        guard take(")") else { throw .groupNotClosed(position: start) }
        return node
    }

    private func set(of escape: Escape) -> ScalarSet {
        switch escape {
        case .character(let scalar): ScalarSet(scalar, ignoresCase: ignoresCase)
        case .ranges(let ranges): ScalarSet(ranges, ignoresCase: ignoresCase)
        }
    }
}
