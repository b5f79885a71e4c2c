import Hashing
import Transparency

/// The state of one ledger as its writer knows it.
struct LedgerHead {
    /// The row in `ledger`.
    let row: Int64
    var frontier: TreeFrontier

    var size: Int64 { frontier.size }

    /// The roots of the complete subtrees one after the other, as stored.
    var frontierBytes: [UInt8] { frontier.subtrees.flatMap(\.bytes) }

    init(row: Int64, frontier: TreeFrontier = TreeFrontier()) {
        self.row = row
        self.frontier = frontier
    }
}

extension TreeFrontier {
    /// Reads a stored frontier. Nil when its length does not fit the size.
    init?(size: Int64, bytes: [UInt8]) {
        guard bytes.count.isMultiple(of: 32) else { return nil }
        var subtrees: [Digest256] = []
        for start in stride(from: 0, to: bytes.count, by: 32) {
            guard let digest = Digest256(bytes: Array(bytes[start..<start + 32])) else { return nil }
            subtrees.append(digest)
        }
        self.init(size: size, subtrees: subtrees)
    }
}
