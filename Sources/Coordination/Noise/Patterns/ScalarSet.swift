/// Which characters one place of a pattern accepts. Characters are Unicode scalars.
struct ScalarSet: Hashable, Sendable {
    /// A character as it is looked up, with what it becomes in the other case. Made once for each character of a text.
    struct Probe {
        let scalar: UInt32
        let lower: UInt32
        let upper: UInt32
        let base: UInt32
    }

    /// Rising, apart from each other.
    private let ranges: [ClosedRange<UInt32>]
    private let isNegated: Bool
    private let ignoresCase: Bool
    /// The answers for ASCII, one bit each.
    private var asciiLow: UInt64 = 0
    private var asciiHigh: UInt64 = 0

    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false, ignoresCase: Bool = false) {
        self.ranges = Self.merged(ranges)
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
        for scalar in 0..<UInt32(64) where slowlyContains(Probe(UInt8(scalar))) {
            asciiLow |= 1 << UInt64(scalar)
        }
        for scalar in 64..<UInt32(128) where slowlyContains(Probe(UInt8(scalar))) {
            asciiHigh |= 1 << UInt64(scalar - 64)
        }
    }

    /// One character, and with `ignoresCase` its other cases.
    init(_ scalar: Unicode.Scalar, ignoresCase: Bool) {
        let probe = Probe(scalar)
        let scalars = ignoresCase ? [probe.scalar, probe.lower, probe.upper, probe.base] : [scalar.value]
        self.init(scalars.map { $0...$0 }, ignoresCase: ignoresCase)
    }

    /// Every character, the end of a line included: a value is one text, however many lines it has.
    static let any = ScalarSet([0...0x10FFFF])

    // The classes are those of RE2, which knows ASCII only.
    static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    static let wordCharacters: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    /// Tab, line feed, form feed, carriage return and blank.
    static let blanks: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]

    /// All that is in none of the ranges.
    static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var complement: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in merged(ranges) {
            if range.lowerBound > next { complement.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { complement.append(next...0x10FFFF) }
        return complement
    }

    /// O(log n) in the ranges; constant for ASCII.
    func contains(_ probe: Probe) -> Bool {
        if probe.scalar < 64 { return asciiLow & (1 << UInt64(probe.scalar)) != 0 }
        if probe.scalar < 128 { return asciiHigh & (1 << UInt64(probe.scalar - 64)) != 0 }
        return slowlyContains(probe)
    }

    private func slowlyContains(_ probe: Probe) -> Bool {
        let isFound =
            holds(probe.scalar)
            || (ignoresCase && (holds(probe.lower) || holds(probe.upper) || holds(probe.base)))
        return isFound != isNegated
    }

    private func holds(_ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= scalar
    }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension ScalarSet.Probe {
    /// A character that is looked up by sets that ignore case, too.
    init(_ scalar: Unicode.Scalar) {
        let upper = Self.single(scalar.properties.uppercaseMapping) ?? scalar
        self.init(
            scalar: scalar.value, lower: (Self.single(scalar.properties.lowercaseMapping) ?? scalar).value,
            upper: upper.value, base: (Self.single(upper.properties.lowercaseMapping) ?? upper).value)
    }

    /// A character that only sets that heed case look up.
    init(heedingCase scalar: Unicode.Scalar) {
        self.init(scalar: scalar.value, lower: scalar.value, upper: scalar.value, base: scalar.value)
    }

    fileprivate init(_ ascii: UInt8) { self.init(Unicode.Scalar(ascii)) }

    /// Mappings to several characters (`ß` to `SS`) are no simple case folding, and are passed over.
    private static func single(_ mapping: String) -> Unicode.Scalar? {
        mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first : nil
    }
}
