// Ledger: durable append, read, verify.
//
// What it is for
//
// Whatever Tocsin has accepted, decided or done is an entry of a ledger: one ledger per agreement, and `house` for
// what concerns no single customer. This room takes entries, makes them durable, gives them their index, and gives
// them back. It knows nothing of reports or notices; an entry is a type, a time, an incident it may belong to, and
// JSON.
//
// How an entry travels
//
//     EntryDraft ─ EntrySealer ─→ SealedEntry ─ LedgerWriter ─→ LedgerStore ─→ disk ─→ LedgerReader ─→ StoredEntry
//                  (pure)         bytes, leaf   (own thread)    (protocol)             (own connection)
//
// `EntrySealer` writes the canonical bytes once. They are stored and hashed as they are and never written again from
// a parsed form. At most `LedgerLimits.entryBytesMax` bytes: what enters the tree is permanent and is served to the
// other side in bundles.
//
// Personal and free text never enters the bytes. Each such part becomes an RFC 9901 disclosure, base64url of `[salt,
// name, value]`, and only its SHA-256 digest is put into the entry (`_sd`). Without the 256-bit salt a digest tells
// nothing, so deleting the part is enough: the entry, its leaf, the root and every proof stay as they were. Parts
// live in a database of their own, `bodies.db`, which can have other backups and another retention than `ledger.db`.
//
// What "durable" means
//
// `LedgerStore.append` is one transaction over all ledgers concerned. When it returns, the entries are on disk:
//
//     1. bodies.db   BEGIN IMMEDIATE, insert the parts,                 COMMIT   (one sync; only if there are parts)
//     2. ledger.db   BEGIN IMMEDIATE, move heads, insert the entries,   COMMIT   (one sync)
//
// In this order a crash in between leaves parts nobody refers to (the verifier counts them), never an entry without
// its parts. Both databases run in WAL mode with `synchronous=FULL`, which syncs the log at each commit; the setting
// belongs to the connection and is not stored in the file, so it is set and read back at open and read back again
// before the first write. One connection per database does all writes and all checkpoints: SQLite before 3.51.3 can
// damage a database when two connections checkpoint. Checkpoints run between batches by our own call, because the
// automatic one hides its errors.
//
// An error of a COMMIT, a sync or the disk is `LedgerFailure.outcomeUnknown`. The entries may or may not be there
// after a restart (SQLite's row comes back after a failed sync; a second sync may report success for pages the kernel
// dropped), so nothing is retried and nothing more is written: the store and the writer refuse everything from then
// on, and the process is expected to exit without answering. Start-up reads what is true from the disk.
//
// What keeps history as it is
//
// Triggers refuse UPDATE and DELETE on entries and any index but the next; the writing connection's authorizer allows
// only the statements this room needs; tables are STRICT; each head (size, frontier, root) changes in the transaction
// that adds the entries, and only from the size the writer knows (compare-and-swap), so that a second writer is
// noticed. At open each head must agree with the last entry and with its own frontier. Beyond that, `LedgerVerifier`
// recomputes everything offline.
//
// The incident projection
//
// `incident` says for each incident in which ledger it lives, at which index it begins, and whether its last entry
// closed it. It is a pure function of the entry rows and saves start-up from reading closed incidents.
//
// Threads
//
// The writer owns the store on a thread of its own and commits everything that has queued up while the previous sync
// ran; there is no timer. A reader is used by one thread at a time and sees only what is committed. Nothing above
// this room may assume SQLite, files or a single process: `LedgerStore` is the seam, and a store shared by several
// machines answers `LedgerFailure.movedOn` to the one that no longer owns a ledger.
//
// It imports CSQLite, StrictJSON, Hashing, Transparency and the C library.

/// The limits of this room, in one place.
package enum LedgerLimits {
    /// Bytes of one entry. C2SP tlog-tiles allows 65,535; ours is smaller so that a bundle of 256 stays near 2 MiB.
    package static let entryBytesMax = 8192
    /// Bytes of one disclosure in its base64url form. Twice the largest request body (1 MiB), so that what came in can be kept.
    package static let disclosureBytesMax = 2 << 20
    /// Characters of a ledger's name.
    package static let ledgerNameLengthMax = 64
    /// Entries of one transaction. A single larger submission still goes into one, alone.
    package static let batchEntriesMax = 2048
    /// Entries waiting for the writer. Beyond it submissions are turned away.
    package static let queuedEntriesMax = 16_384
    /// Bytes, entries and parts together, waiting for the writer. Beyond it submissions are turned away.
    package static let queuedBytesMax = 64 << 20
    /// Pages in the write-ahead log after which it is copied into the database. SQLite's own default.
    package static let checkpointPages: Int32 = 1000
    /// How long a connection waits for a lock of another connection, in milliseconds.
    package static let lockWaitMilliseconds: Int32 = 2000
    /// Leaves up to which the verifier recomputes a root a second time from the recursive definition.
    package static let secondRootLeavesMax: Int64 = 262_144
    /// Entries the verifier and the reader take per query.
    package static let readChunk: Int64 = 1024
}
