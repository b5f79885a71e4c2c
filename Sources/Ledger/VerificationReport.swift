import Hashing

/// The first thing wrong with a ledger.
package struct VerificationFinding: Sendable, Hashable, CustomStringConvertible {
    /// What is wrong. The raw value is a stable code.
    package enum Code: String, Sendable, CaseIterable {
        /// An index is missing: an entry was removed or never there.
        case missingEntry = "missing_entry"
        /// There are entries beyond the size the head says.
        case surplusEntry = "surplus_entry"
        /// An entry does not hash to its stored leaf: one of them was changed.
        case leafMismatch = "leaf_mismatch"
        /// An entry is not in the canonical form of an envelope.
        case notCanonical = "not_canonical"
        /// A column says something else than the entry.
        case columnMismatch = "column_mismatch"
        /// A part does not open the digest it is stored under.
        case damagedPart = "damaged_part"
        /// The frontier is not that of the entries.
        case frontierMismatch = "frontier_mismatch"
        /// The root is not that of the entries.
        case rootMismatch = "root_mismatch"
        /// The incident projection is not the fold of the entries.
        case projectionMismatch = "projection_mismatch"
    }

    package let code: Code
    /// The first bad index; nil when the ledger as a whole is concerned.
    package let index: Int64?
    /// In words for people.
    package let detail: String

    package var description: String { index.map { "entry \($0): \(detail)" } ?? detail }
}

/// What was found out about one ledger.
package struct LedgerVerification: Sendable, Hashable {
    package let name: String
    /// The size its head says.
    package let size: Int64
    /// The root its head says.
    package let root: [UInt8]
    /// Entries checked, up to the first bad one.
    package let entriesChecked: Int64
    package let partsPresent: Int64
    /// Digests without a part. Erased on purpose or lost: the ledger's own entries tell which.
    package let partsErased: Int64
    /// Nil when everything is in order.
    package let finding: VerificationFinding?
}

/// What an offline verification found out.
package struct VerificationReport: Sendable, Hashable, CustomStringConvertible {
    /// By name.
    package let ledgers: [LedgerVerification]
    /// Parts no entry refers to: left by a crash between the two commits. Beside a running daemon also the parts of
    /// entries that were being written. No fault of a ledger. Nil when a ledger is not sound and they cannot be told.
    package let orphanParts: Int64?
    /// Entry rows that belong to no ledger. Must be zero.
    package let strayEntries: Int64

    /// Whether nothing is wrong.
    package var isSound: Bool { strayEntries == 0 && ledgers.allSatisfy { $0.finding == nil } }

    package var description: String {
        var lines = ledgers.map { ledger in
            let root = Hexadecimal.encode(ledger.root)
            let counts = "\(ledger.partsPresent) parts present, \(ledger.partsErased) erased"
            return ledger.finding.map { "\(ledger.name): NOT SOUND, \($0)" }
                ?? "\(ledger.name): sound, \(ledger.size) entries, root \(root), \(counts)"
        }
        if let orphanParts, orphanParts > 0 { lines.append("\(orphanParts) parts belong to no entry") }
        if strayEntries > 0 { lines.append("NOT SOUND: \(strayEntries) entries belong to no ledger") }
        return lines.joined(separator: "\n")
    }
}
