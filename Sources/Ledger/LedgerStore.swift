package import Hashing

/// Where an entry ended up.
package struct LedgerPosition: Sendable, Hashable {
    package let ledger: String
    /// From 0, gapless in each ledger.
    package let index: Int64
    package let leaf: Digest256

    package init(ledger: String, index: Int64, leaf: Digest256) {
        self.ledger = ledger
        self.index = index
        self.leaf = leaf
    }
}

/// A ledger as a whole: its tree's size and root.
package struct LedgerSummary: Sendable, Hashable {
    package let name: String
    /// The number of entries.
    package let size: Int64
    /// The root of the tree over all of them.
    package let root: Digest256

    package init(name: String, size: Int64, root: Digest256) {
        self.name = name
        self.size = size
        self.root = root
    }
}

/// What became of an erasure.
package struct ErasureOutcome: Sendable, Hashable {
    /// Parts that were there and are no longer.
    package let erased: Int
    /// Old copies may remain in the store's own log, because somebody was reading. Erase the same parts again later.
    package let residue: Bool

    package init(erased: Int, residue: Bool) {
        self.erased = erased
        self.residue = residue
    }
}

/// Where entries are kept. One owner at a time, called from one thread.
///
/// After a failure with an unknown outcome a store refuses everything; its owner lets go of it and the process ends.
package protocol LedgerStore: AnyObject {
    /// Appends entries in the given order, as one transaction over all their ledgers. Durable when it returns. A
    /// ledger comes into being with its first entry. Positions come back in the order of the entries.
    ///
    /// - Throws: `outcomeUnknown` when a commit or the disk failed; any other case when certainly nothing was stored.
    func append(_ entries: [SealedEntry]) throws(LedgerFailure) -> [LedgerPosition]

    /// Destroys the parts with the given digests, for good. Entries, leaves and roots stay as they are. Digests
    /// without a part are passed over, so that it can be repeated.
    func erase(parts digests: [String]) throws(LedgerFailure) -> ErasureOutcome

    /// All ledgers, by name.
    func ledgers() throws(LedgerFailure) -> [LedgerSummary]

    /// Housekeeping that nobody waits for. Called between batches, after the answers went out.
    func maintain() throws(LedgerFailure)

    /// Lets go of the files. Nothing may be called afterwards.
    func close()
}
