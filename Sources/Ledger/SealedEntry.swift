package import Hashing

/// One part as it is stored: what the entry holds of it, and what opens it.
package struct SealedPart: Sendable, Hashable {
    /// base64url(SHA-256(disclosure)), 43 characters; a member of the entry's `_sd`.
    package let digest: String
    /// base64url of the JSON array `[salt, name, value]`.
    package let disclosure: String
}

/// An entry ready to be stored: its bytes are final. Made by `EntrySealer` only.
package struct SealedEntry: Sendable, Hashable {
    package let ledger: String
    package let type: String
    package let timestamp: String
    package let incident: String?
    package let closesIncident: Bool
    /// The canonical envelope, at most `LedgerLimits.entryBytesMax` bytes. Stored and hashed as it is.
    package let bytes: [UInt8]
    /// SHA-256(0x00 ‖ bytes).
    package let leaf: Digest256
    /// In the order of the draft.
    package let parts: [SealedPart]

    /// Bytes that wait in memory until this entry is durable.
    var weight: Int { parts.reduce(bytes.count) { $0 + $1.disclosure.utf8.count } }
}
