import CivilTime
import Coordination

// What the world needs of chance. Every part has a stream of its own, so that one more draw in one part leaves the others as
// they were.
extension Entropy {
    enum Stream: UInt64 {
        case world = 1, monitors, people, receivers, disk, weather, saboteur, auditor
        /// Ids and jitter inside the daemon; each start has its own.
        case daemon
    }

    init(seed: UInt64, _ stream: Stream, number: UInt64 = 0) {
        self.init(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ stream.rawValue << 56 ^ number << 40)
    }

    /// What a part needs about one thing at one time, whatever else it was asked before.
    init(seed: UInt64, _ stream: Stream, about name: String, number: Int64 = 0) {
        var mark: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { mark = (mark ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        mark = (mark ^ UInt64(bitPattern: number)) &* 0x0000_0100_0000_01B3
        self.init(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ stream.rawValue << 56 ^ mark)
    }

    /// True so often in a hundred.
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// True so often in a thousand.
    mutating func rarely(_ permille: Int) -> Bool { Int.random(in: 0..<1000, using: &self) < permille }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A duration in milliseconds.
    mutating func elapsed(_ range: ClosedRange<Int64>) -> Elapsed {
        Elapsed(milliseconds: Int64.random(in: range, using: &self))
    }

    /// A duration whose order of magnitude is what varies: from milliseconds to the most, short ones as often as long ones.
    mutating func spreadElapsed(upTo most: Elapsed) -> Elapsed {
        let bits = Int64.bitWidth - most.milliseconds.leadingZeroBitCount
        return elapsed(0...min(most.milliseconds, 1 << Int64(number(0...max(1, bits)))))
    }

    /// - Precondition: there is one to pick.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }

    /// A part of the elements, in their order.
    mutating func some<Element>(_ elements: [Element], percent: Int) -> [Element] {
        elements.filter { _ in chance(percent) }
    }
}
