// Transparency: the Merkle tree over a ledger's entries.
//
// What it is for: one short hash that stands for all entries of a ledger, so that neither side can change an old entry unseen.
// The tree is that of RFC 6962 section 2.1 (the same as RFC 9162), so that other people's tools can recompute it. Pure.

package import Hashing

/// The hashes of RFC 6962 section 2.1: leaves and inner nodes are told apart by a first byte.
package enum TreeHash {
    /// The root of the tree without leaves: SHA-256 of nothing.
    package static let empty = Hash.sha256()

    /// The hash of an entry as a leaf: SHA-256(0x00 ‖ entry).
    package static func leaf(_ entry: [UInt8]) -> Digest256 { Hash.sha256([0x00], entry) }

    /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
    package static func node(_ left: Digest256, _ right: Digest256) -> Digest256 {
        Hash.sha256([0x01], left.bytes, right.bytes)
    }

    /// The root over all leaves, straight from the recursive definition. Linear time; the second path by which a root that
    /// was kept step by step is checked.
    package static func root(of leaves: ArraySlice<Digest256>) -> Digest256 {
        guard let first = leaves.first else { return empty }
        guard leaves.count > 1 else { return first }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return node(root(of: leaves[..<middle]), root(of: leaves[middle...]))
    }
}

/// The tree as it grows: only the roots of its complete subtrees, largest first, one for each set bit of the size.
package struct TreeFrontier: Hashable, Sendable {
    /// The number of leaves.
    package private(set) var size: Int64 = 0
    /// The roots of the complete subtrees, largest first.
    package private(set) var subtrees: [Digest256] = []

    package init() {}

    /// Restores a stored frontier. Nil when the number of subtrees does not fit the size.
    package init?(size: Int64, subtrees: [Digest256]) {
        guard size >= 0, subtrees.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.subtrees = subtrees
    }

    /// Adds one leaf. Amortised constant, at most logarithmic time.
    package mutating func append(_ leaf: Digest256) {
        var hash = leaf
        var bits = size
        while bits & 1 == 1, let last = subtrees.popLast() {
            hash = TreeHash.node(last, hash)
            bits >>= 1
        }
        subtrees.append(hash)
        size += 1
    }

    /// The root of the tree of all leaves so far.
    package var root: Digest256 {
        guard var hash = subtrees.last else { return TreeHash.empty }
        for subtree in subtrees.dropLast().reversed() { hash = TreeHash.node(subtree, hash) }
        return hash
    }
}
