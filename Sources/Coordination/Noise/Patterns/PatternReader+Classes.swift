extension PatternReader {
    /// What follows a backslash.
    enum Escape {
        case character(Unicode.Scalar)
        case ranges([ClosedRange<UInt32>])
    }

    /// The backslash has been taken.
    mutating func escape(at start: Int) throws(PatternError) -> Escape {
        guard let scalar = takeScalar() else { throw .unsupportedEscape("\\", position: start) }
        switch scalar {
        case "d": return .ranges(ScalarSet.digits)
        case "w": return .ranges(ScalarSet.wordCharacters)
        case "s": return .ranges(ScalarSet.blanks)
        case "D": return .ranges(ScalarSet.complement(of: ScalarSet.digits))
        case "W": return .ranges(ScalarSet.complement(of: ScalarSet.wordCharacters))
        case "S": return .ranges(ScalarSet.complement(of: ScalarSet.blanks))
        case "n": return .character("\n")
        case "r": return .character("\r")
        case "t": return .character("\t")
        default:
            guard scalar.isASCII, scalar.value > 0x20, scalar.value < 0x7F, !scalar.isLetterOrDigit else {
                throw .unsupportedEscape("\\\(scalar)", position: start)
            }
            return .character(scalar)
        }
    }

    /// The opening bracket has been taken. `]` as the first member, and `-` as the first or the last, stand for
    /// themselves.
    mutating func characterClass(openedAt start: Int) throws(PatternError) -> ScalarSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while isFirst || peeked != "]" {
            guard !isAtEnd else { throw .classNotClosed(position: start) }
            ranges += try member(isFirst: isFirst)
            isFirst = false
        }
        index += 1
        return ScalarSet(ranges, isNegated: isNegated, ignoresCase: ignoresCase)
    }

    /// A character, a range, or a class such as `\d`.
    private mutating func member(isFirst: Bool) throws(PatternError) -> [ClosedRange<UInt32>] {
        let start = position
        if peeked == "-", !isFirst, !isLastMember { throw .badRange(position: start) }
        if peeked == "[", scalars.indices.contains(index + 1), scalars[index + 1] == ":" {
            throw .unsupportedClass(position: start)
        }
        let low = try memberEnd()
        guard peeked == "-", !isLastMember else { return low.ranges }
        index += 1
        guard case .character(let first) = low, case .character(let last) = try memberEnd(), first <= last else {
            throw .badRange(position: start)
        }
        return [first.value...last.value]
    }

    /// Whether the bracket closes after the next character.
    private var isLastMember: Bool { scalars.indices.contains(index + 1) && scalars[index + 1] == "]" }

    private mutating func memberEnd() throws(PatternError) -> Escape {
        let start = position
        guard let scalar = takeScalar() else { throw .classNotClosed(position: start) }
        return scalar == "\\" ? try escape(at: start) : .character(scalar)
    }
}

extension PatternReader.Escape {
    fileprivate var ranges: [ClosedRange<UInt32>] {
        switch self {
        case .character(let scalar): [scalar.value...scalar.value]
        case .ranges(let ranges): ranges
        }
    }
}

extension Unicode.Scalar {
    /// Of ASCII.
    var isLetterOrDigit: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self)
    }
}
